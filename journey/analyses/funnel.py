"""The funnel: how many journeys reach each step, how long they take, and what those do who fall out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from journey.analyses.funnel_attempts import follow
from journey.analyses.funnel_groups import FunnelGroup, groups
from journey.analyses.funnel_question import Funnel
from journey.analyses.interval import wilson
from journey.analyses.place import WAIT_BOUNDS
from journey.model import Interval, Outcome
from journey.scope import Scope
from journey.store.dialect import quantiles
from journey.store.outcomes import OUTCOMES
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["AfterDrop", "FunnelResult", "FunnelStep", "Period", "funnel"]

NEXT_AT_MOST = 8


@dataclass(frozen=True)
class FunnelStep:
    """One step, over the entries that are judged.

    Attributes
    ----------
    name : str
        Its touchpoints, joined by " | ".
    optional : bool
        May be skipped: it is in nobody's way, and its share of the previous is that of the last step that is not.
    journeys : int
        Entries that reached it; journeys, where only the first entry of each counts.
    of_previous, of_first : Interval
        Wilson.
    median_s, p90_s : float or None
        Seconds from the first step.
    step_median_s, step_p90_s : float or None
        Seconds from the previous step that may not be skipped.
    left : int
        Entries that came here and not to the next step that may not be skipped.
    late : int
        Of those, the ones that did the next step after all, when the window was over.
    """

    name: str
    optional: bool
    journeys: int
    of_previous: Interval
    of_first: Interval
    median_s: float | None
    p90_s: float | None
    step_median_s: float | None
    step_p90_s: float | None
    left: int
    late: int


@dataclass(frozen=True)
class AfterDrop:
    """What those did next who fell out after a step.

    Attributes
    ----------
    step : int
        Position of the step they reached, from 0.
    next : str or None
        The touchpoint that came directly after; None where the journey ended there.
    end : Outcome or None
        How it ended then; None in a workspace without a goal.
    journeys : int
    share : float
        Of all who fell out after this step.
    """

    step: int
    next: str | None
    end: Outcome | None
    journeys: int
    share: float


@dataclass(frozen=True)
class Period:
    """Entries of one day, week or month: how many finished, and how long the median one took."""

    start: datetime
    conversion: Interval
    median_s: float | None


@dataclass(frozen=True)
class FunnelResult:
    """A funnel, followed.

    Attributes
    ----------
    entries : int
        Entries into the first step; `judged` + `open` + `excluded`.
    judged : int
        Those that had their whole window: what the steps count.
    open : int
        Those that entered less than a window before the observed end, and are left out.
    excluded : int
        Those that met a touchpoint that excludes.
    conversion : Interval
        Of the judged entries, the share that reached the last step; Wilson.
    times : tuple of int
        Those that did, by time from first to last step, one count for each class of WAIT_BOUNDS and the one beyond.
    trend : tuple of Period
        By when they entered; of `unit` ("day", "week" or "month").
    groups : tuple of FunnelGroup
        The breakdown, the largest groups first, periods in their order; empty where none was asked for.
    """

    question: Funnel
    journeys_shown: int
    steps: tuple[FunnelStep, ...]
    after_drop: tuple[AfterDrop, ...]
    entries: int
    judged: int
    open: int
    excluded: int
    conversion: Interval
    times: tuple[int, ...]
    unit: str
    trend: tuple[Period, ...]
    by: str | None
    groups: tuple[FunnelGroup, ...]


def funnel(workspace: Workspace, scope: Scope | None, question: Funnel, by: str | None = None) -> FunnelResult:
    """Follow the journeys in scope along the steps of a funnel (DEFINITIONS: funnel).

    Parameters
    ----------
    by : str, optional
        Breakdown by an attribute, or by "channel", "day", "week" or "month" of the entry.

    Raises
    ------
    WrongInput
        A step, an exclusion or a breakdown that the log does not have.

    Notes
    -----
    In sequential order each step is the first event of its kind after the one before; an optional step counts where it
    is done before the next step that is not. Judged entries are those of the last step, plus those that left at each
    step before: nothing is lost on the way.
    """
    with select(workspace, scope or Scope()) as selection:
        (shown,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
        follow(selection, question)
        entries, judged, still_open, excluded = selection.run(
            f"""SELECT count(*), count(*) FILTER ({_JUDGED}), count(*) FILTER (NOT judged),
                       count(*) FILTER (judged AND excluded) FROM attempt"""
        )[0]
        steps = _steps(selection, question, judged)
        unit = _unit(selection)
        last = len(question.steps) - 1
        return FunnelResult(
            question=question,
            journeys_shown=shown,
            steps=steps,
            after_drop=_after_drop(selection, question),
            entries=entries,
            judged=judged,
            open=still_open,
            excluded=excluded,
            conversion=wilson(steps[-1].journeys, judged),
            times=_times(selection, last),
            unit=unit,
            trend=_trend(selection, last, unit),
            by=by,
            groups=groups(selection, question, by) if by else (),
        )


_JUDGED = "judged AND NOT excluded"


def _steps(selection: Selection, question: Funnel, judged: int) -> tuple[FunnelStep, ...]:
    required = [k for k in range(len(question.steps)) if k not in question.optional]
    columns = []
    for k in range(len(question.steps)):
        before = max((r for r in required if r < k), default=0)
        after = min((r for r in required if r > k), default=None)
        left = f"reached = {k}" if k in required and after is not None else f"p{k} IS NOT NULL AND reached < {k}"
        columns.append(
            f"""count(p{k}), {quantiles(f"d{k}", (0.5, 0.9))}, {quantiles(f"d{k} - d{before}", (0.5, 0.9))},
                count(*) FILTER ({left})"""
        )
    row = selection.run(f"SELECT {', '.join(columns)} FROM attempt WHERE {_JUDGED}")[0]
    late = _late(selection, question, required)
    found = []
    for k, name in enumerate(question.names):
        journeys, times, step_times, left = row[4 * k : 4 * k + 4]
        before = max((r for r in required if r < k), default=0)
        found.append(
            FunnelStep(
                name=name,
                optional=k in question.optional,
                journeys=journeys,
                of_previous=wilson(journeys, row[4 * before]) if k else wilson(journeys, judged),
                of_first=wilson(journeys, judged),
                median_s=_seconds(times, 0) if k else None,
                p90_s=_seconds(times, 1) if k else None,
                step_median_s=_seconds(step_times, 0) if k else None,
                step_p90_s=_seconds(step_times, 1) if k else None,
                left=left if k < len(question.names) - 1 else 0,
                late=late.get(k, 0),
            )
        )
    return tuple(found)


def _seconds(quantiles: list[float] | None, at: int) -> float | None:
    return None if quantiles is None or quantiles[at] is None else quantiles[at] / 1e6


def _late(selection: Selection, question: Funnel, required: list[int]) -> dict[int, int]:
    """Who did the next step after all, once the window was over."""
    if question.order != "sequential":
        return {}
    following = dict(pairwise(required))
    rows = selection.run(
        f"""
        WITH onward AS (SELECT unnest(?::INTEGER[]) AS step, unnest(?::INTEGER[]) AS next)
        SELECT a.reached, count(DISTINCT (a.journey, a.entry))
        FROM attempt a JOIN onward o ON o.step = a.reached
        JOIN hit h ON h.journey = a.journey AND h.step = o.next AND h.position > a.position AND h.position < a.bound
        WHERE {_JUDGED} GROUP BY a.reached ORDER BY a.reached
        """,
        [list(following), list(following.values())],
    )
    return dict(rows)


def _after_drop(selection: Selection, question: Funnel) -> tuple[AfterDrop, ...]:
    rows = selection.run(
        f"""
        WITH gone AS (
            SELECT a.reached, e.next, CASE WHEN e.next < 0 THEN j.outcome END AS outcome
            FROM attempt a
            JOIN {selection.events} e ON e.journey = a.journey AND e.position = a.position
            JOIN {selection.journeys} j ON j.id = a.journey
            WHERE {_JUDGED} AND a.reached < ?
        ), counted AS (
            SELECT reached, next, outcome, count(*) AS journeys,
                   sum(count(*)) OVER (PARTITION BY reached) AS total
            FROM gone GROUP BY reached, next, outcome
        )
        SELECT c.reached, n.name, c.outcome, c.journeys, c.journeys / c.total
        FROM counted c LEFT JOIN {selection.nodes} n ON n.id = c.next
        QUALIFY row_number() OVER (PARTITION BY c.reached ORDER BY c.journeys DESC, n.name, c.outcome) <= ?
        ORDER BY c.reached, c.journeys DESC, n.name, c.outcome
        """,
        [len(question.steps) - 1, NEXT_AT_MOST],
    )
    ends = (*OUTCOMES, None)
    return tuple(
        AfterDrop(step, name, None if outcome is None else ends[outcome], journeys, share)
        for step, name, outcome, journeys, share in rows
    )


def _times(selection: Selection, last: int) -> tuple[int, ...]:
    classes = " ".join(f"WHEN d{last} < {bound * 1_000_000} THEN {i}" for i, bound in enumerate(WAIT_BOUNDS))
    rows = selection.run(
        f"""SELECT CASE {classes} ELSE {len(WAIT_BOUNDS)} END AS class, count(*)
            FROM attempt WHERE {_JUDGED} AND p{last} IS NOT NULL GROUP BY class"""
    )
    found = dict(rows)
    return tuple(found.get(i, 0) for i in range(len(WAIT_BOUNDS) + 1))


def _unit(selection: Selection) -> str:
    """The period that gives the trend some ten to sixty points."""
    (days,) = selection.run(f"SELECT date_diff('day', min(time), max(time)) FROM attempt WHERE {_JUDGED}")[0]
    return "day" if (days or 0) <= 28 else "week" if days <= 400 else "month"


def _trend(selection: Selection, last: int, unit: str) -> tuple[Period, ...]:
    rows = selection.run(
        f"""SELECT CAST(date_trunc('{unit}', time) AS TIMESTAMP) AS start, count(*), count(p{last}),
                   median(d{last}) / 1e6
            FROM attempt WHERE {_JUDGED} GROUP BY start ORDER BY start"""
    )
    return tuple(Period(start, wilson(done, n), middle) for start, n, done, middle in rows)

"""The funnel: how many journeys reach each step, how long they take, and what those do who fall out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from journey.analyses.funnel_attempts import Attempts, follow, lay_attempts
from journey.analyses.funnel_groups import FunnelGroup, groups
from journey.analyses.funnel_question import Funnel
from journey.analyses.interval import wilson
from journey.analyses.place import WAIT_BOUNDS
from journey.analyses.quantile import quantiles
from journey.model import Interval, Outcome
from journey.scope import Scope
from journey.store.outcomes import OUTCOMES
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["AfterDrop", "FunnelResult", "FunnelStep", "Period", "funnel"]

NEXT_AT_MOST = 8
LEVELS = (0.5, 0.9)
DAY_US = 86_400 * 1_000_000


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
    """Follow the journeys in scope along the steps of a funnel (docs/definitions.md: funnel).

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
        attempts = follow(selection, question)
        unit = _unit(attempts)
        with ThreadPoolExecutor(2) as pool:
            told, trend = pool.submit(_steps, attempts, question), pool.submit(_trend, attempts, unit)
            after_drop = _after_drop(selection, attempts, len(question.steps) - 1)
            steps = told.result()
        if by:
            lay_attempts(selection, attempts)
        return FunnelResult(
            question=question,
            journeys_shown=shown,
            steps=steps,
            after_drop=after_drop,
            entries=len(attempts) + attempts.excluded + attempts.open,
            judged=len(attempts),
            open=attempts.open,
            excluded=attempts.excluded,
            conversion=wilson(steps[-1].journeys, len(attempts)),
            times=_times(attempts),
            unit=unit,
            trend=trend.result(),
            by=by,
            groups=groups(selection, question, by) if by else (),
        )


def _steps(attempts: Attempts, question: Funnel) -> tuple[FunnelStep, ...]:
    last = len(question.steps) - 1
    required = [k for k in range(last + 1) if k not in question.optional]
    there = [took >= 0 for took in attempts.took]
    journeys = [int(np.count_nonzero(one)) for one in there]
    late = np.bincount(attempts.reached[attempts.late], minlength=last + 1)
    found = []
    for k, name in enumerate(question.names):
        before = max((r for r in required if r < k), default=0)
        gone = attempts.reached == k if k in required else there[k] & (attempts.reached < k)
        took = attempts.took[k][there[k]]
        whole = quantiles(took, LEVELS) if k else (None, None)
        part = quantiles(took - attempts.took[before][there[k]], LEVELS) if before else whole
        found.append(
            FunnelStep(
                name=name,
                optional=k in question.optional,
                journeys=journeys[k],
                of_previous=wilson(journeys[k], journeys[before]) if k else wilson(journeys[k], len(attempts)),
                of_first=wilson(journeys[k], len(attempts)),
                median_s=_seconds(whole[0]),
                p90_s=_seconds(whole[1]),
                step_median_s=_seconds(part[0]),
                step_p90_s=_seconds(part[1]),
                left=int(np.count_nonzero(gone)) if k < last else 0,
                late=int(late[k]),
            )
        )
    return tuple(found)


def _seconds(microseconds: float | None) -> float | None:
    return None if microseconds is None else microseconds / 1e6


def _after_drop(selection: Selection, attempts: Attempts, last: int) -> tuple[AfterDrop, ...]:
    gone = np.flatnonzero(attempts.reached < last)
    reached, following = attempts.reached[gone].astype(np.int64), attempts.next[gone].astype(np.int64)
    rows: dict[str, Any] = selection.cursor.execute(f"SELECT id, outcome FROM {selection.journeys}").fetchnumpy()
    outcome = np.zeros(int(rows["id"].max(initial=-1)) + 1, dtype=np.int64)
    outcome[rows["id"]] = rows["outcome"]
    ends = np.where(following < 0, outcome[attempts.journey[gone]] + 1, 0)
    # What came next, or how the journey ended there, as one number.
    kinds = len(OUTCOMES) + 2
    width = (int(following.max(initial=-1)) + 2) * kinds
    counts = np.bincount(reached * width + (following + 1) * kinds + ends, minlength=last * width)
    names = dict(selection.run(f"SELECT id, name FROM {selection.nodes}"))
    found = []
    for step in range(last):
        here = counts[step * width : (step + 1) * width]
        told = [(int(here[code]), *divmod(int(code), kinds)) for code in np.flatnonzero(here)]
        # Names of the log come before endings of the same number; so they stand in no other order than before.
        told.sort(key=lambda one: (-one[0], one[1] == 0, names.get(one[1] - 1, ""), one[2]))
        found += [
            AfterDrop(step, names.get(node - 1), (*OUTCOMES, None)[end - 1] if end else None, n, n / int(here.sum()))
            for n, node, end in told[:NEXT_AT_MOST]
        ]
    return tuple(found)


def _times(attempts: Attempts) -> tuple[int, ...]:
    took = attempts.took[-1]
    classes = np.searchsorted(np.array(WAIT_BOUNDS) * 1_000_000, took[took >= 0], side="right")
    return tuple(np.bincount(classes, minlength=len(WAIT_BOUNDS) + 1).tolist())


def _unit(attempts: Attempts) -> str:
    """The period that gives the trend some ten to sixty points."""
    began = attempts.time
    days = int(began.max() // DAY_US - began.min() // DAY_US) if len(began) else 0
    return "day" if days <= 28 else "week" if days <= 400 else "month"


def _trend(attempts: Attempts, unit: str) -> tuple[Period, ...]:
    if not len(attempts):
        return ()
    day = (attempts.time // DAY_US).astype(np.int32)
    # Weeks begin on Mondays; the first day of the epoch was a Thursday.
    start = day if unit == "day" else (day + 3) // 7 * 7 - 3
    if unit == "month":
        start = day.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)
    number = start - start.min()
    order = np.argsort(number.astype(np.int16) if number.max() < 32_000 else number, kind="stable")
    ends = np.cumsum(np.bincount(number))
    found = []
    for n in np.flatnonzero(np.bincount(number)):
        rows = attempts.took[-1][order[ends[n - 1] if n else 0 : ends[n]]]
        done = rows[rows >= 0]
        begins = datetime(1970, 1, 1) + timedelta(days=int(start.min()) + int(n))
        found.append(Period(begins, wilson(len(done), len(rows)), _seconds(quantiles(done, (0.5,))[0])))
    return tuple(found)

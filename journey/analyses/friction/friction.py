"""The friction list: where journeys are slowed, turned round and lost, ranked by what is at stake there."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy.stats import false_discovery_control

from journey.analyses.friction.cells import Cells, count_cells
from journey.analyses.friction.moments import fold, met_at, overlaps, union
from journey.analyses.friction.parts import KINDS, Friction, Kind, Place, Stake
from journey.analyses.friction.peaks import courses
from journey.analyses.friction.recontact import Recontact, recontacts
from journey.analyses.friction.silent_answers import SilentAnswers, silent_answers
from journey.analyses.friction.stake import stakes
from journey.analyses.friction.steps import THREADS, Steps, lay_steps
from journey.analyses.friction.traits import traits
from journey.analyses.interval import MINIMUM_N, wilson
from journey.errors import WrongInput
from journey.model import Interval, Progress, silent
from journey.scope import Scope
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["FrictionList", "friction"]

LEVEL = 0.05
LEADING = 12
"""So many places are taken together, and followed through weeks and groups."""


@dataclass(frozen=True)
class FrictionList:
    """The frictions of a scope.

    Attributes
    ----------
    journeys_shown, journeys_total, journeys_mature : int
        In scope, in the workspace, and those in scope that started long enough ago to be judged.
    completed : Interval
        Share of the mature ones that complete, late or not.
    together : Stake or None
        The leading places taken as one, each journey counted once: never a sum of the list. None where there is none.
    ranked : tuple of Friction
        Above the line: at stake, with q at most 5 %, by descending stake; places that share their journeys are folded
        into one (`also`). Contacts repeated after the end and surveys that hear some better, where nothing can be at
        stake, come last.
    below : tuple of Friction
        Tested, and not above the line; by descending stake.
    thin : tuple of (Place, name, target name, customers)
        Places that hit fewer than 30 customers: not tested. The commonest first.
    tested : int
        Places that were tested, the number that Benjamini-Hochberg takes into account.
    attributes : tuple of str
        What affected and compared journeys share besides place and time.
    worth : float or None
        Value of a completed journey, in the log's money.
    seconds : float
    """

    scope: Scope
    journeys_shown: int
    journeys_total: int
    journeys_mature: int
    completed: Interval
    together: Stake | None
    ranked: tuple[Friction, ...]
    below: tuple[Friction, ...]
    thin: tuple[tuple[Place, str, str | None, int], ...]
    tested: int
    attributes: tuple[str, ...]
    worth: float | None
    seconds: float

    @property
    def leading(self) -> tuple[Friction, ...]:
        """The first of the ranked with completions at stake: what `together` is about."""
        return tuple(one for one in self.ranked if not one.after)[:LEADING]


def friction(
    workspace: Workspace, scope: Scope, *, attributes: tuple[str, ...] = (), progress: Progress = silent
) -> FrictionList:
    """List the frictions of a scope, ranked by what is at stake.

    Detours, repeats, backtracks, ping-pong, waits over their target, changes of channel and repeated contacts are each
    compared at the moment of the first arrival at the place (for a detour: at the touchpoint before it) with journeys
    at the same place, visit and time since the start. Only mature journeys count, and a journey that completes late
    counts as completed: whatever slows makes late, by construction, and late is not lost. For the same reason a wait is
    only judged where, when it is over, as much time is left as the horizon gives.

    Parameters
    ----------
    attributes : tuple of str
        Journey attributes that affected and compared journeys are to share.
    progress : Progress
        Told how far it is.

    Raises
    ------
    WrongInput
        The workspace has no goal: nothing can be at stake; or there is no such attribute.

    References
    ----------
    docs/definitions.md, "Friction". Benjamini and Hochberg (1995), Controlling the false discovery rate.
    """
    begin = time.perf_counter()
    with select(workspace, scope) as selection:
        if not selection.has_goal:
            raise WrongInput(
                _("No goal is set, so nothing can be at stake."),
                _("Say what success is: python -m journey definitions --goal TOUCHPOINT."),
            )
        steps = lay_steps(selection, attributes, lambda share, doing: progress(0.5 * share, doing))
        found, thin = _tested(selection, steps, progress)
        progress(0.7, _("Looking at what overlaps"))
        after: list[Recontact | SilentAnswers] = [
            *recontacts(selection, MINIMUM_N),
            *silent_answers(selection, steps, MINIMUM_N),
        ]
        ranked, below, together = _ranked(selection, steps, found, after, progress)
        shown, total, mature, done = _counts(selection)
        worth = dict(selection.run("SELECT name, value FROM worth")).get("completed")
    return FrictionList(
        scope=scope,
        journeys_shown=shown,
        journeys_total=total,
        journeys_mature=mature,
        completed=wilson(done, mature),
        together=together,
        ranked=tuple(_priced(one, worth) for one in ranked),
        below=tuple(_priced(one, worth) for one in below),
        thin=thin,
        tested=len(found) + len(after),
        attributes=attributes,
        worth=worth,
        seconds=time.perf_counter() - begin,
    )


def _tested(
    selection: Selection, steps: Steps, progress: Progress
) -> tuple[list[tuple[Place, Stake]], tuple[tuple[Place, str, str | None, int], ...]]:
    found: list[tuple[Place, Stake]] = []
    thin: list[tuple[Place, str, str | None, int]] = []
    judged = _counts(selection)[2]
    with ThreadPoolExecutor(THREADS) as pool:
        for number, (kind, counted, stake) in enumerate(pool.map(partial(_staked, steps), KINDS)):
            progress(0.5 + 0.2 * number / len(KINDS), _("Comparing journeys at the same moments"))
            places = [Place(kind, int(s), int(t) if t >= 0 else None) for s, t in counted.places]
            if kind is Kind.DETOUR:
                stake = [replace(one, of=judged) for one in stake]
            found += list(zip(places, stake, strict=True))
            for source, target, customers in counted.thin:
                place = Place(kind, source, target if target >= 0 else None)
                thin.append((place, steps.names[source], steps.names.get(target), customers))
    return found, tuple(sorted(thin, key=lambda one: (-one[3], one[0]))[:200])


def _staked(steps: Steps, kind: Kind) -> tuple[Kind, Cells, list[Stake]]:
    counted = count_cells(steps, kind, MINIMUM_N)
    return kind, counted, stakes(counted)


def _ranked(
    selection: Selection,
    steps: Steps,
    found: list[tuple[Place, Stake]],
    after: Sequence[Recontact | SilentAnswers],
    progress: Progress,
) -> tuple[list[Friction], list[Friction], Stake | None]:
    chances = [stake.p for _place, stake in found] + [one.p for one in after]
    q = false_discovery_control(chances) if chances else np.zeros(0)
    told = [_friction(steps, place, stake, float(q[i])) for i, (place, stake) in enumerate(found)]
    above = [one for one in told if one.above]
    # What is at stake at least decides which of several views of the same journeys stands for them.
    above.sort(key=lambda one: (-(one.stake.at_stake.low or 0.0), one.place))
    heads = fold(range(len(above)), overlaps(steps, [one.place for one in above]))
    order = sorted(heads, key=lambda head: -(above[head].stake.at_stake.value or 0.0))
    progress(0.8, _("Looking where it concentrates"))
    leading = order[:LEADING]
    with ThreadPoolExecutor(THREADS) as pool:
        met = list(pool.map(lambda head: met_at(steps, above[head].place), leading))
    ranked = [
        replace(above[head], also=tuple(above[i] for i in heads[head]), peaks=course.peaks, weeks=course.weeks,
                trend=course.trend)
        for head, course in zip(leading, courses(steps, met, traits(selection, steps)), strict=True)
    ]  # fmt: skip
    ranked += [replace(above[head], also=tuple(above[i] for i in heads[head])) for head in order[LEADING:]]
    progress(0.95, _("Taking them together"))
    together = union(steps, met) if leading else None
    repeated = [_after(steps, one, float(q[len(found) + i])) for i, one in enumerate(after)]
    ranked += sorted((one for one in repeated if one.above), key=lambda one: -one.extra)
    below = [one for one in (*told, *repeated) if not one.above]
    below.sort(key=lambda one: (-(one.stake.at_stake.value or 0.0), one.place))
    return ranked, below, together


def _friction(steps: Steps, place: Place, stake: Stake, q: float) -> Friction:
    return Friction(
        place=place,
        name=steps.names[place.source],
        target=None if place.target is None else steps.names[place.target],
        stage=steps.stages[place.source],
        stake=stake,
        q=q,
        above=q <= LEVEL and (stake.at_stake.value or 0.0) > 0,
    )


def _after(steps: Steps, one: Recontact | SilentAnswers, q: float) -> Friction:
    if isinstance(one, SilentAnswers):
        return _silent(steps, one, q)
    stake = Stake(
        journeys=one.hit, customers=one.customers, compared=one.journeys - one.hit, visits=one.journeys,
        at_stake=Interval(0.0, 0.0, 0.0, one.customers), conversion=None, expected=None, unmatched=0.0, p=one.p,
    )  # fmt: skip
    told = _friction(steps, Place(Kind.CONTACT, one.node), stake, q)
    return replace(told, above=q <= LEVEL and one.extra > 0, after=one.hit, extra=one.extra, peaks=one.peaks,
                   weeks=one.weeks, trend=one.trend)  # fmt: skip


def _silent(steps: Steps, one: SilentAnswers, q: float) -> Friction:
    stake = Stake(
        journeys=one.silent, customers=one.customers, compared=one.invited - one.silent, visits=one.invited,
        at_stake=Interval(0.0, 0.0, 0.0, one.customers), conversion=None, expected=None, unmatched=0.0, p=one.p,
    )  # fmt: skip
    told = _friction(steps, Place(Kind.ANSWER, one.source, one.target), stake, q)
    return replace(told, above=q <= LEVEL and one.gap > 0, after=one.silent, extra=one.extra, gap=one.gap,
                   peaks=one.peaks, weeks=one.weeks, trend=one.trend)  # fmt: skip


def _priced(one: Friction, worth: float | None) -> Friction:
    value = one.stake.at_stake.value
    return one if worth is None or value is None else replace(one, value=worth * value)


def _counts(selection: Selection) -> tuple[int, int, int, int]:
    shown, mature, done = selection.run(
        f"""SELECT count(*), count(*) FILTER (mature), count(*) FILTER (mature AND outcome = 0)
            FROM {selection.journeys}"""
    )[0]
    (total,) = selection.run("SELECT count(*) FROM journey")[0]
    return shown, total, mature, done

"""Where a friction concentrates, and how it went from week to week."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control, norm

from journey.analyses.friction.flags import DONE, holds
from journey.analyses.friction.moments import Met
from journey.analyses.friction.parts import Peak
from journey.analyses.friction.steps import THREADS, Steps
from journey.analyses.friction.traits import Trait
from journey.analyses.interval import MINIMUM_N
from journey.scope import Attribute, Scope

__all__ = ["Course", "courses", "excess", "narrowed", "scan"]

MONDAY = date(1969, 12, 29)
"""Of the week of the epoch."""

PEAKS = 3
LONGEST = 0.6
"""A period of more than this part of the weeks is no peak."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Course:
    """A friction by group and by week.

    Attributes
    ----------
    peaks : tuple of Peak
        Groups with more of what is at stake than their part of the journeys at the place: significant after
        Benjamini-Hochberg at 5 % over all groups of the place, the strongest first.
    weeks : tuple of date
        Mondays.
    trend : tuple of float
        At stake by week of the moment.
    """

    peaks: tuple[Peak, ...]
    weeks: tuple[date, ...]
    trend: tuple[float, ...]


def narrowed(scope: Scope, peak: Peak) -> Scope:
    """The scope narrowed to the journeys of a peak: those of its group, or with any event in its period.

    Examples
    --------
    >>> narrowed(Scope(), Peak("region", "North", None, None, 0.9, 0.3)).attributes
    (Attribute(name='region', values=('North',)),)
    """
    if peak.since is not None and peak.until is not None:
        return replace(scope, since=peak.since.isoformat(), until=peak.until.isoformat(), period="touching")
    if peak.what:
        return replace(scope, attributes=(*scope.attributes, Attribute(peak.what, (peak.value,))))
    return replace(scope, channels=(*scope.channels, peak.value))


def courses(steps: Steps, several: Sequence[Met], traits: Sequence[Trait]) -> list[Course]:
    """The course of each of several frictions, and the traits it concentrates in."""
    if not several:
        return []
    _week = steps.week  # once, before the threads ask for it
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda met: _course(steps, met, traits), several))


def _course(steps: Steps, met: Met, traits: Sequence[Trait]) -> Course:
    if not met.hit.any():
        return Course((), (), ())
    stake = _stake(steps, met)
    found: list[tuple[float, Peak]] = []
    for trait in traits:
        code = trait.at(steps, met.rows)
        sums, there = stake.by(code, len(trait.values))
        if np.count_nonzero(there) < 2:
            continue
        values = [value for value, here in zip(trait.values, there, strict=True) if here]
        came, gap, doubt = (column[there] for column in sums)
        for i, p in enumerate(excess(came, gap, doubt)):
            if came[i] >= MINIMUM_N:
                found.append((p, Peak(trait.name, values[i], None, None, _part(gap[i], gap), _part(came[i], came))))
    week = steps.week[met.rows]
    first_week = int(week.min())
    (came, gap, doubt), _there = stake.by(week - first_week, int(week.max()) - first_week + 1)
    weeks = tuple(MONDAY + timedelta(days=7 * (first_week + i)) for i in range(len(came)))
    period = scan(came, gap, doubt)
    if period is not None:
        first, last, p = period
        here = slice(first, last + 1)
        peak = Peak(
            "", "", weeks[first], weeks[last] + timedelta(days=6),
            _part(gap[here].sum(), gap), _part(came[here].sum(), came),
        )  # fmt: skip
        found.append((p, peak))
    return Course(_significant(found), weeks, tuple(round(float(one), 2) for one in gap))


@dataclass(frozen=True)
class _Stake:
    """What each row at the moments of a friction adds to what is at stake there.

    Attributes
    ----------
    matched, hit : arrays
        Rows at whose moment there is somebody to compare with, and those of them that are affected.
    gap, doubt : arrays
        What each affected row adds, and its square around what was expected.
    """

    matched: NDArray[np.bool_]
    hit: NDArray[np.int64]
    gap: Floats
    doubt: Floats

    def by(self, code: NDArray[np.integer[Any]], codes: int) -> tuple[tuple[Floats, Floats, Floats], NDArray[np.bool_]]:
        """Journeys, at stake, and the sum of squares by a code of the rows (-1: none); and which codes there are."""
        code = code + 1
        here = code[self.hit]
        came = np.bincount(code[self.matched], minlength=codes + 1)
        sums = (came, np.bincount(here, self.gap, codes + 1), np.bincount(here, self.doubt, codes + 1))
        there = np.bincount(code, minlength=codes + 1)[1:] > 0
        return tuple(column[1:].astype(np.float64) for column in sums), there  # type: ignore[return-value]


def _stake(steps: Steps, met: Met) -> _Stake:
    moments = int(met.moment.max()) + 1
    done = holds(steps.flags[met.rows], DONE)
    compared = np.bincount(met.moment[~met.hit], minlength=moments)
    completed = np.bincount(met.moment[~met.hit & done], minlength=moments)
    matched = (compared > 0)[met.moment]
    hit = np.flatnonzero(met.hit & matched)
    expected = (completed / np.maximum(compared, 1))[met.moment[hit]]
    off = expected - done[hit]
    return _Stake(matched, hit, off, off**2)


def _significant(found: list[tuple[float, Peak]]) -> tuple[Peak, ...]:
    if not found:
        return ()
    chances = false_discovery_control([p for p, _peak in found])
    kept = [(p, peak) for (p, peak), q in zip(found, chances, strict=True) if q <= 0.05 and peak.share > peak.expected]
    return tuple(peak for _p, peak in sorted(kept, key=lambda one: one[0])[:PEAKS])


def excess(came: Floats, stake: Floats, doubt: Floats) -> Floats:
    """p, one-sided, that a group has no more at stake than its part of the journeys.

    Parameters
    ----------
    came, stake, doubt : arrays (groups,)
        Journeys, at stake, and sum of squares of what each journey adds to it.
    """
    part = came / came.sum()
    deviation = np.sqrt(part * (1 - part) * doubt.sum())
    over = stake - stake.sum() * part
    z = np.divide(over, deviation, out=np.zeros_like(over), where=deviation > 0)
    return np.asarray(norm.sf(z))


def scan(came: Floats, stake: Floats, doubt: Floats) -> tuple[int, int, float] | None:
    """The run of weeks with most at stake beyond its part of the journeys: first, last, and p.

    Every run is tried (a scan statistic), and p is raised by how many there are.
    """
    weeks = len(came)
    sums = [np.concatenate([[0.0], np.cumsum(column)]) for column in (came, stake)]
    first, last = np.triu_indices(weeks)
    kept = last - first + 1 <= LONGEST * weeks
    first, last = first[kept], last[kept]
    if not len(first) or not sums[0][-1]:
        return None
    part, at_stake = (total[last + 1] - total[first] for total in sums)
    part = part / sums[0][-1]
    deviation = np.sqrt(part * (1 - part) * doubt.sum())
    over = at_stake - sums[1][-1] * part
    z = np.divide(over, deviation, out=np.zeros_like(over), where=deviation > 0)
    best = int(np.argmax(z))
    return int(first[best]), int(last[best]), min(1.0, float(norm.sf(z[best])) * len(first))


def _part(value: float, of: Floats) -> float:
    total = float(of.sum())
    return float(value) / total if total else 0.0

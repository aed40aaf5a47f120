"""Where a friction concentrates, and how it went from week to week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control, norm

from journey.analyses.friction.parts import Peak
from journey.analyses.interval import MINIMUM_N
from journey.store.dialect import quote
from journey.store.selection import Selection

__all__ = ["Course", "courses", "excess", "scan"]

VALUES_AT_MOST = 50
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


def courses(selection: Selection, places: int) -> list[Course]:
    """The course of each of the first `places` of the table ``moment``."""
    grouped, kinds = _grouped(selection)
    by_place: dict[int, dict[str, dict[str, list[tuple[int, ...]]]]] = {i: {} for i in range(places)}
    for place, what, value, moment, came, done, hit, hit_done in grouped:
        by_place[place].setdefault(what, {}).setdefault(value, []).append((moment, came, done, hit, hit_done))
    return [_course(by_place[i], kinds) for i in range(places)]


def _grouped(selection: Selection) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
    """Counts by place, group and moment; and the name of each kind of group."""
    known = selection.run(
        "SELECT id, name, of_journey FROM attribute WHERE distinct_values BETWEEN 2 AND ? ORDER BY id", [VALUES_AT_MOST]
    )
    kinds = {"channel": ""} | {f"a{number}": name for number, name, _of in known}
    own = [f"a{number}" for number, _n, of_journey in known if of_journey]
    of_event = [f"a{number}" for number, _n, of_journey in known if not of_journey]
    select = [
        "CAST(date_trunc('week', m.time) AS DATE)::VARCHAR AS week", "c.name AS channel",
        *(f"CAST(j.{quote(a)} AS VARCHAR) AS {a}" for a in own),
        # What the next event says goes before: it is where the friction shows (who checked the documents).
        *(f"CAST(coalesce(n.{quote(a)}, h.{quote(a)}) AS VARCHAR) AS {a}" for a in of_event),
    ]  # fmt: skip
    joins = "LEFT JOIN journey_attribute j ON j.journey = m.journey" if own else ""
    if of_event:
        joins += """
            LEFT JOIN event_detail h ON h.journey = m.journey AND h.position = m.position
            LEFT JOIN event_detail n ON n.journey = m.journey AND n.position = m.until"""
    columns = ["week", "channel", *own, *of_event]
    sets = ", ".join(f"(place, moment, {column})" for column in columns)
    values = " ".join(f"WHEN grouping({column}) = 0 THEN {column}" for column in columns)
    names = " ".join(f"WHEN grouping({column}) = 0 THEN '{column}'" for column in columns)
    rows = selection.run(
        f"""
        WITH told AS (
            SELECT m.place, m.moment, m.done, m.hit, {", ".join(select)}
            FROM moment m LEFT JOIN channel c ON c.id = m.channel {joins}
        ), counted AS (
            SELECT place, CASE {names} END AS what, CASE {values} END AS value, moment, count(*) AS came,
                   count(*) FILTER (done) AS done, count(*) FILTER (hit) AS hit, count(*) FILTER (hit AND done) AS both
            FROM told GROUP BY GROUPING SETS ({sets})
        )
        SELECT * FROM counted WHERE value IS NOT NULL ORDER BY place, what, value, moment
        """
    )
    return rows, kinds


def _course(groups: dict[str, dict[str, list[tuple[int, ...]]]], kinds: dict[str, str]) -> Course:
    if not groups:
        return Course((), (), ())
    expected = _expected(groups["week"])
    found: list[tuple[float, Peak]] = []
    for what, name in kinds.items():
        table = groups.get(what, {})
        if len(table) < 2:
            continue
        came, stake, doubt = _sums(table, expected)
        for i, p in enumerate(excess(came, stake, doubt)):
            if came[i] >= MINIMUM_N:
                peak = Peak(name, list(table)[i], None, None, _part(stake[i], stake), _part(came[i], came))
                found.append((p, peak))
    weeks, came, stake, doubt = _by_week(groups["week"], expected)
    period = scan(came, stake, doubt)
    if period is not None:
        first, last, p = period
        here = slice(first, last + 1)
        peak = Peak(
            "", "", weeks[first], weeks[last] + timedelta(days=6),
            _part(stake[here].sum(), stake), _part(came[here].sum(), came),
        )  # fmt: skip
        found.append((p, peak))
    return Course(_significant(found), weeks, tuple(round(float(one), 2) for one in stake))


def _significant(found: list[tuple[float, Peak]]) -> tuple[Peak, ...]:
    if not found:
        return ()
    chances = false_discovery_control([p for p, _peak in found])
    kept = [(p, peak) for (p, peak), q in zip(found, chances, strict=True) if q <= 0.05 and peak.share > peak.expected]
    return tuple(peak for _p, peak in sorted(kept, key=lambda one: one[0])[:PEAKS])


def _expected(weeks: dict[str, list[tuple[int, ...]]]) -> dict[int, float]:
    """Conversion of those compared, by moment; moments without any are left out."""
    compared: dict[int, list[int]] = {}
    for rows in weeks.values():
        for moment, came, done, hit, hit_done in rows:
            both = compared.setdefault(moment, [0, 0])
            both[0] += came - hit
            both[1] += done - hit_done
    return {moment: done / n for moment, (n, done) in compared.items() if n}


def _sums(table: dict[str, list[tuple[int, ...]]], expected: dict[int, float]) -> tuple[Floats, Floats, Floats]:
    """Journeys at the place, at stake, and the sum of squares of what each adds to it, by group."""
    sums = np.zeros((len(table), 3))
    for i, rows in enumerate(table.values()):
        for moment, came, _done, hit, hit_done in rows:
            if moment in expected:
                share = expected[moment]
                sums[i] += (came, hit * share - hit_done, hit_done * (1 - share) ** 2 + (hit - hit_done) * share**2)
    return sums[:, 0], sums[:, 1], sums[:, 2]


def _by_week(
    table: dict[str, list[tuple[int, ...]]], expected: dict[int, float]
) -> tuple[tuple[date, ...], Floats, Floats, Floats]:
    """The sums of all weeks from the first to the last, those without a journey as well."""
    days = [date.fromisoformat(week) for week in table]
    weeks = tuple(_mondays(min(days), max(days)))
    at = [weeks.index(day) for day in days]
    filled = np.zeros((3, len(weeks)))
    filled[:, at] = np.stack(_sums(table, expected))
    return weeks, filled[0], filled[1], filled[2]


def _mondays(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=7)


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

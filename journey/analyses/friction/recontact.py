"""Contacts that come again within a week once a journey's end is decided: no completion is at stake, but effort is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from journey.analyses.friction.parts import Peak
from journey.analyses.friction.peaks import excess, scan
from journey.analyses.interval import MINIMUM_N
from journey.store.attributes import of_journeys
from journey.store.dialect import quote
from journey.store.selection import Selection

__all__ = ["Recontact", "recontacts"]


@dataclass(frozen=True)
class Recontact:
    """A contact after the end, with the group or period that comes again far more than the others.

    Attributes
    ----------
    node : int
    journeys, hit, customers : int
        That had the contact after their end; that had another within seven days; whose they are.
    extra : float
        Hit beyond the rate of the others, in the strongest group.
    p : float
        That chance alone gives such a group, raised by the groups that were tried.
    peaks : tuple of Peak
        The groups, the strongest first; `share` is of those hit.
    weeks, trend : tuple
        Mondays, and journeys hit by week.
    """

    node: int
    journeys: int
    hit: int
    customers: int
    extra: float
    p: float
    peaks: tuple[Peak, ...]
    weeks: tuple[date, ...]
    trend: tuple[float, ...]


def recontacts(selection: Selection, least: int) -> list[Recontact]:
    """All contacts after the end that at least `least` customers repeat within seven days."""
    selection.run(
        """
        CREATE OR REPLACE TEMP TABLE after_end AS
        SELECT journey, node, customer, position, time, channel, recontact AS hit,
               row_number() OVER (PARTITION BY journey, node ORDER BY position) AS turn
        FROM step WHERE NOT before AND contact AND watched
        """
    )
    rows = selection.run(
        """SELECT node, count(*), count(*) FILTER (hit), count(DISTINCT CASE WHEN hit THEN customer END)
           FROM after_end WHERE turn = 1 GROUP BY node ORDER BY node"""
    )
    names = of_journeys(selection.cursor)
    return [
        _recontact(selection, node, journeys, hit, customers, names)
        for node, journeys, hit, customers in rows
        if customers >= least and hit < journeys
    ]


def _recontact(
    selection: Selection, node: int, journeys: int, hit: int, customers: int, known: dict[int, str]
) -> Recontact:
    rate = hit / journeys
    tried: list[tuple[float, float, Peak]] = []
    tests = 0
    for number, name in known.items():
        rows = selection.run(
            f"""SELECT CAST(a.{quote(f"a{number}")} AS VARCHAR) AS value, count(*), count(*) FILTER (hit)
                FROM after_end e JOIN journey_attribute a ON a.journey = e.journey
                WHERE node = ? AND turn = 1 AND value IS NOT NULL GROUP BY value ORDER BY value""",
            [node],
        )
        if len(rows) < 2:
            continue
        came, hits = np.array([row[1] for row in rows], float), np.array([row[2] for row in rows], float)
        tests += int((came >= MINIMUM_N).sum())
        for i, p in enumerate(_beyond(came, hits)):
            if came[i] >= MINIMUM_N:
                peak = Peak(name, rows[i][0], None, None, float(hits[i]) / hit, float(came[i]) / journeys)
                tried.append((float(p), _extra(came, hits, i), peak))
    weeks, came, hits = _weeks(selection, node)
    period = scan(came, hits, _doubt(came, hits))
    if period is not None:
        first, last, p = period
        here = slice(first, last + 1)
        others = came.sum() - came[here].sum()
        usual = (hits.sum() - hits[here].sum()) / others if others else rate
        peak = Peak("", "", weeks[first], weeks[last] + timedelta(days=6), float(hits[here].sum()) / hit,
                    float(came[here].sum()) / journeys)  # fmt: skip
        tests += 1
        tried.append((p, float(hits[here].sum() - came[here].sum() * usual), peak))
    tried.sort(key=lambda one: one[0])
    peaks = tuple(peak for p, _extra_hit, peak in tried if min(1.0, p * tests) <= 0.05 and peak.share > peak.expected)
    return Recontact(
        node, journeys, hit, customers,
        extra=tried[0][1] if tried else 0.0,
        p=min(1.0, tried[0][0] * tests) if tried else 1.0,
        peaks=peaks[:3], weeks=weeks, trend=tuple(float(one) for one in hits),
    )  # fmt: skip


def _beyond(came: np.ndarray, hits: np.ndarray) -> np.ndarray:
    return excess(came, hits, _doubt(came, hits))


def _doubt(came: np.ndarray, hits: np.ndarray) -> np.ndarray:
    """Variance of the hits of each group, were they spread by chance."""
    rate = hits.sum() / came.sum()
    return np.asarray(came * rate * (1 - rate))


def _extra(came: np.ndarray, hits: np.ndarray, i: int) -> float:
    others = came.sum() - came[i]
    return float(hits[i] - came[i] * (hits.sum() - hits[i]) / others) if others else 0.0


def _weeks(selection: Selection, node: int) -> tuple[tuple[date, ...], np.ndarray, np.ndarray]:
    rows = selection.run(
        """SELECT CAST(date_trunc('week', time) AS DATE) AS week, count(*), count(*) FILTER (hit) FROM after_end
           WHERE node = ? AND turn = 1 GROUP BY week ORDER BY week""",
        [node],
    )
    first, last = rows[0][0], rows[-1][0]
    weeks = tuple(first + timedelta(days=7 * i) for i in range((last - first).days // 7 + 1))
    came, hits = np.zeros(len(weeks)), np.zeros(len(weeks))
    for week, n, hit in rows:
        came[weeks.index(week)], hits[weeks.index(week)] = n, hit
    return weeks, came, hits

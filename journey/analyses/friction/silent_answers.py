"""Surveys that hear some customers better than others: who does not answer had felt worse before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.stats import norm

from journey.analyses.friction.parts import Peak
from journey.analyses.friction.peaks import scan
from journey.store.selection import Selection

__all__ = ["SilentAnswers", "silent_answers"]

MOSTLY = 0.9
"""A touchpoint of whose events so many hold an answer is a survey's."""


@dataclass(frozen=True)
class SilentAnswers:
    """An invitation, and the touchpoint at which it is answered.

    Attributes
    ----------
    source, target : int
        Nodes: the touchpoint that most often comes directly before an answer, and that of the answers.
    invited, silent, customers : int
        Journeys that came to the first; those of them that did not answer; whose those are.
    gap : float
        How much better than the silent those who answered had rated other things, on a scale of 0 to 1.
    p : float
        That chance alone gives as much, two-sided; 1 where the silent had rated no worse.
    peaks : tuple of Peak
        When more were silent than usual.
    extra : float
        Silent beyond the usual share, in that period.
    weeks, trend : tuple
        Mondays, and the silent by week.
    """

    source: int
    target: int
    invited: int
    silent: int
    customers: int
    gap: float
    p: float
    peaks: tuple[Peak, ...]
    extra: float
    weeks: tuple[date, ...]
    trend: tuple[float, ...]


def silent_answers(selection: Selection, least: int) -> list[SilentAnswers]:
    """All surveys with at least `least` answers and as many silences, where both had rated something else as well.

    Invitations that came too late to be answered (95 % of the answers take less time than was left) are left out.
    """
    rows = selection.run(
        f"""
        WITH surveys AS (
            SELECT s.node FROM step s LEFT JOIN (SELECT DISTINCT journey, position FROM answer) a
              ON a.journey = s.journey AND a.position = s.position
            GROUP BY s.node HAVING count(a.journey) >= greatest({MOSTLY} * count(*), {least})
        ), before AS (
            SELECT s.node AS source, s.next AS target, count(*) AS n FROM step s JOIN surveys v ON v.node = s.next
            WHERE s.node <> s.next GROUP BY s.node, s.next
        )
        SELECT arg_max(source, n), target FROM (FROM before ORDER BY source) GROUP BY target ORDER BY target
        """
    )
    found = (_survey(selection, source, target, least) for source, target in rows)
    return [one for one in found if one is not None]


def _survey(selection: Selection, source: int, target: int, least: int) -> SilentAnswers | None:
    selection.run(
        """
        CREATE OR REPLACE TEMP TABLE invited AS
        WITH asked AS (
            SELECT journey, any_value(customer) AS customer, min(position) AS position, min(time) AS time
            FROM step WHERE node = ? GROUP BY journey
        ), replied AS (
            SELECT a.journey, min(s.time) AS time FROM asked a
            JOIN step s ON s.journey = a.journey AND s.node = ? AND s.position > a.position GROUP BY a.journey
        ), delay AS (
            SELECT quantile_cont(date_diff('microsecond', a.time, r.time), 0.95) AS usual
            FROM asked a JOIN replied r USING (journey)
        ), scale AS (
            SELECT score, avg(value) AS mean, greatest(max(value) - min(value), 1e-9) AS extent
            FROM answer GROUP BY score
        ), rated AS (
            SELECT a.journey, avg((a.value - c.mean) / c.extent) AS rating
            FROM answer a JOIN scale c USING (score) JOIN step s ON s.journey = a.journey AND s.position = a.position
            WHERE s.node <> ? GROUP BY a.journey
        )
        SELECT a.journey, a.customer, a.time, r.journey IS NULL AS silent, t.rating
        FROM asked a CROSS JOIN delay d LEFT JOIN replied r USING (journey) LEFT JOIN rated t USING (journey)
        WHERE a.time <= (SELECT max(time) FROM step) - to_microseconds(CAST(d.usual AS BIGINT))
        """,
        [source, target, target],
    )
    counts = selection.run(
        """SELECT silent, count(*), count(DISTINCT customer), count(rating), avg(rating), var_samp(rating)
           FROM invited GROUP BY silent ORDER BY silent"""
    )
    if len(counts) < 2 or min(row[3] for row in counts) < least:
        return None
    (_no, answered, _c, n, mean, variance), (_yes, silent, customers, m, other, other_variance) = counts
    deviation = np.sqrt((variance or 0.0) / n + (other_variance or 0.0) / m)
    gap = float(mean - other)
    weeks, came, quiet = _weeks(selection)
    rate = quiet.sum() / came.sum()
    period = scan(came, quiet, came * rate * (1 - rate))
    peaks: tuple[Peak, ...] = ()
    extra = 0.0
    if period is not None and period[2] <= 0.05:
        here = slice(period[0], period[1] + 1)
        others = came.sum() - came[here].sum()
        usual = (quiet.sum() - quiet[here].sum()) / others if others else rate
        extra = float(quiet[here].sum() - came[here].sum() * usual)
        peaks = (
            Peak("", "", weeks[period[0]], weeks[period[1]] + timedelta(days=6),
                 float(quiet[here].sum()) / silent, float(came[here].sum() / came.sum())),
        )  # fmt: skip
    return SilentAnswers(
        source, target, answered + silent, silent, customers, gap,
        p=float(2 * norm.sf(gap / deviation)) if deviation > 0 and gap > 0 else 1.0,
        peaks=peaks, extra=extra, weeks=weeks, trend=tuple(float(one) for one in quiet),
    )  # fmt: skip


def _weeks(selection: Selection) -> tuple[tuple[date, ...], np.ndarray, np.ndarray]:
    rows = selection.run(
        """SELECT CAST(date_trunc('week', time) AS DATE) AS week, count(*), count(*) FILTER (silent) FROM invited
           GROUP BY week ORDER BY week"""
    )
    first = rows[0][0]
    weeks = tuple(first + timedelta(days=7 * i) for i in range((rows[-1][0] - first).days // 7 + 1))
    came, quiet = np.zeros(len(weeks)), np.zeros(len(weeks))
    for week, n, silent in rows:
        came[weeks.index(week)], quiet[weeks.index(week)] = n, silent
    return weeks, came, quiet

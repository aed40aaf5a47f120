"""Surveys that hear some customers better than others: who does not answer had felt worse before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.stats import norm

from journey.analyses.friction.parts import Peak
from journey.analyses.friction.peaks import scan
from journey.analyses.friction.steps import Steps
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


def silent_answers(selection: Selection, steps: Steps, least: int) -> list[SilentAnswers]:
    """All surveys with at least `least` answers and as many silences, where both had rated something else as well.

    Invitations that came too late to be answered (95 % of the answers take less time than was left) are left out.
    """
    found: dict[str, Any] = selection.cursor.execute("SELECT journey, position, score, value FROM answer").fetchnumpy()
    at = steps.at(found["journey"], found["position"])
    told = {name: column[at >= 0] for name, column in found.items()}
    at = at[at >= 0]
    answered = np.bincount(steps.node[pd.unique(at)], minlength=steps.nodes)
    surveys = answered >= np.maximum(MOSTLY * np.bincount(steps.node, minlength=steps.nodes), least)
    selection.cursor.register("told_answer", pa.table({**told, "node": steps.node[at]}))
    selection.run("CREATE OR REPLACE TEMP TABLE step_answer AS FROM told_answer")
    selection.cursor.unregister("told_answer")
    each = (_survey(selection, _before(steps, target), target, least) for target in np.flatnonzero(surveys).tolist())
    return [one for one in each if one is not None]


def _before(steps: Steps, target: int) -> int:
    """The node that most often comes directly before another one; -1 where none does."""
    before = steps.node[steps.next == target]
    counts = np.bincount(before[before != target], minlength=1)
    return int(counts.argmax()) if counts.any() else -1


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
            FROM step_answer a JOIN scale c USING (score) WHERE a.node <> ? GROUP BY a.journey
        )
        SELECT a.journey, a.customer, a.time, r.journey IS NULL AS silent, t.rating
        FROM asked a CROSS JOIN delay d LEFT JOIN replied r USING (journey) LEFT JOIN rated t USING (journey)
        WHERE a.time <= (SELECT max(time) FROM told_step) - to_microseconds(CAST(d.usual AS BIGINT))
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

"""Time to goal: which share of journeys has completed, was lost or has dropped by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.analyses.aalen_johansen import Ended, incidence
from journey.analyses.interval import MINIMUM_N
from journey.errors import WrongInput
from journey.model import Interval, Outcome, Progress, silent
from journey.scope import Scope
from journey.store.dialect import quote
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["CAUSES", "Curve", "TimeToGoal", "attribute_column", "ended_rows", "time_to_goal"]

CAUSES = (Outcome.COMPLETED, Outcome.LOST, Outcome.DROPPED)
GROUPS_AT_MOST = 6
RESAMPLES = 200
POINTS = 160
ROUNDED = 1000


@dataclass(frozen=True)
class Curve:
    """Cumulative incidence in one group of journeys.

    Attributes
    ----------
    name : str
        Value of the attribute; "" for all journeys in scope.
    journeys, open : int
        All, and those of them whose end is not known yet.
    shares, low, high : tuple of tuple of float, one for each of CAUSES
        Share that ended so by each of `TimeToGoal.times_s`, with its 95 % bootstrap interval over customers.
    at_horizon : tuple of Interval, one for each of CAUSES
        By the horizon.
    against_others : tuple of Interval, one for each of CAUSES
        Difference by the horizon to all other journeys in scope; empty for all journeys.
    """

    name: str
    journeys: int
    open: int
    shares: tuple[tuple[float, ...], ...]
    low: tuple[tuple[float, ...], ...]
    high: tuple[tuple[float, ...], ...]
    at_horizon: tuple[Interval, ...]
    against_others: tuple[Interval, ...]


@dataclass(frozen=True)
class TimeToGoal:
    """Cumulative incidence of completed, lost and dropped (docs/definitions.md: time to goal).

    Attributes
    ----------
    horizon_s : float
        H of docs/definitions.md; the last time with a known end where nothing completes.
    timeout_s : float or None
        A drop is dated so long after the last event of the customer; None: journeys never drop.
    times_s : tuple of float
        Seconds from the start, ascending; what the shares of all curves are of.
    whole : Curve
    groups : tuple of Curve
        By descending number of journeys; empty without a breakdown.
    cut : int
        Journeys left out, as the log's start cut them.
    thin : int
        Values left out for having under 30 customers, or for not being among the six largest.
    naive : float or None
        What Kaplan-Meier, which takes drops and losses for "not known yet", would say completed by the horizon.
    """

    horizon_s: float
    timeout_s: float | None
    times_s: tuple[float, ...]
    whole: Curve
    by: str | None
    groups: tuple[Curve, ...]
    cut: int
    thin: int
    naive: float | None


def time_to_goal(
    workspace: Workspace, scope: Scope, by: str | None = None, *, progress: Progress = silent
) -> TimeToGoal | None:
    """The cumulative incidence of each end, Aalen-Johansen; open journeys are censored at the observed end.

    Parameters
    ----------
    by : str, optional
        An attribute of journeys.

    Returns
    -------
    TimeToGoal or None
        None in a workspace without a goal.

    Raises
    ------
    WrongInput
        `by` is no attribute of journeys, or every journey in scope was cut by the log's start.
    """
    with select(workspace, scope) as selection:
        if not selection.has_goal:
            return None
        _asked, applied = read_definitions(selection.cursor)
        progress(0.05, _("Reading how journeys ended"))
        read = _read(selection, applied.observed_end, applied.timeout_s, attribute_column(selection, by))
        (cut,) = selection.run(f"SELECT count(*) FROM {selection.journeys} WHERE cut")[0]
    cause, time, customer, value = read
    if not len(cause):
        raise WrongInput(
            _("Every journey here began before the log does, so it is not known how long they took."),
            _("Take in journeys that began later."),
        )
    horizon = applied.horizon_s or float(time.max())
    top = max(horizon, float(np.quantile(time, 0.98)))
    times = np.unique(np.append(np.linspace(0, top, POINTS), horizon))
    names, thin = _names(value, customer) if by else ([], 0)
    members = [np.ones(len(cause), bool), *(value == name for name in names)]
    curves = _curves(cause, time, customer, members, times, horizon, progress)
    whole_ended = Ended.of((cause == 1).astype(np.int64), time, 1)
    naive = _at(incidence(whole_ended), whole_ended.times, np.array([horizon]))[0, 0]
    built = [
        _curve(name, cause[inside], *curve) for name, inside, curve in zip(["", *names], members, curves, strict=True)
    ]
    return TimeToGoal(
        horizon_s=horizon, timeout_s=applied.timeout_s, times_s=tuple(times.tolist()), whole=built[0], by=by,
        groups=tuple(built[1:]), cut=cut, thin=thin, naive=float(naive),
    )  # fmt: skip


def attribute_column(selection: Selection, by: str | None) -> str:
    """The column of `journey_attribute`, called t, that holds an attribute; NULL for none."""
    if by is None:
        return "NULL"
    found = selection.run("SELECT id FROM attribute WHERE name = ? AND of_journey", [by])
    if not found:
        known = [name for (name,) in selection.run("SELECT name FROM attribute WHERE of_journey ORDER BY id")]
        raise WrongInput(
            _("This log has no attribute of journeys {name}.").format(name=repr(by)),
            _("There are: {names}.").format(names=", ".join(known) or _("none")),
        )
    return f"t.{quote(f'a{found[0][0]}')}"


Read = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[Any], NDArray[Any]]


def ended_rows(observed_end: str, timeout_s: float | None) -> tuple[str, dict[str, Any]]:
    """A query of every journey in scope that the log's start did not cut: id, customer, started, cause (0: open, else
    one more than its place in CAUSES) and time, when it ended so; and the values to bind in it. `{journeys}` is to be
    the relation of those in scope."""
    sql = """
        WITH chosen AS (
            SELECT j.* FROM journey j SEMI JOIN {journeys} s ON s.id = j.id WHERE NOT j.cut
        ), active AS (
            -- A drop is dated by what the customer did last: mails of the company do not break the silence.
            SELECT e.journey, max(e.time) AS time FROM event e JOIN touchpoint t ON t.id = e.node
            WHERE NOT coalesce(t.by_company, e.by_company) GROUP BY e.journey
        )
        SELECT j.id, j.customer, j.started,
               CASE j.outcome WHEN 0 THEN 1 WHEN 1 THEN 2 WHEN 2 THEN 3 ELSE 0 END AS cause,
               CASE j.outcome
                   WHEN 0 THEN j.started + to_microseconds(j.duration)
                   WHEN 1 THEN d.time
                   WHEN 2 THEN least(coalesce(a.time, j.ended) + to_microseconds($timeout), $end)
                   ELSE greatest(j.ended, $end) END AS time
        FROM chosen j LEFT JOIN active a ON a.journey = j.id
        LEFT JOIN event d ON d.journey = j.id AND d.position = j.decided"""
    end = datetime.fromisoformat(observed_end).replace(tzinfo=None)
    return sql, {"timeout": round((timeout_s or 0) * 1e6), "end": end}


def _read(selection: Selection, observed_end: str, timeout_s: float | None, column: str) -> Read:
    join = "" if column == "NULL" else "LEFT JOIN journey_attribute t ON t.journey = j.id"
    ended, values = ended_rows(observed_end, timeout_s)
    table = selection.cursor.execute(
        f"""
        SELECT j.cause, greatest(0, date_diff('microsecond', j.started, j.time)) / 1e6 AS time, j.customer,
               coalesce(CAST({column} AS VARCHAR), '') AS value
        FROM ({ended.format(journeys=selection.journeys)}) j {join} ORDER BY j.id
        """,
        values,
    ).fetchnumpy()
    customer = np.unique(np.asarray(table["customer"], dtype=str), return_inverse=True)[1]
    cause, time = (np.asarray(table[name]) for name in ("cause", "time"))
    return cause.astype(np.int64), time.astype(float), customer, np.asarray(table["value"], dtype=str)


def _names(value: NDArray[Any], customer: NDArray[Any]) -> tuple[list[str], int]:
    """The largest values that rest on enough customers, and how many others there are."""
    names, counts = np.unique(value, return_counts=True)
    order = names[np.argsort(-counts, kind="stable")]
    enough = [str(name) for name in order if name and len(np.unique(customer[value == name])) >= MINIMUM_N]
    return enough[:GROUPS_AT_MOST], len([name for name in names if name]) - len(enough[:GROUPS_AT_MOST])


def _curves(
    cause: NDArray[np.int64], time: NDArray[np.float64], customer: NDArray[Any], members: list[NDArray[np.bool_]],
    times: NDArray[np.float64], horizon: float, progress: Progress,
) -> list[tuple[Any, ...]]:  # fmt: skip
    """For each group: shares, their draws, those by the horizon, and those of the others by the horizon."""
    ended = [Ended.of(cause[inside], time[inside], len(CAUSES)) for inside in members]
    others = [Ended.of(cause[~inside], time[~inside], len(CAUSES)) for inside in members]
    at = np.append(times, horizon)
    found = [_at(incidence(one), one.times, at) for one in ended]
    rest = [_at(incidence(one), one.times, at[-1:]) if len(one.cause) else None for one in others]
    # The draws tell the spread only, so they may look at rounded times: a thousand of them, instead of one a journey.
    coarse = _rounded(time, horizon)
    ended = [Ended.of(cause[inside], coarse[inside], len(CAUSES)) for inside in members]
    others = [Ended.of(cause[~inside], coarse[~inside], len(CAUSES)) for inside in members]
    shift = [exact - _at(incidence(one), one.times, at) for exact, one in zip(found, ended, strict=True)]
    customers = int(customer.max()) + 1
    random = np.random.default_rng(20260101)
    draws = [np.empty((RESAMPLES, *one.shape)) for one in found]
    gaps = [np.empty((RESAMPLES, len(CAUSES))) for _one in found]
    for n in range(RESAMPLES):
        progress(0.1 + 0.9 * n / RESAMPLES, _("Drawing customers anew, to see how sure this is"))
        weight = np.bincount(random.integers(0, customers, customers), minlength=customers)[customer].astype(float)
        for g, inside in enumerate(members):
            draws[g][n] = _at(incidence(ended[g], weight[inside]), ended[g].times, at) + shift[g]
            if rest[g] is not None:
                other = _at(incidence(others[g], weight[~inside]), others[g].times, at[-1:])
                gaps[g][n] = draws[g][n][:, -1] - other[:, 0]
    return [(found[g], draws[g], rest[g], gaps[g]) for g in range(len(members))]


def _rounded(time: NDArray[np.float64], horizon: float) -> NDArray[np.float64]:
    """Times moved up to one of about a thousand, the horizon among them: nobody passes it by that."""
    edges = np.unique(np.append(np.quantile(time, np.linspace(0, 1, ROUNDED), method="higher"), horizon))
    edges = np.append(edges, time.max()) if edges[-1] < time.max() else edges
    return edges[np.searchsorted(edges, time)]


def _at(shares: NDArray[np.float64], times: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of step functions at given times; 0 before the first."""
    index = np.searchsorted(times, at, side="right")
    return np.concatenate((np.zeros((len(shares), 1)), shares), axis=1)[:, index]


def _curve(name: str, cause: NDArray[np.int64], found: Any, draws: Any, rest: Any, gaps: Any) -> Curve:
    low, high = np.quantile(draws, (0.025, 0.975), axis=0)
    n = len(cause)

    def rows(values: Any) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(row[:-1].tolist()) for row in values)

    at_horizon = tuple(
        Interval(float(found[c, -1]), float(low[c, -1]), float(high[c, -1]), n) for c in range(len(CAUSES))
    )
    against: tuple[Interval, ...] = ()
    if rest is not None:
        ends = np.quantile(gaps, (0.025, 0.975), axis=0)
        against = tuple(
            Interval(float(found[c, -1] - rest[c, 0]), float(ends[0, c]), float(ends[1, c]), n)
            for c in range(len(CAUSES))
        )
    return Curve(name, n, int((cause == 0).sum()), rows(found), rows(low), rows(high), at_horizon, against)

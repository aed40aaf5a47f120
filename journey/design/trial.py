"""Trials: how many journeys show a forecast difference, who is treated, and what came true."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from scipy.stats import norm

from journey.analyses.interval import MINIMUM_N, difference, wilson
from journey.design.edits import Edit
from journey.design.scenario import Scenario
from journey.errors import WrongInput
from journey.model import BLANK, Interval
from journey.scope import Scope
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Measured", "Need", "Trial", "Verdict", "is_treated", "journeys_needed", "need", "verdict"]

POWER, ALPHA = 0.8, 0.05

Word = Literal["early", "true", "more", "less", "cannot tell", "not true", "worse"]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A trial as it was laid down.

    Attributes
    ----------
    scope : Scope
        Which journeys take part; its dates are not looked at.
    begins : date
        Journeys that started on that day or later count.
    share : float
        Of the customers who are treated; 1: all, and there is no control group.
    seed : int
        Of the draw.
    forecast : tuple of float
        The frozen difference in conversion: value, low, high.
    """

    name: str
    scenario: Scenario
    scope: Scope
    begins: date
    share: float
    seed: int
    forecast: tuple[float, float, float]


@dataclass(frozen=True)
class Need:
    """What it takes to see a difference.

    Attributes
    ----------
    treated, control : int
        Mature journeys.
    weekly : float
        Journeys that began in a week, in the last quarter of the log.
    weeks : float
        Until so many have begun, and the last of them had its time to complete.
    """

    treated: int
    control: int
    weekly: float
    weeks: float


@dataclass(frozen=True)
class Measured:
    """One edit, measured again in both groups.

    Attributes
    ----------
    what : str
        What was measured, in words.
    treated, control : Interval
    expected : float or None
        What the edit assumes for the treated, given the control.
    holds : bool or None
        Whether the interval of the treated holds it; None: too few.
    """

    edit: Edit
    what: str
    treated: Interval
    control: Interval
    expected: float | None
    holds: bool | None


@dataclass(frozen=True)
class Verdict:
    """What came of a trial.

    Attributes
    ----------
    word : str
        "early": too few mature journeys; "true": a difference, and the forecast lies in its interval; "more", "less":
        a difference beyond or short of the forecast; "worse": one the other way; "not true": the interval holds 0 and
        not the forecast; "cannot tell": it holds both.
    treated, control, gap : Interval
        Conversion of mature journeys, and the difference.
    waiting : int
        Journeys of the trial that are not mature yet.
    """

    word: Word
    treated: Interval
    control: Interval
    gap: Interval
    waiting: int
    measured: tuple[Measured, ...]


def is_treated(customer: str, seed: int, share: float) -> bool:
    """Whether a customer is drawn; the same on every machine, and for customers who come later.

    Examples
    --------
    >>> sum(is_treated(f"c{i}", 1, 0.5) for i in range(1000))
    503
    >>> is_treated("anybody", 1, 1.0), is_treated("anybody", 1, 0.0)
    (True, False)
    """
    drawn = hashlib.blake2b(f"{seed}:{customer}".encode(), digest_size=8).digest()
    return int.from_bytes(drawn, "big") / 2**64 < share


def journeys_needed(before: float, after: float, share: float = 0.5) -> tuple[int, int]:
    """Treated and control journeys that show a difference of two shares in four of five trials (Fleiss 1981).

    Two-sided at 5 %.

    Examples
    --------
    >>> journeys_needed(0.40, 0.45)
    (1534, 1534)
    """
    if not (0 < share < 1 and 0 <= before <= 1 and 0 <= after <= 1):
        raise WrongInput(_("Shares lie between 0 and 1."), _("Give others."))
    if before == after:
        raise WrongInput(_("The forecast is no difference, so no trial can show one."), _("Choose another scenario."))
    ratio = share / (1 - share)
    mean = (ratio * after + before) / (1 + ratio)
    together = norm.isf(ALPHA / 2) * math.sqrt(mean * (1 - mean) * (1 + 1 / ratio))
    apart = norm.isf(1 - POWER) * math.sqrt(after * (1 - after) / ratio + before * (1 - before))
    control = math.ceil(((together + apart) / (after - before)) ** 2)
    return math.ceil(ratio * control), control


def need(workspace: Workspace, scope: Scope, before: float, after: float, share: float) -> Need:
    """The journeys and weeks that a trial takes, at the pace of the last quarter of the log."""
    treated, control = journeys_needed(before, after, share)
    with select(workspace, scope.selection()) as selection:
        (started, days) = selection.run(
            f"""
            WITH edge AS (SELECT min(started) AS first, max(started) AS last FROM journey),
            late AS (SELECT last - (last - first) / 4 AS since, last FROM edge)
            SELECT count(*) FILTER (j.started >= l.since),
                   greatest(1.0, any_value(date_diff('second', l.since, l.last)) / 86400.0)
            FROM {selection.journeys} s JOIN journey j ON j.id = s.id CROSS JOIN late l
            """
        )[0]
        applied = selection.run("SELECT value ->> '$.horizon_s' FROM definition WHERE key = 'applied'")
    weekly = 7 * started / days
    horizon = float(applied[0][0]) if applied and applied[0][0] is not None else 0.0
    weeks = max(treated / share, control / (1 - share)) / weekly + horizon / (7 * 86_400) if weekly else math.inf
    return Need(treated, control, weekly, weeks)


def verdict(workspace: Workspace, trial: Trial) -> Verdict:
    """Compare the two groups by what they were drawn for, whatever then happened to them (intention to treat).

    Without a control group the journeys of the scope that started before the trial stand in for it.
    """
    alone = trial.share >= 1
    with select(workspace, trial.scope.selection()) as selection:
        rows = selection.cursor.execute(
            f"""
            SELECT s.id, j.customer, s.mature AND s.outcome < 4 AS mature, s.converted, j.started >= ? AS since
            FROM {selection.journeys} s JOIN journey j ON j.id = s.id ORDER BY s.id
            """,
            [trial.begins],
        ).fetchnumpy()
        since = np.asarray(rows["since"], dtype=np.bool_)
        customers, number = np.unique(np.asarray(rows["customer"], dtype=object).astype(str), return_inverse=True)
        drawn = np.array([is_treated(one, trial.seed, trial.share) for one in customers], dtype=np.bool_)[number]
        mature, converted = (np.asarray(rows[name], dtype=np.bool_) for name in ("mature", "converted"))
        treated = since & drawn
        control = ~since if alone else since & ~drawn
        shares = [
            wilson(int(converted[group & mature].sum()), int((group & mature).sum())) for group in (treated, control)
        ]
        gap = difference(*shares) if shares[0].n and shares[1].n else BLANK
        ids = np.asarray(rows["id"])
        groups = (ids[treated].tolist(), ids[control].tolist())
        measured = tuple(
            one for _n, edit in trial.scenario.active if (one := _measure(selection, edit, *groups)) is not None
        )
    waiting = int((since & ~mature).sum())
    return Verdict(_word(gap, shares, trial.forecast[0]), shares[0], shares[1], gap, waiting, measured)


def _word(gap: Interval, shares: list[Interval], forecast: float) -> Word:
    if gap.value is None or gap.low is None or gap.high is None or min(one.n for one in shares) < MINIMUM_N:
        return "early"
    holds = gap.low <= forecast <= gap.high
    if gap.low <= 0 <= gap.high:
        return "cannot tell" if holds else "not true"
    if (gap.value > 0) != (forecast > 0):
        return "worse"
    return "true" if holds else "more" if abs(gap.value) > abs(forecast) else "less"


def _measure(selection: Selection, edit: Edit, treated: list[int], control: list[int]) -> Measured | None:
    """What an edit is about, in both groups; None where nothing of it can be counted."""
    place = edit.text("touchpoint")
    source, target = edit.text("source"), edit.text("target")
    number = {name: value.likely for name, value in edit.numbers}
    if edit.kind in ("remove", "bypass"):
        what, sql, names = _("journeys that come to {place}").format(place=place), _REACH, [place]
    elif edit.kind == "limit_repeats":
        what = _("of the journeys that come to {place}, those that come more often").format(place=place)
        sql, names = _OFTEN.format(most=int(number["max"])), [place]
    elif edit.kind == "exit_rate":
        what, sql, names = _("journeys that end at {place}, of those that come").format(place=place), _EXIT, [place]
    elif edit.kind == "wait" and "cap_s" in number:
        what = _("waits from {source} to {target} that are longer").format(source=source, target=target)
        sql, names = _SLOW.format(cap=round(1e6 * number["cap_s"])), [source, target]
    elif edit.kind == "reroute":
        what = _("departures from {source} that go to {target}").format(source=source, target=target)
        sql, names = _GOES, [target, source]
    elif edit.kind == "channel":
        what = _("of {place}, in the channel {to}").format(place=place, to=edit.text("to"))
        sql, names = _IN_CHANNEL, [edit.text("to"), place]
    else:
        return None
    mine, others = (wilson(*selection.run(sql, [*names, group])[0]) for group in (treated, control))
    expected = _expected(edit.kind, number, others.value)
    holds = None
    if mine.low is not None and mine.high is not None and expected is not None and mine.n >= MINIMUM_N:
        holds = mine.low - 0.005 <= expected <= mine.high + 0.005
    return Measured(edit, what, mine, others, expected, holds)


def _expected(kind: str, number: dict[str, float], control: float | None) -> float | None:
    if kind in ("remove", "bypass", "limit_repeats", "wait"):
        return 0.0
    if control is None:
        return None
    if kind == "exit_rate":
        return number.get("value", min(1.0, control * number.get("factor", 1.0)))
    if kind == "reroute":
        return control * (1 - number["share"])
    return control + (1 - control) * number["share"]


_NODE = "(SELECT id FROM touchpoint WHERE name = ?)"
_REACH = f"""
    WITH came AS (SELECT DISTINCT journey FROM event WHERE node = {_NODE})
    SELECT count(c.journey), count(*) FROM (SELECT unnest(?::INTEGER[]) AS id) j LEFT JOIN came c ON c.journey = j.id"""
_OFTEN = f"""
    WITH came AS (SELECT journey, count(*) AS times FROM event WHERE node = {_NODE} GROUP BY journey)
    SELECT count(*) FILTER (c.times > {{most}}), count(*)
    FROM came c WHERE c.journey IN (SELECT unnest(?::INTEGER[]))"""
_EXIT = f"""
    WITH came AS (SELECT journey, bool_or(next = -1) AS over FROM event WHERE node = {_NODE} GROUP BY journey)
    SELECT count(*) FILTER (c.over), count(*) FROM came c WHERE c.journey IN (SELECT unnest(?::INTEGER[]))"""
_SLOW = f"""
    SELECT count(*) FILTER (wait > {{cap}}), count(*) FROM event
    WHERE node = {_NODE} AND next = {_NODE} AND journey IN (SELECT unnest(?::INTEGER[]))"""
_GOES = f"""
    SELECT count(*) FILTER (next = {_NODE}), count(*) FROM event
    WHERE node = {_NODE} AND next >= 0 AND journey IN (SELECT unnest(?::INTEGER[]))"""
_IN_CHANNEL = f"""
    SELECT count(*) FILTER (channel = (SELECT id FROM channel WHERE name = ?)), count(*) FROM event
    WHERE node = {_NODE} AND journey IN (SELECT unnest(?::INTEGER[]))"""

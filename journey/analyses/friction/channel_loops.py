"""Friction between channels: back and forth, leaving self-service for a person, and what the same costs elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from journey.analyses.assisted import assisted_channels
from journey.analyses.behind import BehindList, behind
from journey.analyses.interval import mean_interval, wilson
from journey.analyses.twins import Twins, lay_pairs, twins
from journey.errors import WrongInput
from journey.model import Interval
from journey.scope import Scope
from journey.store.dialect import median
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["ChannelFriction", "Kept", "Left", "Parity", "PingPong", "What", "channel_friction",
           "channel_journeys", "channel_twins"]  # fmt: skip


@dataclass(frozen=True)
class PingPong:
    """The customer goes from one channel to another and directly back (A-B-A).

    Attributes
    ----------
    journeys, times : int
    time_s : float
        Median time from leaving the channel to being back.
    conversion, others : Interval
        Of the mature journeys with it before any goal, and of those that go from the first to the second channel
        without coming directly back.
    """

    channel: str
    other: str
    journeys: int
    times: int
    time_s: float
    conversion: Interval
    others: Interval


@dataclass(frozen=True)
class Left:
    """Self-service left for a person, from one touchpoint.

    Attributes
    ----------
    share : Interval
        Of the journeys that go on from the touchpoint in self-service, those that ever turn to a person next.
    times : int
    conversion, others : Interval
        Of the mature journeys that leave so before any goal, and of those that go on there in self-service only.
    """

    touchpoint: str
    channel: str
    target: str
    journeys: int
    times: int
    share: Interval
    conversion: Interval
    others: Interval


@dataclass(frozen=True)
class Parity:
    """The same touchpoint in one of its channels.

    Attributes
    ----------
    journeys : int
    conversion : Interval
        Of the mature journeys whose first visit, before any goal, was in this channel.
    wait_s : float or None
        Median wait until the next event.
    score : Interval
        Mean answer there, of the score with most answers at this touchpoint; blank without any.
    score_name : str
    """

    touchpoint: str
    channel: str
    journeys: int
    conversion: Interval
    wait_s: float | None
    score: Interval
    score_name: str


@dataclass(frozen=True)
class Kept:
    """Context kept on changing the channel: the first event after it is no repeat of what was already done.

    Attributes
    ----------
    kept : Interval
        Share of the changes; n counts changes.
    """

    channel: str
    target: str
    changes: int
    kept: Interval


@dataclass(frozen=True)
class ChannelFriction:
    """All of it; empty where the log has fewer than two channels."""

    ping_pongs: tuple[PingPong, ...]
    left: tuple[Left, ...]
    parity: tuple[Parity, ...]
    kept: tuple[Kept, ...]


What = Literal["back", "left", "parity", "again"]
MOST = 60
_WHERE = {
    "back": "channel = ? AND to_channel = ? AND then_channel = channel",
    "left": "node = ? AND NOT assisted AND to_assisted",
    "parity": "node = ? AND channel = ?",
    "again": "channel = ? AND to_channel = ? AND NOT to_first",
}


def channel_friction(workspace: Workspace, scope: Scope) -> ChannelFriction:
    """Friction between the channels of a scope.

    Only what customers start counts: a mail that the company sends is no change of the customer's channel.
    """
    with select(workspace, scope) as selection:
        channels = dict(selection.run("SELECT id, name FROM channel"))
        if len(channels) < 2:
            return ChannelFriction((), (), (), ())
        _lay_own(selection)
        names = dict(selection.run(f"SELECT id, name FROM {selection.nodes}"))
        return ChannelFriction(
            _ping_pongs(selection, channels), _left(selection, channels, names), _parity(selection, channels, names),
            _kept(selection, channels),
        )  # fmt: skip


def channel_journeys(workspace: Workspace, scope: Scope, what: What, *names: str, top: int = 50) -> BehindList:
    """Journeys behind a row, by the first time: those that go back and forth, leave for a person, come there, or start
    over.

    Parameters
    ----------
    names : str
        Channel and other channel; touchpoint; touchpoint and channel; channel and target, in the order of `What`.

    Raises
    ------
    WrongInput
        No such touchpoint or channel.
    """
    with select(workspace, scope) as selection:
        values = _ids(selection, what, names)
        _lay_own(selection)
        rows = f"""
            SELECT journey, min(time) AS time, arg_min(to_node, position) AS next FROM own WHERE {_WHERE[what]}
            GROUP BY journey"""
        return behind(selection, rows, values, top)


def channel_twins(
    workspace: Workspace, scope: Scope, what: Literal["back", "left"], *names: str, better: bool = False
) -> tuple[Twins, ...]:
    """Pairs that came the same way to where one goes there and back (and the other only there), or one leaves for a
    person and the other stays by itself. `better`: those who do reach the goal more often."""
    here = {"back": "channel = ? AND to_channel = ? AND then_channel >= 0", "left": "node = ? AND NOT assisted"}[what]
    with select(workspace, scope) as selection:
        values = _ids(selection, what, names)[: here.count("?")]
        _lay_own(selection)
        affected = {"back": "then_channel = channel", "left": "to_assisted"}[what]
        rows = f"""
            WITH moved AS (SELECT *, {affected} AS met FROM own WHERE {here} AND to_channel >= 0 AND judged),
            by_journey AS (SELECT journey, bool_or(met) AS hit FROM moved GROUP BY journey)
            SELECT m.journey, min(m.position) AS position, b.hit, any_value(m.converted) AS done
            FROM moved m JOIN by_journey b ON b.journey = m.journey AND b.hit = m.met GROUP BY m.journey, b.hit"""
        lay_pairs(selection, rows, values)
        return twins(selection, better=better)


def _ids(selection: Selection, what: What, names: tuple[str, ...]) -> list[int]:
    channels = {name: number for number, name in selection.run("SELECT id, name FROM channel")}
    nodes = {name: number for number, name in selection.run(f"SELECT id, name FROM {selection.nodes}")}
    known = [channels, channels] if what in ("back", "again") else [nodes, channels]
    if not all(name in of for name, of in zip(names, known, strict=False)):
        raise WrongInput(_("This log has no such touchpoint or channel."), _("Go back to the list."))
    return [of[name] for name, of in zip(names, known, strict=False)]


def _lay_own(selection: Selection) -> None:
    """``own``: the events that customers started, with the next two of theirs."""
    assisted = assisted_channels(selection)
    selection.run(
        f"""
        CREATE OR REPLACE TEMP TABLE own AS
        WITH told AS (
            SELECT e.journey, e.position, e.node, e.channel, e.time, e.first_visit, e.wait, e.next,
                   e.channel IN (SELECT unnest(?::INTEGER[])) AS assisted,
                   j.mature AND j.outcome < 4 AND e.position < j.goal_position AS judged, j.converted
            FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
            WHERE NOT e.by_company AND e.channel >= 0
        )
        SELECT *, lead(channel, 1, -1) OVER w AS to_channel, lead(channel, 2, -1) OVER w AS then_channel,
               lead(node, 1, -1) OVER w AS to_node, lead(first_visit, 1, true) OVER w AS to_first,
               lead(assisted, 1, false) OVER w AS to_assisted, lead(time, 2) OVER w AS then_time
        FROM told WINDOW w AS (PARTITION BY journey ORDER BY position)
        """,
        [assisted],
    )


def _ping_pongs(selection: Selection, channels: dict[int, str]) -> tuple[PingPong, ...]:
    rows = selection.run(
        f"""
        WITH moved AS (SELECT *, then_channel = channel AS back FROM own
                       WHERE to_channel >= 0 AND to_channel <> channel AND then_channel >= 0),
        by_journey AS (
            SELECT channel, to_channel, journey, count(*) FILTER (back) AS times,
                   bool_or(judged AND back) AS judged_back, bool_or(judged) AS judged, any_value(converted) AS converted
            FROM moved GROUP BY channel, to_channel, journey
        ), times AS (
            SELECT channel, to_channel, {median("date_diff('microsecond', time, then_time)")} / 1e6 AS seconds
            FROM moved WHERE back GROUP BY channel, to_channel
        )
        SELECT b.channel, b.to_channel, count(*) FILTER (times > 0), sum(times)::BIGINT, any_value(t.seconds),
               count(*) FILTER (judged_back), count(*) FILTER (judged_back AND converted),
               count(*) FILTER (judged AND times = 0), count(*) FILTER (judged AND times = 0 AND converted)
        FROM by_journey b JOIN times t USING (channel, to_channel)
        GROUP BY b.channel, b.to_channel ORDER BY 3 DESC, 1, 2 LIMIT {MOST}
        """
    )
    return tuple(
        PingPong(channels[a], channels[b], journeys, times, seconds, wilson(done, n), wilson(others_done, others))
        for a, b, journeys, times, seconds, n, done, others, others_done in rows
    )


def _left(selection: Selection, channels: dict[int, str], names: dict[int, str]) -> tuple[Left, ...]:
    rows = selection.run(
        f"""
        WITH moved AS (SELECT *, to_assisted AS leaves FROM own WHERE NOT assisted AND to_channel >= 0),
        by_journey AS (
            SELECT node, journey, count(*) FILTER (leaves) AS times, bool_or(judged AND leaves) AS judged_leaving,
                   bool_or(judged) AS judged, any_value(converted) AS converted
            FROM moved GROUP BY node, journey
        ), usual AS (
            SELECT node, mode(channel ORDER BY channel) AS channel, mode(to_node ORDER BY to_node) AS to_node
            FROM moved WHERE leaves GROUP BY node
        )
        SELECT b.node, u.channel, u.to_node, count(*) FILTER (times > 0), sum(times)::BIGINT, count(*),
               count(*) FILTER (judged_leaving), count(*) FILTER (judged_leaving AND converted),
               count(*) FILTER (judged AND times = 0), count(*) FILTER (judged AND times = 0 AND converted)
        FROM by_journey b JOIN usual u USING (node)
        GROUP BY b.node, u.channel, u.to_node ORDER BY 4 DESC, 1 LIMIT {MOST}
        """
    )
    return tuple(
        Left(names[node], channels[channel], names[to], journeys, times, wilson(journeys, going), wilson(done, n),
             wilson(others_done, others))
        for node, channel, to, journeys, times, going, n, done, others, others_done in rows
    )  # fmt: skip


def _parity(selection: Selection, channels: dict[int, str], names: dict[int, str]) -> tuple[Parity, ...]:
    rows = selection.run(
        f"""
        WITH several AS (SELECT node FROM own GROUP BY node HAVING count(DISTINCT channel) > 1),
        seen AS (SELECT o.* FROM own o JOIN several USING (node)),
        asked AS (
            SELECT s.node, s.channel, a.score, a.value FROM seen s
            JOIN answer a ON a.journey = s.journey AND a.position = s.position
        ), usual AS (
            SELECT node, arg_max(score, n) AS score
            FROM (SELECT node, score, count(*) AS n FROM asked GROUP BY node, score ORDER BY node, score) GROUP BY node
        ), answered AS (
            SELECT a.node, a.channel, any_value(a.score) AS score, count(*) AS n, avg(value) AS mean,
                   coalesce(stddev_samp(value), 0) AS deviation
            FROM asked a JOIN usual u ON u.node = a.node AND u.score = a.score GROUP BY a.node, a.channel
        )
        SELECT s.node, s.channel, count(DISTINCT s.journey), count(*) FILTER (judged AND first_visit),
               count(*) FILTER (judged AND first_visit AND converted), {median("wait")} FILTER (next >= 0) / 1e6,
               any_value(a.n), any_value(a.mean), any_value(a.deviation), any_value(c.name),
               sum(count(DISTINCT s.journey)) OVER (PARTITION BY s.node) AS weight
        FROM seen s LEFT JOIN answered a ON a.node = s.node AND a.channel = s.channel
        LEFT JOIN score c ON c.id = a.score
        GROUP BY s.node, s.channel ORDER BY weight DESC, s.node, 3 DESC, s.channel LIMIT {MOST}
        """
    )
    return tuple(
        Parity(names[node], channels[channel], journeys, wilson(done, n), wait,
               mean_interval(mean or 0.0, deviation or 0.0, answers or 0), name or "")
        for node, channel, journeys, n, done, wait, answers, mean, deviation, name, _weight in rows
    )  # fmt: skip


def _kept(selection: Selection, channels: dict[int, str]) -> tuple[Kept, ...]:
    rows = selection.run(
        f"""SELECT channel, to_channel, count(*), count(*) FILTER (to_first) FROM own
            WHERE to_channel >= 0 AND to_channel <> channel
            GROUP BY channel, to_channel ORDER BY 3 DESC, 1, 2 LIMIT {MOST}"""
    )
    return tuple(Kept(channels[a], channels[b], changes, wilson(kept, changes)) for a, b, changes, kept in rows)

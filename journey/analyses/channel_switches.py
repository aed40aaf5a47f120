"""Channel switches: from which channel to which one journeys go on, how long that takes, and how they end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journey.analyses.assisted import is_assisted
from journey.analyses.interval import wilson
from journey.model import Interval, Level
from journey.scope import Scope
from journey.store.dialect import median, quantiles
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["Channel", "ChannelSwitches", "Move", "SwitchStep", "channel_switches", "switch_steps"]


@dataclass(frozen=True)
class Channel:
    """A channel and who goes on from it.

    Attributes
    ----------
    assisted : bool or None
        Whether people of the company serve there; None: nobody has said.
    events, journeys : int
        Events in it, and journeys with at least one.
    departures, switches : int
        Events in it that another one follows, and those of them whose next event is in another channel.
    """

    name: str
    assisted: bool | None
    events: int
    journeys: int
    departures: int
    switches: int


@dataclass(frozen=True)
class Move:
    """Two consecutive events of a journey, by their channels; source and target are the same where it stays.

    Attributes
    ----------
    moves, journeys : int
        How often it happens, and in how many journeys.
    by_customer : int
        Those of the moves whose second event the customer started, not the company (a mail, a call out).
    share : float
        Of the departures from the source.
    wait_median_s, wait_p90_s : float
    conversion : Interval
        Completed within the horizon, of the mature journeys that moved so before any goal; blank without a goal.
    forced : bool
        From self-service to assisted: as people said of the channels, else by their names.
    """

    source: str
    target: str
    moves: int
    journeys: int
    by_customer: int
    share: float
    wait_median_s: float
    wait_p90_s: float
    conversion: Interval
    forced: bool


@dataclass(frozen=True)
class ChannelSwitches:
    """The channel-switch picture of a scope.

    Attributes
    ----------
    channels : tuple of Channel
        By descending number of events; empty where the log has no channels.
    moves : tuple of Move
        Those that happen, staying included, by descending number.
    departures, switches : int
        Consecutive pairs of events, and those that change the channel.
    switching : Interval
        Share of the journeys in scope that change the channel at all.
    forced : int
        Switches from self-service to assisted.
    guessed : bool
        Whether people did not say of all channels which they are, so that names decide.
    """

    scope: Scope
    journeys_shown: int
    channels: tuple[Channel, ...]
    moves: tuple[Move, ...]
    departures: int
    switches: int
    switching: Interval
    forced: int
    guessed: bool


@dataclass(frozen=True)
class SwitchStep:
    """Between which touchpoints a switch of channels happens."""

    source: str
    target: str
    moves: int
    journeys: int
    wait_median_s: float


def channel_switches(workspace: Workspace, scope: Scope | None = None) -> ChannelSwitches:
    """Count the moves from channel to channel in the journeys of a scope.

    Every event that another one follows is a departure from its channel; departures of a channel are the sum of its
    row. Hidden touchpoints are passed over; the level of the scope does not matter here.

    Raises
    ------
    WrongInput
        The scope names something the log does not have.
    """
    scope = replace(scope or Scope(), level=Level.TOUCHPOINT)
    with select(workspace, scope) as selection:
        (shown,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
        assisted = dict(selection.run("SELECT name, assisted FROM channel"))
        used = selection.run(
            f"""SELECT c.name, count(*), count(DISTINCT e.journey)
                FROM {selection.events} e JOIN channel c ON c.id = e.channel
                GROUP BY c.name ORDER BY count(*) DESC, c.name"""
        )
        judged = {name: is_assisted(name) if said is None else said for name, said in assisted.items()}
        _lay_steps(selection)
        moves = _moves(selection, judged)
        switching = wilson(_switching(selection), shown)
    left = {name: [move for move in moves if move.source == name] for name, _events, _journeys in used}
    channels = tuple(
        Channel(
            name, assisted[name], events, journeys,
            departures=sum(move.moves for move in left[name]),
            switches=sum(move.moves for move in left[name] if move.target != name),
        )
        for name, events, journeys in used
    )  # fmt: skip
    return ChannelSwitches(
        scope=scope,
        journeys_shown=shown,
        channels=channels,
        moves=moves,
        departures=sum(channel.departures for channel in channels),
        switches=sum(channel.switches for channel in channels),
        switching=switching,
        forced=sum(move.moves for move in moves if move.forced),
        guessed=any(channel.assisted is None for channel in channels),
    )


def switch_steps(
    workspace: Workspace, scope: Scope, source: str, target: str, *, top: int = 12
) -> tuple[SwitchStep, ...]:
    """The touchpoints between which a move from one channel to another happens, the commonest first."""
    with select(workspace, replace(scope, level=Level.TOUCHPOINT)) as selection:
        _lay_steps(selection)
        rows = selection.run(
            f"""
            SELECT a.name, b.name, count(*) AS moves, count(DISTINCT s.journey), {median("s.wait")} / 1e6
            FROM step s
            JOIN channel f ON f.id = s.source AND f.name = ? JOIN channel t ON t.id = s.target AND t.name = ?
            JOIN touchpoint a ON a.id = s.node JOIN touchpoint b ON b.id = s.next
            GROUP BY a.name, b.name ORDER BY moves DESC, a.name, b.name LIMIT ?
            """,
            [source, target, top],
        )
    return tuple(SwitchStep(*row) for row in rows)


def _lay_steps(selection: Selection) -> None:
    """``step``: consecutive events of the journeys in scope, with the channels of both."""
    selection.run(
        f"""
        CREATE OR REPLACE TEMP TABLE step AS
        SELECT e.journey, e.position, e.node, e.next, e.wait, e.channel AS source, n.channel AS target,
               NOT n.by_company AS by_customer
        FROM {selection.events} e JOIN {selection.linked} n ON n.journey = e.journey AND n.position = e.until
        WHERE e.next >= 0 AND e.channel >= 0 AND n.channel >= 0
        """
    )


def _moves(selection: Selection, assisted: dict[str, bool]) -> tuple[Move, ...]:
    # Without a goal conversion is blank, and nothing is counted for it.
    judged = "j.mature AND u.position < j.goal_position" if selection.has_goal else "false"
    rows = selection.run(
        f"""
        WITH counted AS (
            SELECT source, target, count(*) AS moves, count(*) FILTER (by_customer) AS by_customer,
                   {quantiles("wait", (0.5, 0.9))} AS waits
            FROM step GROUP BY source, target
        ), used AS (
            -- A journey counts once, from its first move of a kind.
            SELECT source, target, journey, min(position) AS position FROM step GROUP BY source, target, journey
        ), judged AS (
            SELECT u.source, u.target, count(*) AS journeys, count(*) FILTER ({judged}) AS judged,
                   count(*) FILTER ({judged} AND j.converted) AS converted
            FROM used u JOIN {selection.journeys} j ON j.id = u.journey GROUP BY u.source, u.target
        )
        SELECT f.name, t.name, c.moves, u.journeys, c.by_customer, c.moves / sum(c.moves) OVER (PARTITION BY c.source),
               c.waits[1] / 1e6, c.waits[2] / 1e6, u.converted, u.judged
        FROM counted c JOIN judged u ON u.source = c.source AND u.target = c.target
        JOIN channel f ON f.id = c.source JOIN channel t ON t.id = c.target
        ORDER BY c.moves DESC, f.name, t.name
        """
    )
    return tuple(
        Move(source, target, moves, journeys, by_customer, share, middle, p90, wilson(converted, judged),
             not assisted[source] and assisted[target])
        for source, target, moves, journeys, by_customer, share, middle, p90, converted, judged in rows
    )  # fmt: skip


def _switching(selection: Selection) -> int:
    """Journeys that change the channel at all."""
    ((journeys,),) = selection.run("SELECT count(DISTINCT journey) FROM step WHERE source <> target")
    return int(journeys)

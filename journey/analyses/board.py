"""The board: what the log says about each stage of the journey."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from journey.analyses.emotion_curve import EmotionLine, emotion_lines
from journey.analyses.flow import flow_map
from journey.analyses.interval import wilson
from journey.analyses.metrics import Metrics, metrics
from journey.analyses.stage_contacts import Contact, contacts_of, staged, switches_of
from journey.model import BLANK, Interval, Level
from journey.scope import Scope
from journey.store.board_notes import CHOICES, NOTE_LANES, Layout, Note
from journey.store.dialect import quantiles
from journey.store.personas import Persona
from journey.store.selection import Selection, select
from journey.store.side_stages import is_side, side_stages
from journey.store.workspace import Workspace

__all__ = ["CHOICES", "NOTE_LANES", "Board", "Contact", "EmotionLine", "Layout", "Note", "Persona", "Stage", "board"]

QUOTES = 3


@dataclass(frozen=True)
class Stage:
    """What happens in one stage; a *visit* is a run of consecutive events in it.

    Attributes
    ----------
    journeys, visits : int
        Journeys that reach it, and their visits.
    reach : float
        journeys / journeys in scope.
    lost : Interval
        Mature journeys dropped or lost with their last touchpoint here / mature journeys that came here before any
        goal: the exit rate of the stage. Blank without a goal.
    time_median_s, time_p90_s : float or None
        From the first to the last event of a visit. Journeys cut by the log's start, and last visits of journeys that
        are still open, are left out.
    onward_median_s : float or None
        From the last event of a visit to the first of the next one.
    repeats : Interval
        Journeys with two visits or more / journeys that reach it.
    side : bool
        Whether it lies beside the journey (`is_side`): it has no order.
    backtracks : Interval
        Departures to an earlier stage / departures; neither from nor to side stages does anybody go back. Blank for
        a side stage.
    cost : float or None
        All costs recorded here / journeys that reach it, in the log's money; None where no cost is recorded.
    planned_cost : float or None
        Contacts times their planned cost / journeys that reach it; None where nothing is planned here.
    cost_of_planned : float or None
        As `cost`, of the touchpoints alone that have a planned cost: what the plan is to be compared with.
    late : Interval
        Departures that waited longer than the target of their touchpoint / departures from touchpoints with a target.
    switches : Interval
        Departures from its events to an event in another channel / departures, of those with a channel on both ends.
    forced : Interval
        Of the same departures, those from self-service to a channel in which somebody serves.
    contacts : tuple of Contact
        By descending events.
    comments : int
        Comments left here; `quotes` are the newest different ones.
    """

    name: str
    journeys: int
    visits: int
    reach: float
    lost: Interval
    time_median_s: float | None
    time_p90_s: float | None
    onward_median_s: float | None
    repeats: Interval
    side: bool
    backtracks: Interval
    cost: float | None
    planned_cost: float | None
    cost_of_planned: float | None
    late: Interval
    switches: Interval
    forced: Interval
    contacts: tuple[Contact, ...]
    comments: int
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Board:
    """What the log says, stage by stage.

    Attributes
    ----------
    stages : tuple of Stage
        In their order; empty where the log has none. Without a log, those that people named.
    emotions : tuple of EmotionLine
        One for each score of the log.
    has_costs, has_switches, has_comments : bool
        Whether the log has them anywhere; a planned cost counts.
    unstaged : int
        Touchpoints without a stage: their events are on no column.
    metrics : Metrics or None
        The table of metrics by stage; None where there are no stages or no log.
    """

    scope: Scope
    journeys_shown: int
    journeys_total: int
    conversion: Interval
    stages: tuple[Stage, ...]
    emotions: tuple[EmotionLine, ...]
    has_costs: bool
    has_switches: bool
    has_comments: bool
    unstaged: int
    metrics: Metrics | None = None

    @property
    def blank(self) -> bool:
        """Whether there is no log behind it: nothing but what people write."""
        return not self.journeys_total


def board(workspace: Workspace, scope: Scope | None = None) -> Board:
    """Describe the stages of the journeys in scope.

    Parameters
    ----------
    scope : Scope, optional
        Its level is of no account: the board sees stages.

    Raises
    ------
    WrongInput
        The scope names something the log does not have.
    """
    scope = replace(scope or Scope(), level=Level.TOUCHPOINT)
    if not workspace.run("SELECT 1 FROM journey LIMIT 1"):
        return _blank(workspace)
    names = [name for (name,) in workspace.run("SELECT name FROM stage ORDER BY ordinal")]
    flow = flow_map(workspace, replace(scope, level=Level.STAGE) if names else scope)
    if not names:
        none = len(flow.touchpoints)
        return Board(
            scope, flow.journeys_shown, flow.journeys_total, flow.conversion, (), (), False, False, False, unstaged=none
        )
    told = metrics(workspace, scope, "stage")
    measured = {row.name: row for row in told.rows}
    with (
        select(workspace, replace(scope, level=Level.STAGE)) as folded,
        select(workspace, scope) as unfolded,
    ):
        onward = _onward(folded)
        side = side_stages(folded)
        returns = _returns(folded, side)
        contacts, late = contacts_of(folded, unfolded)
        switches = switches_of(folded, unfolded)
        comments, quotes = _comments(folded, unfolded)
        emotions = emotion_lines(workspace, folded)
        ids = dict(folded.run("SELECT name, id FROM stage"))
        (unstaged,) = unfolded.run("SELECT count(*) FROM touchpoint WHERE stage IS NULL AND NOT hidden")[0]
        (has_costs,) = unfolded.run(
            "SELECT (SELECT count(*) FROM event WHERE cost IS NOT NULL) > 0 OR count(planned_cost) > 0 FROM touchpoint"
        )[0]
    reached = {touchpoint.name: touchpoint for touchpoint in flow.touchpoints}
    stages = []
    for name in names:
        number, seen, row = ids[name], reached.get(name), measured.get(name)
        repeats, backtracks = returns.get(number, (BLANK, BLANK))
        stages.append(
            Stage(
                name=name,
                journeys=seen.journeys if seen else 0,
                visits=seen.events if seen else 0,
                reach=seen.share if seen else 0.0,
                lost=seen.exit_rate if seen else BLANK,
                time_median_s=row.time_median_s if row else None,
                time_p90_s=row.time_p90_s if row else None,
                onward_median_s=onward.get(number),
                repeats=repeats,
                side=name in side,
                backtracks=backtracks,
                cost=row.cost if row else None,
                planned_cost=row.planned_cost if row else None,
                cost_of_planned=row.cost_of_planned if row else None,
                late=late.get(number, BLANK),
                switches=switches.get(number, (BLANK, BLANK))[0],
                forced=switches.get(number, (BLANK, BLANK))[1],
                contacts=tuple(contacts[number]),
                comments=comments.get(number, 0),
                quotes=tuple(quotes[number]),
            )
        )
    return Board(
        scope=scope,
        journeys_shown=flow.journeys_shown,
        journeys_total=flow.journeys_total,
        conversion=flow.conversion,
        stages=tuple(stages),
        emotions=emotions,
        has_costs=has_costs,
        has_switches=any(changed.value for changed, _forced in switches.values()),
        has_comments=_has_comments(workspace),
        unstaged=unstaged,
        metrics=told,
    )


def _blank(workspace: Workspace) -> Board:
    names = [name for (name,) in workspace.run("SELECT name FROM board_stage ORDER BY position, name")]
    stages = tuple(
        Stage(
            name=name, journeys=0, visits=0, reach=0.0, lost=BLANK, time_median_s=None, time_p90_s=None,
            onward_median_s=None, repeats=BLANK, side=is_side(name), backtracks=BLANK, cost=None, planned_cost=None,
            cost_of_planned=None, late=BLANK, switches=BLANK, forced=BLANK, contacts=(), comments=0, quotes=(),
        )
        for name in names
    )  # fmt: skip
    return Board(Scope(), 0, 0, BLANK, stages, (), False, False, False, unstaged=0)


def _onward(folded: Selection) -> dict[int, float]:
    """Stage -> median wait to the next one, seconds."""
    rows = folded.run(f"SELECT node, {quantiles('wait', (0.5,))} FROM {folded.events} WHERE next >= 0 GROUP BY node")
    return {node: middle / 1e6 for node, (middle,) in rows}


def _returns(folded: Selection, side: frozenset[str]) -> dict[int, tuple[Interval, Interval]]:
    """Stage -> share of journeys that come again, and of departures that go back."""
    rows = folded.run(
        f"""
        WITH placed AS (
            -- A side stage comes before none and after none.
            SELECT id, CASE WHEN name NOT IN (SELECT unnest(?::VARCHAR[])) THEN ordinal END AS ordinal FROM stage
        ), stepped AS (
            SELECT v.journey, v.node, v.next >= 0 AND s.ordinal IS NOT NULL AS leaves,
                   coalesce(t.ordinal < s.ordinal, false) AS back
            FROM {folded.events} v JOIN placed s ON s.id = v.node LEFT JOIN placed t ON t.id = v.next
        ), travelled AS (
            SELECT node, count(*) AS visits, count(*) FILTER (leaves) AS leaves, count(*) FILTER (back) AS back
            FROM stepped GROUP BY node, journey
        )
        SELECT node, count(*), count(*) FILTER (visits > 1), sum(leaves), sum(back) FROM travelled GROUP BY node
        """,
        [sorted(side)],
    )
    return {node: (wilson(again, n), wilson(int(back), int(leaves))) for node, n, again, leaves, back in rows}


def _comments(folded: Selection, unfolded: Selection) -> tuple[dict[int, int], dict[int, list[str]]]:
    """Stage -> how many comments, and the newest different ones."""
    quotes: dict[int, list[str]] = defaultdict(list)
    if not unfolded.run(_COMMENT_COLUMN):
        return {}, quotes
    said = f"""
        SELECT e.stage, d.comment, e.time FROM {staged(folded, unfolded)} e
        JOIN event_detail d ON d.journey = e.journey AND d.position = e.position
        WHERE e.stage IS NOT NULL AND trim(d.comment) <> ''"""
    counts = dict(unfolded.run(f"SELECT stage, count(*) FROM ({said}) GROUP BY stage"))
    rows = unfolded.run(
        f"""
        WITH said AS ({said}), newest AS (SELECT stage, comment, max(time) AS time FROM said GROUP BY stage, comment)
        SELECT stage, comment FROM newest
        QUALIFY row_number() OVER (PARTITION BY stage ORDER BY time DESC, comment) <= ?
        ORDER BY stage, time DESC, comment
        """,
        [QUOTES],
    )
    for stage, comment in rows:
        quotes[stage].append(comment)
    return counts, quotes


_COMMENT_COLUMN = "SELECT 1 FROM duckdb_columns() WHERE table_name = 'event_detail' AND column_name = 'comment'"


def _has_comments(workspace: Workspace) -> bool:
    return bool(workspace.run(_COMMENT_COLUMN))

"""Paths: what journeys do step by step after a touchpoint, or before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from journey.analyses.funnel_attempts import node_ids
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.outcomes import OUTCOMES
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Direction", "Occurrence", "PathLink", "PathNode", "PathQuestion", "Paths", "paths", "walk"]

Direction = Literal["after", "before"]
Occurrence = Literal["first", "last"]
Kind = Literal["touchpoint", "other", "start", "completed", "lost", "dropped", "open", "end"]
MOST_STEPS, MOST_TOP = 12, 20


@dataclass(frozen=True, kw_only=True)
class PathQuestion:
    """Where paths are unrolled from.

    Attributes
    ----------
    anchor : str
        The touchpoint they begin or end with.
    direction : {"after", "before"}
    occurrence : {"first", "last"}
        Which visit of it in a journey that comes more than once.
    steps : int
        How many, 1 to 12.
    top : int
        The busiest touchpoints named at each step, 1 to 20; the rest are "other".
    """

    anchor: str
    direction: Direction = "after"
    occurrence: Occurrence = "first"
    steps: int = 5
    top: int = 6

    def __post_init__(self) -> None:
        if self.direction not in get_args(Direction) or self.occurrence not in get_args(Occurrence):
            raise WrongInput(
                _("Paths go after or before the first or the last visit."), _("Choose one of them.")
            )  # fmt: skip
        if not (1 <= self.steps <= MOST_STEPS and 1 <= self.top <= MOST_TOP):
            raise WrongInput(
                _("Paths have 1 to {steps} steps, and name 1 to {top} touchpoints at each.").format(
                    steps=MOST_STEPS, top=MOST_TOP
                ),
                _("Choose fewer."),
            )


@dataclass(frozen=True)
class PathNode:
    """A box: those who are at one touchpoint after so many steps, or whose journey ended or began there.

    Attributes
    ----------
    step : int
        0 for the anchor, negative before it.
    kind : str
        "touchpoint", "other" (all touchpoints of the step that are not named), "start", an outcome, or "end" (of a
        journey in a workspace without a goal).
    name : str
        Of the touchpoint; else "".
    journeys, folded : int
        `folded` counts the touchpoints of "other".
    """

    step: int
    kind: Kind
    name: str
    journeys: int
    folded: int = 0


@dataclass(frozen=True)
class PathLink:
    """Journeys that went from one box to one of the next step; numbers of `Paths.nodes`."""

    source: int
    target: int
    journeys: int


@dataclass(frozen=True)
class Paths:
    """Journeys unrolled by step.

    Attributes
    ----------
    journeys, journeys_shown : int
        With the anchor, and in scope.
    nodes : tuple of PathNode
        By step, then by descending number of journeys; "other" and ends last.
    links : tuple of PathLink
        At every box but those of the last step, what arrives is what leaves.
    """

    question: PathQuestion
    journeys: int
    journeys_shown: int
    nodes: tuple[PathNode, ...]
    links: tuple[PathLink, ...]


def paths(workspace: Workspace, scope: Scope, question: PathQuestion) -> Paths:
    """Unroll the journeys in scope by step from a touchpoint, or to it.

    Raises
    ------
    WrongInput
        The log has no such touchpoint at the level of the scope.
    """
    with select(workspace, scope) as selection:
        (shown,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
        walk(selection, question)
        names = dict(selection.run(f"SELECT id, name FROM {selection.nodes}"))
        (anchor,) = node_ids(selection, (question.anchor,))
        rows = selection.run(
            """
            SELECT step, node, next, outcome, begins, count(*) FROM walked
            GROUP BY step, node, next, outcome, begins ORDER BY step, node, next, outcome, begins
            """
        )
    nodes, links = _boxes(rows, question, names)
    journeys = sum(n for step, node, *_rest, n in rows if step == 0 and node == anchor)
    return Paths(question, journeys, shown, nodes, links)


def walk(selection: Selection, question: PathQuestion) -> None:
    """Make the temporary table `walked`: a row for each journey and step from the anchor.

    Its columns: journey; time; step; node; next (-1 where the journey ends there); outcome (of a journey that ends
    there, else NULL); begins (it is the journey's first event).
    """
    (anchor,) = node_ids(selection, (question.anchor,))
    pick = "min" if question.occurrence == "first" else "max"
    sign, order, sense = (">=", "ASC", 1) if question.direction == "after" else ("<=", "DESC", -1)
    selection.cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE walked AS
        WITH anchored AS (
            SELECT journey, {pick}(position) AS position FROM {selection.events} WHERE node = ? GROUP BY journey
        ), numbered AS (
            SELECT e.journey, e.time, e.node, e.next, {sense} * (row_number() OVER (
                       PARTITION BY e.journey ORDER BY e.position {order}) - 1) AS step,
                   lag(e.position, 1, -1) OVER (PARTITION BY e.journey ORDER BY e.position) = -1 AS begins
            FROM {selection.events} e JOIN anchored a ON a.journey = e.journey AND e.position {sign} a.position
        )
        SELECT n.journey, n.time, n.step, n.node, n.next, CASE WHEN n.next < 0 THEN j.outcome END AS outcome,
               n.begins AND ? AS begins
        FROM numbered n JOIN {selection.journeys} j ON j.id = n.journey WHERE abs(n.step) <= ?
        """,
        [anchor, question.direction == "before", question.steps],
    )


def _boxes(
    rows: list[tuple[int, int, int, int | None, bool, int]], question: PathQuestion, names: dict[int, str]
) -> tuple[tuple[PathNode, ...], tuple[PathLink, ...]]:
    at: dict[int, dict[int, int]] = {}
    for step, node, _next, _outcome, _begins, n in rows:
        visits = at.setdefault(step, {})
        visits[node] = visits.get(node, 0) + n
    # A single one left over is named, too: "other" would say less in the same room.
    named = {
        step: set(sorted(visits, key=lambda node: (-visits[node], names[node]))[: question.top])
        if len(visits) > question.top + 1
        else set(visits)
        for step, visits in at.items()
    }

    def box(step: int, node: int) -> tuple[int, str, str]:
        return (step, "touchpoint", names[node]) if node in named[step] else (step, "other", "")

    counted: dict[tuple[int, str, str], int] = {}
    flows: dict[tuple[tuple[int, str, str], tuple[int, str, str]], int] = {}

    def add(box: tuple[int, str, str], n: int) -> None:
        counted[box] = counted.get(box, 0) + n

    def flow(source: tuple[int, str, str], target: tuple[int, str, str], n: int) -> None:
        flows[source, target] = flows.get((source, target), 0) + n

    ends = (*(outcome.value for outcome in OUTCOMES), "end")
    for step, node, following, outcome, begins, n in rows:
        here = box(step, node)
        add(here, n)
        if begins:
            add((step - 1, "start", ""), n)
            flow((step - 1, "start", ""), here, n)
        if step + 1 in at and following >= 0:
            flow(here, box(step + 1, following), n)
        elif outcome is not None and (question.direction == "after" and step < question.steps):
            add((step + 1, ends[outcome], ""), n)
            flow(here, (step + 1, ends[outcome], ""), n)
    order = {"touchpoint": 0, "other": 1, "start": 2, **{end: 3 + i for i, end in enumerate(ends)}}
    boxes = sorted(counted, key=lambda b: (b[0], order[b[1]], -counted[b], b[2]))
    number = {b: i for i, b in enumerate(boxes)}
    nodes = tuple(
        PathNode(
            step, kind, name, counted[step, kind, name],  # type: ignore[arg-type]
            len(at[step]) - len(named[step]) if kind == "other" else 0,
        )
        for step, kind, name in boxes
    )  # fmt: skip
    links = tuple(
        PathLink(number[source], number[target], n)
        for (source, target), n in sorted(flows.items(), key=lambda item: (-item[1], item[0]))
    )
    return nodes, links

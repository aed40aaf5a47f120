"""The single journeys behind a ribbon of the paths."""

from __future__ import annotations

from typing import Any

from journey.analyses.behind import BehindList, behind
from journey.analyses.paths import PathNode, PathQuestion, Paths, paths, walk
from journey.scope import Scope
from journey.store.outcomes import OUTCOMES
from journey.store.selection import select
from journey.store.workspace import Workspace

__all__ = ["path_journeys"]


def path_journeys(
    workspace: Workspace, scope: Scope, question: PathQuestion, source: int, target: int, top: int = 100
) -> BehindList:
    """The journeys that went from one box to one of the next step.

    Parameters
    ----------
    source, target : int
        Numbers in `paths(...).nodes` of the same question.
    """
    found = paths(workspace, scope, question)
    start, end = found.nodes[source], found.nodes[target]
    with select(workspace, scope) as selection:
        walk(selection, question)
        ids = {name: number for number, name in selection.run(f"SELECT id, name FROM {selection.nodes}")}
        begins = start.kind == "start"
        where, values = ("begins", []) if begins else _is(found, start, "node", ids)
        there, more = _is(found, end, "node" if begins else "next", ids)
        rows = f"SELECT journey, time, next FROM walked WHERE step = ? AND {where} AND {there}"
        return behind(selection, rows, [end.step if begins else start.step, *values, *more], top)


def _is(found: Paths, box: PathNode, column: str, ids: dict[str, int]) -> tuple[str, list[Any]]:
    """That a column holds one of the touchpoints of a box; of an end, that the journey ends so."""
    if box.kind == "touchpoint":
        return f"{column} = ?", [ids[box.name]]
    if box.kind == "other":
        named = [ids[n.name] for n in found.nodes if n.step == box.step and n.kind == "touchpoint"]
        return f"{column} >= 0 AND {column} NOT IN (SELECT unnest(?::INTEGER[]))", [named]
    ends = [outcome.value for outcome in OUTCOMES]
    return "outcome = ?", [ends.index(box.kind) if box.kind in ends else len(ends)]

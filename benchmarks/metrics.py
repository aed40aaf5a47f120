"""The table of metrics on the generated log: stages, a goal, costs and answers are laid into its workspace first."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from journey.analyses.metrics import metrics
from journey.model import Definitions
from journey.scope import Scope
from journey.store.define import define
from journey.store.edits import Edit
from journey.store.rebuild import change
from journey.store.workspace import Workspace

__all__ = ["seconds"]

REPEATS = 5
STAGES = 8
EVERY = 20
"""One event in so many has an answer to each of the two scores."""


def seconds(path: Path) -> dict[str, float]:
    """Seconds of the whole stage x metric table: the first time, for scopes never asked, and for all journeys."""
    with Workspace(path) as workspace:
        if not workspace.run("FROM stage"):
            _lay(workspace)
        first = _clock(workspace, Scope())
        later = [_clock(workspace, Scope(min_duration_s=0.002 * (i + 1))) for i in range(REPEATS)]
        whole = [_clock(workspace, Scope()) for _i in range(REPEATS)]
    return {"metrics_first": first, "metrics": median(later), "metrics_whole": median(whole)}


def _clock(workspace: Workspace, scope: Scope) -> float:
    begun = time.perf_counter()
    metrics(workspace, scope)
    return time.perf_counter() - begun


def _lay(workspace: Workspace) -> None:
    raws = [raw for (raw,) in workspace.run("SELECT id FROM raw_touchpoint ORDER BY name")]
    staged = {f"Stage {at}": tuple(raws[at::STAGES]) for at in range(STAGES)}
    change(workspace, *(Edit("stage", raw, name) for name, raw in staged.items()))
    (goal,) = workspace.one("SELECT name FROM touchpoint ORDER BY name LIMIT 1 OFFSET 7")
    define(workspace, Definitions(goals=(goal,)))
    with workspace.transaction(data=True) as cursor:
        cursor.execute("UPDATE event SET cost = position % 7")
        cursor.execute("INSERT INTO score VALUES (0, 'nps'), (1, 'csat')")
        cursor.execute(
            f"""INSERT INTO answer
                SELECT journey, position, s, CASE s WHEN 0 THEN hash(position, journey) % 11
                                                    ELSE 1 + hash(journey, position) % 5 END
                FROM event, (VALUES (0), (1)) v(s) WHERE hash(journey, position, s) % {EVERY} = 0
                ORDER BY journey, position, s"""
        )

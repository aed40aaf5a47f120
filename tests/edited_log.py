"""A small log to edit, and what is seen of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import journey
from journey.analyses.flow import flow_map
from journey.analyses.variants import variants
from journey.model import Definitions, Mapping
from journey.scope import Scope
from journey.store.workspace import Workspace

# One customer pays by card, the other by invoice; "Log in" and "log-in" are one.
ROWS = [
    ("a", "Log in", "09:00"), ("a", "Basket", "09:01"), ("a", "Card", "09:05"), ("a", "Thanks", "09:06"),
    ("b", "log-in", "10:00"), ("b", "Basket", "10:01"), ("b", "Basket", "10:02"), ("b", "Invoice", "10:09"),
]  # fmt: skip


def laid(folder: Path, rows: list[tuple[str, str, str]] = ROWS, goals: tuple[str, ...] = ("Thanks",)) -> Workspace:
    frame = pd.DataFrame([(who, what, f"2026-03-01 {when}") for who, what, when in rows], columns=["id", "step", "at"])
    target = folder / "edits.duckdb"
    target.unlink(missing_ok=True)
    journey.import_log(
        frame,
        target,
        mapping=Mapping(journey="id", touchpoint=("step",), time="at"),
        definitions=Definitions(goals=goals),
    )
    return Workspace(target)


def raw(workspace: Workspace, *names: str) -> tuple[int, ...]:
    found = dict(workspace.run("SELECT name, id FROM raw_touchpoint"))
    return tuple(found[name] for name in names)


def seen(workspace: Workspace, scope: Scope | None = None) -> object:
    flow = flow_map(workspace, scope)
    names = {t.id: t.name for t in flow.touchpoints}
    return (
        {(t.name, t.stage, t.events, t.journeys, t.starts, t.ends) for t in flow.touchpoints},
        {(names[m.source], names[m.target], m.events, m.journeys, m.wait_median_s) for m in flow.transitions},
        {(v.path, v.journeys) for v in variants(workspace, scope, top=None).variants},
    )

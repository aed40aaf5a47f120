"""Small logs whose to-be can be worked out by hand, and how to ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journey.design.bands import splits_for
from journey.design.compile import Compiled, compile_scenario
from journey.design.edits import edit_of
from journey.design.model import AsIs, fit_model
from journey.design.scenario import Scenario
from journey.scope import Scope
from journey.store.workspace import Workspace

WAYS = {
    # way of a journey -> how many take it
    "Shop Pay Done": 60,
    "Shop Error Pay Done": 20,
    "Shop Error": 20,
    "Shop": 20,
}


def rows(ways: dict[str, int] = WAYS, step_h: float = 1.0) -> list[tuple[str, str, float]]:
    """A log with an event every hour; journeys start an hour apart. A last one ends much later: all others are mature.

    Ways end where they end: in silence, or at Done.
    """
    found, number = [], 0
    for way, times in ways.items():
        for _ in range(times):
            found += [(f"j{number}", name, number + step_h * i) for i, name in enumerate(way.split())]
            number += 1
    return [*found, ("late", "Shop", 2_000.0)]


def scenario(*records: dict[str, Any]) -> Scenario:
    return Scenario(name="to-be", edits=tuple(map(edit_of, records)))


def fitted(workspace: Workspace, *records: dict[str, Any]) -> tuple[AsIs, Compiled]:
    """The model of a log, and the to-be."""
    made = scenario(*records)
    model = fit_model(workspace, Scope(), splits_for(workspace, Scope(), made))
    return model, compile_scenario(model, made)


def shares(compiled: Compiled) -> tuple[float, float]:
    """Conversion and events per journey of the to-be, rounded."""
    flow = compiled.chain.solve()
    return round(flow.conversion + flow.late, 4), round(flow.contacts, 4)


def visits(compiled: Compiled) -> dict[str, float]:
    """Expected visits by touchpoint."""
    flow = compiled.chain.solve()
    pairs: Sequence[tuple[str, float]] = list(zip(compiled.chain.names, flow.per_node(flow.visits), strict=True))
    return {name: round(float(value), 4) for name, value in pairs}

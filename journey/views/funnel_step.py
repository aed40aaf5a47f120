"""The step of a funnel that was clicked: the journeys that came there, or those it lost."""

from __future__ import annotations

from typing import Any

from journey.analyses.funnel import FunnelResult
from journey.analyses.funnel_journeys import Part, funnel_journeys
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame
from journey.views.behind_list import behind_list
from journey.views.results import kept

__all__ = ["step_journeys"]


def step_journeys(workspace: Workspace, scope: Scope, found: FunnelResult, picked: Any) -> None:
    """Draw the journeys behind the bar that was clicked; where none was, say that bars can be."""
    points = picked.selection.points if picked else []
    chosen = _clicked(points[0].get("customdata")) if points else None
    if chosen is None or chosen[0] >= len(found.steps):
        frame.explain(_("Click a bar to see the journeys behind it: full, who came; hatched, who was lost before it."))
        return
    step, part = chosen
    name = frame.short(found.steps[step].name)

    def title(n: int) -> str:
        sentence = (
            ngettext("{n} entry came to {step}", "{n} entries came to {step}", n)
            if part == "reached"
            else ngettext("{n} entry went no further than {step}", "{n} entries went no further than {step}", n)
        )
        return sentence.format(n=count(n), step=name)

    behind_list(
        lambda top: kept(funnel_journeys, workspace, scope, found.question, step, part, top),
        title, scope, key=f"funnel_{step}_{part}",
    )  # fmt: skip


def _clicked(data: Any) -> tuple[int, Part] | None:
    values = list(data.values()) if isinstance(data, dict) else list(data or ())
    return (int(values[0]), "left" if values[1] == "left" else "reached") if len(values) == 2 else None

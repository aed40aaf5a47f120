"""Friction on the flow map: what is at stake at touchpoints and on transitions."""

from __future__ import annotations

from dataclasses import replace

from journey.analyses.flow import FlowMap
from journey.analyses.friction.parts import Friction
from journey.charts.flow_shading import Figure, Reading, Shading, shade_values
from journey.text import _
from journey.text.format import count

__all__ = ["at_place", "friction_shading", "place_on_map"]


def friction_shading(flow: FlowMap, frictions: tuple[Friction, ...]) -> Shading:
    """What is at stake, on the map: at a touchpoint or transition with several kinds the strongest is told."""
    boxes: dict[int, Reading] = {}
    curves: dict[tuple[int, int], Reading] = {}
    for one in sorted(frictions, key=_at_stake):
        if one.place.target is None:
            boxes[one.place.source] = _at_stake(one)
        else:
            curves[one.place.source, one.place.target] = _at_stake(one)
    shading = shade_values(
        flow, _("Journeys at stake"), boxes=boxes, curves=curves, scale="pain", write=lambda value: count(round(value))
    )
    # A dash in every box that hurts nobody would only be noise.
    blank = Figure(None, "")
    return replace(shading, boxes={node: figure if node in boxes else blank for node, figure in shading.boxes.items()})


def at_place(frictions: tuple[Friction, ...], selected: str) -> Friction | None:
    """The strongest friction of a box ("t5") or curve ("t5>t7") of the map; of a box also those that begin there."""
    parts = [int(part[1:]) for part in selected.split(">") if part[:1] == "t" and part[1:].isdigit()]
    strongest = sorted(frictions, key=_at_stake, reverse=True)
    if len(parts) == 2:
        return next((o for o in strongest if (o.place.source, o.place.target) == tuple(parts)), None)
    if len(parts) == 1:
        own = next((o for o in strongest if o.place.source == parts[0] and o.place.target is None), None)
        return own or next((o for o in strongest if parts[0] in (o.place.source, o.place.target)), None)
    return None


def place_on_map(one: Friction) -> str:
    """The box or curve of the map where a friction is: what `at_place` finds it by."""
    source, target = one.place.source, one.place.target
    return f"t{source}" if target is None else f"t{source}>t{target}"


def _at_stake(one: Friction) -> float:
    return max(0.0, one.stake.at_stake.value or 0.0)

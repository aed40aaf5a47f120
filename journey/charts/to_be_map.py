"""A to-be as a flow map on which everything that people edited is drawn, whether journeys come there or not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import networkx as nx

from journey.analyses.flow_parts import Ends, FlowMap, Touchpoint, Transition
from journey.charts.flow_choice import END_KINDS
from journey.charts.flow_map import spec
from journey.charts.flow_shading import Shading, shade_values
from journey.charts.forecast_shading import Side, forecast_shading
from journey.charts.map_spec import MapSpec
from journey.design.draft import Draft
from journey.design.logged import PLACES, as_logged, called
from journey.design.preview import Preview
from journey.model import BLANK, Level
from journey.scope import Scope
from journey.text import _

__all__ = ["draft_flow", "draft_map", "to_be_map"]

_BOXES, _CURVES = 24, 40
_THIN = 16
"""Of so many journeys one is drawn as a thin line."""
_NO_ENDS = Ends(0, 0, 0, 0, 0)


def to_be_map(found: Preview, side: Side, selected: str | None = None) -> MapSpec:
    """One side of a to-be, or the difference. Boxes keep their places on all sides, unless people moved them."""
    flow = {"as_is": found.flow, "to_be": found.to_be}.get(side, found.both)
    base = found.flow if side == "as_is" else found.both
    keep, bind = _edited(found)
    kind = max(END_KINDS, key=lambda kind: sum(getattr(t.ends, kind) for t in flow.touchpoints))
    flow, invented = _joined(flow, keep, kind)
    base, _also = _joined(base, keep, kind)
    picture = spec(
        flow, base, shading=forecast_shading(found, side), touchpoints=_BOXES, transitions=_CURVES, keep=keep,
        bind=bind, selected=selected,
    )  # fmt: skip
    curves = tuple(curve for curve in picture.curves if curve.id not in invented)
    return replace(picture, curves=curves, focus=_first_edited(picture, {*keep, *(end for way in bind for end in way)}))


def _first_edited(picture: MapSpec, edited: Collection[int]) -> tuple[float, float] | None:
    """The middle of the leftmost box that an edit names: at the start of a long map both sides are often alike."""
    ids = {f"t{number}" for number in edited}
    first = min((box for box in picture.boxes if box.id in ids), key=lambda box: box.x, default=None)
    return None if first is None else (first.x + first.width / 2, first.y + first.height / 2)


def _edited(found: Preview) -> tuple[list[int], list[tuple[int, int]]]:
    """Places and ways that the edits name."""
    names = called(found.scenario)
    number = {t.name: t.id for t in found.both.touchpoints}
    places: dict[int, None] = {}
    ways: dict[tuple[int, int], None] = {}
    for _n, edit in as_logged(found.scenario):
        at = {field: number.get(names.get(name, name)) for field, name in edit.texts if field in (*PLACES, "to")}
        places |= {one: None for one in at.values() if one is not None}
        ends = [("source", "target"), ("source", "touchpoint"), ("touchpoint", "target"), ("source", "to")]
        ways |= {(a, b): None for one, other in ends
                 if (a := at.get(one)) is not None and (b := at.get(other)) is not None}  # fmt: skip
    return list(places), list(ways)


def _joined(flow: FlowMap, keep: Collection[int], kind: str) -> tuple[FlowMap, set[str]]:
    """With a way in and out for what stands alone, since only what is joined is drawn; and the curves to leave out."""
    come = {m.target for m in flow.transitions if m.source != m.target}
    lead = {m.source for m in flow.transitions if m.source != m.target}
    invented: set[str] = set()
    touchpoints = []
    for one in flow.touchpoints:
        joined = one
        if one.id in keep and one.id not in come and not one.starts:
            joined = replace(joined, starts=1)
            invented.add(f"start>t{one.id}")
        if one.id in keep and one.id not in lead and not one.ends.total:
            joined = replace(joined, ends=replace(_NO_ENDS, **{kind: 1}))
            invented.add(f"t{one.id}>end-{kind}")
        touchpoints.append(joined)
    return replace(flow, touchpoints=tuple(touchpoints)), invented


def draft_flow(found: Draft, stages: tuple[str, ...]) -> FlowMap:
    """The ways of a design as a flow map on which every way counts one journey: for drawing, never for a figure."""
    ways = found.ways
    number = {name: n for n, name in enumerate(ways.touchpoints)}
    depth = _depths(found)
    deepest = max(depth.values(), default=0) + 1
    touchpoints = tuple(
        Touchpoint(
            number[name], name, found.stages.get(name), 1, 1, 1.0, int(name in ways.starts),
            replace(_NO_ENDS, undecided=int(name in ways.goals)), BLANK, BLANK, BLANK, None,
            (depth[name] + order / 1_000) / deepest,
        )
        for order, name in enumerate(found.order)
    )  # fmt: skip
    transitions = tuple(Transition(number[a], number[b], 1, 1, 0.0, 0.0, 0.0, BLANK) for a, b in ways.steps)
    graph = nx.DiGraph(ways.steps)
    paths = [
        nx.shortest_path(graph, a, b)
        for a in ways.starts
        for b in ways.goals
        if a in graph and b in graph and nx.has_path(graph, a, b)
    ]
    more = tuple(dict.fromkeys(stage for stage in found.stages.values() if stage not in stages))
    return FlowMap(
        scope=Scope(), level=Level.TOUCHPOINT, journeys_shown=_THIN, journeys_total=_THIN, journeys_empty=0,
        journeys_mature=0, conversion=BLANK, events_shown=len(touchpoints), events_total=len(touchpoints),
        touchpoints=touchpoints,
        transitions=transitions, happy_path=tuple(number[name] for name in max(paths, key=len, default=[])),
        stages=(*stages, *more) if any(found.stages.values()) else (), seconds=0.0,
    )  # fmt: skip


def _depths(found: Draft) -> dict[str, int]:
    """Fewest steps from a start; what no way leads to stands at the front."""
    depth = dict.fromkeys(found.ways.starts, 0)
    todo = list(found.ways.starts)
    while todo:
        name = todo.pop(0)
        for a, b in found.ways.steps:
            if a == name and b not in depth:
                depth[b] = depth[name] + 1
                todo.append(b)
    return {name: depth.get(name, 0) for name in found.order}


def draft_map(found: Draft, stages: tuple[str, ...], selected: str | None = None) -> MapSpec:
    """The picture of a design that no log is behind: boxes and ways without a figure."""
    flow = draft_flow(found, stages)
    everything = [t.id for t in flow.touchpoints]
    joined, invented = _joined(flow, everything, "undecided")
    # A circle that nothing leads to is joined to the start as well.
    lost = set(found.ways.touchpoints) - found.ways.reached
    stuck = set(found.ways.touchpoints) - found.ways.ending
    touchpoints = []
    for one in joined.touchpoints:
        if one.name in lost and not one.starts:
            invented.add(f"start>t{one.id}")
            one = replace(one, starts=1)
        if one.name in stuck and not one.ends.total:
            invented.add(f"t{one.id}>end-undecided")
            one = replace(one, ends=replace(_NO_ENDS, undecided=1))
        touchpoints.append(one)
    joined = replace(joined, touchpoints=tuple(touchpoints))
    shading: Shading = shade_values(joined, "", boxes={}, curves={}, scale="volume", write=str)
    picture = spec(
        joined, shading=shading, touchpoints=len(everything), transitions=len(flow.transitions), keep=everything,
        bind=[(m.source, m.target) for m in flow.transitions], selected=selected,
    )  # fmt: skip
    kept = (curve for curve in picture.curves if curve.id not in invented)
    unknown = set(found.unknown)
    return replace(
        picture,
        boxes=tuple(
            replace(box, figure="", facts=((_("In the log"), _("no")),) if box.name in unknown else (), thin=False)
            for box in picture.boxes
        ),
        curves=tuple(replace(curve, pill=None, figure="", facts=(), thin=False) for curve in kept),
        legend=replace(
            picture.legend, title=_("A design without figures"), coverage="",
            entries=tuple(entry for entry in picture.legend.entries if entry[0] != "forward"),
        ),
        alt=_("A design of {n} touchpoints.").format(n=len(everything)),
    )  # fmt: skip

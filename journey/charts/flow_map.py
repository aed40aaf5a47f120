"""The flow map as a picture: a flow map and drawing options in, a plain description of every stroke out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from journey.analyses.flow import FlowMap
from journey.charts.flow_choice import Drawn, choose
from journey.charts.flow_facts import (
    alt_text,
    coverage,
    end_facts,
    end_name,
    move_facts,
    start_facts,
    touchpoint_facts,
)
from journey.charts.flow_grid import START, box_key, end_key
from journey.charts.flow_layout import Layout, Place, Stretch, lay_out
from journey.charts.flow_overlay import Overlay, shade
from journey.charts.flow_pills import Pill, place_pills
from journey.charts.flow_routes import Link, Route, route
from journey.charts.flow_shading import BLANK, Figure, Shading
from journey.charts.label import clean, compact, cut_to
from journey.charts.map_spec import Band, Box, Curve, Facts, Legend, MapSpec
from journey.charts.theme import step
from journey.text import _
from journey.text.format import count, percent

__all__ = ["MapSpec", "Overlay", "choose", "spec"]

WIDEST_PX = 10.0
THINNEST_PX = 1.0
MARGIN_PX = 28.0
BAND_NAME_PX = 30.0
LEAST_BAR = 0.05


def spec(
    flow: FlowMap,
    base: FlowMap | None = None,
    *,
    overlay: Overlay = Overlay.EVENTS,
    shading: Shading | None = None,
    touchpoints: int | None = None,
    transitions: int | None = None,
    keep: Iterable[int] = (),
    bind: Iterable[tuple[int, int]] = (),
    selected: str | None = None,
) -> MapSpec:
    """Describe the picture of a flow map.

    Parameters
    ----------
    flow : FlowMap
        The map in scope: its numbers are shown.
    base : FlowMap, optional
        The map of all journeys at the same level with the same hidden touchpoints: it decides where boxes stand, so
        that they keep their places when a filter changes. None: `flow` itself.
    overlay : Overlay
        What fills and figures tell.
    shading : Shading, optional
        Figures from elsewhere (`flow_shading.shade_values`); they go before the overlay's.
    touchpoints, transitions : int, optional
        At most so many boxes and curves (see `choose`); they change the drawing, never a number.
    keep, bind : iterable
        Touchpoints and transitions that are drawn in any case.
    selected : str, optional
        Id of a box or a curve.

    Returns
    -------
    MapSpec
    """
    base = base or flow
    first = choose(base, touchpoints, transitions, keep, bind)
    drawn = choose(flow, touchpoints, transitions, (*first.touchpoints, *keep), bind)
    layout = lay_out(base, first, _keys(drawn))
    shading = shading or shade(flow, overlay)
    strokes = {s.link.key: s for s in _strokes(flow, drawn, shading)}
    routes = route(layout, [s.link for s in strokes.values()])
    # A blank tells nothing, so it takes no room.
    told = {key: s.figure.text for key, s in strokes.items() if s.figure.text != BLANK}
    by_volume = sorted(told, key=lambda key: -strokes[key].volume)
    pills = place_pills(layout, routes, told, by_volume)
    curves = tuple(_curve(s, routes[key], pills.get(key), shading) for key, s in strokes.items())
    boxes = tuple(_boxes(flow, base, layout, drawn, shading))
    left, top, right, bottom = _extent(layout, routes)
    return MapSpec(
        boxes=boxes,
        curves=curves,
        bands=tuple(_band(b) for b in layout.bands),
        legend=_legend(shading, drawn, boxes, curves),
        alt=alt_text(flow, drawn),
        x=left,
        y=top,
        width=right - left,
        height=bottom - top,
        line_y=layout.level_y(0),
        selected=selected,
    )


def _band(stretch: Stretch) -> Band:
    name = clean(stretch.name) if stretch.name else _("No stage")
    width = stretch.right - stretch.left
    return Band(name=name, label=cut_to(name, width - 20), x=stretch.left, width=width)


def _keys(drawn: Drawn) -> list[str]:
    return [box_key(i) for i in drawn.touchpoints] + [end_key(kind) for _i, kind in drawn.ends]


@dataclass(frozen=True)
class _Stroke:
    """A curve before it is routed."""

    link: Link
    volume: int
    figure: Figure
    colour: str
    name: str
    facts: Facts


def _strokes(flow: FlowMap, drawn: Drawn, shading: Shading) -> list[_Stroke]:
    """All curves, the happy path first, then by volume."""
    names = {t.id: clean(t.name) for t in flow.touchpoints}
    parts = {t.id: t for t in flow.touchpoints}
    by_journeys = shading.volume != "events"
    volumes = {(m.source, m.target): m.journeys if by_journeys else m.events for m in flow.transitions}
    widest = max([flow.journeys_shown, *volumes.values(), 1])
    moves = {(m.source, m.target): m for m in flow.transitions}
    chosen = set(drawn.transitions)
    happy = set(pairwise(flow.happy_path))

    def stroke(source: str, target: str, volume: int, straight: bool, figure: Figure, colour: str, name: str,
               facts: Facts) -> _Stroke:  # fmt: skip
        width = max(THINNEST_PX, WIDEST_PX * sqrt(volume / widest))
        return _Stroke(Link(f"{source}>{target}", source, target, width, straight), volume, figure, colour, name, facts)

    found = []
    for pair in chosen:
        source, target = pair
        name = _("{source} to {target}").format(source=names[source], target=names[target])
        facts = (*move_facts(flow, moves[pair]), *_beside(shading, shading.curves[pair]))
        colour = "curve-happy" if pair in happy else "curve"
        ends = box_key(source), box_key(target)
        found.append(stroke(*ends, volumes[pair], pair in happy, shading.curves[pair], colour, name, facts))
    for i in drawn.starts:
        name, n = _("Start to {target}").format(target=names[i]), parts[i].starts
        first = i in flow.happy_path[:1]
        colour = "curve-happy" if first else "curve"
        found.append(stroke(START, box_key(i), n, first, _of_journeys(flow, n, shading), colour, name, _told(flow, n)))
    for i, kind in drawn.ends:
        name, n = _("{source} to {target}").format(source=names[i], target=end_name(kind)), getattr(parts[i].ends, kind)
        last = i in flow.happy_path[-1:] and kind in ("completed", "undecided")
        found.append(
            stroke(box_key(i), end_key(kind), n, last, _of_journeys(flow, n, shading), kind, name, _told(flow, n))
        )
    return sorted(found, key=lambda s: (not s.link.straight, -s.volume, s.link.key))


def _of_journeys(flow: FlowMap, journeys: int, shading: Shading) -> Figure:
    if shading.volume == "share" and flow.journeys_shown:
        return Figure(None, percent(journeys / flow.journeys_shown))
    return Figure(None, compact(journeys))


def _told(flow: FlowMap, journeys: int) -> Facts:
    share = percent(journeys / flow.journeys_shown) if flow.journeys_shown else percent(0)
    return ((_("Journeys"), _("{n} ({share})").format(n=count(journeys), share=share)),)


def _beside(shading: Shading, figure: Figure) -> Facts:
    """What a shading tells that is no fact of the map itself."""
    return ((shading.title, figure.told),) if figure.told else ()


def _curve(stroke: _Stroke, run: Route, pill: Pill | None, shading: Shading) -> Curve:
    figure = stroke.figure
    colour = stroke.colour
    if figure.level is not None:
        # The paler part of a scale does not stand out as a line; the middle of a difference stays neutral.
        if shading.scale != "difference":
            colour = f"{shading.scale}-{step(0.75 + 0.25 * figure.level)}"
        elif step(figure.level) != step(0.5):
            colour = f"{shading.scale}-{step(0.5 * figure.level + (0.5 if figure.level > 0.5 else 0.0))}"
    return Curve(
        id=stroke.link.key,
        source=stroke.link.source,
        target=stroke.link.target,
        path=run.path,
        head=run.head_path,
        width=round(stroke.link.width, 2),
        stroke=colour,
        kind="loop" if run.loop else "back" if run.back else "forward",
        happy=stroke.link.straight,
        thin=figure.thin,
        pill=pill,
        figure=figure.text,
        name=stroke.name,
        facts=stroke.facts,
    )


def _boxes(flow: FlowMap, base: FlowMap, layout: Layout, drawn: Drawn, shading: Shading) -> Iterator[Box]:
    """In reading order: by column, then from the top."""
    live = {box_key(t.id): t for t in flow.touchpoints}
    names = {box_key(t.id): clean(t.name) for t in (*base.touchpoints, *flow.touchpoints)}
    happy = {box_key(i) for i in flow.happy_path}
    shown = {box_key(i) for i in drawn.touchpoints}
    for key, place in sorted(layout.places.items(), key=lambda kp: (kp[1].column, kp[1].level)):
        if key not in names:
            yield _node(flow, key, place)
        elif key not in shown:
            none = ((_("Events"), count(0)),)
            yield _box(key, place, names[key], Figure(None, _("none")), "thin", "muted", ghost=True, facts=none)
        else:
            t = live[key]
            figure = shading.boxes[t.id]
            fill = "thin" if figure.level is None else f"{shading.scale}-{step(figure.level)}"
            ink = "muted" if figure.thin else "ink" if figure.level is None else f"{fill}-ink"
            facts = (*touchpoint_facts(flow, t), *_beside(shading, figure))
            yield _box(key, place, names[key], figure, fill, ink, facts=facts, happy=key in happy,
                       exits=_bar(t.exit_rate.value), truth=t.moment_of_truth)  # fmt: skip


def _bar(exit_rate: float | None) -> float:
    """Too short a bar looks like dirt."""
    return exit_rate if exit_rate and exit_rate >= LEAST_BAR else 0.0


def _box(
    key: str, place: Place, name: str, figure: Figure, fill: str, ink: str, *,
    facts: Facts, kind: str = "touchpoint", exits: float = 0.0, happy: bool = False, ghost: bool = False,
    truth: bool = False,
) -> Box:  # fmt: skip
    return Box(
        id=key,
        kind=kind,
        x=round(place.left, 1),
        y=round(place.top, 1),
        width=place.width,
        height=place.height,
        lines=place.lines or (name,),
        figure=figure.text,
        fill=fill,
        ink=ink,
        exits=round(exits, 4),
        happy=happy,
        ghost=ghost,
        thin=figure.thin,
        name=name,
        facts=facts,
        truth=truth,
    )


def _node(flow: FlowMap, key: str, place: Place) -> Box:
    """The start or an end."""
    if key == START:
        figure = Figure(None, compact(flow.journeys_shown))
        return _box(key, place, _("Start"), figure, "surface", "ink", facts=start_facts(flow), kind=START)
    kind = key.removeprefix("end-")
    ended = sum(getattr(t.ends, kind) for t in flow.touchpoints)
    figure = Figure(None, percent(ended / flow.journeys_shown if flow.journeys_shown else 0.0))
    return _box(
        key, place, end_name(kind), figure, "surface", kind, facts=end_facts(flow, kind), kind=kind, ghost=not ended
    )


def _legend(shading: Shading, drawn: Drawn, boxes: tuple[Box, ...], curves: tuple[Curve, ...]) -> Legend:
    kinds = {c.kind for c in curves}
    entries = [
        ("happy", _("Happy path"), True),
        ("forward", _("Transition, by volume"), "forward" in kinds),
        ("back", _("Going back"), "back" in kinds),
        ("loop", _("Repeated at once"), "loop" in kinds),
        ("exits", _("Exit rate"), any(box.exits for box in boxes)),
        ("truth", _("Moment of truth"), any(box.truth for box in boxes)),
    ]
    return Legend(
        title=shading.title,
        scale=shading.scale,
        low=shading.low,
        high=shading.high,
        entries=tuple((sign, text) for sign, text, there in entries if there),
        coverage=coverage(drawn),
    )


def _extent(layout: Layout, routes: Mapping[str, Route]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of everything drawn, with a margin, and room for the names of stages."""
    left = min((p.left for p in layout.places.values()), default=0.0)
    right = max((p.right for p in layout.places.values()), default=0.0)
    tops = [p.top - 24 for p in layout.places.values()] + [float(r.points[:, 1].min()) for r in routes.values()]
    bottoms = [p.bottom for p in layout.places.values()] + [float(r.points[:, 1].max()) for r in routes.values()]
    top = min(tops, default=0.0) - (BAND_NAME_PX if layout.bands else 0)
    return left - MARGIN_PX, top - MARGIN_PX / 2, right + MARGIN_PX, max(bottoms, default=0.0) + MARGIN_PX

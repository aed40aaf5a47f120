"""The page Friction as a slide: what is at stake, on the map, or by stage and kind; or one place of it, against those
who were at the same point without it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from plotly.graph_objects import Figure

from journey.analyses.flow import flow_map
from journey.analyses.friction.friction import FrictionList, friction
from journey.analyses.friction.parts import Friction
from journey.analyses.info import Info, info
from journey.charts.flow_map import spec
from journey.charts.friction_against import friction_against
from journey.charts.friction_heat import friction_heat
from journey.charts.friction_shading import friction_shading, place_on_map
from journey.charts.friction_table import friction_table, places_table
from journey.charts.friction_words import answer, claim, place_answer
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.friction_place import ChosenPlace, listed, parse_place, shared_attributes
from journey.stories.picture import MapPicture, figure_picture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["BOXES", "CURVES", "draw", "every_place"]

BOXES, CURVES = 26, 44
"""More than the map draws by itself: what hurts is seldom what most do."""


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The places that are above the line; with a place in the settings that one alone.

    Raises
    ------
    WrongInput
        No goal is set, so nothing can be at stake.
    """
    held = ask(info, workspace)
    if not held.outcomes:
        raise WrongInput(
            _("Without a goal, nothing can be at stake."), _("Say what success is, on the page Workspace.")
        )
    found = ask(friction, workspace, scope, attributes=_alike(settings, held))
    place = _place(settings)
    one = listed(found, place) if place else None
    every = every_place(found)
    if one is not None and friction_against(one, "light") is not None:
        return Drawn(
            claim(one), figure_picture(lambda mode: friction_against(one, mode) or Figure()),
            table_of(places_table([one])),
        )  # fmt: skip
    table = table_of(friction_table(found))
    if one is None and settings.get("view") == "stages" and every:
        return Drawn(answer(found), figure_picture(lambda mode: friction_heat(every, held.stages, mode)), table)
    flow = ask(flow_map, workspace, scope)
    base = ask(flow_map, workspace, Scope(level=scope.level, hidden=scope.hidden))
    told = every if one is None or one in every else (*every, one)
    selected = None if one is None else place_on_map(one)
    picture = spec(
        flow, base, shading=friction_shading(flow, told), touchpoints=BOXES, transitions=CURVES, selected=selected
    )
    return Drawn(answer(found) if one is None else place_answer(one), MapPicture(picture), table)


def every_place(found: FrictionList) -> tuple[Friction, ...]:
    """The ranked places, those that are folded into others too."""
    return tuple(two for one in found.ranked for two in (one, *one.also))


def _place(settings: Mapping[str, str]) -> ChosenPlace | None:
    with suppress(ValueError):
        return parse_place(settings["place"]) if settings.get("place") else None
    return None


def _alike(settings: Mapping[str, str], held: Info) -> tuple[str, ...]:
    names: object = None
    with suppress(ValueError):
        names = json.loads(settings.get("alike") or "[]")
    offered = shared_attributes(held)
    return tuple(name for name in names if name in offered) if isinstance(names, list) else ()

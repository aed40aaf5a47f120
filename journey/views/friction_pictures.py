"""The pictures above the friction list: on the flow map, or by stage and kind; a click opens the place."""

from __future__ import annotations

import streamlit as st

from journey.analyses.friction.friction import FrictionList
from journey.analyses.friction.parts import Friction
from journey.charts.flow_map import spec
from journey.charts.friction_heat import friction_heat, hottest
from journey.charts.friction_shading import at_place, friction_shading
from journey.charts.friction_words import answer
from journey.components.flow_map import Selection
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.pictures.friction import BOXES, CURVES, every_place
from journey.text import _
from journey.views import frame
from journey.views.friction_choice import alike_choice, look_at
from journey.views.friction_exits import exit_list
from journey.views.page_settings import seed, tell
from journey.views.results import flow_map, workspace_info

__all__ = ["pictures"]

_VIEWS = {"list": _("List"), "map": _("On the map"), "stages": _("By stage"), "exits": _("Where they end")}
_ICONS = {"list": ":material/format_list_numbered:", "map": ":material/map:", "stages": ":material/grid_on:",
          "exits": ":material/logout:"}  # fmt: skip


def pictures(workspace: Workspace, scope: Scope, found: FrictionList) -> None:
    """Draw what was chosen; the list stays below it."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="friction_views"):
        seed("view", "friction_view", "list", lambda text: text if text in _VIEWS else None)
        view = st.segmented_control(
            _("Show"), list(_VIEWS), format_func=lambda one: f"{_ICONS[one]} {_VIEWS[one]}", key="friction_view",
            required=True, persist_state="session",
        )  # fmt: skip
        tell("view", view, "list")
        alike_choice(workspace_info(workspace))
    every = every_place(found)
    if view == "map":
        _map(workspace, scope, found, every)
    elif view == "stages":
        _stages(found, every, workspace_info(workspace).stages)
    elif view == "exits":
        exit_list(workspace, scope)


def _map(workspace: Workspace, scope: Scope, found: FrictionList, every: tuple[Friction, ...]) -> None:
    flow = flow_map(workspace, scope)
    base = flow_map(workspace, Scope(level=scope.level, hidden=scope.hidden))
    told = st.session_state.get("friction_map_told")

    def select(chosen: Selection | None) -> None:
        one = at_place(every, chosen.id) if chosen else None
        st.session_state["friction_map_told"] = None if one or not chosen else _("Nothing is at stake there.")
        if one is not None:
            look_at(one)

    frame.flow(
        spec(flow, base, shading=friction_shading(flow, every), touchpoints=BOXES, transitions=CURVES),
        key=f"friction_map_{workspace.name}",
        on_select=select,
    )
    frame.explain(told or _("Coloured is what is above the line; click it to look closer."))


def _stages(found: FrictionList, every: tuple[Friction, ...], stages: tuple[str, ...]) -> None:
    places = list(hottest(every).values())
    picked = frame.chart(
        lambda mode: friction_heat(every, stages, mode), alt=answer(found),
        key=f"friction_heat_{st.session_state.setdefault('friction_round', 0)}", on_select="rerun",
    )  # fmt: skip
    points = picked.selection.points
    if points:
        st.session_state["friction_round"] += 1
        look_at(places[points[0]["customdata"]])
        st.rerun()
    frame.explain(_("The strongest place of each stage and kind; places overlap, so they do not add up. Click one."))

"""The to-be as a map, as two maps, or as a board; what is drawn and dragged on them become edits."""

from __future__ import annotations

import streamlit as st

from journey.analyses.flow_parts import FlowMap
from journey.charts.board_html import board_html
from journey.charts.forecast_shading import Side
from journey.charts.map_spec import MapSpec
from journey.charts.to_be_board import draft_board, to_be_board
from journey.charts.to_be_map import draft_flow, draft_map, to_be_map
from journey.components.flow_map import Selection
from journey.components.journey_board import journey_board
from journey.design.draft import Draft
from journey.design.kept import Kept
from journey.design.preview import Preview
from journey.store.privacy import privacy_wanted
from journey.store.workspace import Workspace
from journey.stories.few.board import private_board
from journey.stories.picture import MapPicture, board_picture
from journey.text import _
from journey.views import frame, shown
from journey.views.designer_edits import board_moves, cut, draw_way, place_key
from journey.views.edit_form import Choices
from journey.views.page_settings import seed, tell
from journey.views.place_editor import place_editor

__all__ = ["draft_picture", "to_be_picture"]

_SIDES: dict[Side, str] = {
    "difference": _("Difference"), "exits": _("Who leaves"), "to_be": _("To-be"), "as_is": _("As-is"),
}  # fmt: skip
_VIEWS = {"map": _("Map"), "both": _("Side by side"), "board": _("Board")}


def to_be_picture(workspace: Workspace, kept: Kept | None, found: Preview, choices: Choices) -> None:
    """Draw a to-be that was made on the as-is."""
    with st.container(horizontal=True, vertical_alignment="center"):
        seed("view", "designer_view", "map", lambda text: text if text in _VIEWS else None)
        view = st.segmented_control(
            _("See it as"), list(_VIEWS), format_func=_VIEWS.__getitem__, required=True, key="designer_view",
            label_visibility="collapsed",
        )  # fmt: skip
        tell("view", view, "map")
        side: Side = "difference"
        if view == "map":
            edited = bool(found.scenario.active)
            usual: Side = "difference" if edited else "as_is"
            seed("side", f"designer_side_{edited}", usual, lambda text: text if text in _SIDES else None)
            chosen: Side | None = st.segmented_control(
                _("Show"), list(_SIDES), format_func=_SIDES.__getitem__, required=True,
                key=f"designer_side_{edited}", label_visibility="collapsed",
            )  # fmt: skip
            side = chosen or usual
            tell("side", side, usual)
    if view == "board":
        name = kept.scenario.name if kept is not None else _("As-is")
        _board(workspace, kept, to_be_board(found, name), {t.id: t.name for t in found.to_be.touchpoints})
        return
    if view == "both":
        _both(workspace, found)
        return
    selected = st.session_state.get(place_key(workspace))
    _map(workspace, kept, to_be_map(found, side, selected), found.both, choices, found)


def draft_picture(workspace: Workspace, kept: Kept, found: Draft, stages: tuple[str, ...], choices: Choices) -> None:
    """Draw a design that no log is behind."""
    seed("view", "designer_draft_view", "map", lambda text: text if text in ("map", "board") else None)
    view = st.segmented_control(
        _("See it as"), ["map", "board"], format_func=_VIEWS.__getitem__, required=True, key="designer_draft_view",
        label_visibility="collapsed",
    )  # fmt: skip
    tell("view", view, "map")
    names = dict(enumerate(found.ways.touchpoints))
    if not names:
        st.info(_("Nothing is here yet. Add the first touchpoint below."), icon=":material/add:")
    elif view == "board":
        _board(workspace, kept, draft_board(found, stages, kept.scenario.name), names)
    else:
        picture = draft_map(found, stages, st.session_state.get(place_key(workspace)))
        _map(workspace, kept, picture, draft_flow(found, stages), choices, None)


def _both(workspace: Workspace, found: Preview) -> None:
    """The as-is and the to-be beside each other, below each other where there is no room."""
    shown.tell_picture(lambda: MapPicture(to_be_map(found, "to_be")))
    with st.container(horizontal=True, key="both_maps"):
        sides: tuple[tuple[Side, str], ...] = (("as_is", _("As-is")), ("to_be", _("To-be")))
        for side, title in sides:
            with st.container(key=f"both_{side}", width="stretch"):
                st.markdown(f"**{title}**")
                key = f"designer_{side}_{workspace.name}"
                frame.flow(to_be_map(found, side), key=key, height=460, together="designer")


def _map(
    workspace: Workspace, kept: Kept | None, picture: MapSpec, flow: FlowMap, choices: Choices, found: Preview | None
) -> None:
    key = place_key(workspace)

    def select(chosen: Selection | None) -> None:
        st.session_state[key] = chosen.id if chosen else None

    def drawn(told: Selection) -> None:
        assert kept is not None
        draw_way(workspace, kept, flow, told, draft=found is None)

    def gone(told: Selection) -> None:
        assert kept is not None
        cut(workspace, kept, flow, told)

    selected = st.session_state.get(key)
    with st.container(horizontal=True, key="map_row"):
        with st.container(key="map_place"):
            frame.flow(
                picture, key=f"designer_{workspace.name}_{flow.level}", on_select=select,
                on_draw=drawn if kept is not None else None, on_cut=gone if kept is not None else None,
            )  # fmt: skip
            if kept is not None:
                frame.explain(
                    _(
                        "Click a box or a curve to change it; drag the arrow at the right of a box to another box to "
                        "draw a way."
                    )
                )
        if selected is not None:
            with st.container(width=320, height=640, border=False, key="place_panel"):
                place_editor(
                    workspace, kept, selected, flow, choices, close=lambda: select(None),
                    scope=None if found is None else found.scope, logged=None if found is None else found.flow,
                )  # fmt: skip


def _board(workspace: Workspace, kept: Kept | None, spec: dict[str, object], names: dict[int, str]) -> None:
    done, act = board_moves(workspace, kept.id if kept is not None else 0, names)
    if kept is None:
        spec = spec | {"arranged": False}
        st.caption(_("Start a to-be first."))
    shown.tell_picture(lambda: board_picture(spec))
    journey_board(spec, done, act, key=f"designer_board_{workspace.name}")
    wanted = privacy_wanted(workspace)
    st.download_button(
        _("Board as HTML"), lambda: board_html(private_board(spec) if wanted else spec), file_name="to-be.html",
        mime="text/html", icon=":material/download:", on_click="ignore", key="designer_board_html",
    )  # fmt: skip

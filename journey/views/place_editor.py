"""What can be done at a place of the to-be's map: ready moves, and a form for every other change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from journey.analyses.flow_parts import FlowMap
from journey.charts.forecast_words import edit_words
from journey.components.flow_map import Selection
from journey.design.kept import Kept
from journey.design.ready import at_touchpoint, at_transition, channels_at
from journey.scope import Scope, Then
from journey.store.workspace import Workspace
from journey.text import _
from journey.views import frame
from journey.views.designer_edits import cut, way
from journey.views.edit_form import DESIGN_KINDS, Choices, add, edit_form
from journey.views.results import kept as result
from journey.views.session import open_journeys

__all__ = ["place_editor"]

_NEEDLESS = ("insert", "add")


def place_editor(
    workspace: Workspace,
    kept: Kept | None,
    selected: str,
    flow: FlowMap,
    choices: Choices,
    *,
    close: Callable[[], None],
    scope: Scope | None = None,
    logged: FlowMap | None = None,
) -> None:
    """Draw the panel.

    Parameters
    ----------
    flow : FlowMap
        The to-be: what touchpoints are called now.
    scope, logged : Scope, FlowMap
        Of the journeys behind it, and what the log calls the touchpoints; none for a design that no log is behind.
    """
    parts = [int(part[1:]) for part in selected.split(">") if part[:1] == "t" and part[1:].isdigit()]
    names = {t.id: t.name for t in flow.touchpoints}
    known = [names[part] for part in parts if part in names]
    curve = ">" in selected
    st.markdown(f"**{' → '.join(frame.escape(frame.short(name)) for name in known) or '–'}**")
    whole = bool(known) and len(known) == len(parts) == (2 if curve else 1)
    if not whole:
        st.caption(_("Nothing can be changed here; click a touchpoint, or a curve between two."))
    elif kept is None:
        st.caption(_("Start a to-be first."))
    if whole:
        _ready(workspace, kept, selected, parts, flow, draft=logged is None)
    if whole and kept is not None:
        _form(workspace, kept, selected, known, choices)
        _edits_here(kept, known)
    if whole and scope is not None and logged is not None:
        was = {t.id: t.name for t in logged.touchpoints if t.events}
        behind = [was[part] for part in parts if part in was]
        if len(behind) == len(parts) and st.button(_("Its journeys"), key="moves_journeys", type="tertiary"):
            then = (Then(behind[0], behind[-1], directly=True),) if curve else ()
            open_journeys(replace(scope, contains=(*scope.contains, *behind), then=(*scope.then, *then)))
    st.button(_("Close"), key="moves_close", type="tertiary", on_click=close)


def _ready(
    workspace: Workspace, kept: Kept | None, selected: str, parts: list[int], flow: FlowMap, *, draft: bool
) -> None:
    """The moves that suggest themselves, a button each."""
    if draft:
        if len(parts) == 2 and kept is not None:
            st.button(
                _("Cut this way"), key=f"cut_{selected}", icon=":material/content_cut:", width="stretch",
                on_click=cut, args=(workspace, kept, flow, Selection("curve", selected)),
            )  # fmt: skip
        return
    if len(parts) == 2:
        offered = at_transition(flow, *parts)
    else:
        offered = at_touchpoint(flow, parts[0], result(channels_at, workspace, Scope()))
    for number, (words, edit) in enumerate(offered):
        st.button(
            words, key=f"move_{selected}_{number}", width="stretch", disabled=kept is None,
            on_click=add, args=(workspace, kept, edit),
        )  # fmt: skip


def _form(workspace: Workspace, kept: Kept, selected: str, known: list[str], choices: Choices) -> None:
    draft = kept.scenario.start.is_design
    if len(known) == 1:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            others = [name for name in choices.touchpoints if name != known[0]]
            to = st.selectbox(_("Draw a way to"), others, index=None, key=f"draw_to_{selected}", width=200)
            if st.button(
                "", icon=":material/arrow_right_alt:", help=_("Draw it"), key=f"draw_{selected}", disabled=not to
            ):
                add(workspace, kept, way(known[0], str(to), all_of=draft))
                st.rerun()
    with st.expander(
        _("Another change here"), icon=":material/edit:", on_change="rerun", key=f"place_{selected}"
    ) as here:
        if not here.open:
            return
        given = {"touchpoint": known[0]} if len(known) == 1 else {"source": known[0], "target": known[1]}
        allowed = [kind for kind in choices.kinds if not draft or kind in DESIGN_KINDS]
        if len(known) == 1:
            allowed = [kind for kind in allowed if kind not in _NEEDLESS]
        edit_form(workspace, kept, replace(choices, kinds=allowed), prefix=f"place_{kept.id}_{selected}", given=given)


def _edits_here(kept: Kept, known: list[str]) -> None:
    """Those that name the place; they are changed in the list below."""
    here = [
        (n, edit) for n, edit in enumerate(kept.scenario.edits) if set(known) <= {name for _field, name in edit.texts}
    ]
    for n, edit in here[:6]:
        st.caption(frame.escape(frame.together(f"{n + 1}. {edit_words(edit)}")))

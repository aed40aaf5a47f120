"""What changes touchpoints and stages: suggestions, files, merging, grouping, and the list of changes with its undo."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from journey.analyses.stage_suggestion import suggest_stages
from journey.analyses.touchpoints import TouchpointRow
from journey.errors import WrongInput
from journey.store.edits import Edit, history
from journey.store.rebuild import change, undo
from journey.store.stage_map import stage_map, stage_map_edits
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.views import frame
from journey.views.stage_edits import NameTaken, merge, stage_edits, suggested_edits, touchpoint_file

__all__ = ["arrange", "changes", "make", "notices", "turn"]

_REFUSED, _GONE = "stages_refused", "stages_gone"


def turn(chosen: Workspace) -> str:
    """Part of the keys of what is edited: new with each change, so that nothing half edited is left over."""
    return f"{chosen.name}_{st.session_state.get('stages_turn', 0)}"


def make(chosen: Workspace, wanted: Callable[[], list[Edit]]) -> None:
    """Make edits, or keep for `notices` why they cannot be; what was typed stays then."""
    try:
        edits = wanted()
        if not edits:
            return
        before = _stages(chosen)
        with st.spinner(_("Changing the journeys")):
            change(chosen, *edits)
    except WrongInput as error:
        st.session_state[_REFUSED] = error
    else:
        renamed = {edit.value[0] for edit in edits if edit.kind == "stage_name"}
        st.session_state[_GONE] = [name for name in before if name not in {*_stages(chosen), *renamed}]
        st.session_state.pop(_REFUSED, None)
        st.session_state["stages_turn"] = st.session_state.get("stages_turn", 0) + 1
    st.rerun()


def notices(chosen: Workspace, rows: tuple[TouchpointRow, ...]) -> None:
    """What could not be done, with the way out, and which stages went with their last touchpoint."""
    refused = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        st.error(frame.escape(str(refused)), icon=":material/edit_off:")
    if isinstance(refused, NameTaken):
        _offer_merge(chosen, rows, refused)
    for name in st.session_state.pop(_GONE, ()):
        text = _("The stage {name} has no touchpoint left, so it is gone. Undo brings it back, notes and all.")
        st.info(frame.escape(text.format(name=repr(name))), icon=":material/info:")


def _offer_merge(chosen: Workspace, rows: tuple[TouchpointRow, ...], taken: NameTaken) -> None:
    """Of two touchpoints, or two stages, one."""
    touchpoints = [row.name for row in rows]
    if taken.old in touchpoints and taken.new in touchpoints:
        edits = merge(chosen, rows, [taken.old, taken.new], taken.new)
    elif taken.new in _stages(chosen):
        words = _("Merged the stage {old} into {new}").format(old=taken.old, new=taken.new)
        edits = [Edit("stage_name", value=[taken.old, taken.new], words=words)]
    else:
        return
    label = _("Merge {old} into {new}").format(old=frame.short(taken.old, 40), new=frame.short(taken.new, 40))
    st.button(
        frame.escape(label), icon=":material/merge:", type="primary", key="stages_merge", on_click=_merge,
        args=(chosen, edits),
    )  # fmt: skip


def _merge(chosen: Workspace, edits: list[Edit]) -> None:
    change(chosen, *edits)
    st.session_state["stages_turn"] = st.session_state.get("stages_turn", 0) + 1


def arrange(chosen: Workspace, rows: tuple[TouchpointRow, ...], stages: tuple[str, ...]) -> None:
    """What is done to many touchpoints at once."""
    homeless = [row for row in rows if row.stage is None and not row.hidden]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button(_("Suggest stages"), icon=":material/auto_awesome:", type="secondary" if stages else "primary"):
            make(chosen, lambda: suggested_edits(chosen, rows))
        if stages and homeless:
            label = ngettext("Suggest for {n} without", "Suggest for {n} without", len(homeless))
            if st.button(label.format(n=len(homeless)), icon=":material/auto_awesome:"):
                found = suggest_stages(rows)
                make(chosen, lambda: stage_edits(chosen, rows, {row.id: found[row.id] for row in homeless}))
        with st.popover(_("New stage"), icon=":material/add:"):
            name = st.text_input(_("Name of the stage"), key="stage_name").strip()
            first = st.multiselect(_("Its touchpoints"), [row.name for row in rows], key="stage_first")
            if st.button(_("Make it"), disabled=not name):
                make(chosen, lambda: _new_stage(chosen, rows, name, first))
        with st.popover(_("From a file"), icon=":material/upload:"):
            _from_file(chosen, rows)
        with st.popover(_("Merge"), icon=":material/merge:"):
            names = st.multiselect(_("Make one touchpoint of"), [row.name for row in rows], key="merge_names")
            into = st.text_input(_("Called"), value=names[0] if names else "", key=f"merge_into_{len(names)}")
            if st.button(_("Merge them"), disabled=not names):
                make(chosen, lambda: merge(chosen, rows, names, into))
        with st.popover(_("Group by pattern"), icon=":material/regular_expression:"):
            pattern = st.text_input(_("Names that match"), placeholder="^Call", key="group_pattern")
            called = st.text_input(_("Become"), key="group_name").strip()
            if st.button(_("Group them"), disabled=not (pattern and called)):
                words = _("Grouped {pattern} as {name}").format(pattern=pattern, name=called)
                make(chosen, lambda: [Edit("group", value=called, pattern=pattern, words=words)])


def _new_stage(chosen: Workspace, rows: tuple[TouchpointRow, ...], name: str, first: list[str]) -> list[Edit]:
    if not first:
        raise WrongInput(_("A stage needs a touchpoint."), _("Choose at least one for it."))
    return stage_edits(chosen, rows, {row.id: name for row in rows if row.name in first})


def _from_file(chosen: Workspace, rows: tuple[TouchpointRow, ...]) -> None:
    given = st.file_uploader(_("CSV with the columns touchpoint and stage"), type="csv", key="stage_file")
    if given is not None and st.button(_("Take these stages"), type="primary"):
        make(chosen, lambda: stage_map_edits(chosen, stage_map(given.getvalue(), given.name)))
    st.caption(_("The present ones, to be changed in a spreadsheet and taken back:"))
    frame.download(lambda: touchpoint_file(chosen, rows), name="stages")


def changes(chosen: Workspace) -> None:
    """The list of changes, the newest first; each can be undone, and done again."""
    with chosen.cursor() as cursor:
        edits = history(cursor)
    if not edits:
        return
    title = ngettext("{n} change", "{n} changes", len(edits)).format(n=len(edits))
    with st.expander(title, icon=":material/history:"):
        for edit in reversed(edits):
            with st.container(horizontal=True, vertical_alignment="center"):
                text = frame.escape(frame.short(edit.words or edit.kind, 300))
                st.markdown(f"~~{text}~~" if edit.undone else text, width="stretch")
                label = _("Do again") if edit.undone else _("Undo")
                if st.button(label, key=f"undo_{edit.id}_{edit.undone}", type="tertiary"):
                    undo(chosen, edit.id, undone=not edit.undone)
                    st.session_state["stages_turn"] = st.session_state.get("stages_turn", 0) + 1
                    st.rerun()


def _stages(chosen: Workspace) -> list[str]:
    return [name for (name,) in chosen.run("SELECT name FROM stage ORDER BY ordinal")]

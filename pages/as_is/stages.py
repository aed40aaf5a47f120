"""What did customers do, and in which stage?"""

import pandas as pd
import streamlit as st

from journey.analyses.stage_suggestion import suggest_stages
from journey.analyses.touchpoints import TouchpointRow, touchpoint_rows
from journey.components.stage_columns import stage_columns
from journey.errors import WrongInput
from journey.store.edits import Edit, history
from journey.store.rebuild import change, undo
from journey.store.stage_map import stage_map, stage_map_edits
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.durations import duration_text
from journey.text.format import count
from journey.views import frame
from journey.views.results import workspace_info
from journey.views.session import workspace
from journey.views.stage_edits import edits_of_move, edits_of_table, merge, stage_edits


def answer(rows: tuple[TouchpointRow, ...], stages: tuple[str, ...]) -> str:
    if not stages:
        return _("{n} touchpoints, and no stages yet.").format(n=count(len(rows)))
    homeless = sum(row.stage is None for row in rows)
    text = _("{n} touchpoints in {k} stages; {none} have none.") if homeless else _("{n} touchpoints in {k} stages.")
    return text.format(n=count(len(rows)), k=count(len(stages)), none=count(homeless))


def make(chosen: Workspace, edits: list[Edit]) -> None:
    if edits:
        with st.spinner(_("Changing the journeys")):
            change(chosen, *edits)
        st.session_state["stages_round"] = st.session_state.get("stages_round", 0) + 1
        st.rerun()


def table(chosen: Workspace, rows: tuple[TouchpointRow, ...], stages: tuple[str, ...], key: str) -> None:
    given = pd.DataFrame(
        {
            "name": [row.name for row in rows],
            "stage": [row.stage for row in rows],
            "events": [row.events for row in rows],
            "hidden": [row.hidden for row in rows],
            "floating": [row.floating for row in rows],
            "by_company": [{None: None, False: "customer", True: "company"}[row.by_company] for row in rows],
            "moment_of_truth": [row.moment_of_truth for row in rows],
            "planned_cost": [row.planned_cost for row in rows],
            "target_wait": [duration_text(row.target_wait_s) if row.target_wait_s else None for row in rows],
        }
    )
    column = st.column_config
    edited = st.data_editor(
        given,
        hide_index=True,
        disabled=["events"],
        key=f"touchpoints_{key}",
        column_config={
            "name": column.TextColumn(_("Touchpoint"), required=True, width="medium"),
            "stage": column.SelectboxColumn(_("Stage"), options=[*stages, *st.session_state.get("new_stages", [])]),
            "events": column.NumberColumn(_("Events"), format="localized"),
            "hidden": column.CheckboxColumn(_("Hidden")),
            "floating": column.CheckboxColumn(_("Floating"), help=_("Takes the stage of the event before it")),
            "by_company": column.SelectboxColumn(_("Started by"), options=["customer", "company"]),
            "moment_of_truth": column.CheckboxColumn(_("Moment of truth")),
            "planned_cost": column.NumberColumn(_("Planned cost"), min_value=0.0),
            "target_wait": column.TextColumn(_("Target wait"), help=_("2d, 4h, 30m")),
        },
    )
    if st.button(_("Apply"), type="primary", disabled=edited.equals(given), key="apply_touchpoints"):
        make(chosen, edits_of_table(chosen, rows, edited))


def arrange(chosen: Workspace, rows: tuple[TouchpointRow, ...], stages: tuple[str, ...]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button(_("Suggest stages"), icon=":material/auto_awesome:", type="secondary" if stages else "primary"):
            make(chosen, stage_edits(chosen, rows, dict(suggest_stages(rows))))
        with st.popover(_("New stage"), icon=":material/add:"):
            name = st.text_input(_("Name of the stage"), key="stage_name").strip()
            first = st.multiselect(_("Its touchpoints"), [row.name for row in rows], key="stage_first")
            if st.button(_("Make it"), disabled=not name):
                if not first:
                    raise WrongInput(_("A stage needs a touchpoint."), _("Choose at least one for it."))
                make(chosen, stage_edits(chosen, rows, {row.id: name for row in rows if row.name in first}))
        with st.popover(_("From a file"), icon=":material/upload:"):
            given = st.file_uploader(_("CSV with the columns touchpoint and stage"), type="csv", key="stage_file")
            if given is not None and st.button(_("Take these stages")):
                make(chosen, stage_map_edits(chosen, stage_map(given.getvalue(), given.name)))
        with st.popover(_("Merge"), icon=":material/merge:"):
            names = st.multiselect(_("Make one touchpoint of"), [row.name for row in rows], key="merge_names")
            into = st.text_input(_("Called"), value=names[0] if names else "", key=f"merge_into_{len(names)}")
            if st.button(_("Merge them"), disabled=not names):
                make(chosen, merge(chosen, rows, names, into))
        with st.popover(_("Group by pattern"), icon=":material/regular_expression:"):
            pattern = st.text_input(_("Names that match"), placeholder="^Call", key="group_pattern")
            called = st.text_input(_("Become"), key="group_name").strip()
            if st.button(_("Group them"), disabled=not (pattern and called)):
                words = _("Grouped {pattern} as {name}").format(pattern=pattern, name=called)
                make(chosen, [Edit("group", value=called, pattern=pattern, words=words)])


def changes(chosen: Workspace) -> None:
    with chosen.cursor() as cursor:
        edits = history(cursor)
    if not edits:
        return
    title = ngettext("{n} change", "{n} changes", len(edits)).format(n=len(edits))
    with st.expander(title, icon=":material/history:"):
        for edit in reversed(edits):
            with st.container(horizontal=True, vertical_alignment="center"):
                text = frame.escape(edit.words or edit.kind)
                st.markdown(f"~~{text}~~" if edit.undone else text, width="stretch")
                label = _("Do again") if edit.undone else _("Undo")
                if st.button(label, key=f"undo_{edit.id}_{edit.undone}", type="tertiary"):
                    undo(chosen, edit.id, undone=not edit.undone)
                    st.rerun()


chosen = workspace()
rows, stages = touchpoint_rows(chosen), workspace_info(chosen).stages
key = f"{chosen.name}_{st.session_state.get('stages_round', 0)}"
frame.headline(_("What did customers do, and in which stage?"), answer(rows, stages))
arrange(chosen, rows, stages)
moved = stage_columns(rows, stages, key=f"stages_{chosen.name}")
if moved is not None:
    make(chosen, edits_of_move(chosen, moved, rows, stages))
table(chosen, rows, stages, key)
changes(chosen)
frame.explain(
    _("Changes apply at once, on every page, and can be undone one by one; the log itself stays as it was imported.")
)

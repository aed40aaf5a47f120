"""The as-is and the to-be as files that other tools open: BPMN, and the edits as a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.charts.forecast_words import edit_words
from journey.design.bpmn import mined, written
from journey.design.conformance.designs import design_of_scenario
from journey.design.edits import Edit
from journey.design.kept import Kept
from journey.errors import JourneyError
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _
from journey.views import frame
from journey.views.edit_table import frame_of
from journey.views.long_work import long_work
from journey.views.results import kept as result

__all__ = ["edit_rows", "scenario_files"]

_TYPE = "application/xml"


def scenario_files(workspace: Workspace, scope: Scope, kept: Kept | None) -> None:
    """Draw the buttons; the as-is is mined when somebody asks for it: that may take a minute."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        noise = st.slider(
            _("Rare ways left out, %"), 0, 100, 20, key="files_noise", width=260,
            help=_("0 keeps every way of the log; the more is left out, the simpler the picture."),
        )  # fmt: skip
        asked = (workspace.name, scope.text(), noise)
        st.button(
            _("Mine the as-is"), icon=":material/account_tree:", key="files_mine",
            on_click=st.session_state.__setitem__, args=("files_asked", asked),
        )  # fmt: skip
    if st.session_state.get("files_asked") == asked:
        content = long_work(mined, workspace, scope, noise / 100, label=_("Mining the as-is"))
        if content is not None:
            st.download_button(
                _("As-is as BPMN"), content, file_name="as-is.bpmn", mime=_TYPE, icon=":material/download:",
                on_click="ignore", key="files_as_is",
            )  # fmt: skip
    if kept is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        _to_be(workspace, kept)
        frame.download(lambda: edit_rows(kept.scenario.edits), name="edits")
    frame.explain(
        _(
            "The to-be holds the ways that the page Conformance holds journeys against: of all journeys, without those "
            "that fewer than one in twenty take."
        )
    )


def _to_be(workspace: Workspace, kept: Kept) -> None:
    try:
        design = result(design_of_scenario, workspace, Scope(), kept.scenario)
    except JourneyError as error:
        st.caption(frame.escape(_("No BPMN of the to-be: {reason}").format(reason=error)))
        return
    st.download_button(
        _("To-be as BPMN"), lambda: written(design.automaton), file_name="to-be.bpmn", mime=_TYPE,
        icon=":material/download:", on_click="ignore", key="files_to_be",
    )  # fmt: skip


def edit_rows(edits: tuple[Edit, ...]) -> pd.DataFrame:
    """A row an edit, in their order: its number, what it says, and the columns of `edit_table.frame_of`."""
    table = frame_of(edits)
    table.insert(0, "edit", range(1, len(edits) + 1))
    table.insert(1, "says", [edit_words(edit) for edit in edits])
    return table

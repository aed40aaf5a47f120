"""The scenario that is worked on: chosen, made, renamed, copied, undone, saved as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from journey.design.kept import Kept, change, delete, redo, scenarios, undo, versions
from journey.design.scenario import Scenario, to_json
from journey.errors import JourneyError
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import moment
from journey.views.frame import escape, short
from journey.views.page_settings import seed, tell
from journey.views.scenario_start import begin, scenario_start

__all__ = ["alter", "scenario_choice", "told"]


def scenario_choice(workspace: Workspace, scope: Scope | None = None, *, editing: bool) -> Kept | None:
    """Draw the row; the scenario that is worked on, or None where there is none yet.

    Parameters
    ----------
    scope : Scope, optional
        What is in scope, where a scenario may be begun here.
    editing : bool
        Whether it may be changed here.
    """
    every = scenarios(workspace)
    key = f"scenario_{workspace.name}"
    ids = [kept.id for kept in every]
    youngest = ids[-1] if ids else None
    seed("scenario", key, youngest, lambda text: int(text) if text.isdecimal() and int(text) in ids else None)
    if st.session_state.get(key) not in ids:
        st.session_state[key] = youngest
    by_id = {kept.id: kept for kept in every}
    told()
    if not every:
        if editing:
            _first(workspace, scope or Scope(), key)
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="scenario_row"):
        # The box shows what is worked on, whoever chose it: a copy, a file, another page.
        box = f"{key}_box"
        st.session_state[box] = st.session_state[key]
        st.selectbox(
            _("Scenario"), ids, format_func=lambda i: short(by_id[i].scenario.name, 50), key=box, width=260,
            on_change=lambda: st.session_state.__setitem__(key, st.session_state[box]),
        )  # fmt: skip
        tell("scenario", st.session_state[key], youngest)
        kept = by_id[st.session_state[key]]
        if editing:
            _steps(workspace, kept)
        _more(workspace, scope or Scope(), kept, key, editing=editing)
    return kept


def _first(workspace: Workspace, scope: Scope, key: str) -> None:
    st.info(_("There is no to-be yet. It starts as a copy of the as-is; every change you make is an edit in a list."))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            _("Start from the as-is"), type="primary", icon=":material/add:", key="scenario_first",
            on_click=begin, args=(workspace, key),
        )  # fmt: skip
        with st.popover(_("Start from something else"), icon=":material/add:", key="scenario_new"):
            scenario_start(workspace, scope, None, key)


def _steps(workspace: Workspace, kept: Kept) -> None:
    st.button(
        "", icon=":material/undo:", help=_("Undo the last change"), disabled=not kept.before, key="scenario_undo",
        on_click=_guarded, args=(undo, workspace, kept),
    )  # fmt: skip
    st.button(
        "", icon=":material/redo:", help=_("Redo"), disabled=not kept.after, key="scenario_redo",
        on_click=_guarded, args=(redo, workspace, kept),
    )  # fmt: skip


def _more(workspace: Workspace, scope: Scope, kept: Kept, key: str, *, editing: bool) -> None:
    if editing:
        # One of its own for each scenario: it closes when another has begun.
        with st.popover(_("New"), icon=":material/add:", key=f"scenario_new_{kept.id}"):
            scenario_start(workspace, scope, kept, key)
        with st.popover(_("About"), icon=":material/edit_note:", key="scenario_about"):
            _about(workspace, kept)
            _versions(workspace, kept)
            st.button(
                _("Delete this scenario"), icon=":material/delete:", key="scenario_delete",
                on_click=_drop, args=(workspace, kept, key),
            )  # fmt: skip
    st.download_button(
        _("File"), to_json(kept.scenario), file_name="scenario.json", mime="application/json",
        icon=":material/download:", on_click="ignore", key="scenario_download",
        help=_("The scenario as a file, for the command line and for other workspaces"),
    )  # fmt: skip


def _about(workspace: Workspace, kept: Kept) -> None:
    with st.form(f"about_{kept.id}_{kept.version}", border=False):
        name = st.text_input(_("Name"), kept.scenario.name, max_chars=80)
        note = st.text_area(_("What it is for"), kept.scenario.note, max_chars=2_000)
        value = st.number_input(
            _("Worth of a completed journey"), value=kept.scenario.value_per_completed, step=1.0,
            help=_("In the currency of the costs; empty: not known."),
        )  # fmt: skip
        if st.form_submit_button(_("Keep")):
            altered = replace(
                kept.scenario, name=name.strip() or kept.scenario.name, note=note, value_per_completed=value
            )
            alter(workspace, kept, altered)
            st.rerun()


def _versions(workspace: Workspace, kept: Kept) -> None:
    every = {version: (made, scenario) for version, made, scenario in versions(workspace, kept)}
    if len(every) < 2:
        return
    chosen = st.selectbox(
        _("Versions"), list(every), key=f"scenario_versions_{kept.id}_{kept.version}",
        format_func=lambda version: _("{number}: {time}, {n} edits").format(
            number=version, time=moment(every[version][0]), n=len(every[version][1].edits)
        ),
        index=list(every).index(kept.version),
    )  # fmt: skip
    st.button(
        _("Go back to this version"), key="scenario_version", disabled=chosen == kept.version,
        on_click=alter, args=(workspace, kept, every[chosen][1]),
    )  # fmt: skip


def _drop(workspace: Workspace, kept: Kept, key: str) -> None:
    delete(workspace, kept)
    st.session_state.pop(key, None)


def alter(workspace: Workspace, kept: Kept, scenario: Scenario) -> None:
    """Keep a change; what goes wrong is told on the next run."""
    if scenario != kept.scenario:
        _guarded(lambda held, was: change(held, was, scenario), workspace, kept)


def _guarded(work: Callable[[Workspace, Kept], None], workspace: Workspace, kept: Kept) -> None:
    try:
        work(workspace, kept)
    except JourneyError as error:
        st.session_state["scenario_told"] = str(error)


def told() -> None:
    """What went wrong with the last change."""
    text = st.session_state.pop("scenario_told", "")
    if text:
        st.error(escape(text))

"""What a new scenario starts from: the as-is or a part of it, a file, another scenario, or nothing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from journey.design.bpmn import read
from journey.design.kept import Kept, keep
from journey.design.scenario import Scenario, parse
from journey.design.start import AS_IS, Start
from journey.design.ways import ways_of
from journey.errors import JourneyError, WrongInput
from journey.scope import Scope
from journey.store.personas import personas
from journey.store.workspace import Workspace
from journey.store.worth import COMPLETED, worth
from journey.text import _
from journey.text.format import count, percent
from journey.views.frame import escape, explain, short
from journey.views.results import flow_map, variant_list, workspace_info

__all__ = ["begin", "scenario_start"]

_TOP = 30
_SAYS = {
    "as_is": _("All journeys in scope, as they are."),
    "stage": _(
        "Only the journeys that visit the stage, seen at its touchpoints and where journeys end. What comes between "
        "and after is counted, but not drawn; times begin with the first visit to the stage."
    ),
    "happy_path": _(
        "The journeys that come to the happy path, seen at its touchpoints and where journeys end. Detours are counted "
        "in the waits between, and not drawn."
    ),
    "variant": _(
        "Only the journeys that went exactly so. They all ended alike, so the log cannot tell what an edit does to who "
        "completes; times and costs it can."
    ),
    "persona": _("Only the journeys of the persona's segment, as it is now."),
    "bpmn": _(
        "The touchpoints of the file and what may follow what. No log is behind it, so nothing can be forecast; "
        "journeys can be held against it on the page Conformance."
    ),
    "empty": _(
        "A blank design: add touchpoints and draw ways. No log is behind it, so nothing can be forecast; journeys can "
        "be held against it on the page Conformance."
    ),
    "copy": _("All edits of the scenario that is shown."),
    "file": _("A scenario that was saved as a file."),
}
_NAMES = {
    "as_is": _("The as-is"),
    "stage": _("A stage of the as-is"),
    "happy_path": _("The happy path"),
    "variant": _("A variant"),
    "persona": _("A persona"),
    "bpmn": _("A BPMN file"),
    "empty": _("Nothing"),
    "copy": _("A copy of this one"),
    "file": _("A scenario file"),
}


def begin(workspace: Workspace, key: str, start: Start = AS_IS, name: str = "") -> None:
    """Keep a new scenario, and work on it.

    Parameters
    ----------
    key : str
        Under which the session holds the scenario that is worked on.
    """
    words = _("To-be: {name}").format(name=short(name, 60)) if name else _("To-be")
    _open(key, keep(workspace, Scenario(name=words, start=start, value_per_completed=worth(workspace, COMPLETED))))


def _open(key: str, number: int) -> None:
    st.session_state[key] = number


def scenario_start(workspace: Workspace, scope: Scope, kept: Kept | None, key: str) -> None:
    """Ask what to start from, say what that means, and begin.

    Parameters
    ----------
    kept : Kept or None
        The scenario that is shown.
    """
    kinds = [kind for kind in _NAMES if kept is not None or kind != "copy"]
    kind = st.selectbox(_("Start from"), kinds, format_func=_NAMES.__getitem__, key="start_kind")
    explain(_SAYS[kind])
    work: Callable[[], None] | None
    try:
        work = _ASK[kind](workspace, scope, kept, key)
    except JourneyError as error:
        st.warning(escape(f"{error.message} {error.hint}"))
        work = None
    st.button(_("Begin"), type="primary", disabled=work is None, key="start_begin", on_click=_do, args=(work,))


def _do(work: Work | None) -> None:
    """Before the page runs, so that its box of scenarios shows the new one."""
    try:
        if work is not None:
            work()
    except JourneyError as error:
        st.session_state["scenario_told"] = str(error)


Work = Callable[[], None]


def _as_is(workspace: Workspace, _scope: Scope, _kept: Kept | None, key: str) -> Work | None:
    return lambda: begin(workspace, key)


def _stage(workspace: Workspace, scope: Scope, _kept: Kept | None, key: str) -> Work | None:
    stages = workspace_info(workspace).stages
    if not stages:
        raise WrongInput(_("This log has no stages."), _("Group its touchpoints on the page Stages."))
    stage = st.selectbox(_("Stage"), stages, key="start_stage")
    return lambda: begin(workspace, key, Start(kind="stage", name=stage), stage)


def _happy_path(workspace: Workspace, scope: Scope, _kept: Kept | None, key: str) -> Work | None:
    found = flow_map(workspace, scope.selection())
    names = {t.id: t.name for t in found.touchpoints}
    path = tuple(names[number] for number in found.happy_path)
    if not path:
        raise WrongInput(_("No way leads from a start to an end."), _("Set a goal on the page Workspace."))
    st.caption(escape(" → ".join(short(name, 30) for name in path)))
    return lambda: begin(workspace, key, Start(kind="happy_path", path=path), _("the happy path"))


def _variant(workspace: Workspace, scope: Scope, _kept: Kept | None, key: str) -> Work | None:
    found = variant_list(workspace, scope.selection(), _TOP)
    if not found.variants:
        raise WrongInput(_("No journey matches."), _("Remove a filter."))
    words = [
        _("{n} journeys ({share}): {path}").format(
            n=count(one.journeys), share=percent(one.share),
            path=short(" → ".join(short(name, 24) for name in one.path), 120),
        )
        for one in found.variants
    ]  # fmt: skip
    at = st.selectbox(_("Variant"), range(len(words)), format_func=words.__getitem__, key="start_variant")
    path = found.variants[at].path
    name = _("variant {n}").format(n=at + 1)
    return lambda: begin(workspace, key, Start(kind="variant", path=path), name)


def _persona(workspace: Workspace, _scope: Scope, _kept: Kept | None, key: str) -> Work | None:
    every = personas(workspace)
    if not every:
        raise WrongInput(_("There are no personas yet."), _("Make one on the page Board."))
    at = st.selectbox(
        _("Persona"), range(len(every)), format_func=lambda n: short(every[n].name, 60), key="start_persona"
    )
    one = every[at]
    return lambda: begin(workspace, key, Start(kind="persona", name=one.name, segment=one.scope), one.name)


def _bpmn(workspace: Workspace, _scope: Scope, _kept: Kept | None, key: str) -> Work | None:
    given = st.file_uploader(_("A BPMN file"), type=["bpmn", "xml"], key="start_bpmn", max_upload_size=5)
    if given is None:
        return None
    ways = ways_of(read(given.getvalue(), given.name))
    st.caption(_("{n} touchpoints.").format(n=count(len(ways.touchpoints))))
    name = given.name
    return lambda: begin(workspace, key, Start(kind="bpmn", name=name, ways=ways), name)


def _empty(workspace: Workspace, _scope: Scope, _kept: Kept | None, key: str) -> Work | None:
    return lambda: begin(workspace, key, Start(kind="empty"), _("from nothing"))


def _copy(workspace: Workspace, _scope: Scope, kept: Kept | None, key: str) -> Work | None:
    return None if kept is None else lambda: _open(key, keep(workspace, kept.scenario))


def _file(workspace: Workspace, _scope: Scope, _kept: Kept | None, key: str) -> Work | None:
    given = st.file_uploader(_("A scenario file"), type="json", key="start_file", max_upload_size=5)
    if given is None:
        return None
    scenario = parse(given.getvalue().decode("utf-8-sig", "replace"), given.name)
    return lambda: _open(key, keep(workspace, scenario))


_ASK: dict[str, Callable[[Workspace, Scope, Kept | None, str], Work | None]] = {
    "as_is": _as_is, "stage": _stage, "happy_path": _happy_path, "variant": _variant, "persona": _persona,
    "bpmn": _bpmn, "empty": _empty, "copy": _copy, "file": _file,
}  # fmt: skip

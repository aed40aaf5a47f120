"""What one browser session looks at: its workspace and its scope, kept in the address."""

from __future__ import annotations

import hashlib

import streamlit as st

from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.library import library
from journey.store.workspace import Workspace
from journey.text import _

__all__ = [
    "SAMPLE",
    "address",
    "adopt_address",
    "library",
    "open_journey",
    "open_journeys",
    "scope",
    "scope_text",
    "set_scope",
    "set_workspace",
    "workspace",
]

SAMPLE = "sample"
LONGEST_ADDRESS = 2_000


def adopt_address() -> None:
    """Take workspace and scope from the address, or put into it what a page change dropped."""
    given = st.query_params
    if "workspace" in given:
        st.session_state["workspace"] = given["workspace"]
        st.session_state["scope"] = given.get("scope", "")
    elif not st.session_state.get("workspace"):
        names = library().names()
        st.session_state["workspace"] = SAMPLE if SAMPLE in names else (names[0] if names else "")
        st.session_state["scope"] = given.get("scope", "")
    _write_address()


def workspace() -> Workspace:
    """The workspace of this session.

    Raises
    ------
    WrongInput
        The folder holds no workspace of that name. Paths, which the command line takes, are none of a visitor's.
    """
    name = st.session_state.get("workspace", "")
    if name not in (names := library().names()):
        raise WrongInput(
            _("There is no workspace {name}.").format(name=repr(name)),
            _("It may have been deleted or renamed. There are: {names}.").format(names=", ".join(names)),
        )
    return library().get(name)


def scope() -> Scope:
    """The scope of this session."""
    text = st.session_state.get("scope", "")
    if text.startswith("@"):
        rows = workspace().run("SELECT text FROM saved_scope WHERE id = ?", [text[1:]])
        if not rows:
            raise WrongInput(
                _("The scope {id} is not kept in this workspace.").format(id=text), _("Set the filters again.")
            )
        text = rows[0][0]
    return Scope.parse(text)


def set_scope(chosen: Scope) -> None:
    """Look at another scope; the address follows."""
    _remember(chosen)
    _write_address()


def _remember(chosen: Scope) -> None:
    """Take a scope into the session."""
    st.session_state["scope"] = scope_text(workspace(), chosen)


def scope_text(held: Workspace, chosen: Scope) -> str:
    """A scope as it stands in an address: its text, or the id of one that is too long and kept in the workspace."""
    text = "" if chosen == Scope() else chosen.text()
    if len(text) <= LONGEST_ADDRESS:
        return text
    number = hashlib.sha256(text.encode()).hexdigest()[:12]
    with held.transaction() as cursor:
        cursor.execute("INSERT OR IGNORE INTO saved_scope VALUES (?, ?)", [number, text])
    return f"@{number}"


def set_workspace(name: str) -> None:
    """Look at another workspace, whole: scope and settings belong to the log they were set on."""
    st.session_state["workspace"] = name
    st.session_state["scope"] = ""
    st.query_params.from_dict(address())


def address() -> dict[str, str]:
    """Workspace and scope as they stand in the address."""
    return {name: text for name in ("workspace", "scope") if (text := st.session_state.get(name))}


def open_journey(key: str) -> None:
    """Go to one journey, event by event; workspace and scope go along."""
    st.switch_page("../../pages/as_is/journeys.py", query_params={**address(), "journey": key})


def open_journeys(chosen: Scope) -> None:
    """Go to the list of the journeys of a scope."""
    _remember(chosen)
    st.switch_page("../../pages/as_is/journeys.py", query_params=address())


def _write_address() -> None:
    now = st.query_params.to_dict()
    wanted = {name: text for name, text in now.items() if name not in ("workspace", "scope")} | address()
    # In one go: every change is an entry of the browser's history, and Back must not meet one that is half made.
    if wanted != now:
        st.query_params.from_dict(wanted)

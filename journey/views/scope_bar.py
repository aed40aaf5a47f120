"""The scope bar: the same on every page, and the only place where numbers are narrowed."""

from __future__ import annotations

from urllib.parse import quote_plus, urlsplit, urlunsplit

import streamlit as st

from journey.analyses.command import command
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import count, percent
from journey.text.scope_words import chips, sentence
from journey.views.results import scope_counts, workspace_info
from journey.views.scope_editor import edit
from journey.views.session import library, scope, set_scope, set_workspace, workspace

__all__ = ["scope_bar"]


def scope_bar(reading: str) -> tuple[Workspace, Scope]:
    """Draw the bar, and give the workspace and scope that the page is to show.

    Parameters
    ----------
    reading : str
        The command line's word for this page, for "Copy as command".
    """
    chosen, current = workspace(), scope()
    held = workspace_info(chosen)
    shown, total = scope_counts(chosen, current)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="scope_bar"):
        _workspace_choice(chosen)
        for number, chip in enumerate(chips(current)):
            st.button(
                _short(chip.text),
                key=f"chip_{number}",
                icon=":material/close:",
                icon_position="right",
                help=_("{part} – remove").format(part=_plain(chip.text)) if len(chip.text) > 38 else _("Remove"),
                on_click=set_scope,
                args=(chip.without,),
            )
        edit(chosen, current, held)
        if chips(current):
            st.button(_("Clear"), type="tertiary", key="clear_scope", on_click=set_scope, args=(Scope(),))
        st.space("stretch")
        st.markdown(
            _("**{shown}** of {total} journeys ({share})").format(
                shown=count(shown), total=count(total), share=percent(shown / total if total else None)
            ),
            width="content",
        )
        _share(chosen, current, reading)
    if chips(current):
        st.caption(_plain(sentence(current)))
    if not shown:
        st.info(_("No journey matches. Remove a filter above."), icon=":material/filter_alt_off:")
        st.stop()
    return chosen, current


def _workspace_choice(chosen: Workspace) -> None:
    names = library().names()
    if chosen.name not in names:
        names = [chosen.name, *names]
    picked = st.selectbox(
        _("Workspace"),
        names,
        index=names.index(chosen.name),
        label_visibility="collapsed",
        width=190,
        key=f"ws_{chosen.name}",
    )
    if picked != chosen.name and picked is not None:
        set_workspace(picked)
        st.rerun()


def _share(chosen: Workspace, current: Scope, reading: str) -> None:
    with st.popover("", icon=":material/share:", help=_("Copy link, copy as command")):
        st.caption(_("Link to this view, for people on this server"))
        parts = urlsplit(st.context.url or "http://localhost:8501/")
        query = f"workspace={quote_plus(chosen.name)}"
        if text := st.session_state.get("scope"):
            query += f"&scope={quote_plus(text)}"
        st.code(urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")), language=None, wrap_lines=True)
        st.caption(_("The same on the command line"))
        st.code(command(reading, chosen.name, current), language="bash", wrap_lines=True)


def _short(text: str) -> str:
    return _plain(text if len(text) <= 38 else f"{text[:36]}…")


def _plain(text: str) -> str:
    """Text from a log as it is: none of it is Markdown."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|~:$&" else sign for sign in text)

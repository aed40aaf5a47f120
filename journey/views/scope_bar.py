"""The scope bar: the same on every page, and the only place where numbers are narrowed."""

from __future__ import annotations

import streamlit as st

from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.text.scope_words import Chip, chips, sentence
from journey.views.copied import keep_places, say_command
from journey.views.frame import escape, short
from journey.views.pin_view import pin_view_popover
from journey.views.results import scope_counts, workspace_info
from journey.views.save_view import save_view_popover
from journey.views.scope_editor import edit
from journey.views.session import library, scope, set_scope, set_workspace, workspace
from journey.views.take_home import take_page_home

__all__ = ["scope_bar", "workspace_choice"]

LONGEST_CHIP = 38


def scope_bar(reading: str | None = None) -> tuple[Workspace, Scope]:
    """Draw the bar, and give the workspace and scope that the page is to show.

    Parameters
    ----------
    reading : str, optional
        The command line's word for this page, for "Copy as command". What is chosen on the page itself is said later
        (`copied_command.say_command`).
    """
    chosen, current = workspace(), scope()
    held = workspace_info(chosen)
    shown, total = scope_counts(chosen, current)
    parts = chips(current)
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key="scope_bar"):
        workspace_choice(chosen)
        _fold(len(parts))
        folded = not st.session_state.get("scope_unfolded")
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key="scope_folded" if folded else "scope_open"
        ):
            _chips(parts)
            edit(chosen, current, held)
            if parts:
                st.button(_("Clear"), type="tertiary", key="clear_scope", on_click=set_scope, args=(Scope(),))
        st.markdown(
            ngettext(
                "**{shown}** of {total} journey ({share})", "**{shown}** of {total} journeys ({share})", total
            ).format(shown=count(shown), total=count(total), share=percent(shown / total if total else None)),
            width="content",
        )
        save_view_popover(chosen, current)
        pin_view_popover(chosen, current)
        take_page_home(chosen, current)
        _share(chosen, current, reading)
    if parts:
        st.caption(escape(sentence(current)))
    if not shown:
        st.info(_("No journey matches. Remove a filter above."), icon=":material/filter_alt_off:")
        st.stop()
    return chosen, current


def workspace_choice(chosen: Workspace) -> None:
    """Where another workspace is chosen."""
    names = library().names()
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


def _fold(parts: int) -> None:
    """On a narrow screen, where alone it is seen, the button that the parts of the scope fold into."""
    label = _("Filters ({n})").format(n=parts) if parts else _("Filters")
    st.button(label, icon=":material/filter_alt:", key="scope_fold", on_click=_turn)


def _turn() -> None:
    st.session_state["scope_unfolded"] = not st.session_state.get("scope_unfolded")


def _chips(parts: tuple[Chip, ...]) -> None:
    for number, chip in enumerate(parts):
        st.button(
            escape(short(chip.text, LONGEST_CHIP)),
            key=f"chip_{number}",
            icon=":material/close:",
            icon_position="right",
            help=_("{part} – remove").format(part=escape(short(chip.text, 300))),
            on_click=set_scope,
            args=(chip.without,),
        )


def _share(chosen: Workspace, current: Scope, reading: str | None) -> None:
    with st.popover("", icon=":material/share:", help=_("Copy link, copy as command"), key="scope_share"):
        st.caption(_("Link to this view, for people on this server"))
        keep_places()
        if reading is not None:
            say_command(reading, chosen, current)

"""Entering what people call out, by keyboard: a line a card or a vote, and the cursor stays where it is."""

from __future__ import annotations

import secrets

import streamlit as st

from journey.store.board_stages import stage_names
from journey.store.workshops.cards import write_card
from journey.store.workshops.rounds import Round
from journey.store.workshops.spoken import read_card, read_votes
from journey.store.workshops.state import RoomState
from journey.store.workshops.votes import take_back_by_hand, vote_by_hand
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.frame import escape
from journey.views.workshop.told import attempt

__all__ = ["by_hand"]

_LINE = "workshop_line"


def by_hand(workspace: Workspace, state: RoomState) -> None:
    """The line, and what may be written in it in this round."""
    asked = state.round
    if asked is None or not asked.open:
        return
    with st.container(key="by_hand", gap="xxsmall"):
        st.chat_input(
            _placeholder(asked), key=_LINE, on_submit=_take, args=(workspace, state), max_chars=600, height="content"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(escape(_help(workspace, asked)), width="stretch")
            if asked.kind != "cards":
                st.button(
                    _("Take back the last line"), key="hand_back", type="tertiary", icon=":material/undo:",
                    on_click=attempt, args=(take_back_by_hand, workspace, state.workshop.id, asked.id),
                )  # fmt: skip


def _take(workspace: Workspace, state: RoomState) -> None:
    line, asked = str(st.session_state[_LINE] or ""), state.round
    if asked is not None and line.strip():
        attempt(_enter, workspace, state.workshop.id, asked, line)


def _enter(workspace: Workspace, workshop: int, asked: Round, line: str) -> None:
    if asked.kind == "cards":
        kind, stage, words = read_card(line, asked.settings["stages"])
        write_card(workspace, workshop, None, kind, stage, words, secrets.token_hex(8))
    else:
        vote_by_hand(workspace, workshop, asked.id, read_votes(line, asked))


def _placeholder(asked: Round) -> str:
    return {
        "cards": _("By hand: 2: too slow, or 2: + one click"),
        "dots": _("By hand: card and dots, 7 5"),
        "emotion": _("By hand: stage and faces, 2: -1 0 1"),
        "value_effort": _("By hand: item, value and effort, 3: 4 2"),
        "guess": _("By hand: claim and bets, 2: 5 4 1"),
    }.get(asked.kind, _("By hand"))


def _help(workspace: Workspace, asked: Round) -> str:
    if asked.kind == "cards":
        stages = ", ".join(f"{at} {name}" for at, name in enumerate(stage_names(workspace), 1))
        return _("For a room without phones: stage, colon, words; a plus makes it an idea. Stages: {stages}.").format(
            stages=stages
        )
    return {
        "dots": _("For a room without phones: card 7 gets 5 dots by 7 5; several by 7 5, 9 2."),
        "emotion": _(
            "For a room without phones: three people about stage 2 by 2: -1 0 1; one person stage by stage by 1 0 . -2 "
            "(a dot where they say nothing)."
        ),
        "guess": _(
            "For a room without phones: three people about claim 2 by 2: 5 4 1, from 1 (surely not) to 5 (surely)."
        ),
        "value_effort": _("For a room without phones: item 3, value 4, effort 2 by 3: 4 2; two people by 3: 4 2, 5 1."),
    }.get(asked.kind, "")

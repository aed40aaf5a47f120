"""Comments as quotes: found, opened as journeys, pinned to the board."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from journey.analyses.voice.comments import Comment, Tone
from journey.analyses.voice.search import Wanted, search, sounds_like
from journey.analyses.voice.theme_shares import Voice
from journey.charts.opportunity_words import evidence_text
from journey.store.board_notes import add_note
from journey.store.opportunities import Opportunity
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, date, number
from journey.views import frame
from journey.views.opportunity_new import opportunity_button
from journey.views.session import open_journey

__all__ = ["quotes"]

PAGE = 8
LONGEST = 600


def quotes(
    workspace: Workspace,
    found: tuple[Comment, ...],
    voice: Voice,
    names: Mapping[str, str],
    wanted: Wanted,
    estimate: Mapping[tuple[int, int], float],
) -> None:
    """Draw the comments that are wanted, a card each, with their table as a file."""
    kept = search(found, wanted, voice.learned.of, estimate)
    asked = (workspace.name, repr(wanted))
    if st.session_state.get("voice_asked") != asked:
        st.session_state.update(voice_asked=asked, voice_shown=PAGE)
    shown = st.session_state["voice_shown"]
    st.markdown(
        "**{}**".format(
            ngettext("{n} comment", "{n} comments", len(kept)).format(n=count(len(kept))) if kept else _("No comment")
        )
    )
    if not kept:
        st.info(_("No comment has this. Ask for fewer words, or clear a choice."), icon=":material/search_off:")
        return
    for one in kept[:shown]:
        _card(workspace, one, _theme_of(one, voice, names), sounds_like(one, estimate))
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(kept) > shown:
            st.button(
                _("{n} more").format(n=count(min(PAGE, len(kept) - shown))),
                on_click=st.session_state.__setitem__,
                args=("voice_shown", shown + PAGE),
                key="voice_more",
            )
        frame.download(lambda: _listing(kept, voice, names), name="comments")


def _card(workspace: Workspace, one: Comment, theme: str | None, heard: Tone | None) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(_("“{words}”").format(words=frame.escape(frame.short(one.text, LONGEST))))
        place = [
            _FACES[one.tone] if one.tone else "",
            " · ".join(f"{frame.short(name, 30)} {number(value)}" for name, value in one.scores),
            frame.short(one.touchpoint),
            frame.short(one.stage or "", 30),
            date(one.time),
            theme or "",
            # Where there is an answer its tone says it; the estimate is worth a word where it tells more.
            _SOUNDS[heard] if heard is not None and heard is not one.tone else "",
        ]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(frame.escape(frame.together(" · ".join(part for part in place if part))), width="stretch")
            if st.button(
                _("Journey"),
                icon=":material/timeline:",
                type="tertiary",
                key=f"voice_open_{one.journey}_{one.position}",
            ):
                open_journey(one.key)
            if one.stage:
                st.button(
                    _("Pin to the board"),
                    icon=":material/keep:",
                    type="tertiary",
                    key=f"voice_pin_{one.journey}_{one.position}",
                    on_click=_pin,
                    args=(workspace, one),
                )
            opportunity_button(
                workspace, _opportunity(one), key=f"voice_idea_{one.journey}_{one.position}", type="tertiary"
            )


def _opportunity(one: Comment) -> Opportunity:
    words = frame.short(" ".join(one.text.split()), 90)
    return Opportunity(
        title=_("How might we answer “{words}”?").format(words=words),
        stage=one.stage or "",
        evidence=evidence_text("journeys", words, journey=one.key, touchpoint=one.touchpoint),
        metric=one.scores[0][0] if one.scores else "",
    )


_SOUNDS = {Tone.CRITICAL: _("sounds critical (estimate)"), Tone.CONTENT: _("sounds content (estimate)")}
_FACES = {Tone.CRITICAL: _("☹ critical"), Tone.CONTENT: _("☺ content")}


def _pin(workspace: Workspace, one: Comment) -> None:
    """Put the quote on the board, in the column of its stage."""
    text = _("“{words}” ({touchpoint}, {day})").format(
        words=frame.short(one.text, 1_500), touchpoint=frame.short(one.touchpoint, 100), day=date(one.time)
    )
    add_note(workspace, "notes", one.stage or "", text, evidence=urlencode({"page": "journeys", "journey": one.key}))
    st.toast(_("Pinned to the board, stage {stage}.").format(stage=frame.escape(one.stage or "")))


def _theme_of(one: Comment, voice: Voice, names: Mapping[str, str]) -> str | None:
    number = voice.learned.of.get((one.journey, one.position), -1)
    return names[voice.learned.found.themes[number].key] if number >= 0 else None


def _listing(kept: list[Comment], voice: Voice, names: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Comment"): [one.text for one in kept],
            _("Theme"): [_theme_of(one, voice, names) or "" for one in kept],
            _("Stage"): [one.stage or "" for one in kept],
            _("Touchpoint"): [one.touchpoint for one in kept],
            _("Channel"): [one.channel or "" for one in kept],
            _("Time"): [one.time.isoformat(sep=" ") for one in kept],
            _("Scores"): [", ".join(f"{name} {value:g}" for name, value in one.scores) for one in kept],
            _("Journey"): [one.key for one in kept],
            _("Customer"): [one.customer for one in kept],
        }
    )

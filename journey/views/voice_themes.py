"""The picture of the themes, clickable, and the field that renames one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import plotly.graph_objects as go
import streamlit as st

from journey.analyses.voice.theme_shares import Voice
from journey.scope import Scope
from journey.store.theme_names import LONGEST, name_theme
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.views import frame
from journey.views.page_settings import seed, tell
from journey.views.session import open_journeys

__all__ = ["chosen_theme", "languages", "theme_chart"]


def theme_chart(draw: Callable[..., go.Figure], found: Voice, names: Mapping[str, str], *, alt: str) -> str:
    """Draw the themes; a click on a bar chooses its theme for the quotes below. What the columns are."""
    by = "touchpoint"
    if found.stages:
        words = {"stage": _("By stage"), "touchpoint": _("By touchpoint")}
        seed("by", "voice_by", "stage", lambda text: text if text in words else None)
        by = (
            st.segmented_control(
                _("Columns"), list(words), format_func=words.__getitem__, required=True,
                label_visibility="collapsed", key="voice_by", persist_state="session",
            )
            or "stage"
        )  # fmt: skip
        tell("by", by, "stage")
    seed("theme", "voice_theme", None, int)
    chosen = st.session_state.get("voice_theme")
    key = f"voice_picture_{st.session_state.setdefault('voice_round', 0)}"

    def pick() -> None:
        points = st.session_state[key].selection.points
        if points and points[0].get("customdata") is not None:
            value = points[0]["customdata"]
            number = int(value[0] if isinstance(value, list) else value)
            st.session_state["voice_theme"] = None if number == chosen else number
        # Another key forgets the selection of the picture: the field below is what holds it.
        st.session_state["voice_round"] += 1

    frame.chart(lambda mode: draw(found, names, mode, by=by, chosen=chosen), alt=alt, key=key, on_select=pick)
    return by


def chosen_theme(workspace: Workspace, found: Voice, names: Mapping[str, str], given: Mapping[str, str]) -> None:
    """The name of the chosen theme, to be changed, and the way to its journeys."""
    chosen = next((one for one in found.themes if one.number == st.session_state.get("voice_theme")), None)
    if chosen is None:
        return
    theme = chosen.theme
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            _("Name of this theme"), value=names[theme.key], max_chars=LONGEST, width=320, key=f"voice_name_{theme.key}"
        )
        st.button(
            _("Rename"), key="voice_rename", disabled=name == names[theme.key], on_click=name_theme,
            args=(workspace, theme.key, name),
        )  # fmt: skip
        n = len(chosen.journeys)
        words = ngettext("Its journey", "Its {n} journeys", n)
        if st.button(words.format(n=count(n)), icon=":material/timeline:", disabled=not n, key="voice_journeys"):
            open_journeys(Scope(journeys=chosen.journeys))
        if theme.key in given:
            st.button(
                _("Its words again"), type="tertiary", key="voice_unname", on_click=_unname, args=(workspace, theme.key)
            )
    st.caption(_("Typical words: {words}").format(words=frame.escape(", ".join(theme.words))))


def _unname(workspace: Workspace, key: str) -> None:
    name_theme(workspace, key, "")
    st.session_state.pop(f"voice_name_{key}", None)


def languages(found: Voice) -> str:
    """How the themes were found, in a line: their number, what is near none, languages that are not known."""
    learned = found.learned.found
    unknown = dict(learned.languages).get(None, 0)
    parts = [
        _("{none} of {n} comments ({share}) are near no theme.").format(
            none=count(found.none), n=count(found.looked_at), share=percent(found.none / max(1, found.looked_at))
        ),
        _("{n} themes fit best of {tried} tried: their words go together, differ, and reach most comments.").format(
            n=len(learned.themes), tried=", ".join(str(number) for number, _figure in learned.coherence)
        ),
    ]
    if unknown:
        parts.append(
            ngettext(
                "{n} comment is in a language not known here (English, Russian, Dutch are).",
                "{n} comments are in a language not known here (English, Russian, Dutch are).",
                unknown,
            ).format(n=count(unknown))
        )
    return " ".join(parts)

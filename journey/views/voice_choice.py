"""What the page Voice is asked: which comments themes are found in, and which are shown as quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from journey.analyses.voice.comments import Comment, Tone
from journey.analyses.voice.search import Sounds, Wanted
from journey.analyses.voice.theme_shares import Voice
from journey.stories.voice_tone import ALL, usual_tone
from journey.text import _
from journey.text.format import count
from journey.views import frame
from journey.views.page_settings import seed, tell

__all__ = ["tone_choice", "wanted_choice"]

TONES = {"": _("All"), Tone.CRITICAL.value: _("Critical"), Tone.CONTENT.value: _("Content")}
NO_THEME = -1


def tone_choice(every: Sequence[Comment]) -> Tone | None:
    """Which comments to look at; critical ones at first, where there are enough of them."""
    n = {tone: sum(one.tone is tone for one in every) for tone in Tone}
    if not any(n.values()):
        return None
    numbers = {"": len(every), **{tone.value: n[tone] for tone in Tone}}
    usual = usual_tone(every)
    first = usual.value if usual else ""
    seed("tone", "voice_tone", first, lambda text: "" if text == ALL else text if text in TONES else None)
    picked = st.segmented_control(
        _("Comments"),
        list(TONES),
        format_func=lambda name: _("{tone} · {n}").format(tone=TONES[name], n=count(numbers[name])),
        label_visibility="collapsed",
        key="voice_tone",
        persist_state="session",
    )
    tell("tone", picked or ALL, first or ALL)
    return Tone(picked) if picked else None


def wanted_choice(
    found: Voice, names: Mapping[str, str], every: Sequence[Comment], tone: Tone | None, *, sounds: bool
) -> Wanted:
    """The fields above the quotes."""
    titles = {one.number: names[one.theme.key] for one in found.themes}
    if found.themes and found.none:
        titles[NO_THEME] = _("None of them")
    seed("words", "voice_words", "")
    if st.session_state.get("voice_theme") not in titles:
        st.session_state["voice_theme"] = None
    scores = sorted({name for one in every for name, _value in one.scores})
    with st.container(horizontal=True, vertical_alignment="bottom", key="voice_search_row"):
        words = st.text_input(
            _("Search comments"),
            key="voice_words",
            icon=":material/search:",
            width=230,
            placeholder=_('words, or "exactly this"'),
            persist_state="session",
        )
        theme: int | None = st.selectbox(
            _("Theme"),
            list(titles),
            index=None,
            placeholder=_("Every theme"),
            format_func=lambda n: frame.short(titles[n]),
            key="voice_theme",
            width=240,
        )
        tell("words", words, "")
        tell("theme", theme)
        stage = _one(_("Stage"), _("Every stage"), list(found.stages), "stage") if found.stages else None
        place = _one(_("Touchpoint"), _("Every touchpoint"), list(found.touchpoints), "touchpoint")
        score = _score(every, scores) if scores else None
        heard = _sounds() if sounds else None
    return Wanted(words or "", theme, stage, place, tone, score, heard)


def _sounds() -> Sounds | None:
    choices: dict[Sounds, str] = {
        "critical": _("Critical"),
        "content": _("Content"),
        "disagree": _("Unlike the answer"),
    }
    seed("sounds", "voice_sounds", None, lambda text: text if text in choices else None)
    picked: Sounds | None = st.selectbox(
        _("Words sound (estimate)"),
        list(choices),
        index=None,
        placeholder=_("Anyhow"),
        format_func=choices.__getitem__,
        key="voice_sounds",
        width=180,
    )
    tell("sounds", picked)
    return picked


def _one(label: str, none: str, choices: list[str], name: str) -> str | None:
    key = f"voice_{name}"
    seed(name, key, None)
    if st.session_state.get(key) not in choices:
        st.session_state[key] = None
    picked: str | None = st.selectbox(
        label, choices, index=None, placeholder=none, format_func=frame.short, key=key, width=190
    )
    tell(name, picked)
    return picked


def _score(every: Sequence[Comment], scores: list[str]) -> tuple[str, float, float] | None:
    """A score and the answers wanted, folded away."""
    with st.popover(_("Score"), icon=":material/tune:"):
        name = _one(_("Score"), _("Any answer"), scores, "score")
        if name is None:
            return None
        values = [value for one in every for score, value in one.scores if score == name]
        low, high = min(values), max(values)
        if low == high:
            st.caption(_("All answers are {value}.").format(value=f"{low:g}"))
            return name, low, high
        key = f"voice_answers_{name}"
        seed("answers", key, (low, high), lambda text: _between(text, low, high))
        # As the value it was given is a pair, so is the one it gives.
        chosen: Any = st.slider(_("Answers"), low, high, key=key)
        least, most = chosen
        tell("answers", f"{least:g}..{most:g}", f"{low:g}..{high:g}")
        return name, least, most


def _between(text: str, low: float, high: float) -> tuple[float, float]:
    """The answers of an address, as far as there are such."""
    least, most = map(float, text.split(".."))
    if not low <= least <= most <= high:
        raise ValueError(text)
    return least, most

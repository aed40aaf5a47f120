"""What is success, what is lost: asked of the touchpoints that were read."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from journey.errors import WrongInput
from journey.ingest.quality import Quality
from journey.model import Definitions
from journey.text import _
from journey.text.durations import parse_duration
from journey.text.format import percent
from journey.views.frame import escape
from journey.views.importing import draft

__all__ = ["ask"]

AUTO, NEVER = "auto", "never"


def ask(quality: Quality) -> Definitions:
    """Fields for goal, lost touchpoints and timeout; what they say now."""
    ends = {name: share for name, _rows, share in quality.names}
    candidates = sorted(ends, key=lambda name: -ends[name])

    def shown(name: str) -> str:
        if ends.get(name, 0.0) < 0.01:
            return name
        return _("{name} – ends {share} of journeys").format(name=name, share=percent(ends[name]))

    st.markdown(_("**What is success? What is lost?**"))
    goals = st.multiselect(
        _("Success: the journey reached"),
        candidates,
        format_func=shown,
        key=f"{draft.prefix()}_goals",
        persist_state="page",
        placeholder=_("Choose one or more, or set it later"),
        help=_("The first one a journey reaches decides. Without it conversion stays blank."),
    )
    if usual := [shown(name) for name in candidates[:3] if ends[name] >= 0.05 and not goals]:
        st.caption(escape(_("Candidates: {names}").format(names="; ".join(usual))))
    lost = st.multiselect(
        _("Lost: the journey ended badly with"),
        candidates,
        format_func=shown,
        key=f"{draft.prefix()}_lost",
        persist_state="page",
        placeholder=_("Declined, cancelled, unsubscribed …"),
    )
    words = {AUTO: _("Found from the journeys that succeed"), NEVER: _("Never")}
    timeout = st.selectbox(
        _("Given up after a silence of"),
        [AUTO, "1d", "7d", "14d", "30d", "90d", NEVER],
        format_func=lambda value: words.get(value, value),
        key=f"{draft.prefix()}_timeout",
        persist_state="page",
        accept_new_options=True,
        disabled=not goals,
        help=_("Choose, or write your own: 12h, 45d"),
    )
    return Definitions(goals=tuple(goals), lost=tuple(lost), timeout_s=_timeout(timeout))


def _timeout(text: str) -> float | Literal["auto", "never"]:
    if text == AUTO:
        return "auto"
    if text == NEVER:
        return "never"
    try:
        return parse_duration(text)
    except ValueError as error:
        raise WrongInput(
            _("{text} is no length of time.").format(text=repr(text)), _("Write it like 12h or 14d.")
        ) from error

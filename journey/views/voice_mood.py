"""What the words alone tell of the mood: shown with how often it is right, or why it is not shown."""

from __future__ import annotations

import streamlit as st

from journey.analyses.voice.sentiment import FEWEST, Sentiment
from journey.text import _
from journey.text.format import count, interval, percent
from journey.views import frame

__all__ = ["mood"]


def mood(found: Sentiment) -> None:
    """Draw the section, folded."""
    with st.expander(_("Mood by words"), icon=":material/psychology:", on_change="rerun", key="voice_mood") as here:
        if not here.open:
            return
        st.markdown(frame.escape(frame.together(_words(found))))
        if found.earned:
            for label, words in ((_("Critical: {words}"), found.critical), (_("Content: {words}"), found.content)):
                st.markdown(label.format(words=frame.escape(", ".join(words))))
        frame.explain(
            _(
                "Learned from comments with an answer: logistic regression on their words. Tried on customers left out "
                "of learning; intervals by bootstrap over customers. Shown only where it beats always guessing the "
                "commoner tone."
            )
        )


def _words(found: Sentiment) -> str:
    if found.why == "no answers":
        return _("No comment comes with an answer to a score, so there is nothing to learn the mood of words from.")
    if found.why == "one tone":
        return _("All comments with a clear answer have the same tone, so nothing tells critical words from others.")
    if found.why == "too few":
        return _(
            "Too few to learn from: it takes {n} customers with critical comments, and {n} with content ones."
        ).format(n=FEWEST)
    figures = {
        "accuracy": interval(found.accuracy),
        "majority": percent(found.majority),
        "balanced": interval(found.balanced),
        "customers": count(found.customers),
    }
    if not found.earned:
        if found.majority is None:
            return _("The words of the comments have too little in common to learn from.")
        return _(
            "The words tell too little, so no estimate is shown: right for {accuracy}; always guessing the commoner "
            "tone is right for {majority}. Tried on {customers} customers."
        ).format(**figures)
    return _(
        "The words tell the tone right for {accuracy}, where always guessing the commoner one is right for {majority}; "
        "the mean over both tones is {balanced}. Tried on {customers} customers."
    ).format(**figures)

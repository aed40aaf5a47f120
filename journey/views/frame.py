"""What every page has: its question, its answer, and the table behind its picture."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from journey.charts.theme import Mode
from journey.text import _

__all__ = ["escape", "explain", "headline", "mode", "table"]


def headline(question: str, answer: str) -> None:
    """The question a page answers, small, and the answer in one sentence, large."""
    with st.container(gap="xxsmall", key="headline"):
        st.caption(question)
        # A figure and its unit stay on one line.
        st.subheader(escape(re.sub(r"(?<=\d) (?=(%|y|d|h|min|s)\b|%)", "\u00a0", answer)), anchor=False)


def table(frame: pd.DataFrame, *, name: str, label: str, open_at_first: bool = False) -> None:
    """The table behind a picture, folded, with its download.

    Parameters
    ----------
    name : str
        Of the file it is saved as, without the ending.
    """
    with st.expander(
        label, icon=":material/table:", expanded=open_at_first, on_change="rerun", key=f"table_{name}"
    ) as here:
        if here.open:
            st.dataframe(frame, hide_index=True, alt=label)
            st.download_button(
                _("Download as CSV"),
                _neutral(frame).to_csv(index=False).encode("utf-8-sig"),
                file_name=f"{name}.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
            )


def explain(text: str) -> None:
    """What the picture shows and how it is computed, in a line."""
    st.caption(text)


def mode() -> Mode:
    """The theme this session sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def escape(text: str) -> str:
    """Text as it is, where Streamlit would read Markdown: names from a log may hold any sign."""
    return "".join(f"\\{sign}" if sign in _MARKDOWN else sign for sign in text)


_MARKDOWN = frozenset("\\`*_{}[]()<>#+-.!|~:$&")


def _neutral(frame: pd.DataFrame) -> pd.DataFrame:
    """A name that a spreadsheet would run as a formula gets a mark that keeps it text."""

    def neutral(value: object) -> object:
        return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value

    return frame.map(neutral)

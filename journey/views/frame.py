"""What every page has: its question, its answer, and the table behind its picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from journey.charts.map_spec import MapSpec
from journey.charts.theme import Mode
from journey.components.flow_map import flow_map
from journey.stories.picture import MapPicture, figure_picture
from journey.text import _
from journey.text.short import short
from journey.text.spreadsheet import as_csv
from journey.views import shown

__all__ = [
    "chart",
    "counted",
    "download",
    "escape",
    "explain",
    "flow",
    "headline",
    "mode",
    "short",
    "table",
    "together",
]


def headline(question: str, answer: str) -> None:
    """The question a page answers, small, and the answer in one sentence, large."""
    shown.tell_answer(answer)
    with st.container(gap="xxsmall", key="headline"):
        st.caption(question)
        st.subheader(escape(together(answer)), anchor=False)


def chart(
    draw: Callable[[Mode], go.Figure],
    *,
    alt: str,
    key: str,
    on_select: Callable[[], None] | Literal["ignore", "rerun"] = "ignore",
) -> Any:
    """A Plotly figure in our own look, which it brings along; the first one of a page is what is pinned of it.

    Parameters
    ----------
    draw : callable
        The figure in a theme.
    alt : str
        What it shows, for people who cannot see it.
    on_select : callable or "rerun", optional
        Points can be clicked: what to do then, before the script runs again.

    Returns
    -------
    What was clicked, as `st.plotly_chart` tells it.
    """
    shown.tell_picture(lambda: figure_picture(draw))
    return st.plotly_chart(
        draw(mode()), theme=None, config={"displayModeBar": False}, alt=alt, key=key, on_select=on_select,
        selection_mode="points",
    )  # fmt: skip


def flow(spec: MapSpec, **how: Any) -> Any:
    """A flow map (`components.flow_map`); the first one of a page is what is pinned of it."""
    shown.tell_picture(lambda: MapPicture(spec))
    return flow_map(spec, **how)


def table(frame: pd.DataFrame, *, name: str, label: str) -> None:
    """The table behind a picture, folded, with its download.

    Parameters
    ----------
    name : str
        Of the file it is saved as, without the ending.
    """
    shown.tell_table(lambda: frame)
    with st.expander(label, icon=":material/table:", on_change="rerun", key=f"table_{name}") as here:
        if here.open:
            st.dataframe(frame, hide_index=True, alt=label, column_config=counted(frame))
            download(lambda: frame, name=name)


def counted(table: pd.DataFrame) -> dict[str, Any]:
    """How the columns of whole numbers are written: 12,340, as everywhere."""
    whole = [str(name) for name in table.columns if pd.api.types.is_integer_dtype(table[name])]
    return {name: st.column_config.NumberColumn(format="localized") for name in whole}


def download(frame: Callable[[], pd.DataFrame], *, name: str) -> None:
    """A table as a file, made when it is asked for; nothing in it is a formula to a spreadsheet.

    Parameters
    ----------
    name : str
        Of the file, without the ending; a word of ours, never one from a log.
    """
    shown.tell_table(frame)
    st.download_button(
        _("Download as CSV"),
        lambda: as_csv(frame()),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"download_{name}",
    )


def explain(text: str) -> None:
    """What the picture shows and how it is computed, in a line."""
    st.caption(together(text))


def mode() -> Mode:
    """The theme this session sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def escape(text: str) -> str:
    """Text as it is, where Streamlit would read Markdown: names from a log may hold any sign.

    A backslash keeps a sign from being Markdown. What Streamlit replaces in the finished text all the same (addresses
    by links, ``->`` by an arrow, ``:material/home:`` by an icon) is kept apart by an invisible word joiner.
    """
    line = _REPLACED.sub(lambda found: f"{found[0]}{_JOINER}", _BREAK.sub(" ", text))
    return "".join(f"\\{sign}" if sign in _MARKDOWN else sign for sign in line)


def together(text: str) -> str:
    """A figure and its unit, a day and its month stay on one line."""
    return re.sub(r"(?<=\d) (?=%|(y|d|h|min|s)\b|\w{3,4} \d{4}\b)", "\N{NO-BREAK SPACE}", text)


_MARKDOWN = frozenset("\\`*_{}[]()<>#+-.!|~:$&")
_BREAK = re.compile(r"[\t\n\v\f\r]+")
_REPLACED = re.compile(r"[-<>=~](?=[-<>=])|:(?=\w|//)|@(?=\w)|\bwww(?=\.)", re.IGNORECASE)
_JOINER = "\N{WORD JOINER}"

"""A survey file beside the log: choose its columns, join it, and see what became of every answer."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from journey.errors import WrongInput
from journey.ingest.column import Column
from journey.ingest.known_mappings import recognise
from journey.ingest.masking import masked_text
from journey.ingest.source import Preview, preview
from journey.ingest.survey_file import Survey
from journey.ingest.survey_join import Joined, join_survey, surveys, take_out_survey
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import count, duration, moment, number, percent
from journey.text.survey_words import reason_text
from journey.views import frame
from journey.views.typed import seconds

__all__ = ["survey_upload"]


def survey_upload(workspace: Workspace) -> None:
    """The folded part of the page where surveys come in and go."""
    with st.expander(_("Surveys"), icon=":material/ballot:", on_change="rerun", key="surveys") as opened:
        if not opened.open:
            return
        st.caption(
            _(
                "Answers from a survey tool join the last touchpoint of their customer before them, within a window. "
                "What does not join is listed with its reason."
            )
        )
        _held(workspace)
        given = st.file_uploader(_("Survey file"), key="survey_file", label_visibility="collapsed")
        if given is not None:
            _joining(workspace, given.name, given.getvalue())
        report = st.session_state.get(f"survey_report_{workspace.name}")
        if report is not None:
            _report(report)


def _held(workspace: Workspace) -> None:
    for name, at, window, relationship, answers in surveys(workspace):
        with st.container(horizontal=True, vertical_alignment="center"):
            words = (
                _("{survey}: {n} answers, of the customers as a whole; imported {at}.")
                if relationship
                else _("{survey}: {n} answers, up to {window} after a touchpoint; imported {at}.")
            )
            text = words.format(survey=frame.short(name), n=count(answers), window=duration(window), at=moment(at))
            st.markdown(frame.escape(text), width="stretch")
            if st.button(_("Take out"), icon=":material/delete:", key=f"survey_out_{name}"):
                take_out_survey(workspace, name)
                st.session_state.pop(f"survey_report_{workspace.name}", None)
                st.rerun()


def _joining(workspace: Workspace, name: str, content: bytes) -> None:
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / Path(name).name
            file.write_bytes(content)
            work = Path(folder) / "work"
            work.mkdir()
            seen = preview(file, workdir=work)
            wanted, options = _choice(workspace, seen)
            if wanted is None:
                st.info(_("Choose the columns of the customer, of the time and of at least one score."))
            elif st.button(_("Join the survey"), type="primary", key="survey_join"):
                joined = join_survey(workspace, file, wanted, **options)
                st.session_state[f"survey_report_{workspace.name}"] = joined
                st.rerun()
    except WrongInput as error:
        st.warning(frame.escape(f"{error.message} {error.hint}"), icon=":material/report:")


def _choice(workspace: Workspace, seen: Preview) -> tuple[Survey | None, dict[str, Any]]:
    """The columns as people choose them, guessed first."""
    columns = list(seen.source.columns)
    values = {name: Column.of(name, [row[at] for row in seen.rows]) for at, name in enumerate(columns)}
    times = [name for name in columns if values[name].is_time]
    who = max(columns, key=lambda name: _known(workspace, values[name]))
    rest = [name for name in columns if name not in (*times, who) and not values[name].says_id]
    numbers = [name for name in rest if _answers(values[name])]
    texts = [name for name in rest if values[name].is_free_text]
    # Of an export that is documented it is known which column says when, what, and how much.
    known = recognise(columns, seen.rows)
    if known is not None and known.name == "qualtrics":
        times = [*filter(None, [known.mapping.time]), *times]
        numbers = list(dict.fromkeys([*known.mapping.scores, *numbers]))
        texts = [*filter(None, [known.mapping.comment]), *texts]
    key = f"survey_{seen.source.name}"
    with st.container(horizontal=True):
        customer = st.selectbox(_("Customer"), columns, index=columns.index(who), key=f"{key}_customer", width=200)
        when = st.selectbox(
            _("Time of the answer"), columns, index=columns.index(times[0]) if times else None, key=f"{key}_time",
            width=200,
        )  # fmt: skip
        scores = st.multiselect(_("Scores"), columns, default=numbers, key=f"{key}_scores", width=320)
        comment = st.selectbox(
            _("Comment"), [None, *columns], index=columns.index(texts[0]) + 1 if texts else 0,
            format_func=lambda name: name or _("none"), key=f"{key}_comment", width=200,
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        relationship = st.toggle(_("Asked now and then: belongs to the customer"), key="survey_relationship")
        window = st.text_input(
            _("At most so long after a touchpoint"), "7d", disabled=relationship, key="survey_window"
        )
    keep = st.toggle(
        _("Keep names, phones, e-mails and cards in comments"), key="survey_personal", disabled=comment is None
    )
    options = {"window_s": seconds(window), "relationship": relationship, "options": seen.source.options}
    if customer is None or when is None or not scores:
        return None, options
    return Survey(customer, when, tuple(scores), comment, keep_personal=keep), options


def _known(workspace: Workspace, column: Column) -> float:
    """The share of the different values of a column that are customers of the log."""
    values = sorted(column.distinct)
    if not values:
        return 0.0
    (known,) = workspace.one(
        "SELECT count(DISTINCT customer) FROM journey WHERE customer IN (SELECT unnest(?::VARCHAR[]))", [values]
    )
    return float(known) / len(values)


def _answers(column: Column) -> bool:
    """Whether a column seems to hold a score: mostly numbers, of which there are few different ones."""
    numbers = column.numbers(".")
    return len(numbers) >= 0.6 * max(1, len(column.filled)) and 2 <= len(set(numbers)) <= 101


def _report(joined: Joined) -> None:
    st.markdown(frame.escape(_("The last one joined: {survey}.").format(survey=frame.short(joined.survey))))
    if joined.masked:
        st.markdown(masked_text(joined.masked))
    for one in joined.scores:
        st.markdown(
            frame.escape(
                _("{score}: {joined} of {answers} answers joined ({share}), on a scale of {low} to {high}.").format(
                    score=one.score, joined=count(one.joined), answers=count(one.answers), share=percent(one.share),
                    low=number(one.scale[0]), high=number(one.scale[1]),
                )
            )
        )  # fmt: skip
        if one.left_out:
            st.dataframe(
                pd.DataFrame(
                    [
                        (one.left_out[reason], reason_text(reason), ", ".join(map(str, one.rows[reason])))
                        for reason in sorted(one.left_out, key=lambda reason: -one.left_out[reason])
                    ],
                    columns=[_("Answers"), _("Not joined, as they"), _("Rows of the file, the first")],
                ),
                hide_index=True,
            )

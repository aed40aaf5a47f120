"""What the check found: what is left out and why, what to know, and what is fine."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import pandas as pd
import streamlit as st

from journey.ingest.quality import Quality
from journey.ingest.rejection import Rejection, reason_text
from journey.ingest.wire import Seen
from journey.text import _, ngettext
from journey.text.format import count, date
from journey.views.frame import escape
from journey.views.importing import draft

__all__ = ["show"]

Duplicates = Literal["keep", "drop"]


def show(quality: Quality, seen: Seen) -> Duplicates:
    """List the findings; what is to become of repeated rows."""
    st.markdown(_("**What the check found**"))
    chosen: Duplicates = "keep"
    with st.container(gap="xsmall", key="import_findings"):
        st.caption(escape(_span(quality)))
        for rejection in quality.rejections:
            _left_out(rejection, seen.name)
        if quality.duplicates:
            chosen = _duplicates(quality.duplicates)
        # Similar names are offered apart, as they may be read as one.
        for sentence in quality.notes():
            st.markdown(f":material/info: {escape(sentence)}")
        if fine := _fine(quality):
            st.markdown(f":material/check: {escape(_('Fine: {parts}.').format(parts=', '.join(fine)))}")
    return chosen


def _span(quality: Quality) -> str:
    rows = _("{read} rows read: {kept} kept, {rejected} left out").format(
        read=count(quality.read), kept=count(quality.kept), rejected=count(quality.rejected)
    )
    if quality.first is None or quality.last is None:
        return rows
    first, last = (date(datetime.fromisoformat(text)) for text in (quality.first, quality.last))
    return _("{rows}, from {first} to {last}").format(rows=rows, first=first, last=last)


def _left_out(rejection: Rejection, file: str) -> None:
    text = ngettext("{n} row left out: {reason}", "{n} rows left out: {reason}", rejection.rows)
    label = text.format(n=count(rejection.rows), reason=reason_text(rejection.reason))
    icon = ":material/filter_alt:" if rejection.reason == "filtered" else ":material/close:"
    with st.expander(escape(label), icon=icon, type="compact"):
        shown = len(rejection.examples)
        first = ngettext("The first of them in {file}", "The first {n} of them in {file}", shown)
        where = _("In {file}") if shown == rejection.rows else first
        st.caption(escape(where.format(n=count(shown), file=file)))
        rows = [(row, column, value or _("(empty)")) for row, column, value in rejection.examples]
        frame = pd.DataFrame(rows, columns=[_("Row"), _("Column"), _("Value")])
        st.dataframe(frame, hide_index=True, alt=label)


def _duplicates(n: int) -> Duplicates:
    text = ngettext("{n} row repeats an earlier one exactly", "{n} rows repeat an earlier one exactly", n)
    words: dict[Duplicates, str] = {"keep": _("Keep"), "drop": _("Leave out")}
    chosen = st.segmented_control(
        text.format(n=count(n)),
        list(words),
        default="keep",
        required=True,
        format_func=words.__getitem__,
        key=f"{draft.prefix()}_duplicates",
        persist_state="page",
    )
    return "drop" if chosen == "drop" else "keep"


def _fine(quality: Quality) -> list[str]:
    reasons = {rejection.reason for rejection in quality.rejections}
    checks = (
        ("no id" not in reasons, _("no missing ids")),
        (not reasons & {"no time", "unreadable time"}, _("all times read")),
        (not quality.duplicates, _("no repeated rows")),
        (not quality.early and not quality.late, _("no implausible dates")),
        (not quality.similar, _("no names that look alike")),
    )
    return [text for good, text in checks if good]

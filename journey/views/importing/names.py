"""Touchpoints that are too many, or look like one another: offers to read several as one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.ingest.grouping import SENSIBLE, as_one, suggest, wildcard
from journey.ingest.job import ImportJob
from journey.ingest.load import TOO_MANY_TOUCHPOINTS
from journey.ingest.quality import Quality
from journey.model import Mapping, TextRule
from journey.text import _, ngettext
from journey.text.format import count
from journey.views.importing import draft

__all__ = ["offer"]


def offer(job: ImportJob, quality: Quality, mapping: Mapping) -> None:
    """Offer what brings names together; choosing has the log checked again."""
    if quality.touchpoints > SENSIBLE or mapping.group_patterns:
        _group(job, quality, mapping)
    if quality.similar:
        _merge(job, quality, mapping)


def _group(job: ImportJob, quality: Quality, mapping: Mapping) -> None:
    many = quality.touchpoints > SENSIBLE
    label = (
        _("{n} touchpoints are too many for a map to be read: group them").format(n=count(quality.touchpoints))
        if many
        else _("Some touchpoints are read as one")
    )
    with st.expander(label, icon=":material/account_tree:", expanded=many, key=f"{draft.prefix()}_grouping"):
        if quality.touchpoints > TOO_MANY_TOUCHPOINTS:
            draft.flag(_("More than {most} cannot be imported.").format(most=count(TOO_MANY_TOUCHPOINTS)))
        st.caption(_("A star stands for anything. Rules are tried from the top; the first that fits gives the name."))
        now = [(True, _starred(rule), rule.name) for rule in mapping.group_patterns]
        known = (name for name, _rows, _share in quality.names)
        offered = [(True, text, text) for text in suggest(known)] if many else []
        columns = [_("Use"), _("Touchpoints like"), _("Read as")]
        edited = st.data_editor(
            pd.DataFrame([*now, *offered], columns=columns),
            hide_index=True,
            num_rows="dynamic",
            key=f"{draft.prefix()}_rules_{len(mapping.group_patterns)}",
        )
        if st.button(_("Group, and check again"), key="import_group"):
            rules = tuple(
                wildcard(str(like), str(name or like))
                for use, like, name in edited.itertuples(index=False)
                if use and like
            )
            _check_again(job, mapping, rules)


def _merge(job: ImportJob, quality: Quality, mapping: Mapping) -> None:
    n = len(quality.similar)
    label = ngettext("{n} pair of names looks alike", "{n} pairs of names look alike", n).format(n=count(n))
    with st.expander(label, icon=":material/join_inner:", key=f"{draft.prefix()}_alike"):
        chosen = st.multiselect(
            _("Read these pairs as one"),
            list(quality.similar),
            format_func=lambda pair: _("{a} and {b}").format(a=pair[0], b=pair[1]),
            key=f"{draft.prefix()}_pairs",
            placeholder=_("Choose pairs that mean the same"),
        )
        if st.button(_("Read as one, and check again"), disabled=not chosen, key="import_merge"):
            rows = {name: rows for name, rows, _share in quality.names}
            # The name that more rows have stays.
            pairs = [sorted(pair, key=lambda name: -rows.get(name, 0)) for pair in chosen]
            _check_again(job, mapping, (*mapping.group_patterns, *(as_one(a, b) for a, b in pairs)))


def _check_again(job: ImportJob, mapping: Mapping, rules: tuple[TextRule, ...]) -> None:
    changed = replace(mapping, group_patterns=rules)
    draft.change(changed)
    job.check(changed)
    st.rerun()


def _starred(rule: TextRule) -> str:
    """The text that the rule was made of."""
    plain = rule.pattern.removeprefix("^").removesuffix("$").replace(".*", "*")
    return "".join(sign for n, sign in enumerate(plain) if sign != "\\" or plain[n - 1 : n] == "\\")

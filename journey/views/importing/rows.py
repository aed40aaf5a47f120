"""Real rows of the file, with the part of each column above it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from journey.ingest.wire import Seen
from journey.model import Mapping, Role
from journey.text import _
from journey.text.file_size import file_size
from journey.text.format import count

__all__ = ["describe", "reasons", "role_name", "show"]

_QUOTES = str.maketrans({"'": "’", '"': "”", "\\": "∖"})


def role_name(role: Role) -> str:
    """A part in words."""
    words = {
        Role.JOURNEY: _("Journey"), Role.CUSTOMER: _("Customer"), Role.TOUCHPOINT: _("Touchpoint"),
        Role.TIME: _("Time"), Role.CLOCK: _("Time of day"), Role.END_TIME: _("End time"),
        Role.CHANNEL: _("Channel"), Role.STAGE: _("Stage"),
        Role.SCORE: _("Score"), Role.COST: _("Cost"), Role.COMMENT: _("Comment"),
        Role.INITIATOR: _("Who started it"), Role.LIFECYCLE: _("Lifecycle"), Role.ATTRIBUTE: _("Attribute"),
        Role.IGNORE: _("Ignored"),
    }  # fmt: skip
    return words[role]


def show(seen: Seen, mapping: Mapping) -> None:
    """The first rows, the columns that matter first."""
    roles = mapping.columns()
    parts = list(Role)
    order = sorted(seen.columns, key=lambda column: parts.index(roles.get(column, Role.IGNORE)))
    frame = pd.DataFrame(seen.rows, columns=list(seen.columns)).fillna("")[order]
    # The table takes a heading of two lines apart at its quotes, so those of a name become typographic ones.
    names = [name.translate(_QUOTES) for name in order]
    if len(set(names)) == len(names):
        parts_above = [role_name(roles.get(column, Role.IGNORE)) for column in order]
        frame.columns = pd.MultiIndex.from_arrays([parts_above, names])
    st.dataframe(
        frame, hide_index=True, height=248, alt=_("The first rows of {name}").format(name=seen.name), key="import_rows"
    )


def reasons(seen: Seen, mapping: Mapping) -> None:
    """What every column was taken for, how sure that is, and why."""
    roles = mapping.columns()
    guessed = seen.guess.mapping.columns()
    chosen = {column for column in seen.columns if roles.get(column) != guessed.get(column)}
    frame = pd.DataFrame(
        {
            _("Column"): seen.columns,
            _("Part"): [role_name(roles.get(column, Role.IGNORE)) for column in seen.columns],
            _("Sure"): [None if c in chosen else round(100 * seen.guess.confidence[c]) for c in seen.columns],
            _("Why"): [_("chosen by you") if c in chosen else seen.guess.reasons[c] for c in seen.columns],
        }
    )
    sure = st.column_config.ProgressColumn(format="%d %%", min_value=0, max_value=100, width="small")
    st.dataframe(frame, hide_index=True, height=212, column_config={_("Sure"): sure}, key="import_reasons")


def describe(seen: Seen) -> str:
    """What is shown of the file, and how it is read."""
    first = (
        _("The first {n} of about {all} rows").format(n=count(len(seen.rows)), all=count(seen.rows_estimate))
        if seen.rows_estimate is not None and seen.rows_estimate > len(seen.rows)
        else _("The first {n} rows").format(n=count(len(seen.rows)))
    )
    parts = [first, seen.format.upper(), file_size(seen.bytes)]
    if seen.options.encoding:
        parts.append(seen.options.encoding.upper())
    return " · ".join(parts)

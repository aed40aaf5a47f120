"""Which column is what: who, what and when first, the rest folded, and real rows below."""

from __future__ import annotations

import streamlit as st

from journey.ingest.assign import held
from journey.ingest.job import ImportJob, State
from journey.ingest.wire import Seen
from journey.model import Grain, Mapping, Role
from journey.text import _, ngettext
from journey.text.format import count
from journey.views.frame import escape, headline
from journey.views.importing import draft, rows
from journey.views.importing.upload import refuse

__all__ = ["settle"]

_MORE = (
    (Role.CHANNEL, _("Channel"), _("Where it happened: web, shop, phone")),
    (Role.STAGE, _("Stage"), _("The phase a touchpoint belongs to: Choose, Buy, Use")),
    (Role.INITIATOR, _("Who started it"), _("The customer, or the company")),
    (Role.END_TIME, _("End time"), _("Where the time above is the start")),
    (Role.COST, _("Cost"), _("What the event cost")),
    (Role.COMMENT, _("Comment"), _("What people wrote")),
)
_SURE, _LIKELY = 0.8, 0.5


def settle(job: ImportJob, state: State) -> None:
    """Let a person look at the guess and mend it, then have the log checked."""
    seen = state.seen
    assert seen is not None
    mapping = draft.mapping(seen)
    headline(_("Which column is what?"), _answer(seen, mapping))
    if state.error is not None:
        refuse(state.error)
    _sheets(job, seen)
    who, what, when = st.columns(3, gap="medium", border=True)
    with who:
        _who(seen, mapping)
    with what:
        _what(seen, mapping)
    with when:
        _when(seen, mapping)
    _more(seen, mapping)
    rows.show(seen, mapping)
    with st.container(horizontal=True):
        if st.button(
            _("Check the log"), type="primary", icon=":material/arrow_forward:", disabled=bool(draft.open_questions(seen))
        ):
            job.check(draft.mapping(seen))
            st.rerun()
        draft.leave_button()


def _answer(seen: Seen, mapping: Mapping) -> str:
    asked = len(draft.open_questions(seen))
    columns = ngettext("{name} has {n} column", "{name} has {n} columns", len(seen.columns)).format(
        name=seen.name, n=count(len(seen.columns))
    )
    if asked:
        text = ngettext("{columns}; one question is open.", "{columns}; {n} questions are open.", asked)
        return text.format(columns=columns, n=asked)
    return _("{columns}, and who, what and when are found.").format(columns=columns)


def _who(seen: Seen, mapping: Mapping) -> None:
    st.markdown(_("**Who** made the journey"))
    grains = {
        Grain.JOURNEY: _("Rows with the same id"),
        Grain.CUSTOMER: _("All rows of a customer"),
        Grain.GAP: _("A customer's rows, until a long silence"),
    }
    draft.grain(_("One journey is"), grains, seen, mapping)
    if mapping.grain is Grain.JOURNEY:
        draft.one(Role.JOURNEY, _("Id of the journey"), seen, mapping)
        _sign(seen, mapping.journey)
    draft.one(Role.CUSTOMER, _("Customer"), seen, mapping, optional=mapping.grain is Grain.JOURNEY)
    _sign(seen, mapping.customer)


def _what(seen: Seen, mapping: Mapping) -> None:
    st.markdown(_("**What** happened"))
    draft.several(Role.TOUCHPOINT, _("Touchpoint"), seen, mapping, help=_("Several columns are joined: Call / Billing"))
    for column in mapping.touchpoint:
        _sign(seen, column)
    draft.one(Role.LIFECYCLE, _("Lifecycle"), seen, mapping, optional=True) if mapping.lifecycle else None
    draft.keep(_("Keep only"), seen, mapping)


def _when(seen: Seen, mapping: Mapping) -> None:
    st.markdown(_("**When** it happened"))
    draft.one(Role.TIME, _("Time"), seen, mapping)
    draft.order(seen, mapping)
    draft.zone(seen, mapping)


def _more(seen: Seen, mapping: Mapping) -> None:
    used = [label for role, label, _help in _MORE if held(mapping, role)]
    used += [
        ngettext("{n} score", "{n} scores", len(mapping.scores)).format(n=len(mapping.scores))
    ] if mapping.scores else []
    used += [
        ngettext("{n} attribute", "{n} attributes", len(mapping.attributes)).format(n=len(mapping.attributes))
    ] if mapping.attributes else []
    with st.expander(
        _("Also used: {parts}").format(parts=", ".join(used)) if used else _("Also used: nothing else"),
        icon=":material/view_column:",
    ):
        places = st.columns(3, gap="medium")
        for number, (role, label, help) in enumerate(_MORE):
            with places[number % 3]:
                draft.one(role, label, seen, mapping, optional=True, help=help)
        draft.several(Role.SCORE, _("Scores"), seen, mapping, help=_("NPS, CSAT, CES or others: numbers people gave"))
        draft.several(
            Role.ATTRIBUTE, _("Attributes"), seen, mapping, help=_("Kept to filter and compare by; others are ignored")
        )


def _sheets(job: ImportJob, seen: Seen) -> None:
    if len(seen.sheets) < 2:
        return
    now = seen.options.sheet
    chosen = st.selectbox(
        _("The file holds several tables; which one?"),
        seen.sheets,
        index=seen.sheets.index(now) if now in seen.sheets else 0,
        key=f"{draft.prefix()}_sheet",
    )
    if chosen != now and (now is not None or chosen != seen.sheets[0]):
        job.open(draft.options(seen, sheet=chosen))
        st.rerun()


def _sign(seen: Seen, column: str | None) -> None:
    """How sure the guess is, and what the column holds."""
    if column is None:
        return
    sure = seen.guess.confidence.get(column, 0.0)
    values = ", ".join(draft.examples(seen, column))
    if sure >= _LIKELY:
        st.caption(escape(values))
    else:
        st.caption(f":orange[:material/help:] {escape(values)}")

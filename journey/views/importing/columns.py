"""Which column is what: who, what and when first, the rest folded, and real rows below."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.ingest.assign import held
from journey.ingest.job import ImportJob, State
from journey.ingest.wire import Seen
from journey.model import Grain, Mapping, Role
from journey.text import _, ngettext
from journey.text.format import count
from journey.views.frame import escape, headline
from journey.views.importing import draft, into, reading, rows, tables
from journey.views.importing.upload import refuse

__all__ = ["settle"]

_MORE = (
    (Role.CHANNEL, _("Channel"), _("Where it happened: web, shop, phone")),
    (Role.STAGE, _("Stage"), _("The phase a touchpoint belongs to: Choose, Buy, Use")),
    (Role.INITIATOR, _("Who started it"), _("The customer, or the company")),
    (Role.END_TIME, _("End time"), _("Where the time above is the start")),
    (Role.COST, _("Cost"), _("What the event cost")),
    (Role.COMMENT, _("Comment"), _("What people wrote")),
    (Role.LIFECYCLE, _("Lifecycle"), _("The state of an event: planned, started, completed")),
)


def settle(job: ImportJob, state: State) -> None:
    """Let a person look at the guess and mend it, then have the log checked."""
    seen = state.seen
    assert seen is not None
    if state.mapping is not None:
        draft.resume(state.mapping)
    mapping = draft.mapping(seen)
    headline(_("Step 2 of 3: which column is what?"), _answer(seen))
    if state.error is not None:
        refuse(state.error)
    if seen.guess.known:
        sentence = _("{told} Change below what is different this time.").format(told=escape(seen.guess.known))
        st.info(sentence, icon=":material/history:")
    tables.switch(job, seen)
    into.offer(job)
    who, what, when = st.columns(3, gap="medium", border=True)
    with who:
        _who(seen, mapping, job.into)
    with what:
        _what(seen, mapping, job.into)
    with when:
        _when(seen)
    if job.into:
        _same_for_all(seen, mapping)
    _more(seen, mapping)
    rows.show(seen, mapping)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(rows.describe(seen), width="content")
        reading.offer(job, seen)
    missing = draft.missing(seen)
    with st.container(horizontal=True, vertical_alignment="center"):
        check = _("Compare with {name}").format(name=escape(job.into)) if job.into else _("Check the log")
        why_not = " ".join(missing.values()) or None
        if st.button(check, type="primary", disabled=bool(missing), help=why_not, key="import_check"):
            job.check(mapping)
            st.rerun()
        if st.button(_("Choose another file"), type="tertiary", key="import_leave"):
            draft.leave()


def _answer(seen: Seen) -> str:
    columns = ngettext("{name} has {n} column", "{name} has {n} columns", len(seen.columns)).format(
        name=seen.name, n=count(len(seen.columns))
    )
    doubts = sum(bool(draft.doubt(seen, role)) for role in (Role.JOURNEY, Role.TOUCHPOINT, Role.TIME))
    if open_points := doubts + draft.unreadable(seen) + len(draft.missing(seen)):
        text = ngettext("{columns}; one of them needs a look.", "{columns}; {n} of them need a look.", open_points)
        return text.format(columns=columns, n=open_points)
    return _("{columns}; who, what and when are found.").format(columns=columns)


def _who(seen: Seen, mapping: Mapping, into: str) -> None:
    st.markdown(_("**Who** made the journey"))
    if into:
        st.caption(_("Their ids are compared with those of {name}.").format(name=escape(into)))
    grains = {
        Grain.JOURNEY: _("Rows with the same id"),
        Grain.CUSTOMER: _("All rows of a customer"),
        Grain.GAP: _("Rows of a customer, until a long silence"),
    }
    if into:
        grains |= {Grain.JOURNEY: _("Its own id"), Grain.CUSTOMER: _("Its customer")}
        if mapping.grain is not Grain.GAP:
            del grains[Grain.GAP]
    draft.grain(_("A journey is found by") if into else _("One journey is"), grains, seen)
    if mapping.grain is Grain.JOURNEY:
        draft.one(Role.JOURNEY, _("Id of the journey"), seen)
        _sign(seen, Role.JOURNEY)
    draft.one(Role.CUSTOMER, _("Customer"), seen, optional=mapping.grain is Grain.JOURNEY)
    _sign(seen, Role.CUSTOMER)


def _same_for_all(seen: Seen, mapping: Mapping) -> None:
    """What the rows of a further source have in common."""
    with st.container(horizontal=True, gap="medium"):
        draft.text(
            "prefix", _("Put before its touchpoints"), seen, placeholder=_("Call: "),
            help=_("So that they are told from those of other sources; without it, equal names are one touchpoint"),
        )  # fmt: skip
        if mapping.channel is None:
            draft.text(
                "as_channel", _("Its channel"), seen, placeholder=_("Phone"),
                help=_("No column names it; without a word here the name of the source stands for it"),
            )  # fmt: skip


def _what(seen: Seen, mapping: Mapping, into: str) -> None:
    st.markdown(_("**What** happened"))
    draft.several(Role.TOUCHPOINT, _("Touchpoint"), seen, help=_("Several columns are joined: Call / Billing"))
    if into and not mapping.touchpoint:
        draft.text(
            "as_touchpoint", _("Or the same for every row"), seen, placeholder=_("Survey"),
            help=_("What happened, where no column names it"),
        )  # fmt: skip
    elif mapping.as_touchpoint is not None and not mapping.touchpoint:
        st.caption(_("Every row is “{name}”.").format(name=escape(mapping.as_touchpoint)))
    _sign(seen, Role.TOUCHPOINT)
    draft.keep(_("Of {column}, keep").format(column=escape(mapping.lifecycle or "")), seen)


def _when(seen: Seen) -> None:
    st.markdown(_("**When** it happened"))
    draft.one(Role.TIME, _("Time"), seen)
    if draft.mapping(seen).clock is not None or draft.clocks(seen):
        help = _("Where the column above holds the date only")
        draft.one(Role.CLOCK, _("Time of day"), seen, optional=True, help=help)
    _doubt(seen, Role.TIME)
    draft.order(seen)
    draft.zone(seen)


def _more(seen: Seen, mapping: Mapping) -> None:
    used = [label for role, label, _help in _MORE if held(mapping, role)]
    if n := len(mapping.scores):
        used.append(ngettext("{n} score", "{n} scores", n).format(n=n))
    if n := len(mapping.attributes):
        used.append(ngettext("{n} attribute", "{n} attributes", n).format(n=n))
    label = _("Also used: {parts}").format(parts=", ".join(used)) if used else _("Nothing else is used")
    with st.expander(label, icon=":material/view_column:"):
        places = st.columns(3, gap="medium")
        for number, (role, name, help) in enumerate(_MORE):
            with places[number % 3]:
                draft.one(role, name, seen, optional=True, help=help)
        if mapping.comment is not None:
            _masking(mapping)
        draft.several(Role.SCORE, _("Scores"), seen, help=_("NPS, CSAT, CES or others: numbers people gave"))
        draft.several(Role.ATTRIBUTE, _("Attributes"), seen, help=_("To filter and compare by; the rest is ignored"))
        rows.reasons(seen, mapping)


def _masking(mapping: Mapping) -> None:
    masked = st.toggle(
        _("Mask names, phones, e-mail addresses and cards in comments"),
        value=not mapping.keep_personal,
        help=_("Found by rules (“Mrs X”, “my name is X”, forms of numbers), so not all names; the check counts them."),
        key=f"{draft.prefix()}_masking",
    )
    if masked is mapping.keep_personal:
        draft.change(replace(mapping, keep_personal=not masked))
        st.rerun()


def _sign(seen: Seen, role: Role) -> None:
    """What the column holds, and the question the guess left open."""
    _doubt(seen, role)
    values = [", ".join(draft.examples(seen, column)) for column in held(draft.mapping(seen), role)]
    if values:
        st.caption(escape(" / ".join(values)))


def _doubt(seen: Seen, role: Role) -> None:
    for asked in (draft.doubt(seen, role), draft.missing(seen).get(role)):
        if asked:
            draft.flag(asked)

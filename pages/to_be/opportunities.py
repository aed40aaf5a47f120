"""What should we do first?"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.charts.opportunity_matrix import opportunity_matrix, status_name
from journey.design.gain import gain
from journey.design.kept import scenarios
from journey.errors import WrongInput
from journey.store.board_notes import Note, notes
from journey.store.opportunities import (
    STATUSES,
    Opportunity,
    add_opportunity,
    change_opportunity,
    delete_opportunity,
    opportunities,
)
from journey.store.worth import COMPLETED, worth
from journey.text import _, ngettext
from journey.text.format import number
from journey.views import frame
from journey.views.long_work import long_work
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.scope_bar import scope_bar
from journey.views.session import address
from journey.views.way_out import refuse
from journey.views.workshop.room_matrix import room_matrix

QUESTION = _("What should we do first?")


def best(found: tuple[Opportunity, ...]) -> Opportunity | None:
    """The most value for the effort, of what is not live."""
    placed = [one for one in found if one.value and one.effort and one.status != "live"]
    return max(placed, key=lambda one: (one.value or 0.0) / (one.effort or 1), default=None)


def answer(found: tuple[Opportunity, ...]) -> str:
    if not found:
        return _("No opportunity is written down yet.")
    first = best(found)
    if first is None:
        n = len(found)
        return ngettext(
            "{n} opportunity; none has value and effort yet.", "{n} opportunities; none has value and effort yet.", n
        ).format(n=n)
    return _("First “{title}”: about {value} more journeys completed in 30 days, for its effort.").format(
        title=frame.short(first.title), value=number(first.value)
    )


def refused(error: WrongInput) -> None:
    st.session_state["opportunity_refused"] = error


def add(one: Opportunity) -> None:
    try:
        add_opportunity(workspace, one)
    except WrongInput as error:
        refused(error)


def add_by_hand() -> None:
    add(Opportunity(title=st.session_state["opportunity_title"]))
    st.session_state["opportunity_title"] = ""


def first_line(note: Note) -> str:
    """Its words; below them may stand from which workshop it is."""
    return note.text.partition("\n")[0]


def found_elsewhere(found: tuple[Opportunity, ...]) -> None:
    """Ideas on the board and scenarios that are no opportunity yet."""
    known = {one.title for one in found} | {one.scenario for one in found}
    ideas = [note for note in notes(workspace) if note.lane == "ideas" and first_line(note) not in known]
    designs = [
        kept.scenario for kept in scenarios(workspace) if kept.scenario.name not in known and kept.scenario.active
    ]
    if not ideas and not designs:
        return
    with st.expander(
        _("From the board and the designs ({n})").format(n=len(ideas) + len(designs)), icon=":material/playlist_add:"
    ):
        for note in ideas[:20]:
            one = Opportunity(title=first_line(note)[:200], stage=note.stage, evidence=note.evidence or "")
            words = _("Idea at {stage}: {text}").format(stage=note.stage, text=note.text)
            _offer(f"idea_{note.id}", words, one)
        for scenario in designs[:20]:
            words = _("Scenario: {name}").format(name=scenario.name)
            _offer(f"design_{scenario.name}", words, Opportunity(title=scenario.name, scenario=scenario.name))


def _offer(key: str, words: str, one: Opportunity) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(frame.escape(frame.short(words, 90)), width="stretch")
        st.button(_("Take up"), key=f"take_{key}", on_click=add, args=(one,))


def card(one: Opportunity) -> None:
    """The one that is looked at: its links, and its value from the forecast."""
    with st.container(border=True, key="opportunity_card"):
        st.markdown(f"**{frame.escape(one.title)}**")
        steps = [one.goal, one.stage, one.scenario, one.metric]
        labels = [_("goal"), _("stage"), _("scenario"), _("metric")]
        chain = " → ".join(
            _("{label}: {name}").format(label=label, name=frame.escape(name))
            for label, name in zip(labels, steps, strict=True)
            if name
        )
        if chain:
            st.caption(chain)
        with st.container(horizontal=True):
            if one.evidence:
                given = dict(part.partition("=")[::2] for part in one.evidence.split("&"))
                st.link_button(
                    _("Its evidence"),
                    f"{given.pop('page', '')}?{one.evidence.partition('&')[2]}",
                    icon=":material/link:",
                )
            if one.scenario:
                st.page_link(
                    page_file("to_be/designer"), label=_("Its design"), icon=":material/design_services:",
                    query_params=address(),
                )  # fmt: skip
            if one.scenario and st.button(_("Value by forecast"), key="opportunity_value", icon=":material/calculate:"):
                st.session_state["opportunity_asked"] = one.id
            st.button(
                _("Delete"), key="opportunity_delete", type="tertiary", on_click=delete_opportunity,
                args=(workspace, one.id),
            )  # fmt: skip
        if st.session_state.get("opportunity_asked") == one.id:
            value(one)


def value(one: Opportunity) -> None:
    design = next((kept.scenario for kept in scenarios(workspace) if kept.scenario.name == one.scenario), None)
    if design is None:
        st.info(_("The scenario {name} is gone.").format(name=frame.escape(one.scenario)))
        return
    try:
        found = long_work(gain, workspace, scope, design, label=_("Forecasting"))
        if found is None:
            return
        change_opportunity(
            workspace, replace(one, value=found.value, low=found.low, high=found.high, touched=found.touched)
        )
    except WrongInput as error:
        refuse(error)
        return
    st.session_state.pop("opportunity_asked")
    st.rerun()


def table(found: tuple[Opportunity, ...], stages: list[str]) -> None:
    """All of them, to be changed in place."""
    money = worth(workspace, COMPLETED)
    column = st.column_config
    shown = pd.DataFrame(
        {
            "title": [one.title for one in found],
            "status": [one.status for one in found],
            "stage": [one.stage or None for one in found],
            "goal": [one.goal for one in found],
            "metric": [one.metric for one in found],
            "scenario": [one.scenario or None for one in found],
            "value": [one.value for one in found],
            "effort": [one.effort for one in found],
            "owner": [one.owner for one in found],
            "due": [one.due for one in found],
        }
    ).astype({"value": "Float64", "effort": "Int64"})
    shown["due"] = pd.to_datetime(shown["due"]).dt.date
    edited = st.data_editor(
        shown,
        hide_index=True,
        key=f"opportunities_{workspace.name}_{hash(found)}",
        column_config={
            "title": column.TextColumn(_("Opportunity"), width="large", max_chars=200),
            "status": column.SelectboxColumn(
                _("Status"), options=list(STATUSES), format_func=status_name, required=True
            ),
            "stage": column.SelectboxColumn(_("Stage"), options=stages),
            "goal": column.TextColumn(_("Goal it serves")),
            "metric": column.TextColumn(_("Shown by")),
            "scenario": column.SelectboxColumn(
                _("Scenario"), options=[kept.scenario.name for kept in scenarios(workspace)]
            ),
            "value": column.NumberColumn(_("Value"), help=_("More journeys completed in 30 days"), format="%.0f"),
            "effort": column.NumberColumn(_("Effort"), help=_("1 days, 2 weeks, 3 a month, 4 months, 5 quarters"),
                                          min_value=1, max_value=5, step=1),
            "owner": column.TextColumn(_("Owner")),
            "due": column.DateColumn(_("Due")),
        },
    )  # fmt: skip
    changed = False
    for one, row in zip(found, edited.to_dict("records"), strict=True):
        wanted = replace(one, **{name: _plain(name, row[name]) for name in shown.columns})
        if wanted.value != one.value:
            wanted = replace(wanted, low=None, high=None)
        if wanted != one:
            try:
                change_opportunity(workspace, wanted)
                changed = True
            except WrongInput as error:
                refused(error)
                changed = True
    if changed:
        st.rerun()
    if money is not None:
        total = sum(one.value or 0.0 for one in found if one.status != "live")
        st.caption(
            _("At {money} a completed journey, all that is not live would be worth {total} in 30 days.").format(
                money=number(money), total=number(total * money)
            )
        )


def _plain(name: str, value: object) -> object:
    missing = value is None or value is pd.NA or value != value
    if name in ("value", "effort", "due"):
        return None if missing else float(value) if name == "value" else int(value) if name == "effort" else value
    return "" if missing else str(value)


workspace, scope = scope_bar("simulate")
found = opportunities(workspace)
frame.headline(QUESTION, answer(found))
if error := st.session_state.pop("opportunity_refused", None):
    refuse(error)
if any(one.value is not None and one.effort is not None for one in found):
    frame.chart(opportunity_matrix(found, frame.mode()), alt=answer(found), key="opportunity_matrix")
room_matrix(workspace)
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.text_input(_("A new opportunity"), key="opportunity_title", width=420, max_chars=200)
    st.button(_("Add"), key="opportunity_add", icon=":material/add:", on_click=add_by_hand)
found_elsewhere(found)
if found:
    table(found, [name for (name,) in workspace.run("SELECT name FROM stage ORDER BY ordinal")])
    ids = [one.id for one in found]
    seed("opportunity", "opportunity_chosen", ids[0], lambda text: int(text) if int(text) in ids else None)
    if st.session_state["opportunity_chosen"] not in ids:
        st.session_state["opportunity_chosen"] = ids[0]
    chosen = st.selectbox(
        _("Look at"), ids,
        format_func=lambda i: frame.short(next(one.title for one in found if one.id == i)), key="opportunity_chosen",
        width=420,
    )  # fmt: skip
    tell("opportunity", chosen, ids[0])
    card(next(one for one in found if one.id == chosen))
    frame.download(
        lambda: pd.DataFrame(
            [
                {
                    "opportunity": one.title, "status": one.status, "goal": one.goal, "stage": one.stage,
                    "evidence": one.evidence, "scenario": one.scenario, "metric": one.metric, "value": one.value,
                    "low": one.low, "high": one.high, "touched": one.touched, "effort": one.effort,
                    "owner": one.owner, "due": one.due,
                }
                for one in found
            ]
        ),
        name="roadmap",
    )  # fmt: skip
else:
    st.info(
        _("Frictions, ideas on the board and designs can become opportunities; or write one down above."),
        icon=":material/lightbulb:",
    )
frame.explain(
    _(
        "Value: the forecast difference in conversion times the journeys that begin in 30 days; whiskers are the "
        "forecast's interval. Effort is what people say. Bubbles grow with the journeys concerned."
    )
)

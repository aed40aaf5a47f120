"""Which ways of going about it are there?"""

import pandas as pd
import streamlit as st

from journey.analyses.command import options
from journey.analyses.groups.find import Group, Groups, behavioural_groups
from journey.analyses.groups.words import mark_sentence
from journey.charts.group_picture import group_bars
from journey.charts.group_words import group_names, group_table, groups_answer, no_groups, own_names
from journey.errors import WrongInput
from journey.scope import Attribute, Scope
from journey.store.journey_attributes import give
from journey.store.personas import add_persona
from journey.stories.names_given import names_given, names_text
from journey.text import _
from journey.text.format import count, duration, interval, percent
from journey.views import frame
from journey.views.copied import say_command
from journey.views.long_work import long_work
from journey.views.page_settings import seed, tell
from journey.views.scope_bar import scope_bar
from journey.views.session import open_journey, open_journeys, set_scope
from journey.views.way_out import refuse

QUESTION = _("Which ways of going about it are there?")
MARKS = 5


def keep(found: Groups, names: list[str]) -> None:
    """Make the groups an attribute that the filters know."""
    try:
        st.session_state["groups_kept"] = kept_as(found, names)
    except WrongInput as error:
        st.session_state["groups_refused"] = error


def kept_as(found: Groups, names: list[str]) -> str:
    """The attribute that holds the groups, made where it is not there."""
    attribute = str(st.session_state.get("groups_attribute", "")).strip()
    if attribute != st.session_state.get("groups_held"):
        give(workspace, attribute, {k: name for keys, name in zip(found.keys, names, strict=True) for k in keys})
        st.session_state["groups_held"] = attribute
    return attribute


def make_persona(found: Groups, names: list[str], group: Group) -> None:
    """A persona of one group, for the board: its segment, and what sets it apart."""
    name = names[group.number]
    try:
        segment = Scope(attributes=(Attribute(kept_as(found, names), (name,)),))
        add_persona(workspace, name, segment, about="; ".join(map(mark_sentence, group.marks[:3])))
    except WrongInput as error:
        st.session_state["groups_refused"] = error
        return
    st.session_state["groups_persona"] = name


def rename(number: int, key: str) -> None:
    """Keep the name that people give a group, by the one it has of itself; without one it has that again."""
    given = {**st.session_state[names_key], own[number]: str(st.session_state[key]).strip()}
    st.session_state[names_key] = {mine: name for mine, name in given.items() if name and name != mine}


def card(group: Group, names: list[str]) -> None:
    with st.container(border=True, width=330, gap="small", key=f"group_{group.number}"):
        # Another name is another field: one that was there would keep what stood in it.
        key = f"group_name_{group.number}_{hash(names[group.number])}"
        st.text_input(
            _("Name"), names[group.number], key=key, label_visibility="collapsed", max_chars=60, on_change=rename,
            args=(group.number, key),
        )  # fmt: skip
        st.markdown(
            frame.together(
                _("**{share}** · {n} journeys · {time} typically").format(
                    share=percent(group.share), n=count(group.journeys), time=duration(group.median_duration_s)
                )
            )
        )
        if group.conversion.value is not None:
            st.markdown(_("Conversion {figure}").format(figure=interval(group.conversion)))
        st.caption(_("What sets it apart"))
        st.markdown("\n".join(f"- {frame.escape(mark_sentence(mark))}" for mark in group.marks[:MARKS]))
        with st.container(horizontal=True):
            if st.button(_("Journeys"), icon=":material/timeline:", key=f"group_open_{group.number}"):
                open_journeys(Scope(journeys=found.keys[group.number]))
            if st.button(_("A typical one"), icon=":material/person:", key=f"group_typical_{group.number}"):
                open_journey(group.typical)
            st.button(
                _("Make a persona"),
                icon=":material/face:",
                key=f"group_persona_{group.number}",
                on_click=make_persona,
                args=(found, names, group),
            )


workspace, scope = scope_bar()
seed("groups", "groups_wanted", None, int)
wanted = st.session_state["groups_wanted"]
tell("groups", wanted)
say_command("groups", workspace, scope, *options(groups=wanted))
place = st.container()
found = long_work(behavioural_groups, workspace, scope, wanted, label=_("Grouping journeys"))
if found is None:
    with place:
        frame.headline(QUESTION, _("One moment: journeys are being put side by side."))
    st.stop()
if wanted not in (None, *(one.k for one in found.tried)):
    # Not as many as an address asks for can be told apart here.
    st.session_state["groups_wanted"] = None
    tell("groups", None)
if not found.groups:
    frame.headline(QUESTION, groups_answer(found, []))
    st.info(no_groups(found), icon=":material/bubble_chart:")
    st.stop()
names_key = f"groups_names_{workspace.name}"
seed("names", names_key, {}, names_given)
own, names = own_names(found), group_names(found, st.session_state[names_key])
tell("names", names_text(st.session_state[names_key]) or None)
frame.headline(QUESTION, groups_answer(found, names))
frame.chart(lambda mode: group_bars(found.groups, names, mode), alt=groups_answer(found, names), key="groups_bars")
with st.container(horizontal=True, gap="small"):
    for group in found.groups:
        card(group, names)

with st.container(horizontal=True, vertical_alignment="bottom"):
    st.text_input(_("Keep as an attribute"), _("Way"), key="groups_attribute", width=200, max_chars=80)
    st.button(_("Keep"), icon=":material/bookmark_add:", key="groups_keep", on_click=keep, args=(found, names))
    st.selectbox(
        _("Groups"),
        [None, *(one.k for one in found.tried)],
        format_func=lambda k: _("as many as hold") if k is None else str(k),
        key="groups_wanted",
        width=180,
    )
if refused := st.session_state.pop("groups_refused", None):
    refuse(refused)
if kept := st.session_state.pop("groups_kept", ""):
    st.success(_("Kept: the filters above know “{name}” now.").format(name=kept), icon=":material/check:")
    st.button(
        _("Show only {name}").format(name=frame.escape(frame.short(names[0]))),
        key="groups_only",
        on_click=set_scope,
        args=(Scope(attributes=(Attribute(kept, (names[0],)),)),),
    )
if persona := st.session_state.pop("groups_persona", ""):
    st.success(_("“{name}” is a persona on the board now.").format(name=frame.escape(persona)), icon=":material/face:")
frame.table(group_table(found, names), name="groups", label=_("All that sets them apart"))
frame.table(
    pd.DataFrame(
        {
            _("Groups"): [one.k for one in found.tried],
            _("How far apart (silhouette)"): [round(one.silhouette, 2) for one in found.tried],
            _("Same again (Rand index)"): [round(one.stability, 2) for one in found.tried],
            _("Smallest group"): [percent(one.smallest) for one in found.tried],
            _("Holds"): [_("yes") if one.holds else _("no") for one in found.tried],
        }
    ),
    name="groups_tried",
    label=_("How the number was chosen"),
)
frame.explain(
    _(
        "Journeys are alike when they share touchpoints, channels, repeats and pace before their goal or loss. How "
        "they ended is never looked at. {short} journeys of fewer than three events by then are in no group."
    ).format(short=count(found.short))
)

"""Writing claims, asking the room to bet on them, and opening them one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from journey.analyses.claims import Claim, Does, check
from journey.analyses.info import Info
from journey.scope import Attribute, Scope
from journey.store.workshops.guesses import bets_of, open_claim
from journey.store.workshops.rounds import Round, open_round
from journey.store.workshops.state import RoomState
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.durations import parse_duration
from journey.text.format import count, duration
from journey.views.frame import escape, short
from journey.views.results import values_of, workspace_info
from journey.views.session import scope as scope_of_session
from journey.views.workshop.told import attempt

__all__ = ["guess_controls"]

_DRAFT = "guess_claims"


def guess_controls(workspace: Workspace, state: RoomState) -> None:
    """The claims under the buttons of the rounds: written before, opened after."""
    asked = state.round
    if asked is not None and asked.kind == "guess":
        if not asked.open:
            _opening(workspace, state, asked)
        return
    if not workspace.run("SELECT 1 FROM journey LIMIT 1"):
        return
    with st.expander(_("Sealed guess: let the room bet before you show it"), icon=":material/casino:"):
        held = workspace_info(workspace)
        draft: list[dict[str, Any]] = st.session_state.setdefault(_DRAFT, [])
        _writing(workspace, held, draft)
        for at, claim in enumerate(draft):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(escape(claim["title"]), width="stretch")
                st.button("", icon=":material/close:", key=f"claim_drop_{at}", help=_("Leave it out"),
                          type="tertiary", on_click=_drop, args=(draft, at))  # fmt: skip
        st.button(
            ngettext("Let the room bet on {n} claim", "Let the room bet on {n} claims", len(draft)).format(
                n=count(len(draft))
            ),
            type="primary", key="guess_begin", disabled=not draft, icon=":material/lock:",
            on_click=_begin, args=(workspace, state, draft),
        )  # fmt: skip


def _drop(draft: list[dict[str, Any]], at: int) -> None:
    del draft[at]


def _begin(workspace: Workspace, state: RoomState, draft: list[dict[str, Any]]) -> None:
    claims = [{**claim, "key": str(at)} for at, claim in enumerate(draft, 1)]
    settings = {"claims": claims, "scope": scope_of_session().selection().text()}
    if attempt(open_round, workspace, state.workshop.id, "guess", settings) is not None:
        draft.clear()


def _opening(workspace: Workspace, state: RoomState, asked: Round) -> None:
    """A button for each claim that is still sealed."""
    claims = {claim["key"]: claim for claim in asked.settings["claims"]}
    sealed = [one for one in bets_of(state, asked) if one.verdict is None]
    with st.container(horizontal=True, key="guess_opening"):
        for at, one in enumerate(sealed):
            st.button(
                _("Open: {claim}").format(claim=escape(short(one.title, 60))), key=f"guess_open_{one.key}",
                icon=":material/lock_open:", type="secondary" if at else "primary", on_click=_open,
                args=(workspace, state.workshop.id, asked, claims[one.key]),
            )  # fmt: skip


def _open(workspace: Workspace, workshop: int, asked: Round, claim: dict[str, Any]) -> None:
    def act() -> None:
        checked = check(workspace, Scope.parse(asked.settings["scope"]), Claim.of(claim["claim"]))
        open_claim(workspace, workshop, asked, claim["key"], checked.to_json())

    attempt(act)


def _writing(workspace: Workspace, held: Info, draft: list[dict[str, Any]]) -> None:
    about = {
        "channel": _("who uses a channel") if len(held.channels) > 1 else "",
        "attribute": _("a group of customers") if any(one.of_journey for one in held.attributes) else "",
        "touchpoint": _("who comes to a touchpoint"),
        "wait": _("long waits"),
    }
    about = {way: label for way, label in about.items() if label}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        way = st.selectbox(_("A claim about"), list(about), format_func=about.__getitem__, key="claim_way", width=220)
        made = _wait(held) if way == "wait" else _group(workspace, held, str(way))
        if st.button(_("Add it"), key="claim_add", icon=":material/add:", disabled=made is None) and made is not None:
            claim, title = made
            draft.append({"title": title, "claim": claim.to_json()})
    if made is not None:
        st.caption(escape(made[1]))


def _wait(held: Info) -> tuple[Claim, str] | None:
    anywhere = _("anywhere")
    after = st.selectbox(
        _("Waits after"), [anywhere, *held.touchpoints], format_func=_cut, key="claim_after", width=200
    )
    longer = st.text_input(_("Longer than"), "3d", key="claim_longer", width=110)
    target = st.selectbox(_("End in"), held.touchpoints, format_func=_cut, key="claim_target", width=200)
    more = _more()
    try:
        seconds = parse_duration(longer)
    except ValueError:
        st.caption(_("A length like 30m, 6h or 3d."))
        return None
    place = "" if after == anywhere else str(after)
    claim = Claim(longer_s=seconds, after=place, touchpoint=str(target), more=more)
    words = {
        (True, True): _("Waits over {longer} after {after} end in {target} more often than shorter ones"),
        (True, False): _("Waits over {longer} after {after} end in {target} less often than shorter ones"),
        (False, True): _("Waits over {longer} end in {target} more often than shorter ones"),
        (False, False): _("Waits over {longer} end in {target} less often than shorter ones"),
    }[bool(place), more]
    return claim, words.format(longer=duration(seconds), after=place, target=target)


def _group(workspace: Workspace, held: Info, way: str) -> tuple[Claim, str] | None:
    if way == "attribute":
        names = [one.name for one in held.attributes if one.of_journey]
        name = str(st.selectbox(_("Attribute"), names, format_func=_cut, key="claim_attribute", width=150))
        values = [value for value, _n in values_of(workspace, name)]
        value = str(st.selectbox(_("Value"), values, format_func=_cut, key=f"claim_value_{name}", width=170))
        who, told = Scope(attributes=(Attribute(name, (value,)),)), f"{name} = {value}"
    elif way == "channel":
        value = str(st.selectbox(_("Channel"), held.channels, format_func=_cut, key="claim_channel", width=170))
        who, told = Scope(channels=(value,)), value
    else:
        value = str(st.selectbox(_("Touchpoint"), held.touchpoints, format_func=_cut, key="claim_place", width=200))
        who, told = Scope(contains=(value,)), value
    does: dict[Does, str] = {"complete": _("complete"), "leave": _("leave"), "visit": _("come to a touchpoint")}
    if not held.outcomes:
        does = {"visit": does["visit"]}
    doing = st.selectbox(_("They"), list(does), format_func=does.__getitem__, key="claim_does", width=190)
    target = ""
    if doing == "visit":
        target = str(st.selectbox(_("Which"), held.touchpoints, format_func=_cut, key="claim_visit", width=200))
    claim = Claim(who=who, does=doing, touchpoint=target, more=_more())
    sentence = {
        ("complete", True): _("Journeys with {who} complete more often than others"),
        ("complete", False): _("Journeys with {who} complete less often than others"),
        ("leave", True): _("Journeys with {who} are lost or dropped more often than others"),
        ("leave", False): _("Journeys with {who} are lost or dropped less often than others"),
        ("visit", True): _("Journeys with {who} come to {target} more often than others"),
        ("visit", False): _("Journeys with {who} come to {target} less often than others"),
    }[claim.does, claim.more]
    return replace(claim, who=who), sentence.format(who=told, target=target)


def _more() -> bool:
    words = {True: _("more often"), False: _("less often")}
    return bool(st.selectbox(_("How"), list(words), format_func=words.__getitem__, key="claim_more", width=140))


def _cut(name: str) -> str:
    return short(name, 40)

"""Building a funnel: from the happy path, a variant, a saved one, or by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import get_args

import streamlit as st

from journey.analyses.command import options
from journey.analyses.flow import FlowMap
from journey.analyses.funnel_offer import fold_path, offered_optional, offered_steps, offered_window
from journey.analyses.funnel_question import DAY_S, MOST_STEPS, Entry, Funnel, Order
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.funnels import SavedFunnel, delete_funnel, save_funnel, saved_funnels
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.durations import duration_text, parse_duration
from journey.views.frame import escape, short
from journey.views.page_settings import seed, tell
from journey.views.results import variant_list, workspace_info

__all__ = ["build", "funnel_options"]

VARIANTS = 5
_rounds = count()
WINDOW = duration_text(14 * DAY_S)


@dataclass
class _Draft:
    """What stands in the controls; `round` tells widgets apart that were filled anew."""

    steps: tuple[str, ...]
    joined: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    order: Order = "sequential"
    window: str = WINDOW
    exclude: tuple[str, ...] = ()
    entry: Entry = "first"
    saved: SavedFunnel | None = None
    round: int = field(default_factory=_rounds.__next__)

    def sets(self) -> tuple[tuple[str, ...], ...]:
        """The steps, with those joined that count as one."""
        found: list[tuple[str, ...]] = []
        for name in self.steps:
            if found and name in self.joined:
                found[-1] = (*found[-1], name)
            else:
                found.append((name,))
        return tuple(found)

    def funnel(self) -> Funnel:
        """The funnel they make."""
        try:
            window = parse_duration(self.window)
        except ValueError as error:
            raise WrongInput(
                _("{text} is no length of time.").format(text=repr(self.window)), _("Write it like 30m, 12h or 14d.")
            ) from error
        steps = self.sets()
        return Funnel(
            steps=steps,
            optional=tuple(n for n, step in enumerate(steps) if step[0] in self.optional and 0 < n < len(steps) - 1),
            order=self.order,
            window_s=window,
            exclude=self.exclude,
            entry=self.entry,
        )


def _draft(funnel: Funnel, known: set[str], saved: SavedFunnel | None = None) -> _Draft:
    return _Draft(
        steps=tuple(name for step in funnel.steps for name in step if name in known),
        joined=tuple(name for step in funnel.steps for name in step[1:]),
        optional=tuple(funnel.steps[n][0] for n in funnel.optional),
        order=funnel.order,
        window=duration_text(funnel.window_s),
        exclude=tuple(name for name in funnel.exclude if name in known),
        entry=funnel.entry,
        saved=saved,
    )


def _offered(workspace: Workspace, flow: FlowMap) -> _Draft:
    steps = offered_steps(flow)
    window = offered_window(workspace_info(workspace).judged.horizon_s)
    return _Draft(steps, optional=offered_optional(flow, steps), window=duration_text(window))


def build(workspace: Workspace, scope: Scope, flow: FlowMap) -> Funnel | None:
    """Draw the controls; the funnel they ask for, or None where there are too few steps, which is said.

    Raises
    ------
    WrongInput
        What was asked for makes no funnel.
    """
    known = [touchpoint.name for touchpoint in flow.touchpoints]
    key = f"funnel_{workspace.name}_{scope.level}"
    offered = _offered(workspace, flow)
    seed("funnel", key, offered, lambda text: _asked(text, set(known)))
    if refused := st.session_state.pop("funnel_refused", ""):
        st.warning(escape(refused), icon=":material/edit:")
    draft: _Draft = st.session_state[key]
    if gone := set(draft.steps) - set(known):
        _change(key, replace(draft, steps=tuple(name for name in draft.steps if name not in gone)))
        draft = st.session_state[key]

    def widget(name: str) -> str:
        return f"{key}_{name}_{draft.round}"

    draft.steps = tuple(
        st.multiselect(
            _("Steps, in their order"), known, default=draft.steps, max_selections=MOST_STEPS, key=widget("steps"),
            format_func=lambda name: short(name, 40),
        )
    )  # fmt: skip
    with st.container(horizontal=True, key="funnel_controls"):
        with st.popover(_("Start from"), icon=":material/route:"):
            _starts(workspace, scope, key, flow)
        with st.popover(_("Options"), icon=":material/tune:"):
            _options(draft, known, widget)
        with st.popover(_("Keep"), icon=":material/bookmark:"):
            _keep(workspace, draft, widget)
    if len(draft.sets()) < 2:
        st.info(_("A funnel needs two steps or more. Choose them above, or start from the happy path."))
        return None
    funnel = draft.funnel()
    tell("funnel", funnel.text(), offered.funnel().text())
    return funnel


def _asked(text: str, known: set[str]) -> _Draft:
    """The funnel of an address; what cannot be followed is told, and the happy path offered instead."""
    try:
        return _draft(Funnel.parse(text), known)
    except WrongInput as error:
        st.session_state["funnel_refused"] = _("{reason} This is the happy path instead.").format(reason=error.message)
        raise


def _change(key: str, draft: _Draft) -> None:
    """Put another draft into the controls; a new number tells its widgets from the old ones."""
    st.session_state[key] = replace(draft, round=next(_rounds))


def _starts(workspace: Workspace, scope: Scope, key: str, flow: FlowMap) -> None:
    """Ready steps to begin with."""
    known = {touchpoint.name for touchpoint in flow.touchpoints}
    ready = [(_("The happy path of the map"), _offered(workspace, flow))]
    ready += [
        (_("Saved: {name}").format(name=one.name), _draft(Funnel.parse(one.text), known, one))
        for one in saved_funnels(workspace)
    ]
    for number, variant in enumerate(variant_list(workspace, scope, 25).variants[:VARIANTS], start=1):
        steps = fold_path(variant.path)
        if len(steps) > 1:
            label = _("Variant {n}: {first} to {last}").format(
                n=number, first=short(steps[0], 24), last=short(steps[-1], 24)
            )
            ready.append((label, _Draft(steps)))
    ready.append((_("Nothing: choose by hand"), _Draft(())))
    for number, (label, other) in enumerate(ready):
        st.button(
            escape(label), key=f"funnel_start_{number}", type="tertiary", on_click=_change, args=(key, other)
        )  # fmt: skip


def _options(draft: _Draft, known: list[str], widget: Callable[[str], str]) -> None:
    orders = {
        "sequential": _("in this order, others may come between"),
        "strict": _("in this order, each the very next"),
        "any": _("in any order"),
    }
    draft.order = (
        st.selectbox(
            _("Order"), get_args(Order), index=get_args(Order).index(draft.order), format_func=orders.__getitem__,
            key=widget("order"),
        )
        or "sequential"
    )  # fmt: skip
    draft.window = st.text_input(
        _("Window, from the first step"), value=draft.window, key=widget("window"), help=_("Like 30m, 12h or 14d.")
    )
    middle = [name for name in draft.steps[1:-1] if name not in draft.joined]
    draft.optional = tuple(
        st.multiselect(
            _("Steps that may be skipped"), middle, default=[name for name in draft.optional if name in middle],
            key=widget(f"optional_{middle}"),
        )
    )  # fmt: skip
    later = list(draft.steps[1:])
    draft.joined = tuple(
        st.multiselect(
            _("Steps that count as one with the step before"), later,
            default=[name for name in draft.joined if name in later], key=widget(f"joined_{later}"),
        )
    )  # fmt: skip
    others = [name for name in known if name not in draft.steps]
    draft.exclude = tuple(
        st.multiselect(
            _("Leave out journeys that meet, on the way"), others,
            default=[name for name in draft.exclude if name in others], key=widget(f"exclude_{draft.steps}"),
        )
    )  # fmt: skip
    entries = {"first": _("the first entry of a journey"), "every": _("every entry, up to the next")}
    draft.entry = (
        st.selectbox(
            _("Follow"), get_args(Entry), index=get_args(Entry).index(draft.entry), format_func=entries.__getitem__,
            key=widget("entry"),
        )
        or "first"
    )  # fmt: skip


def _keep(workspace: Workspace, draft: _Draft, widget: Callable[[str], str]) -> None:
    """Save the funnel by a name, change or delete the saved one."""
    name = st.text_input(_("Name"), value=draft.saved.name if draft.saved else "", key=widget("name"))
    refused = ""
    with st.container(horizontal=True):
        if st.button(_("Save"), type="primary", disabled=not name.strip() or len(draft.sets()) < 2, key="funnel_save"):
            version = draft.saved.version if draft.saved and draft.saved.name == name.strip() else 0
            try:
                save_funnel(workspace, name, draft.funnel().text(), version)
            except WrongInput as error:
                refused = str(error)
            else:
                draft.saved = next(one for one in saved_funnels(workspace) if one.name == name.strip())
                st.toast(_("Kept. It is offered under Start from, in this workspace."))
        if draft.saved and st.button(_("Delete"), key="funnel_delete"):
            delete_funnel(workspace, draft.saved.name)
            draft.saved = None
            st.rerun()
    if refused:
        st.warning(escape(refused))


def funnel_options(funnel: Funnel, by: str | None = None) -> list[str]:
    """The funnel as the command takes it."""
    return options(
        step=tuple(map("|".join, funnel.steps)),
        optional=tuple(str(n + 1) for n in funnel.optional),
        order=None if funnel.order == "sequential" else funnel.order,
        window=None if funnel.window_s == 14 * DAY_S else duration_text(funnel.window_s),
        exclude=funnel.exclude,
        entry=None if funnel.entry == "first" else funnel.entry,
        by=by,
    )

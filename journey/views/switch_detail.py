"""One move from channel to channel: chosen by its names or in the picture, told in figures, and the ways on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.analyses.channel_switches import ChannelSwitches, Move, switch_steps
from journey.scope import Scope, Switch
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, duration, interval, percent
from journey.views import frame
from journey.views.page_settings import seed, tell
from journey.views.results import kept
from journey.views.session import open_journeys, set_scope

__all__ = ["choose_move", "switch_detail"]

MOST = 12  # pairs of touchpoints in the panel


def choose_move(found: ChannelSwitches, first: Move, key: str) -> tuple[str, str]:
    """The two channels chosen, kept in the address."""
    names = [channel.name for channel in found.channels]

    def known(text: str) -> str:
        return names[names.index(text)]

    chosen = []
    with st.container(horizontal=True, gap="small"):
        for name, label, default in (("from", _("From"), first.source), ("to", _("To"), first.target)):
            seed(name, f"{key}_{name}", default, known)
            picked = st.selectbox(label, names, key=f"{key}_{name}", width=150)
            chosen.append(picked or default)
            tell(name, picked, default)
    return chosen[0], chosen[1]


def switch_detail(workspace: Workspace, scope: Scope, found: ChannelSwitches, chosen: tuple[str, str]) -> None:
    """Draw the figures of a move, what it happens between, and the buttons to its journeys."""
    source, target = chosen
    moves = {(move.source, move.target): move for move in found.moves}
    move = moves.get(chosen)
    if move is None:
        st.caption(_("No journey in scope goes on so."))
        return
    st.markdown(
        _("{moves} ({share} of what follows here), {journeys}").format(
            moves=ngettext("{n} move", "{n} moves", move.moves).format(n=count(move.moves)),
            share=percent(move.share),
            journeys=ngettext("{n} journey", "{n} journeys", move.journeys).format(n=count(move.journeys)),
        )
    )
    lines = [
        _("Wait: median **{median}**, p90 {p90}").format(
            median=duration(move.wait_median_s), p90=duration(move.wait_p90_s)
        ),
    ]
    if any(one.by_customer < one.moves for one in found.moves):
        lines.append(_("Started by the customer: **{share}**").format(share=percent(move.by_customer / move.moves)))
    if move.conversion.value is not None:
        lines.append(_("Conversion after: **{share}**").format(share=interval(move.conversion)))
        stay = moves.get((source, source))
        if source != target and stay is not None and stay.conversion.value is not None:
            lines.append(_("After staying: {share}").format(share=interval(stay.conversion)))
    if move.forced:
        lines.append(_("From self-service to people: a **forced** switch"))
    st.markdown("  \n".join(lines))
    if move.conversion.value is not None and source != target:
        st.caption(_("Associated with, not caused by: other things differ between these journeys too."))
    narrowed = replace(scope, switches=(*scope.switches, Switch(source, target)))
    with st.container(horizontal=True):
        st.button(
            _("Only these"), icon=":material/filter_alt:", on_click=set_scope, args=(narrowed,), key="switch_only",
            disabled=narrowed == scope,
        )  # fmt: skip
        if st.button(_("List journeys"), icon=":material/timeline:", key="switch_journeys"):
            open_journeys(narrowed)
    st.caption(_("Between which touchpoints"))
    steps = kept(switch_steps, workspace, scope, source, target, top=MOST)
    st.dataframe(
        pd.DataFrame(
            [
                {
                    # Figures first: long names may leave the panel.
                    _("Moves"): step.moves,
                    _("Wait"): duration(step.wait_median_s),
                    _("From"): step.source,
                    _("To"): step.target,
                }
                for step in steps
            ]
        ),
        hide_index=True,
        height="content",
        alt=_("Between which touchpoints"),
        column_config={_("Moves"): st.column_config.NumberColumn(format="localized")},
    )
    if len(steps) == MOST:
        frame.explain(_("The {n} commonest.").format(n=MOST))

"""The tables of the page Loops: each row opens its journeys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from journey.analyses.friction.channel_loops import ChannelFriction, What, channel_journeys, channel_twins
from journey.analyses.friction.loops import Loop, Loops, loop_journeys, loop_twins
from journey.charts.channel_loop_words import clearest_first, most_lost_first
from journey.charts.friction_loops import loop_name
from journey.model import Interval
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count, duration, interval, number, percent
from journey.views import frame
from journey.views.behind_list import behind_list
from journey.views.results import kept
from journey.views.ticked_row import ticked_row
from journey.views.twins import twins

__all__ = ["TABLES", "VIEWS", "chosen_loop"]

VIEWS = {
    "loops": _("Loops"),
    "back": _("Back and forth between channels"),
    "left": _("Left for a person"),
    "parity": _("The same in other channels"),
    "again": _("Starting over"),
}


def chosen_loop(workspace: Workspace, scope: Scope, found: Loops, picked: Sequence[int]) -> None:
    """What was clicked: what a run costs, and who runs it; the commonest where nothing was."""
    loop = found.loops[picked[0] if picked and picked[0] < len(found.loops) else 0]
    with st.container(border=True, key="loop_detail"):
        st.markdown(f"**{frame.escape(frame.short(loop_name(loop.touchpoints), 120))}**")
        st.markdown(frame.escape(frame.together(_sentence(loop))))
        better = _better(loop.conversion, loop.others)
        twins(workspace, kept(loop_twins, workspace, scope, loop.touchpoints, better), key="loop")
        behind_list(
            lambda top: kept(loop_journeys, workspace, scope, loop.touchpoints, top),
            lambda n: ngettext("{n} journey runs it", "{n} journeys run it", n).format(n=count(n)), scope, key="loop",
        )  # fmt: skip


def _sentence(loop: Loop) -> str:
    words = ngettext(
        "{n} journey runs it, {runs} times in all (at most {most}).",
        "{n} journeys run it, {runs} times in all (at most {most}).",
        loop.journeys,
    ).format(n=count(loop.journeys), runs=count(loop.runs), most=count(loop.most))
    costs = [duration(loop.time_s)]
    if loop.contacts:
        costs.append(_("{n} contacts with a person").format(n=number(loop.contacts)))
    if loop.cost is not None:
        costs.append(_("{cost} in cost").format(cost=number(loop.cost)))
    words = _("{words} A run takes {costs}.").format(words=words, costs=", ".join(costs))
    if loop.conversion.value is None:
        return words
    return _(
        "{words} {with_it} of those who run it reach the goal in time, {without} of those who come here and do not."
    ).format(words=words, with_it=percent(loop.conversion.value), without=percent(loop.others.value))


def _back_table(workspace: Workspace, scope: Scope, found: ChannelFriction) -> None:
    """A-B-A between channels."""
    rows = [
        {
            _("From and back to"): one.channel, _("By way of"): one.other, _("Journeys"): one.journeys,
            _("Times"): one.times, _("Back after"): duration(one.time_s), _("Conversion"): interval(one.conversion),
            _("Going there only"): interval(one.others),
        }
        for one in found.ping_pongs if one.journeys
    ]  # fmt: skip
    better = [_better(one.conversion, one.others) for one in found.ping_pongs if one.journeys]
    meaning = _("The customer goes to another channel, and then directly back.")
    _table(workspace, scope, rows, "back", 2, meaning, better)


def _left_table(workspace: Workspace, scope: Scope, found: ChannelFriction) -> None:
    """Self-service left for a person."""
    rows = [
        {
            _("From"): one.touchpoint, _("Mostly in"): one.channel, _("Mostly to"): one.target,
            _("Journeys"): one.journeys, _("Of those going on"): interval(one.share),
            _("Conversion"): interval(one.conversion), _("Staying by themselves"): interval(one.others),
        }
        for one in found.left if one.journeys
    ]  # fmt: skip
    better = [_better(one.conversion, one.others) for one in found.left if one.journeys]
    meaning = _("From a channel that people use by themselves to one with a person.")
    _table(workspace, scope, rows, "left", 1, meaning, better)


def _parity_table(workspace: Workspace, scope: Scope, found: ChannelFriction) -> None:
    """The same touchpoint by channel."""
    rows = [
        {
            _("Touchpoint"): one.touchpoint, _("Channel"): one.channel, _("Journeys"): one.journeys,
            _("Conversion"): interval(one.conversion), _("Wait until the next"): duration(one.wait_s),
            _("Score"): _("{name} {value}").format(name=one.score_name, value=interval(one.score, scale="number"))
            if one.score.n else "",
        }
        for one in clearest_first(found.parity)
    ]  # fmt: skip
    _table(
        workspace,
        scope,
        rows,
        "parity",
        2,
        _("The same touchpoint in each of its channels, those first where the channel clearly makes a difference."),
    )


def _again_table(workspace: Workspace, scope: Scope, found: ChannelFriction) -> None:
    """Context kept on changing the channel."""
    rows = [
        {
            _("From"): one.channel, _("To"): one.target, _("Changes"): one.changes,
            _("Context kept"): interval(one.kept),
        }
        for one in most_lost_first(found.kept)
    ]  # fmt: skip
    _table(
        workspace, scope, rows, "again", 2,
        _("Context is kept where the first event after the change does not repeat what was already done."),
    )  # fmt: skip


def _table(
    workspace: Workspace, scope: Scope, rows: list[dict[str, Any]], what: What, names: int, meaning: str,
    better: Sequence[bool] = (),
) -> None:  # fmt: skip
    if not rows:
        st.info(_("Nobody does that here."), icon=":material/sentiment_satisfied:")
        return
    table = pd.DataFrame(rows)
    told = [[str(value) for value in list(row.values())[:names]] for row in rows]
    ticked = ticked_row(table, [" → ".join(one) for one in told], alt=meaning, key=f"loops_{what}")
    frame.explain(
        _("{meaning} Only what customers start counts. Tick a row to see its journeys.").format(meaning=meaning)
    )
    frame.download(lambda: table, name=f"channels_{what}")
    if ticked is not None:
        named = told[ticked]
        if what in ("back", "left"):
            pairs = kept(channel_twins, workspace, scope, what, *named, better=better[ticked])
            twins(workspace, pairs, key=f"loops_{what}")
        behind_list(
            lambda top: kept(channel_journeys, workspace, scope, what, *named, top=top),
            lambda n: _("{journeys}: {names}").format(
                journeys=ngettext("{n} journey", "{n} journeys", n).format(n=count(n)), names=" → ".join(named)
            ),
            scope, key=f"loops_{what}",
        )  # fmt: skip


def _better(with_it: Interval, without: Interval) -> bool:
    return (with_it.value or 0.0) > (without.value or 0.0)


TABLES = {"back": _back_table, "left": _left_table, "parity": _parity_table, "again": _again_table}
"""What draws each of the views but the first."""

"""Twins beside a claim: two real journeys, the same until a moment, one affected and one not, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from journey.analyses.journeys import timeline
from journey.analyses.twins import Twin, Twins
from journey.charts.timeline_rows import timeline_rows
from journey.components.journey_timeline import journey_timeline
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import count
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.results import workspace_info
from journey.views.session import open_journey

__all__ = ["twins"]


def twins(
    workspace: Workspace, found: Sequence[Twins], *, key: str, titles: tuple[str, str] = ("", ""), ends: bool = True
) -> None:
    """Draw one pair, and the way to the next.

    Parameters
    ----------
    key : str
        A word of the page.
    titles : tuple of str
        Above the affected one and the other; any signs. "With it" and "Without it", if not given.
    ends : bool
        Whether the claim is about how they end.
    """
    st.markdown(f"#### {_('Two journeys, the same until then')}")
    if not found:
        frame.explain(_("No two journeys came here the same way, one with it and one without."))
        return
    number = st.session_state.get(f"{key}_twins", 0) % len(found)
    pair = found[number]
    frame.explain(_told(pair, ends=ends))
    sides = ((pair.affected, titles[0] or _("With it")), (pair.other, titles[1] or _("Without it")))
    for n, (column, (twin, title)) in enumerate(zip(st.columns(2, gap="medium"), sides, strict=True)):
        with column, st.container(border=True):
            _twin(workspace, twin, title, f"{key}_{n}")
    if len(found) > 1:
        st.button(
            _("Another two"), icon=":material/shuffle:", key=f"{key}_twins_next", type="tertiary",
            on_click=st.session_state.__setitem__, args=(f"{key}_twins", number + 1),
        )  # fmt: skip


def _told(pair: Twins, *, ends: bool) -> str:
    common = ngettext("{n} event in common", "{n} events in common", pair.steps).format(n=count(pair.steps))
    words = _("{common}, about as long since the start").format(common=common)
    if pair.alike:
        words = _("{words}, and the same {names}").format(words=words, names=", ".join(pair.alike))
    words = frame.escape(words)
    if not ends:
        return _("{words}. Then they part as the comparison says.").format(words=words)
    return _("{words}. Chosen, where there are such, to differ in their end as the comparison says.").format(
        words=words
    )


def _twin(workspace: Workspace, twin: Twin, title: str, key: str) -> None:
    ending = outcome_name(twin.outcome) if twin.outcome else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        words = f"**{frame.escape(frame.short(title))}** · {frame.escape(frame.short(twin.key, 30))} · {ending}"
        st.markdown(words, width="stretch")
        if st.button(_("Open"), icon=":material/open_in_new:", key=f"twin_{key}", type="tertiary"):
            open_journey(twin.key)
    rows = timeline_rows(timeline(workspace, twin.key), workspace_info(workspace).channels, frame.mode())
    # What they have in common is the same on both sides: the last of it is enough to see where they part.
    begins = max(0, twin.position - 1)
    if begins:
        before = ngettext("{n} event before", "{n} events before", begins).format(n=count(begins))
        st.caption(_("… {before}, in the same order").format(before=before))
    rows = rows[begins:]
    with st.container(height=420, border=False):
        journey_timeline(rows, label=_("Events of journey {key}").format(key=twin.key), key=f"twin_line_{key}")

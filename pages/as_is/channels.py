"""Where do customers change the channel, and does it help them?"""

import pandas as pd
import streamlit as st

from journey.analyses.channel_switches import ChannelSwitches, Move, channel_switches
from journey.analyses.interval import MINIMUM_N
from journey.charts.channel_matrix import Shade, channel_matrix
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.views import frame
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.results import kept
from journey.views.scope_bar import scope_bar
from journey.views.session import address
from journey.views.switch_detail import choose_move, switch_detail

QUESTION = _("Where do customers change the channel, and does it help them?")


def answer(found: ChannelSwitches) -> str:
    if not found.switches:
        n = len(found.channels)
        return ngettext(
            "All events are in one channel, {name}.", "No journey changes its channel; there are {n} channels.", n
        ).format(n=n, name=frame.short(found.channels[0].name))
    share = percent(found.switching.value)
    top = commonest(found)
    if not top.by_customer:
        return _("{share} of the journeys change the channel.").format(share=share)
    told = any(move.by_customer < move.moves for move in found.moves)
    words = {"share": share, "source": frame.short(top.source, 30), "target": frame.short(top.target, 30)}
    if top.conversion.value is None or top.conversion.n < MINIMUM_N:
        return _("{share} of the journeys change the channel, most often from {source} to {target}.").format(**words)
    sentence = (
        _("{share} of the journeys change the channel; customers themselves go most from {source} to {target}, "
          "and {reached} of them then reach the goal in time.")
        if told
        else _("{share} of the journeys change the channel, most often from {source} to {target}; "
               "{reached} of these then reach the goal in time.")
    )  # fmt: skip
    return sentence.format(**words, reached=percent(top.conversion.value))


def commonest(found: ChannelSwitches) -> Move:
    """The move to begin with: the switch that customers make most."""
    return max(found.moves, key=lambda move: (move.source != move.target, move.by_customer, move.moves))


def pick(key: str, found: ChannelSwitches) -> None:
    """Take what was clicked in the picture into the two boxes."""
    points = st.session_state["channel_matrix"].selection.points
    if points:
        move = found.moves[points[0]["point_index"]]
        st.session_state.update({f"{key}_from": move.source, f"{key}_to": move.target})


workspace, scope = scope_bar("channels")
found = kept(channel_switches, workspace, scope)
if not found.channels:
    frame.headline(QUESTION, _("This log does not say in which channel its events happened."))
    st.info(
        _("Import the log again, and on step 2 say which column is the channel: web, shop, phone. "
          "Or append a second source, and both get one."),
        icon=":material/swap_horiz:",
    )  # fmt: skip
    st.page_link(page_file("data/import_log"), query_params=address())
    st.stop()
frame.headline(QUESTION, answer(found))
if not found.moves:
    st.info(_("No journey in scope has two events to go from one to the other."))
    st.stop()
key = f"switch_{workspace.name}"
shades = [shade for shade in Shade if shade is not Shade.CONVERSION or any(m.conversion.n for m in found.moves)]
with st.container(horizontal=True, key="channels_row"):
    picture = st.container(width="stretch", key="channels_picture")
    with st.container(width=340, key="channels_detail"):
        chosen = choose_move(found, commonest(found), key)
        switch_detail(workspace, scope, found, chosen)
with picture:
    seed("shade", "switch_shade", shades[0], lambda text: shades[shades.index(Shade(text))])
    shade = st.segmented_control(
        _("Colour"), shades, format_func=lambda one: one.label, key="switch_shade", required=True
    )  # fmt: skip
    tell("shade", shade, shades[0])
    frame.chart(
        lambda mode: channel_matrix(found, mode, shade=shade or shades[0], chosen=chosen), alt=answer(found),
        key="channel_matrix", on_select=lambda: pick(key, found),
    )  # fmt: skip
    frame.explain(_("Click a bubble for its figures. Size: how often; on the diagonal, journeys stay in the channel."))
if found.switches:
    st.markdown(
        ngettext(
            "**{n}** switch is forced, from self-service to people: {share} of all.",
            "**{n}** switches are forced, from self-service to people: {share} of all.",
            found.forced,
        ).format(n=count(found.forced), share=percent(found.forced / found.switches))
    )
if found.switches and found.guessed:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            _("Which channels are self-service is guessed from their names; say so where it is wrong."), width="content"
        )
        st.page_link(page_file("as_is/stages"), query_params=address())
frame.table(
    pd.DataFrame(
        {
            _("From"): [m.source for m in found.moves],
            _("To"): [m.target for m in found.moves],
            _("Moves"): [m.moves for m in found.moves],
            _("Journeys"): [m.journeys for m in found.moves],
            _("Share of departures"): [m.share for m in found.moves],
            _("By the customer"): [m.by_customer for m in found.moves],
            _("Median wait (s)"): [m.wait_median_s for m in found.moves],
            _("p90 wait (s)"): [m.wait_p90_s for m in found.moves],
            _("Conversion"): [m.conversion.value for m in found.moves],
            _("Mature journeys"): [m.conversion.n for m in found.moves],
        }
    ),
    name="channels",
    label=_("The table behind it"),
)
frame.explain(
    _(
        "A move is an event and the next one of the same journey, by their channels. Conversion: of the journeys old "
        "enough to be judged that moved so before any goal, those that reached it in time. Bubbles of fewer than 30 "
        "journeys are pale."
    )
)

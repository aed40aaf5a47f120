"""Where do customers change the channel, and does it help them?"""

import streamlit as st

from journey.analyses.channel_switches import ChannelSwitches, channel_switches
from journey.charts.channel_matrix import Shade, channel_matrix, offered_shades
from journey.charts.channel_words import channels_answer, commonest_move, move_table
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.views import frame
from journey.views.copied import no_command
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.results import kept
from journey.views.scope_bar import scope_bar
from journey.views.session import address
from journey.views.switch_detail import choose_move, switch_detail

QUESTION = _("Where do customers change the channel, and does it help them?")


def pick(key: str, found: ChannelSwitches) -> None:
    """Take what was clicked in the picture into the two boxes."""
    points = st.session_state["channel_matrix"].selection.points
    if points:
        move = found.moves[points[0]["point_index"]]
        st.session_state.update({f"{key}_from": move.source, f"{key}_to": move.target})


workspace, scope = scope_bar("channels")
found = kept(channel_switches, workspace, scope)
if not found.channels:
    no_command()
    frame.headline(QUESTION, _("This log does not say in which channel its events happened."))
    st.info(
        _("Import the log again, and on step 2 say which column is the channel: web, shop, phone. "
          "Or append a second source, and both get one."),
        icon=":material/swap_horiz:",
    )  # fmt: skip
    st.page_link(page_file("data/import_log"), query_params=address())
    st.stop()
frame.headline(QUESTION, channels_answer(found))
if not found.moves:
    st.info(_("No journey in scope has two events to go from one to the other."))
    st.stop()
key = f"switch_{workspace.name}"
shades = offered_shades(found)
with st.container(horizontal=True, key="channels_row"):
    picture = st.container(width="stretch", key="channels_picture")
    with st.container(width=340, key="channels_detail"):
        chosen = choose_move(found, commonest_move(found), key)
        switch_detail(workspace, scope, found, chosen)
with picture:
    seed("shade", "switch_shade", shades[0], lambda text: shades[shades.index(Shade(text))])
    shade = st.segmented_control(
        _("Colour"), shades, format_func=lambda one: one.label, key="switch_shade", required=True
    )  # fmt: skip
    tell("shade", shade, shades[0])
    frame.chart(
        lambda mode: channel_matrix(found, mode, shade=shade or shades[0], chosen=chosen), alt=channels_answer(found),
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
frame.table(move_table(found), name="channels", label=_("The table behind it"))
frame.explain(
    _(
        "A move is an event and the next one of the same journey, by their channels. Conversion: of the journeys old "
        "enough to be judged that moved so before any goal, those that reached it in time. Bubbles of fewer than 30 "
        "journeys are pale."
    )
)

"""Where do customers go round in circles?"""

import streamlit as st

from journey.analyses.friction.channel_loops import channel_friction
from journey.analyses.friction.loops import loops
from journey.charts.channel_loop_words import channel_answer
from journey.charts.friction_loops import loop_bars
from journey.charts.loop_words import loop_table, loops_answer
from journey.text import _
from journey.text.format import count, duration
from journey.views import frame
from journey.views.friction_loops import TABLES, VIEWS, chosen_loop
from journey.views.page_settings import seed, tell
from journey.views.results import kept, workspace_info
from journey.views.scope_bar import scope_bar

QUESTIONS = {
    "loops": _("Where do customers go round in circles?"),
    "back": _("Where do customers go back and forth between channels?"),
    "left": _("Where do customers leave self-service for a person?"),
    "parity": _("Where does the channel make a difference?"),
    "again": _("Where do customers have to start over?"),
}

workspace, scope = scope_bar("loops")
told = st.container()
several = len(workspace_info(workspace).channels) > 1
offered = [view for view in VIEWS if view == "loops" or several]
seed("view", "loops_view", "loops", lambda text: text if text in offered else None)
view = st.segmented_control(
    _("Show"), offered, format_func=VIEWS.__getitem__, key="loops_view", required=True, persist_state="session",
    label_visibility="collapsed",
)  # fmt: skip
tell("view", view, "loops")
if view in TABLES:
    channels = kept(channel_friction, workspace, scope)
    with told:
        frame.headline(QUESTIONS[view], channel_answer(channels, view))
    TABLES[view](workspace, scope, channels)
else:
    found = kept(loops, workspace, scope)
    with told:
        frame.headline(QUESTIONS[view], loops_answer(found))
    if found.loops:
        picked = frame.chart(
            lambda mode: loop_bars(found.loops, mode), alt=loops_answer(found), key="loops_bars", on_select="rerun"
        )
        chosen_loop(workspace, scope, found, [point["customdata"] for point in picked.selection.points])
        frame.table(loop_table(found), name="loops", label=_("The table behind it"))
        frame.explain(
            _(
                "A loop leads from a touchpoint over at most three others directly back to it; {cycles} are possible, "
                "{n} are run. All runs together take {time}. Completing more often does not make a loop harmless: who "
                "comes back has not left in between."
            ).format(cycles=count(found.cycles), n=count(len(found.loops)), time=duration(found.time_s))
        )

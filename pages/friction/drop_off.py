"""Where do journeys fall out?"""

import streamlit as st

from journey.analyses.command import command
from journey.analyses.funnel import funnel
from journey.charts.funnel_bars import funnel_bars
from journey.charts.funnel_words import funnel_answer, settings_words, step_table
from journey.errors import WrongInput
from journey.text import _, ngettext
from journey.text.format import count, duration
from journey.views import frame
from journey.views.copied import say_command
from journey.views.funnel_builder import build, funnel_options
from journey.views.funnel_drivers import drivers
from journey.views.funnel_parts import after_drop, breakdown, times
from journey.views.funnel_step import step_journeys
from journey.views.page_settings import seed, tell
from journey.views.results import flow_map, kept
from journey.views.scope_bar import scope_bar

PARTS = ("instead", "who", "for-whom", "how-long")
QUESTION = _("Where do journeys fall out?")


workspace, scope = scope_bar()
flow = flow_map(workspace, scope)
head = st.container()
if len(flow.touchpoints) < 2:
    with head:
        frame.headline(QUESTION, _("These journeys have less than two touchpoints, so there is no funnel to build."))
    st.stop()
try:
    question = build(workspace, scope, flow)
    found = kept(funnel, workspace, scope, question) if question else None
except WrongInput as error:
    with head:
        frame.headline(QUESTION, _("This funnel cannot be followed."))
    st.warning(frame.escape(str(error)), icon=":material/edit:")
    st.stop()
if question is None or found is None:
    with head:
        frame.headline(QUESTION, _("Choose the steps to follow."))
    st.stop()
with head:
    frame.headline(QUESTION, funnel_answer(found))
say_command("funnel", workspace, scope, *funnel_options(question))
frame.explain(frame.escape(settings_words(question)))
if found.judged:
    picked = frame.chart(
        lambda mode: funnel_bars(found, mode), alt=funnel_answer(found), on_select="rerun",
        key=f"funnel_picture_{hash(question)}",
    )  # fmt: skip
    step_journeys(workspace, scope, found, picked)
    names = (_("What they did instead"), _("Who is lost"), _("For whom"), _("How long it takes"))
    seed("part", "drop_parts", names[0], lambda text: names[PARTS.index(text)])
    instead, who, whom, long = st.tabs(names, on_change="rerun", key="drop_parts")
    tell("part", PARTS[names.index(st.session_state["drop_parts"])], PARTS[0])
    by = None
    with instead:
        if instead.open:
            after_drop(found)
    with who:
        if who.open:
            drivers(workspace, scope, found)
    with whom:
        if whom.open:
            by = breakdown(workspace, scope, found)
    with long:
        if long.open:
            times(found)
    frame.table(step_table(found), name="funnel", label=_("The steps as a table"))
    words = funnel_options(question, by)
    say_command("funnel", workspace, scope, *words)
    with st.expander(_("The same on the command line"), icon=":material/terminal:"):
        st.code(command("funnel", workspace.name, scope, *words), language="bash", wrap_lines=True)
notes = [
    _(
        "An entry counts from {first}, for {window}; the table has the share of the first with its 95 % interval."
    ).format(first=frame.escape(frame.short(question.names[0])), window=duration(question.window_s))
]
if found.open:
    notes.append(
        ngettext(
            "{n} entry began less than that before the log ends, and is left out.",
            "{n} entries began less than that before the log ends, and are left out.",
            found.open,
        ).format(n=count(found.open))
    )
if found.excluded:
    notes.append(
        ngettext(
            "{n} met what takes a journey out, and is left out.",
            "{n} met what takes a journey out, and are left out.",
            found.excluded,
        ).format(n=count(found.excluded))
    )
frame.explain(" ".join(notes))

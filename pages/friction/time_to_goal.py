"""How do journeys end, and when?"""

import streamlit as st

from journey.analyses.command import options
from journey.analyses.time_to_goal import CAUSES, time_to_goal
from journey.charts.incidence_lines import incidence_lines
from journey.charts.incidence_words import ends_answer, ends_table
from journey.errors import WrongInput
from journey.model import Outcome
from journey.text import _
from journey.text.format import count, duration, percent
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.copied import no_command, say_command
from journey.views.ended_list import ended_list
from journey.views.friction_choice import no_goal
from journey.views.long_work import long_work
from journey.views.page_settings import seed, tell
from journey.views.results import workspace_info
from journey.views.scope_bar import scope_bar

QUESTION = _("How do journeys end, and when?")

workspace, scope = scope_bar()
held = workspace_info(workspace)
if not held.outcomes:
    no_goal(workspace, scope, QUESTION)
    st.stop()
head = st.container()
by = cause = None
attributes = [one.name for one in held.attributes if one.of_journey]
with st.container(horizontal=True, vertical_alignment="bottom", key="ends_controls"):
    if attributes:
        seed("by", f"ends_by_{workspace.name}", "", lambda text: text if text in attributes else None)
        by = st.selectbox(
            _("Compare by"), ["", *attributes], format_func=lambda name: name or _("no groups"),
            key=f"ends_by_{workspace.name}", width=220, persist_state="session",
        )  # fmt: skip
        tell("by", by, "")
    if by:
        seed("end", "ends_cause", 0, lambda text: CAUSES.index(Outcome(text)))
        cause = st.segmented_control(
            _("End"), [0, 1, 2], required=True, key="ends_cause", format_func=lambda c: outcome_name(CAUSES[c]),
        )  # fmt: skip
        tell("end", CAUSES[cause or 0].value, CAUSES[0].value)
say_command("dropoff", workspace, scope, *options(ends=True, by=by))
try:
    found = long_work(time_to_goal, workspace, scope, by or None, label=_("Dating how journeys end"))
except WrongInput as error:
    no_command()
    with head:
        frame.headline(QUESTION, _("How long journeys take is not known here."))
    st.info(frame.escape(str(error)))
    st.stop()
if found is None:
    with head:
        frame.headline(QUESTION, _("How journeys end is being counted."))
    st.stop()
with head:
    frame.headline(QUESTION, ends_answer(found))
if by and not found.groups:
    st.info(_("No value of {name} has 30 customers or more here.").format(name=frame.escape(by)))
frame.chart(
    lambda mode: incidence_lines(found, cause if found.groups else None, mode),
    alt=ends_answer(found),
    key="ends_picture",
)
ended_list(workspace, scope, found, cause)
frame.table(ends_table(found), name="time_to_goal", label=_("The table behind it"))
notes = [
    _(
        "Share of journeys that have ended in each way by that time (Aalen-Johansen), with a 95 % interval over "
        "customers; journeys that are open count until the log ends. Counting drops as merely unknown "
        "would say {naive} complete."
    ).format(naive=percent(found.naive))
]
if found.timeout_s is not None:
    notes.append(
        _("A drop is dated {time} after the customer's last event.").format(time=duration(found.timeout_s))
    )  # fmt: skip
if found.cut:
    notes.append(_("{n} journeys began before the log did, and are left out.").format(n=count(found.cut)))
if found.thin:
    notes.append(_("{n} smaller groups are not drawn.").format(n=count(found.thin)))
frame.explain(" ".join(notes))

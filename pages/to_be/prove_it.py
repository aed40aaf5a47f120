"""Did it work?"""

from functools import partial

import streamlit as st

from journey.charts.trial_gap import trial_gap, trial_table
from journey.charts.trial_words import trials_answer
from journey.design.kept_trials import trials
from journey.design.trial import verdict
from journey.text import _
from journey.views import frame
from journey.views.action_register import action_register
from journey.views.results import kept, workspace_info
from journey.views.scope_bar import scope_bar
from journey.views.trial_card import trial_card
from journey.views.trial_new import trial_new
from journey.views.way_out import refuse

QUESTION = _("Did it work?")

workspace, scope = scope_bar()
running = trials(workspace)
found = [(trial, kept(verdict, workspace, trial)) for _number, _made, trial in running]
frame.headline(QUESTION, trials_answer(found))
if error := st.session_state.pop("trial_refused", None):
    refuse(error)
if found:
    frame.chart(partial(trial_gap, found), alt=trials_answer(found), key="trial_gap")
    frame.table(trial_table(found), name="trials", label=_("The numbers behind it"))
for number, _made, trial in running:
    trial_card(workspace, number, trial, headed=trial is running[0][2])
with st.expander(
    _("Lay down a trial"), icon=":material/science:", expanded=not running, on_change="rerun", key="trial_new"
) as here:
    if here.open:
        trial_new(workspace, scope)
st.markdown(f"#### {_('What was done')}")
action_register(workspace, scope, goal=bool(workspace_info(workspace).outcomes))
frame.explain(
    _(
        "Customers are drawn by a seeded hash of their id, so newcomers belong to a group, too. Groups are compared as "
        "drawn, whatever then happened to them; mature journeys since the first day, Newcombe's 95 % interval."
    )
)

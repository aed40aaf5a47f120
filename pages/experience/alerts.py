"""What should I be told about?"""

from functools import partial

import streamlit as st

from journey.analyses.alerts.judged import judged
from journey.charts.alert_past import alert_past, alert_table, has_past
from journey.charts.alert_words import alerts_answer
from journey.text import _
from journey.views import frame
from journey.views.alert_form import alert_form
from journey.views.alert_list import alert_cards
from journey.views.results import kept, workspace_info
from journey.views.scope_bar import scope_bar

workspace, scope = scope_bar("alerts")
found = judged(workspace, kept)
frame.headline(_("What should I be told about?"), alerts_answer(found))
if has_past(found):
    frame.chart(partial(alert_past, found), alt=alerts_answer(found), key="alert_past")
    frame.table(alert_table(found), name="alerts", label=_("The numbers behind it"))
alert_cards(workspace, found)
changed = next((one.held for one in found if one.held.id == st.session_state.get("alert_changed")), None)
with st.container(border=True, key="alert_form"):
    alert_form(workspace, scope, workspace_info(workspace), changed)
frame.explain(
    _(
        "A rule is judged in the last period that the log holds whole; a figure of journeys in the last whose journeys "
        "can all be judged. It is judged anew with every import, here, on the home page, and by the command alerts."
    )
)

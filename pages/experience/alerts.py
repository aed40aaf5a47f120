"""What should I be told about?"""

import streamlit as st

from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame
from journey.views.alert_form import alert_form
from journey.views.alert_list import Judged, alert_cards, judged
from journey.views.results import workspace_info
from journey.views.scope_bar import scope_bar


def answer(found: list[Judged]) -> str:
    if not found:
        return _("No rule watches this log yet.")
    firing = sum(one.fires for _held, _rule, one in found)
    if len(found) == 1 and firing:
        return _("The only rule fires.")
    if not firing:
        return ngettext("The only rule is quiet.", "None of {n} rules fires.", len(found)).format(n=count(len(found)))
    return ngettext("{firing} of {n} rules fires.", "{firing} of {n} rules fire.", firing).format(
        firing=count(firing), n=count(len(found))
    )


workspace, scope = scope_bar("alerts")
found = judged(workspace)
frame.headline(_("What should I be told about?"), answer(found))
alert_cards(workspace, found)
changed = next((held for held, _rule, _one in found if held.id == st.session_state.get("alert_changed")), None)
with st.container(border=True, key="alert_form"):
    alert_form(workspace, scope, workspace_info(workspace), changed)
frame.explain(
    _(
        "A rule is judged in the last period that the log holds whole; a figure of journeys in the last whose journeys "
        "can all be judged. It is judged anew with every import, here, on the home page, and by the command alerts."
    )
)

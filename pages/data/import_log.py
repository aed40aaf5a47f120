"""Which log is to be looked at?"""

import streamlit as st

from journey.ingest.job import Phase
from journey.text import _
from journey.text.format import count
from journey.views import frame
from journey.views.importing import columns, progress, report, upload
from journey.views.importing.current import current, end
from journey.views.session import set_workspace

job = current()
state = job.state if job is not None else None
if job is None or state is None or state.phase is Phase.CLOSED:
    frame.headline(_("Which log do you want to look at?"), _("Choose an export that says who, what and when."))
    upload.choose(state.error if state is not None else None)
elif state.working:
    frame.headline(_("Importing"), job.file.name)
    progress.watch(job)
elif state.phase is Phase.COLUMNS:
    columns.settle(job, state)
elif state.phase is Phase.CHECKED:
    report.decide(job, state)
elif state.imported is not None:
    done = state.imported
    frame.headline(
        _("Done"),
        _("{journeys} journeys, {events} events are in.").format(
            journeys=count(done.journeys), events=count(done.events)
        ),
    )
    if st.button(_("See the map"), type="primary", key="import_map"):
        end()
        set_workspace(done.workspace)
        st.switch_page("pages/as_is/map.py")

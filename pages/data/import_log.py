"""Which log is to be looked at?"""

from journey.ingest.job import Phase
from journey.text import _
from journey.views import frame
from journey.views.importing import columns, done, joining, progress, report, tables, upload
from journey.views.importing.current import current

job = current()
state = job.state if job is not None else None
if job is None or state is None or state.phase is Phase.CLOSED:
    frame.headline(_("Step 1 of 3: which log do you want to look at?"), _("Choose a file with who, what and when."))
    upload.choose(state.error if state is not None else None)
elif state.working:
    progress.watch(job)
elif state.phase is Phase.CHOOSING:
    tables.choose(job, state)
elif state.phase is Phase.COLUMNS:
    columns.settle(job, state)
elif state.phase is Phase.CHECKED and state.match is not None:
    joining.decide(job, state)
elif state.phase is Phase.CHECKED:
    report.decide(job, state)
elif state.imported is not None:
    done.show(state.imported)

"""What is it like to be our customer?"""

import pandas as pd
import streamlit as st

from journey.analyses.board import Board
from journey.analyses.interval import MINIMUM_N
from journey.charts.board_spec import board_spec, explanations
from journey.components.journey_board import journey_board
from journey.store.board_notes import layout, notes
from journey.text import _
from journey.text.format import percent
from journey.views import frame
from journey.views.board_controls import board, clashes, done, download, keep, lane_choice, notice
from journey.views.scope_bar import scope_bar
from journey.views.session import address

QUESTION = _("What is it like to be our customer?")


def answer(found: Board) -> str:
    judged = [stage for stage in found.stages if stage.lost.n >= MINIMUM_N and stage.lost.value]
    if judged:
        worst = max(judged, key=lambda stage: round((stage.lost.value or 0.0) * stage.lost.n))
        return _("Most are lost in {stage}: {share} of those who come there before the goal.").format(
            stage=frame.short(worst.name), share=percent(worst.lost.value)
        )
    last = min(found.stages, key=lambda stage: stage.reach)
    return _("{share} of the journeys reach {stage}, the fewest of {n} stages.").format(
        share=percent(last.reach), stage=frame.short(last.name), n=len(found.stages)
    )


workspace, scope = scope_bar("board")
found = board(workspace, scope)
if not found.stages:
    frame.headline(QUESTION, _("This log has no stages yet, and a board has a column for each."))
    st.page_link(
        "../../pages/as_is/stages.py", label=_("Put the touchpoints into stages"), icon=":material/view_week:",
        query_params=address(),
    )  # fmt: skip
    st.stop()
frame.headline(QUESTION, answer(found))
clashes(workspace)
spec = board_spec(found, notes(workspace), layout(workspace), title=workspace.name)
with st.container(horizontal=True, vertical_alignment="bottom", key="board_controls"):
    lane_choice(workspace, found)
    download(spec, workspace.name)
journey_board(spec, done(), lambda edits: keep(workspace, found, edits), notice=notice(), key=f"board_{workspace.name}")
frame.table(
    pd.DataFrame(
        {
            _("Stage"): [stage.name for stage in found.stages],
            _("Journeys"): [stage.journeys for stage in found.stages],
            _("Reach"): [stage.reach for stage in found.stages],
            _("Lost here"): [stage.lost.value for stage in found.stages],
            _("Mature journeys"): [stage.lost.n for stage in found.stages],
            _("Visits"): [stage.visits for stage in found.stages],
            _("Median time (s)"): [stage.time_median_s for stage in found.stages],
            _("p90 time (s)"): [stage.time_p90_s for stage in found.stages],
            _("Come again"): [stage.repeats.value for stage in found.stages],
            _("Departures back"): [stage.backtracks.value for stage in found.stages],
            _("Cost"): [stage.cost for stage in found.stages],
        }
    ),
    name="board",
    label=_("The table behind it"),
)
for line in explanations(found):
    frame.explain(frame.escape(line))

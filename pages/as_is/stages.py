"""What did customers do, and in which stage?"""

import streamlit as st

from journey.analyses.touchpoints import TouchpointRow, channel_rows, touchpoint_rows
from journey.components.stage_columns import stage_columns
from journey.store.board_stages import board_stages
from journey.store.side_stages import side_stages
from journey.text import _
from journey.text.format import count
from journey.views import frame
from journey.views.page_settings import seed, tell
from journey.views.results import workspace_info
from journey.views.scope_bar import workspace_choice
from journey.views.session import workspace
from journey.views.stage_controls import arrange, changes, make, notices
from journey.views.stage_edits import edits_of_move
from journey.views.stage_tables import channels, stage_list, touchpoints

PARTS = ("touchpoints", "stages", "channels")


def answer(rows: tuple[TouchpointRow, ...], stages: tuple[str, ...]) -> str:
    if not stages:
        return _("{n} touchpoints, and no stages yet.").format(n=count(len(rows)))
    homeless = sum(row.stage is None for row in rows)
    text = _("{n} touchpoints in {k} stages, {none} in none.") if homeless else _("{n} touchpoints in {k} stages.")
    return text.format(n=count(len(rows)), k=count(len(stages)), none=count(homeless))


chosen = workspace()
workspace_choice(chosen)
rows, stages = touchpoint_rows(chosen), workspace_info(chosen).stages
# Stages that people named on the board before there was a log wait for touchpoints.
columns = (*stages, *(name for name in board_stages(chosen) if name not in stages))
frame.headline(_("What did customers do, and in which stage?"), answer(rows, stages))
notices(chosen, rows)
arrange(chosen, rows, stages)
moved = stage_columns(rows, columns, side=side_stages(chosen), key=f"stages_{chosen.name}")
if moved is not None:
    make(chosen, lambda: edits_of_move(chosen, moved, rows, stages))
names = (_("Touchpoints"), _("Stages"), _("Channels"))
seed("part", "stages_part", names[0], lambda text: names[PARTS.index(text)])
named, staged, channelled = st.tabs(names, on_change="rerun", key="stages_part")
tell("part", PARTS[names.index(st.session_state["stages_part"])], PARTS[0])
if named.open:
    with named:
        touchpoints(chosen, rows, columns)
if staged.open:
    with staged:
        stage_list(chosen, rows, stages)
if channelled.open:
    with channelled:
        channels(chosen, channel_rows(chosen))
changes(chosen)
frame.explain(
    _(
        "Changes apply at once, on every page, and can be undone one by one; the log itself stays as it was imported. "
        "A floating touchpoint takes the stage of the event before it. Nobody goes back from or to a stage beside the "
        "journey."
    )
)

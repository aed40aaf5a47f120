"""What is it like to be our customer?"""

import streamlit as st

from journey.charts.board_spec import board_spec, explanations
from journey.charts.board_tables import board_table, persona_table
from journey.charts.board_words import board_answer
from journey.components.journey_board import journey_board
from journey.scope import Scope
from journey.store.board_notes import layout, notes
from journey.store.board_stages import is_blank
from journey.store.pictures import touchpoint_pictures
from journey.stories.board_people import persona_boards
from journey.text import _, ngettext
from journey.views import frame
from journey.views.board_controls import board, clashes, done, download, keep, lane_choice, notice
from journey.views.board_figure import opened_figure
from journey.views.board_people import persona_choice, picture_choice
from journey.views.board_start import begin, bind, bring, sticky_file, told, unplaced
from journey.views.copied import no_command
from journey.views.results import kept
from journey.views.scope_bar import scope_bar, workspace_choice
from journey.views.session import address
from journey.views.session import workspace as workspace_of_session
from journey.views.take_home import take_page_home

QUESTION = _("What is it like to be our customer?")


workspace = workspace_of_session()
if blank := is_blank(workspace):
    workspace_choice(workspace)
    scope = Scope()
else:
    workspace, scope = scope_bar("board")
found = board(workspace, scope)
if not found.stages and not blank:
    no_command()
    frame.headline(QUESTION, _("This log has no stages yet, and a board has a column for each."))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "../../pages/as_is/stages.py", label=_("Put the touchpoints into stages"), icon=":material/view_week:",
            query_params=address(),
        )  # fmt: skip
        begin()
    st.stop()
written = notes(workspace)
frame.headline(QUESTION, board_answer(found, len(written)))
clashes(workspace)
told()
held = persona_boards(workspace, found, kept)
spec = board_spec(
    found, written, layout(workspace), title=workspace.name, workspace=workspace.name,
    pictures=touchpoint_pictures(workspace), personas=held,
)  # fmt: skip
if found.unstaged:
    label = ngettext(
        "{n} touchpoint is in no stage, so not on the board: put it into one",
        "{n} touchpoints are in no stage, so not on the board: put them into one",
        found.unstaged,
    )
    st.page_link(
        "../../pages/as_is/stages.py", label=label.format(n=found.unstaged), icon=":material/view_week:",
        query_params=address(),
    )  # fmt: skip
with st.container(horizontal=True, vertical_alignment="bottom", key="board_controls"):
    lane_choice(workspace, found, has_personas=bool(held))
    persona_choice(workspace, scope, held, blank=blank)
    picture_choice(workspace, found)
    sticky_file(workspace)
    unplaced(workspace, found)
    if blank:
        bind(workspace)
        take_page_home(workspace, scope)
    else:
        bring(workspace)
    begin()
    download(workspace, scope)
journey_board(spec, done(), lambda edits: keep(workspace, found, edits), notice=notice(), key=f"board_{workspace.name}")
if not blank:
    opened_figure(workspace, scope)
    frame.table(board_table(found), name="board", label=_("The table behind it"))
if held and not blank:
    frame.table(persona_table(found, held), name="personas", label=_("The personas side by side"))
for line in explanations(found):
    frame.explain(frame.escape(line))

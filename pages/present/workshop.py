"""What does the room say?"""

import pandas as pd
import streamlit as st

from journey.charts.room_words import room_answer
from journey.store.board_stages import stage_names
from journey.store.workshops.state import RoomState, room_state
from journey.store.workshops.tally import dots_of
from journey.text import _
from journey.views import frame
from journey.views.join_link import join_link, reachable
from journey.views.scope_bar import workspace_choice
from journey.views.session import workspace as workspace_of_session
from journey.views.workshop.by_hand import by_hand
from journey.views.workshop.guess_controls import guess_controls
from journey.views.workshop.keep_controls import keep_controls
from journey.views.workshop.live_wall import live_wall
from journey.views.workshop.round_controls import round_controls
from journey.views.workshop.session_choice import begin_workshop, end_workshop, session_choice
from journey.views.workshop.told import told

QUESTION = _("What does the room say?")


def cards_table(state: RoomState) -> pd.DataFrame:
    kinds = {"pain": _("Pain point"), "idea": _("Idea")}
    return pd.DataFrame(
        [
            {
                "stage": one.card.stage, "kind": kinds[one.card.kind], "text": one.card.text, "dots": one.dots,
                "people": one.people, "merged": "; ".join(part.text for part in one.parts),
            }
            for one in dots_of(state)
        ]
    )  # fmt: skip


workspace = workspace_of_session()
with st.container(horizontal=True, vertical_alignment="center", key="workshop_bar"):
    workspace_choice(workspace)
    held = session_choice(workspace)
    if held is not None:
        end_workshop(workspace, held)
        begin_workshop(workspace, first=False)
if held is None:
    frame.headline(QUESTION, _("Let the room add what it knows, by phone or by hand."))
    if not stage_names(workspace):
        st.info(_("The journey has no stages yet: cards and emotions hang on them. Make some on the page Stages."))
    begin_workshop(workspace, first=True)
    frame.explain(
        _(
            "People join by a QR code under a nickname, without an account. They write pain points and ideas, vote "
            "with dots, rate how each stage feels, and judge value and effort; you see it live and keep it on the "
            "board."
        )
    )
    st.stop()
state = room_state(workspace, held.id)
told()
if not reachable() and not held.closed:
    st.warning(
        _(
            "Phones cannot reach this server: it listens to this computer only. Stop it and start it with "
            "`make share`, which asks for a host password; or enter what people say by hand, below."
        ),
        icon=":material/wifi_off:",
    )
if not held.closed:
    round_controls(workspace, state)
    guess_controls(workspace, state)
live_wall(workspace, held.id, join_link(held.code), lambda now: frame.headline(QUESTION, room_answer(now)))
by_hand(workspace, state)
keep_controls(workspace, state)
if state.cards:
    frame.table(cards_table(state), name="workshop", label=_("The cards as a table"))
frame.explain(
    _(
        "A dot is one voice of one person; merged cards count together. Emotion: mean of the faces, -2 to +2, with "
        "how many said it and their spread (standard deviation). These are the people in the room, not a sample of "
        "customers."
    )
)

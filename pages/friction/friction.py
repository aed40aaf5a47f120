"""Where does it hurt, and what does it cost?"""

import pandas as pd
import streamlit as st

from journey.analyses.command import options
from journey.analyses.friction.friction import FrictionList, friction
from journey.charts.friction_table import friction_table
from journey.charts.friction_words import answer, kind_name, place_words, reason
from journey.text import _, ngettext
from journey.text.format import count, number, percent
from journey.views import frame
from journey.views.copied import say_command
from journey.views.friction_card import card
from journey.views.friction_case import friction_case
from journey.views.friction_choice import alike, chosen_place, no_goal, worth
from journey.views.friction_pictures import pictures
from journey.views.friction_targets import target_list
from journey.views.long_work import long_work
from journey.views.results import workspace_info
from journey.views.scope_bar import scope_bar

QUESTION = _("Where does it hurt, and what does it cost?")
SHOWN = 8


def below(found: FrictionList) -> None:
    """What was tested and stays below the line, and what was too rare to test, each with its reason."""
    label = ngettext("Below the line: {n} place", "Below the line: {n} places", len(found.below)).format(
        n=count(len(found.below))
    )
    with st.expander(label, icon=":material/vertical_align_bottom:", on_change="rerun", key="friction_below") as here:
        if not here.open:
            return
        frame.explain(
            _(
                "Ranked is what {n} comparisons would show by chance in at most one of twenty such lists. The rest "
                "stays here, since its difference could be chance, or is none."
            ).format(n=count(found.tested))
        )
        rows = [
            {
                _("What"): kind_name(one.place.kind),
                _("Where"): place_words(one),
                _("At stake"): number(one.stake.at_stake.value),
                _("Journeys hit"): one.stake.journeys,
                _("Why it is here"): reason(one),
            }
            for one in found.below
        ]
        rows += [
            {
                _("What"): kind_name(place.kind),
                _("Where"): name if target is None else f"{name} → {target}",
                _("At stake"): "–",
                _("Journeys hit"): customers,
                _("Why it is here"): _("hits fewer than 30 customers, too few to tell"),
            }
            for place, name, target, customers in found.thin
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=label)


workspace, scope = scope_bar()
held = workspace_info(workspace)
if not held.outcomes:
    no_goal(workspace, scope, QUESTION)
    st.stop()
shared = alike(held)
say_command("friction", workspace, scope, *options(alike=shared))
head = st.container()
found = long_work(friction, workspace, scope, attributes=shared, label=_("Comparing journeys"))
if found is None:
    with head:
        frame.headline(QUESTION, _("One moment: journeys are being compared."))
    st.stop()
place = chosen_place()
if place is not None:
    friction_case(workspace, scope, found, place)
    st.stop()
with head:
    frame.headline(QUESTION, answer(found))
if found.ranked:
    pictures(workspace, scope, found)
    for rank, one in enumerate(found.ranked[: None if st.session_state.get("friction_all") else SHOWN], start=1):
        card(workspace, scope, one, rank)
    if len(found.ranked) > SHOWN and not st.session_state.get("friction_all"):
        st.button(
            _("{n} more").format(n=count(len(found.ranked) - SHOWN)), key="friction_more",
            on_click=st.session_state.__setitem__, args=("friction_all", True),
        )  # fmt: skip
elif found.tested:
    st.info(_("Nothing is above the line; what was compared is below."), icon=":material/sentiment_satisfied:")
below(found)
target_list(workspace)
worth(workspace, found)
frame.table(friction_table(found), name="friction", label=_("The table behind it"))
frame.explain(
    _(
        "At stake: journeys that would reach the goal besides, did those who were hit reach it as often as others at "
        "the same place, visit and time since their start. Judged are {n} journeys old enough ({share} of them "
        "complete); late counts as completed. Associated with, not proven to cause."
    ).format(n=count(found.journeys_mature), share=percent(found.completed.value))
)

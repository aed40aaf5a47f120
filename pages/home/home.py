"""What do we know about these customers?"""

import streamlit as st

from journey.analyses.summary import Summary, summary
from journey.text import _, ngettext
from journey.text.format import count, date, interval
from journey.views import frame
from journey.views.home_sections import SECTIONS
from journey.views.page_registry import page_file
from journey.views.results import kept
from journey.views.scope_bar import scope_bar
from journey.views.session import address


def answer(found: Summary) -> str:
    journeys = ngettext("{n} journey", "{n} journeys", found.journeys).format(n=count(found.journeys))
    customers = ngettext("{n} customer", "{n} customers", found.customers).format(n=count(found.customers))
    if found.first is None or found.last is None:
        return _("There is no journey.")
    first, last = date(found.first), date(found.last)
    period = first if first == last else _("{first} to {last}").format(first=first, last=last)
    if found.conversion.value is None:
        return _("{journeys} of {customers}, {period}.").format(journeys=journeys, customers=customers, period=period)
    return _("{journeys} of {customers}, {period}; the goal is reached in time by {share}.").format(
        journeys=journeys, customers=customers, period=period, share=interval(found.conversion)
    )


workspace, scope = scope_bar("info")
found = kept(summary, workspace, scope)
frame.headline(_("What do we know about these customers?"), answer(found))
if found.conversion.value is None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(_("No goal is set yet, so nobody can say who succeeds."), width="content")
        st.page_link(page_file("data/workspace"), label=_("Set a goal"), query_params=address())
else:
    frame.explain(
        _(
            "Reaching the goal counts the journeys that are old enough to be judged (n), with Wilson's 95 % interval "
            "in brackets."
        )
    )
for section in SECTIONS:
    section(workspace, scope)

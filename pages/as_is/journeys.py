"""What happened to this customer?"""

import pandas as pd
import streamlit as st

from journey.analyses.command import options
from journey.analyses.journeys import Journey, journeys
from journey.scope import Scope
from journey.text import _, ngettext
from journey.text.format import count, duration, moment
from journey.text.scope_words import outcome_name
from journey.views import frame
from journey.views.copied import say_command
from journey.views.one_journey import one_journey
from journey.views.page_settings import seed, tell
from journey.views.scope_bar import scope_bar

SORTS = {"started": _("Start"), "duration": _("Duration"), "events": _("Events"), "key": _("Journey")}
PAGE = 50
MOST = 100_000  # journeys in a download


def listing(found: tuple[Journey, ...], *, plain: bool = False) -> pd.DataFrame:
    """The journeys as a table: in words for people, or plain for a file."""
    return pd.DataFrame(
        {
            _("Journey"): [one.key for one in found],
            _("Customer"): [one.customer for one in found],
            _("Started"): [one.started if plain else moment(one.started) for one in found],
            _("Events"): [one.events for one in found],
            _("Duration (s)") if plain else _("Duration"): [
                one.duration_s if plain else duration(one.duration_s) for one in found
            ],
            _("Outcome"): [outcome_name(one.outcome) if one.outcome else "" for one in found],
            _("First"): [one.first for one in found],
            _("Last"): [one.last for one in found],
        }
    )


def turn(to: int) -> None:
    st.session_state["journeys_page"] = to


workspace, scope = scope_bar()
if key := st.query_params.get("journey"):
    one_journey(workspace, key)
    # It is the same in any scope.
    say_command("journeys", workspace, Scope(), *options(key=key))
    st.stop()

head = st.container()
seed("search", "journeys_search", "")
seed("sort", "journeys_sort", "started", lambda text: text if text in SORTS else None)
seed("largest", "journeys_down", False, "yes".__eq__)
with st.container(horizontal=True, vertical_alignment="bottom"):
    search = st.text_input(
        _("Search journey or customer"), key="journeys_search", icon=":material/search:", width=320,
        persist_state="session",
    )  # fmt: skip
    sort = st.selectbox(
        _("Sort by"), list(SORTS), format_func=SORTS.__getitem__, key="journeys_sort", width=160,
        persist_state="session",
    )  # fmt: skip
    down = st.toggle(_("Largest first"), key="journeys_down", persist_state="session")
tell("search", search, "")
tell("sort", sort or "started", "started")
tell("largest", "yes" if down else "", "")
asked = (workspace.name, scope.text(), search, sort, down)
if st.session_state.get("journeys_asked") != asked:
    st.session_state.update(journeys_asked=asked, journeys_page=0)
page = st.session_state["journeys_page"]
wanted = {"search": search, "sort": sort or "started", "descending": down}
found = journeys(workspace, scope, **wanted, top=PAGE, skip=page * PAGE)
say_command(
    "journeys", workspace, scope,
    *options(
        search=search, sort=None if sort == "started" else sort, descending=down, top=PAGE, skip=page * PAGE or None
    ),
)  # fmt: skip
with head:
    frame.headline(
        _("What happened to this customer?"),
        ngettext(
            "{n} of {total} journey matches; tick it to see it event by event.",
            "{n} of {total} journeys match; tick one to see it event by event.",
            found.in_scope,
        ).format(n=count(found.matching), total=count(found.in_scope)),
    )
if not found.journeys:
    st.info(_("No journey and no customer has this in its name."), icon=":material/search_off:")
    st.stop()
picked = st.dataframe(
    listing(found.journeys),
    hide_index=True,
    on_select="rerun",
    selection_mode="single-row",
    alt=_("Journeys"),
    height="content",
    # Once a journey is opened the list forgets its tick; else Back would open the journey again.
    key=f"journeys_list_{st.session_state.setdefault('journeys_round', 0)}",
)
if picked.selection.rows:
    st.session_state["journeys_round"] += 1
    st.query_params["journey"] = found.journeys[picked.selection.rows[0]].key
    st.rerun()
with st.container(horizontal=True, vertical_alignment="center"):
    last = (found.matching - 1) // PAGE
    st.button(_("Back"), disabled=page == 0, on_click=turn, args=(page - 1,), key="back")
    st.caption(
        _("{first} to {last} of {n}").format(
            first=count(page * PAGE + 1), last=count(page * PAGE + len(found.journeys)), n=count(found.matching)
        ),
        width="content",
    )
    st.button(_("Next"), disabled=page >= last, on_click=turn, args=(page + 1,), key="next")
    st.space("stretch")
    frame.download(
        lambda: listing(journeys(workspace, scope, **wanted, top=MOST).journeys, plain=True), name="journeys"
    )

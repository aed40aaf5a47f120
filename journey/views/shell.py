"""Every page passes here: navigation, page set-up, the scope of the session, and errors told to people."""

from __future__ import annotations

import logging
from pathlib import Path

import streamlit as st

from journey.components.page_style import page_style
from journey.errors import JourneyError
from journey.text import _
from journey.views.copied import forget_places
from journey.views.menu import menu
from journey.views.page_registry import arrive, listed
from journey.views.sample_workspace import ensure_sample
from journey.views.session import adopt_address
from journey.views.way_out import refuse

ROOT = Path(__file__).parents[2]

st.set_page_config(
    page_title=_("Desire Path"),
    page_icon=str(ROOT / "journey/views/icon.svg"),
    layout="wide",
    initial_sidebar_state=200,
)
page_style()
st.logo(str(ROOT / "journey/views/logo.svg"), size="large")


def _page(path: str, title: str, icon: str, *, default: bool = False) -> st.Page:
    return listed(st.Page(ROOT / "pages" / path, title=title, icon=f":material/{icon}:", default=default), path)


SECTIONS = {
    _("Start"): [_page("home/home.py", _("Home"), "home")],
    _("As is"): [
        _page("as_is/map.py", _("Map"), "map", default=True),
        _page("as_is/stages.py", _("Stages"), "view_week"),
        _page("as_is/neighbourhood.py", _("Neighbourhood"), "hub"),
        _page("as_is/board.py", _("Board"), "view_kanban"),
        _page("as_is/variants.py", _("Variants"), "alt_route"),
        _page("as_is/channels.py", _("Channels"), "swap_horiz"),
        _page("as_is/journeys.py", _("Journeys"), "timeline"),
    ],
    _("Experience"): [
        _page("experience/metrics.py", _("Metrics"), "speed"),
        _page("experience/voice.py", _("Voice"), "format_quote"),
        _page("experience/trends.py", _("Trends"), "show_chart"),
        _page("experience/alerts.py", _("Alerts"), "notifications"),
        _page("experience/drivers.py", _("Drivers"), "tune"),
    ],
    _("Friction"): [
        _page("friction/friction.py", _("Friction"), "local_fire_department"),
        _page("friction/loops.py", _("Loops"), "cached"),
        _page("friction/drop_off.py", _("Drop-off"), "filter_alt"),
        _page("friction/paths.py", _("Paths"), "account_tree"),
        _page("friction/time_to_goal.py", _("Time to goal"), "hourglass_bottom"),
        _page("friction/compare.py", _("Compare"), "compare_arrows"),
        _page("friction/groups.py", _("Groups"), "bubble_chart"),
    ],
    _("To be"): [
        _page("to_be/designer.py", _("Designer"), "design_services"),
        _page("to_be/forecast.py", _("Forecast"), "trending_up"),
        _page("to_be/opportunities.py", _("Opportunities"), "lightbulb"),
        _page("to_be/conformance.py", _("Conformance"), "rule"),
        _page("to_be/prove_it.py", _("Prove it"), "science"),
    ],
    _("Present"): [
        _page("present/story.py", _("Story"), "auto_stories"),
        _page("present/replay.py", _("Replay"), "play_circle"),
        _page("present/workshop.py", _("Workshop"), "groups"),
    ],
    _("Data"): [
        _page("data/import_log.py", _("Import"), "upload_file"),
        _page("data/workspace.py", _("Workspace"), "database"),
    ],
}
# What fills the window stands in no menu.
STAGE = [_page("present/present.py", _("Present"), "slideshow")]
page = st.navigation([*(one for pages in SECTIONS.values() for one in pages), *STAGE], position="hidden")

try:
    ensure_sample()
    arrive(page)
    adopt_address()
    if page not in STAGE:
        menu(SECTIONS)
    page.run()
except JourneyError as error:
    refuse(error)
except Exception:
    # The person gets a sentence, the operator the traceback.
    logging.getLogger("journey").exception("A page failed")
    refuse(JourneyError(_("This page failed, and nothing was changed."), _("The server's log says what happened.")))
finally:
    forget_places()

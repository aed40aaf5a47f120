"""What is chosen on a page stands in its address, and an address opens the page so."""

from __future__ import annotations

from pathlib import Path

from server import CYRILLIC, made

from journey.store.opportunities import Opportunity, add_opportunity
from journey.views.session import library
from pages import opened, problems, workspaces

__all__ = ["made", "workspaces"]


def test_the_part_of_the_drop_off_page(workspaces: Path) -> None:
    app = opened("friction/drop_off", "sample", part="how-long")
    assert not problems(app) and app.session_state["drop_parts"] == "How long it takes"
    # What an address cannot mean is passed over.
    app.query_params["part"] = "'; DROP TABLE event"
    app.run()
    assert not problems(app) and app.session_state["drop_parts"] == "What they did instead"


def test_the_opportunity_that_is_looked_at(workspaces: Path) -> None:
    workspace = library().get(CYRILLIC)
    first, second = (add_opportunity(workspace, Opportunity(title=title)) for title in ("First", "Second"))
    app = opened("to_be/opportunities", CYRILLIC, opportunity=str(second))
    assert not problems(app) and app.session_state["opportunity_chosen"] == second
    for gone in ("999", "x"):
        app = opened("to_be/opportunities", CYRILLIC, opportunity=gone)
        assert not problems(app) and app.session_state["opportunity_chosen"] in (first, second)

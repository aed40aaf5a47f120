"""What is chosen on a page stands in its address, and an address opens the page so."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from server import CYRILLIC, made
from starlette.requests import Request

from journey.routes.map_address import map_address
from journey.store.opportunities import Opportunity, add_opportunity
from journey.views.session import library
from pages import opened, problems, told, workspaces

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


def test_the_link_to_copy_tells_what_was_just_chosen(workspaces: Path) -> None:
    app = opened("experience/metrics", "sample")
    app.selectbox(key="metrics_by").set_value("channel").run()
    assert not problems(app)
    link = next(code.value for code in app.get("code") if "workspace=sample" in code.value)
    assert "by=channel" in link


@pytest.mark.parametrize(
    ("page", "given", "key", "value"),
    [
        ("as_is/stages", {"part": "channels"}, "stages_part", "Channels"),
        ("friction/time_to_goal", {"by": "segment", "end": "dropped"}, "ends_cause", 2),
        (
            "experience/trends",
            {"over": "a:segment", "with": "Small business"},
            "trends_value_a:segment",
            "Small business",
        ),
        ("experience/voice", {"by": "touchpoint", "score": "nps", "answers": "1..6"}, "voice_answers_nps", (1.0, 6.0)),
    ],
)
def test_what_is_chosen_comes_from_the_address(
    workspaces: Path, page: str, given: dict[str, str], key: str, value: object
) -> None:
    app = opened(page, "sample", **given)
    assert not problems(app) and app.session_state[key] == value
    # It stays in the address, and what it cannot mean is passed over.
    assert {name: app.query_params[name] for name in given} == given
    app = opened(page, "sample", **dict.fromkeys(given, "<b>"))
    assert not problems(app)


def test_a_ticked_row_is_kept_in_the_address(workspaces: Path) -> None:
    app = opened("friction/time_to_goal", "sample", row="lost")
    assert not problems(app) and "lost within" in told(app)
    assert app.query_params["row"] == "lost"


def test_the_map_has_an_address_of_its_own_too() -> None:
    for query in ("", "workspace=a%26b&scope=%7B%7D"):
        scope = {"type": "http", "method": "GET", "path": "/map", "query_string": query.encode(),
                 "headers": [(b"host", b"localhost")]}  # fmt: skip
        answer = asyncio.run(map_address(Request(scope)))
        assert answer.status_code == 307 and answer.headers["location"] == "./" + (f"?{query}" if query else "")

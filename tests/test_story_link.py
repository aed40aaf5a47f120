"""The read-only link to a story: it opens that story, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from journey.__main__ import main
from journey.routes.story import story as route
from journey.scope import Scope
from journey.store.library import library
from journey.store.stories import add_story, share_story, story, unshare_story
from journey.store.story_pins import add_pin


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("linked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESIRE_PATH_WORKSPACES", str(folder))
        for name in ("other", "shop"):
            assert main(["sample", "--workspace", name, "--journeys", "600"]) == 0
        yield
        library().close()


def asked(token: str, client: str = "10.0.0.1") -> Response:
    scope = {"type": "http", "method": "GET", "path": f"/story/{token}", "path_params": {"token": token},
             "client": (client, 1), "headers": [], "query_string": b""}  # fmt: skip
    return asyncio.run(route(Request(scope)))


def test_the_link_opens_the_story_and_nothing_else_until_it_is_taken_back(shop: None) -> None:
    workspace = library().get("shop")
    told, kept = add_story(workspace, "For all </script>"), add_story(workspace, "For us")
    (key, customer) = workspace.one("SELECT key, customer FROM journey ORDER BY key LIMIT 1")
    add_pin(workspace, told.id, "as_is/map", Scope(), title="The map")
    add_pin(workspace, told.id, "as_is/journeys", Scope(), {"journey": key}, title="One of them")
    add_pin(workspace, kept.id, "as_is/map", Scope(), title="Not for you")
    token = share_story(workspace, told)
    answer = asked(token)
    text = bytes(answer.body).decode()
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    assert "The map" in text and "Not for you" not in text
    assert "For all </script>" not in text and "Content-Security-Policy" in text
    # A room reads pseudonyms.
    assert key not in text and customer not in text
    for wrong in (token[:-1], f"{token}x", "A" * 32, "..", token.swapcase()):
        assert asked(wrong).status_code == 404
    unshare_story(workspace, story(workspace, told.id))
    assert asked(token).status_code == 404


def test_who_guesses_is_kept_waiting(shop: None) -> None:
    answers = [asked(f"{n:032}", "10.0.0.2").status_code for n in range(40)]
    assert set(answers) == {404, 429} and answers[-1] == 429

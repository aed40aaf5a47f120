"""The walk of a facilitator, in a real browser: from a friction to an edit, its forecast, the matrix, the list of a
trial, and the board to take home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, expect
from screen import plain, saved, tab
from server import Server, browser, serving

from journey.ingest.load import Load
from journey.sample import definitions, generate, mapping

__all__ = ["browser"]

pytestmark = pytest.mark.browser
SLOW = 120_000


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a small sample that nobody has touched."""
    workdir = tmp_path_factory.mktemp("room")
    folder = workdir / "workspaces"
    folder.mkdir()
    with Load(generate(journeys=3_000), folder / "room.duckdb") as load:
        load.check(mapping())
        load.commit(definitions())
    with serving(folder, workdir) as running:
        yield running


def test_from_a_friction_to_the_list_of_a_trial_and_the_board(browser: Browser, room: Server, tmp_path: Path) -> None:
    with tab(browser) as screen:
        page = screen.page
        screen.open(room.at("friction", "room"))
        page.get_by_role("button", name="Look closer").first.click(timeout=SLOW)
        page.get_by_role("button", name="Make it an opportunity").click(timeout=SLOW)
        expect(screen.headline).to_have_text("1 opportunity; none has value and effort yet.", timeout=SLOW)
        screen.settled()
        # From the friction to an edit in a click; its forecast follows by itself.
        screen.key("opportunity_moves").locator("button").first.click()
        expect(page.get_by_text("journeys touched")).to_be_visible(timeout=SLOW)
        page.get_by_role("button", name="weeks", exact=True).click()
        expect(screen.headline).to_contain_text("more journeys completed in 30 days", timeout=SLOW)
        expect(page.locator(".js-plotly-plot")).to_be_visible(timeout=SLOW)
        screen.settled()
        page.get_by_role("button", name="Lay down a trial").click()
        page.get_by_role("button", name="Freeze the forecast and draw the groups").click(timeout=SLOW)
        expect(screen.headline).to_contain_text("Too early to tell", timeout=SLOW)
        screen.settled()
        listed = pd.read_csv(saved(screen, screen.key("download_trial-1-customers").locator("button"), tmp_path))
        assert set(listed["group"]) == {"treated", "control"} and listed["customer"].is_unique
        screen.go("Board")
        expect(page.get_by_text("How might we ease").first).to_be_visible(timeout=SLOW)
        board = saved(screen, screen.key("board_file").locator("button"), tmp_path)
        assert "How might we ease" in board.read_text(encoding="utf-8")
        screen.go("Conformance")
        expect(screen.headline).to_contain_text("journeys go as “To-be” says", timeout=SLOW)
        screen.settled()
        # Each deviation opens its journeys, as many as it says.
        row = screen.key("deviation_0")
        told = int(plain(row.locator("p").nth(1).inner_text()).split(" ")[0].replace(",", ""))
        row.get_by_role("button", name="Journeys").click()
        expect(screen.count).to_contain_text(f"{told:,} of 3,000 journeys", timeout=SLOW)

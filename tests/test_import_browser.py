"""The import page in a real browser: a log goes in, by the drop zone and as a stream."""

from __future__ import annotations

from pathlib import Path

import pytest
from import_jobs import LOG, MAPPING
from playwright.sync_api import Browser
from server import browser, serving

from journey.ingest.import_log import import_log

__all__ = ["browser"]

pytestmark = pytest.mark.browser


def test_receipt_from_the_file_to_its_map(browser: Browser, shared_data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.csv"
    first.write_text(LOG)
    import_log(first, tmp_path / "workspaces" / "first.duckdb", mapping=MAPPING)
    uploads = tmp_path / "uploads"
    with serving(tmp_path / "workspaces", tmp_path, DESIRE_PATH_UPLOADS=str(uploads)) as server:
        page = browser.new_page()
        page.set_default_timeout(60_000)
        page.goto(server.at("import_log"))
        page.set_input_files("[data-testid=stFileUploader] input", shared_data / "receipt.csv")
        page.click(".st-key-import_check button")
        page.click(".st-key-import_commit button")
        page.wait_for_selector("text=1,434 journeys, 8,577 events are in.")
        assert not list(uploads.rglob("receipt.csv"))
        page.click(".st-key-import_map button")
        page.wait_for_selector("text=of 1,434 journeys")
        assert "workspace=receipt" in page.url

        page.goto(server.at("import_log"))
        page.click("text=Larger than 200 MB")
        page.set_input_files(".box input", shared_data / "running-example.csv")
        page.wait_for_selector("text=running-example.csv has")
        assert [path.name for path in uploads.rglob("*.csv")] == ["running-example.csv"]
        page.reload()
        page.wait_for_selector("text=running-example.csv has")
        # The same address is nobody's import in another browser.
        stranger = browser.new_context().new_page()
        stranger.goto(page.url)
        stranger.wait_for_selector("text=Step 1 of 3", timeout=60_000)
        page.click(".st-key-import_leave button")
        page.wait_for_selector("text=Step 1 of 3")
        assert not list(uploads.rglob("*.csv"))

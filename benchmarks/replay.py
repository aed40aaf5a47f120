"""How smoothly 2,000 journeys move: frames a second in headless Chromium, without a graphics card.

python -m benchmarks.replay
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from journey.ingest.load import Load
from journey.sample import definitions, generate, mapping

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from browser_setup import chromium
from screen import Screen
from server import BROWSER_FLAGS, Server, serving

FOR_S = 10.0
CLOCKS = ("start", "calendar", "step")


def main() -> None:
    """Print a row for each clock."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Load(generate(), folder / "sample.duckdb") as load:
            load.check(mapping())
            load.commit(definitions())
        with serving(folder, folder) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(BROWSER_FLAGS))
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            print("| replay, clock | tokens | frames a second | longest pause |\n|---|---:|---:|---:|")
            for clock in CLOCKS:
                print(_row(page, server, clock), flush=True)
            browser.close()


def _row(page: Page, server: Server, clock: str) -> str:
    Screen(page).open(server.at("replay", "sample", clock=clock))
    page.get_by_role("button", name="Pause").wait_for()
    page.wait_for_timeout(2_000)
    frames, longest = page.locator(".map").evaluate(
        """async (root, ms) => {
            const begun = performance.now();
            const before = root.frames;
            let [last, longest] = [begun, 0];
            while (performance.now() - begun < ms) {
                await new Promise(requestAnimationFrame);
                longest = Math.max(longest, performance.now() - last);
                last = performance.now();
            }
            return [root.frames - before, longest];
        }""",
        FOR_S * 1000,
    )
    tokens = page.locator(".sample").inner_text().split(" ")[0]
    return f"| {clock} | {tokens} | {frames / FOR_S:.0f} | {longest:.0f} ms |"


if __name__ == "__main__":
    main()

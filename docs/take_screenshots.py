"""Take the pictures of the README anew: python docs/take_screenshots.py, from the root of the project."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser_setup import chromium  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402
from screen import Screen  # noqa: E402

from journey.analyses.alerts.rule import Rule  # noqa: E402
from journey.analyses.trends.metric import TrendMetric  # noqa: E402
from journey.design.kept import keep  # noqa: E402
from journey.design.scenario import parse  # noqa: E402
from journey.ingest.load import Load  # noqa: E402
from journey.sample import definitions, generate, mapping  # noqa: E402
from journey.scope import Scope  # noqa: E402
from journey.store.alert_rules import add_rule  # noqa: E402
from journey.store.board_stages import stage_names  # noqa: E402
from journey.store.opportunities import Opportunity, add_opportunity  # noqa: E402
from journey.store.stories import add_story  # noqa: E402
from journey.store.story_pins import add_pin  # noqa: E402
from journey.store.workshops.cards import write_card  # noqa: E402
from journey.store.workshops.participants import join  # noqa: E402
from journey.store.workshops.rounds import open_round  # noqa: E402
from journey.store.workshops.votes import vote  # noqa: E402
from journey.store.workshops.workshop import open_workshop  # noqa: E402
from journey.store.workspace import Workspace  # noqa: E402

OUT = ROOT / "docs" / "screenshots"
LOG = ROOT / "data" / "sample_extract.csv"
CARDS = (
    ("pain", 2, "The same documents are asked for twice"), ("pain", 2, "Nobody says how long the check takes"),
    ("pain", 3, "The courier comes when everybody is at work"), ("idea", 2, "Show the state of the check in the app"),
    ("idea", 3, "Let people choose the hour of delivery"), ("pain", 1, "Plans cannot be compared side by side"),
    ("idea", 0, "One page that says what it costs"), ("pain", 5, "The first bill is a surprise"),
)  # fmt: skip
PINS = (
    ("as_is/map", "Four in ten reach the goal", "The straight line is the likeliest way there, step by step."),
    ("friction/friction", "Where it hurts", "Ranked by the journeys at stake."),
    ("experience/metrics", "How each stage feels", "Every figure with its interval."),
    ("friction/drop_off", "Where they leave", "Step by step, from the first visit on."),
    ("as_is/board", "The whole journey", "What the log says, and what we wrote on it."),
    ("to_be/forecast", "What would change", "Without payment errors, and with documents read within a day."),
)
OPPORTUNITIES = (
    Opportunity(title="Retry a failed payment by itself", stage="Buy", touched=180, value=40, low=30, high=52,
                effort=2, status="testing", owner="Payments", scenario="Calmer"),
    Opportunity(title="Read documents within a day", stage="Buy", touched=150, value=22, low=10, high=35,
                effort=3, status="building", owner="Onboarding", scenario="Calmer"),
    Opportunity(title="Ask for documents once", stage="Buy", touched=90, value=7, low=2, high=14, effort=1,
                owner="Onboarding"),
    Opportunity(title="Compare plans side by side", stage="Discover", touched=900, value=15, low=-5, high=35,
                effort=4, owner="Web"),
)  # fmt: skip
RULES = (
    ("Help that takes a second contact",
     Rule(TrendMetric("resolved", place="stage", name="Get help"), test="below", threshold=0.8)),
    ("Payment errors", Rule(TrendMetric("share", place="touchpoint", name="Payment error"), test="up", threshold=1.5)),
    ("Fewer reach the goal", Rule(TrendMetric("conversion"), length="month", test="down", threshold=1.5)),
)  # fmt: skip
TO_BE = """{"name": "Calmer", "edits": [
    {"kind": "remove", "touchpoint": "Payment error"},
    {"kind": "wait", "source": "Upload documents", "target": "Documents approved", "cap_s": 86400}]}"""


def main() -> None:
    """Serve the sample from a folder of its own, and photograph every main page."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
        free.close()
        with Load(generate(), Path(folder) / "sample.duckdb") as load:
            load.check(mapping())
            load.commit(definitions())
        with Workspace(Path(folder) / "sample.duckdb") as workspace:
            keep(workspace, parse(TO_BE))
            os.environ["DESIRE_PATH_WORKSPACES"] = folder
            _hold_workshop(workspace)
            _tell_story(workspace)
            for one in OPPORTUNITIES:
                add_opportunity(workspace, one)
            for name, rule in RULES:
                add_rule(workspace, name, rule.text())
        environment = {**os.environ, "DESIRE_PATH_WORKSPACES": folder, "DESIRE_PATH_UPLOADS": f"{folder}/uploads"}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            address = f"http://localhost:{port}"
            _wait_for(f"{address}/healthz")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium(),
                    args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
                )
                page = browser.new_page(viewport={"width": 1400, "height": 900})
                _photograph(page, address)
                browser.close()
        finally:
            server.terminate()
            server.wait()


def _hold_workshop(workspace: Workspace) -> None:
    """A room of nine that wrote cards, gave dots and is rating the emotion."""
    room = open_workshop(workspace, "Joining us, from the first visit to the first bill").id
    stages = list(stage_names(workspace))
    people = [join(workspace, room, f"Person {n}", f"{n:032x}").id for n in range(9)]
    open_round(workspace, room, "cards", {"stages": stages})
    made = [
        write_card(workspace, room, people[at % 9], kind, stages[stage], text, str(at)).id
        for at, (kind, stage, text) in enumerate(CARDS)
    ]
    dots = open_round(workspace, room, "dots", {"dots": 5})
    for at, who in enumerate(people):
        for n, number in enumerate((made[at % 3], made[(2 * at) % len(made)], made[3])):
            vote(workspace, room, dots, who, f"card:{number}", 1 + (n == 0))
    feeling = open_round(workspace, room, "emotion", {"stages": stages})
    for at, who in enumerate(people):
        for n, stage in enumerate(stages):
            value = max(-2, min(2, (1, 1, -1, -2, 0, 1, 0)[n % 7] + (at + n) % 3 - 1))
            vote(workspace, room, feeling, who, f"stage:{stage}", value)


def _tell_story(workspace: Workspace) -> None:
    """A story of six views."""
    story = add_story(workspace, "Joining us")
    for place, title, sentence in PINS:
        add_pin(workspace, story.id, place, Scope(), title=title, sentence=sentence)


def _photograph(page: Page, address: str) -> None:
    OUT.mkdir(exist_ok=True)
    screen = Screen(page)

    def shot(name: str) -> None:
        page.wait_for_timeout(1500)
        page.screenshot(path=OUT / f"{name}.png")

    screen.open(address)
    page.get_by_text("Compare plans").first.wait_for()
    shot("map")
    page.get_by_text("Payment", exact=True).first.click()
    page.get_by_text("Only with this").wait_for()
    screen.settled()
    shot("map-detail")
    for name, path in (
        ("stages", "stages"), ("neighbourhood", "neighbourhood"), ("board", "board"), ("variants", "variants"),
        ("journeys", "journeys"), ("journey", "journeys?journey=J00007"), ("workspace", "workspace"),
        ("workshop", "workshop"),
    ):  # fmt: skip
        screen.open(f"{address}/{path}")
        shot(name)
    for name in (
        "home", "channels", "metrics", "voice", "trends", "alerts", "drivers", "friction", "loops", "drop_off", "paths",
        "time_to_goal", "compare", "groups",
    ):  # fmt: skip
        screen.open(f"{address}/{name}")
        _done(page)
        shot(name)
    for name in ("designer", "forecast", "conformance", "opportunities", "prove_it", "story"):
        screen.open(f"{address}/{name}")
        _done(page)
        shot(name)
    screen.open(f"{address}/replay")
    _done(page)
    page.wait_for_timeout(6000)
    shot("replay")
    screen.open(f"{address}/present?story=1")
    page.wait_for_timeout(6000)
    shot("present")
    screen.open(f"{address}/import_log")
    page.locator("input[type=file]").first.set_input_files(str(LOG))
    page.get_by_text("Step 2", exact=False).first.wait_for()
    screen.settled()
    shot("import")


def _done(page: Page) -> None:
    """Wait until no bar tells of work under way."""
    for _second in range(180):
        page.wait_for_timeout(1000)
        if not page.get_by_role("button", name="Cancel", exact=True).count():
            return


def _wait_for(address: str) -> None:
    for _second in range(60):
        try:
            urllib.request.urlopen(address, timeout=2).read()
            return
        except OSError:
            time.sleep(1)
    raise SystemExit(f"{address} does not answer")


if __name__ == "__main__":
    main()

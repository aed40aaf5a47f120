"""The flow map in a real browser: clicks, keys, pan and zoom, and names that try to break out."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from browser_setup import chromium

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCRIPT = """
from dataclasses import replace

import pandas as pd
import streamlit as st
from flow_logs import mine
from journey.charts.flow_map import Overlay, spec
from journey.components.flow_map import flow_map

st.set_page_config(layout="wide")
HOSTILE = ["<img src=x onerror=alert(1)>", "javascript:alert(1)", "'\\"><script>window.broken=1</script>", "x" * 500]
names = HOSTILE if st.query_params.get("names") == "hostile" else ["Ask", "Choose", "Pay", "Use"]
if st.query_params.get("names") == "many":
    names = [f"Touchpoint number {n}" for n in range(14)]
journeys = [names] * 20 + [[names[0], *names[2:]]] * 10 + [[*names[:3], names[1], *names[2:]]] * 5
rows = [(n, name, 60.0 * at) for n, journey in enumerate(journeys) for at, name in enumerate(journey)]
flow = mine(pd.DataFrame(rows, columns=["journey", "touchpoint", "time"]), [names[-1]])
if st.checkbox("few"):
    flow = mine(pd.DataFrame(rows[: 3 * len(names)], columns=["journey", "touchpoint", "time"]), [names[-1]])
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
picture = spec(flow)
if st.query_params.get("focus"):
    seen = next(box for box in picture.boxes if box.id == st.query_params["focus"])
    picture = replace(picture, focus=(seen.x + seen.width / 2, seen.y + seen.height / 2))
picked = flow_map(picture, key="map")
st.markdown(f"run {st.session_state['runs']}; picked {picked.kind if picked else 'nothing'} "
            f"`{picked.id if picked else '-'}`")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("map")
    script = folder / "map_app.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    options = {
        "server.port": port, "server.address": "localhost", "server.headless": "true", "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }  # fmt: skip
    command = [sys.executable, "-m", "streamlit", "run", str(script), *(f"--{k}={v}" for k, v in options.items())]
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": path})
        try:
            _await(f"http://localhost:{port}/_stcore/health")
            yield f"http://localhost:{port}/"
        finally:
            process.terminate()
            process.wait(10)


def _await(address: str) -> None:
    for _ in range(150):
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("Streamlit did not start")


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        one = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield one
        one.close()


@pytest.fixture
def page(browser: playwright.Browser) -> Iterator[playwright.Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("dialog", lambda dialog: (page.faults.append(dialog.message), dialog.dismiss()))
    yield page
    assert page.faults == []
    context.close()


def opened(page: playwright.Page, address: str) -> playwright.Page:
    page.goto(address)
    page.locator(".canvas .box").first.wait_for(timeout=60_000)
    return page


def box(page: playwright.Page, name: str) -> playwright.Locator:
    return page.locator(".canvas .box", has_text=name)


def expect_picked(page: playwright.Page, kind: str, told: str) -> None:
    playwright.expect(page.get_by_text(f"picked {kind}")).to_contain_text(told)


def transform(page: playwright.Page) -> list[float]:
    text = page.locator(".canvas > g").get_attribute("transform") or ""
    return [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", text)]


def test_click_selects_a_box_then_a_curve_then_nothing(server: str, page: playwright.Page) -> None:
    opened(page, server)
    box(page, "Choose").click()
    expect_picked(page, "box", "t1")
    assert "selected" in (box(page, "Choose").get_attribute("class") or "")
    page.locator('.curve[data-id="t0>t1"] .line').click(force=True)
    expect_picked(page, "curve", "t0>t1")
    playwright.expect(page.locator(".canvas .selected")).to_have_count(1)
    page.locator(".canvas").click(position={"x": 8, "y": 8})
    expect_picked(page, "nothing", "-")
    playwright.expect(page.locator(".canvas .selected")).to_have_count(0)


@pytest.mark.parametrize("focus", ["t12", "t0"])
def test_a_long_map_opens_at_what_is_to_be_seen(server: str, page: playwright.Page, focus: str) -> None:
    opened(page, f"{server}?names=many")
    start = transform(page)
    opened(page, f"{server}?names=many&focus={focus}")
    seen, stage = page.locator(f'.box[data-id="{focus}"]').bounding_box(), page.locator(".stage").bounding_box()
    assert stage["x"] <= seen["x"] and seen["x"] + seen["width"] <= stage["x"] + stage["width"]
    # As near, and where it is in sight anyway the map opens at its start.
    assert transform(page)[2] == start[2]
    assert (transform(page) == start) == (focus == "t0")


def test_hover_tells_all_figures_and_fades_the_rest(server: str, page: playwright.Page) -> None:
    opened(page, server)
    box(page, "Pay").hover()
    tip = page.locator(".tip")
    playwright.expect(tip).to_contain_text("Events")
    playwright.expect(tip).to_contain_text("Conversion after")
    assert box(page, "Pay").evaluate("node => getComputedStyle(node).opacity") == "1"
    assert box(page, "Start").evaluate("node => getComputedStyle(node).opacity") == "0.15"
    page.locator(".canvas").hover(position={"x": 8, "y": 8})
    playwright.expect(tip).to_be_hidden()


def test_keys_walk_the_boxes_and_the_curves(server: str, page: playwright.Page) -> None:
    opened(page, server)

    def focused() -> str:
        return page.evaluate(
            """() => { let node = document.activeElement;
            while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
            return node?.dataset?.id ?? node?.tagName; }"""
        )

    page.get_by_text("few").click()
    playwright.expect(page.get_by_text("run 2")).to_be_visible()
    page.get_by_role("checkbox").focus()
    page.keyboard.press("Tab")
    assert focused() == "t0"
    page.keyboard.press("ArrowRight")
    assert focused() == "t1"
    page.keyboard.press("Enter")
    expect_picked(page, "box", "t1")
    page.keyboard.press("Shift+ArrowRight")
    curve = focused()
    assert ">" in curve and "t1" in curve
    page.keyboard.press("Enter")
    expect_picked(page, "curve", curve)
    page.keyboard.press("Escape")
    expect_picked(page, "nothing", "-")


def test_pan_and_zoom_survive_a_rerun_and_a_change_of_data(server: str, page: playwright.Page) -> None:
    opened(page, server)
    at_first = transform(page)
    page.locator(".canvas").hover(position={"x": 300, "y": 200})
    page.mouse.wheel(0, -400)
    assert transform(page)[2] > 1.4 * at_first[2]
    page.mouse.down()
    page.mouse.move(460, 360, steps=5)
    page.mouse.up()
    before = transform(page)
    playwright.expect(page.get_by_text("run 1")).to_be_visible()
    page.get_by_text("few").click()
    playwright.expect(page.get_by_text("run 2")).to_be_visible()
    playwright.expect(box(page, "Ask")).to_contain_text("3")
    assert transform(page) == before
    page.locator(".canvas").dblclick(position={"x": 8, "y": 8})
    assert transform(page) != before


def test_a_box_keeps_its_element_when_the_data_change(server: str, page: playwright.Page) -> None:
    opened(page, server)
    box(page, "Ask").evaluate("node => { node.marked = true }")
    page.get_by_text("few").click()
    playwright.expect(page.get_by_text("run 2")).to_be_visible()
    playwright.expect(box(page, "Ask")).to_contain_text("3")
    assert box(page, "Ask").evaluate("node => node.marked")


def test_hostile_names_stay_text(server: str, page: playwright.Page) -> None:
    opened(page, server + "?names=hostile")
    assert page.locator(".map img, .map script, .map a").count() == 0
    assert page.evaluate("window.broken") is None
    box(page, "<img src=x").hover()
    playwright.expect(page.locator(".tip b")).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator(".map img, .map script, .map a").count() == 0
    box(page, "xxxx").hover()
    playwright.expect(page.locator(".tip b")).to_have_text("x" * 500)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_a_long_map_opens_at_its_start_with_readable_text(
    server: str, browser: playwright.Browser, width: int, mode: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=mode)
    page = opened(context.new_page(), server + "?names=many")
    heights = page.locator(".canvas text").evaluate_all(
        "nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize))"
    )
    zoom = transform(page)[2]
    assert min(heights) * zoom >= 11.99
    start = box(page, "Start").bounding_box()
    frame = page.locator(".stage").bounding_box()
    assert start and frame
    assert frame["x"] <= start["x"] < frame["x"] + 60
    assert frame["width"] <= width
    playwright.expect(page.locator(".mini")).to_be_visible()
    assert page.locator(".map").get_attribute("data-mode") == mode
    wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wider
    # Labels stay inside their boxes, as the browser measures them.
    outside = page.locator(".canvas .box").evaluate_all(
        """boxes => boxes.flatMap(box => { const body = box.querySelector('.body').getBBox();
        return [...box.querySelectorAll('text')].map(text => text.getBBox())
          .filter(text => text.x < body.x || text.x + text.width > body.x + body.width); }).length"""
    )
    assert outside == 0
    context.close()

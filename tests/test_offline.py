"""Nothing outside this machine is called: not by the server and its helpers, not by the browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from screen import tab
from server import Server, browser, made, serving

from journey.scope import Scope

__all__ = ["browser", "made"]

# Python loads a module of this name before anything else, in child processes too. What it refuses is written down.
GUARD = """
import os, sys

HERE = ("localhost", "127.0.0.1", "::1", "", None)

def refuse(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else ""
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in HERE:
        with open(os.environ["OUTGOING"], "a") as log:
            log.write(f"{event} {host}\\n")
        raise PermissionError(f"outgoing: {host}")

with open(os.environ["OUTGOING"] + ".guarded", "a") as log:
    log.write(f"{os.getpid()}\\n")
sys.addaudithook(refuse)
"""


@pytest.fixture(scope="module")
def guard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process that may not call out."""
    folder = tmp_path_factory.mktemp("guard")
    (folder / "sitecustomize.py").write_text(GUARD)
    return {"PYTHONPATH": str(folder), "OUTGOING": str(folder / "outgoing")}


@pytest.fixture(scope="module")
def guarded(made: Path, guard: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server under guard, which nobody has visited."""
    workdir = tmp_path_factory.mktemp("offline")
    shutil.copytree(made, workdir / "workspaces")
    with serving(workdir / "workspaces", workdir, **guard) as running:
        yield running


@pytest.mark.parametrize(
    "call",
    ["socket.create_connection(('192.0.2.1', 80), 1)", "urllib.request.urlopen('http://example.org', timeout=1)",
     "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))"],
)  # fmt: skip
def test_the_guard_itself_refuses(guard: dict[str, str], tmp_path: Path, call: str) -> None:
    script = f"import socket, urllib.request\n{call}"
    environment = {**guard, "OUTGOING": str(tmp_path / "outgoing")}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert "outgoing: " in done.stderr
    assert (tmp_path / "outgoing").read_text()


@pytest.mark.browser
def test_a_whole_walk_calls_nobody(browser: Browser, guarded: Server, guard: dict[str, str], tmp_path: Path) -> None:
    with tab(browser, stranger=True) as screen:
        asked: set[str] = set()
        screen.page.context.on("request", lambda request: asked.add(request.url))
        screen.page.on("websocket", lambda socket: asked.add(socket.url))
        # A deep link is the first thing this server ever hears: it opens through the shell.
        screen.open(guarded.at("variants", "sample", Scope(contains=("Payment",))))
        expect(screen.count).to_contain_text("of 20,000 journeys")
        expect(screen.headline).to_contain_text("ways")
        assert "/variants" in screen.page.url
        for place in screen.places:
            screen.go(place)
            expect(screen.headline).to_be_visible()
        rows = "case,touchpoint,time\na,Visit,2026-01-01T10:00:00\na,Buy,2026-01-02T10:00:00\n"
        screen.open(guarded.at("import_log"))
        file = {"name": "tiny.csv", "mimeType": "text/csv", "buffer": rows.encode()}
        screen.page.locator("input[type=file]").first.set_input_files([file])
        screen.settled().press("import_check")
        expect(screen.headline).to_contain_text("1 journey")
        screen.settled().press("import_commit")
        expect(screen.headline).to_contain_text("2 events are in")
        screen.settled().press("import_map")
        expect(screen.count).to_have_text("1 of 1 journey (100 %)")
        hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")}
        assert hosts == {"localhost"}
    outgoing = Path(guard["OUTGOING"])
    assert not outgoing.exists(), outgoing.read_text()
    # The server, and at least one helper of the import.
    assert len(set(Path(f"{outgoing}.guarded").read_text().split())) >= 2
    assert "Traceback" not in guarded.log.read_text()

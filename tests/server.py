"""Fixtures of the tests that look at the pages: workspaces to look at, the real server, and a real browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode

import pandas as pd
import pytest
from browser_setup import chromium
from playwright.sync_api import Browser, Error, sync_playwright

from journey.ingest.import_log import import_log
from journey.ingest.load import Load
from journey.model import Definitions
from journey.sample import definitions, generate, mapping
from journey.scope import Scope

ROOT = Path(__file__).parents[1]
CYRILLIC = "Журнал"
JOURNEYS = 8_000
"""Of the sample here: as many as its pages need to have something to say."""
BROWSER_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\">",
    "<script>document.title='owned'</script>",
    "javascript:document.title='owned'",
    "\"double\" & 'single' <b>bold</b>",
    "*bold* _it_ ~~gone~~ $x^2$ $y$ [a](javascript:alert(1)) |x| `code`",
    ":smile: :material/home: :red[danger]",
    "a -> b -- c <= d",
    "https://evil.example/track",
    "# head",
    "1. one",
    "A>B within 2d",
    "'; DROP TABLE event; --",
    "{name} %s {0}",
    "../../etc/passwd",
    '=HYPERLINK("http://evil.example","x")',
    "+1",
    "-1 apple",
    "@SUM(A1)",
    ("Long " * 100).strip(),
)
"""Names a log may hold, each of which means something to somebody on the way to the screen."""
HOSTILE_CHANNELS = (HOSTILE[0], "*web* :smile:")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workspaces sample, one (a single event), Журнал and hostile. Never opened: copy from it."""
    folder = tmp_path_factory.getbasetemp() / "made"
    if folder.exists():  # by another file of tests: an imported fixture is one of its own there
        return folder
    folder.mkdir()
    _sample(generate(JOURNEYS), folder / "sample.duckdb")
    import_log(one_event(), folder / "one.duckdb")
    import_log(cyrillic(), folder / f"{CYRILLIC}.duckdb", definitions=Definitions(goals=("Заказ оплачен",)))
    import_log(
        hostile(),
        folder / "hostile.duckdb",
        mapping={"journey": "case", "customer": "customer", "attributes": ("segment <b>",), "comment": "comment"},
        definitions=Definitions(goals=(HOSTILE[11],)),
    )
    return folder


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample that people get at the first start, with all its journeys. Never opened: copy it."""
    path = tmp_path_factory.getbasetemp() / "whole" / "sample.duckdb"
    if not path.exists():
        path.parent.mkdir()
        _sample(generate(), path)
    return path


def _sample(log: pd.DataFrame, path: Path) -> None:
    with Load(log, path) as load:
        load.check(mapping())
        load.commit(definitions())


def one_event() -> pd.DataFrame:
    """A log of a single event."""
    return pd.DataFrame([("a", "Visit", "2026-01-01T10:00:00")], columns=["case", "touchpoint", "time"])


def cyrillic() -> pd.DataFrame:
    """Forty journeys: 30 pay; of all, the first 10 call before. Every journey has its own customer but one."""
    rows = []
    for n in range(40):
        path = ["Визит на сайт", *(["Звонок в поддержку"] if n < 10 else []), "Корзина ёж"]
        path += ["Заказ оплачен"] if n < 30 else []
        begun = datetime(2026, 3, 1) + timedelta(hours=n)
        for step, name in enumerate(path):
            who = "Щукин" if n < 2 else f"Клиент {n}"
            time_ = (begun + timedelta(minutes=20 * step)).isoformat()
            rows.append((f"Ж-{n:02}", who, name, time_, "Сайт" if step % 2 else "Телефон"))
    return pd.DataFrame(rows, columns=["journey", "customer", "touchpoint", "time", "channel"])


def hostile() -> pd.DataFrame:
    """Forty journeys through all of `HOSTILE`; ids, customers, channels, values and comments are no better."""
    rows = []
    for n in range(40):
        begun = datetime(2026, 1, 1) + timedelta(days=n)
        for step, name in enumerate(HOSTILE[n % 2 :]):
            rows.append(
                (f"<i>{n}</i> *k* :smile:", f"=cust{n % 7} <b>", name, (begun + timedelta(hours=step)).isoformat(),
                 HOSTILE_CHANNELS[step % 2], "$a$ <u>v</u>" if n % 2 else "=1+1", HOSTILE[step - 1])
            )  # fmt: skip
    columns = ["case", "customer", "touchpoint", "time", "channel", "segment <b>", "comment"]
    return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class Server:
    """A running server, its workspaces and what it said."""

    url: str
    folder: Path
    log: Path
    process: int

    def at(self, page: str = "", workspace: str = "", scope: Scope | str = "", **more: str) -> str:
        """The address of a page."""
        text = scope if isinstance(scope, str) else scope.text()
        given = {"workspace": workspace, "scope": text, **more}
        return f"{self.url}/{page}?{urlencode({name: value for name, value in given.items() if value})}"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """The server as it is to whoever waits for it: it hears everything, and answers only afterwards."""
        os.kill(self.process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process, signal.SIGCONT)


@contextlib.contextmanager
def serving(folder: Path, workdir: Path, **environment: str) -> Iterator[Server]:
    """The real server on a free port, with the workspaces of a folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = workdir / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
            cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
            env={**os.environ, "DESIRE_PATH_WORKSPACES": str(folder), **environment},
        )  # fmt: skip
    try:
        _wait_until_well(process, f"http://localhost:{port}/healthz", log)
        yield Server(f"http://localhost:{port}", folder, log, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_well(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(URLError, OSError), urllib.request.urlopen(address, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the workspaces of `made`, one for each file of tests."""
    workdir = tmp_path_factory.mktemp("server")
    shutil.copytree(made, workdir / "workspaces")
    with serving(workdir / "workspaces", workdir) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser without a window."""
    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(executable_path=chromium(), args=list(BROWSER_FLAGS))
        except Error as error:
            if chromium():
                raise
            pytest.skip(f"there is no Chromium; python tests/browser_setup.py gets one ({error})")
        yield found
        found.close()

"""On the network: nothing is answered to who has not signed in, but what is for all."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect
from screen import tab
from server import ROOT, browser

from journey.access.gate import FOR_ALL
from journey.access.host_password import is_right, is_set, place, set_password
from journey.errors import WrongInput
from journey.routes import routes
from journey.store.board_stages import new_board
from journey.store.workshops.workshop import open_workshop
from journey.store.workspace import Workspace

__all__ = ["browser"]

PASSWORD = "correct horse battery"
PAGES = [f"/{path.stem}" for path in sorted((ROOT / "pages").rglob("*.py"))]
STREAMLIT = ["/_stcore/health", "/_stcore/stream", "/_stcore/host-config", "/_stcore/metrics",
             "/_stcore/upload_file/a/b", "/_stcore/script-health-check", "/media/a.png", "/component/a/b.html",
             "/static/js/index.js", "/app/static/a", "/favicon.png", "/index.html"]  # fmt: skip
OURS = [route.path for route in routes() if not route.path.startswith(FOR_ALL)]
TRICKS = ["/", "//join/x", "/join/../map", "/join//map", "/sign-in/../map", "/source/../map", "/healthz/",
          "/JOIN/ABC234", "/joinmap", "/sign-in/map"]  # fmt: skip


@dataclass(frozen=True)
class Shared:
    port: int
    folder: Path
    code: str

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {"Origin": f"http://127.0.0.1:{self.port}"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, given)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def sign_in(self, password: str, following: str = "/") -> http.client.HTTPResponse:
        body = urlencode({"password": password, "next": following})
        return self.ask("/sign-in", "POST", body, Content_Type="application/x-www-form-urlencoded")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    folder = tmp_path_factory.mktemp("share")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESIRE_PATH_WORKSPACES", str(folder))
        new_board(folder / "shop.duckdb", ["Buy"])
        with Workspace(folder / "shop.duckdb") as workspace:
            code = open_workshop(workspace, "Shared").code
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "journey", "share", "--address", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "DESIRE_PATH_WORKSPACES": str(folder)}, start_new_session=True,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(f"{PASSWORD}\n")
    process.stdin.close()
    made = Shared(port, folder, code)
    try:
        _until_well(made, process)
        yield made
    finally:
        os.killpg(process.pid, 2)
        process.wait(30)


def _until_well(server: Shared, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if server.ask("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(process.stdout.read() if process.stdout else "")


@pytest.fixture(scope="module")
def cookie(shared: Shared) -> str:
    answer = shared.sign_in(PASSWORD, "/map?workspace=shop")
    assert (answer.status, answer.getheader("Location")) == (303, "/map?workspace=shop")
    kept = answer.getheader("Set-Cookie") or ""
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in kept.split(";")}
    return kept.partition(";")[0]


def test_every_page_and_route_asks_who_is_there(shared: Shared) -> None:
    assert "/upload" in OURS and "/workshop" in PAGES and len(PAGES) > 20
    for path in (*PAGES, *STREAMLIT, *OURS, *TRICKS):
        for cookie in ("", "host=1", "host=9999999999.00.00", f"workshop={'0' * 32}"):
            answer = shared.ask(path, Cookie=cookie) if cookie else shared.ask(path)
            assert answer.status == 401, (path, cookie, answer.status)
        assert shared.ask(path, "POST", "x").status == 401, path
    page = shared.ask("/map?scope=a%26b", Accept="text/html")
    assert (page.status, page.getheader("Location")) == (303, "/sign-in?next=%2Fmap%3Fscope%3Da%2526b")


def _handshake(shared: Shared, cookie: str, origin: str = "", host: str = "") -> int:
    here = f"127.0.0.1:{shared.port}"
    answer = shared.ask(
        "/_stcore/stream", Connection="Upgrade", Upgrade="websocket", Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==", Cookie=cookie, Origin=origin or f"http://{here}",
        Host=host or here,
    )  # fmt: skip
    return answer.status


def test_the_live_connection_of_the_pages_asks_too(shared: Shared, cookie: str) -> None:
    assert _handshake(shared, "a=b") == 403
    assert _handshake(shared, cookie, origin="http://evil.example") == 403
    assert _handshake(shared, cookie, host="evil.example") == 403
    with socket.create_connection(("127.0.0.1", shared.port), timeout=30) as connection:
        here = f"127.0.0.1:{shared.port}"
        connection.sendall(
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\nConnection: Upgrade\r\n"
            f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            f"Sec-WebSocket-Protocol: streamlit\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        assert b" 101 " in connection.recv(200)


@pytest.mark.browser
def test_the_host_signs_in_and_out_in_every_tab(shared: Shared, browser: Browser) -> None:
    here = f"http://127.0.0.1:{shared.port}"
    with tab(browser, stranger=True) as screen:
        page = screen.page
        page.goto(f"{here}/workshop?workspace=shop")
        for password in ("not the password", PASSWORD):
            page.get_by_label("Host password").fill(password)
            page.get_by_role("button", name="Sign in").click()
            if password != PASSWORD:
                expect(page.get_by_role("alert")).to_have_text("This is not the host password.")
        screen.settled()
        assert page.url.startswith(f"{here}/workshop?workspace=shop")
        expect(page.locator(".wall")).to_be_visible()
        [kept] = [one for one in page.context.cookies(here) if one["name"] == "host"]
        cookie = f"host={kept['value']}"
        other = page.context.new_page()
        with other.expect_websocket() as opened:
            other.goto(f"{here}/map")
        other.locator("[data-testid=stApp][data-test-connection-state=CONNECTED]").wait_for()
        with opened.value.expect_event("close"):
            page.get_by_role("link", name="Sign out").click()
        # A link of the page opens a tab of its own.
        other.goto(f"{here}/workshop")
        expect(other.get_by_label("Host password")).to_be_visible()
        # A copy of the cookie is worth nothing any more.
        assert shared.ask("/map", Cookie=cookie).status == 401 and _handshake(shared, cookie) == 403


def test_who_signed_in_is_answered(shared: Shared, cookie: str) -> None:
    # Once a page was opened, the first one of the menu is at "/" alone.
    for path in ("/", "/board", "/_stcore/health", "/workshop"):
        assert shared.ask(path, Cookie=cookie).status == 200, path
    assert shared.ask("/upload", "POST", "x", Cookie=cookie).status == 403  # it wants its own ticket as well
    assert shared.ask("/map", Cookie=cookie, Host="evil.example").status == 421


def test_what_is_for_all_is_answered(shared: Shared) -> None:
    for path in ("/healthz", "/source", "/sign-in", "/join/join.js", "/join/join.css", f"/join/{shared.code}"):
        assert shared.ask(path).status == 200, path
    assert shared.ask(f"/join/{shared.code}/live").status == 401
    # A browser names the origin of the form only then.
    assert shared.ask("/sign-in").getheader("Referrer-Policy") == "same-origin"
    assert "Buy" not in str(shared.ask(f"/join/{shared.code}").headers)


def test_a_wrong_password_opens_nothing_and_guessing_ends(shared: Shared, cookie: str) -> None:
    assert cookie
    foreign = shared.ask("/sign-in", "POST", urlencode({"password": PASSWORD}), Origin="http://evil.example")
    assert foreign.status == 403 and not foreign.getheader("Set-Cookie")
    for following in ("//evil.example", "http://evil.example", "/\\evil.example", "\n"):
        answer = shared.sign_in("wrong password", following)
        assert answer.status in (403, 429) and not answer.getheader("Set-Cookie")
    assert [shared.sign_in("wrong password").status for _try in range(8)][-1] == 429
    assert shared.sign_in(PASSWORD).status == 429


def test_the_password_is_kept_as_a_slow_hash_for_its_owner_alone(shared: Shared) -> None:
    kept = shared.folder / ".host.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert PASSWORD not in kept.read_text() and "hash" in kept.read_text()


def test_a_server_does_not_go_on_the_network_without_a_password(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.port", "0",
         "--browser.serverAddress", "127.0.0.1"],
        cwd=ROOT, env={**os.environ, "DESIRE_PATH_WORKSPACES": str(tmp_path)}, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip
    assert "no host password is set" in done.stdout + done.stderr


def test_passwords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path / "new"))
    assert not is_set() and not is_right("") and not is_right(PASSWORD)
    for poor in ("", "short", "x" * 201):
        with pytest.raises(WrongInput):
            set_password(poor)
    set_password(PASSWORD)
    assert is_right(PASSWORD) and not is_right(PASSWORD + " ") and not is_right("")
    place().write_text("{}")
    assert not is_set() and not is_right(PASSWORD)
    shutil.rmtree(tmp_path / "new")

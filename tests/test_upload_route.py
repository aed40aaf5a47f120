"""The upload route: who may send, what is kept, and that memory does not grow with the file."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from journey.ingest.uploads import Uploads, folder, sweep

ROOT = Path(__file__).parents[1]
SERVER = """
import sys, uvicorn
from starlette.applications import Starlette
from journey.ingest.uploads import uploads
from journey.routes import routes
print(uploads.issue(), flush=True)
uvicorn.run(Starlette(routes=routes()), host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
"""


@dataclass(frozen=True)
class Server:
    port: int
    ticket: str
    process: int
    uploads: Path

    def send(self, body: bytes | Iterator[bytes], size: int = 0, **headers: str) -> tuple[int, dict[str, object]]:
        """POST a body; headers are named as in Python, and "" leaves one out."""
        given = {
            "Origin": f"http://127.0.0.1:{self.port}",
            "X-Upload-Ticket": self.ticket,
            "X-File-Name": "log.csv",
            "Content-Length": str(len(body) if isinstance(body, bytes) else size),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/upload", body, {name: value for name, value in given.items() if value})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text)

    def kept(self) -> dict[str, bytes]:
        while True:
            try:
                return {path.name: path.read_bytes() for path in self.uploads.rglob("*") if path.is_file()}
            except FileNotFoundError:
                continue  # The server removed a folder between its being listed and read: look again.


def start(tmp_path: Path, **environment: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    uploads = tmp_path / "uploads"
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "DESIRE_PATH_UPLOADS": str(uploads), **environment},
    )  # fmt: skip
    assert process.stdout is not None
    ticket = process.stdout.readline().strip()
    assert eventually(lambda: answers(port))
    yield Server(port, ticket, process.pid, uploads)
    process.terminate()
    process.wait(10)
    process.stdout.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from start(tmp_path_factory.mktemp("server"))


@pytest.fixture
def server(running: Server) -> Iterator[Server]:
    yield running
    for left in running.uploads.glob("*"):
        shutil.rmtree(left)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def eventually(holds: Callable[[], bool], timeout_s: float = 30) -> bool:
    deadline = time.monotonic() + timeout_s
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return held


def test_what_is_sent_lies_on_the_disk(server: Server) -> None:
    body = bytes(range(256)) * 20_000
    assert server.send(body) == (200, {"name": "log.csv", "bytes": len(body)})
    assert server.kept() == {"log.csv": body}
    # One ticket, one file: a second one takes the place of the first.
    assert server.send(b"other", X_File_Name=quote("мой лог.csv"))[0] == 200
    assert server.kept() == {"мой лог.csv": b"other"}


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Upload_Ticket": "guessed"},
        {"X_Upload_Ticket": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Host": "evil.example"},
    ],
    ids=str,
)
def test_strangers_are_refused_and_leave_nothing(server: Server, headers: dict[str, str]) -> None:
    status, answer = server.send(b"case,step\n", **headers)
    assert status == 403 and answer["error"]
    assert server.kept() == {}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../outside.csv", "outside.csv"),
        ("..%2f..%2foutside.csv", "outside.csv"),
        (quote("..\\..\\outside.csv", safe=""), "outside.csv"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        (quote("a\x00b.csv"), "a_b.csv"),
        ("x" * 500 + ".csv", "x" * 180 + ".csv"),
        (quote("я" * 500 + ".csv"), "я" * 90 + ".csv"),
        ("log.part", "log.part"),
        (".partial", "partial"),
    ],
)
def test_a_name_leads_nowhere_else(server: Server, name: str, kept: str) -> None:
    assert server.send(b"x", X_File_Name=name) == (200, {"name": kept, "bytes": 1})
    assert [path.name for path in server.uploads.parent.rglob("*") if path.is_file()] == [kept]
    assert len(list(server.uploads.iterdir())) == 1


def test_an_upload_broken_off_leaves_nothing(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        head = (
            f"POST /upload HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nOrigin: http://127.0.0.1:{server.port}\r\n"
            f"X-Upload-Ticket: {server.ticket}\r\nX-File-Name: log.csv\r\nContent-Length: 50000000\r\n\r\n"
        )
        connection.sendall(head.encode() + b"x" * 3_000_000)
        assert eventually(lambda: bool(server.kept()))
        assert list(server.kept()) == [".partial"]
    assert eventually(lambda: not server.kept())
    assert server.send(b"again")[0] == 200


def test_an_empty_file_is_refused(server: Server) -> None:
    status, answer = server.send(b"")
    assert (status, answer) == (400, {"error": "The file is empty."})
    assert server.kept() == {}


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    for server in start(tmp_path, DESIRE_PATH_UPLOAD_GB="0.001"):
        status, answer = server.send(b"x" * 1_000_001)
        assert status == 413 and "1 MB" in str(answer["error"])
        # A length that is not told is counted while it comes in.
        chunks = (b"%x\r\n%s\r\n" % (len(block), block) for block in [b"x" * 100_000] * 11)
        body = b"".join(chunks) + b"0\r\n\r\n"
        assert server.send(body, Content_Length="", Transfer_Encoding="chunked")[0] == 413
        assert server.kept() == {}
        assert server.send(b"x" * 1_000_000)[0] == 200


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    for server in start(tmp_path, DESIRE_PATH_UPLOAD_GB="1e9"):
        status, answer = server.send(iter([]), size=10**15)
        assert status == 507 and "no room" in str(answer["error"])
        assert server.kept() == {}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_memory_does_not_grow_with_the_file(server: Server) -> None:
    def peak_mb() -> float:
        status = Path(f"/proc/{server.process}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1000

    assert server.send(b"x" * 5_000_000)[0] == 200
    before = peak_mb()
    block = os.urandom(1_000_000)
    assert server.send((block for _n in range(300)), size=300_000_000)[1]["bytes"] == 300_000_000
    assert peak_mb() - before < 20
    assert [path.stat().st_size for path in server.uploads.rglob("log.csv")] == [300_000_000]


def test_the_server_says_that_it_is_well(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/healthz")
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())) == (200, {"status": "ok"})
    connection.close()


def test_tickets_are_few_and_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESIRE_PATH_UPLOADS", str(tmp_path))
    uploads = Uploads(most=2)
    tickets = [uploads.issue() for _n in range(3)]
    assert [uploads.valid(ticket) for ticket in tickets] == [False, True, True]
    uploads.place(tickets[2], "log.csv").write_text("x")
    found = uploads.find(tickets[2])
    assert found is not None and found.name == "log.csv"
    uploads.take(tickets[2])
    assert not uploads.valid(tickets[2]) and found.exists()
    with pytest.raises(KeyError):
        uploads.place(tickets[2], "log.csv")

    short = Uploads(idle_s=-1)
    old = short.issue()
    home = short.place(old, "log.csv").parent
    short.issue()
    assert not short.valid(old) and not home.exists()


def test_a_new_server_sweeps_what_others_abandoned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESIRE_PATH_UPLOADS", str(tmp_path))
    gone, own, running = f"{2**22 - 1}-a", f"{os.getpid()}-b", f"{os.getppid()}-c"
    for name in (gone, own, running):
        (tmp_path / name).mkdir()
    sweep()
    assert [path.name for path in folder().iterdir()] == [running]

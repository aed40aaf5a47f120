"""The browser on this machine as a printer: HTML in, PDF out, in a child process without a network."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from journey.errors import WrongInput
from journey.model import Progress, silent
from journey.text import _

__all__ = ["NoBrowser", "find", "to_pdf"]

CHOSEN = "DESIRE_PATH_CHROMIUM"
"""Environment variable with the path of the browser to print with; without it, it is looked for."""
LIMIT_S = 240.0
_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge",
)  # fmt: skip
_MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe",
)  # fmt: skip
_FLAGS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio",
    # No network, whatever the document holds: no name is found, and the proxy is a port that nobody listens on.
    "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--disable-quic",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-domain-reliability",
    "--disable-client-side-phishing-detection", "--no-pings", "--disable-default-apps",
    "--no-pdf-header-footer",
    # What the document's own scripts put off is done before it is printed; of a clock that does not wait.
    "--virtual-time-budget=20000",
)  # fmt: skip
_one = threading.Lock()


class NoBrowser(WrongInput):
    """Nothing on this machine can print: the message says what to install."""

    def __init__(self) -> None:
        super().__init__(
            _("PDF and PNG are printed by a browser, and none was found on this machine."),
            _("Install Chromium, Chrome or Edge, or set {name} to its path. HTML and PPTX need none.").format(
                name=CHOSEN
            ),
        )


def find() -> Path | None:
    """The browser to print with: the chosen one, else Chromium, Chrome or Edge where they are usually installed."""
    if chosen := os.environ.get(CHOSEN):
        path = shutil.which(chosen)
        return Path(path) if path else None
    found = (Path(path) for name in _NAMES if (path := shutil.which(name)))
    return next(found, None) or next((path for path in _usual() if path.is_file()), None)


def to_pdf(html: str, *, progress: Progress = silent) -> bytes:
    """Print a document, on the paper that its style asks for.

    Parameters
    ----------
    html : str
        Whole, with everything it needs inside.
    progress : Progress
        Asked all the time whether the work is still wanted; where it is not, the browser is ended.

    Raises
    ------
    NoBrowser
    WrongInput
        The browser could not print, or took longer than two minutes.
    """
    browser = find()
    if browser is None:
        raise NoBrowser
    with _turn(progress), _room(browser) as room:
        page, out = room / "page.html", room / "page.pdf"
        page.write_text(html, encoding="utf-8")
        # Elsewhere the browser has a sandbox of its own; root may not use it.
        root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        command = [
            str(browser), *_FLAGS, *root, f"--user-data-dir={room / 'profile'}", f"--print-to-pdf={out}", page.as_uri(),
        ]  # fmt: skip
        _run(command, progress)
        if not out.is_file() or not (printed := out.read_bytes()).startswith(b"%PDF"):
            raise WrongInput(
                _("{browser} printed nothing.").format(browser=browser.name),
                _("Take it home as HTML, and print that."),
            )
    return printed


@contextlib.contextmanager
def _turn(progress: Progress) -> Iterator[None]:
    """One browser at a time: two would need the memory of two."""
    while not _one.acquire(timeout=0.3):
        progress(0.0, _("waiting for the printer"))
    try:
        yield
    finally:
        _one.release()


def _run(command: list[str], progress: Progress) -> None:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    began = time.monotonic()
    try:
        while True:
            try:
                process.wait(0.2)
                return
            except subprocess.TimeoutExpired:
                gone = time.monotonic() - began
                if gone > LIMIT_S:
                    raise WrongInput(
                        _("The browser took longer than {n} s to print this.").format(n=round(LIMIT_S)),
                        _("Take it home as HTML, and print that."),
                    ) from None
                progress(min(0.95, gone / (gone + 4)), _("printing"))
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser with all the processes it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait(10)


@contextlib.contextmanager
def _room(browser: Path) -> Iterator[Path]:
    """A folder of its own, gone afterwards: nothing of a person's browser is read or left behind."""
    # A Chromium from the snap store sees no other folder of the machine's than its own.
    own = Path.home() / "snap" / "chromium" / "common"
    parent = own if "snap" in browser.resolve().parts and own.is_dir() else None
    room = tempfile.mkdtemp(prefix="desire-path-", dir=parent)
    try:
        yield Path(room)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _usual() -> Iterator[Path]:
    if platform.system() == "Darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield from (folder / name for name in _MAC)
    elif platform.system() == "Windows":
        folders = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")]
        yield from (Path(folder) / name for folder in folders if folder for name in _WINDOWS)

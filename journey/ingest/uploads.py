"""Files people send: each in a folder of its own until it is imported, under a ticket that only its session knows."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import threading
import time
from pathlib import Path

from journey.store.library import runs

__all__ = ["PARTIAL", "Uploads", "folder", "limit", "safe_name", "sweep", "uploads"]

GB = 1_000_000_000
PARTIAL = ".partial"
"""The name of a file that is still arriving; no file of a person's is called so, see `safe_name`."""


def folder() -> Path:
    """Where files lie until they are imported: DESIRE_PATH_UPLOADS, or data/uploads beside the program."""
    given = os.environ.get("DESIRE_PATH_UPLOADS")
    return Path(given) if given else Path(__file__).parents[2] / "data" / "uploads"


def limit() -> int:
    """The most bytes a file may have: DESIRE_PATH_UPLOAD_GB gigabytes, 20 where nothing is said."""
    return int(float(os.environ.get("DESIRE_PATH_UPLOAD_GB", "20")) * GB)


def safe_name(name: str) -> str:
    """The last part of a name, without what could lead elsewhere or hide.

    Examples
    --------
    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\logs\\\\мой лог.csv"), safe_name(".."), safe_name("a\\x00b.csv")
    ('passwd', 'мой лог.csv', 'file', 'a_b.csv')
    """
    last = re.split(r"[/\\]", name)[-1]
    # Dots in front hide a file, and dots or blanks at the end vanish on Windows.
    plain = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "_", last).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    # File systems count bytes, 255 at most.
    stem = stem.encode()[:180].decode(errors="ignore")
    return f"{stem}{dot}{ending[:20]}" if stem else ending[:60] or "file"


def sweep() -> None:
    """Take away what earlier servers left behind; what running ones hold stays. For the start of a server."""
    for left in folder().glob("*-*"):
        process = left.name.partition("-")[0]
        # Our own number at the start was an earlier life's: in a container every server has the same one.
        if process.isdigit() and (int(process) == os.getpid() or not runs(int(process))):
            shutil.rmtree(left, ignore_errors=True)


class Uploads:
    """The tickets of this server, and the one file that each of them may have sent.

    Parameters
    ----------
    most : int
        Tickets held; the oldest gives way.
    idle_s : float
        A ticket nobody used for so long is taken back, its file too.
    """

    def __init__(self, *, most: int = 500, idle_s: float = 6 * 3600) -> None:
        self._most, self._idle_s = most, idle_s
        self._tickets: dict[str, float] = {}
        self._guard = threading.Lock()

    def issue(self) -> str:
        """A new ticket: whoever holds it may send one file."""
        ticket = secrets.token_urlsafe(24)
        now = time.monotonic()
        with self._guard:
            old = [t for t, used in self._tickets.items() if now - used > self._idle_s]
            old += list(self._tickets)[: max(0, len(self._tickets) - len(old) - self._most + 1)]
            for stale in old:
                self._drop(stale)
            self._tickets[ticket] = now
        return ticket

    def valid(self, ticket: str) -> bool:
        """Whether the ticket may send a file now."""
        with self._guard:
            return ticket in self._tickets

    def place(self, ticket: str, name: str) -> Path:
        """Where the file of a ticket is to be written; one that was there is gone.

        Raises
        ------
        KeyError
            The ticket was never issued, or was taken back.
        """
        with self._guard:
            if ticket not in self._tickets:
                raise KeyError("ticket")
            self._tickets[ticket] = time.monotonic()
            home = self._home(ticket)
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir(parents=True)
        return home / safe_name(name)

    def find(self, ticket: str) -> Path | None:
        """The file that was sent whole with a ticket."""
        if not self.valid(ticket):
            return None
        return next((path for path in self._home(ticket).glob("*") if path.name != PARTIAL), None)

    def take(self, ticket: str) -> None:
        """Spend a ticket: nothing more can be sent with it, and its file is now the caller's to remove."""
        with self._guard:
            self._tickets.pop(ticket, None)

    def discard(self, ticket: str) -> None:
        """Remove what was sent with a ticket; the ticket stays good."""
        with self._guard:
            if ticket in self._tickets:
                shutil.rmtree(self._home(ticket), ignore_errors=True)

    def _drop(self, ticket: str) -> None:
        self._tickets.pop(ticket, None)
        shutil.rmtree(self._home(ticket), ignore_errors=True)

    def _home(self, ticket: str) -> Path:
        return folder() / f"{os.getpid()}-{ticket}"


uploads = Uploads()
"""Those of this server: the page issues tickets, the route asks for them."""

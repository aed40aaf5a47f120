"""The imports of a server: found again by an id that nobody can guess, and never more than the machine bears."""

from __future__ import annotations

import secrets
import threading
import time
from pathlib import Path

from journey.errors import WrongInput
from journey.ingest.job import ImportJob
from journey.store.library import Library
from journey.text import _

__all__ = ["Imports"]


class Imports:
    """The imports of a server, by an id that nobody can guess.

    Parameters
    ----------
    most : int
        Processes at the same time. Where one more is wanted, the one that waits for its person longest is let go.
    idle_s : float
        An import that nobody asked about for so long is closed.
    """

    def __init__(self, library: Library, *, most: int = 4, idle_s: float = 2 * 3600) -> None:
        self._library, self._most, self._idle_s = library, most, idle_s
        self._jobs: dict[str, tuple[str, ImportJob]] = {}
        self._guard = threading.Lock()

    def start(self, file: Path, *, owned: Path | None = None, owner: str = "") -> str:
        """Begin with a file; the id finds the import again."""
        self.rest()
        job = ImportJob(file, self._library, owned=owned, admit=self._admit)
        number = secrets.token_urlsafe(16)
        with self._guard:
            self._jobs[number] = (owner, job)
        job.open()
        return number

    def take_out(self, workspace: str, source: str, *, owner: str = "") -> str:
        """Take a source out of a workspace; the id finds the work again."""
        self.rest()
        job = ImportJob(Path(source), self._library, admit=self._admit)
        number = secrets.token_urlsafe(16)
        with self._guard:
            self._jobs[number] = (owner, job)
        job.take_out(workspace, source)
        return number

    def get(self, number: str, *, owner: str = "") -> ImportJob | None:
        """The import of that id, if it is that owner's."""
        with self._guard:
            held, job = self._jobs.get(number, ("", None))
            return job if held == owner else None

    def drop(self, number: str) -> None:
        """End an import and forget it."""
        with self._guard:
            _owner, job = self._jobs.pop(number, ("", None))
        if job is not None:
            job.close()

    def rest(self) -> None:
        """Close the imports that nobody asked about for long."""
        now = time.monotonic()
        with self._guard:
            idle = [number for number, (_owner, job) in self._jobs.items() if now - job.used > self._idle_s]
        for number in idle:
            self.drop(number)

    def close(self) -> None:
        """End all imports; for the end of a server."""
        for number in list(self._jobs):
            self.drop(number)

    def _admit(self) -> None:
        # A job asks this while it is held, so nothing here waits for another job.
        alive = [job for _owner, job in list(self._jobs.values()) if job.alive]
        if len(alive) < self._most:
            return
        idle = [job for job in alive if not job.working]
        if not idle:
            raise WrongInput(
                _("{n} imports are under way on this machine already.").format(n=len(alive)),
                _("Wait for one to end, and try again."),
            )
        threading.Thread(target=min(idle, key=lambda job: job.used).rest, daemon=True).start()

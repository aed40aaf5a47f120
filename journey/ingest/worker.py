"""The import process: reads a file for the server, so that nothing a file holds is parsed in the server itself.

It is started by `journey.ingest.job` as ``python -m journey.ingest.worker``. A request is one line of JSON on stdin,
``{"do": "preview" | "check" | "commit" | "append" | "take_out", ...}``; what it says is one line each on stdout:
``{"progress": [what, done, total]}``, ``{"ready": true}`` (it then waits for ``{"do": "go"}`` before the workspace is
put in its place), ``{"hold": true}`` (the same, and the server keeps everybody off the workspace until ``{"free":
true}``), and at the end ``{"result": ...}`` or ``{"error": {"message": ..., "hint": ..., "choices": [...]}}``. When
stdin ends, the server is gone or has no more use for it: it clears up and goes.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import duckdb

from journey.errors import JourneyError
from journey.ingest.append import Append
from journey.ingest.full_disk import disk
from journey.ingest.load import Load
from journey.ingest.source import ChooseOne, preview
from journey.ingest.take_out import take_out
from journey.ingest.wire import definitions_from, look, mapping_from, options_from
from journey.model import ReadOptions
from journey.store.library import folder, workspace_path
from journey.text import _

__all__ = ["Worker", "main"]

MEMORY = 6 << 30
"""Bytes of address space: what DuckDB is allowed, and room for the readers of the other formats."""
EVERY_S = 0.1
WAIT_S = 10.0
"""For a workspace that is to be added to: another program, say the command line, may be looking into it."""

Message = dict[str, Any]


class Worker:
    """One import, from the first look at the file to the workspace.

    Parameters
    ----------
    inbox : queue
        Requests; None ends.
    out : text stream
        Where the answers go.
    """

    def __init__(self, inbox: queue.Queue[Message | None], out: TextIO) -> None:
        self._inbox, self._out = inbox, out
        self._load: Load | None = None
        self._into = ""
        self._told = (0.0, "")

    def serve(self) -> None:
        """Answer requests until there are no more."""
        while (request := self._inbox.get()) is not None:
            try:
                with disk():
                    answer = {"result": self._do(request)}
            except ChooseOne as error:
                answer = _error(error.message, error.hint, error.choices)
            except JourneyError as error:
                answer = _error(error.message, error.hint)
            except (MemoryError, duckdb.OutOfMemoryException):
                answer = _error(
                    _("The file needs more memory than an import may use."),
                    _("Leave out columns you do not need, or split the file by period."),
                )
            except Exception:
                traceback.print_exc()
                answer = _error(
                    _("The file could not be imported, for a reason nobody foresaw; nothing was saved."),
                    _("The server's log has the details."),
                )
            self._say(answer)
        if self._load is not None:
            self._load.__exit__()

    def _do(self, request: Message) -> Message:
        match request["do"]:
            case "preview":
                return self._preview(Path(request["file"]), options_from(request["options"]))
            case "check":
                return self._check(request)
            case "commit":
                return self._commit(request)
            case "append":
                return self._append(request)
            case "take_out":
                folder().mkdir(parents=True, exist_ok=True)
                target = workspace_path(request["workspace"])
                gone = take_out(target, request["source"], hold=self._hold, wait_s=WAIT_S, progress=self._progress)
                return asdict(gone)
        raise ValueError(request["do"])

    def _preview(self, file: Path, options: ReadOptions) -> Message:
        if self._load is not None:
            self._load.__exit__()
            self._load = None
        self._progress(_("Looking at the file"), 0, 0)
        folder().mkdir(parents=True, exist_ok=True)
        # Named like the folder of an import, so that it is swept like one if this process is killed.
        with tempfile.TemporaryDirectory(prefix=f".import-{os.getpid()}-", dir=folder()) as workdir:
            return asdict(look(preview(file, options, workdir=Path(workdir))))

    def _check(self, request: Message) -> Message:
        file, options, into = Path(request["file"]), options_from(request["options"]), request["into"]
        if self._load is not None and self._into != into:
            self._load.__exit__()
            self._load = None
        self._into = into
        if self._load is None and into:
            target = workspace_path(into)
            self._load = Append(file, target, options=options, hold=self._hold, wait_s=WAIT_S, progress=self._progress)
        elif self._load is None:
            # The workspace has its name only at the end: a name of one's own cannot be taken meanwhile.
            target = folder() / f".import-{os.getpid()}.duckdb"
            self._load = Load(file, target, options=options, progress=self._progress)
        if not isinstance(self._load, Append):
            return {"quality": self._load.check(mapping_from(request["mapping"])).to_json(), "match": None}
        self._load.wanted_source = request["source"]
        quality = self._load.check(mapping_from(request["mapping"]))
        return {"quality": quality.to_json(), "match": asdict(self._load.match)}

    def _commit(self, request: Message) -> Message:
        assert self._load is not None
        self._load.aim(workspace_path(request["workspace"]), replace=request["replace"])
        imported = self._load.commit(
            definitions_from(request["definitions"]),
            bad_rows=request["bad_rows"],
            duplicates=request["duplicates"],
            forget=request["forget"],
            release=self._wait_for_go,
        )
        return asdict(imported)

    def _append(self, request: Message) -> Message:
        load, self._load = self._load, None
        assert isinstance(load, Append)
        # Whatever comes of it, the workspace is looked at anew the next time.
        with load:
            appended = load.commit_rows(
                alone=request["alone"], bad_rows=request["bad_rows"], duplicates=request["duplicates"]
            )
        return asdict(appended)

    @contextmanager
    def _hold(self) -> Iterator[None]:
        self._say({"hold": True})
        if self._inbox.get() is None:
            leave()
        try:
            yield
        finally:
            self._say({"free": True})

    def _wait_for_go(self) -> None:
        self._say({"ready": True})
        answer = self._inbox.get()
        if answer is None:
            leave()

    def _progress(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        said, of = self._told
        if what != of or now - said >= EVERY_S:
            self._told = (now, what)
            self._say({"progress": [what, done, total]})

    def _say(self, message: Message) -> None:
        self._out.write(json.dumps(message, ensure_ascii=True) + "\n")
        self._out.flush()


def main() -> None:
    """Serve the process that started this one, until it closes the pipe."""
    # Only answers go to stdout: whatever a library prints goes to the log of the server.
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    _bound()
    inbox: queue.Queue[Message | None] = queue.Queue()

    def listen() -> None:
        for line in sys.stdin:
            inbox.put(json.loads(line))
        leave()

    signal.signal(signal.SIGTERM, lambda *_event: leave())
    threading.Thread(target=listen, daemon=True).start()
    Worker(inbox, out).serve()


def leave() -> None:
    """Take away what is half done, and end at once: a running statement is not waited for."""
    for left in folder().glob(f".import-{os.getpid()}-*"):
        shutil.rmtree(left, ignore_errors=True)
    os._exit(0)


def _bound() -> None:
    """Limits on memory, and good manners on a machine that serves pages at the same time."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with suppress(AttributeError, OSError):
        os.nice(5)


def _error(message: str, hint: str, choices: tuple[str, ...] = ()) -> Message:
    return {"error": {"message": message, "hint": hint, "choices": choices}}


if __name__ == "__main__":
    main()

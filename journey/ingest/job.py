"""One import as the server sees it: a process that works, and a state that pages can ask for at any time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal

from journey.errors import JourneyError, WrongInput
from journey.ingest.append import Alone
from journey.ingest.matching import Match
from journey.ingest.quality import Quality
from journey.ingest.source import ChooseOne
from journey.ingest.state import Phase, State, ended
from journey.ingest.take_out import TakenOut
from journey.ingest.wire import imported_from, seen_from
from journey.model import Definitions, Mapping, ReadOptions
from journey.store.library import Library, folder, workspace_path
from journey.text import _

__all__ = ["ImportJob", "Phase", "State"]

ROOT = Path(__file__).parents[2]
PATIENCE_S = 3.0
"""How long a process may take to clear up before it is ended from outside."""


class ImportJob:
    """One import. Every method returns at once; `state` tells what became of it.

    Parameters
    ----------
    file : Path
        The log, on this machine's disk.
    library : Library
        Where the server holds workspaces open: it lets go of the one to be replaced.
    owned : Path, optional
        A folder that goes when the import ends: where an uploaded file lies.
    admit : callable
        Asked before a process is started; raises where there may be no further one.
    """

    def __init__(
        self, file: Path, library: Library, *, owned: Path | None = None, admit: Callable[[], None] = lambda: None
    ) -> None:
        self.file, self._library, self._owned, self._admit = file, library, owned, admit
        self.used = time.monotonic()
        self._guard = threading.RLock()
        self._state = State()
        self._since = time.monotonic()
        self._process: subprocess.Popen[str] | None = None
        self._options = ReadOptions()
        self._workspace = ""
        self._into = ""
        self._final = False

    @property
    def into(self) -> str:
        """The workspace that the file is to join; "" for one of its own."""
        return self._into

    def join(self, workspace: str) -> None:
        """Let the file join a workspace, or with "" become one; what was checked has to be checked again."""
        with self._guard:
            if self._state.phase not in (Phase.CHECKING, Phase.IMPORTING) and workspace != self._into:
                self._into = workspace
                if self._state.phase is Phase.CHECKED:
                    self._settle(Phase.COLUMNS)

    @property
    def state(self) -> State:
        """How it stands now."""
        with self._guard:
            self.used = time.monotonic()
            seconds = self.used - self._since if self._state.working else 0.0
            return replace(self._state, seconds=seconds)

    def open(self, options: ReadOptions | None = None) -> None:
        """Look at the file, and guess its columns."""
        with self._guard:
            self._options = options or ReadOptions()
            self._ask(Phase.OPENING, {"do": "preview", **self._file_request()})

    def check(self, mapping: Mapping, source: str | None = None) -> None:
        """Read all rows, and report on their quality.

        Parameters
        ----------
        source : str, optional
            Which source of the workspace to join the file belongs to; None: found by its shape.
        """
        with self._guard:
            if self._state.phase not in (Phase.COLUMNS, Phase.CHECKED):
                return
            self._state = replace(self._state, mapping=mapping, quality=None, match=None)
            request = {"do": "check", "mapping": asdict(mapping), "into": self._into, "source": source}
            self._ask(Phase.CHECKING, {**self._file_request(), **request})

    def commit(
        self,
        workspace: str,
        definitions: Definitions | None = None,
        *,
        replace: bool = False,
        bad_rows: Literal["drop", "stop"] = "drop",
        duplicates: Literal["keep", "drop"] = "keep",
        forget: bool = False,
    ) -> None:
        """Make the workspace from what was checked."""
        with self._guard:
            if self._state.phase is not Phase.CHECKED:
                return
            try:
                workspace_path(workspace)
            except WrongInput as error:
                self._settle(Phase.CHECKED, error=error)
                return
            self._workspace, self._final = workspace, False
            self._ask(
                Phase.IMPORTING,
                {
                    "do": "commit",
                    "workspace": workspace,
                    "replace": replace,
                    "definitions": asdict(definitions or Definitions()),
                    "bad_rows": bad_rows,
                    "duplicates": duplicates,
                    "forget": forget,
                },
            )

    def append(self, *, alone: Alone = "ask", duplicates: Literal["keep", "drop"] = "keep") -> None:
        """Add what was checked to the workspace it is to join."""
        with self._guard:
            if self._state.phase is Phase.CHECKED and self._into:
                self._final = False
                request = {"do": "append", "alone": alone, "bad_rows": "drop", "duplicates": duplicates}
                self._ask(Phase.IMPORTING, request)

    def take_out(self, workspace: str, source: str) -> None:
        """Take a source out of a workspace, instead of reading a file."""
        with self._guard:
            self._into, self._final = workspace, False
            self._ask(Phase.IMPORTING, {"do": "take_out", "workspace": workspace, "source": source})

    def back(self) -> None:
        """Stop what is going on and return to the columns; nothing is saved. The last step of all cannot be stopped."""
        with self._guard:
            if self._final or self._state.phase in (Phase.DONE, Phase.CLOSED):
                return
            if self._state.working:
                self._end()
            if self._state.seen is None:
                self.close()
            else:
                self._settle(Phase.COLUMNS)

    def close(self) -> None:
        """End the import, whatever it does, and forget the uploaded file."""
        with self._guard:
            if self._final:
                return
            self._settle(Phase.DONE if self._state.done_with else Phase.CLOSED, error=self._state.error)

    def rest(self) -> None:
        """Let the process go while nobody needs it; what was checked has to be checked again."""
        with self._guard:
            if not self._state.working:
                self._end()
                if self._state.phase is Phase.CHECKED:
                    self._settle(Phase.COLUMNS)

    @property
    def alive(self) -> bool:
        """Whether it has a process."""
        return self._process is not None

    @property
    def working(self) -> bool:
        """Whether the process works."""
        return self._state.working

    def wait(self, timeout_s: float = 120.0) -> State:
        """The state once nothing is going on; for scripts and tests."""
        deadline = time.monotonic() + timeout_s
        while (state := self.state).working and time.monotonic() < deadline:
            time.sleep(0.02)
        return state

    def _file_request(self) -> dict[str, Any]:
        return {"file": str(self.file), "options": asdict(self._options)}

    def _ask(self, phase: Phase, request: dict[str, Any]) -> None:
        self._since = self.used = time.monotonic()
        self._state = replace(self._state, phase=phase, what="", done=0, total=0, error=None)
        try:
            if self._process is None:
                self._admit()
                self._start()
            self._send(request)
        except JourneyError as error:
            self._settle(self._before(), error=error)
        except OSError as error:
            self._end()
            reason = _("The import could not be started: {reason}.").format(reason=error.strerror)
            self._settle(self._before(), error=JourneyError(reason))

    def _start(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "journey.ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            start_new_session=True,
        )
        self._process = process
        threading.Thread(target=self._listen, args=(process,), daemon=True).start()

    def _send(self, request: dict[str, Any]) -> None:
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        held = False
        for line in process.stdout:
            message = json.loads(line)
            with self._guard:
                # A process that was told to go may still have something to say.
                if process is not self._process:
                    continue
                importing = self._state.phase is Phase.IMPORTING
                self._final = "ready" in message or (importing and "hold" in message)
                last = not self._into and ("ready" in message or (importing and "result" in message))
            if last:
                # Waits for running queries, so not under the guard; and once more when the new file is there, as
                # somebody may have opened the old one meanwhile.
                self._library.release(self._workspace)
            if "hold" in message:
                self._library.hold(self._into)
                held = True
            elif "free" in message:
                self._library.resume(self._into)
                held = False
            with self._guard:
                if process is self._process:
                    self._hear(message)
        process.wait()
        if held:
            self._library.resume(self._into)
        _clear(process.pid)
        with self._guard:
            if process is self._process:
                self._process = None
                self._final = False
                if self._state.working:
                    # What was checked went with the process.
                    phase = Phase.COLUMNS if self._state.seen is not None else Phase.CLOSED
                    self._settle(phase, error=ended(process.returncode))
                elif self._state.phase is Phase.CHECKED:
                    self._settle(Phase.COLUMNS)

    def _hear(self, message: dict[str, Any]) -> None:
        if "progress" in message:
            what, done, total = message["progress"]
            self._state = replace(self._state, what=what, done=done, total=total)
        elif "free" in message:
            return
        elif "ready" in message or "hold" in message:
            with suppress(OSError):
                self._send({"do": "go"})
        elif "error" in message:
            error = message["error"]
            if choices := error["choices"]:
                self._settle(Phase.CHOOSING, error=ChooseOne(error["message"], choices))
            else:
                self._settle(self._before(), error=WrongInput(error["message"], error["hint"]))
        else:
            self._succeed(message["result"])

    def _succeed(self, result: dict[str, Any]) -> None:
        match self._state.phase:
            case Phase.OPENING:
                self._state = replace(self._state, seen=seen_from(result), quality=None)
                self._settle(Phase.COLUMNS)
            case Phase.CHECKING:
                match = result["match"]
                self._state = replace(
                    self._state,
                    quality=Quality.from_json(result["quality"]),
                    match=None if match is None else Match.from_json(match),
                )
                self._settle(Phase.CHECKED)
            case Phase.IMPORTING if "removed" in result:
                self._state = replace(self._state, taken_out=TakenOut(**{**result, "files": tuple(result["files"])}))
                self._settle(Phase.DONE)
            case Phase.IMPORTING:
                self._state = replace(self._state, imported=imported_from(result))
                self._settle(Phase.DONE)

    def _before(self) -> Phase:
        """Where a request that failed leaves the import."""
        if self._state.seen is None:
            return Phase.CLOSED
        # What is to join a workspace is compared with it anew: somebody else may have changed it.
        return Phase.CHECKED if self._state.phase is Phase.IMPORTING and not self._into else Phase.COLUMNS

    def _settle(self, phase: Phase, error: JourneyError | None = None) -> None:
        self._state = replace(self._state, phase=phase, what="", done=0, total=0, error=error)
        if phase in (Phase.DONE, Phase.CLOSED):
            self._end()
            if self._owned is not None:
                shutil.rmtree(self._owned, ignore_errors=True)

    def _end(self) -> None:
        """End the process: kindly, then not."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        with suppress(OSError):
            process.stdin.close()

        def insist() -> None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE_S)
                return
            process.kill()

        threading.Thread(target=insist, daemon=True).start()


def _clear(process: int) -> None:
    for left in folder().glob(f".import-{process}-*"):
        shutil.rmtree(left, ignore_errors=True)

"""The workspaces of this machine: where they lie, by which name, and which are open."""

from __future__ import annotations

import functools
import os
import re
import shutil
import threading
from pathlib import Path

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Library", "folder", "library", "runs", "suggest_name", "sweep", "workspace_path"]

SUFFIX = ".duckdb"


def folder() -> Path:
    """The folder of the workspaces: DESIRE_PATH_WORKSPACES, or data/workspaces beside the program."""
    given = os.environ.get("DESIRE_PATH_WORKSPACES")
    return Path(given) if given else Path(__file__).parents[2] / "data" / "workspaces"


def workspace_path(name: str) -> Path:
    """The file of a workspace, by its name or by a path ending in ``.duckdb``.

    Raises
    ------
    WrongInput
        The name has signs that a file name cannot have everywhere.

    Examples
    --------
    >>> workspace_path("/tmp/a.duckdb").name
    'a.duckdb'
    """
    if name.endswith(SUFFIX):
        return Path(name)
    # Letters of any script, digits, blank, dot, dash, underscore: safe on every system, and in an address.
    if not re.fullmatch(r"\w[\w .-]{0,79}", name):
        raise WrongInput(
            _("{name} cannot be the name of a workspace.").format(name=repr(name)),
            _("Use letters, digits, blanks, dots, dashes and underscores, 80 at most."),
        )
    return folder() / f"{name}{SUFFIX}"


def suggest_name(file: str) -> str:
    """A workspace name for a log file.

    Examples
    --------
    >>> suggest_name("My log: März (2).csv.gz"), suggest_name("._.csv")
    ('My log März 2', 'log')
    """
    stem = re.sub(r"(\.[A-Za-z]\w{0,8}){1,2}$", "", file)
    plain = re.sub(r"[^\w.-]+", " ", stem).strip(" ._-")
    return plain[:80].rstrip() or "log"


def sweep() -> None:
    """Take away what killed imports left behind; those of running processes stay."""
    for left in folder().glob(".import-*-*"):
        process = left.name.split("-")[1]
        if not (process.isdigit() and runs(int(process))):
            shutil.rmtree(left, ignore_errors=True)


class Library:
    """The workspaces that this process holds open, one `Workspace` a file.

    A server keeps one library. `rest` lets go of files nobody asked for a while, so that the command line gets in.
    """

    def __init__(self) -> None:
        self._open: dict[Path, Workspace] = {}
        self._guard = threading.Lock()

    def names(self) -> list[str]:
        """Names of the workspaces in the folder, in alphabetical order."""
        return sorted(path.stem for path in folder().glob(f"*{SUFFIX}") if not path.name.startswith("."))

    def get(self, name: str) -> Workspace:
        """The workspace of that name; the file is opened when it is first asked.

        Raises
        ------
        WrongInput
            There is no workspace of that name.
        """
        path = workspace_path(name).resolve()
        if not path.exists():
            known = ", ".join(self.names())
            raise WrongInput(
                _("There is no workspace {name}.").format(name=repr(name)),
                _("There are: {names}.").format(names=known) if known else _("Import a log to make one."),
            )
        with self._guard:
            return self._open.setdefault(path, Workspace(path))

    def release(self, name: str) -> None:
        """Close the file, so that another process may write, replace or delete it. Its next query opens it again."""
        with self._guard:
            # The object stays the only one of its file: a second one could be handed what the first still holds.
            held = self._open.get(workspace_path(name).resolve())
        if held is not None:
            held.close()

    def hold(self, name: str) -> None:
        """Close the file, and keep everybody of this process off it until `resume`."""
        path = workspace_path(name).resolve()
        with self._guard:
            held = self._open.setdefault(path, Workspace(path))
        held.hold()

    def resume(self, name: str) -> None:
        """Let everybody at the file again."""
        with self._guard:
            held = self._open.get(workspace_path(name).resolve())
        if held is not None:
            held.resume()

    def delete(self, name: str) -> None:
        """Remove a workspace for good."""
        self.release(name)
        path = workspace_path(name)
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)

    def rest(self, idle_s: float = 120.0) -> None:
        """Close the files that nobody asked for `idle_s` seconds."""
        with self._guard:
            for workspace in self._open.values():
                if workspace.idle_s > idle_s:
                    workspace.close()

    def close(self) -> None:
        """Close every file."""
        with self._guard:
            for workspace in self._open.values():
                workspace.close()
            self._open.clear()


@functools.cache
def library() -> Library:
    """The workspaces this server holds open: those of its pages and of its routes."""
    return Library()


def runs(process: int) -> bool:
    """Whether a process of that number is running."""
    if os.name == "nt":  # where signal 0 is no question, but Ctrl+C
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OSError):
        return True
    return True

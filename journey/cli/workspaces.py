"""Opening the workspace that a command is about."""

from __future__ import annotations

import argparse

from journey.errors import WrongInput
from journey.store.board_stages import is_blank
from journey.store.library import Library, workspace_path
from journey.store.outcomes import no_log
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["opened"]


def opened(given: argparse.Namespace, *, blank: bool = False) -> Workspace:
    """The workspace of --workspace, to be used as a context manager.

    Parameters
    ----------
    blank : bool
        Whether it may hold a board and no log.

    Raises
    ------
    WrongInput
        There is none of that name.
    NoLog
        There is nothing in it to count.
    """
    path = workspace_path(given.workspace)
    if not path.exists():
        known = ", ".join(Library().names())
        raise WrongInput(
            _("There is no workspace {name}.").format(name=repr(given.workspace)),
            _("There are: {names}.").format(names=known) if known else _("Import a log to make one."),
        )
    workspace = Workspace(path, wait_s=given.wait)
    if not blank and is_blank(workspace):
        workspace.close()
        raise no_log()
    return workspace

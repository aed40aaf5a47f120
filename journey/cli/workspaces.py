"""Opening the workspace that a command is about."""

from __future__ import annotations

import argparse

from journey.errors import WrongInput
from journey.store.library import Library, workspace_path
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["opened"]


def opened(given: argparse.Namespace) -> Workspace:
    """The workspace of --workspace, to be used as a context manager.

    Raises
    ------
    WrongInput
        There is none of that name.
    """
    path = workspace_path(given.workspace)
    if not path.exists():
        known = ", ".join(Library().names())
        raise WrongInput(
            _("There is no workspace {name}.").format(name=repr(given.workspace)),
            _("There are: {names}.").format(names=known) if known else _("Import a log to make one."),
        )
    return Workspace(path, wait_s=given.wait)

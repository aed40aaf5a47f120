"""Figures of the business that no log holds, such as what a completed journey is worth."""

from __future__ import annotations

import math

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["COMPLETED", "set_worth", "worth"]

COMPLETED = "completed"
"""What one completed journey is worth."""


def worth(workspace: Workspace, name: str) -> float | None:
    """The figure of that name; None where nobody gave one."""
    rows = workspace.run("SELECT value FROM worth WHERE name = ?", [name])
    return float(rows[0][0]) if rows else None


def set_worth(workspace: Workspace, name: str, value: float | None) -> None:
    """Keep a figure, or with None take it back.

    Raises
    ------
    WrongInput
        It is no positive number.
    """
    if value is not None and not (math.isfinite(value) and value > 0):
        raise WrongInput(_("{value} is no value of a journey.").format(value=value), _("Give a number above 0."))
    with workspace.transaction(definitions=True) as cursor:
        cursor.execute("DELETE FROM worth WHERE name = ?", [name])
        if value is not None:
            cursor.execute("INSERT INTO worth VALUES (?, ?)", [name, value])

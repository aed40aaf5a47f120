"""Names that people gave to themes of comments, kept by the weightiest words of the theme."""

from __future__ import annotations

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["LONGEST", "name_theme", "theme_names"]

LONGEST = 60


def theme_names(workspace: Workspace) -> dict[str, str]:
    """Key of a theme -> the name it was given."""
    return dict(workspace.run("SELECT key, name FROM theme_name ORDER BY key"))


def name_theme(workspace: Workspace, key: str, name: str) -> None:
    """Give a theme a name; with none, it is called by its typical words again.

    Raises
    ------
    WrongInput
        The name is too long.
    """
    words = " ".join(name.split())
    if len(words) > LONGEST:
        raise WrongInput(
            _("The name has {n} signs, and {most} are room for.").format(n=len(words), most=LONGEST),
            _("Give a shorter one."),
        )
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM theme_name WHERE key = ?", [key])
        if words:
            cursor.execute("INSERT INTO theme_name VALUES (?, ?)", [key, words])

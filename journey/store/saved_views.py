"""Saved views: a page with its scope and settings under a name, kept in the workspace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.words import LONGEST_NAME, free_name
from journey.store.workspace import Workspace
from journey.text import _

__all__ = [
    "LONGEST_NAME", "SavedView", "StaleView", "delete_view", "overwrite_view", "rename_view", "save_view",
    "saved_view", "saved_views",
]  # fmt: skip


@dataclass(frozen=True)
class SavedView:
    """A page as somebody left it.

    Attributes
    ----------
    id : int
        Never used again, also when the view is gone.
    page : str
        The page's file below `pages`, without the ending: "as_is/map".
    scope : Scope
    settings : dict of str to str
        The rest of the page's address: what was chosen on it.
    saved : datetime
        When it was written last, UTC.
    version : int
        1 when it was written, one more with each change.
    """

    id: int
    name: str
    page: str
    scope: Scope
    settings: dict[str, str]
    saved: datetime
    version: int


class StaleView(WrongInput):
    """A view that somebody else changed or deleted meanwhile."""


def saved_views(workspace: Workspace) -> tuple[SavedView, ...]:
    """All views, the youngest first."""
    return tuple(map(_view, workspace.run(f"SELECT {_COLUMNS} FROM saved_view ORDER BY saved DESC, id DESC")))


def saved_view(workspace: Workspace, number: int) -> SavedView:
    """One view, by its id.

    Raises
    ------
    WrongInput
        There is none of that number.
    """
    with workspace.cursor() as cursor:
        found = _read(cursor, number)
    if found is None:
        raise WrongInput(
            _("There is no saved view {id} in this workspace.").format(id=number),
            _("It may have been deleted; the home page lists those there are."),
        )
    return found


def save_view(
    workspace: Workspace, name: str, page: str, scope: Scope, settings: Mapping[str, str] | None = None
) -> SavedView:
    """Keep a page under a new name.

    Raises
    ------
    WrongInput
        No name, too long a one, or one that is taken (whatever its case).
    """
    with workspace.transaction() as cursor:
        words = _name(cursor, name)
        (number,) = cursor.execute("SELECT nextval('saved_view_number')").fetchall()[0]
        cursor.execute(
            "INSERT INTO saved_view VALUES (?, ?, ?, ?, ?, ?, 1)",
            [number, words, page, scope.text(), _json(settings), _now()],
        )
    return saved_view(workspace, number)


def overwrite_view(
    workspace: Workspace, view: SavedView, page: str, scope: Scope, settings: Mapping[str, str] | None = None
) -> SavedView:
    """Keep another page, scope and settings under the name of a view.

    Raises
    ------
    StaleView
        Somebody else changed it since it was read. Nothing was changed.
    """
    return _change(workspace, view, page=page, scope=scope.text(), settings=_json(settings))


def rename_view(workspace: Workspace, view: SavedView, name: str) -> SavedView:
    """Give a view another name; raises as `save_view` and `overwrite_view`."""
    return _change(workspace, view, name=name)


def delete_view(workspace: Workspace, view: SavedView) -> None:
    """Let a view go; `StaleView` as `overwrite_view`. Scopes that stand in addresses stay readable."""
    with workspace.transaction() as cursor:
        _held(cursor, view)
        cursor.execute("DELETE FROM saved_view WHERE id = ?", [view.id])


_COLUMNS = "id, name, page, scope, settings, saved, version"


def _change(workspace: Workspace, view: SavedView, **values: str) -> SavedView:
    with workspace.transaction() as cursor:
        _held(cursor, view)
        if "name" in values:
            values["name"] = _name(cursor, values["name"], but=view.id)
        wanted = ", ".join(f"{column} = ?" for column in values)
        cursor.execute(
            f"UPDATE saved_view SET {wanted}, saved = ?, version = version + 1 WHERE id = ?",
            [*values.values(), _now(), view.id],
        )
    return saved_view(workspace, view.id)


def _held(cursor: duckdb.DuckDBPyConnection, view: SavedView) -> None:
    held = _read(cursor, view.id)
    if held is None:
        raise StaleView(_("Somebody else deleted the view {name}.").format(name=repr(view.name)), _("Save it anew."))
    if held.version != view.version:
        raise StaleView(
            _("Somebody else changed the view {name} meanwhile.").format(name=repr(held.name)),
            _("Open it from the home page and look, then change it again."),
        )


def _name(cursor: duckdb.DuckDBPyConnection, name: str, but: int = 0) -> str:
    return free_name(
        cursor, "saved_view", name, but=but,
        none=WrongInput(_("A view needs a name."), _("Say in a few words what it shows.")),
        taken=_("There is a view {name} already."), way_out=_("Replace it, or choose another name."),
    )  # fmt: skip


def _read(cursor: duckdb.DuckDBPyConnection, number: int) -> SavedView | None:
    row = cursor.execute(f"SELECT {_COLUMNS} FROM saved_view WHERE id = ?", [number]).fetchone()
    return _view(row) if row else None


def _view(row: tuple[Any, ...]) -> SavedView:
    number, name, page, scope, settings, saved, version = row
    return SavedView(number, name, page, Scope.parse(scope), json.loads(settings), saved, version)


def _json(settings: Mapping[str, str] | None) -> str:
    return json.dumps(dict(sorted((settings or {}).items())), ensure_ascii=False)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)

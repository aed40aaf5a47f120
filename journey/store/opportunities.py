"""Opportunities: what could be done for the journey, why, what it is worth, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

import duckdb

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = [
    "STATUSES",
    "Opportunity",
    "add_opportunity",
    "change_opportunity",
    "delete_opportunity",
    "opportunities",
    "put_opportunity",
]

STATUSES = ("idea", "testing", "building", "live")
LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """One opportunity.

    Attributes
    ----------
    goal, stage : str
        What it serves and where.
    evidence : str
        The page it came from, as a query string beginning "page="; or empty.
    scenario : str
        Name of the scenario whose edits would do it; or empty.
    edits : tuple of str
        The edits among those, by what they change (`design.linked_edits.edit_names`); empty: all of the scenario.
    metric : str
        What will show that it worked.
    value, low, high : float or None
        Journeys completed more in 30 days, by the forecast (or by hand, without the ends).
    touched : float or None
        Journeys in 30 days that it concerns.
    effort : int or None
        1 (days) to 5 (quarters), by people.
    status : str
        One of STATUSES.
    """

    id: int = 0
    title: str
    stage: str = ""
    goal: str = ""
    evidence: str = ""
    scenario: str = ""
    metric: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    touched: float | None = None
    effort: int | None = None
    status: str = "idea"
    owner: str = ""
    due: date | None = None
    version: int = 0
    edits: tuple[str, ...] = ()


_NAMES = tuple(field.name for field in fields(Opportunity) if field.name != "edits")


def opportunities(workspace: Workspace) -> tuple[Opportunity, ...]:
    """All of them, in the order in which they were found."""
    rows = workspace.run(
        f"""
        SELECT {", ".join(_NAMES)},
               coalesce((SELECT list(e.edit ORDER BY e.edit) FROM opportunity_edit e WHERE e.opportunity = o.id), [])
        FROM opportunity o ORDER BY id
        """
    )
    return tuple(Opportunity(**dict(zip(_NAMES, row[:-1], strict=True)), edits=tuple(row[-1])) for row in rows)


def add_opportunity(workspace: Workspace, one: Opportunity) -> int:
    """Keep a new one; gives its number.

    Raises
    ------
    WrongInput
        It has no title, or a part that cannot be.
    """
    with workspace.transaction() as cursor:
        return put_opportunity(cursor, one)


def put_opportunity(cursor: duckdb.DuckDBPyConnection, one: Opportunity) -> int:
    """`add_opportunity` within a transaction that does more."""
    checked = _checked(one)
    (number,) = cursor.execute("SELECT nextval('opportunity_number')").fetchall()[0]
    _insert(cursor, replace(checked, id=number, version=1))
    return int(number)


def change_opportunity(workspace: Workspace, one: Opportunity) -> None:
    """Write one over the version of it that was seen.

    Raises
    ------
    WrongInput
        Somebody else changed or deleted it meanwhile, or a part cannot be; nothing is written.
    """
    checked = _checked(one)
    with workspace.transaction() as cursor:
        gone = cursor.execute(
            "DELETE FROM opportunity WHERE id = ? AND version = ? RETURNING id", [one.id, one.version]
        ).fetchall()
        if not gone:
            raise WrongInput(
                _("Somebody else changed {title} meanwhile.").format(title=repr(one.title)),
                _("Look at it again; nothing was changed."),
            )
        _insert(cursor, replace(checked, version=one.version + 1))


def delete_opportunity(workspace: Workspace, number: int) -> None:
    """Take one away."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM opportunity WHERE id = ?", [number])
        cursor.execute("DELETE FROM opportunity_edit WHERE opportunity = ?", [number])


def _insert(cursor: duckdb.DuckDBPyConnection, one: Opportunity) -> None:
    marks = ", ".join("?" for _name in _NAMES)
    values = [getattr(one, name) for name in _NAMES]
    cursor.execute(f"INSERT INTO opportunity ({', '.join(_NAMES)}) VALUES ({marks})", values)
    cursor.execute("DELETE FROM opportunity_edit WHERE opportunity = ?", [one.id])
    if one.edits:
        cursor.executemany("INSERT OR IGNORE INTO opportunity_edit VALUES (?, ?)", [[one.id, e] for e in one.edits])


def _checked(one: Opportunity) -> Opportunity:
    title = " ".join(one.title.split())
    if not title or len(title) > LONGEST:
        raise WrongInput(_("An opportunity has a title of up to {most} signs.").format(most=LONGEST), _("Write one."))
    if one.status not in STATUSES:
        raise WrongInput(
            _("{status} is no status.").format(status=repr(one.status)),
            _("Choose one of: {names}.").format(names=", ".join(STATUSES)),
        )
    if one.effort is not None and one.effort not in range(1, 6):
        raise WrongInput(_("Effort goes from 1 to 5."), _("1 is days, 5 is quarters."))
    return replace(one, title=title)

"""Personas: types of customers, each a name, a picture and the segment of journeys it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Persona", "add_persona", "change_persona", "delete_persona", "personas"]

MOST = 12
LONGEST = 60


@dataclass(frozen=True)
class Persona:
    """One type of customer.

    Attributes
    ----------
    about : str
        What people say of it, in a sentence or two.
    scope : str
        The segment, as `Scope.text`; empty: everybody.
    picture : bytes or None
        A WebP, from `pictures.drawn`.
    version : int
        1 when it was made, one more with each change.
    """

    id: int
    name: str
    about: str
    scope: str
    picture: bytes | None
    version: int


def personas(workspace: Workspace) -> tuple[Persona, ...]:
    """All of them, in the order in which they were made."""
    rows = workspace.run("SELECT id, name, about, scope, picture, version FROM persona ORDER BY id")
    return tuple(Persona(*row) for row in rows)


def add_persona(workspace: Workspace, name: str, scope: Scope, *, about: str = "", picture: bytes | None = None) -> int:
    """Make a persona; gives its id.

    Raises
    ------
    WrongInput
        No name, one that is taken, or too many personas to be read side by side.
    """
    with workspace.transaction() as cursor:
        held = cursor.execute("SELECT name FROM persona").fetchall()
        words = _name(name, {taken for (taken,) in held})
        if len(held) >= MOST:
            raise WrongInput(
                _("There are {n} personas already.").format(n=len(held)), _("Delete one that nobody needs any more.")
            )
        (number,) = cursor.execute("SELECT nextval('persona_number')").fetchall()[0]
        cursor.execute(
            "INSERT INTO persona VALUES (?, ?, ?, ?, ?, 1)", [number, words, about.strip(), scope.text(), picture]
        )
        return int(number)


def change_persona(workspace: Workspace, persona: Persona) -> None:
    """Write a persona over the version of it that was seen.

    Raises
    ------
    WrongInput
        Somebody else changed or deleted it meanwhile, or the name is none.
    """
    with workspace.transaction() as cursor:
        held = dict(cursor.execute("SELECT id, name FROM persona").fetchall())
        words = _name(persona.name, {name for number, name in held.items() if number != persona.id})
        changed = cursor.execute(
            """UPDATE persona SET name = ?, about = ?, scope = ?, picture = ?, version = version + 1
               WHERE id = ? AND version = ? RETURNING id""",
            [words, persona.about.strip(), persona.scope, persona.picture, persona.id, persona.version],
        ).fetchall()
        if not changed:
            raise WrongInput(
                _("Somebody else changed the persona {name} meanwhile.").format(name=repr(persona.name)),
                _("Look at it again; nothing was changed."),
            )


def delete_persona(workspace: Workspace, number: int) -> None:
    """Take a persona away; its journeys stay."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM persona WHERE id = ?", [number])


def _name(name: str, taken: set[str]) -> str:
    words = " ".join(name.split())
    if not words:
        raise WrongInput(_("A persona needs a name."), _("Write one."))
    if len(words) > LONGEST:
        raise WrongInput(
            _("The name of a persona has {most} signs at most.").format(most=LONGEST), _("Make it shorter.")
        )
    if words in taken:
        raise WrongInput(_("There is a persona {name} already.").format(name=repr(words)), _("Give it another name."))
    return words

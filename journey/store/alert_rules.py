"""Rules that raise an alert, as people wrote them: a name and the rule as text, each a row with a version."""

from __future__ import annotations

from dataclasses import dataclass

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["HeldRule", "add_rule", "change_rule", "delete_rule", "held_rules"]

LONGEST = 120


@dataclass(frozen=True)
class HeldRule:
    """A rule of the workspace; `text` is its content as JSON."""

    id: int
    name: str
    text: str
    version: int


def held_rules(workspace: Workspace) -> tuple[HeldRule, ...]:
    """All rules, in the order they were made."""
    return tuple(HeldRule(*row) for row in workspace.run("SELECT id, name, text, version FROM alert_rule ORDER BY id"))


def add_rule(workspace: Workspace, name: str, text: str) -> None:
    """Keep a new rule; WrongInput without a name, or with one that is too long or taken."""
    words = _checked(workspace, name, None)
    with workspace.transaction() as cursor:
        cursor.execute("INSERT INTO alert_rule SELECT nextval('alert_rule_number'), ?, ?, 1", [words, text])


def change_rule(workspace: Workspace, number: int, version: int, name: str, text: str) -> None:
    """Change a rule that has this version; WrongInput where somebody changed it meanwhile, or as `add_rule`."""
    words = _checked(workspace, name, number)
    with workspace.transaction() as cursor:
        changed = cursor.execute(
            "UPDATE alert_rule SET name = ?, text = ?, version = version + 1 WHERE id = ? AND version = ? RETURNING id",
            [words, text, number, version],
        ).fetchall()
        if not changed:
            raise _stale()


def delete_rule(workspace: Workspace, number: int, version: int) -> None:
    """Take a rule away; WrongInput where somebody changed it meanwhile."""
    with workspace.transaction() as cursor:
        gone = cursor.execute("DELETE FROM alert_rule WHERE id = ? AND version = ? RETURNING id", [number, version])
        if not gone.fetchall():
            raise _stale()


def _checked(workspace: Workspace, name: str, own: int | None) -> str:
    words = " ".join(name.split())
    if not words:
        raise WrongInput(_("A rule needs a name."), _("Say in a few words what it watches."))
    if len(words) > LONGEST:
        raise WrongInput(
            _("The name has {n} signs, and {most} are room for.").format(n=len(words), most=LONGEST), _("Shorten it.")
        )
    if any(rule.name == words and rule.id != own for rule in held_rules(workspace)):
        raise WrongInput(_("There is a rule {name} already.").format(name=repr(words)), _("Choose another name."))
    return words


def _stale() -> WrongInput:
    return WrongInput(_("Somebody else changed this rule meanwhile."), _("Look at it anew, and change it again."))

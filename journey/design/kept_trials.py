"""Trials and actions kept in the workspace: what was laid down is never changed afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from journey.design.scenario import parse, to_json
from journey.design.trial import Trial
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Action", "actions", "begin", "give_up", "set_actions", "trials"]


@dataclass(frozen=True)
class Action:
    """Something that was done for the journey.

    Attributes
    ----------
    verdict : str
        What people concluded of it.
    """

    what: str
    begins: date | None
    owner: str
    verdict: str


def trials(workspace: Workspace) -> tuple[tuple[int, datetime, Trial], ...]:
    """Number, moment and content of each trial, the newest first."""
    rows = workspace.run(
        "SELECT id, made, name, scenario, scope, begins, share, seed, forecast FROM trial ORDER BY id DESC"
    )
    return tuple(
        (
            number,
            made,
            Trial(
                name=name,
                scenario=parse(scenario),
                scope=Scope.parse(scope),
                begins=begins,
                share=share,
                seed=seed,
                forecast=tuple(json.loads(forecast)),
            ),
        )
        for number, made, name, scenario, scope, begins, share, seed, forecast in rows
    )


def begin(workspace: Workspace, trial: Trial) -> int:
    """Lay a trial down, its forecast frozen with today's date; gives its number."""
    if not trial.name.strip():
        raise WrongInput(_("A trial needs a name."), _("Write one."))
    with workspace.transaction() as cursor:
        (number,) = cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM trial").fetchall()[0]
        cursor.execute(
            "INSERT INTO trial VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                number,
                datetime.now(UTC).replace(tzinfo=None),
                trial.name.strip(),
                to_json(trial.scenario),
                trial.scope.text(),
                trial.begins,
                trial.share,
                trial.seed,
                json.dumps(trial.forecast),
            ],
        )
        return int(number)


def give_up(workspace: Workspace, number: int) -> None:
    """Delete a trial."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM trial WHERE id = ?", [number])


def actions(workspace: Workspace) -> tuple[Action, ...]:
    """The register, in its order."""
    rows = workspace.run("SELECT what, begins, owner, verdict FROM action ORDER BY id")
    return tuple(Action(*row) for row in rows)


def set_actions(workspace: Workspace, wanted: tuple[Action, ...], seen: tuple[Action, ...]) -> None:
    """Write the register.

    Parameters
    ----------
    seen : tuple of Action
        What it held when it was looked at.

    Raises
    ------
    WrongInput
        Somebody else changed it meanwhile; nothing is written.
    """
    with workspace.transaction() as cursor:
        held = tuple(
            Action(*row)
            for row in cursor.execute("SELECT what, begins, owner, verdict FROM action ORDER BY id").fetchall()
        )
        if held != seen:
            raise WrongInput(
                _("Somebody else changed the register meanwhile."),
                _("Look at it again, then write your line once more."),
            )
        cursor.execute("DELETE FROM action")
        kept = [one for one in wanted if one.what.strip()]
        if kept:
            cursor.executemany(
                "INSERT INTO action VALUES (?, ?, ?, ?, ?)",
                [
                    [n, one.what.strip(), one.begins, one.owner.strip(), one.verdict.strip()]
                    for n, one in enumerate(kept)
                ],
            )

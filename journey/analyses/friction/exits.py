"""Where journeys end without the goal, and the most that could be won there."""

from __future__ import annotations

from dataclasses import dataclass

from journey.analyses.behind import BehindList, behind
from journey.analyses.interval import wilson
from journey.errors import WrongInput
from journey.model import Interval
from journey.scope import Scope
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Exit", "exit_journeys", "exits"]


@dataclass(frozen=True)
class Exit:
    """A touchpoint at which journeys end.

    Attributes
    ----------
    exits : int
        Mature journeys dropped or lost with it as their last touchpoint (before a lost touchpoint).
    exit_rate : Interval
        Of the mature journeys that visited it before any goal.
    went_on : Interval
        Share of those that went on from there which complete, late or not.
    ceiling : float
        exits x `went_on`: journeys won, did everybody who left there do as well as those who went on. Never more; most
        of them would leave somewhere else.
    """

    touchpoint: str
    stage: str | None
    exits: int
    exit_rate: Interval
    went_on: Interval
    ceiling: float


def exits(workspace: Workspace, scope: Scope) -> tuple[Exit, ...]:
    """All touchpoints at which some end, by descending ceiling."""
    with select(workspace, scope) as selection:
        rows = selection.run(
            f"""
            WITH ended AS ({_ended(selection)}), came AS (
                SELECT e.node, e.journey, j.outcome = 0 AS done
                FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
                WHERE e.first_visit AND j.mature AND j.outcome < 4 AND e.position < j.goal_position
                  AND (j.outcome <> 1 OR e.position <= j.exit_position)
            ), counted AS (
                SELECT c.node, count(*) AS came, count(d.journey) AS exits, count(*) FILTER (c.done) AS done
                FROM came c LEFT JOIN ended d ON d.journey = c.journey AND d.node = c.node GROUP BY c.node
            )
            SELECT n.name, s.name, c.exits, c.came, c.done FROM counted c JOIN {selection.nodes} n ON n.id = c.node
            LEFT JOIN stage s ON s.id = n.stage WHERE c.exits > 0 ORDER BY n.name
            """
        )
    found = [_exit(name, stage, left, came, done) for name, stage, left, came, done in rows]
    return tuple(sorted(found, key=lambda one: (-one.ceiling, one.touchpoint)))


def exit_journeys(workspace: Workspace, scope: Scope, touchpoint: str, top: int = 100) -> BehindList:
    """The journeys that end at a touchpoint, by the moment they were there last.

    Raises
    ------
    WrongInput
        No such touchpoint.
    """
    with select(workspace, scope) as selection:
        found = selection.run(f"SELECT id FROM {selection.nodes} WHERE name = ?", [touchpoint])
        if not found:
            raise WrongInput(
                _("This log has no touchpoint {name}.").format(name=repr(touchpoint)), _("Choose another.")
            )
        rows = f"SELECT journey, time, next FROM ({_ended(selection)}) WHERE node = ?"
        return behind(selection, rows, [found[0][0]], top)


def _ended(selection: Selection) -> str:
    """A query of the last event before its end of each mature journey that was dropped or lost."""
    return f"""
        SELECT e.journey, e.node, e.time, e.next FROM {selection.linked} e
        JOIN {selection.journeys} j ON j.id = e.journey
        WHERE j.mature AND j.outcome IN (1, 2) AND e.position <= j.exit_position
        QUALIFY row_number() OVER (PARTITION BY e.journey ORDER BY e.position DESC) = 1"""


def _exit(name: str, stage: str | None, left: int, came: int, done: int) -> Exit:
    went_on = wilson(done, came - left)
    return Exit(name, stage, left, wilson(left, came), went_on, left * (went_on.value or 0.0))

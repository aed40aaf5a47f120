"""How long a wait may be: what people set for a transition or a touchpoint, else what is usual."""

from __future__ import annotations

import math
from dataclasses import dataclass

from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.dialect import quantile
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Target", "freeze_targets", "set_target", "targets", "targets_of"]


@dataclass(frozen=True)
class Target:
    """The longest wait accepted of a transition.

    Attributes
    ----------
    seconds : float
        The target in force.
    usual_s : float
        p90 in completed journeys of the whole log, as it is now.
    waits : int
        Completed journeys' waits that p90 comes from.
    set_by : str
        "people", "frozen" (p90 of the day it was frozen), "touchpoint" (people, on the page Stages) or "log" (p90 now).
    """

    source: str
    target: str
    seconds: float
    usual_s: float
    waits: int
    set_by: str


def targets(workspace: Workspace) -> tuple[Target, ...]:
    """All targets, the transitions with most waits first."""
    with select(workspace, Scope()) as selection:
        rows = _rows(selection)
    return tuple(
        Target(source, target, seconds, usual, n, by) for _s, _t, source, target, seconds, usual, n, by in rows
    )


def targets_of(selection: Selection) -> dict[tuple[int, int], float]:
    """(source, target) -> seconds, by node at the level of the selection."""
    return {(row[0], row[1]): row[4] for row in _rows(selection)}


def set_target(workspace: Workspace, source: str, target: str, seconds: float | None) -> None:
    """Set the target of a transition, or with None go back to what is usual.

    Raises
    ------
    WrongInput
        It is no positive time.
    """
    if seconds is not None and not (math.isfinite(seconds) and seconds > 0):
        raise WrongInput(_("A target must be longer than nothing."), _("Write it like 2d, 4h or 30m."))
    with workspace.transaction(definitions=True) as cursor:
        cursor.execute("DELETE FROM friction_target WHERE source = ? AND target = ?", [source, target])
        if seconds is not None:
            cursor.execute("INSERT INTO friction_target VALUES (?, ?, ?, true)", [source, target, seconds])


def freeze_targets(workspace: Workspace) -> int:
    """Keep what is usual today as the target of every transition that has none: newer data then moves no target."""
    open_ones = [one for one in targets(workspace) if one.set_by == "log"]
    with workspace.transaction(definitions=True) as cursor:
        for one in open_ones:
            cursor.execute("INSERT INTO friction_target VALUES (?, ?, ?, false)", [one.source, one.target, one.usual_s])
    return len(open_ones)


def _rows(selection: Selection) -> list[tuple[int, int, str, str, float, float, int, str]]:
    # At another level waits are those of the folded events; what people set by touchpoint then says nothing.
    return selection.run(
        f"""
        WITH usual AS (
            SELECT e.node AS source, e.next AS target, {quantile("e.wait", 0.9)} / 1e6 AS seconds, count(*) AS n
            FROM {selection.linked} e JOIN journey j ON j.id = e.journey AND j.outcome = 0
            WHERE e.next >= 0 AND e.position < j.goal_position GROUP BY e.node, e.next
        )
        SELECT u.source, u.target, s.name, t.name, coalesce(p.seconds, a.target_wait_s, u.seconds), u.seconds, u.n,
               CASE WHEN p.by_people THEN 'people' WHEN p.seconds IS NOT NULL THEN 'frozen'
                    WHEN a.target_wait_s IS NOT NULL THEN 'touchpoint' ELSE 'log' END
        FROM usual u JOIN {selection.nodes} s ON s.id = u.source JOIN {selection.nodes} t ON t.id = u.target
        LEFT JOIN touchpoint a ON a.id = u.source AND a.name = s.name
        LEFT JOIN friction_target p ON p.source = s.name AND p.target = t.name
        ORDER BY u.n DESC, s.name, t.name
        """
    )

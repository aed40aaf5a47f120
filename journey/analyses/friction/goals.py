"""Touchpoints that may be the goal: those that end many journeys, far into them."""

from __future__ import annotations

from dataclasses import dataclass

from journey.store.workspace import Workspace

__all__ = ["Candidate", "goal_candidates"]

MOST = 5


@dataclass(frozen=True)
class Candidate:
    """A touchpoint that may mean success.

    Attributes
    ----------
    ends : int
        Journeys whose last event it is.
    share : float
        Of all journeys.
    """

    name: str
    ends: int
    share: float


def goal_candidates(workspace: Workspace) -> tuple[Candidate, ...]:
    """The touchpoints that end most journeys, weighted by how many events those had: success comes late."""
    rows = workspace.run(
        f"""
        WITH ended AS (SELECT e.node, count(*) AS ends, sum(e.position + 1) AS length FROM event e
                       WHERE e.next = -1 GROUP BY e.node)
        SELECT t.name, e.ends, e.ends / (SELECT count(*) FROM journey)
        FROM ended e JOIN touchpoint t ON t.id = e.node ORDER BY e.length DESC, t.name LIMIT {MOST}
        """
    )
    return tuple(Candidate(name, ends, share) for name, ends, share in rows)

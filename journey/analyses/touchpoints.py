"""The touchpoints of a workspace as people arrange them: names, stages, marks, and how often they occur."""

from __future__ import annotations

from dataclasses import dataclass

from journey.store.workspace import Workspace

__all__ = ["ChannelRow", "TouchpointRow", "channel_rows", "raw_of", "touchpoint_rows"]


@dataclass(frozen=True)
class TouchpointRow:
    """One touchpoint.

    Attributes
    ----------
    merged : tuple of str
        The names it had in the log, where several have become one or it was renamed.
    position : float
        Mean relative position in the journey, 0 (first) to 1 (last).
    by_company : bool or None
        None: as the log says.
    planned_cost : float or None
        A contact's, in the log's money.
    target_wait_s : float or None
        Seconds that people should wait here at most.
    assisted : bool or None
        Whether it is a contact with somebody of the company; None: nobody said so, its name tells.
    """

    id: int
    name: str
    merged: tuple[str, ...]
    stage: str | None
    events: int
    journeys: int
    position: float
    hidden: bool
    floating: bool
    by_company: bool | None
    moment_of_truth: bool
    planned_cost: float | None
    target_wait_s: float | None
    assisted: bool | None = None


def touchpoint_rows(workspace: Workspace) -> tuple[TouchpointRow, ...]:
    """All touchpoints: by stage, then by mean position."""
    rows = workspace.run(
        """
        WITH met AS (
            SELECT node, count(*) AS events, count(*) FILTER (first_visit) AS journeys FROM event GROUP BY node
        ), named AS (
            SELECT touchpoint, list(name ORDER BY id) AS names FROM raw_touchpoint GROUP BY touchpoint
        )
        SELECT t.id, t.name, n.names, s.name, coalesce(m.events, 0), coalesce(m.journeys, 0), t.position,
               t.hidden, t.floating, t.by_company, t.moment_of_truth, t.planned_cost, t.target_wait_s, t.assisted
        FROM touchpoint t JOIN named n ON n.touchpoint = t.id
        LEFT JOIN met m ON m.node = t.id LEFT JOIN stage s ON s.id = t.stage
        ORDER BY s.ordinal NULLS LAST, t.position, t.name
        """
    )
    return tuple(
        TouchpointRow(number, name, () if names == [name] else tuple(names), *rest)
        for number, name, names, *rest in rows
    )


@dataclass(frozen=True)
class ChannelRow:
    """One channel; `assisted` None: nobody said whether somebody serves there, its name tells."""

    id: int
    name: str
    events: int
    assisted: bool | None


def channel_rows(workspace: Workspace) -> tuple[ChannelRow, ...]:
    """All channels, the busiest first."""
    rows = workspace.run(
        """
        SELECT c.id, c.name, count(e.channel) AS events, c.assisted
        FROM channel c LEFT JOIN event e ON e.channel = c.id
        GROUP BY c.id, c.name, c.assisted ORDER BY events DESC, c.id
        """
    )
    return tuple(ChannelRow(*row) for row in rows)


def raw_of(workspace: Workspace, *touchpoints: int) -> tuple[int, ...]:
    """The touchpoints as imported that have become these."""
    rows = workspace.run(
        "SELECT id FROM raw_touchpoint WHERE touchpoint IN (SELECT unnest(?::INTEGER[])) ORDER BY id",
        [list(touchpoints)],
    )
    return tuple(row[0] for row in rows)

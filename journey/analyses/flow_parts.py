"""What a flow map consists of: touchpoints, transitions, ends, and the whole."""

from __future__ import annotations

from dataclasses import dataclass

from journey.model import Interval, Level
from journey.scope import Scope

__all__ = ["Ends", "FlowMap", "Touchpoint", "Transition"]


@dataclass(frozen=True)
class Ends:
    """Journeys that end somewhere, by outcome."""

    completed: int
    lost: int
    dropped: int
    open: int
    undecided: int
    """Journeys of a workspace that has no goal: their outcome is blank."""

    @property
    def total(self) -> int:
        return self.completed + self.lost + self.dropped + self.open + self.undecided


@dataclass(frozen=True)
class Touchpoint:
    """One box of the map. What it stands for depends on the level of the scope.

    Attributes
    ----------
    id : int
        Stable within a workspace and level.
    stage : str or None
    events, journeys : int
        Visits, and distinct journeys with at least one.
    share : float
        journeys / journeys shown.
    starts : int
        Journeys whose first event is here.
    ends : Ends
        Journeys whose last event is here.
    exit_rate, conversion : Interval
        docs/definitions.md; over mature journeys. `conversion` is that of the journeys that came here before any goal.
    score : Interval
        Mean answer given here, t interval; n counts answers. Blank where the log has none.
    cost_mean : float or None
        Mean cost of a visit, in the log's money.
    position : float
        Mean relative position in the journey, 0 (first) to 1 (last).
    moment_of_truth : bool
        Whether people marked it as one; at the level of touchpoints only.
    planned_cost : float or None
        What people planned for a contact, in the log's money; at that level only.
    """

    id: int
    name: str
    stage: str | None
    events: int
    journeys: int
    share: float
    starts: int
    ends: Ends
    exit_rate: Interval
    conversion: Interval
    score: Interval
    cost_mean: float | None
    position: float
    moment_of_truth: bool = False
    planned_cost: float | None = None


@dataclass(frozen=True)
class Transition:
    """One curve of the map: two events of a journey that follow each other directly.

    Attributes
    ----------
    source, target : int
        Touchpoint ids.
    events, journeys : int
    wait_mean_s, wait_median_s, wait_p90_s : float
        Seconds; `median` and `p90` interpolate.
    conversion : Interval
        Completed within the horizon, among the mature journeys that went this way before any goal.
    """

    source: int
    target: int
    events: int
    journeys: int
    wait_mean_s: float
    wait_median_s: float
    wait_p90_s: float
    conversion: Interval


@dataclass(frozen=True)
class FlowMap:
    """The as-is flow map of a scope.

    Attributes
    ----------
    journeys_shown, journeys_total : int
        Journeys in scope, and in the workspace.
    journeys_empty : int
        Journeys in scope of which every touchpoint is hidden: counted, but nowhere on the map.
    journeys_mature : int
        Journeys in scope that started long enough ago to be judged.
    conversion : Interval
        Completed within the horizon, of those; blank without a goal.
    events_shown, events_total : int
        Events of the scope as drawn (after hiding and folding), and in the workspace.
    touchpoints, transitions : tuple
        All of them, by descending number of journeys, then events, then name.
    happy_path : tuple of int
        Touchpoint ids of the likeliest path from a start to the goal (or to the commonest end).
    stages : tuple of str
        In their order; empty where the log has none.
    seconds : float
        Engine time.
    """

    scope: Scope
    level: Level
    journeys_shown: int
    journeys_total: int
    journeys_empty: int
    journeys_mature: int
    conversion: Interval
    events_shown: int
    events_total: int
    touchpoints: tuple[Touchpoint, ...]
    transitions: tuple[Transition, ...]
    happy_path: tuple[int, ...]
    stages: tuple[str, ...]
    seconds: float

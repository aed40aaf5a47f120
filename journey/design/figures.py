"""The figures of a chain: what the as-is and the to-be are compared by."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from journey.design.chain import Flow
from journey.design.compile import Belief
from journey.design.logged import as_logged
from journey.design.model import AsIs, Scores
from journey.design.monte_carlo import Walked
from journey.design.scenario import Scenario

__all__ = ["Figures", "exact_figures", "moved_over", "per_place", "shifted", "walked_figures"]

Figures = dict[str, float]
"""Name of a figure -> value; NaN where it cannot be told."""

Shift = dict[tuple[str, str], tuple[str, float]]


def exact_figures(
    model: AsIs, flow: Flow, scenario: Scenario, shifts: Shift, moved: tuple[float, float] = (0.0, 0.0)
) -> Figures:
    """Figures that are expectations.

    Parameters
    ----------
    moved : tuple of float
        What edited waits do to the horizon, as `moved_over` gives it.
    """
    figures: Figures = {}
    completed = flow.conversion + flow.late
    if model.has_goal:
        late, timely = moved
        figures["conversion"] = float(flow.conversion * (1 - timely) + flow.late * late)
        figures["completed"] = completed
        figures["lost"], figures["dropped"] = flow.lost, flow.dropped
    figures["contacts_per_journey"] = flow.contacts
    if model.has_cost:
        figures["cost_per_journey"] = flow.cost
        figures["cost_per_completed"] = flow.cost / completed if completed > 0 else np.nan
    if scenario.value_per_completed is not None and model.has_goal:
        figures["value_per_journey"] = figures["conversion"] * scenario.value_per_completed - flow.cost
    for score in model.scores:
        figures[f"score {score.name}"] = _score(score, flow, shifts, model.chain.names)
    return figures


def moved_over(walked: Walked, horizon_s: float) -> tuple[float, float]:
    """Of completed journeys that were late, the share now in time; of those in time, the share now late."""
    if not np.isfinite(horizon_s):
        return 0.0, 0.0
    was = walked.plain[walked.completed] <= horizon_s
    now = walked.duration[walked.completed] <= horizon_s
    late = float(now[~was].mean()) if (~was).any() else 0.0
    return late, float((~now[was]).mean()) if was.any() else 0.0


def walked_figures(model: AsIs, walked: Walked) -> Figures:
    """Figures of distributions: seconds to the goal of those who complete; of all, where there is no goal."""
    chosen = walked.duration[walked.completed] if model.has_goal else walked.duration
    if not len(chosen):
        return {"median_duration_s": np.nan, "p90_duration_s": np.nan}
    median, p90 = np.quantile(chosen, (0.5, 0.9))
    return {"median_duration_s": float(median), "p90_duration_s": float(p90)}


def shifted(scenario: Scenario, values: Mapping[Belief, float]) -> Shift:
    """What edits of scores change: (touchpoint, score) -> how, and how much."""
    found: Shift = {}
    for number, edit in as_logged(scenario):
        if edit.kind == "score":
            for name, assumption in edit.numbers:
                found[edit.text("touchpoint"), edit.text("score")] = (
                    name,
                    values.get((number, name), assumption.likely),
                )
    return found


def _score(score: Scores, flow: Flow, shifts: Shift, logged: tuple[str, ...]) -> float:
    visits = flow.per_node(flow.visits)
    answers, total = np.zeros(len(visits)), np.zeros(len(visits))
    known = len(score.answers)
    answers[:known], total[:known] = score.answers, score.total
    for (touchpoint, asked), (how, amount) in shifts.items():
        if asked in ("", score.name) and touchpoint in logged:
            at = logged.index(touchpoint)
            total[at] = answers[at] * amount if how == "value" else total[at] + answers[at] * amount
    given = float(visits @ answers)
    return float(visits @ total) / given if given > 0 else float("nan")


def per_place(flow: Flow) -> dict[str, NDArray[np.float64]]:
    """Exit rate, visits and exits of every node."""
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(flow.reach > 1e-9, flow.exits / flow.reach, np.nan)
    return {"exit_rate": np.minimum(rate, 1.0), "visits": flow.per_node(flow.visits), "exits": flow.exits}

"""The forecast of a trial, for the journeys that its control group really had."""

from __future__ import annotations

from dataclasses import dataclass

from journey.design.preview import preview
from journey.design.trial import Trial, is_treated
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace

__all__ = ["LEAST", "Inflow", "expected_of_inflow"]

LEAST = 200
"""Mature journeys of the control group, for a model of them alone."""


@dataclass(frozen=True)
class Inflow:
    """What the edits would do to the journeys of the control group.

    Attributes
    ----------
    journeys : int
        Mature journeys of the control group.
    gain : float
        The expected difference in conversion.
    """

    journeys: int
    gain: float


def expected_of_inflow(workspace: Workspace, trial: Trial) -> Inflow | None:
    """Fit the model to the control group of a trial, make the edits there, and take the difference in conversion.

    The frozen forecast is of the journeys before the trial. Where others came meanwhile, from another campaign or in
    another season, a part of what it missed by is theirs: this tells that part from what an assumption missed.

    Returns
    -------
    Inflow or None
        None: there is no control group, it has under `LEAST` mature journeys, there is no goal, or an edit cannot be
        made on them.
    """
    keys = _control(workspace, trial)
    if len(keys) < LEAST:
        return None
    found = preview(workspace, Scope(level=trial.scope.level, journeys=keys), trial.scenario)
    if found.wrong is not None or "conversion" not in found.figures:
        return None
    return Inflow(found.journeys, found.figures["conversion"] - found.as_is["conversion"])


def _control(workspace: Workspace, trial: Trial) -> tuple[str, ...]:
    """Keys of the mature journeys of the control group."""
    if trial.share >= 1:
        return ()
    with select(workspace, trial.scope.selection()) as selection:
        rows = selection.cursor.execute(
            f"""
            SELECT j.key, j.customer
            FROM {selection.journeys} s JOIN journey j ON j.id = s.id
            WHERE s.mature AND s.outcome < 4 AND j.started >= ? ORDER BY s.id
            """,
            [trial.begins],
        ).fetchall()
    return tuple(key for key, customer in rows if not is_treated(str(customer), trial.seed, trial.share))

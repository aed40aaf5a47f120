"""What a scenario is worth: journeys completed more, and journeys it concerns, in 30 days."""

from __future__ import annotations

from dataclasses import dataclass

from journey.design.forecast import Forecast
from journey.design.logged import as_logged
from journey.design.preview import preview
from journey.design.scenario import Scenario
from journey.design.start import part_of
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Gain", "expected_gain", "gain"]


@dataclass(frozen=True)
class Gain:
    """Journeys in 30 days: completed more (with the ends of the forecast), and concerned; and all that begin."""

    value: float
    low: float | None
    high: float | None
    touched: float
    journeys: float


def gain(workspace: Workspace, scope: Scope, found: Forecast) -> Gain:
    """The forecast difference in conversion times the journeys that begin in 30 days, at the pace of the whole log.

    Parameters
    ----------
    scope : Scope
        What the forecast is of.

    Raises
    ------
    WrongInput
        Nobody said what success is.
    """
    if "conversion" not in found.difference:
        raise _no_goal()
    touched, monthly = _pace(workspace, scope, found.scenario)
    band = found.difference["conversion"]
    return Gain(band.value * monthly, band.low * monthly, band.high * monthly, touched, monthly)


def expected_gain(workspace: Workspace, scope: Scope, scenario: Scenario) -> Gain:
    """The same at once, from what is expected alone: how sure it is, is not known.

    Raises
    ------
    WrongInput
        Nobody said what success is, or the scenario cannot be made.
    """
    found = preview(workspace, scope, scenario)
    if found.wrong is not None:
        raise found.wrong
    if "conversion" not in found.figures:
        raise _no_goal()
    touched, monthly = _pace(workspace, scope, scenario)
    return Gain((found.figures["conversion"] - found.as_is["conversion"]) * monthly, None, None, touched, monthly)


def _no_goal() -> WrongInput:
    return WrongInput(_("Without a goal nothing is completed."), _("Set one on the page Workspace."))


def _pace(workspace: Workspace, scope: Scope, scenario: Scenario) -> tuple[float, float]:
    """Journeys in 30 days that the edits concern, and all that begin."""
    places = {edit.text(name) for _n, edit in as_logged(scenario) for name in ("touchpoint", "source")} - {""}
    part = part_of(workspace, scope, scenario.start)
    with select(workspace, part.selection()) as selection:
        (journeys, days) = selection.run(
            f"""
            SELECT count(*), greatest(1.0, date_diff('second', min(j.started), max(j.started)) / 86400.0)
            FROM {selection.journeys} s JOIN journey j ON j.id = s.id
            """
        )[0]
        (met,) = selection.run(
            f"""
            SELECT count(DISTINCT e.journey) FROM {selection.events} e JOIN touchpoint t ON t.id = e.node
            WHERE t.name IN (SELECT unnest(?::VARCHAR[]))
            """,
            [sorted(places)],
        )[0]
    return 30 * met / days, 30 * journeys / days

"""The page Conformance as a slide: where journeys leave a design, on the map, or how many go as designed, by week."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.flow import flow_map
from journey.charts.conformance_trend import conformance_trend
from journey.charts.conformance_words import answer, deviation_table, leaving_shading
from journey.charts.flow_map import spec
from journey.design.conformance.named import allowed_in, conformance_of, designs
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.designs import launch_of
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.known import known
from journey.stories.map_place import known_place
from journey.stories.picture import MapPicture, figure_picture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """Journeys against the design of the settings, else against the first.

    Raises
    ------
    WrongInput
        There is no design, or it cannot be read or made.
    """
    every = designs(workspace)
    if not every:
        raise WrongInput(
            _("There is no design to hold reality against yet."), _("Make one on the page Designer, or give a file.")
        )
    chosen = known(settings.get("design"), every)
    launch = launch_of(workspace, chosen)
    found = ask(conformance_of, workspace, scope, chosen, allowed_in(workspace, chosen), launch)
    table = table_of(deviation_table(found))
    if settings.get("view") == "weeks":
        return Drawn(answer(found), figure_picture(lambda mode: conformance_trend(found.weeks, mode, launch)), table)
    flow = ask(flow_map, workspace, scope.selection())
    shading = leaving_shading(flow, [one for one in found.found if not one.accepted])
    picture = spec(flow, flow, shading=shading, selected=known_place(settings.get("place", "")))
    return Drawn(answer(found), MapPicture(picture), table)

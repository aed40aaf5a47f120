"""The page Neighbourhood as a slide: the map, with the touchpoint in the middle of the page outlined."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.flow import FlowMap, Touchpoint, flow_map
from journey.charts.flow_map import spec
from journey.charts.neighbour_words import neighbour_table, neighbourhood_answer
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.all_hidden import all_hidden
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.known import known
from journey.stories.picture import MapPicture
from journey.stories.table import table_of

__all__ = ["around", "draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The map around the touchpoint of the settings, else around the first.

    Raises
    ------
    WrongInput
        Every touchpoint is hidden.
    """
    flow = ask(flow_map, workspace, scope)
    if not flow.touchpoints:
        raise all_hidden()
    parts = {t.name: t for t in flow.touchpoints}
    middle = parts[known(settings.get("at"), parts)]
    return Drawn(neighbourhood_answer(flow, middle), around(flow, middle), table_of(neighbour_table(flow, middle)))


def around(flow: FlowMap, middle: Touchpoint) -> MapPicture:
    """The map with that touchpoint on it, whether it is a common one or not."""
    return MapPicture(spec(flow, keep=(middle.id,), selected=f"t{middle.id}"))

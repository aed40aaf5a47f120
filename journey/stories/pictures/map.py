"""The page Map as a slide."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.flow import flow_map
from journey.analyses.info import info
from journey.charts.flow_map import Overlay, spec
from journey.charts.flow_tables import touchpoint_table
from journey.charts.map_words import map_answer
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.map_place import known_place
from journey.stories.map_shows import map_metrics, map_shading, overlays
from journey.stories.map_size import map_size
from journey.stories.picture import MapPicture
from journey.stories.table import table_of

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The map as the page shows it: its overlay, its number of boxes and curves, its selection."""
    held = ask(info, workspace)
    flow = ask(flow_map, workspace, scope)
    base = ask(flow_map, workspace, Scope(level=scope.level, hidden=scope.hidden))
    shown = settings.get("show", "")
    metric = map_metrics(workspace, scope, held, ask).get(shown)
    picture = spec(
        flow,
        base,
        overlay=overlays(held).get(shown, Overlay.EVENTS),
        shading=map_shading(workspace, scope, flow, metric, ask),
        selected=known_place(settings.get("place", "")),
        **map_size(settings),
    )
    return Drawn(map_answer(flow), MapPicture(picture), table_of(touchpoint_table(flow)))

"""The page Replay as a slide: its map, standing still."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.flow import flow_map
from journey.analyses.info import info
from journey.analyses.replay import replay
from journey.charts.flow_map import spec
from journey.charts.replay_spec import replay_spec
from journey.charts.replay_words import answer, strata_table
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.all_hidden import all_hidden
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.known import known
from journey.stories.map_size import map_size
from journey.stories.picture import MapPicture
from journey.stories.replay_colours import replay_colours
from journey.stories.table import table_of

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The map that the tokens move on, and the sample they are.

    Raises
    ------
    WrongInput
        Every touchpoint is hidden.
    """
    flow = ask(flow_map, workspace, scope)
    if not flow.touchpoints:
        raise all_hidden()
    base = ask(flow_map, workspace, Scope(level=scope.level, hidden=scope.hidden))
    colour = known(settings.get("colour"), replay_colours(ask(info, workspace)))
    found = ask(replay, workspace, scope, colour=colour)
    picture = replay_spec(found, spec(flow, base, **map_size(settings)), colour=colour)
    return Drawn(answer(flow), MapPicture(picture.map), table_of(strata_table(found, colour)))

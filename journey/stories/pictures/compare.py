"""The page Compare as a slide: in what two groups differ, on the map."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.compare import compare
from journey.analyses.flow import flow_map
from journey.analyses.info import info
from journey.charts.compare_table import difference_table, listed_differences
from journey.charts.compare_words import compare_answer, difference_shading
from journey.charts.flow_map import spec
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.all_hidden import all_hidden
from journey.stories.ask import Ask
from journey.stories.compared import chosen_groups
from journey.stories.drawn import Drawn
from journey.stories.map_place import known_place
from journey.stories.map_size import map_size
from journey.stories.picture import MapPicture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The two groups of the settings, else those the page offers first.

    Raises
    ------
    WrongInput
        There are no two groups, they are the same, or every touchpoint is hidden.
    """
    flow = ask(flow_map, workspace, scope)
    if not flow.touchpoints:
        raise all_hidden()
    chosen = chosen_groups(workspace, ask(info, workspace), settings, ask)
    if chosen is None:
        raise WrongInput(_("There are no two groups to compare."), _("Choose two groups on the page Compare."))
    (a, of_a), (b, of_b) = chosen
    found = ask(compare, workspace, scope, of_a, of_b)
    base = ask(flow_map, workspace, Scope(level=scope.level, hidden=scope.hidden))
    place = known_place(settings.get("place", ""))
    picture = spec(flow, base, shading=difference_shading(flow, found), selected=place, **map_size(settings))
    rows = listed_differences(found, place) or found.differences
    return Drawn(compare_answer(found, a, b), MapPicture(picture), table_of(difference_table(rows, a, b)))

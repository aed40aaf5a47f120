"""The page Groups as a slide: how large each way of going about it is, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from journey.analyses.groups.find import behavioural_groups
from journey.charts.group_picture import group_bars
from journey.charts.group_words import group_names, group_table, groups_answer, no_groups
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.names_given import names_given
from journey.stories.picture import figure_picture
from journey.stories.table import table_of

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """As many groups as the settings ask for, else as many as hold, by the names that people gave them.

    Raises
    ------
    WrongInput
        No groups stand apart.
    """
    wanted, given = None, {}
    with suppress(ValueError):
        wanted = int(settings.get("groups", ""))
    with suppress(ValueError):
        given = names_given(settings.get("names", ""))
    found = ask(behavioural_groups, workspace, scope, wanted)
    if not found.groups:
        raise WrongInput(groups_answer(found, []), no_groups(found))
    names = group_names(found, given)
    picture = figure_picture(lambda mode: group_bars(found.groups, names, mode))
    return Drawn(groups_answer(found, names), picture, table_of(group_table(found, names)))

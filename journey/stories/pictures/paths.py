"""The page Paths as a slide: the ways on from a touchpoint, or to it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from journey.analyses.flow import flow_map
from journey.analyses.paths import PathQuestion, paths
from journey.charts.paths_sankey import paths_sankey
from journey.charts.paths_words import paths_answer, ribbon_table
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.all_hidden import all_hidden
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.known import known
from journey.stories.picture import figure_picture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["NAMED", "STEPS", "draw", "named_asked", "steps_asked"]

STEPS, NAMED = 5, 6
"""How far ways are followed, and how many touchpoints have their own box at each step, where nobody says so."""


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The ways of the settings, else those on from the touchpoint that the page begins with.

    Raises
    ------
    WrongInput
        No way leads on, or every touchpoint is hidden.
    """
    names = [touchpoint.name for touchpoint in ask(flow_map, workspace, scope).touchpoints]
    if not names:
        raise all_hidden()
    steps, top = STEPS, NAMED
    with suppress(ValueError):
        steps = steps_asked(settings.get("steps", ""))
    with suppress(ValueError):
        top = named_asked(settings.get("named", ""))
    question = PathQuestion(
        anchor=known(settings.get("at"), names),
        direction="before" if settings.get("unroll") == "before" else "after",
        occurrence="last" if settings.get("visit") == "last" else "first",
        steps=steps,
        top=top,
    )
    found = ask(paths, workspace, scope, question)
    if not found.links:
        raise WrongInput(paths_answer(found), _("Choose another touchpoint, or remove a filter."))
    return Drawn(
        paths_answer(found), figure_picture(lambda mode: paths_sankey(found, mode)), table_of(ribbon_table(found))
    )


def steps_asked(text: str) -> int:
    """How many steps an address follows; ValueError where it says no number.

    >>> steps_asked("3"), steps_asked("99")
    (3, 12)
    """
    return min(12, max(1, int(text)))


def named_asked(text: str) -> int:
    """How many touchpoints an address names at each step; ValueError where it says no number."""
    return min(20, max(1, int(text)))

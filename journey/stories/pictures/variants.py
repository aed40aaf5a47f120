"""The page Variants as a slide: how much of the journeys the commonest ways hold."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from journey.analyses.variants import variants
from journey.charts.coverage import coverage
from journey.charts.variant_words import variant_table, variants_answer
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.all_hidden import all_hidden
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import figure_picture
from journey.stories.table import table_of

__all__ = ["STEP", "draw", "ways_asked"]

STEP = 25
_MOST = 1_000


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The curve of the ways, and as many of them in the table as the page lists.

    A page of few ways has its list in the place of the curve; a slide has no list, so there it is drawn, too.

    Raises
    ------
    WrongInput
        There is no way, as every touchpoint is hidden.
    """
    top = STEP
    with suppress(ValueError):
        top = ways_asked(settings.get("top", ""))
    found = ask(variants, workspace, scope, top=top)
    if not found.variants:
        raise all_hidden()
    return Drawn(
        variants_answer(found), figure_picture(lambda mode: coverage(found, mode)), table_of(variant_table(found))
    )


def ways_asked(text: str) -> int:
    """How many ways an address asks for; ValueError where it says no number.

    >>> ways_asked("50"), ways_asked("3"), ways_asked("99999")
    (50, 25, 1000)
    """
    return max(STEP, min(int(text), _MOST))

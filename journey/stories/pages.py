"""Which pages can be pinned, and their slides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.story_pins import Pin
from journey.store.workspace import Workspace
from journey.stories.ask import Ask, directly
from journey.stories.drawn import Drawn
from journey.stories.pictures import (
    alerts,
    board,
    channels,
    compare,
    conformance,
    designer,
    drivers,
    forecast,
    friction,
    funnel,
    groups,
    loops,
    map,
    metrics,
    neighbourhood,
    one_journey,
    opportunities,
    paths,
    prove_it,
    replay,
    time_to_goal,
    trends,
    variants,
    voice,
)
from journey.stories.slide import Slide, footer
from journey.text import _

__all__ = ["PAGES", "as_slide", "slide_at", "slide_of"]

Draw = Callable[[Workspace, Scope, Mapping[str, str], Ask], Drawn]

PAGES: dict[str, Draw] = {
    "as_is/map": map.draw,
    "as_is/neighbourhood": neighbourhood.draw,
    "as_is/board": board.draw,
    "as_is/variants": variants.draw,
    "as_is/channels": channels.draw,
    "as_is/journeys": one_journey.draw,
    "experience/metrics": metrics.draw,
    "experience/voice": voice.draw,
    "experience/trends": trends.draw,
    "experience/alerts": alerts.draw,
    "experience/drivers": drivers.draw,
    "friction/friction": friction.draw,
    "friction/loops": loops.draw,
    "friction/drop_off": funnel.draw,
    "friction/paths": paths.draw,
    "friction/time_to_goal": time_to_goal.draw,
    "friction/compare": compare.draw,
    "friction/groups": groups.draw,
    "to_be/designer": designer.draw,
    "to_be/forecast": forecast.draw,
    "to_be/opportunities": opportunities.draw,
    "to_be/conformance": conformance.draw,
    "to_be/prove_it": prove_it.draw,
    "present/replay": replay.draw,
}
"""Page -> what draws it as a slide, anew from its scope and settings."""


def slide_of(workspace: Workspace, pin: Pin, ask: Ask = directly) -> Slide:
    """The slide of a pin: drawn now from its scope and settings, or as it was frozen, with the pin's own words.

    Parameters
    ----------
    ask : callable
        How analyses are asked (`stories.ask`).

    Raises
    ------
    WrongInput
        The page cannot be shown as a slide, or the scope names what the log does not have.
    """
    if pin.frozen is not None:
        return replace(Slide.read(json.loads(pin.frozen)), title=pin.title, sentence=pin.sentence)
    return slide_at(workspace, pin.page, pin.scope, pin.settings, title=pin.title, sentence=pin.sentence, ask=ask)


def slide_at(
    workspace: Workspace,
    page: str,
    scope: Scope,
    settings: Mapping[str, str],
    *,
    title: str = "",
    sentence: str = "",
    ask: Ask = directly,
) -> Slide:
    """A page as a slide, with what its address says of it.

    Parameters
    ----------
    page : str
        A key of `PAGES`.
    settings : dict of str to str
        The rest of the page's address; what cannot be read counts as absent, as on the page.
    """
    if page not in PAGES:
        raise WrongInput(_("The page {page} has no slide.").format(page=repr(page)), _("Pin another view."))
    drawn = PAGES[page](workspace, scope, settings, ask)
    return as_slide(workspace, page, scope, drawn, title=title, sentence=sentence, ask=ask)


def as_slide(
    workspace: Workspace, page: str, scope: Scope, drawn: Drawn, *, title: str = "", sentence: str = "",
    ask: Ask = directly,
) -> Slide:  # fmt: skip
    """What a page has to say, with whose journeys these are and who is named in it."""
    return Slide(
        page=page,
        title=title,
        sentence=sentence,
        answer=drawn.answer,
        picture=drawn.picture,
        table=drawn.table,
        footer=footer(workspace, scope, ask),
        people=(
            *drawn.people,
            *(("customer", key) for key in scope.customers),
            # More than one are told by their number.
            *(("journey", key) for key in scope.journeys[:1]),
        ),
    )

"""How the pages let slides ask their analyses: through the results that pages keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from journey.analyses.compare import compare
from journey.analyses.drivers.find import drivers, moments
from journey.analyses.friction.friction import friction
from journey.analyses.groups.find import behavioural_groups
from journey.analyses.time_to_goal import time_to_goal
from journey.analyses.voice.theme_shares import voice
from journey.design.conformance.named import conformance_of
from journey.design.forecast import forecast
from journey.errors import JourneyError
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.long_work import worked_out
from journey.views.results import kept

__all__ = ["NotReady", "ask"]

_LONG: tuple[Callable[..., Any], ...] = (
    behavioural_groups,
    compare,
    conformance_of,
    drivers,
    forecast,
    friction,
    moments,
    time_to_goal,
    voice,
)


class NotReady(JourneyError):
    """An analysis that takes long is under way; ask again."""


def ask(analysis: Callable[..., Any], workspace: Workspace, *given: Any, **named: Any) -> Any:
    """The result of an analysis; what a page has worked out is not worked out again.

    Raises
    ------
    NotReady
        It takes long, and is under way.
    """
    if analysis not in _LONG:
        return kept(analysis, workspace, *given, **named)
    found = worked_out(analysis, workspace, *given, **named)
    if found is None:
        raise NotReady(_("This view is still being computed."), _("Try again when the page shows it."))
    return found

"""One journey as a slide, event by event."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.info import info
from journey.analyses.journeys import timeline
from journey.charts.journey_words import event_table, journey_answer
from journey.charts.timeline_rows import timeline_rows
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import TimelinePicture
from journey.stories.table import table_of
from journey.text import _

__all__ = ["draw"]


def draw(workspace: Workspace, _scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The journey that is open on the page Journeys.

    Raises
    ------
    WrongInput
        None is open, or the log does not have it any more.
    """
    key = settings.get("journey")
    if not key:
        raise WrongInput(_("A list of journeys has no slide."), _("Open one journey, and pin that."))
    found = timeline(workspace, key)
    channels = ask(info, workspace).channels
    light, dark = timeline_rows(found, channels, "light"), timeline_rows(found, channels, "dark")
    people = (("journey", found.journey.key), ("customer", found.journey.customer))
    return Drawn(journey_answer(found.journey), TimelinePicture(light, dark), table_of(event_table(found)), people)

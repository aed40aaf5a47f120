"""The page Metrics as a slide: its table, coloured where a group differs from all others."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.info import info
from journey.analyses.metric_catalogue import FAMILIES, catalogue, gaps, with_intervals
from journey.analyses.metric_groups import offered
from journey.analyses.metric_spread import QUICK, spreads
from journey.analyses.metrics import metrics
from journey.analyses.retention import retention, with_retention
from journey.charts.metric_table import metric_table
from journey.charts.metric_words import metrics_answer, metrics_frame, usual_family
from journey.scope import Scope
from journey.store.metric_targets import targets
from journey.store.score_declarations import declarations
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import metrics_picture
from journey.stories.table import table_of

__all__ = ["draw", "wants_intervals"]


def wants_intervals(setting: str, events: int) -> bool:
    """Whether medians and means are to have their intervals: as the settings say ("yes", "no"), else where it is quick.

    >>> wants_intervals("", 200_000), wants_intervals("", 5_000_000), wants_intervals("yes", 5_000_000)
    (True, False, True)
    """
    return setting == "yes" if setting in ("yes", "no") else events <= QUICK


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The metrics of one family, by what the settings say."""
    choices = offered(workspace)
    by = settings.get("by")
    by = by if by in choices else choices[0]
    family = next((one for one in FAMILIES if one == settings.get("show")), None)
    if family is None:
        measured = bool(ask(declarations, workspace)) or bool(ask(info, workspace).outcomes)
        family = usual_family(measured=measured)
    found = ask(metrics, workspace, scope, by)
    if family == "value":
        found = with_retention(found, ask(retention, workspace, scope, by))
    shown = catalogue(found)
    if wants_intervals(settings.get("intervals", ""), ask(info, workspace).events):
        own = [one for one in shown if one.family == family]
        shown = with_intervals(shown, spreads(workspace, scope, by, own, ask))
    apart = gaps(found, shown)
    spec = metric_table(found, shown, apart, targets(workspace), family)
    return Drawn(metrics_answer(found, shown, apart), metrics_picture(spec), table_of(metrics_frame(found, shown)))

"""The page Drop-off as a slide: its funnel."""

from __future__ import annotations

from collections.abc import Mapping

from journey.analyses.flow import FlowMap, flow_map
from journey.analyses.funnel import funnel
from journey.analyses.funnel_offer import offered_optional, offered_steps, offered_window
from journey.analyses.funnel_question import Funnel
from journey.analyses.info import info
from journey.charts.funnel_bars import funnel_bars
from journey.charts.funnel_words import funnel_answer, step_table
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.picture import figure_picture
from journey.stories.table import table_of

__all__ = ["draw"]


def draw(workspace: Workspace, scope: Scope, settings: Mapping[str, str], ask: Ask) -> Drawn:
    """The funnel of the settings, else the one that the page offers.

    Raises
    ------
    WrongInput
        There are less than two touchpoints, or a step that the log does not have.
    """
    text = settings.get("funnel")
    question = Funnel.parse(text) if text else _offered(workspace, ask(flow_map, workspace, scope), ask)
    found = ask(funnel, workspace, scope, question)
    return Drawn(
        funnel_answer(found), figure_picture(lambda mode: funnel_bars(found, mode)), table_of(step_table(found))
    )


def _offered(workspace: Workspace, flow: FlowMap, ask: Ask) -> Funnel:
    steps = offered_steps(flow)
    skipped = offered_optional(flow, steps)
    return Funnel(
        steps=tuple((name,) for name in steps),
        optional=tuple(n for n, name in enumerate(steps) if name in skipped and 0 < n < len(steps) - 1),
        window_s=offered_window(ask(info, workspace).judged.horizon_s),
    )

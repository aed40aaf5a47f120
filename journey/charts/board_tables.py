"""The figures of the board as tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from journey.analyses.board import Board, Persona
from journey.charts.board_personas import common_score
from journey.text import _

__all__ = ["board_table", "persona_table"]


def board_table(found: Board) -> pd.DataFrame:
    """A row for each stage."""
    stages = found.stages
    columns = {
        _("Stage"): [stage.name for stage in stages],
        _("Journeys"): [stage.journeys for stage in stages],
        _("Reach"): [stage.reach for stage in stages],
        _("Lost here"): [stage.lost.value for stage in stages],
        _("Mature journeys"): [stage.lost.n for stage in stages],
        _("Visits"): [stage.visits for stage in stages],
        _("Median time (s)"): [stage.time_median_s for stage in stages],
        _("p90 time (s)"): [stage.time_p90_s for stage in stages],
        _("Come again"): [stage.repeats.value for stage in stages],
        _("Departures back"): [stage.backtracks.value for stage in stages],
        _("Change of channel"): [stage.switches.value for stage in stages],
        _("Cost"): [stage.cost for stage in stages],
        _("Planned cost"): [stage.planned_cost for stage in stages],
        _("Longer than target"): [stage.late.value for stage in stages],
    }
    return pd.DataFrame(columns)


def persona_table(found: Board, held: Sequence[tuple[Persona, Board | None]]) -> pd.DataFrame:
    """A row for each persona and stage."""
    score = common_score([board for _persona, board in held if board is not None])
    rows = []
    for persona, board in held:
        line = next((line for line in board.emotions if line.score == score), None) if board else None
        for stage in board.stages if board else ():
            felt = line.feelings.get(stage.name) if line else None
            rows.append(
                (persona.name, stage.name, stage.journeys, stage.reach, stage.lost.value, stage.time_median_s,
                 stage.cost, felt.value if felt else None, felt.n if felt else 0)
            )  # fmt: skip
    return pd.DataFrame(
        rows,
        columns=[_("Persona"), _("Stage"), _("Journeys"), _("Reach"), _("Lost here"), _("Median time (s)"), _("Cost"),
                 _("Feeling"), _("Answers")],
    )  # fmt: skip

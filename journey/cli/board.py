"""`board`: the stages with what the log says about them, printed, or as a file with what people wrote."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from journey.analyses.board import Board, board
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey board --workspace shop --out board.html"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--out", metavar="FILE", type=Path, help=_("write the whole board there, as HTML"))
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Describe the stages, and write the file."""
    with opened(given) as workspace:
        found = board(workspace, given_scope(given, workspace))
        if not found.stages:
            raise WrongInput(
                _("{name} has no stages, and a board has a column for each.").format(name=workspace.name),
                _("`stages --suggest` proposes some, `stages --set FILE` sets them."),
            )
        if given.out is not None:
            from journey.charts.board_html import board_html
            from journey.charts.board_spec import board_spec
            from journey.store.board_notes import layout, notes

            spec = board_spec(found, notes(workspace), layout(workspace), title=workspace.name)
            given.out.write_text(board_html(spec), encoding="utf-8")
    if given.json:
        print_json(_content(found))
    elif given.out is not None:
        print(_("{stages} stages: {path}.").format(stages=len(found.stages), path=given.out))
    else:
        _print(found)


def _content(found: Board) -> dict[str, Any]:
    return {
        "scope": found.scope.text(),
        "journeys": {"shown": found.journeys_shown, "total": found.journeys_total},
        "stages": [
            {
                "name": stage.name,
                "journeys": stage.journeys,
                "reach": stage.reach,
                "lost": stage.lost.value,
                "lost_n": stage.lost.n,
                "visits": stage.visits,
                "time_median_s": stage.time_median_s,
                "time_p90_s": stage.time_p90_s,
                "repeats": stage.repeats.value,
                "backtracks": stage.backtracks.value,
                "cost": stage.cost,
                "comments": stage.comments,
                "touchpoints": [{"name": contact.name, "events": contact.events} for contact in stage.contacts],
                "emotion": {
                    line.score: felt.value
                    for line in found.emotions
                    if (felt := line.feelings.get(stage.name)) is not None
                },
            }
            for stage in found.stages
        ],
    }


def _print(found: Board) -> None:
    print_table(
        (_("stage"), _("journeys"), _("reach"), _("lost here"), _("median time"), _("p90 time"), _("come again"),
         _("back"), _("cost")),
        (
            (stage.name, format.count(stage.journeys), format.percent(stage.reach), format.percent(stage.lost.value),
             format.duration(stage.time_median_s), format.duration(stage.time_p90_s),
             format.percent(stage.repeats.value), format.percent(stage.backtracks.value), format.number(stage.cost))
            for stage in found.stages
        ),
    )  # fmt: skip

"""`board`: the stages with what the log says about them, printed, or as a file with what people wrote.

A board can begin here without a log, take sticky notes from a file, and be brought to a log.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from journey.analyses.board import Board
from journey.charts.board_spec import lane_words
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.store.board_notes import notes
from journey.store.board_stages import new_board
from journey.store.library import workspace_path
from journey.store.sticky_notes import Carried, carry, put_stickies, stickies
from journey.store.workspace import Workspace
from journey.stories.ask import directly
from journey.stories.board_file import board_file
from journey.stories.board_people import board_of, persona_boards
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey board --workspace shop --out board.html"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--out", metavar="FILE", type=Path, help=_("write the whole board there, as HTML"))
    parser.add_argument(
        "--new", metavar="STAGES", help=_("begin a board without a log, with these stages: Discover,Choose,Buy")
    )
    parser.add_argument(
        "--notes",
        metavar="FILE",
        type=Path,
        help=_("put sticky notes on it: a CSV with the columns stage, lane and text"),
    )
    parser.add_argument("--bring", metavar="W", help=_("bring the notes, personas and lanes of another workspace here"))
    parser.as_it_is()
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Change what was asked, describe the stages, and write the file."""
    if given.new is not None:
        new_board(workspace_path(given.workspace), given.new.split(","))
    with opened(given, blank=True) as workspace:
        scope = given_scope(given, workspace)
        found = board_of(workspace, scope, directly)
        if not found.stages and not found.blank:
            raise WrongInput(
                _("{name} has no stages, and a board has a column for each.").format(name=workspace.name),
                _("`stages --suggest` proposes some, `stages --set FILE` sets them."),
            )
        done = _put(given, workspace)
        found = board_of(workspace, scope, directly) if found.blank else found
        written = notes(workspace)
        held = persona_boards(workspace, found, directly)
        if given.out is not None:
            given.out.write_text(board_file(workspace, scope, as_it_is=given.as_it_is), encoding="utf-8")
    if given.json:
        print_json(
            _content(found)
            | {
                "notes": [
                    {"stage": note.stage, "lane": note.lane, "text": note.text, "evidence": note.evidence}
                    for note in written
                ],
                "personas": [
                    {"name": persona.name, "about": persona.about, **(_content(view) if view else {})}
                    for persona, view in held
                ],
            }
        )
        return
    for line in done:
        print(line)
    if given.out is not None:
        print(_("{stages} stages: {path}.").format(stages=len(found.stages), path=given.out))
    elif found.blank:
        print_table(
            (_("stage"), _("notes")),
            [(stage.name, format.count(sum(note.stage == stage.name for note in written))) for stage in found.stages],
        )
    else:
        _print(found)


def _put(given: argparse.Namespace, workspace: Workspace) -> list[str]:
    """Put on the board what was given; what came of it."""
    told = []
    if given.notes is not None:
        try:
            content = given.notes.read_bytes()
        except OSError as error:
            raise WrongInput(_("{path} cannot be read.").format(path=given.notes), _("Check the path.")) from error
        told.append(_told(put_stickies(workspace, stickies(content, given.notes.name, lane_words()))))
    if given.bring is not None:
        if workspace_path(given.bring).resolve() == workspace.path.resolve():
            raise WrongInput(_("A board cannot be brought to itself."), _("Name another workspace."))
        with opened(argparse.Namespace(workspace=given.bring, wait=given.wait), blank=True) as source:
            told.append(_told(carry(source, workspace)))
    return told


def _told(found: Carried) -> str:
    text = _("{n} notes put, {known} there already, {refused} left out; no such stage: {names}.")
    return text.format(n=found.notes, known=found.known, refused=found.refused, names=", ".join(found.unmatched) or "–")


def _content(found: Board) -> dict[str, Any]:
    return {
        "scope": found.scope.text(),
        "journeys": {"shown": found.journeys_shown, "total": found.journeys_total},
        "stages": [
            {
                "name": stage.name,
                "side": stage.side,
                "journeys": stage.journeys,
                "reach": stage.reach,
                "lost": stage.lost.value,
                "lost_n": stage.lost.n,
                "visits": stage.visits,
                "time_median_s": stage.time_median_s,
                "time_p90_s": stage.time_p90_s,
                "repeats": stage.repeats.value,
                "backtracks": stage.backtracks.value,
                "channel_switches": stage.switches.value,
                "forced_switches": stage.forced.value,
                "cost": stage.cost,
                "planned_cost": stage.planned_cost,
                "over_target": stage.late.value,
                "comments": stage.comments,
                "touchpoints": [
                    {"name": contact.name, "events": contact.events, "floating": contact.floating}
                    for contact in stage.contacts
                ],
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
         _("back"), _("channel"), _("cost"), _("planned")),
        (
            (stage.name, format.count(stage.journeys), format.percent(stage.reach), format.percent(stage.lost.value),
             format.duration(stage.time_median_s), format.duration(stage.time_p90_s),
             format.percent(stage.repeats.value), format.percent(stage.backtracks.value),
             format.percent(stage.switches.value), format.number(stage.cost), format.number(stage.planned_cost))
            for stage in found.stages
        ),
    )  # fmt: skip

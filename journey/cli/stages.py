"""`stages`: which touchpoint is in which stage, shown, suggested, or set from a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from journey.analyses.stage_suggestion import suggest_stages
from journey.analyses.touchpoints import touchpoint_rows
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.workspaces import opened
from journey.store.rebuild import change
from journey.store.stage_map import read_stage_map, stage_map_edits
from journey.text import _
from journey.text.format import count

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey stages --workspace shop --set stages.csv"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--set", metavar="FILE", type=Path, help=_("a CSV with the columns touchpoint and stage"))
    parser.add_argument("--suggest", action="store_true", help=_("stages by names and positions, shown and not set"))
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Set what was given, and show what holds now."""
    with opened(given) as workspace:
        if given.set is not None:
            change(workspace, *stage_map_edits(workspace, read_stage_map(given.set)))
        rows = touchpoint_rows(workspace)
    suggested = suggest_stages(rows) if given.suggest else {row.id: row.stage for row in rows}
    if given.json:
        print_json([{"touchpoint": row.name, "stage": suggested[row.id], "events": row.events} for row in rows])
        return
    print_table(
        (_("touchpoint"), _("stage"), _("events")),
        [(row.name, suggested[row.id] or "–", count(row.events)) for row in rows],
    )

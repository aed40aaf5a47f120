"""`stages`: which touchpoint is in which stage, and what people say of it: shown, suggested, or set from a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from journey.analyses.stage_suggestion import suggest_stages
from journey.analyses.touchpoints import TouchpointRow, touchpoint_rows
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.workspaces import opened
from journey.store.rebuild import change
from journey.store.side_stages import side_stages
from journey.store.stage_map import COLUMNS, read_stage_map, stage_map_edits
from journey.text import _
from journey.text.format import count, duration, number

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey stages --workspace shop --set stages.csv"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument(
        "--set", metavar="FILE", type=Path,
        help=_("a CSV with the column touchpoint and any of: {columns}").format(columns=", ".join(COLUMNS)),
    )  # fmt: skip
    parser.add_argument("--suggest", action="store_true", help=_("stages by names and positions, shown and not set"))
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Set what was given, and show what holds now."""
    with opened(given) as workspace:
        if given.set is not None:
            edits = stage_map_edits(workspace, read_stage_map(given.set))
            if edits:
                change(workspace, *edits)
        rows, side = touchpoint_rows(workspace), side_stages(workspace)
    suggested = suggest_stages(rows) if given.suggest else {row.id: row.stage for row in rows}
    if given.json:
        print_json([_content(row, suggested[row.id], side) for row in rows])
        return
    print_table(
        (_("touchpoint"), _("stage"), _("events"), _("planned cost"), _("target wait"), _("marks")),
        [
            (row.name, suggested[row.id] or "–", count(row.events),
             "" if row.planned_cost is None else number(row.planned_cost),
             "" if row.target_wait_s is None else duration(row.target_wait_s), ", ".join(_marks(row)))
            for row in rows
        ],
    )  # fmt: skip


def _content(row: TouchpointRow, stage: str | None, side: frozenset[str]) -> dict[str, object]:
    return {
        "touchpoint": row.name,
        "stage": stage,
        "side": stage in side,
        "events": row.events,
        "hidden": row.hidden,
        "floating": row.floating,
        "assisted": row.assisted,
        "started_by": {None: None, False: "customer", True: "company"}[row.by_company],
        "moment_of_truth": row.moment_of_truth,
        "planned_cost": row.planned_cost,
        "target_wait_s": row.target_wait_s,
    }


def _marks(row: TouchpointRow) -> list[str]:
    marks = (
        (row.hidden, _("hidden")),
        (row.floating, _("floating")),
        (row.assisted, _("assisted")),
        (row.by_company, _("started by the company")),
        (row.moment_of_truth, _("moment of truth")),
    )
    return [word for there, word in marks if there]

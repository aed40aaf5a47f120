"""`definitions`: what success, loss and silence mean, shown or changed."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, define_arguments, given_definitions
from journey.cli.workspaces import opened
from journey.store.define import define
from journey.store.outcomes import read_definitions
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey definitions --workspace shop --goal 'Order confirmed' --lost Cancelled --timeout 14d"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    define_arguments(parser)
    parser.add_argument("--no-goal", action="store_true", help=_("take all goals away: outcomes are blank then"))
    parser.add_argument("--no-lost", action="store_true", help=_("take all lost touchpoints away"))
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Change what was given, and show what holds now. What is not given stays."""
    given.goals = [] if given.no_goal else given.goals
    given.lost = [] if given.no_lost else given.lost
    with opened(given) as workspace:
        with workspace.cursor() as cursor:
            asked, judged = read_definitions(cursor)
        wanted = given_definitions(given, asked)
        if wanted != asked:
            judged = define(workspace, wanted)
    if given.json:
        print_json(asdict(judged))
        return
    rows = [
        (_("goals"), ", ".join(judged.goals) or "–"),
        (_("lost"), ", ".join(judged.lost) or "–"),
        (_("timeout"), format.duration(judged.timeout_s)),
        (_("horizon"), format.duration(judged.horizon_s)),
        (_("observed end"), judged.observed_end),
    ]
    print_table((_("definition"), _("value")), rows)

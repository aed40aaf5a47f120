"""`paths`: what journeys do step by step after a touchpoint, or before it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import get_args

from journey.analyses.flow import flow_map
from journey.analyses.paths import Direction, Occurrence, PathQuestion, paths
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, count
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey paths --workspace shop --anchor Payment --direction before"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--anchor", metavar="NAME", help=_("the touchpoint; the busiest if not given"))
    parser.add_argument("--direction", choices=get_args(Direction), default="after", help=_("after if not given"))
    parser.add_argument(
        "--occurrence",
        choices=get_args(Occurrence),
        default="first",
        help=_("of a journey's visits; first if not given"),
    )
    parser.add_argument("--length", metavar="N", type=count, default=5, help=_("so many steps (5)"))
    parser.add_argument("--top", metavar="N", type=count, default=6, help=_("touchpoints named at each step (6)"))
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Unroll them."""
    with opened(given) as workspace:
        scope = given_scope(given, workspace)
        anchor = given.anchor
        if anchor is None:
            flow = flow_map(workspace, scope)
            if not flow.touchpoints:
                raise WrongInput(_("No journey matches."), _("Leave out a part of the scope."))
            anchor = flow.touchpoints[0].name
        question = PathQuestion(
            anchor=anchor, direction=given.direction, occurrence=given.occurrence, steps=given.length, top=given.top
        )
        found = paths(workspace, scope, question)
    if given.json:
        print_json(
            {
                "anchor": anchor,
                "journeys": found.journeys,
                "nodes": [asdict(node) for node in found.nodes],
                "links": [asdict(link) for link in found.links],
            }
        )
        return
    print_table(
        (_("step"), _("from"), _("to"), _("journeys"), _("share")),
        (
            (
                str(found.nodes[link.source].step),
                found.nodes[link.source].name or found.nodes[link.source].kind,
                found.nodes[link.target].name or found.nodes[link.target].kind,
                format.count(link.journeys),
                format.percent(link.journeys / found.nodes[link.source].journeys),
            )
            for link in sorted(found.links, key=lambda link: (found.nodes[link.source].step, -link.journeys))
        ),
    )

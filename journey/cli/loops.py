"""`loops`: where journeys go round in circles, and what a round costs."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from journey.analyses.friction.channel_loops import ChannelFriction, channel_friction
from journey.analyses.friction.loops import Loops, loops
from journey.charts.friction_loops import loop_name
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, count
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey loops --workspace shop --from 2026-03-01 --json"
TOP = 20


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--top", metavar="N", type=count, default=TOP, help=_("so many as text (20)"))
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Find them."""
    with opened(given) as workspace:
        scope = given_scope(given, workspace)
        found, channels = loops(workspace, scope), channel_friction(workspace, scope)
    if given.json:
        print_json(_content(found, channels))
    else:
        _print(found, given.top)


def _content(found: Loops, channels: ChannelFriction) -> dict[str, Any]:
    return {
        "journeys": found.journeys,
        "looping": found.looping,
        "time_s": found.time_s,
        "cycles": found.cycles,
        "loops": [asdict(loop) for loop in found.loops],
        "back_and_forth": [asdict(one) for one in channels.ping_pongs],
        "left_for_a_person": [asdict(one) for one in channels.left],
        "parity": [asdict(one) for one in channels.parity],
        "context_kept": [asdict(one) for one in channels.kept],
    }


def _print(found: Loops, top: int) -> None:
    print(
        _("{looping} of {journeys} journeys run a loop; all runs together take {time}.").format(
            looping=format.count(found.looping),
            journeys=format.count(found.journeys),
            time=format.duration(found.time_s),
        )
    )
    if not found.loops:
        return
    print()
    print_table(
        (_("journeys"), _("runs"), _("median time"), _("contacts"), _("conversion"), _("without"), _("loop")),
        (
            (
                format.count(loop.journeys),
                format.count(loop.runs),
                format.duration(loop.time_s),
                format.number(loop.contacts),
                format.percent(loop.conversion.value),
                format.percent(loop.others.value),
                loop_name(loop.touchpoints),
            )
            for loop in found.loops[:top]
        ),
    )

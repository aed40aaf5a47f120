"""`channels`: from which channel to which journeys go on."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from journey.analyses.channel_switches import ChannelSwitches, channel_switches
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey channels --workspace shop --json"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Print the moves."""
    with opened(given) as workspace:
        found = channel_switches(workspace, given_scope(given, workspace))
        if not found.channels and not given.json:
            raise WrongInput(
                _("{name} has no channels.").format(name=workspace.name),
                _("Import the log again and say which column holds the channel (--channel COLUMN)."),
            )
    if given.json:
        print_json(_content(found))
    else:
        _print(found)


def _content(found: ChannelSwitches) -> dict[str, Any]:
    return {
        "scope": found.scope.text(),
        "journeys": found.journeys_shown,
        "departures": found.departures,
        "switches": found.switches,
        "forced": found.forced,
        "switching_journeys": asdict(found.switching),
        "channels": [asdict(channel) for channel in found.channels],
        "moves": [asdict(move) for move in found.moves],
    }


def _print(found: ChannelSwitches) -> None:
    print(
        _("{switches} of {departures} moves change the channel; {share} of {journeys} journeys do so at all.").format(
            switches=format.count(found.switches),
            departures=format.count(found.departures),
            share=format.percent(found.switching.value),
            journeys=format.count(found.journeys_shown),
        )
    )
    print()
    print_table(
        (_("from"), _("to"), _("moves"), _("journeys"), _("share"), _("median wait"), _("p90 wait"), _("conversion")),
        (
            (
                move.source,
                move.target,
                format.count(move.moves),
                format.count(move.journeys),
                format.percent(move.share),
                format.duration(move.wait_median_s),
                format.duration(move.wait_p90_s),
                format.interval(move.conversion),
            )
            for move in found.moves
        ),
    )

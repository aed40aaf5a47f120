"""`conform`: how many journeys go as a design says, and where the others leave it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from typing import Any

from journey.cli.output import print_json, print_table, progress
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.design.conformance.named import allowed_in, conformance_of
from journey.design.conformance.report import Conformance
from journey.design.conformance.words import deviation_words
from journey.store.designs import launch_of
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey conform --workspace shop --design to-be.bpmn --json"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument(
        "--design", metavar="NAME|FILE", required=True, help=_("a scenario or design of the workspace, or a .bpmn file")
    )
    parser.add_argument(
        "--launch", metavar="DATE", type=date.fromisoformat,
        help=_("the day from which the design is in force; else the one kept in the workspace"),
    )  # fmt: skip
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Compare, and print it."""
    with opened(given) as workspace, progress() as told:
        found = conformance_of(
            workspace,
            given_scope(given, workspace),
            given.design,
            allowed_in(workspace, given.design),
            given.launch or launch_of(workspace, given.design),
            progress=lambda share, what: told(what, round(100 * share), 100),
        )
    if given.json:
        print_json(_plain(found))
        return
    print(
        _("{follow} of {n} journeys go as {name} says.").format(
            follow=format.interval(found.follow), n=format.count(found.journeys), name=found.name
        )
    )
    if (adopted := found.adoption) is not None:
        print(
            _("Since {day}: {after}; before: {before}.").format(
                day=adopted.since.isoformat(), after=format.interval(adopted.after),
                before=format.interval(adopted.before),
            )
        )  # fmt: skip
    print()
    print_table(
        (_("journeys"), _("share"), _("conversion"), _("to comparable"), _("deviation")),
        (
            (
                format.count(one.journeys),
                format.percent(one.share),
                format.percent(one.with_it.value),
                "–" if one.gap.value is None else f"{100 * one.gap.value:+.1f}",
                deviation_words(one.deviation),
            )
            for one in found.found
        ),
    )


def _plain(found: Conformance) -> dict[str, Any]:
    return {
        "design": found.name,
        "journeys": found.journeys,
        "follow": asdict(found.follow),
        "strictly": asdict(found.strictly),
        "weeks": [{"begins": week.begins.date().isoformat(), "follow": asdict(week.share)} for week in found.weeks],
        "adoption": None
        if found.adoption is None
        else {
            "since": found.adoption.since.isoformat(),
            "before": asdict(found.adoption.before),
            "after": asdict(found.adoption.after),
            "gap": asdict(found.adoption.gap),
        },
        "deviations": [
            {
                "kind": one.deviation.kind,
                "touchpoint": one.deviation.touchpoint,
                "then": one.deviation.then or None,
                "journeys": one.journeys,
                "share": one.share,
                "conversion": asdict(one.with_it),
                "gap": asdict(one.gap),
                "accepted": one.accepted,
            }
            for one in found.found
        ],
        "unknown": list(found.unknown),
    }

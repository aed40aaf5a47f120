"""`groups`: journeys that went about it alike."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from journey.analyses.groups.find import Groups, behavioural_groups
from journey.analyses.groups.words import group_name, mark_sentence
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, count
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey groups --workspace shop --json"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--groups", metavar="K", type=count, help=_("so many; as many as hold if not given"))
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Find and list them."""
    with opened(given) as workspace:
        found = behavioural_groups(workspace, given_scope(given, workspace), given.groups)
    if given.json:
        print_json(_plain(found))
        return
    print(_("{n} journeys grouped, {short} too short.").format(n=found.grouped, short=found.short))
    if not found.groups:
        print(_("No groups hold."))
        return
    print()
    print_table(
        (_("journeys"), _("share"), _("conversion"), _("group"), _("sets it apart")),
        (
            (
                format.count(group.journeys),
                format.percent(group.share),
                format.percent(group.conversion.value),
                group_name(group),
                "; ".join(mark_sentence(mark) for mark in group.marks[:3]),
            )
            for group in found.groups
        ),
    )


def _plain(found: Groups) -> dict[str, object]:
    return {
        "grouped": found.grouped,
        "short": found.short,
        "missing": found.missing or None,
        "tried": [
            {
                "k": one.k,
                "silhouette": one.silhouette,
                "stability": one.stability,
                "smallest": one.smallest,
                "holds": one.holds,
            }
            for one in found.tried
        ],
        "groups": [
            {
                "name": group_name(group),
                "journeys": group.journeys,
                "share": group.share,
                "conversion": asdict(group.conversion),
                "median_duration_s": group.median_duration_s,
                "typical": group.typical,
                "marks": [
                    {
                        "kind": mark.kind,
                        "name": mark.name,
                        "here": mark.here.value,
                        "elsewhere": mark.elsewhere.value,
                        "gap": mark.gap.value,
                    }
                    for mark in group.marks
                ],
            }
            for group in found.groups
        ],
    }

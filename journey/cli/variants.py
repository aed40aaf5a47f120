"""`variants`: the commonest sequences of touchpoints."""

from __future__ import annotations

import argparse

from journey.analyses.variants import VariantList, variants
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, count
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey variants --workspace shop --top 10 --outcome completed"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--top", metavar="N", type=count, help=_("so many (20 as text, all as JSON if not given)"))
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """List them."""
    top = 20 if given.top is None and not given.json else given.top
    with opened(given) as workspace:
        found = variants(workspace, given_scope(given, workspace), top=top)
    if given.json:
        print_json(
            [
                {
                    "path": variant.path,
                    "journeys": variant.journeys,
                    "share": variant.share,
                    "median_duration_s": variant.median_duration_s,
                    "conversion": variant.conversion.value,
                    "key": variant.key or None,
                }
                for variant in found.variants
            ]
        )
    else:
        _print(found)


def _print(found: VariantList) -> None:
    print(
        _("{listed} of {distinct} variants; {journeys} of {total} journeys in scope.").format(
            listed=format.count(len(found.variants)),
            distinct=format.count(found.distinct),
            journeys=format.count(found.journeys),
            total=format.count(found.journeys_total),
        )
    )
    print()
    print_table(
        (_("journeys"), _("share"), _("median duration"), _("conversion"), _("path")),
        (
            (
                format.count(variant.journeys),
                format.percent(variant.share),
                format.duration(variant.median_duration_s),
                format.percent(variant.conversion.value),
                " > ".join(variant.path),
            )
            for variant in found.variants
        ),
    )

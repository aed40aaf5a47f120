"""`friction`: where journeys are slowed, turned round and lost, ranked by what is at stake."""

from __future__ import annotations

import argparse
from typing import Any

from journey.analyses.friction.exits import exits
from journey.analyses.friction.friction import FrictionList, friction
from journey.analyses.friction.parts import Friction, Peak
from journey.charts.friction_words import answer, course_words, kind_name, place_words, stake_words
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.model import BLANK
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey friction --workspace shop --from 2026-03-01 --alike plan --json"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument(
        "--alike", metavar="COL", action="append", default=[],
        help=_("compare only journeys that share this attribute; can be repeated"),
    )  # fmt: skip
    parser.add_argument(
        "--exits", action="store_true", help=_("where journeys end instead, with what could be won at most")
    )
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """List them."""
    if given.exits:
        _exits(given)
        return
    with opened(given) as workspace:
        found = friction(workspace, given_scope(given, workspace), attributes=tuple(given.alike))
    if given.json:
        print_json([_entry(one) for one in (*found.ranked, *found.below)])
    else:
        _print(found)


def _exits(given: argparse.Namespace) -> None:
    with opened(given) as workspace:
        found = exits(workspace, given_scope(given, workspace))
    if given.json:
        print_json(
            [
                {"touchpoint": one.touchpoint, "stage": one.stage, "exits": one.exits, "exit_rate": one.exit_rate.value,
                 "low": one.exit_rate.low, "high": one.exit_rate.high, "n": one.exit_rate.n,
                 "went_on_conversion": one.went_on.value, "ceiling": one.ceiling}
                for one in found
            ]
        )  # fmt: skip
        return
    print_table(
        (_("at most"), _("exits"), _("exit rate"), _("who goes on completes"), _("touchpoint")),
        (
            (format.count(round(one.ceiling)), format.count(one.exits), format.percent(one.exit_rate.value),
             format.percent(one.went_on.value), one.touchpoint)
            for one in found
        ),
    )  # fmt: skip


def _entry(one: Friction) -> dict[str, Any]:
    stake = one.stake
    # After the end, and in answers, no completion can be at stake: what is measured is `extra`.
    at_stake = BLANK if one.after else stake.at_stake
    return {
        "kind": one.place.kind,
        "touchpoint": one.name,
        "target": one.target,
        "journeys": stake.journeys,
        "share": stake.share,
        "compared": stake.compared,
        "at_stake": at_stake.value,
        "low": at_stake.low,
        "high": at_stake.high,
        "above_line": one.above,
        "p": stake.p,
        "q": one.q,
        "customers": stake.customers,
        "unmatched": stake.unmatched,
        "conversion": stake.conversion,
        "expected": stake.expected,
        "value": one.value,
        "after_the_end": one.after,
        "extra": one.extra,
        "gap": one.gap,
        "concentrates": [_peak(peak) for peak in one.peaks],
        "weeks": [week.isoformat() for week in one.weeks],
        "trend": one.trend,
        "also": [
            {"kind": other.place.kind, "touchpoint": other.name, "target": other.target,
             "at_stake": other.stake.at_stake.value}
            for other in one.also
        ],
    }  # fmt: skip


def _peak(peak: Peak) -> dict[str, Any]:
    return {
        "attribute": peak.what or None,
        "value": peak.value or None,
        "from": None if peak.since is None else peak.since.isoformat(),
        "to": None if peak.until is None else peak.until.isoformat(),
        "share": peak.share,
        "expected": peak.expected,
    }


def _print(found: FrictionList) -> None:
    print(answer(found))
    print()
    if found.ranked:
        print_table(
            (_("at stake"), _("journeys hit"), _("of those there"), _("what"), _("where")),
            (
                (
                    stake_words(one),
                    format.count(one.stake.journeys),
                    format.percent(one.stake.share),
                    kind_name(one.place.kind),
                    "; ".join([place_words(one), *(course_words(peak) for peak in one.peaks)]),
                )
                for one in found.ranked
            ),
        )
        print()
    print(
        _("{below} more were tested and stay below the line; {thin} hit fewer than 30 customers.").format(
            below=format.count(len(found.below)), thin=format.count(len(found.thin))
        )
    )

"""`funnel`: how many journeys reach each step, how long they take, and what those do who fall out."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from journey.analyses.funnel import FunnelResult, funnel
from journey.cli.funnel_options import add_funnel, given_funnel
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.text import _, format
from journey.text.scope_words import outcome_name

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey funnel --workspace shop --step Basket --step 'Card|Invoice' --step Paid --window 7d"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    add_funnel(parser)
    parser.add_argument(
        "--by", "--breakdown", metavar="COL", help=_("break down by an attribute, channel, day, week or month")
    )
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Follow the journeys."""
    with opened(given) as workspace:
        scope = given_scope(given, workspace)
        found = funnel(workspace, scope, given_funnel(given, workspace, scope), given.by)
    if given.json:
        print_json(_plain(found))
    else:
        _print(found)


def _plain(found: FunnelResult) -> dict[str, object]:
    names = found.question.names
    return {
        "steps": [
            {
                "name": step.name,
                "optional": step.optional,
                "journeys": step.journeys,
                "of_previous": step.of_previous.value,
                "of_first": step.of_first.value,
                "low": step.of_first.low,
                "high": step.of_first.high,
                "of_previous_low": step.of_previous.low,
                "of_previous_high": step.of_previous.high,
                "median_s": step.median_s,
                "p90_s": step.p90_s,
                "step_median_s": step.step_median_s,
                "step_p90_s": step.step_p90_s,
                "left": step.left,
                "late": step.late,
            }
            for step in found.steps
        ],
        "after_drop": [
            {"step": names[drop.step], "next": drop.next, "end": drop.end, "journeys": drop.journeys,
             "share": drop.share}
            for drop in found.after_drop
        ],
        "entries": found.entries,
        "judged": found.judged,
        "open": found.open,
        "excluded": found.excluded,
        "conversion": asdict(found.conversion),
        "groups": [
            {"name": group.name, "rest": group.rest, "journeys": group.journeys, "median_s": group.median_s,
             "conversion": asdict(group.conversion)}
            for group in found.groups
        ],
    }  # fmt: skip


def _print(found: FunnelResult) -> None:
    print(
        _("{judged} of {entries} entries judged; {open} entered too late for it, {excluded} are excluded.").format(
            judged=format.count(found.judged),
            entries=format.count(found.entries),
            open=format.count(found.open),
            excluded=format.count(found.excluded),
        )
    )
    print()
    print_table(
        (_("step"), _("journeys"), _("of previous"), _("of first"), _("median time"), _("p90")),
        (
            (
                _("{name} (optional)").format(name=step.name) if step.optional else step.name,
                format.count(step.journeys),
                format.percent(step.of_previous.value),
                format.interval(step.of_first),
                format.duration(step.median_s),
                format.duration(step.p90_s),
            )
            for step in found.steps
        ),
    )
    if found.after_drop:
        print()
        print_table(
            (_("left after"), _("then"), _("journeys"), _("share")),
            (
                (
                    found.question.names[drop.step],
                    drop.next or (outcome_name(drop.end) if drop.end else _("nothing more")),
                    format.count(drop.journeys),
                    format.percent(drop.share),
                )
                for drop in found.after_drop
            ),
        )
    if found.groups:
        print()
        print_table(
            (found.by or "", _("entered"), _("finished"), _("median time")),
            (
                (
                    _("others") if group.rest else group.name or "–",
                    format.count(group.conversion.n),
                    format.interval(group.conversion),
                    format.duration(group.median_s),
                )
                for group in found.groups
            ),
        )

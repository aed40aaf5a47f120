"""`dropoff`: how many are lost after a step, what they have in common, and how journeys end over time."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from journey.analyses.dropoff_drivers import Drivers, dropoff_drivers
from journey.analyses.time_to_goal import CAUSES, Curve, TimeToGoal, time_to_goal
from journey.cli.funnel_options import add_funnel, given_funnel
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, count
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.text import _, format
from journey.text.driver_words import group_name
from journey.text.points import points_interval
from journey.text.scope_words import outcome_name

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey dropoff --workspace shop --step Basket --step Payment --step Paid --at 2"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument(
        "--at",
        metavar="N",
        type=count,
        help=_("lost after this step, from 1; after the one that loses most if not given"),
    )
    parser.add_argument("--by", metavar="COL", help=_("compare how journeys end by this attribute"))
    parser.add_argument("--ends", action="store_true", help=_("tell only how journeys end and when, of no funnel"))
    add_funnel(parser)
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Compare them."""
    parts = (given.at, given.saved, given.steps, given.order, given.window, given.exclude, given.entry, given.optional)
    if given.ends and any(part is not None for part in parts):
        raise WrongInput(_("--ends is of no funnel."), _("Leave --at and the parts of a funnel out, or --ends."))
    with opened(given) as workspace:
        scope = given_scope(given, workspace)
        if given.ends:
            drivers = None
        else:
            question = given_funnel(given, workspace, scope)
            drivers = dropoff_drivers(workspace, scope, question, None if given.at is None else given.at - 1)
        ends = time_to_goal(workspace, scope, given.by)
    if drivers is None and ends is None:
        raise WrongInput(_("Without a goal no journey completes."), _("Set the goal on the page Workspace."))
    if given.json:
        told = {} if drivers is None else _plain(drivers)
        print_json({**told, "time_to_goal": None if ends is None else _ends(ends)})
        return
    if drivers is not None:
        _print(drivers)
    if ends is not None:
        if drivers is not None:
            print()
        _print_ends(ends)


def _plain(found: Drivers) -> dict[str, object]:
    return {
        "step": found.name,
        "reached": found.lost.n,
        "lost": asdict(found.lost),
        "compared": len(found.drivers),
        "thin": found.thin,
        "drivers": [{**asdict(one), "above_line": one.above_line} for one in found.drivers],
    }


def _ends(found: TimeToGoal) -> dict[str, object]:
    return {
        "horizon_s": found.horizon_s,
        "timeout_s": found.timeout_s,
        "cut": found.cut,
        "times_s": found.times_s,
        "groups": [_group(curve) for curve in (found.whole, *found.groups)],
    }


def _group(curve: Curve) -> dict[str, object]:
    return {
        "name": curve.name,
        "journeys": curve.journeys,
        "open": curve.open,
        "at_horizon": dict(zip(CAUSES, map(asdict, curve.at_horizon), strict=True)),
        "against_others": dict(zip(CAUSES, map(asdict, curve.against_others), strict=False)),
        "shares": dict(zip(CAUSES, curve.shares, strict=True)),
    }


def _print(found: Drivers) -> None:
    print(_("Lost after {step}: {share}.").format(step=found.name, share=format.interval(found.lost)))
    above = [one for one in found.drivers if one.above_line]
    print(
        _("{n} of {compared} groups differ from the others (false-discovery rate 5 %).").format(
            n=len(above), compared=len(found.drivers)
        )
    )
    if above:
        print()
        print_table(
            (_("group"), _("lost"), _("others"), _("difference"), _("odds ratio")),
            (
                (
                    group_name(one.kind, one.name, one.value),
                    format.interval(one.inside),
                    format.percent(one.outside.value),
                    points_interval(one.risk_difference),
                    format.number(one.odds_ratio.value),
                )
                for one in above
            ),
        )


def _print_ends(found: TimeToGoal) -> None:
    print(_("By {time} after their start:").format(time=format.duration(found.horizon_s)))
    print_table(
        (found.by or "", _("journeys"), *(outcome_name(cause) for cause in CAUSES)),
        (
            (
                curve.name or _("all"),
                format.count(curve.journeys),
                *(format.interval(share) for share in curve.at_horizon),
            )
            for curve in (found.whole, *found.groups)
        ),
    )

"""`trends`: a figure by day, week or month, and where it changed."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from journey.analyses.trends.metric import AT_A_PLACE, KINDS, TrendMetric
from journey.analyses.trends.periods import PERIODS
from journey.analyses.trends.trend import Trend, trend
from journey.charts.trend_lines import figure_text
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.text import _

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey trends --workspace shop --figure share --touchpoint 'Payment error' --by week"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--figure", choices=KINDS, default="journeys", help=_("what is followed (journeys)"))
    parser.add_argument("--score", metavar="NAME", help=_("which score, for score and mean"))
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--touchpoint", metavar="T", help=_("at this touchpoint"))
    place.add_argument("--stage", metavar="S", help=_("in this stage"))
    place.add_argument("--in-channel", metavar="C", help=_("in this channel"))
    parser.add_argument("--by", choices=PERIODS, default="week", help=_("length of a period (week)"))
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Print the periods."""
    metric = _metric(given)
    with opened(given) as workspace:
        found = trend(workspace, given_scope(given, workspace), metric, given.by)
    if given.json:
        print_json({"figure": given.figure, "by": given.by, "periods": _periods(found), "changes": _changes(found)})
        return
    rows = (
        (row["from"], figure_text(point.measured.figure, found.unit), "" if point.sure else _("not whole or too young"))
        for row, point in zip(_periods(found), found.points, strict=True)
    )
    print_table((_("from"), _("figure"), _("note")), rows)
    for change in found.changes:
        print(
            _("Changed on {day}: {before} before, {after} after.").format(
                day=change.day, before=figure_text(change.before, found.unit),
                after=figure_text(change.after, found.unit),
            )
        )  # fmt: skip


def _metric(given: argparse.Namespace) -> TrendMetric:
    places = {"touchpoint": given.touchpoint, "stage": given.stage, "channel": given.in_channel}
    place, name = next(((kind, name) for kind, name in places.items() if name), (None, None))
    try:
        return TrendMetric.of({"kind": given.figure, "score": given.score, "place": place, "name": name})
    except ValueError as error:
        raise WrongInput(
            _("{figure} needs other words beside it.").format(figure=given.figure),
            _("score and mean need --score; {kinds} need --touchpoint, --stage or --in-channel.").format(
                kinds=", ".join(AT_A_PLACE)
            ),
        ) from error


def _periods(found: Trend) -> list[dict[str, Any]]:
    return [
        {
            "from": point.period.start.isoformat(),
            "before": point.period.end.isoformat(),
            **asdict(point.measured.figure),
            "complete": point.period.complete,
            "mature": point.measured.mature,
        }
        for point in found.points
    ]


def _changes(found: Trend) -> list[dict[str, Any]]:
    return [
        {
            "day": change.day.isoformat(),
            "before": asdict(change.before),
            "after": asdict(change.after),
            "difference": asdict(change.gap),
        }
        for change in found.changes
    ]

"""`map`: the flow map of a scope."""

from __future__ import annotations

import argparse
from typing import Any

from journey.analyses.flow import FlowMap, flow_map
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, count
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey map --workspace shop --from 2026-03-01 --then 'Basket>Payment within 2d' --json"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    drawing = parser.add_argument_group(
        _("drawing"), _("Without a limit, all there is; with one, what the page draws.")
    )
    for flag, text in (("--touchpoints", _("at most so many touchpoints")), ("--transitions", _("and transitions"))):
        drawing.add_argument(flag, metavar="N", type=count, help=text)
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Mine the map, and print it."""
    with opened(given) as workspace:
        flow = flow_map(workspace, given_scope(given, workspace))
    content = _content(flow, given.touchpoints, given.transitions)
    if given.json:
        print_json(content)
    else:
        _print(content)


def _content(flow: FlowMap, boxes: int | None, curves: int | None) -> dict[str, Any]:
    touchpoints, transitions, coverage = flow.touchpoints, flow.transitions, (1.0, 1.0)
    if boxes is not None or curves is not None:
        from journey.charts.flow_choice import choose

        limits = (len(touchpoints) if boxes is None else boxes, len(transitions) if curves is None else curves)
        drawn = choose(flow, *limits)
        kept, pairs = set(drawn.touchpoints), set(drawn.transitions)
        touchpoints = tuple(t for t in touchpoints if t.id in kept)
        transitions = tuple(t for t in transitions if (t.source, t.target) in pairs)
        coverage = (drawn.events_share, drawn.moves_share)
    names = {touchpoint.id: touchpoint.name for touchpoint in flow.touchpoints}
    return {
        "scope": flow.scope.text(),
        "journeys": {"shown": flow.journeys_shown, "total": flow.journeys_total},
        "coverage": {"events": coverage[0], "transitions": coverage[1]},
        "touchpoints": [
            {
                "name": touchpoint.name,
                "stage": touchpoint.stage,
                "events": touchpoint.events,
                "journeys": touchpoint.journeys,
                "starts": touchpoint.starts,
                "ends": touchpoint.ends.total,
                "exit_rate": touchpoint.exit_rate.value,
            }
            for touchpoint in touchpoints
        ],
        "transitions": [
            {
                "source": names[transition.source],
                "target": names[transition.target],
                "events": transition.events,
                "journeys": transition.journeys,
                "wait_mean_s": transition.wait_mean_s,
                "wait_median_s": transition.wait_median_s,
                "wait_p90_s": transition.wait_p90_s,
            }
            for transition in transitions
        ],
        "seconds": flow.seconds,
    }


def _print(content: dict[str, Any]) -> None:
    print(
        _("{shown} of {total} journeys; {events} of events and {transitions} of transitions listed.").format(
            shown=format.count(content["journeys"]["shown"]),
            total=format.count(content["journeys"]["total"]),
            events=format.percent(content["coverage"]["events"]),
            transitions=format.percent(content["coverage"]["transitions"]),
        )
    )
    print()
    print_table(
        (_("touchpoint"), _("events"), _("journeys"), _("starts"), _("ends"), _("exit rate")),
        (
            (t["name"], *(format.count(t[key]) for key in ("events", "journeys", "starts", "ends")),
             format.percent(t["exit_rate"]))
            for t in content["touchpoints"]
        ),
    )  # fmt: skip
    print()
    print_table(
        (_("from"), _("to"), _("events"), _("journeys"), _("median wait"), _("p90 wait")),
        (
            (t["source"], t["target"], format.count(t["events"]), format.count(t["journeys"]),
             format.duration(t["wait_median_s"]), format.duration(t["wait_p90_s"]))
            for t in content["transitions"]
        ),
    )  # fmt: skip

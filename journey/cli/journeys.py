"""`journeys`: single journeys, or one of them event by event."""

from __future__ import annotations

import argparse
from typing import Any, get_args

from journey.analyses.journeys import Event, Journey, JourneyList, Sort, Timeline, journeys, timeline
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, count
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey journeys --workspace shop --avoids Payment --sort duration --descending --top 10"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--key", metavar="KEY", help=_("one journey, event by event"))
    parser.add_argument("--search", metavar="TEXT", default="", help=_("whose key or customer contains this"))
    parser.add_argument("--sort", choices=get_args(Sort), default="started", help=_("by what they are ordered"))
    parser.add_argument("--descending", action="store_true", help=_("the largest or latest first"))
    parser.add_argument("--top", metavar="N", type=count, default=100, help=_("so many (100 if not given)"))
    parser.add_argument("--skip", metavar="N", type=count, default=0, help=_("leave out the first so many"))
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """List them, or tell one."""
    with opened(given) as workspace:
        if given.key is not None:
            told = timeline(workspace, given.key)
            print_json(_told(told)) if given.json else _tell(told)
            return
        found = journeys(
            workspace,
            given_scope(given, workspace),
            search=given.search,
            sort=given.sort,
            descending=given.descending,
            top=given.top,
            skip=given.skip,
        )
    if given.json:
        print_json(
            {
                "journeys": [_row(journey) for journey in found.journeys],
                "matching": found.matching,
                "in_scope": found.in_scope,
                "total": found.total,
            }
        )
    else:
        _print(found)


def _row(journey: Journey) -> dict[str, Any]:
    return {
        "key": journey.key,
        "customer": journey.customer,
        "started": journey.started.isoformat(),
        "ended": journey.ended.isoformat(),
        "events": journey.events,
        "duration_s": journey.duration_s,
        "outcome": journey.outcome,
        "first": journey.first,
        "last": journey.last,
    }


def _told(told: Timeline) -> dict[str, Any]:
    return {**_row(told.journey), "attributes": dict(told.attributes), "timeline": [_event(e) for e in told.events]}


def _event(event: Event) -> dict[str, Any]:
    return {
        "touchpoint": event.touchpoint,
        "stage": event.stage,
        "channel": event.channel,
        "time": event.time.isoformat(),
        "wait_s": event.wait_s,
        "handling_s": event.handling_s,
        "by_company": event.by_company,
        "cost": event.cost,
        "comment": event.comment,
        "scores": dict(event.scores),
        "attributes": dict(event.attributes),
        "decides": event.decides,
    }


def _print(found: JourneyList) -> None:
    print(
        _("{listed} listed of {matching} that match; {in_scope} of {total} journeys in scope.").format(
            listed=format.count(len(found.journeys)),
            matching=format.count(found.matching),
            in_scope=format.count(found.in_scope),
            total=format.count(found.total),
        )
    )
    print()
    print_table(
        (_("journey"), _("customer"), _("started"), _("events"), _("duration"), _("outcome"), _("last")),
        (
            (
                journey.key,
                journey.customer,
                journey.started.isoformat(" ", "seconds"),
                format.count(journey.events),
                format.duration(journey.duration_s),
                journey.outcome or "–",
                journey.last,
            )
            for journey in found.journeys
        ),
    )


def _tell(told: Timeline) -> None:
    journey = told.journey
    print(
        _("{key} of {customer}: {events} events in {duration}, {outcome}.").format(
            key=journey.key,
            customer=journey.customer,
            events=format.count(journey.events),
            duration=format.duration(journey.duration_s),
            outcome=journey.outcome or _("no goal set"),
        )
    )
    for name, value in told.attributes:
        print(_("{name}: {value}").format(name=name, value=value))
    print()
    print_table(
        (_("time"), _("touchpoint"), _("channel"), _("wait to the next")),
        (
            (
                event.time.isoformat(" ", "seconds"),
                event.touchpoint,
                event.channel or "–",
                format.duration(event.wait_s),
            )
            for event in told.events
        ),
    )

"""`info`: what a workspace holds, and how much of it is in a scope."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from journey.analyses.info import Info, info
from journey.analyses.summary import Summary, summary
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.scope import Scope
from journey.text import _, format
from journey.text.scope_words import outcome_name

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey info --workspace shop --json"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Describe the workspace."""
    with opened(given) as workspace:
        held, scope = info(workspace), given_scope(given, workspace)
        found = None if scope == Scope() else summary(workspace, scope)
    if given.json:
        print_json(_content(held) | ({} if found is None else {"scope": _in_scope(held, scope, found)}))
        return
    if found is not None:
        _print_scope(held, found)
    _print(held)


def _in_scope(held: Info, scope: Scope, found: Summary) -> dict[str, Any]:
    return {
        "text": scope.text(),
        "journeys": {"shown": found.journeys, "total": held.journeys},
        "customers": found.customers,
        "first": None if found.first is None else found.first.isoformat(),
        "last": None if found.last is None else found.last.isoformat(),
        "conversion": asdict(found.conversion),
    }


def _print_scope(held: Info, found: Summary) -> None:
    figures = [
        (
            _("journeys"),
            _("{shown} of {total}").format(shown=format.count(found.journeys), total=format.count(held.journeys)),
        ),
        (_("customers"), format.count(found.customers)),
        (_("first"), "–" if found.first is None else found.first.isoformat(" ")),
        (_("last"), "–" if found.last is None else found.last.isoformat(" ")),
        (_("conversion"), format.interval(found.conversion)),
    ]
    print_table((_("in scope"), ""), figures)
    print()


def _content(held: Info) -> dict[str, Any]:
    return {
        "workspace": held.workspace,
        "journeys": held.journeys,
        "customers": held.customers,
        "events": held.events,
        "touchpoints": len(held.touchpoints),
        "rejected": sum(source.rows_rejected for source in held.sources),
        "read": sum(source.rows_read for source in held.sources),
        "first": held.first.isoformat(),
        "last": held.last.isoformat(),
        "mature": held.mature,
        "outcomes": {outcome.value: journeys for outcome, journeys in held.outcomes.items()},
        "names": {
            "touchpoints": held.touchpoints,
            "channels": held.channels,
            "stages": held.stages,
            "scores": held.scores,
            "attributes": [attribute.name for attribute in held.attributes],
        },
        "goals": held.judged.goals,
        "lost": held.judged.lost,
        "timeout_s": held.judged.timeout_s,
        "horizon_s": held.judged.horizon_s,
        "observed_end": held.judged.observed_end,
        "sources": [
            {"name": source.name, "imported_at": source.imported_at.isoformat(), "mapping": source.mapping}
            for source in held.sources
        ],
    }


def _print(held: Info) -> None:
    figures = [
        (_("journeys"), format.count(held.journeys)),
        (_("customers"), format.count(held.customers)),
        (_("events"), format.count(held.events)),
        (_("first"), held.first.isoformat(" ")),
        (_("last"), held.last.isoformat(" ")),
        (_("rows left out"), format.count(sum(source.rows_rejected for source in held.sources))),
    ]
    if held.outcomes:
        figures += [(_("mature"), format.count(held.mature))]
        figures += [(outcome_name(outcome).lower(), format.count(n)) for outcome, n in held.outcomes.items()]
        figures += [
            (_("timeout"), format.duration(held.judged.timeout_s)),
            (_("horizon"), format.duration(held.judged.horizon_s)),
        ]
    print_table((_("workspace"), held.workspace), figures)
    names = (
        (_("goals"), held.judged.goals),
        (_("lost"), held.judged.lost),
        (_("touchpoints"), held.touchpoints),
        (_("channels"), held.channels),
        (_("stages"), held.stages),
        (_("scores"), held.scores),
        (_("attributes"), tuple(attribute.name for attribute in held.attributes)),
    )
    for what, listed in names:
        if listed:
            print(f"\n{what} ({len(listed)}): {', '.join(listed)}")

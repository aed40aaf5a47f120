"""`alerts`: the rules of a workspace, how they stand, and the customers concerned."""

from __future__ import annotations

import argparse
import contextlib
import csv
import sys
from datetime import timedelta
from typing import Any

from journey.analyses.alerts.alert import Watch
from journey.analyses.alerts.concerned import concerned
from journey.analyses.alerts.judged import judged
from journey.analyses.alerts.rule import Rule
from journey.charts.trend_lines import figure_text
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.model import Interval
from journey.scope import Scope
from journey.store.alert_rules import HeldRule, held_rules
from journey.store.workspace import Workspace
from journey.stories.ask import directly
from journey.text import _
from journey.text.spreadsheet import harmless

__all__ = ["EXAMPLE", "arguments", "run", "say", "say_if_any"]

EXAMPLE = "python -m journey alerts --workspace shop --json"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument(
        "--customers", metavar="RULE", help=_("print the customers that the rule of this name is about, as CSV")
    )
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Print the rules, or customers."""
    with opened(given, blank=True) as workspace:
        if given.customers is not None:
            _customers(workspace, given.customers)
        elif given.json:
            print_json([_plain(one.held, one.watch) for one in judged(workspace, directly)])
        else:
            say(workspace)


def say(workspace: Workspace) -> None:
    """Print a line for each rule."""
    found = judged(workspace, directly)
    if not found:
        print(_("No rule watches this log; they are made on the page Alerts."))
    rows: list[tuple[str, ...]] = []
    for each in found:
        held, one = each.held, each.watch
        now = one.now
        rows.append(
            (
                _words()[_state(one)],
                held.name,
                "" if now is None else figure_text(now.figure, one.unit),
                "" if now is None else f"{now.period.start} - {now.period.end - timedelta(days=1)}",
                one.wrong,
            )
        )
    if rows:
        print_table((_("state"), _("rule"), _("figure"), _("last whole period"), _("note")), rows)


def _state(one: Watch) -> str:
    if one.wrong:
        return "cannot be told"
    return one.now.verdict if one.now else "no whole period"


def _words() -> dict[str, str]:
    return {
        "fires": _("fires"),
        "quiet": _("quiet"),
        "too few": _("too few"),
        "nothing before": _("nothing before"),
        "cannot be told": _("cannot be told"),
        "no whole period": _("no whole period"),
    }


def _plain(held: HeldRule, one: Watch) -> dict[str, Any]:
    now = one.now
    return {
        "name": held.name,
        "state": _state(one),
        "fires": one.fires,
        "from": now.period.start.isoformat() if now else None,
        "before": now.period.end.isoformat() if now else None,
        **_figure(now.figure if now else None),
        "compared": now.before.value if now and now.before else None,
        "periods": len(one.past),
        "fired": one.fired,
        "wrong": one.wrong or None,
    }


def _figure(figure: Interval | None) -> dict[str, Any]:
    if figure is None:
        return {"value": None, "low": None, "high": None, "n": 0}
    return {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.n}


def _customers(workspace: Workspace, name: str) -> None:
    found = next((one for one in judged(workspace, directly) if one.held.name == name), None)
    if found is None:
        names = ", ".join(held.name for held in held_rules(workspace))
        raise WrongInput(
            _("There is no rule {name}.").format(name=repr(name)), _("There are: {names}.").format(names=names or "-")
        )
    held, one = found.held, found.watch
    if one.now is None:
        raise WrongInput(one.wrong or _("The log holds no whole period that can be judged yet."))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["customer", "journey", "time", "value"])
    rule = Rule.parse(held.text)
    for row in concerned(workspace, Scope.parse(rule.scope), rule.metric, one.now.period):
        writer.writerow([harmless(row.customer), harmless(row.journey), row.time.isoformat(), row.value])


def say_if_any(given: argparse.Namespace) -> None:
    """How the rules of the workspace stand now that its log has changed, where it has any.

    Beside JSON they are told on stderr: what reads the one is not to stumble over the other.
    """
    told = sys.stderr if given.json else sys.stdout
    with contextlib.redirect_stdout(told), opened(given, blank=True) as workspace:
        if held_rules(workspace):
            print()
            say(workspace)

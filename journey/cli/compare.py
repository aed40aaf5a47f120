"""`compare`: two groups of journeys, in everything that can be counted of them."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace

from journey.analyses.compare import Comparison, Difference, compare
from journey.charts.compare_words import figure, gap, kind_name, place_name
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, count
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.model import Outcome
from journey.scope import Attribute, Scope
from journey.store.workspace import Workspace
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey compare --workspace shop --a outcome=completed --b outcome=dropped"
TOP = 20


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--a", metavar="GROUP", help=_("written as --b; all others if not given"))
    parser.add_argument(
        "--b", metavar="GROUP",
        help=_("a group: COL=VALUE of an attribute, outcome=, channel=, contains=, avoids=, from= or to=, or a scope "
               "as JSON; completed is compared with dropped if neither is given"),
    )  # fmt: skip
    parser.add_argument("--top", metavar="N", type=count, default=TOP, help=_("so many as text (20)"))
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Compare them."""
    with opened(given) as workspace:
        scope = given_scope(given, workspace)
        a, b = _groups(given, workspace)
        found = compare(workspace, scope, a, b)
    if given.json:
        print_json(_plain(found, a, b))
    else:
        _print(found, given.top)


def _groups(given: argparse.Namespace, workspace: Workspace) -> tuple[Scope, Scope]:
    one, other = (None if text is None else _group(text, workspace) for text in (given.a, given.b))
    if one is None and other is None:
        return Scope(outcomes=(Outcome.COMPLETED,)), Scope(outcomes=(Outcome.DROPPED,))
    if other is None and one is not None:
        return one, replace(one, inverse=not one.inverse)
    assert other is not None
    return one or replace(other, inverse=not other.inverse), other


def _group(text: str, workspace: Workspace) -> Scope:
    if text.lstrip().startswith("{"):
        try:
            return Scope.parse(text)
        except WrongInput as error:
            raise WrongInput(
                _("{text} is no scope.").format(text=repr(text)), _('It looks like {"contains":["Payment"]}.')
            ) from error
    known = {name for (name,) in workspace.run("SELECT name FROM attribute")}
    splits = [(text[:i], text[i + 1 :]) for i, sign in enumerate(text) if sign == "="]
    for name, value in splits:
        if name in known:
            return Scope(attributes=(Attribute(name, (value,)),))
    name, value = splits[0] if splits else ("", "")
    if name == "outcome" and value in list(Outcome):
        return Scope(outcomes=(Outcome(value),))
    parts = {
        "channel": {"channels": (value,)}, "contains": {"contains": (value,)}, "avoids": {"avoids": (value,)},
        "from": {"since": value}, "to": {"until": value},
    }  # fmt: skip
    if name in parts:
        return Scope(**parts[name])  # type: ignore[arg-type]
    raise WrongInput(
        _("{text} is no group of journeys.").format(text=repr(text)),
        _("Write COL=VALUE with one of: {names}.").format(names=", ".join([*sorted(known), "outcome", *parts])),
    )


def _plain(found: Comparison, a: Scope, b: Scope) -> dict[str, object]:
    return {
        "a": {"scope": a.text(), "journeys": found.groups.journeys[0], "customers": found.groups.customers[0]},
        "b": {"scope": b.text(), "journeys": found.groups.journeys[1], "customers": found.groups.customers[1]},
        "overlap": found.groups.overlap,
        "too_young": sum(found.groups.young),
        "compared": found.compared,
        "by_construction": found.by_construction,
        "differences": [_row(row) for row in found.differences],
        "only_a": [_row(row) for row in found.only_a],
        "only_b": [_row(row) for row in found.only_b],
    }


def _row(row: Difference) -> dict[str, object]:
    return {
        "kind": row.kind,
        "name": row.name or None,
        "touchpoint": row.source_name or None,
        "target": row.target_name or None,
        "a": asdict(row.a),
        "b": asdict(row.b),
        "gap": row.gap.value,
        "low": row.gap.low,
        "high": row.gap.high,
        "customers": row.gap.n,
        "p": row.p,
        "q": row.q,
        "above_line": row.above_line,
    }


def _print(found: Comparison, top: int) -> None:
    print(
        _("A: {a} journeys, B: {b}; {overlap} in both and {young} too young are left out.").format(
            a=format.count(found.groups.journeys[0]), b=format.count(found.groups.journeys[1]),
            overlap=format.count(found.groups.overlap), young=format.count(sum(found.groups.young)),
        )
    )  # fmt: skip
    above = [row for row in found.differences if row.above_line]
    print(
        _("{n} of {compared} comparisons differ (false-discovery rate 5 %).").format(
            n=format.count(len(above)), compared=format.count(found.compared)
        )
    )
    if above:
        print()
        print_table(
            (_("what"), _("where"), _("A"), _("B"), _("B - A")),
            (
                (kind_name(row), place_name(row), figure(row, row.a), figure(row, row.b), gap(row))
                for row in above[:top]
            ),
        )

"""The scope as arguments: the same parts as in the scope bar of every page."""

from __future__ import annotations

import argparse
from contextlib import suppress
from dataclasses import replace

from journey.cli.parser import Parser, duration
from journey.errors import WrongInput
from journey.model import Level, Outcome
from journey.scope import Attribute, Scope, Switch, Then
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.durations import parse_duration

__all__ = ["add_scope", "given_scope"]

_SEVERAL = {
    "--channel": ("channels", "C", _("has an event in this channel")),
    "--contains": ("contains", "T", _("has this touchpoint")),
    "--visits": ("visits", "T", _("has this touchpoint, or another that is given so")),
    "--avoids": ("avoids", "T", _("does not have this touchpoint")),
    "--starts-with": ("starts_with", "T", _("begins with this touchpoint")),
    "--ends-with": ("ends_with", "T", _("ends with this touchpoint")),
    "--variant": ("variants", "KEY", _("went exactly this variant (its key is in `variants --json`)")),
    "--customer": ("customers", "ID", _("is of this customer")),
    "--hide": ("hidden", "T", _("leave this touchpoint out, and link what was before it to what was after")),
}


def add_scope(parser: Parser) -> None:
    """Add the options of a scope."""
    group = parser.add_argument_group(
        _("scope"),
        _(
            "Which journeys. All parts must hold; a repeated --channel, --visits, --starts-with, --ends-with,\n"
            "--outcome, --variant, --customer, or --attribute of one column gives alternatives."
        ),
    )
    group.add_argument("--from", metavar="DATE", dest="since", help=_("started then or later, like 2026-03-01"))
    group.add_argument("--to", metavar="DATE", dest="until", help=_("started then or earlier; a date includes its day"))
    period = group.add_mutually_exclusive_group()
    period.add_argument(
        "--finished", action="store_const", const="finished", dest="period", help=_("--from and --to mean the end")
    )
    period.add_argument(
        "--touching", action="store_const", const="touching", dest="period", help=_("--from and --to mean any event")
    )
    group.add_argument("--attribute", metavar="COL=VALUE", action="append", help=_("has this value"))
    for flag, (name, metavar, text) in _SEVERAL.items():
        group.add_argument(flag, metavar=metavar, action="append", dest=name, help=text)
    group.add_argument(
        "--then", metavar="'A>B'", action="append",
        help=_("B comes after A; 'A>>B' directly after; 'A>B within 2d' so soon"),
    )  # fmt: skip
    group.add_argument("--not-then", metavar="'A>B'", action="append", help=_("that does not happen"))
    group.add_argument("--switch", metavar="'A>B'", action="append", help=_("channel B comes directly after channel A"))
    group.add_argument("--min-duration", metavar="TIME", type=duration, dest="min_duration_s", help=_("like 2h30m"))
    group.add_argument("--max-duration", metavar="TIME", type=duration, dest="max_duration_s", help=_("like 14d"))
    group.add_argument(
        "--outcome", action="append", choices=[outcome.value for outcome in Outcome], dest="outcomes",
        help=_("how the journey ended"),
    )  # fmt: skip
    group.add_argument("--except", action="store_true", dest="inverse", help=_("all journeys but these"))
    group.add_argument(
        "--level", choices=[level.value for level in Level], help=_("what a touchpoint stands for in the result")
    )
    group.add_argument("--scope", metavar="JSON", help=_("the whole scope, as it stands in the address of a page"))


def given_scope(given: argparse.Namespace, workspace: Workspace) -> Scope:
    """The scope that was given.

    Raises
    ------
    WrongInput
        A part that cannot be read, or --scope beside other parts.
    """
    simple = ("since", "until", "period", "min_duration_s", "max_duration_s")
    parts = {name: value for name in simple if (value := getattr(given, name)) is not None}
    parts |= {name: tuple(value) for name, _m, _t in _SEVERAL.values() if (value := getattr(given, name))}
    if given.attribute:
        parts["attributes"] = _attributes(given.attribute, workspace)
    if given.then or given.not_then:
        parts["then"] = _thens(given, workspace)
    if given.switch:
        parts["switches"] = tuple(_switch(text, workspace) for text in given.switch)
    if given.outcomes:
        parts["outcomes"] = tuple(Outcome(outcome) for outcome in given.outcomes)
    if given.level is not None:
        parts["level"] = Level(given.level)
    if given.inverse:
        parts["inverse"] = True
    if given.scope is None:
        return Scope(**parts)
    if parts:
        raise WrongInput(_("--scope holds all of the scope already."), _("Leave the other parts out, or --scope."))
    try:
        return Scope.parse(given.scope)
    except WrongInput as error:
        raise WrongInput(
            _("{text} is no scope.").format(text=repr(given.scope)), _('It looks like {"contains":["Payment"]}.')
        ) from error


def _attributes(texts: list[str], workspace: Workspace) -> tuple[Attribute, ...]:
    known = {row[0] for row in workspace.run("SELECT name FROM attribute ORDER BY id")}
    values: dict[str, list[str]] = {}
    for text in texts:
        splits = [(text[:i], text[i + 1 :]) for i, sign in enumerate(text) if sign == "="]
        if not splits:
            raise WrongInput(
                _("{text} is not written COLUMN=VALUE.").format(text=repr(text)), _("Like --attribute region=North.")
            )
        # A name may hold the sign itself; the first split that gives a known one is meant.
        name, value = next((split for split in splits if split[0] in known), splits[0])
        values.setdefault(name, []).append(value)
    return tuple(Attribute(name, tuple(of_name)) for name, of_name in values.items())


def _thens(given: argparse.Namespace, workspace: Workspace) -> tuple[Then, ...]:
    known = {row[0] for row in workspace.run("SELECT name FROM touchpoint ORDER BY id")}
    thens = [_then(text, known) for text in given.then or ()]
    return (*thens, *(replace(_then(text, known), never=True) for text in given.not_then or ()))


def _then(text: str, known: set[str]) -> Then:
    """Names may hold the signs themselves: every split is tried, and one must give two touchpoints of the log."""
    readings = _splits(text, None)
    before, word, limit = text.rpartition(" within ")
    if word:
        with suppress(ValueError):
            readings += _splits(before, parse_duration(limit))
    if not readings:
        raise WrongInput(
            _("{text} is not written A>B.").format(text=repr(text)), _("Like --then 'Basket>Payment within 2d'.")
        )
    fitting = [then for then in readings if {then.source, then.target} <= known]
    # A sign is a sign before it is a part of a name: "Copy as command" relies on it.
    plain = [then for then in fitting if not any(sign in then.source + then.target for sign in (">", " within "))]
    if len(plain or fitting) == 1:
        return (plain or fitting)[0]
    if fitting:
        raise WrongInput(
            _("{text} can be read in several ways with the touchpoints of this log.").format(text=repr(text)),
            _("Give the scope as text: --scope {example}.").format(example=repr(Scope(then=(fitting[0],)).text())),
        )
    likeliest = readings[-1]
    unknown = next(name for name in (likeliest.source, likeliest.target) if name not in known)
    raise WrongInput(
        _("This log has no touchpoint {name}.").format(name=repr(unknown)),
        _("Its touchpoints are: {names}.").format(names=", ".join(sorted(known)[:12])),
    )


def _switch(text: str, workspace: Workspace) -> Switch:
    """Two channels; where a name holds the sign itself, the split that gives two channels of the log is meant."""
    splits = [Switch(text[:i].strip(), text[i + 1 :].strip()) for i, sign in enumerate(text) if sign == ">"]
    if not splits:
        raise WrongInput(_("{text} is not written A>B.").format(text=repr(text)), _("Like --switch 'web>phone'."))
    known = {row[0] for row in workspace.run("SELECT name FROM channel ORDER BY id")}
    return next((switch for switch in splits if {switch.source, switch.target} <= known), splits[0])


def _splits(text: str, within_s: float | None) -> list[Then]:
    found = []
    for i, sign in enumerate(text):
        if sign != ">":
            continue
        for directly, after in ((True, text[i + 2 :]), (False, text[i + 1 :])):
            if directly and text[i : i + 2] != ">>":
                continue
            source, target = text[:i].strip(), after.strip()
            if source and target:
                found.append(Then(source, target, directly, within_s))
    return found

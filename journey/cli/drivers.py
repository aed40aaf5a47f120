"""`drivers`: what goes with a good or a bad end, of what was known before."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from journey.analyses.drivers.find import drivers, moments
from journey.analyses.drivers.question import Drivers, Question
from journey.analyses.drivers.words import feature_words
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.model import Interval
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey drivers --workspace shop --score nps --bad"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    result = parser.add_argument_group(_("result"), _("Reaching the goal, if nothing is given."))
    result.add_argument("--score", metavar="NAME", help=_("good answers to this score"))
    result.add_argument("--bad", action="store_true", help=_("bad answers instead"))
    result.add_argument(
        "--at", metavar="TOUCHPOINT", dest="landmark",
        help=_("what is known on first arriving here; where it tells most, if not given"),
    )  # fmt: skip
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Find and list them."""
    if given.score is not None and given.landmark is not None:
        raise WrongInput(_("With --score the moment is the answer itself."), _("Leave --at out, or --score."))
    if given.bad and given.score is None:
        raise WrongInput(_("--bad goes with --score."), _("Name the score: --score NAME."))
    with opened(given) as workspace:
        scope = given_scope(given, workspace)
        if given.score is not None:
            question = Question("bad" if given.bad else "good", given.score)
        else:
            landmark = given.landmark
            if landmark is None and (told := moments(workspace, scope)):
                landmark = told[0].landmark
            question = Question("goal", landmark=landmark)
        found = drivers(workspace, scope, question)
    if given.json:
        print_json(_plain(found))
    else:
        _print(found)


def _plain(found: Drivers) -> dict[str, object]:
    return {
        "result": found.question.result,
        "score": found.question.score,
        "at": found.question.landmark,
        "cases": found.cases,
        "customers": found.customers,
        "rate": asdict(found.rate),
        "skill": None if found.skill is None else asdict(found.skill),
        "trusted": found.trusted,
        "missing": found.missing or None,
        "drivers": [
            {
                "feature": feature_words(driver.feature),
                "difference": asdict(driver.adjusted),
                "with": asdict(driver.with_it),
                "without": asdict(driver.without_it),
                "q": driver.q,
                "named": driver.named,
            }
            for driver in found.drivers
        ],
    }


def _ends(figure: Interval) -> tuple[float | None, float | None, float | None]:
    return figure.value, figure.low, figure.high


def _print(found: Drivers) -> None:
    print(
        _("{cases} cases of {customers} customers; {rate} with the result.").format(
            cases=format.count(found.cases),
            customers=format.count(found.customers),
            rate=format.interval(found.rate),
        )
    )
    if not found.trusted:
        print(_("What was known before does not tell it better than chance: nothing is listed."))
        return
    print()
    print_table(
        (_("points"), _("from"), _("to"), _("with it"), _("without"), _("beyond chance"), _("known before")),
        (
            (
                *(
                    f"{100 * (x or 0.0):+.1f}"
                    for x in (driver.adjusted.value, driver.adjusted.low, driver.adjusted.high)
                ),
                format.percent(driver.with_it.value),
                format.percent(driver.without_it.value),
                _("yes") if driver.named else _("no"),
                feature_words(driver.feature),
            )
            for driver in found.drivers
        ),
    )

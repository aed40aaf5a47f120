"""`simulate`: the forecast of a scenario."""

from __future__ import annotations

import argparse
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

from journey.cli.output import print_json, print_table, progress
from journey.cli.parser import Parser, count
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.design.forecast import DRAWS, Band, Forecast, forecast
from journey.design.kept import scenarios
from journey.design.monte_carlo import RUNS
from journey.design.scenario import Scenario, read
from journey.design.start import start_record
from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey simulate --workspace shop --scenario calmer.json --from 2026-03-01 --json"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument(
        "--scenario", metavar="FILE",
        help=_("the edits, as JSON (docs/scenario.md), or a scenario of the workspace; its newest if not given"),
    )  # fmt: skip
    parser.add_argument(
        "--runs", metavar="N", type=count, default=RUNS, help=_("journeys walked ({n})").format(n=format.count(RUNS))
    )
    parser.add_argument("--seed", metavar="S", type=count, default=1, help=_("of the random numbers (1)"))
    parser.add_argument(
        "--draws", metavar="N", type=count, default=DRAWS, help=_("bootstrap draws ({n})").format(n=DRAWS)
    )
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Forecast, and print it."""
    if not given.runs or not given.draws:
        raise WrongInput(_("Nothing can be told from 0 runs."), _("Leave --runs and --draws out, or give more."))
    with opened(given) as workspace, progress() as told:
        found = forecast(
            workspace,
            given_scope(given, workspace),
            _scenario(given.scenario, workspace),
            runs=given.runs,
            seed=given.seed,
            draws=given.draws,
            progress=lambda share, what: told(what, round(100 * share), 100),
        )
    if given.json:
        print_json(_content(found))
    else:
        _print(found)


def _scenario(text: str | None, workspace: Workspace) -> Scenario:
    """The scenario of a file, or one that is kept in the workspace."""
    kept = {one.scenario.name: one.scenario for one in scenarios(workspace)}
    # A scenario may be called like a file.
    if text is not None and text not in kept and (Path(text).is_file() or text.endswith(".json")):
        return read(Path(text))
    if text is None and kept:
        return [*kept.values()][-1]
    if text not in kept:
        wrong = _("There is no scenario {name}.").format(name=repr(text))
        names = _("Give --scenario FILE.json, or one of: {names}.").format(names=", ".join(kept))
        raise WrongInput(
            _("No scenario is given, and the workspace keeps none.") if text is None else wrong,
            names if kept else _("Give --scenario FILE.json."),
        )
    return kept[text]


def _content(found: Forecast) -> dict[str, Any]:
    exits = {
        side: {name: _band(pair[at]) for name, pair in found.exit_rates.items() if pair[at] is not None}
        for at, side in enumerate(("as_is", "to_be"))
    }
    return {
        "scenario": found.scenario.name,
        "start": start_record(found.scenario.start),
        "journeys": found.journeys,
        "trust": {
            "passed": found.trust.passed,
            "words": found.trust.words,
            "split": found.trust.split,
            "fitted": found.trust.fitted,
            "tested": found.trust.tested,
            "checks": [asdict(check) | {"words": check.words} for check in found.trust.checks],
        },
        "as_is": _figures(found.as_is),
        "to_be": _figures(found.to_be),
        "difference": _figures(found.difference),
        "exit_rates": exits,
        "tornado": [
            {
                "edit": swing.number + 1,
                "field": swing.field,
                "low": swing.low,
                "high": swing.high,
                "difference_at_low": {k: _known(v) for k, v in swing.figures_low.items()},
                "difference_at_high": {k: _known(v) for k, v in swing.figures_high.items()},
            }
            for swing in found.swings
        ],
        "rollout": [{"share": step.share, **_figures(step.figures)} for step in found.rollout],
        "by_edit": [asdict(part) | {"number": part.number + 1} for part in found.effect.parts],
        "remarks": [{"edit": problem.number + 1, "text": problem.text} for problem in found.problems],
        "model": {"looks_back": found.depth, "states": found.states},
        "runs": found.runs,
        "seed": found.seed,
        "seconds": found.seconds,
    }


def _figures(bands: dict[str, Band]) -> dict[str, Any]:
    return {name.replace("score ", "score_"): _band(band) for name, band in bands.items()}


def _band(band: Band | None) -> dict[str, Any]:
    assert band is not None
    return {
        "value": _known(band.value),
        "low": _known(band.low),
        "high": _known(band.high),
        "data": [_known(end) for end in band.data],
        "assumptions": [_known(end) for end in band.beliefs],
    }


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _print(found: Forecast) -> None:
    print(f"{found.scenario.name}: {found.trust.words}")
    print(_("Reproducing today does not prove the effect of an edit."))
    for problem in found.problems:
        print(_("Edit {number}: {text}").format(number=problem.number + 1, text=problem.text))
    print()
    print_table(
        (_("figure"), _("as is"), _("to be"), _("difference"), _("from"), _("to")),
        (
            (
                name,
                _shown(name, found.as_is[name].value),
                _shown(name, found.to_be[name].value),
                *(_shown(name, end, signed=True) for end in (band.value, band.low, band.high)),
            )
            for name, band in found.difference.items()
        ),
    )


_SHARES = ("conversion", "completed", "lost", "dropped")


def _shown(name: str, value: float, *, signed: bool = False) -> str:
    if not math.isfinite(value):
        return "–"
    sign = "+" if signed and value > 0 else format.MINUS if signed and value < 0 else ""
    size = abs(value) if signed else value
    if name in _SHARES:
        return sign + (f"{100 * size:.1f} pt" if signed else format.percent(size))
    return sign + (format.duration(size) if name.endswith("_s") else format.number(size))

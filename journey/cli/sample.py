"""`sample`: write or import the sample log."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from journey.cli.output import print_json, progress
from journey.cli.parser import Parser, count
from journey.errors import WrongInput
from journey.ingest.import_log import import_log
from journey.sample import PLANTS, definitions, generate, mapping, write
from journey.store.library import sweep
from journey.text import _
from journey.text.format import count as count_text

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey sample --journeys 5000 --seed 1 --without slow_document_check --out sample.csv"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace(required=False)
    parser.add_argument("--out", metavar="FILE", type=Path, help=_("write it there: .csv, .csv.gz or .parquet"))
    parser.add_argument("--journeys", metavar="N", type=count, default=20_000, help=_("so many (20000)"))
    parser.add_argument("--seed", metavar="S", type=int, default=7, help=_("another seed is another log (7)"))
    parser.add_argument(
        "--without", metavar="NAME", action="append", nargs="+", default=[],
        help=_("leave out frictions that the sample holds on purpose: {names}, or all").format(
            names=", ".join(plant.name for plant in PLANTS)
        ),
    )  # fmt: skip
    parser.add_argument("--replace", action="store_true", help=_("replace the workspace if it is there already"))
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Generate it, and put it where it was asked for."""
    if given.out is None and given.workspace is None:
        raise WrongInput(
            _("The sample needs a place to go to."), _("Give --out FILE to write it, or --workspace NAME to import it.")
        )
    sweep()
    with progress() as told:
        told(_("Generating the sample"), 0, 0)
        log = generate(given.journeys, given.seed, [name for names in given.without for name in names])
        done: dict[str, Any] = {"events": len(log), "journeys": int(log["journey_id"].nunique())}
        if given.out is not None:
            write(log, given.out)
            done["file"] = str(given.out)
        if given.workspace is not None:
            imported = import_log(
                log,
                given.workspace,
                mapping=mapping(),
                definitions=definitions(),
                replace_existing=given.replace,
                progress=told,
            )
            done |= asdict(imported)
    if given.json:
        print_json(done)
        return
    places = [place for place in (done.get("file"), done.get("workspace")) if place]
    print(
        _("{journeys} journeys, {events} events: {places}.").format(
            journeys=count_text(done["journeys"]), events=count_text(done["events"]), places=", ".join(places)
        )
    )

"""`append`: join further files to the journeys of a workspace."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from journey.cli.alerts import say_if_any
from journey.cli.importing import fixed, mapping_arguments, print_mapping, read_options
from journey.cli.output import print_json, progress
from journey.cli.parser import Parser
from journey.errors import JourneyError
from journey.ingest.append import Appended
from journey.ingest.append_log import append_log
from journey.ingest.matching import Match
from journey.store.library import sweep, workspace_path
from journey.text import _
from journey.text.format import count

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey append calls.csv --workspace shop --customer client_id --prefix 'Call: '"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.add_argument(
        "files", metavar="FILE", type=Path, nargs="+", help=_("further logs, each with these columns, in this order")
    )
    parser.workspace()
    parser.add_argument(
        "--source", metavar="NAME",
        help=_("the source the files belong to; a name that is there already makes them newer exports of it"),
    )  # fmt: skip
    parser.add_argument(
        "--alone", choices=("ask", "keep", "drop"), default="ask",
        help=_("rows whose id is not in the workspace: keep them as journeys of their own, or drop them; "
               "ask (the default) keeps them unless no id at all matches"),
    )  # fmt: skip
    mapping_arguments(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Append one file after the other, and print what each brought."""
    sweep()
    done: list[Appended] = []
    try:
        for file in given.files:
            with progress() as told:
                done.append(
                    append_log(
                        file,
                        workspace_path(given.workspace),
                        mapping=fixed(given),
                        source=given.source,
                        alone=given.alone,
                        options=read_options(given),
                        bad_rows=given.bad_rows,
                        duplicates=given.duplicates,
                        wait_s=given.wait,
                        progress=told,
                    )
                )
            if not given.json:
                _print(done[-1])
    except JourneyError as error:
        if done:
            names = ", ".join(appended.file for appended in done)
            error.hint = " ".join(filter(None, [error.hint, _("Added before: {names}.").format(names=names)]))
            error.args = (f"{error.message} {error.hint}",)
        raise
    if given.json:
        print_json([asdict(appended) for appended in done] if len(given.files) > 1 else asdict(done[0]))
    say_if_any(given)


def _print(appended: Appended) -> None:
    print(
        _(
            "{file} is {source} of {workspace}: {read} rows read, {added} added, {known} known, {rejected} left out."
        ).format(
            file=appended.file,
            source=repr(appended.source),
            workspace=appended.workspace,
            read=count(appended.read),
            added=count(appended.added),
            known=count(appended.known),
            rejected=count(appended.rejected),
        )
    )
    print(Match.from_json(appended.match).summary())
    print(
        _(
            "Now {journeys} journeys of {customers} customers, {events} events, {touchpoints} touchpoints; {seconds} s."
        ).format(
            journeys=count(appended.journeys),
            customers=count(appended.customers),
            events=count(appended.events),
            touchpoints=count(appended.touchpoints),
            seconds=f"{appended.seconds:.1f}",
        )
    )
    print_mapping(appended)

"""`sources`: what a workspace was made of, and taking a part of it out again."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from journey.analyses.sources import SourceSummary, sources
from journey.cli.alerts import say_if_any
from journey.cli.output import print_json, print_table, progress
from journey.cli.parser import Parser
from journey.cli.workspaces import opened
from journey.ingest.take_out import TakenOut, take_out
from journey.store.library import sweep
from journey.text import _
from journey.text.format import count

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey sources --workspace shop --take-out calls"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--take-out", metavar="NAME", help=_("take this source out of the workspace"))
    parser.json()


def run(given: argparse.Namespace) -> None:
    """List the sources, or take one out."""
    if given.take_out is None:
        with opened(given, blank=True) as workspace:
            held = sources(workspace)
        if given.json:
            print_json([_content(source) for source in held])
        else:
            _print(held)
        return
    sweep()
    with opened(given, blank=True) as workspace:
        target = workspace.path
    with progress() as told:
        gone = take_out(target, given.take_out, wait_s=given.wait, progress=told)
    if given.json:
        print_json(asdict(gone))
    else:
        _print_gone(gone)
    say_if_any(given)


def _print_gone(gone: TakenOut) -> None:
    print(
        _(
            "{source} is out of {workspace}: {removed} events of {files} went; "
            "{journeys} journeys, {events} events stay."
        ).format(
            source=repr(gone.source),
            workspace=gone.workspace,
            removed=count(gone.removed),
            files=", ".join(gone.files),
            journeys=count(gone.journeys),
            events=count(gone.events),
        )
    )


def _content(source: SourceSummary) -> dict[str, Any]:
    first, last = (time.isoformat() if time else None for time in (source.first, source.last))
    files = [
        {**asdict(file), "imported_at": file.imported_at.isoformat(), "report": None, "mapping": file.mapping}
        for file in source.files
    ]
    for file in files:
        del file["report"]
    return {**asdict(source), "first": first, "last": last, "files": files}


def _print(held: tuple[SourceSummary, ...]) -> None:
    rows = []
    for source in held:
        for number, file in enumerate(source.files):
            whole = [
                source.name, count(source.events), count(source.journeys),
                source.first.isoformat(" ", "minutes") if source.first else "",
                source.last.isoformat(" ", "minutes") if source.last else "",
            ] if number == 0 else [""] * 5  # fmt: skip
            rows.append(
                [*whole, file.file, file.imported_at.isoformat(" ", "minutes"), count(file.read), count(file.kept),
                 count(file.known), count(file.rejected)]
            )  # fmt: skip
    head = (
        _("source"), _("events"), _("journeys"), _("first"), _("last"), _("file"), _("imported"), _("read"), _("kept"),
        _("known"), _("left out"),
    )  # fmt: skip
    print_table(head, rows)

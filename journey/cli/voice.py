"""`voice`: the themes of the comments, and the comments themselves."""

from __future__ import annotations

import argparse
from typing import Any

from journey.analyses.voice.comments import Tone, comments, has_comments
from journey.analyses.voice.search import Wanted, search
from journey.analyses.voice.theme_shares import Voice, voice
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, count
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.store.theme_names import theme_names
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey voice --workspace shop --tone critical --search 'bill'"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument(
        "--tone", choices=[tone.value for tone in Tone], help=_("only comments whose answers are critical, or content")
    )
    parser.add_argument("--search", metavar="WORDS", help=_("list comments with these words instead of the themes"))
    parser.add_argument("--top", metavar="N", type=count, default=20, help=_("so many comments (20 if not given)"))
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """List the themes, or comments."""
    tone = Tone(given.tone) if given.tone else None
    with opened(given) as workspace:
        if not has_comments(workspace):
            raise WrongInput(
                _("The log of {name} has no comments.").format(name=workspace.name),
                _("Import it with --comment COLUMN."),
            )
        scope = given_scope(given, workspace)
        if given.search is not None:
            listed = search(comments(workspace, scope), Wanted(words=given.search, tone=tone), {})[: given.top]
            rows = [
                {
                    "comment": one.text, "stage": one.stage, "touchpoint": one.touchpoint, "time": one.time.isoformat(),
                    "scores": dict(one.scores), "journey": one.key, "customer": one.customer,
                }
                for one in listed
            ]  # fmt: skip
        else:
            found = voice(workspace, scope, tone)
            rows = _themes(found, theme_names(workspace))
    if given.json:
        print_json(rows)
    elif given.search is not None:
        for one in listed:
            print(f"{one.time:%Y-%m-%d}  {one.touchpoint}  {one.key}\n  {one.text}")
    else:
        _print(found, rows)


def _themes(found: Voice, names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "theme": names.get(one.theme.key, one.theme.name),
            "words": one.theme.words,
            "comments": one.comments,
            "journeys": len(one.journeys),
            "share": one.share.value,
            "low": one.share.low,
            "high": one.share.high,
            "feeling": one.feeling.value,
            "stages": {stage: cell.value for stage, cell in one.by_stage.items()},
        }
        for one in found.themes
    ]


def _print(found: Voice, rows: list[dict[str, Any]]) -> None:
    print(
        _("{looked} of {all} comments; {none} near no theme.").format(
            looked=format.count(found.looked_at), all=format.count(found.comments), none=format.count(found.none)
        )
    )
    if not rows:
        print(_("Too few comments for themes."))
        return
    print()
    print_table(
        (_("comments"), _("share"), _("feeling"), _("theme")),
        (
            (format.count(row["comments"]), format.percent(row["share"]), format.number(row["feeling"]), row["theme"])
            for row in rows
        ),
    )

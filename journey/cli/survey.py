"""`survey`: join the answers of a survey file to the touchpoints of a workspace."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from journey.cli.alerts import say_if_any
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser, duration
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.ingest.masking import masked_text
from journey.ingest.survey_file import Survey
from journey.ingest.survey_join import WINDOW_S, Joined, ScoreJoin, join_survey, surveys, take_out_survey
from journey.text import _, format
from journey.text.survey_words import reason_text

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey survey answers.csv --workspace shop --customer email --time answered_at --score nps"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help=_("the survey: CSV, XLSX, JSON ..."))
    parser.workspace()
    parser.add_argument("--customer", metavar="COL", help=_("column of the customer's id, as in the log"))
    parser.add_argument("--time", metavar="COL", help=_("column of the time of the answer"))
    parser.add_argument("--score", metavar="COL", action="append", help=_("column of a score; can be repeated"))
    parser.add_argument("--comment", metavar="COL", help=_("column of what customers wrote; personal data are masked"))
    parser.add_argument("--keep-personal", action="store_true", help=_("keep personal data in comments as they are"))
    parser.add_argument(
        "--window", metavar="TIME", type=duration, default=WINDOW_S,
        help=_("how long after a touchpoint an answer may come, like 7d (the default)"),
    )  # fmt: skip
    parser.add_argument(
        "--relationship",
        action="store_true",
        help=_("asked now and then: belongs to the customer, not to a touchpoint"),
    )
    parser.add_argument("--timezone", metavar="ZONE", default="UTC", help=_("of times that name none (UTC)"))
    parser.add_argument("--name", metavar="NAME", help=_("name of the survey; the file's if not given"))
    parser.add_argument("--take-out", metavar="NAME", help=_("take that survey out again; without a file"))
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Join the survey, or list those that there are."""
    with opened(given) as workspace:
        if given.take_out is not None:
            take_out_survey(workspace, given.take_out)
        elif given.file is not None:
            joined = join_survey(
                workspace, given.file, _columns(given), window_s=given.window, relationship=given.relationship,
                name=given.name, timezone=given.timezone,
            )  # fmt: skip
            if given.json:
                print_json(_content(joined))
            else:
                _print(joined)
        held = surveys(workspace)
    if given.take_out is not None or given.file is not None:
        say_if_any(given)
    if given.file is not None:
        return
    if given.json:
        keys = ("survey", "imported", "window_s", "relationship", "answers")
        print_json([dict(zip(keys, (name, at.isoformat(), *rest), strict=True)) for name, at, *rest in held])
    else:
        print_table(
            (_("survey"), _("answers"), _("window")),
            ((name, format.count(n), _("the customer's") if apart else format.duration(window))
             for name, _at, window, apart, n in held),
        )  # fmt: skip


def _columns(given: argparse.Namespace) -> Survey:
    for flag in ("customer", "time", "score"):
        if not getattr(given, flag):
            raise WrongInput(_("No --{flag} is given.").format(flag=flag), _("Name the column of the file."))
    scores = tuple(dict.fromkeys(given.score))
    return Survey(given.customer, given.time, scores, given.comment, keep_personal=given.keep_personal)


def _content(joined: Joined) -> dict[str, Any]:
    return {**asdict(joined), "scores": [{**asdict(one), "share": one.share} for one in joined.scores]}


def _print(joined: Joined) -> None:
    if joined.replaced:
        print(_("An earlier import of {survey} gave way.").format(survey=joined.survey))
    for one in joined.scores:
        print(
            _("{score}: {joined} of {answers} answers joined ({share}), on a scale of {low} to {high}.").format(
                score=one.score, joined=format.count(one.joined), answers=format.count(one.answers),
                share=format.percent(one.share), low=format.number(one.scale[0]), high=format.number(one.scale[1]),
            )
        )  # fmt: skip
        for reason in sorted(one.left_out, key=lambda reason: -one.left_out[reason]):
            print(_reason(one, reason))
    if joined.masked:
        print(masked_text(joined.masked))


def _reason(one: ScoreJoin, reason: str) -> str:
    return _("  {n} {why} (rows {rows})").format(
        n=format.count(one.left_out[reason]), why=reason_text(reason), rows=", ".join(map(str, one.rows[reason]))
    )

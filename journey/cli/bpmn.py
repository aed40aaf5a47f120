"""`bpmn`: the as-is, or a scenario, as BPMN 2.0."""

from __future__ import annotations

import argparse
from pathlib import Path

from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.design.bpmn import mined, written
from journey.design.conformance.named import design_called
from journey.errors import WrongInput
from journey.scope import Scope
from journey.text import _

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey bpmn --workspace shop --out as-is.bpmn --noise 0.3"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help=_("the file to write"))
    parser.add_argument("--design", metavar="NAME", help=_("a scenario, instead of the as-is"))
    parser.add_argument(
        "--noise", metavar="SHARE", type=float, default=0.2,
        help=_("0 to 1: the larger, the more rare ways of the as-is are left out (0.2)"),
    )  # fmt: skip
    add_scope(parser)


def run(given: argparse.Namespace) -> None:
    """Write it."""
    if not 0 <= given.noise <= 1:
        raise WrongInput(_("--noise is a share."), _("Give a number from 0 to 1."))
    with opened(given) as workspace:
        if given.design is None:
            content = mined(workspace, given_scope(given, workspace), given.noise)
        else:
            content = written(design_called(workspace, Scope(), given.design).automaton)
    given.out.write_bytes(content)
    print(_("Written: {file}.").format(file=given.out))

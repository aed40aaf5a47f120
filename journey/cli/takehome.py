"""`takehome`: a story, or one page, as a file that opens anywhere."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from journey.cli.output import print_json
from journey.cli.parser import Parser, pair
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.store.stories import story_named
from journey.store.story_pins import pins
from journey.store.workspace import Workspace
from journey.stories.pages import PAGES, slide_at, slide_of
from journey.stories.privacy import private
from journey.stories.slide import Slide
from journey.takehome.take_home import KINDS, Kind, take_home
from journey.takehome.words import heading
from journey.text import _, ngettext
from journey.text.format import count

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey takehome --workspace shop --page map --contains Payment --out map.pptx"
_ENDINGS = ", ".join(f".{kind}" for kind in KINDS)
_NAMES = {page.rpartition("/")[2]: page for page in PAGES}


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--story", metavar="NAME", help=_("the whole story of this name"))
    what.add_argument(
        "--page", metavar="PAGE", choices=list(_NAMES), help=_("one page: {names}").format(names=", ".join(_NAMES))
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, required=True,
        help=_("write it there; the ending says as what: {kinds}").format(kinds=_ENDINGS),
    )  # fmt: skip
    parser.add_argument("--title", metavar="TEXT", default="", help=_("what stands on top of a page"))
    parser.add_argument("--sentence", metavar="TEXT", default="", help=_("and below that"))
    parser.add_argument(
        "--set", metavar="NAME=VALUE", type=pair, action="append", default=[],
        help=_("a setting of the page, as in its address: --set by=channel, --set journey=J00042"),
    )  # fmt: skip
    parser.add_argument("--paper", choices=("A4", "A3"), default="A4", help=_("for PDF and PNG"))
    parser.as_it_is()
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Draw the slides, and write the file."""
    kind = _kind(given.out)
    with opened(given) as workspace:
        title, slides, notes = _slides(given, workspace)
        if not given.as_it_is:
            slides = [private(workspace, slide) for slide in slides]
    # An answer may have held an id.
    title = title or heading(slides[0])
    given.out.write_bytes(take_home(slides, kind, title=title, notes=notes, paper=given.paper))
    told: dict[str, Any] = {"file": str(given.out), "slides": len(slides), "private": not given.as_it_is}
    if given.json:
        print_json(told)
        return
    n = len(slides)
    print(ngettext("{n} slide: {path}.", "{n} slides: {path}.", n).format(n=count(n), path=given.out))


def _kind(out: Path) -> Kind:
    ending = out.suffix.lower().removeprefix(".")
    for kind in KINDS:
        if ending == kind:
            return kind
    raise WrongInput(
        _("{path} does not say what to write.").format(path=out),
        _("Let its name end in one of {kinds}.").format(kinds=_ENDINGS),
    )


def _slides(given: argparse.Namespace, workspace: Workspace) -> tuple[str, list[Slide], Sequence[str]]:
    if given.page is not None:
        slide = slide_at(
            workspace, _NAMES[given.page], given_scope(given, workspace), dict(given.set),
            title=given.title, sentence=given.sentence,
        )  # fmt: skip
        return given.title, [slide], ()
    story = story_named(workspace, given.story)
    found = pins(workspace, story.id)
    return story.name, [slide_of(workspace, pin) for pin in found], [pin.notes for pin in found]

"""`story`: the stories of a workspace, and the slides of one of them."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.workspaces import opened
from journey.store.stories import Story, stories, story_named
from journey.store.story_pins import pins
from journey.stories import Slide, slide_of
from journey.stories.foot import foot
from journey.stories.privacy import private
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey story --workspace shop --name 'Why customers leave' --json"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help=_("all stories (the default)"))
    what.add_argument("--name", metavar="STORY", help=_("the slides of this story, with the numbers behind them"))
    parser.as_it_is()
    parser.json()


def run(given: argparse.Namespace) -> None:
    """List the stories, or tell one."""
    with opened(given) as workspace:
        if given.name is None:
            _list(stories(workspace), json=given.json)
            return
        held = story_named(workspace, given.name)
        told = pins(workspace, held.id)
        slides = [slide_of(workspace, pin) for pin in told]
        if not given.as_it_is:
            slides = [private(workspace, slide) for slide in slides]
    frozen = {at for at, pin in enumerate(told) if pin.frozen is not None}
    if given.json:
        print_json([_content(slide, at in frozen) for at, slide in enumerate(slides)])
        return
    for at, slide in enumerate(slides):
        print(f"{at + 1}. {slide.title}")
        for line in (slide.sentence, slide.answer, foot(slide.footer, frozen=at in frozen)):
            if line:
                print(f"   {line}")


def _list(every: tuple[Story, ...], *, json: bool) -> None:
    if json:
        print_json([{"name": one.name, "slides": one.pins, "made": one.made.isoformat()} for one in every])
        return
    print_table(
        (_("slides"), _("made"), _("story")),
        ((format.count(one.pins), format.date(one.made), one.name) for one in every),
    )


def _content(slide: Slide, frozen: bool) -> dict[str, object]:
    return {
        "page": slide.page,
        "title": slide.title,
        "sentence": slide.sentence,
        "answer": slide.answer,
        "frozen": frozen,
        "table": {"columns": slide.table.columns, "rows": slide.table.rows},
        "footer": asdict(slide.footer),
    }

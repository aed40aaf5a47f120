"""What a room sees and people take home: pseudonyms for customers and journeys, and no group under 10."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from journey.charts.timeline_rows import TimelineRow
from journey.store.privacy import pseudonyms
from journey.store.workspace import Workspace
from journey.stories.few.board import private_board, private_metrics, words_of_board
from journey.stories.few.ended import ends_are_few, private_ends_table
from journey.stories.few.figure import blank_figure, private_figure
from journey.stories.few.map import private_map
from journey.stories.few.table import private_table
from journey.stories.few.text import LEAST, is_few, tells_few, with_word
from journey.stories.picture import (
    BoardPicture,
    FigurePicture,
    MapPicture,
    MetricsPicture,
    Picture,
    TimelinePicture,
)
from journey.stories.slide import Slide
from journey.stories.table import Table
from journey.text import _

__all__ = ["explanation", "private"]

_SHORTEST = 3
"""An id with fewer letters could be any number of a sentence: only the first one is taken for it."""


def explanation() -> str:
    """What is kept back, for whoever may switch it off."""
    return _(
        "Customers and journeys have pseudonyms, the same everywhere in this workspace; nobody can turn them back "
        "without its file. Groups under {n} are shown as a dash, also where another number would tell them. One "
        "journey is told in days since its start, without attributes."
    ).format(n=LEAST)


def private(workspace: Workspace, slide: Slide) -> Slide:
    """A slide as others may see it.

    Customers and journeys get the workspace's pseudonyms, in every text of the slide. Groups under 10 are kept back, in
    the picture, its tooltips, the table and the answer, and so is what would tell them by a difference. Comments are as
    the workspace keeps them: masked on import. Words that people wrote stay, but for ids.

    Parameters
    ----------
    slide : Slide
        One that this already changed stays as it is.
    """
    named = _named(slide, _renaming(workspace, slide))
    if isinstance(named.picture, TimelinePicture):
        return _one_journey(named)
    if named.footer.few or is_few(named.footer.journeys_shown):
        return _blank(named)
    return replace(
        named,
        answer=with_word() if tells_few(named.answer) or ends_are_few(named.table) else named.answer,
        picture=_picture(named.picture),
        table=private_ends_table(private_table(named.table)),
    )


def _picture(picture: Picture) -> Picture:
    if isinstance(picture, MapPicture):
        return MapPicture(private_map(picture.spec))
    if isinstance(picture, BoardPicture):
        return BoardPicture(private_board(picture.spec))
    if isinstance(picture, MetricsPicture):
        return MetricsPicture(private_metrics(picture.spec))
    if isinstance(picture, FigurePicture):
        return FigurePicture(private_figure(picture.light), private_figure(picture.dark))
    return picture


def _blank(slide: Slide) -> Slide:
    """Nothing but the words of people, of a scope with fewer than 10 journeys."""
    told = _("Fewer than {n} journeys: nothing is shown.").format(n=LEAST)
    picture: Picture = FigurePicture(blank_figure(), blank_figure())
    if isinstance(slide.picture, BoardPicture):
        told = _("Fewer than {n} journeys: only what people wrote is shown.").format(n=LEAST)
        picture = BoardPicture(words_of_board(slide.picture.spec, told))
    return replace(
        slide,
        answer=told,
        picture=picture,
        table=Table((), ()),
        footer=replace(slide.footer, journeys_shown=0, few=True),
    )


def _renaming(workspace: Workspace, slide: Slide) -> Callable[[str], str]:
    """What replaces every id that the slide knows of, longest first: one may be a part of another."""
    names = pseudonyms(workspace)
    made = {key: names.journey(key) if kind == "journey" else names.customer(key) for kind, key in slide.people if key}
    known = sorted(made, key=len, reverse=True)
    if not known:
        return lambda text: text
    # A short id is a word of its own, and not the end of a number.
    either = "|".join(re.escape(key) for key in known)
    pattern = re.compile(rf"(?<![\w.,-])(?:{either})(?![\w-]|[.,]\d)")
    short = {key for key in known if len(key) < _SHORTEST}

    def rename(text: str) -> str:
        first = [True]

        def one(found: re.Match[str]) -> str:
            if found[0] in short:
                if not first[0]:
                    return found[0]
                first[0] = False
            return made[found[0]]

        return pattern.sub(one, text)

    return rename


def _named(slide: Slide, rename: Callable[[str], str]) -> Slide:
    if not slide.people:
        return slide
    content = slide.to_json()
    # Not the geometry of a picture, which has no words; its data, words and tooltips have.
    told = {
        name: _renamed(content[name], rename) for name in ("title", "sentence", "answer", "picture", "table", "footer")
    }
    return Slide.read({**content, **told, "people": []})


def _renamed(content: Any, rename: Callable[[str], str], name: str = "") -> Any:
    if isinstance(content, str):
        return content if name in _NO_WORDS else rename(content)
    if isinstance(content, list):
        return [_renamed(one, rename, name) for one in content]
    if isinstance(content, dict):
        return {key: _renamed(value, rename, key) for key, value in content.items()}
    return content


_NO_WORDS = frozenset(
    {"kind", "id", "source", "target", "path", "head", "stroke", "fill", "ink", "colour", "color", "type", "drawn",
     "data_version", "workspace", "icon", "picture", "key", "template", "mode"}
)  # fmt: skip


def _one_journey(slide: Slide) -> Slide:
    """One journey without dates and attributes: days since its start, touchpoints, waits, scores and words."""
    assert isinstance(slide.picture, TimelinePicture)
    times = [str(row[0]) for row in slide.table.rows] if _("Time") in slide.table.columns[:1] else []
    days = _days(times)
    if not days:
        # It was changed before, or has no dates.
        return slide
    picture = TimelinePicture(_rows(slide.picture.light, days), _rows(slide.picture.dark, days))
    kept = [_("Touchpoint"), _("Stage"), _("Channel"), _("Wait until the next (s)"), _("Comment")]
    columns = [n for n, name in enumerate(slide.table.columns) if name in kept]
    table = Table(
        (_("Day"), *(slide.table.columns[n] for n in columns)),
        tuple((day, *(row[n] for n in columns)) for day, row in zip(days, slide.table.rows, strict=True)),
    )
    return replace(slide, picture=picture, table=table)


def _days(times: list[str]) -> list[str]:
    try:
        read = [datetime.fromisoformat(text) for text in times]
    except ValueError:
        return []
    first = min(read, default=None)
    return [] if first is None else [_("day {n}").format(n=(one.date() - first.date()).days + 1) for one in read]


def _rows(rows: tuple[TimelineRow, ...], days: list[str]) -> tuple[TimelineRow, ...]:
    return tuple(replace(row, time=day, details=()) for row, day in zip(rows, days, strict=True))

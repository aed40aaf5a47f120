"""The words around a slide: its heading, what stands below it, the cells of its table."""

from __future__ import annotations

import re

from journey.charts.label import clean
from journey.stories.slide import Slide
from journey.stories.table import Cell
from journey.text import _
from journey.text.format import count, number

__all__ = ["cell_text", "file_name", "heading", "lines_below"]


def heading(slide: Slide) -> str:
    """What stands on top: what people wrote, else what the page answers."""
    return clean(slide.title or slide.answer)


def lines_below(slide: Slide) -> tuple[str, ...]:
    """What stands below the heading: what people wrote to it, and the answer where that is not the heading."""
    answer = slide.answer if slide.title else ""
    return tuple(clean(text) for text in (slide.sentence, answer) if text)


def cell_text(value: Cell) -> str:
    """A cell of a table as people read it.

    >>> cell_text(12340), cell_text(0.123456), cell_text(None), cell_text(True)
    ('12,340', '0.123', '–', 'yes')
    """
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return count(value)
    return number(value) if isinstance(value, float) else clean(value)


def file_name(title: str, kind: str) -> str:
    """A name for the file, of signs that every file system takes.

    >>> file_name("Why people leave: Q3/Q4", "pptx"), file_name("../..", "pdf")
    ('Why-people-leave-Q3-Q4.pptx', 'journey.pdf')
    """
    safe = re.sub(r"[^\w-]+", "-", title).strip("-_")[:80]
    return f"{safe or 'journey'}.{kind}"

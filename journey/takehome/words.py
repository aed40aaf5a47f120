"""The words around a slide: its heading, the line at its foot, the cells of its table."""

from __future__ import annotations

import re
from datetime import datetime

from journey.charts.label import clean
from journey.stories.few.text import LEAST
from journey.stories.slide import Footer, Slide
from journey.stories.table import Cell
from journey.text import _, ngettext
from journey.text.format import count, moment, number

__all__ = ["cell_text", "file_name", "foot", "heading", "lines_below", "words_of_count"]


def heading(slide: Slide) -> str:
    """What stands on top: what people wrote, else what the page answers."""
    return clean(slide.title or slide.answer)


def lines_below(slide: Slide) -> tuple[str, ...]:
    """What stands below the heading: what people wrote to it, and the answer where that is not the heading."""
    answer = slide.answer if slide.title else ""
    return tuple(clean(text) for text in (slide.sentence, answer) if text)


def foot(footer: Footer) -> str:
    """The line at the foot: whose journeys, which of them, how many of all, when it was drawn, from which data."""
    return " · ".join(
        (
            clean(footer.workspace),
            clean(footer.scope),
            words_of_count(footer),
            _("drawn {moment} UTC").format(moment=moment(_moment(footer.drawn))),
            _("data version {version}").format(version=footer.data_version),
        )
    )


def words_of_count(footer: Footer) -> str:
    """How many journeys are shown of how many."""
    if footer.few:
        return _("under {n} of {total} journeys").format(n=LEAST, total=count(footer.journeys_total))
    return ngettext("{shown} of {total} journey", "{shown} of {total} journeys", footer.journeys_total).format(
        shown=count(footer.journeys_shown), total=count(footer.journeys_total)
    )


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


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))

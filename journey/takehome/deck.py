"""A story or a page as PPTX: editable words, native charts and tables, the map as a picture, notes for the speaker."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from journey.charts.label import clean, cut_to
from journey.charts.theme import tokens
from journey.stories.foot import foot
from journey.stories.picture import BoardPicture, FigurePicture, MapPicture, MetricsPicture, TimelinePicture
from journey.stories.slide import Slide
from journey.takehome.deck_chart import add_chart
from journey.takehome.deck_table import Grid, add_table, sheets_of
from journey.takehome.figure_series import series_chart
from journey.takehome.grids import board_grid, metrics_grid, numbers_grid, timeline_grid
from journey.takehome.words import heading, lines_below
from journey.text import _

__all__ = ["deck", "pictured"]

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT = Inches(0.55)
ROOM = Emu(WIDE - 2 * LEFT)
LETTER = 0.62
"""Of its size, a letter of the widest font that a machine may put in the place of ours."""
FOOT = Inches(6.98)
_MOST_SHEETS = 6
"""A table that is longer goes on in the PDF and the HTML file."""


@dataclass(frozen=True)
class _Words:
    """What stands around each of the sheets that one slide takes."""

    title: str
    lines: tuple[str, ...]
    foot: str
    notes: str
    alt: str


def pictured(slide: Slide) -> bool:
    """Whether a slide needs a picture of what it shows: there is no native chart or table of it.

    A map is one, and a chart that is no bars, lines or points.
    """
    if isinstance(slide.picture, FigurePicture):
        return bool(slide.picture.light["data"]) and series_chart(slide.picture.light) is None
    return isinstance(slide.picture, MapPicture)


def deck(
    slides: Sequence[Slide], *, title: str, notes: Sequence[str] = (), pictures: Mapping[int, bytes] | None = None
) -> bytes:
    """Write slides as a PPTX file.

    Parameters
    ----------
    title : str
        Of the first slide, where there are several.
    notes : sequence of str
        What the speaker says to each slide.
    pictures : mapping of int to bytes
        Number of a slide (from 0) -> its picture as PNG, for those that are `pictured`. Without it the slide says what
        would draw it, and holds the numbers.
    """
    show = Presentation()
    show.slide_width, show.slide_height = WIDE, HIGH
    show.core_properties.title = clean(title)
    show.core_properties.author = ""
    if len(slides) > 1:
        _cover(show, title, slides)
    for n, slide in enumerate(slides):
        said = notes[n] if n < len(notes) else ""
        words = _Words(
            heading(slide), lines_below(slide), foot(slide.footer), _notes(slide, said), clean(slide.answer)
        )  # fmt: skip
        _body(show, slide, words, (pictures or {}).get(n))
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _body(show: Any, slide: Slide, words: _Words, picture: bytes | None) -> None:
    drawn = slide.picture
    if isinstance(drawn, BoardPicture):
        _tables(show, board_grid(drawn.spec), words)
    elif isinstance(drawn, MetricsPicture):
        _tables(show, metrics_grid(drawn.spec), words)
    elif isinstance(drawn, TimelinePicture):
        _tables(show, timeline_grid(drawn.light), words)
    elif isinstance(drawn, FigurePicture) and (chart := series_chart(drawn.light)) is not None:
        made, top = _sheet(show, words)
        add_chart(made, chart, (LEFT, top, ROOM, FOOT - top - Inches(0.1)))
        _describe(made.shapes[-1], words.alt)
    elif isinstance(drawn, FigurePicture) and not drawn.light["data"]:
        # Nothing may be shown; the words say so.
        _sheet(show, words)
    else:
        _picture(show, slide, words, picture)


def _picture(show: Any, slide: Slide, words: _Words, picture: bytes | None) -> None:
    made, top = _sheet(show, words)
    room = FOOT - top - Inches(0.1)
    numbers = numbers_grid(slide.table)
    if picture is not None:
        shape = made.shapes.add_picture(io.BytesIO(picture), LEFT, top, width=ROOM)
        if shape.height > room:
            shape.width, shape.height = Emu(round(shape.width * room / shape.height)), Emu(room)
            shape.left = Emu(round((WIDE - shape.width) / 2))
        _describe(shape, words.alt)
        if slide.table.rows:
            _tables(show, numbers, words, again=True)
        return
    text = _("The picture is drawn by Chromium, Chrome or Edge, and none was found on this machine. The numbers:")
    _write(made, text, LEFT, top, ROOM, Inches(0.4), size=14)
    if slide.table.rows:
        piece = next(sheets_of(numbers, ROOM, room - Inches(0.5)))
        add_table(made, piece, (LEFT, Emu(top + Inches(0.5)), ROOM, room))


def _tables(show: Any, grid: Grid, words: _Words, *, again: bool = False) -> None:
    rest = grid
    for n in range(_MOST_SHEETS):
        made, top = _sheet(show, words, again=again or n > 0)
        piece = next(sheets_of(rest, ROOM, FOOT - top - Inches(0.1)))
        add_table(made, piece, (LEFT, top, ROOM, FOOT - top))
        rest = rest.part(len(piece.rows))
        if not rest.rows:
            return
    text = _("The rest is in the HTML and the PDF file.")
    _write(made, text, LEFT, Emu(FOOT - Inches(0.3)), ROOM, Inches(0.3), size=11)


def _sheet(show: Any, words: _Words, *, again: bool = False) -> tuple[Any, int]:
    """A slide with its words around it; where its body begins."""
    made = show.slides.add_slide(show.slide_layouts[5])
    look = tokens("light")
    shape = made.shapes.title
    text = _("{title} (continued)").format(title=words.title) if again else words.title
    size = 20 if again else 28 if len(text) <= 66 else 24 if len(text) <= 150 else 18
    rows = 1 if len(text) * size * LETTER <= ROOM / Pt(1) else 2
    shape.left, shape.top, shape.width = LEFT, Inches(0.3), ROOM
    shape.height = Pt(size * 1.25 * rows + 6)
    _style(shape, cut_to(text, 2600), size=size, colour=look["ink"], bold=True)
    top = shape.top + shape.height
    if not again:
        for line in words.lines:
            wraps = -(-len(line) * 16 * LETTER // (ROOM / Pt(1)))
            high = Pt(16 * 1.25 * max(1, wraps) + 4)
            _write(made, line, LEFT, Emu(top), ROOM, high, size=16)
            top += high
    _write(made, words.foot, LEFT, FOOT, Emu(ROOM - Inches(0.6)), Inches(0.42), size=10)
    _number(made)
    made.notes_slide.notes_text_frame.text = words.notes
    return made, int(top + Inches(0.12))


def _cover(show: Any, title: str, slides: Sequence[Slide]) -> None:
    made = show.slides.add_slide(show.slide_layouts[5])
    look = tokens("light")
    shape = made.shapes.title
    shape.left, shape.top, shape.width, shape.height = LEFT, Inches(1.2), ROOM, Inches(1.4)
    _style(
        shape, clean(title), size=44 if len(title) < 60 else 32, colour=look["ink"], bold=True, anchor=MSO_ANCHOR.BOTTOM
    )
    box = made.shapes.add_textbox(LEFT, Inches(2.8), ROOM, Inches(3.8))
    box.text_frame.word_wrap = True
    for n, slide in enumerate(slides[:14]):
        paragraph = box.text_frame.paragraphs[0] if n == 0 else box.text_frame.add_paragraph()
        run = paragraph.add_run()
        run.text = f"{n + 1}   {cut_to(heading(slide), 900)}"
        run.font.size = Pt(18 if len(slides) <= 9 else 14)
        run.font.color.rgb = RGBColor.from_string(look["ink"][1:])
        paragraph.space_after = Pt(4)
    _write(made, foot(slides[0].footer), LEFT, FOOT, Emu(ROOM - Inches(0.6)), Inches(0.42), size=10)


def _write(made: Any, text: str, left: int, top: int, width: int, height: int, *, size: float) -> Any:
    box = made.shapes.add_textbox(left, top, width, height)
    _style(box, text, size=size, colour=tokens("light")["muted"])
    return box


def _style(
    shape: Any, text: str, *, size: float, colour: str, bold: bool = False, anchor: Any = MSO_ANCHOR.TOP
) -> None:
    frame = shape.text_frame
    frame.text = text
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size = Pt(size)
            run.font.bold = bold
            run.font.color.rgb = RGBColor.from_string(colour[1:])


def _number(made: Any) -> None:
    """The number of the slide, which follows where slides are moved."""
    box = _write(made, "", Emu(WIDE - LEFT - Inches(0.5)), FOOT, Inches(0.5), Inches(0.3), size=10)
    paragraph = box.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    run = paragraph.add_run()
    run.text, run.font.size = "‹#›", Pt(10)
    field = run._r
    field.tag = field.tag.removesuffix("}r") + "}fld"
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")


def _describe(shape: Any, text: str) -> None:
    """What people hear who cannot see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def _notes(slide: Slide, said: str) -> str:
    parts = [said.strip(), "\n".join(lines_below(slide)), clean(slide.answer), foot(slide.footer)]
    return "\n\n".join(dict.fromkeys(part for part in parts if part))

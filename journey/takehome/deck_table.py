"""A native table on a slide; a long one goes on over further slides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from journey.charts.label import text_width
from journey.charts.theme import tokens

__all__ = ["Grid", "add_table", "sheets_of"]

_PT = 12_700  # EMU
_PAD_PT = 5.0
_LINE = 1.22


@dataclass(frozen=True)
class Grid:
    """A table as texts.

    Attributes
    ----------
    head : tuple of str
    rows : tuple of tuple of str
        A cell may have several lines.
    numbers : tuple of bool
        Which columns hold numbers: they stand to the right.
    weights : tuple of float
        How wide the columns are against each other.
    size_pt : float
        Of the letters.
    fills : tuple of tuple of str
        Colour tokens of the cells, empty for none; () where no cell has one.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    weights: tuple[float, ...]
    size_pt: float = 12.0
    fills: tuple[tuple[str, ...], ...] = ()

    def part(self, begin: int, end: int | None = None) -> Grid:
        """Some of its rows."""
        return replace(self, rows=self.rows[begin:end], fills=self.fills[begin:end])


def sheets_of(grid: Grid, width: int, height: int) -> Iterator[Grid]:
    """The grid in pieces, each of which fits into a box (EMU)."""
    room = height / _PT - _height(grid, grid.head, width)
    cuts, used = [0], 0.0
    for n, row in enumerate(grid.rows):
        high = _height(grid, row, width)
        if n > cuts[-1] and used + high > room:
            cuts.append(n)
            used = 0.0
        used += high
    for begin, end in pairwise([*cuts, len(grid.rows)]):
        yield grid.part(begin, end)


def add_table(slide: Any, grid: Grid, box: tuple[int, int, int, int]) -> Any:
    """Put a table on a slide.

    Parameters
    ----------
    box : tuple of int
        Left, top, width and the most height, EMU.
    """
    look = tokens("light")
    left, top, width, _most = box
    heights = [_height(grid, row, width) for row in (grid.head, *grid.rows)]
    shape = slide.shapes.add_table(len(grid.rows) + 1, len(grid.head), left, top, width, Emu(round(sum(heights) * _PT)))
    table = shape.table
    # Our own colours, not those of a theme.
    table.horz_banding = False
    for column, share in zip(table.columns, _shares(grid.weights), strict=True):
        column.width = Emu(round(width * share))
    for n, (row, high) in enumerate(zip((grid.head, *grid.rows), heights, strict=True)):
        table.rows[n].height = Emu(round(high * _PT))
        for at, text in enumerate(row):
            token = "volume-8" if n == 0 else grid.fills[n - 1][at] if grid.fills else ""
            fill = look[token or ("background" if n % 2 else "surface")]
            ink = look[f"{token}-ink" if token else "ink"]
            _fill(table.cell(n, at), text, grid, bold=n == 0 or at == 0, right=grid.numbers[at], fill=fill, ink=ink)
    return table


def _fill(cell: Any, text: str, grid: Grid, *, bold: bool, right: bool, fill: str, ink: str) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(fill[1:])
    cell.margin_left = cell.margin_right = Pt(_PAD_PT)
    cell.margin_top = cell.margin_bottom = Pt(_PAD_PT / 2)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    frame = cell.text_frame
    frame.word_wrap = True
    for n, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        # An empty cell would be as high as the slide's usual letters.
        run.text = line or "\N{NO-BREAK SPACE}"
        run.font.size = Pt(grid.size_pt)
        run.font.bold = bold
        run.font.color.rgb = RGBColor.from_string(ink[1:])
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT


def _shares(weights: Sequence[float]) -> list[float]:
    return [weight / sum(weights) for weight in weights]


def _height(grid: Grid, row: Sequence[str], width: int) -> float:
    """Points that a row takes."""
    most = 1
    for text, share in zip(row, _shares(grid.weights), strict=True):
        room = max(10.0, width / _PT * share - 2 * _PAD_PT)
        lines = sum(max(1, -(-text_width(line, grid.size_pt) * 1.04 // room)) for line in text.split("\n"))
        most = max(most, int(lines))
    return most * grid.size_pt * _LINE + _PAD_PT

"""Boards, tables of metrics, timelines and the numbers behind a picture as native tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from journey.charts.timeline_rows import TimelineRow
from journey.stories.table import Table
from journey.takehome.deck_table import Grid
from journey.takehome.words import cell_text
from journey.text import _

__all__ = ["board_grid", "metrics_grid", "numbers_grid", "timeline_grid"]

_MOST_NUMBERS = 7


def board_grid(spec: Mapping[str, Any]) -> Grid:
    """A board: stages across, lanes down; what is drawn as a curve or a face is told in words."""
    stages = spec["stages"]
    rows = [row for lane in spec["lanes"] for row in _lane(lane, len(stages), spec["words"])]
    size = 11.0 if len(stages) <= 6 else 10.0 if len(stages) <= 8 else 9.0
    return Grid(
        head=("", *(stage["title"] for stage in stages)),
        rows=tuple(row for row in rows if any(row[1:])),
        numbers=(False,) * (len(stages) + 1),
        weights=(0.85, *(1.0 for _stage in stages)),
        size_pt=size,
    )


def metrics_grid(spec: Mapping[str, Any]) -> Grid:
    """A table of metrics: each figure with its interval, and whether its group differs from all others."""
    return Grid(
        head=(spec["corner"], *(one["title"] for one in spec["head"])),
        rows=tuple(
            (_lines(row["name"], row["detail"]),
             *(_lines(one["text"], one["detail"], one["mark"], one["light"]) for one in row["cells"]))
            for row in spec["rows"]
        ),
        numbers=(False, *(True for _one in spec["head"])),
        weights=(1.3, *(1.0 for _one in spec["head"])),
        size_pt=11.0,
        fills=tuple(("", *(one["fill"] for one in row["cells"])) for row in spec["rows"]),
    )  # fmt: skip


def timeline_grid(rows: tuple[TimelineRow, ...]) -> Grid:
    """One journey, an event a row."""
    return Grid(
        head=(_("When"), _("Touchpoint"), _("Channel"), _("What was said"), _("Then")),
        rows=tuple(
            (row.time, _lines(row.touchpoint, row.outcome), row.channel, _lines(*row.scores, row.comment), row.wait)
            for row in rows
        ),
        numbers=(False,) * 5,
        weights=(1.1, 1.5, 0.8, 2.4, 1.1),
        size_pt=11.0,
    )


def numbers_grid(table: Table, most: int = 12) -> Grid:
    """The first rows and columns of the numbers behind a picture, as many as a room reads."""
    columns = range(min(len(table.columns), _MOST_NUMBERS))
    numbers = tuple(any(isinstance(row[at], int | float) for row in table.rows) for at in columns)
    return Grid(
        head=tuple(cell_text(table.columns[at]) for at in columns),
        rows=tuple(tuple(cell_text(row[at]) for at in columns) for row in table.rows[:most]),
        numbers=numbers,
        weights=tuple(1.0 if number else 1.8 for number in numbers),
        size_pt=12.0,
    )


def _lane(lane: Mapping[str, Any], stages: int, words: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    if lane["kind"] == "personas":
        for who in lane["personas"]:
            cells = [_lines(cell["reach"], cell["lost"], cell["time"]) if cell else "" for cell in who["cells"]]
            yield (_lines(who["name"], *who["figures"]), *cells, *[""] * (stages - len(cells)))
        return
    if lane["kind"] == "curve":
        cells = [_felt(lane, at, words) for at in range(len(lane["perceived"]))]
    else:
        cells = [_cell(lane, cell) if cell else "" for cell in lane["cells"]]
    yield (lane["title"], *cells, *[""] * (stages - len(cells)))


def _cell(lane: Mapping[str, Any], cell: Any) -> str:
    if lane["kind"] == "chips":
        return _lines(*(f"{chip['name']} · {chip['value']}" for chip in cell["chips"]), cell["more"])
    if lane["kind"] == "quotes":
        return _lines(*(f"“{quote}”" for quote in cell["quotes"]), cell["detail"])
    if lane["kind"] == "figures":
        return _lines(cell["value"], cell.get("detail", ""), cell.get("warn", ""))
    if lane["kind"] == "choice":
        labels = {option["value"]: option["label"] for option in lane["options"]}
        return _lines(*(labels.get(note["text"], note["text"]) for note in cell))
    return _lines(*(f"• {note['text']}" for note in cell))


def _felt(lane: Mapping[str, Any], at: int, words: Mapping[str, Any]) -> str:
    said = [
        f"{line['name']} {point['text']} {point['n']}".strip()
        for line in lane["lines"]
        if (point := line["points"][at])
    ]
    thought = lane["perceived"][at]
    if thought is not None:
        said.append(f"{words['perceived']} {thought:+d}")
    return _lines(*said)


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)

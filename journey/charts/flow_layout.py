"""Where the boxes of a flow map stand: the grid of its base drawing, in px."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from journey.analyses.flow import FlowMap
from journey.charts.flow_choice import Drawn
from journey.charts.flow_grid import START, Cell, box_key, grid_of
from journey.charts.label import LINE_PX, Label, fit

__all__ = ["Layout", "Place", "Stretch", "lay_out"]

GUTTER_PX = 62
CHANNEL_PX = 64
START_PX = (86, 44)
END_PX = (118, 44)


@dataclass(frozen=True)
class Place:
    """Where a box or a node stands.

    Attributes
    ----------
    column, level : int
        Its cell: boxes stand on even levels, the happy path on 0.
    x, y : float
        Its centre, px.
    width, height : float
        px.
    lines : tuple of str
        The wrapped label; empty for start and end nodes.
    cut : bool
        Whether the name goes on after the label.
    """

    column: int
    level: int
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    cut: bool = False

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Stretch:
    """A stage's stretch of the picture; `name` is None for touchpoints without a stage."""

    name: str | None
    left: float
    right: float


@dataclass(frozen=True)
class Layout:
    """Places of everything that stands still, and the room between.

    Attributes
    ----------
    places : dict of str to Place
        By key: "start", "t<touchpoint id>", "end-<kind>".
    columns : dict of int to (left, right)
        The stretch that the boxes of a column may fill; what is between two columns is free of boxes.
    box_height, pitch : float
        px; levels are a pitch apart, and what is between two rows of boxes is free.
    bands : tuple of Stretch
    """

    places: Mapping[str, Place]
    columns: Mapping[int, tuple[float, float]]
    box_height: float
    pitch: float
    bands: tuple[Stretch, ...]

    def level_y(self, level: int) -> float:
        """The middle of a level, px."""
        return level * self.pitch

    @property
    def levels(self) -> tuple[int, int]:
        """The first and the last level in use."""
        levels = [p.level for p in self.places.values()] or [0]
        return min(levels), max(levels)


def lay_out(base: FlowMap, drawn: Drawn, extra: Iterable[str] = ()) -> Layout:
    """Lay out the base drawing of a map.

    Parameters
    ----------
    base : FlowMap
        The map without a selection, at the same level and with the same hidden touchpoints: it alone decides where
        things stand, so that nothing moves when a filter changes.
    drawn : Drawn
        What of `base` is drawn.
    extra : iterable of str
        Keys of boxes and ends that a selection needs beside those: they take free cells and move nothing.

    Returns
    -------
    Layout
    """
    grid = grid_of(base, drawn)
    cells = dict(grid.cells)
    labels = {box_key(t.id): fit(t.name) for t in base.touchpoints}
    deepest = max((len(label.lines) for label in labels.values()), default=1)
    box_height = 38.0 + LINE_PX * deepest
    columns = _stretches(cells, labels)
    for key in extra:
        if key not in cells:
            cells[key] = _free_cell(base, key, cells)
    pitch = (box_height + CHANNEL_PX) / 2
    places = {key: _place(key, cell, labels.get(key), columns, box_height, pitch) for key, cell in cells.items()}
    bands = tuple(
        Stretch(name, columns[first][0] - GUTTER_PX / 2 + 3, columns[last][1] + GUTTER_PX / 2 - 3)
        for name, first, last in grid.stages
    )
    return Layout(places, columns, box_height, pitch, bands)


def _stretches(cells: Mapping[str, Cell], labels: Mapping[str, Label]) -> dict[int, tuple[float, float]]:
    widths: dict[int, float] = {}
    for key, (column, _) in cells.items():
        width = labels[key].width if key in labels else START_PX[0] if key == START else END_PX[0]
        widths[column] = max(width, widths.get(column, 0.0))
    stretches, left = {}, 0.0
    for column in sorted(widths):
        stretches[column] = (left, left + widths[column])
        left += widths[column] + GUTTER_PX
    return stretches


def _free_cell(base: FlowMap, key: str, cells: Mapping[str, Cell]) -> Cell:
    """A cell near the touchpoints that come at the same time, in the columns of its stage; ends in the last column."""
    parts = {box_key(t.id): t for t in base.touchpoints}
    me = parts.get(key)
    standing = [(key, cell) for key, cell in cells.items() if key in parts]
    if me is None or not standing:
        column = max(column for column, _ in cells.values())
    else:
        kin = [(key, cell) for key, cell in standing if parts[key].stage == me.stage] or standing
        column = min(kin, key=lambda kc: (abs(parts[kc[0]].position - me.position), kc[1]))[1][0]
    taken = set(cells.values())
    level = next(v for n in range(2, 2 * len(cells) + 4, 2) for v in (n, -n) if (column, v) not in taken)
    return column, level


def _place(
    key: str,
    cell: Cell,
    label: Label | None,
    columns: Mapping[int, tuple[float, float]],
    box_height: float,
    pitch: float,
) -> Place:
    column, level = cell
    left, right = columns[column]
    x, y = (left + right) / 2, level * pitch
    if label is None:
        width, height = START_PX if key == START else END_PX
        return Place(column, level, x, y, width, height)
    if label.width > right - left:
        label = replace(label, width=right - left)
    return Place(column, level, x, y, label.width, box_height, label.lines, label.cut)

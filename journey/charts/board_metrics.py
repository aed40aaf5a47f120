"""Metrics as lanes of the board: those that no lane of its own shows, each a row of figures."""

from __future__ import annotations

from typing import Any

from journey.analyses.board import Board
from journey.analyses.interval import MINIMUM_N
from journey.analyses.metric_catalogue import ON_DEMAND, Metric, catalogue, gaps
from journey.charts.metric_text import metric_interval, metric_value
from journey.store.board_notes import Layout

__all__ = ["hurting", "metric_cells", "metric_lanes", "wants_retention"]

_SHOWN = ("reached", "lost", "time", "repeats", "cost", "answers")
"""What other lanes of the board tell already, or the emotion curve."""


def metric_lanes(board: Board) -> dict[str, Metric]:
    """Key of a lane -> its metric; those that have a figure other than 0 in any stage, and those measured on demand."""
    if board.metrics is None:
        return {}
    return {
        f"metric:{metric.key}": metric
        for metric in catalogue(board.metrics)
        if metric.key.partition(":")[0] not in _SHOWN
        and (metric.key in ON_DEMAND or any(metric.read(row).value for row in board.metrics.rows))
    }


def wants_retention(layout: Layout | None) -> bool:
    """Whether a lane shows how many customers stay or go."""
    return layout is not None and any(
        lane in layout.order and lane not in layout.hidden for lane in (f"metric:{key}" for key in ON_DEMAND)
    )


def hurting(board: Board) -> frozenset[str]:
    """The lanes of scores that are worse in some stage than in all others by more than chance."""
    if board.metrics is None:
        return frozenset()
    apart = gaps(board.metrics, catalogue(board.metrics))
    return frozenset(f"metric:{key}" for (key, _row), gap in apart.items() if gap.worse and key.startswith("score:"))


def metric_cells(board: Board, metric: Metric) -> list[dict[str, Any]]:
    """A cell for each stage: the figure, its interval and n, and whether it is worse than elsewhere."""
    assert board.metrics is not None
    rows = {row.name: row for row in board.metrics.rows}
    apart = gaps(board.metrics, catalogue(board.metrics))
    cells: list[dict[str, Any]] = []
    for stage in board.stages:
        row = rows.get(stage.name)
        figure = metric.read(row) if row else None
        if row is None or figure is None or figure.value is None:
            cells.append({"value": "–", "detail": ""})
            continue
        gap = apart.get((metric.key, row.id))
        worse = gap is not None and bool(gap.worse)
        cells.append(
            {
                "value": metric_value(metric, figure.value),
                "detail": "" if worse else metric_interval(metric, figure),
                "warn": metric_interval(metric, figure) if worse else "",
                "thin": figure.rests_on < MINIMUM_N,
                "opens": metric.key,
            }
        )
    return cells

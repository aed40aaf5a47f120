"""The numbers of a Plotly figure as series that a slide program draws itself: bars, lines and points."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any, Literal

import numpy as np

from journey.charts.label import clean

__all__ = ["Series", "SeriesChart", "series_chart"]

Number = float | int


@dataclass(frozen=True)
class Series:
    """One row of bars, one line or one set of points.

    Attributes
    ----------
    name : str
        Empty where the figure names it nowhere.
    x : tuple of float or datetime
        Empty for bars, which stand at the chart's categories.
    y : tuple of float or None
    low, high : tuple of float
        How far the interval reaches below and above each y; empty without one.
    colour : str
        "#RRGGBB".
    line, points, dashed : bool
    """

    name: str
    x: tuple[Any, ...]
    y: tuple[Number | None, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    colour: str = "#0072B2"
    line: bool = False
    points: bool = True
    dashed: bool = False


@dataclass(frozen=True)
class SeriesChart:
    """What is drawn: `categories` from the top down, or from left to right; none for a chart of two number axes."""

    kind: Literal["bar", "xy"]
    series: tuple[Series, ...]
    categories: tuple[str, ...] = ()
    horizontal: bool = False
    stacked: bool = False
    x_title: str = ""
    y_title: str = ""
    percent: bool = False


def series_chart(figure: Mapping[str, Any]) -> SeriesChart | None:
    """The chart of a figure; None for one that is no bars, lines or points along numbers (a Sankey, a heat map).

    Parameters
    ----------
    figure : dict
        Plotly's own JSON: data and layout.

    Examples
    --------
    >>> found = series_chart({"data": [{"type": "bar", "name": "n", "x": ["a", "b"], "y": [1, 2]}], "layout": {}})
    >>> found.categories, found.series[0].y
    (('a', 'b'), (1, 2))
    """
    data, layout = figure["data"], figure.get("layout", {})
    kinds = {trace.get("type", "scatter") for trace in data}
    if kinds == {"bar"}:
        return _bars(data, layout)
    if kinds == {"scatter"} and not _is_grid(layout):
        return _points(data, layout)
    return None


def _bars(data: list[Any], layout: Mapping[str, Any]) -> SeriesChart:
    across = data[0].get("orientation") == "h"
    along, value = ("y", "x") if across else ("x", "y")
    places = list(dict.fromkeys(place for trace in data for place in _values(trace[along])))
    axis = layout.get(f"{along}axis", {})
    named = dict(zip(_values(axis.get("tickvals")), _values(axis.get("ticktext")), strict=False))
    labels = _labels(layout, along)
    series = []
    for trace in data:
        there = dict(zip(_values(trace[along]), _values(trace[value]), strict=True))
        low, high = _whiskers(trace.get(f"error_{value}"), len(there))
        series.append(
            Series(_text(trace.get("name", "")), (), tuple(there.get(place) for place in places), low, high,
                   _colour(trace))
        )  # fmt: skip
    return SeriesChart(
        kind="bar",
        series=tuple(series),
        categories=tuple(_text(str(named.get(place, labels.get(place, place)))) for place in places),
        horizontal=across,
        stacked=layout.get("barmode") in ("stack", "relative"),
        x_title=_title(layout, "xaxis"),
        y_title=_title(layout, "yaxis"),
        percent="%" in str(layout.get(f"{value}axis", {}).get("tickformat") or ""),
    )


def _points(data: list[Any], layout: Mapping[str, Any]) -> SeriesChart | None:
    series = []
    labels = _labels(layout, "y")
    told = [trace for trace in data if trace.get("hoverinfo") != "skip" and trace.get("fill") is None]
    for trace in data:
        x, y = _values(trace.get("x")), _values(trace.get("y"))
        if trace.get("fill") is not None or not x or not all(_is_number(value) for value in y):
            continue
        mode = trace.get("mode", "lines+markers")
        # A line below points of the same colour is their own.
        if trace.get("hoverinfo") == "skip" and "lines" in mode and any(_colour(one) == _colour(trace) for one in told):
            continue
        joined = any(
            other is not trace and "lines" in other.get("mode", "") and _colour(other) == _colour(trace)
            and other.get("hoverinfo") == "skip" and other.get("fill") is None
            for other in data
        )  # fmt: skip
        level = labels.get(y[0], "") if len(set(y)) == 1 else ""
        low, high = _whiskers(trace.get("error_y"), len(y))
        series.append(
            Series(
                name=_text(trace.get("name") or level),
                x=tuple(_number_or_day(value) for value in x),
                y=tuple(y),
                low=low,
                high=high,
                colour=_colour(trace),
                line="lines" in mode or joined,
                points="markers" in mode,
                dashed=(trace.get("line") or {}).get("dash", "solid") != "solid",
            )
        )
    if not series or any(value is None for one in series for value in one.x):
        return None
    percent = "%" in str(layout.get("yaxis", {}).get("tickformat") or "")
    return SeriesChart(
        "xy", tuple(series), x_title=_title(layout, "xaxis"), y_title=_title(layout, "yaxis"), percent=percent
    )


def _is_grid(layout: Mapping[str, Any]) -> bool:
    return all(layout.get(axis, {}).get("ticktext") is not None for axis in ("xaxis", "yaxis"))


def _labels(layout: Mapping[str, Any], along: str) -> dict[Any, str]:
    """What annotations say at a place of an axis; their first line."""
    found: dict[Any, str] = {}
    for one in layout.get("annotations", ()):
        if one.get(f"{along}ref", along) == along and one.get("text"):
            found.setdefault(one.get(along), str(one["text"]).partition("<br>")[0])
    return found


def _values(given: Any) -> list[Any]:
    """A list of Plotly's, which it may have packed."""
    if isinstance(given, Mapping):
        values: list[Any] = np.frombuffer(base64.b64decode(given["bdata"]), dtype=given["dtype"]).tolist()
        return values
    return list(given or ())


def _whiskers(given: Mapping[str, Any] | None, n: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    if not given or "array" not in given:
        return (), ()
    high = tuple(float(value or 0) for value in _values(given["array"]))
    low = tuple(float(value or 0) for value in _values(given.get("arrayminus", given["array"])))
    return (low, high) if len(low) == len(high) == n else ((), ())


def _colour(trace: Mapping[str, Any]) -> str:
    marker, line = trace.get("marker") or {}, trace.get("line") or {}
    edge = marker.get("line") or {}
    if (marker.get("pattern") or {}).get("fgcolor"):
        given: Any = marker["pattern"]["fgcolor"]
    elif "markers" in trace.get("mode", "") and not isinstance(marker.get("color"), str):
        given = edge.get("color") or marker.get("color")
    else:
        given = marker.get("color") or line.get("color")
    first = given[0] if isinstance(given, list) and given else given
    return first if isinstance(first, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", first) else "#0072B2"


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _number_or_day(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


def _title(layout: Mapping[str, Any], axis: str) -> str:
    given = layout.get(axis, {}).get("title") or {}
    return _text(given.get("text", "") if isinstance(given, Mapping) else str(given))


def _text(text: str) -> str:
    """What Plotly draws of a text: without its tags."""
    return clean(unescape(re.sub(r"</?[a-z][^<>]*>", "", text)))

"""A Plotly figure without groups under 10: their bars and points go, with what is told of them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from journey.charts.coverage import COVERED
from journey.charts.group_picture import PARTS
from journey.charts.trend_lines import COUNTS
from journey.stories.few.ended import private_ends
from journey.stories.few.text import DASH, LEAST, complement, hidden, is_few, tells_few
from journey.text import _
from journey.text.format import count

__all__ = ["blank_figure", "private_figure"]


def private_figure(figure: dict[str, Any]) -> dict[str, Any]:
    """Keep back every bar and point of a group under 10.

    A point goes from the lines through it, too, and a cell of a grid with its words. Of a funnel (bars that reach as
    far as people came, and bars of those lost before): where under 10 were lost, the number who came is told as the ten
    below it, else the difference would tell the lost.
    """
    layout = figure.get("layout", {})
    data = [_trace(trace, layout) for trace in figure["data"]]
    gone = _gone(figure["data"], data)
    data = [_line(trace, gone) for trace in data]
    annotations = [_annotation(one) for one in layout.get("annotations", ()) if _place(one) not in gone]
    if _is_funnel(figure["data"]):
        data, annotations = _funnel(figure["data"], data, annotations)
    data, annotations = private_ends(data, annotations)
    return {
        **figure,
        "data": data,
        "layout": {**layout, **({"annotations": annotations} if "annotations" in layout else {})},
    }


def blank_figure() -> dict[str, Any]:
    """What stands in the place of a picture of fewer than 10 journeys."""
    hide = {"visible": False, "range": [0, 1]}
    text = _("Fewer than {n} journeys: nothing is shown.").format(n=LEAST)
    note = {
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "paper",
        "text": text,
        "showarrow": False,
        "font": {"size": 18},
    }
    return {"data": [], "layout": {"annotations": [note], "height": 240, "xaxis": hide, "yaxis": hide}}


def _gone(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> set[tuple[str, str, Any, Any]]:
    """The points and cells that were kept back: their axes, and where they stood."""
    found = set()
    for was, kept in zip(before, now, strict=True):
        axes = was.get("xaxis", "x"), was.get("yaxis", "y")
        if was.get("type") == "heatmap":
            for row, (cells, left) in enumerate(zip(was["hovertext"], kept["hovertext"], strict=True)):
                found |= {(*axes, at, row) for at, cell in enumerate(cells) if left[at] != cell}
        elif isinstance(was.get("x"), list) and isinstance(was.get("y"), list):
            pairs = zip(was["x"], was["y"], kept["x"], kept["y"], strict=False)
            found |= {(*axes, x, y) for x, y, x_left, y_left in pairs if (x, y) != (x_left, y_left)}
    return found


def _line(trace: dict[str, Any], gone: set[tuple[str, str, Any, Any]]) -> dict[str, Any]:
    """A line through points that were kept back is torn there."""
    x, y = trace.get("x"), trace.get("y")
    if trace.get("mode") != "lines" or not isinstance(x, list) or not isinstance(y, list):
        return trace
    axes = trace.get("xaxis", "x"), trace.get("yaxis", "y")
    return {**trace, "y": [None if (*axes, a, b) in gone else b for a, b in zip(x, y, strict=True)]}


def _place(annotation: dict[str, Any]) -> tuple[str, str, Any, Any]:
    return annotation.get("xref", "x"), annotation.get("yref", "y"), annotation.get("x"), annotation.get("y")


def _grid(trace: dict[str, Any]) -> dict[str, Any]:
    words = trace["hovertext"]
    few = [[tells_few(str(cell)) for cell in row] for row in words]
    return {
        **trace,
        "z": [[None if few[y][x] else cell for x, cell in enumerate(row)] for y, row in enumerate(trace["z"])],
        "hovertext": [[hidden() if few[y][x] else cell for x, cell in enumerate(row)] for y, row in enumerate(words)],
    }


def _ribbons(trace: dict[str, Any]) -> dict[str, Any]:
    """A Sankey: ribbons of a group under 10 go; where a single one of a box would, the next smallest goes with it."""
    link, sizes = trace["link"], trace["link"]["value"]
    few = {n for n, size in enumerate(sizes) if size >= 1 and is_few(size)}
    held = set(few)
    for end in ("source", "target"):
        for box in set(link[end]):
            group = [n for n, one in enumerate(link[end]) if one == box]
            mine = [at for at, n in enumerate(group) if n in few]
            held |= {group[at] for at in complement([sizes[n] for n in group], mine)}
    kept = {
        name: [one for n, one in enumerate(value) if n not in held]
        if isinstance(value, list) and len(value) == len(sizes)
        else value
        for name, value in link.items()
    }
    labels = [re.sub(r" [1-9]$", f" {DASH}", label) for label in trace["node"]["label"]]
    return {**trace, "link": kept, "node": {**trace["node"], "label": labels}}


def _covered(trace: dict[str, Any]) -> dict[str, Any]:
    """A curve over variants, the commonest first: it ends where one more of them brings under 10 journeys."""
    _name, journeys = trace["meta"]
    steps = zip(pairwise(trace["x"]), pairwise(trace["y"]), strict=True)
    brought = [(after - before) * journeys / (to - since) for (since, to), (before, after) in steps]
    end = next((n + 1 for n, each in enumerate(brought) if round(each, 6) < LEAST), len(trace["x"]))
    # Without its meta: what was taken out once stays as it is.
    kept = {axis: [*trace[axis][:end], *(None for _few in trace[axis][end:])] for axis in "xy"}
    return {**trace, **kept, "meta": None}


def _trace(trace: dict[str, Any], layout: dict[str, Any]) -> dict[str, Any]:
    if trace.get("type") == "sankey":
        return _ribbons(trace)
    if trace.get("type") == "heatmap" and isinstance(trace.get("hovertext"), list):
        return _grid(trace)
    if isinstance(trace.get("meta"), list) and trace["meta"][:1] == [COVERED]:
        return _covered(trace)
    value = "x" if trace.get("orientation") == "h" else "y"
    numbers = trace.get(value)
    if not isinstance(numbers, list):
        return trace
    axis = layout.get(f"{value}axis", {})
    shares = any("%" in str(axis.get(name) or "") for name in ("tickformat", "ticksuffix"))
    counted = (trace.get("type") == "bar" and not shares) or trace.get("meta") == COUNTS
    told = [list(trace[name]) if isinstance(trace.get(name), list) else [] for name in ("hovertext", "text")]
    few = {
        n
        for n, number in enumerate(numbers)
        if (counted and isinstance(number, int | float) and number == int(number) and is_few(number))
        or any(n < len(texts) and tells_few(str(texts[n])) for texts in told)
    }
    if not few:
        return trace
    if trace.get("meta") == PARTS:
        few = complement(numbers, few)
    kept = {**trace, value: [None if n in few else number for n, number in enumerate(numbers)]}
    for name, texts in zip(("hovertext", "text"), told, strict=True):
        if texts:
            kept[name] = [hidden() if n in few else text for n, text in enumerate(texts)]
    for name in ("error_x", "error_y"):
        ends = trace.get(name, {})
        both = {side: ends[side] for side in ("array", "arrayminus") if isinstance(ends.get(side), list)}
        if both:
            torn = {side: [None if n in few else one for n, one in enumerate(ls)] for side, ls in both.items()}
            kept[name] = {**ends, **torn}
    return kept


def _annotation(one: dict[str, Any]) -> dict[str, Any]:
    lines = str(one.get("text", "")).split("<br>")
    few = [tells_few(line) for line in lines]
    if not any(few):
        return one
    return {**one, "text": "<br>".join(hidden() if kept else line for line, kept in zip(lines, few, strict=True))}


def _is_funnel(data: list[dict[str, Any]]) -> bool:
    kinds = [
        [mark[1] for mark in trace.get("customdata") or [] if isinstance(mark, list) and len(mark) > 1]
        for trace in data
    ]
    return len(data) == 2 and set(kinds[0]) == {"reached"} and set(kinds[1]) == {"left"}


def _funnel(
    before: list[dict[str, Any]], data: list[dict[str, Any]], annotations: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    reached, lost = before[0]["x"], before[1]["x"]
    near = [n for n in range(len(reached)) if is_few(lost[n]) and not is_few(reached[n])]
    came = dict(data[0])
    came["x"] = [value - value % LEAST if n in near and value else value for n, value in enumerate(came["x"])]
    came["hovertext"] = [_or_more(reached[n]) if n in near else text for n, text in enumerate(came["hovertext"])]
    kept = []
    for one in annotations:
        title, _break, _figures = str(one.get("text", "")).partition("<br>")
        kept.append({**one, "text": f"{title}<br>{_or_more(reached[one['y']])}"} if one.get("y") in near else one)
    return [came, data[1]], kept


def _or_more(n: int) -> str:
    return _("{n} or more").format(n=count(n - n % LEAST))

"""A Plotly figure without groups under 10: their bars and points go, with what is told of them."""

from __future__ import annotations

from typing import Any

from journey.stories.few.text import LEAST, hidden, is_few, tells_few
from journey.text import _
from journey.text.format import count

__all__ = ["blank_figure", "private_figure"]


def private_figure(figure: dict[str, Any]) -> dict[str, Any]:
    """Keep back every bar and point of a group under 10.

    Of a funnel (bars that reach as far as people came, and bars of those lost before): where under 10 were lost, the
    number who came is told as the ten below it, else the difference would tell the lost.
    """
    layout = figure.get("layout", {})
    data = [_trace(trace, layout) for trace in figure["data"]]
    annotations = [_annotation(one) for one in layout.get("annotations", ())]
    if _is_funnel(figure["data"]):
        data, annotations = _funnel(figure["data"], data, annotations)
    return {**figure, "data": data, "layout": {**layout, **({"annotations": annotations} if annotations else {})}}


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


def _trace(trace: dict[str, Any], layout: dict[str, Any]) -> dict[str, Any]:
    value = "x" if trace.get("orientation") == "h" else "y"
    numbers = trace.get(value)
    if not isinstance(numbers, list):
        return trace
    shares = "%" in str(layout.get(f"{value}axis", {}).get("tickformat") or "")
    counted = trace.get("type") == "bar" and not shares
    told = [list(trace[name]) if isinstance(trace.get(name), list) else [] for name in ("hovertext", "text")]
    few = {
        n
        for n, number in enumerate(numbers)
        if (counted and isinstance(number, int) and is_few(number))
        or any(n < len(texts) and tells_few(str(texts[n])) for texts in told)
    }
    if not few:
        return trace
    kept = {**trace, value: [None if n in few else number for n, number in enumerate(numbers)]}
    for name, texts in zip(("hovertext", "text"), told, strict=True):
        if texts:
            kept[name] = [hidden() if n in few else text for n, text in enumerate(texts)]
    return kept


def _annotation(one: dict[str, Any]) -> dict[str, Any]:
    lines = str(one.get("text", "")).split("<br>")
    few = [tells_few(line) for line in lines]
    if not any(few):
        return one
    return {**one, "text": "<br>".join(hidden() if kept else line for line, kept in zip(lines, few, strict=True))}


def _is_funnel(data: list[dict[str, Any]]) -> bool:
    kinds = [[mark[1] for mark in trace.get("customdata") or [] if isinstance(mark, list)] for trace in data]
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

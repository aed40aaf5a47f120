"""A board, and a table of metrics, without groups under 10; what people wrote stays."""

from __future__ import annotations

import re
from typing import Any

from journey.stories.few.text import DASH, hidden, tells_few

__all__ = ["private_board", "private_metrics", "words_of_board"]

_FEW_ALONE = re.compile(r"[1-9]")


def private_board(spec: dict[str, Any]) -> dict[str, Any]:
    """Keep back every figure of a group under 10; of a stage to which so few come, all figures."""
    reach = next((lane for lane in spec["lanes"] if lane["key"] == "reach"), None)
    rare = {n for n, cell in enumerate(reach["cells"]) if cell and tells_few(cell["detail"])} if reach else set()
    return _board(spec, rare)


def words_of_board(spec: dict[str, Any], told: str) -> dict[str, Any]:
    """A board of so few journeys that only what people wrote stays.

    Parameters
    ----------
    told : str
        What stands where their number was.
    """
    stages = [{**stage, "hurts": ""} for stage in spec["stages"]]
    lanes = _board(spec, set(range(len(stages))))["lanes"]
    return {**spec, "subtitle": told, "stages": stages, "lanes": lanes, "foot": []}


def _board(spec: dict[str, Any], rare: set[int]) -> dict[str, Any]:
    foot = [line for line in spec["foot"] if not tells_few(line)]
    return {**spec, "lanes": [_lane(lane, rare) for lane in spec["lanes"]], "foot": foot}


def private_metrics(spec: dict[str, Any]) -> dict[str, Any]:
    """Keep back every figure of a group under 10, and all of a row that is one."""
    rows, mixes = [], []
    for n, row in enumerate(spec["rows"]):
        rare = tells_few(row["detail"])
        rows.append(
            {**row, "detail": hidden() if rare else row["detail"],
             "cells": [_metric(cell) if rare or tells_few(cell["told"]) else cell for cell in row["cells"]]}
        )  # fmt: skip
        if spec["mixes"]:
            mixes.append([] if rare else _mix(spec["mixes"][n], row["detail"]))
    return {**spec, "rows": rows, "mixes": mixes}


def _metric(cell: dict[str, Any]) -> dict[str, Any]:
    if cell["text"] == DASH:
        return cell
    return {
        **cell,
        "text": DASH,
        "detail": hidden(),
        "thin": True,
        "fill": "",
        "mark": "",
        "light": "",
        "told": hidden(),
    }


def _mix(channels: list[dict[str, Any]], detail: str) -> list[dict[str, Any]]:
    """Channels of a row by their share: those of under 10 journeys are left out."""
    found = re.search(r"\d[\d,]*", detail)
    total = int(found[0].replace(",", "")) if found else 0
    return [one for one in channels if not 0 < one["share"] * total < 10]


def _lane(lane: dict[str, Any], rare: set[int]) -> dict[str, Any]:
    kind = lane["kind"]
    if kind in ("notes", "choice"):
        return lane
    if kind == "personas":
        return {**lane, "personas": [_persona(one) for one in lane["personas"]]}
    if kind == "curve":
        return {**lane, "lines": [_line(line, rare) for line in lane["lines"]]}
    draw = {"chips": _chips, "quotes": _quotes, "figures": _figures}[kind]
    return {**lane, "cells": [draw(cell, n in rare) if cell else cell for n, cell in enumerate(lane["cells"])]}


def _figures(cell: dict[str, Any], rare: bool) -> dict[str, Any]:
    if rare or tells_few(f"{cell['value']} {cell.get('detail', '')}"):
        return {"value": DASH, "detail": hidden(), "warn": "", "thin": True}
    warn = cell.get("warn", "")
    return {**cell, "warn": hidden(), "thin": True} if warn and tells_few(warn) else cell


def _chips(cell: dict[str, Any], rare: bool) -> dict[str, Any]:
    chips = []
    for chip in cell["chips"]:
        few = rare or _FEW_ALONE.fullmatch(chip["value"]) is not None
        facts = " · ".join(fact for fact in chip["facts"].split(" · ") if not tells_few(fact))
        chips.append({**chip, "value": DASH if few else chip["value"], "facts": facts})
    return {**cell, "chips": chips}


def _quotes(cell: dict[str, Any], rare: bool) -> dict[str, Any]:
    if rare or tells_few(cell["detail"]):
        return {**cell, "quotes": [], "detail": hidden() if cell["quotes"] else cell["detail"]}
    return cell


def _line(line: dict[str, Any], rare: set[int]) -> dict[str, Any]:
    points = [
        None if point is not None and (n in rare or tells_few(point["n"])) else point
        for n, point in enumerate(line["points"])
    ]
    return {**line, "points": points}


def _persona(one: dict[str, Any]) -> dict[str, Any]:
    size = next((found for figure in one["figures"] if (found := re.match(r"(\d[\d,]*)", figure))), None)
    total = int(size[1].replace(",", "")) if size else 0
    figures = [hidden() if tells_few(figure) else figure for figure in one["figures"]]
    cells = [None if cell is None else _reached(cell, total) for cell in one["cells"]]
    return {**one, "figures": figures, "cells": cells, "line": _line(one["line"], set())}


def _reached(cell: dict[str, Any], total: int) -> dict[str, Any]:
    """What a persona's segment does in a stage: shares tell its size, with that of the segment."""
    here = _part(cell["reach"], total)
    if 0 < here < 10 or 0 < total - here < 10:
        return {**cell, "reach": DASH, "lost": "", "time": hidden()}
    lost = re.search(r"[\d.]+ %", cell["lost"])
    if lost and 0 < _part(lost[0], here) < 10:
        return {**cell, "lost": hidden()}
    return cell


def _part(share: str, of: int) -> int:
    found = re.match(r"([\d.]+) %", share)
    return round(float(found[1]) / 100 * of) if found else 0

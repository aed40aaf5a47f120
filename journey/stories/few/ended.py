"""Shares of journeys that have ended, as curves and as a table, without steps of under 10 journeys."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from journey.analyses.time_to_goal import CAUSES
from journey.charts.incidence_lines import ENDED, ENDED_BAND
from journey.stories.few.text import DASH, LEAST, complement, hidden, is_few
from journey.stories.table import Cell, Table
from journey.text import _
from journey.text.format import percent
from journey.text.scope_words import outcome_name

__all__ = ["ends_are_few", "private_ends", "private_ends_table", "told_points"]


MANY = 200 * LEAST
"""Of so many journeys, shares are told so coarsely, by two digits or in steps of ten journeys, that nobody can work out
how few are left when all are taken away."""


def told_points(
    lines: Sequence[Sequence[float | None]], journeys: int, by_horizon: Sequence[float | None]
) -> list[list[bool]]:
    """Which points of the curves of one group are told: none of under 10 journeys, nor 10 less or more than another.

    Parameters
    ----------
    lines : sequence of sequence of float or None
        Share that ended in each way by each time; the shares of a time are parts of one whole. None: not told already.
    by_horizon : sequence of float or None
        What a label says of each; points near to it go, too.

    Examples
    --------
    >>> told_points([[0.0, 0.05, 0.12, 0.18, 0.3, 0.3]], 100, [None])
    [[True, False, True, False, True, True]]
    """
    held = _held(by_horizon, journeys)
    last = [0.0] * len(lines)
    told: list[list[bool]] = [[] for _line in lines]
    for shares in zip(*lines, strict=True):
        few = _held(shares, journeys)
        for n, share in enumerate(shares):
            label = None if n in held else by_horizon[n]
            if share is None or n in few or not _apart(share, last[n], journeys):
                told[n].append(False)
                continue
            told[n].append(label is None or _apart(share, label, journeys))
            last[n] = share if told[n][-1] else last[n]
    return told


def private_ends(
    data: list[dict[str, Any]], annotations: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The curves of Time to goal with the points that are told, each in its band, and their labels."""
    data, annotations = list(data), list(annotations)
    lines = [n for n, trace in enumerate(data) if _is_line(trace)]
    for _curve, group in groupby(lines, key=lambda n: data[n]["meta"][1]):
        mine = list(group)
        journeys, by_horizon = data[mine[0]]["meta"][2], [data[n]["meta"][3] for n in mine]
        held = _held(by_horizon, journeys)
        for at, (n, told) in enumerate(zip(mine, told_points([data[n]["y"] for n in mine], journeys, by_horizon),
                                           strict=True)):  # fmt: skip
            name, share = data[n]["name"], percent(by_horizon[at])
            # Without its meta: what was taken out once stays as it is.
            data[n] = {**_only(data[n], told), "meta": None}
            data[n]["y"] = [_coarse(share, journeys) for share in data[n]["y"]]
            if data[n - 1].get("meta") == ENDED_BAND:
                data[n - 1] = _only(data[n - 1], [*told, *reversed(told)])
            height = data[n]["y"][-1] if data[n]["y"] else 0.0
            annotations = [
                {**one, "y": height, "text": f"{one['text'].removesuffix(share)}{DASH}" if at in held else one["text"]}
                if str(one.get("text", "")).endswith(f"</span> {name} {share}")
                else one
                for one in annotations
            ]
    return data, annotations


def private_ends_table(table: Table) -> Table:
    """The numbers behind those curves; any other table as it is."""
    if not _is_ends(table):
        return table
    group, size, horizon, ends = _columns(table)
    rows: list[tuple[Cell, ...]] = []
    for _name, found in groupby(table.rows, key=lambda row: row[group]):
        mine = list(found)
        by_horizon = next((_shares(row, ends) for row in mine if row[horizon]), [None] * len(ends))
        lines = [*zip(*(_shares(row, ends) for row in mine), strict=True)]
        told = told_points(lines, _journeys(mine[0][size]), by_horizon)
        for at, row in enumerate(mine):
            few = {n for n, line in zip(ends, told, strict=True) if not line[at]}
            cells = ((n, hidden() if n in few else cell) for n, cell in enumerate(row))
            journeys = _journeys(row[size])
            rows.append(tuple(_coarse(cell, journeys) if n in ends else cell for n, cell in cells))
    return Table(table.columns, tuple(rows))


def ends_are_few(table: Table) -> bool:
    """Whether the sentence above those curves tells of under 10 journeys: by the horizon, of all."""
    if not _is_ends(table):
        return False
    _group, size, horizon, ends = _columns(table)
    row = next((row for row in table.rows if row[horizon]), None)
    return row is not None and bool(_held(_shares(row, ends), _journeys(row[size])))


def _held(shares: Sequence[float | None], journeys: int) -> set[int]:
    """The shares of one whole that would tell of under 10 journeys, by themselves or less the others."""
    known = [share or 0.0 for share in shares]
    # What is left is known where all others are, to the journey.
    left = [] if None in shares or journeys >= MANY else [1 - sum(known)]
    parts = [round(share * journeys) for share in (*known, *left)]
    held = complement(parts, [n for n, part in enumerate(parts) if is_few(part)])
    return {n for n in held if n < len(known)}


def _apart(share: float, other: float, journeys: int) -> bool:
    """Whether two shares are the same, or 10 journeys lie between them."""
    between = round(abs(share - other) * journeys, 6)
    return not between or between >= LEAST


def _coarse(share: Any, journeys: int) -> Any:
    """A share of many in steps of ten journeys; anything else as it is."""
    if journeys < MANY or not isinstance(share, float):
        return share
    return round(share * journeys / LEAST) * LEAST / journeys


def _only(trace: dict[str, Any], told: Sequence[bool]) -> dict[str, Any]:
    return {**trace, **{name: [one for one, kept in zip(trace[name], told, strict=True) if kept] for name in "xy"}}


def _is_line(trace: dict[str, Any]) -> bool:
    return isinstance(trace.get("meta"), list) and trace["meta"][:1] == [ENDED]


def _shares(row: Sequence[Cell], ends: Sequence[int]) -> list[float | None]:
    return [float(cell) if isinstance(cell := row[n], float | int) else None for n in ends]


def _journeys(cell: Cell) -> int:
    """0 where they are so few that their number is not told: all of their row is kept back already."""
    return cell if isinstance(cell, int) else 0


def _is_ends(table: Table) -> bool:
    return {_("Group"), _("Journeys"), _("Horizon"), *map(outcome_name, CAUSES)} <= set(table.columns)


def _columns(table: Table) -> tuple[int, int, int, list[int]]:
    at = table.columns.index
    return at(_("Group")), at(_("Journeys")), at(_("Horizon")), [at(outcome_name(one)) for one in CAUSES]

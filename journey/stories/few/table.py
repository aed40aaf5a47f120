"""The numbers behind a picture without groups under 10."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from journey.stories.few.text import LEAST, complement, hidden, is_few, tells_few
from journey.stories.table import Cell, Table
from journey.text import _
from journey.text.format import MINUS

__all__ = ["private_table"]

_FIGURE = re.compile(rf"[+<{MINUS}(]*\d[\d.,)]*( (%|y|d|h|min|s|to|points|[+<{MINUS}(]*\d[\d.,)]*)\)?)*")


def private_table(table: Table) -> Table:
    """Keep back every count under 10, and of a row that is so small all its figures.

    Where a rate stands beside what it is a rate of, its part counts, too; where a single part of a whole is kept back,
    the next smallest goes with it.
    """
    sizes = [n for n, name in enumerate(table.columns) if name in _sizes() or name.endswith(_n())]
    whose = (_("Journeys"), _("Entries"), _("Journeys hit"), _("Customers, fewer side"))
    main = next((n for n in sizes if table.columns[n] in whose), None)
    rows = _nested(table)
    small = set() if main is None else _small(table, main)
    return Table(table.columns, tuple(_row(row, table.columns, sizes, n in small) for n, row in enumerate(rows)))


def _small(table: Table, main: int) -> set[int]:
    """The rows of groups under 10; of ways into a place or out of it, where that is a single one, the next as well."""
    counts = [_count(row[main]) for row in table.rows]
    few = {n for n, size in enumerate(counts) if is_few(size)}
    held = set(few)
    for names in _around():
        if not set(names) <= set(table.columns):
            continue
        at = [table.columns.index(name) for name in names]
        groups: dict[tuple[Cell, ...], list[int]] = defaultdict(list)
        for n, row in enumerate(table.rows):
            groups[tuple(row[one] for one in at)].append(n)
        for group in groups.values():
            mine = [place for place, n in enumerate(group) if n in few]
            held |= {group[place] for place in complement([counts[n] for n in group], mine)}
    return held


def _around() -> tuple[tuple[str, ...], ...]:
    """Columns that together name a place of which the rows are the ways: those of Paths, and of Neighbourhood."""
    return (_("When"), _("From")), (_("When"), _("To")), (_("Side"),)


def _row(row: tuple[Cell, ...], columns: tuple[str, ...], sizes: list[int], small: bool) -> tuple[Cell, ...]:
    row = tuple(hidden() if isinstance(cell, str) and tells_few(cell) else cell for cell in row)
    if small:
        return tuple(hidden() if _is_figure(cell) or _is_told(cell) else cell for cell in row)
    sides = [n for n, name in enumerate(columns) if name in (_("Here"), _("Elsewhere"))]
    if any(row[n] == hidden() for n in sides):
        # What is elsewhere is the whole less what is here.
        row = tuple(hidden() if n in sides else cell for n, cell in enumerate(row))
    held = {n for n in sizes if is_few(_count(row[n]))}
    parts = [n for n, name in enumerate(columns) if name in _parts()]
    few = [at for at, n in enumerate(parts) if n in held]
    held |= {parts[at] for at in complement([_count(row[n]) for n in parts], few)}
    for rate, size in _rates(columns):
        of, share = _count(row[size]), row[rate]
        if of is None or not isinstance(share, float):
            continue
        part = round(share * of)
        if is_few(of) or is_few(part) or is_few(of - part):
            # With the ends of its interval, which stand behind it.
            held |= {n for n in (rate, rate + 1, rate + 2) if n < len(row) and _is_rate_of(columns, rate, n)}
    trial = {n for n, name in enumerate(columns) if name.split(",")[0] in (_("Treated"), _("Control"), _("Difference"))}
    if held & trial:
        # Any two of them tell the third.
        held |= trial
    return tuple(hidden() if n in held and _is_figure(cell) else cell for n, cell in enumerate(row))


def _nested(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """The steps of a funnel, each a part of the one before: where under 10 lie between two, the later is told as the
    ten below it, without its rates."""
    if _("Entries") not in table.columns or _("Lost after it") not in table.columns:
        return table.rows
    at, lost = table.columns.index(_("Entries")), table.columns.index(_("Lost after it"))
    rates = [table.columns.index(name) for name in (_("Of the step before"), _("Of the first"), _("Of the first, low"),
             _("Of the first, high")) if name in table.columns]  # fmt: skip
    rows = [list(row) for row in table.rows]
    for earlier, later in pairwise(range(len(rows))):
        before, now = _count(table.rows[earlier][at]), _count(table.rows[later][at])
        if before is None or now is None or not is_few(before - now) or is_few(now):
            continue
        rows[later][at] = now - now % LEAST
        for n in (*rates, lost):
            rows[later][n] = hidden() if rows[later][n] is not None else None
    return tuple(tuple(row) for row in rows)


def _rates(columns: tuple[str, ...]) -> list[tuple[int, int]]:
    """Columns of rates, each with the column of what it is a rate of."""
    known = {
        _("Exit rate"): _("Journeys"), _("Conversion after"): _("Judged journeys"),
        _("Lost here"): _("Mature journeys"),
        _("Reach the goal"): _("Journeys hit"), _("Of the step before"): _("Entries"),
        _("Conversion"): _("Mature journeys"), _("Figure"): _("n"),
    }  # fmt: skip
    found = [(columns.index(rate), columns.index(of)) for rate, of in known.items() if {rate, of} <= set(columns)]
    for n, name in enumerate(columns):
        size = f"{name}{_n()}"
        if size in columns:
            found.append((n, columns.index(size)))
    return found


def _is_rate_of(columns: tuple[str, ...], rate: int, n: int) -> bool:
    stem = columns[rate].split(" ")[0]
    return n == rate or columns[n].startswith(stem)


def _sizes() -> frozenset[str]:
    return frozenset(
        {_("Events"), _("Journeys"), _("Judged journeys"), _("Mature journeys"), _("Starts"), _("Ends"), _("Answers"),
         _("Visits"), _("Entries"), _("Lost after it"), _("Journeys hit"), _("Customers hit"),
         _("Compared with"), _("n"), _("Moves"), _("By the customer"), _("Comments"), _("Customers, fewer side"),
         _("Extra contacts, missing answers"),
         *_parts()}
    )  # fmt: skip


def _parts() -> frozenset[str]:
    return frozenset({_("Ends completed"), _("Ends lost"), _("Ends dropped"), _("Ends open")})


def _n() -> str:
    """How the column of a metric's n ends."""
    return _("{metric}, n").format(metric="")


def _count(cell: Cell) -> int | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, int) else None


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_told(cell: Cell) -> bool:
    """A figure in words: "0.3 %", "2 h 5 min", "+4 points (1 to 7)"; names of a log have other words, too."""
    return isinstance(cell, str) and _FIGURE.fullmatch(cell) is not None

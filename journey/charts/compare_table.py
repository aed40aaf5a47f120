"""Differences of two groups as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from journey.analyses.compare import Comparison, Difference
from journey.charts.compare_words import figure, gap, kind_name, place_name
from journey.text import _
from journey.text.points import chance
from journey.text.short import short

__all__ = ["difference_table", "differences_at", "listed_differences"]


def difference_table(rows: Sequence[Difference], a: str, b: str) -> pd.DataFrame:
    """A row for each difference of the groups `a` and `b`."""
    return pd.DataFrame(
        {
            _("Where"): [place_name(row) for row in rows],
            _("What"): [kind_name(row) for row in rows],
            _("A: {name}").format(name=short(a, 24)): [figure(row, row.a) for row in rows],
            _("B: {name}").format(name=short(b, 24)): [figure(row, row.b) for row in rows],
            _("B minus A"): [gap(row) for row in rows],
            _("Customers, fewer side"): [row.gap.n for row in rows],
            _("q"): [chance(row.q) for row in rows],
        }
    )


def differences_at(found: Comparison, place: str | None) -> list[Difference]:
    """What was compared at a box ("t5") or a curve ("t5>t7") of the map; nothing where no place is chosen."""
    return [row for row in found.differences if place and _is_at(row, place)]


def listed_differences(found: Comparison, place: str | None) -> list[Difference]:
    """What was compared at the place, else what differs more than chance would have it."""
    return differences_at(found, place) or [row for row in found.differences if row.above_line]


def _is_at(row: Difference, place: str) -> bool:
    ends = [int(part[1:]) for part in place.split(">") if part[:1] == "t" and part[1:].isdigit()]
    if ">" in place:
        return len(ends) == 2 and [row.source, row.target] == ends
    return bool(ends) and ends[0] in (row.source, row.target)

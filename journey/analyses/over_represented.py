"""Groups of journeys that are commoner at one place than elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.stats import false_discovery_control

from journey.analyses.clustered import Sums, share_gap
from journey.analyses.interval import MINIMUM_N
from journey.model import Interval
from journey.store.attributes import of_journeys
from journey.store.selection import Selection

__all__ = ["OverRepresented", "over_represented"]

MOST = 8
LEVEL = 0.05


@dataclass(frozen=True)
class OverRepresented:
    """A group of journeys that comes somewhere more often than the others do.

    Attributes
    ----------
    here, elsewhere : Interval
        Share with this value among the journeys that come there, and among those that do not.
    gap : Interval
        here - elsewhere, Newcombe, over customers.
    """

    attribute: str
    value: str
    here: Interval
    elsewhere: Interval
    gap: Interval


def over_represented(selection: Selection, who: str) -> tuple[int, tuple[OverRepresented, ...]]:
    """How many groups were tested, and those that are commoner here: by Benjamini-Hochberg at 5 %, widest gap first.

    Every value of every attribute of journeys is a group, where 30 journeys and more have it.

    Parameters
    ----------
    selection : Selection
        With the temporary table ``told`` (id, here) of the journeys in scope.
    who : str
        The relation of `again.whose`.
    """
    found: list[OverRepresented] = []
    chances: list[float] = []
    for number, name in of_journeys(selection.cursor).items():
        for value, here, elsewhere in _sums(selection, f"a{number}", who):
            if here.x + elsewhere.x >= MINIMUM_N and here.m and elsewhere.m:
                without_it, with_it, gap, chance = share_gap(elsewhere, here)
                found.append(OverRepresented(name, value, with_it, without_it, gap))
                chances.append(chance)
    if not found:
        return 0, ()
    kept = [
        group
        for group, chance in zip(found, false_discovery_control(chances), strict=True)
        if chance <= LEVEL and (group.gap.value or 0.0) > 0
    ]
    kept.sort(key=lambda group: -(group.gap.value or 0.0))
    return len(found), tuple(kept[:MOST])


def _sums(selection: Selection, column: str, who: str) -> list[tuple[str, Sums, Sums]]:
    """Each value of an attribute, with its journeys here and elsewhere out of all that have one."""
    selection.run(
        f"""CREATE OR REPLACE TEMP TABLE valued AS
            SELECT t.id, t.here, a.{column} AS value FROM told t JOIN journey_attribute a ON a.journey = t.id
            WHERE a.{column} IS NOT NULL"""
    )
    counted = {(here, value): n for here, value, n in selection.run(
        "SELECT here, value, count(*) FROM valued GROUP BY here, value")}  # fmt: skip
    several = f"(SELECT v.*, w.who FROM valued v JOIN {who} w ON w.journey = v.id)"
    of_all = {here: (mm, more) for here, mm, more in selection.run(
        f"""WITH per AS (SELECT here, who, count(*) AS m FROM {several} GROUP BY here, who)
            SELECT here, sum(m * m - m), sum(m - 1) FROM per GROUP BY here""")}  # fmt: skip
    of_values = {(here, value): (xx, xm) for here, value, xx, xm in selection.run(
        f"""WITH per AS (SELECT here, who, count(*) AS m FROM {several} GROUP BY here, who),
            each AS (SELECT here, who, value, count(*) AS x FROM {several} GROUP BY here, who, value)
            SELECT here, value, sum(x * x - x), sum(x * m - x) FROM each JOIN per USING (here, who)
            GROUP BY here, value""")}  # fmt: skip
    total = {side: sum(n for (here, _value), n in counted.items() if here == side) for side in (True, False)}

    def side(here: bool, value: str) -> Sums:
        x, n = counted.get((here, value), 0), total[here]
        (mm, more), (xx, xm) = of_all.get(here, (0, 0)), of_values.get((here, value), (0, 0))
        return Sums(x, n, x + float(xx), x + float(xm), n + float(mm), n - int(more))

    return [(value, side(True, value), side(False, value)) for value in sorted({value for _here, value in counted})]

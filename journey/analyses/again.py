"""Customers who come again: how much wider that makes an interval, and how many customers a figure rests on.

What one customer does is alike from journey to journey, so n journeys of fewer customers tell less than n journeys of n
customers. The variance of a share or mean is taken over customers (the delta method; Deng et al. 2017). How many times
wider it is than that of as many independent ones is the design effect; interval by interval, n is divided by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from journey.analyses.clustered import Sums
from journey.analyses.interval import wilson
from journey.model import Interval
from journey.store.selection import Selection
from journey.store.workspace import Workspace

__all__ = [
    "NEVER",
    "Again",
    "OfCustomers",
    "clustered_share",
    "design_effect",
    "of_a_share",
    "of_customers",
    "reaching_again",
    "whose",
]


@dataclass(frozen=True)
class OfCustomers(Interval):
    """A figure of which some customers bring several.

    Attributes
    ----------
    customers : int
        Whose journeys, visits or answers `n` counts.
    design : float
        The design effect, at least 1.
    """

    customers: int = 0
    design: float = 1.0

    @property
    def rests_on(self) -> int:
        """What a least number is held against: customers."""
        return self.customers

    @property
    def effect(self) -> float:
        """The design effect."""
        return self.design


@dataclass(frozen=True)
class Again:
    """By how much the sums over customers differ from those over each journey (or answer) by itself.

    Each customer brings x out of m: mm is the sum of m * m - m, xm of x * m - x (m = 1 for each by itself), xx that of
    x * x minus the squares of what was added up to x; more is the sum of m - 1.
    """

    mm: float = 0.0
    more: int = 0
    xx: float = 0.0
    xm: float = 0.0

    def __add__(self, other: Again) -> Again:
        return Again(self.mm + other.mm, self.more + other.more, self.xx + other.xx, self.xm + other.xm)

    @classmethod
    def of(cls, mm: float, more: float, xx: float, xm: float) -> Again:
        """From the row of `of_a_share`."""
        return cls(float(mm), int(more), float(xx), float(xm))


NEVER = Again()


def of_a_share(x: str = "x", m: str = "m") -> str:
    """SQL of the parts of `Again` over rows of customers, where each journey brings 0 or 1 to both columns.

    >>> of_a_share()
    'sum(m * m - m), sum(greatest(m - 1, 0)), sum(x * x - x), sum(x * m - x)'
    """
    return f"sum({m} * {m} - {m}), sum(greatest({m} - 1, 0)), sum({x} * {x} - {x}), sum({x} * {m} - {x})"


def design_effect(x: float, xx: float, n: int, again: Again, spread: float) -> float:
    """The design effect of a mean.

    Parameters
    ----------
    x, xx : float
        Sum, and sum of squares, of n values by themselves.
    spread : float
        Variance of the values.

    Examples
    --------
    Twenty customers come twice, and always do as they did before: 40 journeys tell what 20 would.

    >>> again = Again(mm=20 * 2, more=20, xx=10 * 2, xm=10 * 2)
    >>> round(design_effect(20, 20, 40, again, 0.25), 3)
    2.105
    """
    customers = n - again.more
    if not again.mm or spread <= 0 or customers < 2:
        return 1.0
    sums = Sums(x, n, xx + again.xx, x + again.xm, n + again.mm, customers)
    return max(1.0, sums.variance / (spread / n))


def of_customers(found: Interval, n: int, again: Again, effect: float) -> Interval:
    """A figure that was made with n / effect, with its true n and its customers."""
    if not again.more:
        return found
    return OfCustomers(found.value, found.low, found.high, n, n - again.more, effect)


def clustered_share(x: int, n: int, again: Again = NEVER) -> Interval:
    """A share with Wilson's interval over customers.

    Examples
    --------
    >>> clustered_share(8, 10) == wilson(8, 10)
    True
    >>> wide = clustered_share(20, 40, Again(40, 20, 20, 20))
    >>> round(wide.low, 2), round(wide.high, 2), wide.n, wide.rests_on
    (0.29, 0.71, 40, 20)
    """
    if not n or not again.more:
        return wilson(x, n)
    effect = design_effect(x, x, n, again, x / n * (1 - x / n))
    found = wilson(x / effect, n / effect)  # type: ignore[arg-type]
    return of_customers(Interval(x / n, found.low, found.high, n), n, again, effect)


def reaching_again(selection: Selection, who: str) -> Again:
    """How far the customers behind the conversion of all mature journeys in scope come again."""
    (sums,) = selection.run(
        f"""
        WITH per AS (
            SELECT count(*) AS m, count(*) FILTER (j.converted) AS x
            FROM {selection.journeys} j JOIN {who} w ON w.journey = j.id WHERE j.mature GROUP BY w.who
        )
        SELECT {of_a_share()} FROM per
        """
    )
    return Again.of(*(part or 0 for part in sums))


@contextmanager
def whose(workspace: Workspace, cursor: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The relation (journey, who) of the journeys of customers who have several; it is empty where none has."""

    def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        cursor.execute(
            f"""CREATE TABLE {name} AS
                WITH several AS (
                    SELECT customer, min(id) AS who FROM journey GROUP BY customer HAVING count(*) > 1
                )
                SELECT j.id AS journey, s.who FROM journey j JOIN several s ON s.customer = j.customer ORDER BY j.id"""
        )

    with workspace.relations.pinned("whose", str(workspace.version), cursor, make) as name:
        yield name

"""The few places where the SQL of one engine differs from another's."""

from __future__ import annotations

__all__ = ["median", "quantile", "quantiles", "quote"]


def quote(identifier: str) -> str:
    """An identifier as it may stand in SQL.

    >>> quote('a "b"')
    '"a ""b\"""'
    """
    return '"' + identifier.replace('"', '""') + '"'


def quantile(column: str, share: float) -> str:
    """Interpolated quantile of a column.

    >>> quantile("wait", 0.9)
    'quantile_cont(wait, 0.9)'
    """
    return f"quantile_cont({column}, {share})"


def quantiles(column: str, shares: tuple[float, ...]) -> str:
    """Several interpolated quantiles of a column of whole numbers, as a list.

    One list gathers the values once; as doubles they are selected in half the time, and stay exact up to 2**53.

    >>> quantiles("wait", (0.5, 0.9))
    'quantile_cont(CAST(wait AS DOUBLE), [0.5, 0.9])'
    """
    return f"quantile_cont(CAST({column} AS DOUBLE), {list(shares)})"


def median(column: str) -> str:
    """Interpolated median of a column."""
    return quantile(column, 0.5)

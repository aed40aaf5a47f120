"""The few places where the SQL of one engine differs from another's."""

from __future__ import annotations

__all__ = ["median", "quantile", "quote"]


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


def median(column: str) -> str:
    """Interpolated median of a column."""
    return quantile(column, 0.5)

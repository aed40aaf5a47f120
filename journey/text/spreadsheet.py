"""Cells that a spreadsheet reads as they are: what it would run as a formula gets a mark that keeps it text."""

from __future__ import annotations

import re

import pandas as pd

__all__ = ["as_csv", "harmless"]

_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")


def harmless(value: object) -> object:
    """A cell: a text that begins like a formula is marked, a number stays a number.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Payment"), harmless(-1)
    ("'=1+1", 'Payment', -1)
    """
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def as_csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV, every cell and every name of a column harmless.

    Examples
    --------
    >>> as_csv(pd.DataFrame({"name": ["=1+1", "Payment"], "n": [-1, 2]})).decode("utf-8-sig").split()
    ['name,n', "'=1+1,-1", 'Payment,2']
    """
    plain = frame.map(harmless).rename(columns=harmless)
    # With this end of line the writer quotes a lone carriage return, too, which would begin another row.
    return plain.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")

"""A name of an address, where the log still has it."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["known"]


def known(wanted: str | None, names: Iterable[str], usual: str | None = None) -> str:
    """The name that an address gives where it is one of these, else the usual one, else the first.

    >>> known("Payment", ["Basket", "Payment"]), known("Pay", ["Basket", "Payment"]), known(None, ["a", "b"], "b")
    ('Payment', 'Basket', 'b')
    """
    every = list(names)
    if wanted is not None and wanted in every:
        return wanted
    return every[0] if usual is None else usual

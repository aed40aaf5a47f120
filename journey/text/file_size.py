"""Sizes of files as people read them."""

from __future__ import annotations

from journey.text.format import number

__all__ = ["file_size"]


def file_size(size: int) -> str:
    """Bytes in the unit that suits, decimal as on a drive's label.

    >>> file_size(812), file_size(57706), file_size(2_336_012), file_size(20_000_000_000)
    ('812 B', '57.7 kB', '2.34 MB', '20 GB')
    """
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= scale:
            return f"{number(size / scale)} {unit}"
    return f"{size} B"

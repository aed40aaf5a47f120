"""Durations as people type them: 30m, 14d, 2h30m."""

from __future__ import annotations

import re

__all__ = ["duration_text", "parse_duration"]

_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(w|d|h|min|m|s)")


def parse_duration(text: str) -> float:
    """Seconds of a typed duration: numbers with the units w, d, h, m (or min) and s, the larger first.

    Raises
    ------
    ValueError
        The text is no duration. A number without a unit is none.

    Examples
    --------
    >>> parse_duration("30m"), parse_duration("14d"), parse_duration("2h30m"), parse_duration("1.5 h")
    (1800.0, 1209600.0, 9000.0, 5400.0)
    """
    rest = text.strip().lower()
    seconds, smallest = 0.0, float("inf")
    while match := _PART.match(rest):
        size = _UNITS[match[2][0]]
        if size >= smallest:
            break
        seconds, smallest = seconds + float(match[1]) * size, size
        rest = rest[match.end() :].lstrip()
    if rest or smallest == float("inf"):
        raise ValueError(text)
    return seconds


def duration_text(seconds: float) -> str:
    """The shortest text that `parse_duration` reads back.

    Examples
    --------
    >>> duration_text(9000), duration_text(1209600), duration_text(0.5), duration_text(0)
    ('2h30m', '14d', '0.5s', '0s')
    """
    whole, fraction = divmod(seconds, 60)
    minutes = int(whole)
    parts = []
    for unit in "dhm":
        count, minutes = divmod(minutes, _UNITS[unit] // 60)
        if count:
            parts.append(f"{count}{unit}")
    if fraction or not parts:
        parts.append(f"{fraction:f}".rstrip("0").rstrip(".") + "s")
    return "".join(parts)

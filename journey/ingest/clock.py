"""Times that stand in two columns, the date in one and the time of day in the other: read as one text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journey.store.dialect import quote

__all__ = ["is_clock", "is_date_only", "joined", "joined_name", "joined_sql"]

_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|[+-]\d{2}(?::?\d{2})?))?")
_MIDNIGHT = r"[ T]0{1,2}:00(:00([.,]0+){0,1}){0,1}$"
"""What a spreadsheet writes behind a date that has no time. No question mark: callers count those to bind values."""


def is_clock(values: Sequence[str | None]) -> bool:
    """Whether the values are times of day; blanks left out.

    >>> is_clock(["10:15", "9:05 PM", None]), is_clock(["10:15", "Call"]), is_clock([None])
    (True, False, False)
    """
    filled = [text for value in values if (text := (value or "").strip())]
    return bool(filled) and sum(bool(_CLOCK.fullmatch(text)) for text in filled) >= 0.95 * len(filled)


def is_date_only(values: Sequence[str | None]) -> bool:
    """Whether no value names a time of day, midnight apart.

    >>> is_date_only(["2026-03-04", "2026-03-05 00:00:00"]), is_date_only(["2026-03-04 10:00"])
    (True, False)
    """
    return not any(":" in re.sub(_MIDNIGHT, "", (value or "").strip()) for value in values)


def joined(date: str | None, clock: str | None) -> str:
    """Date and time of day as one text; what is missing is left out.

    >>> joined("04.03.2026", "10:15"), joined("2026-03-04 00:00:00", "10:15"), joined("04.03.2026", None)
    ('04.03.2026 10:15', '2026-03-04 10:15', '04.03.2026')
    """
    parts = re.sub(_MIDNIGHT, "", (date or "").strip()), (clock or "").strip()
    return " ".join(filter(None, parts))


def joined_name(date: str, clock: str | None) -> str:
    """The two columns in words; the date's alone where there is no other.

    >>> joined_name("date", "time"), joined_name("date", None)
    ('date + time', 'date')
    """
    return f"{date} + {clock}" if clock is not None else date


def joined_sql(date: str, clock: str | None) -> str:
    """SQL of the text that `joined` gives."""
    if clock is None:
        return quote(date)
    plain = f"regexp_replace(trim({quote(date)}), '{_MIDNIGHT}', '')"
    return f"concat_ws(' ', nullif({plain}, ''), nullif(trim({quote(clock)}), ''))"

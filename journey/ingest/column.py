"""What the values of a column look like, as far as roles depend on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from journey.ingest.dates import DateGuess, detect
from journey.ingest.role_words import normal

__all__ = ["Column"]

_POINT = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?\d{1,3}(?:[ .\u00a0\u202f]?\d{3})*,\d+|[+-]?\d+")

_SAYS_ID = re.compile(r"\b(?:id|ids|key|number|no|nr|uuid|guid|code|номер|код)\b")


@dataclass(frozen=True)
class Column:
    """One column of the preview: `values` are trimmed, '' where missing."""

    name: str
    values: tuple[str, ...]

    @classmethod
    def of(cls, name: str, values: Sequence[str | None]) -> Column:
        return cls(name, tuple((value or "").strip() for value in values))

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """The values that are there."""
        return tuple(value for value in self.values if value)

    @cached_property
    def distinct(self) -> frozenset[str]:
        return frozenset(self.filled)

    @property
    def repeats(self) -> float:
        """Rows a value, on average."""
        return len(self.filled) / len(self.distinct) if self.distinct else 0.0

    @property
    def constant(self) -> bool:
        return len(self.distinct) == 1 and len(self.filled) == len(self.values) > 1

    @property
    def unique(self) -> bool:
        """A value of its own in every row, in enough rows for that to mean something."""
        return len(self.distinct) == len(self.values) >= 20

    @property
    def is_index(self) -> bool:
        """Whole numbers that count the rows."""
        if len(self.values) < 5 or not all(re.fullmatch(r"\d{1,12}", value) for value in self.values):
            return False
        numbers = [int(value) for value in self.values]
        head = numbers[: min(len(numbers), 100)]
        counts = all(b - a == 1 for a, b in pairwise(head))
        return counts and all(a < b for a, b in pairwise(numbers))

    @cached_property
    def dates(self) -> DateGuess:
        return detect(self.filled, self.name)

    @property
    def is_time(self) -> bool:
        return self.dates.share >= 0.8

    @cached_property
    def comma_share(self) -> float:
        """Share of the values that are numbers with a decimal comma (all of three digits would be thousands)."""
        with_comma = [value for value in self.filled if "," in value and _COMMA.fullmatch(value)]
        if not with_comma or all(re.search(r",\d{3}$", value) for value in with_comma):
            return 0.0
        return len(with_comma) / len(self.filled)

    def numbers(self, decimal: str) -> list[float]:
        """The values that are numbers."""
        shape = _COMMA if decimal == "," else _POINT
        plain = (value for value in self.filled if shape.fullmatch(value))
        if decimal == ",":
            return [float(re.sub(r"[ .\u00a0\u202f]", "", value).replace(",", ".")) for value in plain]
        return [float(value) for value in plain]

    def is_number(self, decimal: str) -> bool:
        return bool(self.filled) and len(self.numbers(decimal)) >= 0.95 * len(self.filled)

    @property
    def is_category(self) -> bool:
        """Few values, over and over: what touchpoints and channels look like."""
        return 1 <= len(self.distinct) <= max(20, 0.3 * len(self.filled))

    @property
    def is_free_text(self) -> bool:
        """Sentences, seldom the same."""
        if not self.filled or len(self.distinct) < 0.4 * len(self.filled):
            return False
        words = sum(value.count(" ") + 1 for value in self.filled) / len(self.filled)
        return words >= 3

    @property
    def says_id(self) -> bool:
        """Whether the name says that values are ids, numbers only in name."""
        return bool(_SAYS_ID.search(normal(self.name)))

    def varies_within(self, groups: Sequence[str]) -> bool:
        """Whether rows of one group hold different values."""
        first: dict[str, str] = {}
        return any(first.setdefault(group, value) != value for group, value in zip(groups, self.values, strict=True))

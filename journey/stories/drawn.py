"""What one page has to say in a scope: its answer, its picture, and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass

from journey.stories.picture import Picture
from journey.stories.table import Table

__all__ = ["Drawn"]


@dataclass(frozen=True)
class Drawn:
    """The part of a slide that is computed; fields as in `Slide`."""

    answer: str
    picture: Picture
    table: Table
    people: tuple[tuple[str, str], ...] = ()

"""What the address of the page Friction says: the place looked at, and who is compared with whom."""

from __future__ import annotations

import json
from typing import NamedTuple

from journey.analyses.friction.friction import FrictionList
from journey.analyses.friction.parts import Friction, Kind
from journey.analyses.info import Info

__all__ = ["ChosenPlace", "listed", "parse_place", "shared_attributes"]


class ChosenPlace(NamedTuple):
    """A place by its names, as it stands in the address."""

    kind: Kind
    source: str
    target: str | None
    after: bool


def parse_place(text: str) -> ChosenPlace | None:
    """The place that the text of an address names.

    Raises
    ------
    ValueError
        It names none.

    Examples
    --------
    >>> parse_place('["wait", "Payment", "Receipt", false]').target
    'Receipt'
    """
    parts = json.loads(text)
    if not (isinstance(parts, list) and len(parts) == 4 and isinstance(parts[1], str)):
        raise ValueError(text)
    target = parts[2] if isinstance(parts[2], str) else None
    return ChosenPlace(Kind(parts[0]), parts[1], target, bool(parts[3]))


def listed(found: FrictionList, place: ChosenPlace) -> Friction | None:
    """The friction of a place, ranked or not; None where too few meet it."""
    every = [two for one in (*found.ranked, *found.below) for two in (one, *one.also)]
    wanted = (place.kind, place.source, place.target, place.after)
    return next((o for o in every if (o.place.kind, o.name, o.target, bool(o.after)) == wanted), None)


def shared_attributes(held: Info) -> list[str]:
    """The attributes that those who were hit and those compared with them can be made to share."""
    return [a.name for a in held.attributes if a.of_journey and not a.given and 2 <= a.distinct_values <= 50]

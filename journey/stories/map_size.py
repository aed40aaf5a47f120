"""How much of a map an address asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

__all__ = ["MapSize", "map_size"]


class MapSize(TypedDict):
    """How many boxes and curves are drawn, as `charts.flow_map.spec` takes them; None: as many as read well."""

    touchpoints: int | None
    transitions: int | None


def map_size(settings: Mapping[str, str]) -> MapSize:
    """What the address says of it; what is no number counts as absent.

    >>> map_size({"boxes": "12", "curves": "all"})
    {'touchpoints': 12, 'transitions': None}
    """
    return {"touchpoints": _whole(settings.get("boxes")), "transitions": _whole(settings.get("curves"))}


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 7 else None

"""What is worked out of a map, kept for as long as the map itself: a page asks for the same several times a run, and
the map of all journeys stays when a filter changes."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from journey.analyses.flow import FlowMap

__all__ = ["remembered"]

Made = TypeVar("Made")

MOST = 64
"""So many things are kept of one map: sliders ask for many drawings of it."""

_of_map: dict[int, dict[Hashable, Any]] = {}


def remembered(flow: FlowMap, what: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, made once for this very map; it must never change.

    Parameters
    ----------
    what : hashable
        Tells it from other things that are kept of the map.
    """
    # By identity: a map is large, and what is equal is mostly the same.
    kept = _of_map.get(id(flow))
    if kept is None:
        kept = _of_map.setdefault(id(flow), {})
        weakref.finalize(flow, _of_map.pop, id(flow), None)
    if what in kept:
        known: Made = kept[what]
        return known
    if len(kept) >= MOST:
        # Others may ask at the same time: what they hold is theirs.
        kept = _of_map[id(flow)] = {}
    made = kept[what] = make()
    return made

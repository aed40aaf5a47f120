"""Deviations in words."""

from __future__ import annotations

from journey.design.conformance.align import Deviation, Kind
from journey.text import _

__all__ = ["deviation_words", "kind_words"]


def kind_words(kind: Kind) -> str:
    """A kind of deviation."""
    return {
        "skipped": _("left out"),
        "inserted": _("not in the design"),
        "repeated": _("again"),
        "order": _("out of order"),
        "channel": _("in the channel left"),
        "slow": _("too slow"),
    }[kind]


def deviation_words(deviation: Deviation) -> str:
    """A deviation.

    Examples
    --------
    >>> deviation_words(Deviation("skipped", "Welcome call")), deviation_words(Deviation("slow", "Order", "Parcel"))
    ('Welcome call: left out', 'Order → Parcel: too slow')
    """
    place = deviation.touchpoint
    if deviation.then:
        place = _("{source} → {target}").format(source=deviation.touchpoint, target=deviation.then)
    return _("{place}: {kind}").format(place=place, kind=kind_words(deviation.kind))

"""Variants as rows of coloured chevrons."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from journey.analyses.interval import MINIMUM_N
from journey.analyses.variants import VariantList
from journey.charts.theme import CHANNELS, contrast
from journey.text import _
from journey.text.format import count, duration, percent

__all__ = ["Step", "VariantRow", "variant_rows"]


@dataclass(frozen=True)
class Step:
    """One chevron: a touchpoint, and how many times in a row."""

    name: str
    times: int
    colour: str
    ink: str


@dataclass(frozen=True)
class VariantRow:
    """One row; every figure is text as shown. `volume` (0..1) is the bar: 1 for the commonest variant."""

    key: str
    rank: int
    steps: tuple[Step, ...]
    journeys: str
    share: str
    volume: float
    duration: str
    conversion: str
    interval: str
    thin: bool

    def to_json(self) -> dict[str, Any]:
        """Plain content for the browser."""
        return asdict(self)


def variant_rows(found: VariantList, groups: dict[str, str]) -> tuple[VariantRow, ...]:
    """The rows of a list of variants.

    Parameters
    ----------
    groups : dict
        Touchpoint -> what gives it its colour (its stage, where there are stages); touchpoints without one are
        coloured by their own name, the commonest first.
    """
    order: dict[str, None] = {}
    for variant in found.variants:
        for name in variant.path:
            order.setdefault(groups.get(name, name), None)
    colours = {group: CHANNELS[i % len(CHANNELS)] for i, group in enumerate(order)}
    most = max((variant.journeys for variant in found.variants), default=1)

    def step(name: str, times: int) -> Step:
        colour = colours[groups.get(name, name)]
        readable = "#FFFFFF" if contrast("#FFFFFF", colour) >= 4.5 else "#10161F"
        return Step(name, times, colour, readable)

    rows = []
    for rank, variant in enumerate(found.variants, start=1):
        conversion = variant.conversion
        steps = tuple(step(name, len(list(run))) for name, run in groupby(variant.path))
        low_high = (
            _("{low}-{high}, n {n}").format(
                low=percent(conversion.low).removesuffix(" %"), high=percent(conversion.high), n=count(conversion.n)
            )
            if conversion.value is not None
            else ""
        )
        rows.append(
            VariantRow(
                key=variant.key,
                rank=rank,
                steps=steps,
                journeys=count(variant.journeys),
                share=percent(variant.share),
                volume=variant.journeys / most,
                duration=duration(variant.median_duration_s),
                conversion=percent(conversion.value),
                interval=low_high,
                thin=conversion.n < MINIMUM_N,
            )
        )
    return tuple(rows)

"""A to-be on the flow map: what is expected, or what becomes more and less than in the as-is."""

from __future__ import annotations

from typing import Literal, get_args

from journey.charts.flow_shading import Reading, Shading, shade_values
from journey.design.preview import Preview
from journey.text import _
from journey.text.format import MINUS, number

__all__ = ["SIDES", "Side", "forecast_shading"]

Side = Literal["as_is", "to_be", "difference", "exits"]
SIDES: tuple[Side, ...] = get_args(Side)


def forecast_shading(found: Preview, side: Side) -> Shading:
    """Visits and uses per 100 journeys; as a difference, those of the to-be less those of the as-is.

    ``exits`` tells who leaves after each touchpoint, again as a difference per 100 journeys; curves, on which nobody
    leaves, tell how much more or less they are used, without a colour.
    """
    number_of = {t.name: t.id for t in found.to_be.touchpoints}
    boxes: dict[int, Reading] = {}
    for place in found.effect.places:
        pair = place.exits if side == "exits" else place.visits
        boxes[number_of[place.name]] = 100 * _of(pair, side)
    curves: dict[tuple[int, int], Reading] = {
        (number_of[move.source], number_of[move.target]): 100 * _of(move.uses, side) for move in found.effect.moves
    }
    if side in ("as_is", "to_be"):
        return shade_values(
            found.flow,
            _("Visits per 100 journeys"),
            boxes=boxes,
            curves=curves,
            scale="volume",
            write=_plain,
            volume="share",
        )
    most = max((abs(float(v)) for v in boxes.values() if isinstance(v, float)), default=0.0) or 1.0
    title = (
        _("Exits, to-be less as-is, per 100 journeys") if side == "exits" else _("To-be less as-is, per 100 journeys")
    )
    return shade_values(
        found.flow,
        title,
        boxes=boxes,
        curves=curves,
        scale="difference",
        write=_signed,
        # Fewer who leave are the good end of the scale.
        limits=(most, -most) if side == "exits" else (-most, most),
        curves_coloured=side != "exits",
        volume="share",
    )


def _of(pair: tuple[float, float], side: Side) -> float:
    if side == "as_is":
        return pair[0]
    return pair[1] if side == "to_be" else pair[1] - pair[0]


def _plain(value: float) -> str:
    return number(value)


def _signed(value: float) -> str:
    """A difference; what would round to nothing is nothing.

    >>> _signed(1.234), _signed(-0.5), _signed(0.001)
    ('+1.23', '−0.5', '0')
    """
    if abs(value) < 0.005:
        return "0"
    return f"{'+' if value > 0 else MINUS}{number(float(f'{abs(value):.2f}'))}"

"""Channel by channel: a bubble for each move, as large as it is frequent, shaded by what is asked."""

from __future__ import annotations

from enum import StrEnum

import plotly.graph_objects as go

from journey.analyses.channel_switches import ChannelSwitches, Move
from journey.analyses.interval import MINIMUM_N
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, Mode, step, template, tokens
from journey.text import _
from journey.text.format import count, duration, interval, percent

__all__ = ["Shade", "channel_matrix", "offered_shades"]

LARGEST, LEAST = 46.0, 12.0
"""Diameters of the most and the least frequent bubbles, px."""
ROW = 60


class Shade(StrEnum):
    """What the colour of a bubble tells."""

    CONVERSION = "conversion"
    WAIT = "wait"
    SHARE = "share"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return {
            Shade.CONVERSION: _("Conversion after"),
            Shade.WAIT: _("Median wait"),
            Shade.SHARE: _("Share of departures"),
        }[self]


READABLE = {Shade.CONVERSION: 30.0, Shade.WAIT: 40.0, Shade.SHARE: 30.0}
"""Diameter with room for a figure, px."""
_SCALES = {Shade.CONVERSION: "good", Shade.WAIT: "wait", Shade.SHARE: "volume"}


def offered_shades(found: ChannelSwitches) -> list[Shade]:
    """What the colour can tell here, the usual first: without a goal, no conversion."""
    judged = any(move.conversion.n for move in found.moves)
    return [shade for shade in Shade if shade is not Shade.CONVERSION or judged]


def channel_matrix(
    found: ChannelSwitches, mode: Mode, *, shade: Shade, chosen: tuple[str, str] | None = None
) -> go.Figure:
    """Rows are left, columns are entered; the points carry (source, target) in their order as in `found.moves`.

    Parameters
    ----------
    chosen : (source, target), optional
        Gets a ring.
    """
    look = tokens(mode)
    order = {channel.name: at for at, channel in enumerate(found.channels)}
    largest = max((move.moves for move in found.moves), default=1)
    sizes = [max(LEAST, LARGEST * (move.moves / largest) ** 0.5) for move in found.moves]
    steps = [_step(move, found.moves, shade) for move in found.moves]
    picked = [(move.source, move.target) == chosen for move in found.moves]
    scale = _SCALES[shade]
    figure = go.Figure(
        go.Scatter(
            x=[order[move.target] for move in found.moves],
            y=[order[move.source] for move in found.moves],
            mode="markers+text",
            text=[
                _text(move, shade) if size >= READABLE[shade] else ""
                for move, size in zip(found.moves, sizes, strict=True)
            ],
            textfont={
                "size": 12,
                "color": [look["ink"] if n is None else look[f"{scale}-{n}-ink"] for n in steps],
            },
            marker={
                "size": sizes,
                "color": [look["thin"] if n is None else look[f"{scale}-{n}"] for n in steps],
                "line": {
                    "width": [3 if one else 1 for one in picked],
                    "color": [look["ink"] if one else look["border"] for one in picked],
                },
                "opacity": 1,
            },
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            cliponaxis=False,
            hovertext=[_hover(move) for move in found.moves],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    names = [plotly_name(channel.name, 120) for channel in found.channels]
    ticks = {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": names, "ticks": ""}
    small = {"size": SIZES["label"], "color": look["muted"]}
    last = len(names) - 0.5
    lines = {"showgrid": True, "gridcolor": look["thin"], **ticks}
    figure.update_layout(
        template=template(mode), height=ROW * len(names) + 90, margin={"l": 8, "r": 8, "t": 8, "b": 8},
        showlegend=False, clickmode="event+select", dragmode=False,
        xaxis={**lines, "range": [-0.5, last], "side": "top", "title": {"text": _("goes on in"), "font": small}},
        yaxis={**lines, "range": [last, -0.5], "title": {"text": _("from"), "font": small}},
    )  # fmt: skip
    return figure


def _step(move: Move, moves: tuple[Move, ...], shade: Shade) -> int | None:
    """Step of the scale; None where too few journeys stand behind it."""
    if shade is Shade.CONVERSION:
        enough = move.conversion.value is not None and move.conversion.n >= MINIMUM_N
        return step(move.conversion.value or 0.0) if enough else None
    if move.journeys < MINIMUM_N:
        return None
    if shade is Shade.SHARE:
        return step(move.share)
    # Waits reach from seconds to weeks: their rank tells more than their size.
    waits = sorted(one.wait_median_s for one in moves if one.journeys >= MINIMUM_N)
    return step(waits.index(move.wait_median_s) / max(1, len(waits) - 1))


def _text(move: Move, shade: Shade) -> str:
    if shade is Shade.CONVERSION:
        return percent(move.conversion.value) if move.conversion.value is not None else ""
    return duration(move.wait_median_s) if shade is Shade.WAIT else percent(move.share)


def _hover(move: Move) -> str:
    return _(
        "{source} → {target}<br>{moves} moves, {journeys} journeys<br>{share} of the departures<br>"
        "wait: median {wait}, p90 {p90}<br>conversion after: {conversion}"
    ).format(
        source=plotly_name(move.source), target=plotly_name(move.target), moves=count(move.moves),
        journeys=count(move.journeys), share=percent(move.share), wait=duration(move.wait_median_s),
        p90=duration(move.wait_p90_s), conversion=interval(move.conversion),
    )  # fmt: skip

"""The colours and sizes of the interface, for the light and the dark theme. Nothing else names a colour or a size.

A picture names *tokens* ("volume-5", "curve-happy"); `tokens` gives their colours for a mode. Scales come in nine
steps, each with the ink that is readable on it ("volume-5-ink").
"""

from __future__ import annotations

from functools import cache, partial
from typing import Literal

import plotly.graph_objects as go

__all__ = ["CHANNELS", "FONT", "MODES", "SIZES", "STEPS", "Mode", "contrast", "step", "template", "tokens"]

Mode = Literal["light", "dark"]
MODES: tuple[Mode, ...] = ("light", "dark")
STEPS = 9
FONT = "'Source Sans', 'Source Sans 3', 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"
SIZES = {"body": 14, "label": 13, "least": 12, "headline": 24, "projector": 1.6}
"""px, and the factor of the projector mode."""

CHANNELS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#7A6A53")
"""Categories, in their order (Okabe-Ito); always together with an icon or a label."""

_SCALES: dict[Mode, dict[str, tuple[str, ...]]] = {
    "light": {
        "volume": ("#EAF2FA", "#08457E"),
        "good": ("#E4F1F9", "#0072B2"),
        "pain": ("#FBEDE4", "#C14E00"),
        "wait": ("#F3E3C3", "#8A5A00"),
        "difference": ("#C14E00", "#D9DEE6", "#0072B2"),
        "emotion": ("#C14E00", "#E8A06B", "#B8C0CC", "#6FA8D6", "#0072B2"),
    },
    "dark": {
        "volume": ("#10273C", "#8EC5F5"),
        "good": ("#12293A", "#56B4E9"),
        "pain": ("#3A2114", "#F28E4B"),
        "wait": ("#3A2D10", "#F0C869"),
        "difference": ("#F28E4B", "#3C4757", "#56B4E9"),
        "emotion": ("#F28E4B", "#EBB892", "#8C97A8", "#8FC3EA", "#56B4E9"),
    },
}
_SINGLE: dict[Mode, dict[str, str]] = {
    "light": {
        "background": "#FFFFFF",
        "surface": "#F3F6FA",
        "band": "#F5F7FA",
        "ink": "#14202E",
        "muted": "#5A6778",
        "border": "#B9C4D1",
        "completed": "#0072B2",
        "lost": "#C14E00",
        "dropped": "#C14E00",
        "open": "#626D7F",
        "undecided": "#5A6778",
        "curve": "#7F8FA4",
        "curve-happy": "#08457E",
        "focus": "#0072B2",
        "thin": "#EEF1F4",
    },
    "dark": {
        "background": "#0F1620",
        "surface": "#1A2431",
        "band": "#141D29",
        "ink": "#E8EEF5",
        "muted": "#A3AFBF",
        "border": "#45536A",
        "completed": "#56B4E9",
        "lost": "#F28E4B",
        "dropped": "#F28E4B",
        "open": "#9AA5B8",
        "undecided": "#A3AFBF",
        "curve": "#71829A",
        "curve-happy": "#8EC5F5",
        "focus": "#56B4E9",
        "thin": "#1C2532",
    },
}
_INKS = ("#000000", "#FFFFFF")


@cache
def tokens(mode: Mode) -> dict[str, str]:
    """Colour of every token.

    Examples
    --------
    >>> tokens("light")["volume-0"], tokens("light")["volume-8"], tokens("light")["volume-8-ink"]
    ('#EAF2FA', '#08457E', '#FFFFFF')
    """
    found = dict(_SINGLE[mode])
    for scale, stops in _SCALES[mode].items():
        for n in range(STEPS):
            colour = _between(stops, n / (STEPS - 1))
            found[f"{scale}-{n}"] = colour
            found[f"{scale}-{n}-ink"] = max(_INKS, key=partial(contrast, colour))
    return found


def step(level: float) -> int:
    """The step of a scale for a level 0..1.

    >>> step(0), step(0.5), step(1)
    (0, 4, 8)
    """
    return round(max(0.0, min(1.0, level)) * (STEPS - 1))


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1..21.

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def template(mode: Mode) -> go.layout.Template:
    """The Plotly template: no grid, direct type, our colours in their order."""
    look = tokens(mode)
    axis = {"showgrid": False, "zeroline": False, "linecolor": look["border"], "ticks": "outside", "automargin": True}
    steps = range(STEPS)
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": SIZES["body"], "color": look["ink"]},
            "title": {"font": {"size": 16}, "x": 0, "xanchor": "left"},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": CHANNELS,
            "colorscale": {
                "sequential": [[n / (STEPS - 1), look[f"volume-{n}"]] for n in steps],
                "diverging": [[n / (STEPS - 1), look[f"difference-{n}"]] for n in steps],
            },
            "xaxis": axis,
            "yaxis": {**axis, "rangemode": "tozero"},
            "margin": {"l": 8, "r": 8, "t": 40, "b": 8},
            "hoverlabel": {
                "bgcolor": look["surface"],
                "bordercolor": look["border"],
                "font": {"color": look["ink"], "size": SIZES["body"]},
            },
            "transition": {"duration": 250},
        }
    )


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _between(stops: tuple[str, ...], level: float) -> str:
    at = level * (len(stops) - 1)
    low = min(int(at), len(stops) - 2)
    a, b = _rgb(stops[low]), _rgb(stops[low + 1])
    return "#" + "".join(f"{round(x + (y - x) * (at - low)):02X}" for x, y in zip(a, b, strict=True))


def _luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part / 255) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""Friction by stage and kind: a square for each, as dark as what is at stake there; squares can be clicked.

Extra contacts and missing answers are no journeys at stake: their squares have no shade, and say what they count.
"""

from __future__ import annotations

import plotly.graph_objects as go

from journey.analyses.friction.parts import Friction, Kind
from journey.charts.friction_words import kind_name, place_words, stake_words
from journey.charts.label import clean
from journey.charts.theme import SIZES, Mode, step, template, tokens
from journey.text import _
from journey.text.format import count

__all__ = ["friction_heat", "hottest"]


def hottest(frictions: tuple[Friction, ...]) -> dict[tuple[str, str], Friction]:
    """(stage, kind) -> the place with most at stake there; those without a stage stand for themselves.

    Places of one square overlap, so the strongest is told, never a sum.
    """
    found: dict[tuple[str, str], Friction] = {}
    for one in frictions:
        key = (one.stage or _("no stage"), one.place.kind)
        if key not in found or _weight(one) > _weight(found[key]):
            found[key] = one
    return found


def friction_heat(frictions: tuple[Friction, ...], stages: tuple[str, ...], mode: Mode) -> go.Figure:
    """The squares; `customdata` of each is its place in the order of `hottest`."""
    look = tokens(mode)
    found = hottest(frictions)
    order = [stage for stage in (*stages, _("no stage")) if any(key[0] == stage for key in found)]
    kinds = [kind for kind in Kind if any(key[1] == kind for key in found)]
    most = max((_weight(one) for one in found.values() if not one.after), default=1.0) or 1.0
    shades = [None if one.after else f"pain-{step(_weight(one) / most)}" for one in found.values()]
    names = [frame_name(stage) for stage in order]
    figure = go.Figure(
        go.Scatter(
            x=[frame_name(stage) for stage, _kind in found],
            y=[kind_name(one.place.kind) for one in found.values()],
            mode="markers+text",
            marker={"symbol": "square", "size": 54, "line": {"color": look["border"], "width": 1},
                    "color": [look[shade or "background"] for shade in shades]},
            text=[_told(one) for one in found.values()],
            textfont={"color": [look[f"{shade}-ink"] if shade else look["ink"] for shade in shades],
                      "size": [SIZES["body"] if shade else SIZES["least"] for shade in shades]},
            customdata=list(range(len(found))),
            hovertext=[f"{place_words(one)}<br>{stake_words(one)}" for one in found.values()],
            hoverinfo="text",
        )
    )  # fmt: skip
    figure.update_layout(
        template=template(mode), height=90 + 66 * len(kinds), margin={"l": 8, "r": 8, "t": 8, "b": 8},
        xaxis={"categoryorder": "array", "categoryarray": names, "range": [-0.6, len(names) - 0.4], "side": "top",
               "ticks": "", "showline": False},
        yaxis={"categoryorder": "array", "categoryarray": [kind_name(kind) for kind in reversed(kinds)],
               "range": [-0.6, len(kinds) - 0.4], "ticks": "", "showline": False},
    )  # fmt: skip
    return figure


def frame_name(stage: str) -> str:
    """The name of a stage as Plotly may show it: what it would read as HTML is taken for text."""
    return clean(stage).replace("&", "&amp;").replace("<", "&lt;")


def _told(one: Friction) -> str:
    n = count(round(_weight(one)))
    if not one.after:
        return n
    return (_("{n}<br>answers") if one.place.kind is Kind.ANSWER else _("{n}<br>contacts")).format(n=n)


def _weight(one: Friction) -> float:
    return one.extra if one.after else max(0.0, one.stake.at_stake.value or 0.0)

"""How long customers are silent between two events: where one journey ends and the next begins."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import plotly.graph_objects as go

from journey.charts.label import compact
from journey.charts.theme import Mode, template, tokens
from journey.text import _
from journey.text.format import duration

__all__ = ["classes", "silences"]


def classes(beyond: Mapping[int, int], waits: int) -> tuple[tuple[str, int], ...]:
    """Class of silence -> how many there are.

    Parameters
    ----------
    beyond : mapping of int to int
        Seconds, ascending -> how many silences are longer.
    waits : int
        How many there are in all.

    Examples
    --------
    >>> classes({60: 5, 3600: 2}, 9)
    (('up to 1 min', 4), ('1 min – 1 h', 3), ('over 1 h', 2))
    """
    bounds = list(beyond)
    counts = [waits, *beyond.values(), 0]
    names = [_("up to {time}").format(time=duration(bounds[0]))]
    pairs = pairwise(bounds)
    names += [_("{low} – {high}").format(low=duration(low), high=duration(high)) for low, high in pairs]
    names.append(_("over {time}").format(time=duration(bounds[-1])))
    return tuple((name, more - less) for name, more, less in zip(names, counts, counts[1:], strict=False))


def silences(beyond: Mapping[int, int], waits: int, gap_s: int, mode: Mode) -> go.Figure:
    """Bars of silences by length, their heights by square root; those that end a journey stand out."""
    look = tokens(mode)
    found = classes(beyond, waits)
    first = list(beyond).index(gap_s) + 1
    # The long silences that nobody keeps are left out, but never the gap itself.
    last = max([first, *(number for number, (_label, n) in enumerate(found) if n)])
    found = found[: last + 1]
    figure = go.Figure()
    for ends, colour, name in (
        (False, look["volume-5"], _("within a journey")),
        (True, look["lost"], _("ends a journey")),
    ):
        part = found[first:] if ends else found[:first]
        figure.add_bar(
            x=[label for label, _n in part], y=[n**0.5 for _label, n in part], marker_color=colour, name=name,
            marker_pattern_shape="/" if ends else "", text=[compact(n) if n else "" for _label, n in part],
            textposition="outside", textangle=0, cliponaxis=False, hovertemplate="%{x}: %{text}<extra></extra>",
        )  # fmt: skip
    tallest = max(n for _label, n in found) ** 0.5
    figure.update_layout(
        template=template(mode), height=240, margin={"l": 8, "r": 8, "t": 8, "b": 8}, bargap=0.15,
        xaxis={"tickangle": -45, "tickfont": {"size": 12}, "categoryorder": "array",
               "categoryarray": [label for label, _n in found]},
        yaxis={"visible": False, "range": [0, 1.15 * tallest]}, legend={"orientation": "h", "y": 1.15, "x": 0},
    )  # fmt: skip
    return figure

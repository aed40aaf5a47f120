"""Paths as a Sankey: a column for each step, the ends of journeys told apart."""

from __future__ import annotations

import plotly.graph_objects as go

from journey.analyses.paths import PathNode, Paths
from journey.charts.plotly_name import plotly_name
from journey.charts.theme import SIZES, Mode, template, tokens
from journey.text import _, ngettext
from journey.text.format import count

__all__ = ["box_name", "paths_sankey", "step_name"]

HEIGHT = 560
GAP = 0.035

UNSEEN, NOTHING = "rgba(0,0,0,0)", 1e-6
"""Plotly writes the names of the outermost boxes to their left, over the column before: so one that nobody sees, which
a ribbon of nothing leads to, is further out."""


def box_name(node: PathNode) -> str:
    """A box in words.

    >>> box_name(PathNode(1, "other", "", 12, folded=7)), box_name(PathNode(2, "dropped", "", 5))
    ('+7 more', '✕ dropped')
    """
    return {
        "touchpoint": node.name,
        "other": _("+{n} more").format(n=node.folded),
        "start": _("▸ start"),
        "completed": _("✓ completed"),
        "lost": _("✕ lost"),
        "dropped": _("✕ dropped"),
        "open": _("… open"),
        "end": _("■ end"),
    }[node.kind]


def step_name(step: int) -> str:
    """A column in words.

    >>> step_name(0), step_name(1), step_name(-2)
    ('here', '1 later', '2 before')
    """
    if not step:
        return _("here")
    return _("{n} later").format(n=step) if step > 0 else _("{n} before").format(n=-step)


def paths_sankey(found: Paths, mode: Mode) -> go.Figure:
    """The picture."""
    look = tokens(mode)
    steps = sorted({node.step for node in found.nodes})
    colours = {
        "touchpoint": look["volume-6"], "other": look["volume-3"], "start": look["muted"], "end": look["muted"],
        "completed": look["completed"], "lost": look["lost"], "dropped": look["pain-5"], "open": look["open"],
    }  # fmt: skip
    x, y = _places(found, steps)
    outermost = next(n for n, node in enumerate(found.nodes) if node.step == steps[-1])
    targets = [found.nodes[link.target] for link in found.links]
    figure = go.Figure(
        go.Sankey(
            arrangement="fixed",
            node={
                "label": [*(f"{plotly_name(box_name(node), 130)} {count(node.journeys)}" for node in found.nodes), ""],
                "color": [*(colours[node.kind] for node in found.nodes), UNSEEN],
                "line": {"width": 0}, "pad": 12, "thickness": 14, "x": [*x, 0.999], "y": [*y, 0.001],
                "hovertemplate": "%{label}<extra></extra>",
            },
            link={
                "source": [*(link.source for link in found.links), outermost],
                "target": [*(link.target for link in found.links), len(found.nodes)],
                "value": [*(link.journeys for link in found.links), NOTHING],
                "color": [*(_ribbon(colours[target.kind], target) for target in targets), UNSEEN],
                "customdata": [
                    *(
                        ngettext("{n} journey", "{n} journeys", link.journeys).format(n=count(link.journeys))
                        for link in found.links
                    ),
                    "",
                ],
                "hovertemplate": "%{source.label} → %{target.label}: %{customdata}<extra></extra>",
            },
            textfont={"size": SIZES["least"], "color": look["ink"], "shadow": "none"},
        )
    )  # fmt: skip
    for n, step in enumerate(steps):
        figure.add_annotation(
            x=n / len(steps), y=1, xref="paper", yref="paper", yanchor="bottom", yshift=6, xanchor="left",
            text=step_name(step), showarrow=False,
            font={"size": SIZES["label"], "color": look["muted"]},
        )  # fmt: skip
    figure.update_layout(
        template=template(mode),
        height=HEIGHT,
        margin={"l": 4, "r": 4, "t": 30, "b": 8},
    )
    return figure


def _ribbon(colour: str, target: PathNode) -> str:
    alpha = 0.25 if target.kind in ("touchpoint", "other") else 0.4
    return f"rgba({int(colour[1:3], 16)},{int(colour[3:5], 16)},{int(colour[5:7], 16)},{alpha})"


def _places(found: Paths, steps: list[int]) -> tuple[list[float], list[float]]:
    """Columns by step; boxes of a column from the top down in their order, as tall as Plotly draws them."""
    most = max(sum(node.journeys for node in found.nodes if node.step == step) for step in steps)
    tallest = max(sum(node.step == step for node in found.nodes) for step in steps)
    scale = max(0.2, 1 - GAP * (tallest - 1)) / most
    x, y, at = [], [], dict.fromkeys(steps, 0.0)
    for node in found.nodes:
        height = node.journeys * scale
        # Plotly ignores the places of boxes at exactly 0 or 1.
        x.append(min(0.999, max(0.001, steps.index(node.step) / len(steps))))
        y.append(min(0.999, max(0.001, at[node.step] + height / 2)))
        at[node.step] += height + GAP
    return x, y

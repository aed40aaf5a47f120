"""The table of metrics as a picture: groups down, metrics across, coloured where a group differs from all others."""

from __future__ import annotations

from typing import Any

from journey.analyses.interval import MINIMUM_N
from journey.analyses.metric_catalogue import Family, Gap, Metric
from journey.analyses.metrics import MetricRow, Metrics
from journey.analyses.scores import limits
from journey.charts.label import clean
from journey.charts.metric_text import group_name, metric_help, metric_interval, metric_title, metric_value
from journey.charts.theme import step
from journey.model import Interval
from journey.store.metric_targets import Target, light, target_for
from journey.store.score_declarations import Method
from journey.text import _
from journey.text.format import count

__all__ = ["metric_table"]

DEEPEST = 0.6
"""Share of a colour scale that a gap takes at most: no cell shouts."""


def metric_table(
    found: Metrics,
    metrics: tuple[Metric, ...],
    gaps: dict[tuple[str, int], Gap],
    targets: tuple[Target, ...],
    family: Family,
) -> dict[str, Any]:
    """Describe the table.

    A cell is coloured, and has a sign and a word, where its group differs from all others by more than chance: worse in
    the colour of pain, better in that of good. Its light says whether it meets its target. What rests on fewer than 30
    is grey, with its n.

    Returns
    -------
    dict
        Texts, numbers and lists only: head, rows, words. Every text is shown as text.
    """
    shown = [
        metric
        for metric in metrics
        if metric.family == family
        # Answers per journey are in the table behind the picture.
        and not metric.key.startswith("answers:")
        and any(metric.read(row).value is not None for row in found.rows)
    ]
    return {
        "corner": _corner(found.by),
        "head": [{"key": one.key, "title": clean(metric_title(one)), "help": clean(metric_help(one, found.by))}
                 for one in shown],
        "rows": [
            {
                "id": row.id,
                "name": clean(group_name(found, row)),
                "detail": _("{n} journeys").format(n=count(row.journeys)),
                "cells": [_cell(found, metric, row, gaps.get((metric.key, row.id)), targets) for metric in shown],
            }
            for row in found.rows
        ],
        "mixes": [_mix(row) for row in found.rows] if family == "service" else [],
        "words": {
            "mix": _("Channels"),
            "open": _("{row}, {metric}: {figure}"),
            "label": _("Metrics"),
        },
    }  # fmt: skip


def _corner(by: str) -> str:
    return {
        "stage": _("Stage"), "touchpoint": _("Touchpoint"), "channel": _("Channel"), "week": _("Week from"),
        "month": _("Month from"),
    }.get(by, clean(by))  # fmt: skip


def _mix(row: MetricRow) -> list[dict[str, Any]]:
    """The three commonest channels of a group, and what is left."""
    first = [{"name": clean(name), "share": share, "key": f"mix:{name}"} for name, share in row.channels[:3]]
    rest = sum(share for _name, share in row.channels[3:])
    return [*first, {"name": _("others"), "share": rest, "key": ""}] if rest else first


def _cell(
    found: Metrics, metric: Metric, row: MetricRow, gap: Gap | None, targets: tuple[Target, ...]
) -> dict[str, Any]:
    figure = metric.read(row)
    thin = 0 < figure.rests_on < MINIMUM_N
    cell: dict[str, Any] = {
        "text": metric_value(metric, figure.value),
        "detail": _detail(metric, figure),
        "thin": thin,
        "fill": "",
        "mark": "",
        "told": metric_interval(metric, figure),
        "light": "",
        "judged": "",
    }
    if gap is not None and gap.worse is not None and not thin:
        scale = "pain" if gap.worse else "good"
        cell["fill"] = f"{scale}-{step(_depth(metric, gap))}"
        cell["mark"] = _("▼ worse") if gap.worse else _("▲ better")
        cell["told"] = _("{figure}; {others} elsewhere").format(
            figure=metric_interval(metric, figure), others=metric_value(metric, gap.others.value)
        )
    target = target_for(targets, metric.key, found.by, row.name)
    if target is not None and metric.high_is_good is not None:
        judged = light(figure, target.value, high_is_good=metric.high_is_good)
        words = {"met": _("● met"), "unsure": _("◆ unsure"), "missed": _("✕ missed")}
        if judged is not None:
            cell["light"], cell["judged"] = words[judged], judged
            cell["told"] = _("{figure}; target {target}").format(
                figure=cell["told"], target=metric_value(metric, target.value)
            )
    return cell


def _depth(metric: Metric, gap: Gap) -> float:
    """How deep a gap is coloured: by its size, a third of what the figure can be being as deep as it gets."""
    span = 1.0 if metric.score is None else abs(limits(metric.score)[1] - limits(metric.score)[0])
    return min(DEEPEST, 0.2 + DEEPEST * 3 * abs(gap.gap.value or 0.0) / span)


def _detail(metric: Metric, figure: Interval) -> str:
    """The small line of a cell: its interval and its n."""
    if figure.value is None:
        return ""
    n = _("n {n}").format(n=count(figure.n))
    if figure.low is None or figure.high is None:
        return n
    low, high = (metric_value(metric, end).removesuffix(" %") for end in (figure.low, figure.high))
    signed = metric.unit == "score" and metric.score is not None and metric.score.method is Method.NPS
    return (_("{low} to {high} · {n}") if signed or metric.unit == "time" else _("{low}-{high} · {n}")).format(
        low=low, high=high, n=n
    )

"""A flow map without groups under 10: their boxes and curves stay, without a number."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from journey.charts.flow_choice import END_KINDS
from journey.charts.flow_facts import end_name
from journey.charts.map_spec import Box, Curve, Facts, MapSpec
from journey.stories.few.text import DASH, complement, hidden, is_few, tells_few
from journey.text import _

__all__ = ["private_map"]

_THINNEST = 1.0


def private_map(spec: MapSpec) -> MapSpec:
    """Keep back every figure of a group under 10, and whatever would tell it.

    Where one of the ways out of a box, or into one, is kept back alone, the next smallest goes with it.
    """
    sizes = [_journeys(curve.facts) for curve in spec.curves]
    few = {n for n, size in enumerate(sizes) if is_few(size)}
    around: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, curve in enumerate(spec.curves):
        around["from", curve.source].append(n)
        around["to", curve.target].append(n)
    held = set(few)
    for group in around.values():
        mine = [at for at, n in enumerate(group) if n in few]
        held |= {group[at] for at in complement([sizes[n] for n in group], mine)}
    boxes = tuple(_box(box) for box in spec.boxes)
    return replace(
        spec,
        boxes=boxes,
        curves=tuple(_curve(curve) if n in held else _told(curve) for n, curve in enumerate(spec.curves)),
        alt=_alt(spec, boxes),
    )


def _box(box: Box) -> Box:
    if is_few(_journeys(box.facts)):
        node = box.kind != "touchpoint"
        fill = box.fill if node else "thin"
        return replace(
            box, facts=tuple((label, hidden()) for label, _value in box.facts), figure=DASH, fill=fill,
            ink=box.ink if node else "muted", exits=0.0, thin=True,
        )  # fmt: skip
    facts = _facts(box.facts)
    kept_back = [value for (_label, value), (_same, now) in zip(box.facts, facts, strict=True) if value != now]
    gone = any(value == box.figure or value.startswith((f"{box.figure} ", f"{box.figure},")) for value in kept_back)
    left = next((now for label, now in facts if label == _("Exit rate")), "")
    return replace(
        box,
        facts=facts,
        figure=DASH if gone else box.figure,
        fill="thin" if gone and box.kind == "touchpoint" else box.fill,
        ink="muted" if gone and box.kind == "touchpoint" else box.ink,
        exits=0.0 if left == hidden() else box.exits,
    )


def _curve(curve: Curve) -> Curve:
    pill = None if curve.pill is None else replace(curve.pill, text=DASH)
    return replace(
        curve, facts=tuple((label, hidden()) for label, _value in curve.facts), figure=DASH, pill=pill,
        width=_THINNEST, thin=True, stroke=curve.stroke if "-" not in curve.stroke else "curve",
    )  # fmt: skip


def _told(curve: Curve) -> Curve:
    return replace(curve, facts=_facts(curve.facts))


def _facts(facts: Facts) -> Facts:
    """The facts of a place that is no small group itself."""
    counts = {_("Events"), _("Journeys"), _("Start here"), *(end_name(kind) for kind in END_KINDS)}
    ends = [n for n, (label, _value) in enumerate(facts) if label in {end_name(kind) for kind in END_KINDS}]
    few = [at for at, n in enumerate(ends) if is_few(_count(facts[n][1]))]
    held = {ends[at] for at in complement([_count(facts[n][1]) for n in ends], few)}
    return tuple(
        (label, hidden())
        if n in held or (label in counts and is_few(_count(value))) or tells_few(value)
        else (label, value)
        for n, (label, value) in enumerate(facts)
    )


def _alt(spec: MapSpec, boxes: tuple[Box, ...]) -> str:
    """The picture in words, without the shares of ends that are kept back."""
    alt = spec.alt
    for before, now in zip(spec.boxes, boxes, strict=True):
        if now.figure != before.figure and before.kind in END_KINDS:
            told = _("{end}: {share}.")
            alt = alt.replace(
                told.format(end=end_name(before.kind), share=before.figure),
                told.format(end=end_name(before.kind), share=DASH),
            )
    return alt


def _journeys(facts: Facts) -> int | None:
    return next((_count(value) for label, value in facts if label == _("Journeys")), None)


def _count(text: str) -> int | None:
    """The whole number a text begins with, and that is alone or followed by its share."""
    found = re.match(r"(\d[\d,]*)(?: \(|$)", text)
    return int(found[1].replace(",", "")) if found else None

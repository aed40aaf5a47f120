"""How reality stands to a design: the sentence above, and the places of deviations on the map."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from journey.analyses.flow_parts import FlowMap
from journey.charts.flow_shading import Shading, shade_values
from journey.charts.label import clean
from journey.design.conformance.report import Conformance, Found
from journey.design.conformance.words import deviation_words
from journey.text import _, format
from journey.text.format import interval, percent
from journey.text.points import points_interval

__all__ = ["answer", "at_place", "deviation_table", "leaving_shading"]


def answer(found: Conformance) -> str:
    """The sentence above: since the launch where it is known, and where most is lost."""
    name = clean(found.name)
    adopted = found.adoption
    if adopted is not None and adopted.after.value is not None and adopted.before.value is not None:
        share = _("Since it is in force, {after} of {n} journeys go as “{name}” says; before, {before} did ({gap})")
        words = share.format(
            after=percent(adopted.after.value), n=format.count(adopted.after.n), name=name,
            before=percent(adopted.before.value), gap=points_interval(adopted.gap),
        )  # fmt: skip
    else:
        words = _("{share} of {n} journeys go as “{name}” says").format(
            share=percent(found.follow.value), n=format.count(found.journeys), name=name
        )
    worst = next((one for one in found.found if one.effect > 0 and not one.accepted), None)
    if worst is None:
        return _("{share}.").format(share=words)
    return _("{share}; where they leave it, “{what}” goes with most losses.").format(
        share=words, what=clean(deviation_words(worst.deviation))
    )


def leaving_shading(flow: FlowMap, found: Sequence[Found]) -> Shading:
    """Each touchpoint and transition by the share of journeys that leave the design there; the largest deviation's."""
    numbers = {touchpoint.name: touchpoint.id for touchpoint in flow.touchpoints}
    boxes = dict.fromkeys(numbers.values(), 0.0)
    curves: dict[tuple[int, int], float] = {}
    for one in found:
        source, target = numbers.get(one.deviation.touchpoint), numbers.get(one.deviation.then)
        if one.accepted or source is None:
            continue
        if one.deviation.then and target is not None:
            curves[source, target] = max(curves.get((source, target), 0.0), one.share)
        else:
            boxes[source] = max(boxes[source], one.share)
    title = _("Leave the design here")
    return shade_values(flow, title, boxes=boxes, curves=curves, scale="pain", write=percent)


def at_place(flow: FlowMap, found: Sequence[Found], place: str) -> list[Found]:
    """The deviations at a box ("t5") or a curve ("t5>t7") of the map."""
    names = {f"t{touchpoint.id}": touchpoint.name for touchpoint in flow.touchpoints}
    source, _arrow, target = place.partition(">")
    if target:
        return [one for one in found if (one.deviation.touchpoint, one.deviation.then) == (names.get(source),
                names.get(target))]  # fmt: skip
    return [one for one in found if names.get(source) in (one.deviation.touchpoint, one.deviation.then)]


def deviation_table(found: Conformance) -> pd.DataFrame:
    """All deviations, those that people accept, too."""
    return pd.DataFrame(
        {
            _("Deviation"): [deviation_words(one.deviation) for one in found.found],
            _("Journeys"): [one.journeys for one in found.found],
            _("Share"): [one.share for one in found.found],
            _("Conversion"): [interval(one.with_it) for one in found.found],
            _("To comparable journeys"): [
                points_interval(one.gap) if one.gap.value is not None else "–" for one in found.found
            ],
            _("Accepted"): [_("yes") if one.accepted else _("no") for one in found.found],
        }
    )

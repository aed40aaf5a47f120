"""The sentence above the map."""

from __future__ import annotations

from journey.analyses.flow import FlowMap, Touchpoint
from journey.analyses.interval import MINIMUM_N
from journey.text import _, ngettext
from journey.text.format import count, duration, percent
from journey.text.short import short

__all__ = ["map_answer"]


def map_answer(flow: FlowMap) -> str:
    """How many reach the goal and where most leave; without a goal, the longest usual wait."""
    if flow.conversion.value is None:
        slow = max(
            (t for t in flow.transitions if t.journeys >= MINIMUM_N), key=lambda t: t.wait_median_s, default=None
        )
        if slow is None:
            n, k = flow.journeys_shown, len(flow.touchpoints)
            return _("{journeys}, {touchpoints}.").format(
                journeys=ngettext("{n} journey", "{n} journeys", n).format(n=count(n)),
                touchpoints=ngettext("{n} touchpoint", "{n} touchpoints", k).format(n=count(k)),
            )
        names = {touchpoint.id: touchpoint.name for touchpoint in flow.touchpoints}
        return _("The longest usual wait is {wait}, from {source} to {target}.").format(
            wait=duration(slow.wait_median_s),
            source=short(names[slow.source]),
            target=short(names[slow.target]),
        )
    reached = _("{share} of the journeys reach the goal in time").format(share=percent(flow.conversion.value))
    worst = max(flow.touchpoints, key=_exits)
    if worst.exit_rate.n < MINIMUM_N or not _exits(worst):
        return _("{reached}.").format(reached=reached)
    left = _("{n} of the {total} who came there").format(n=count(_exits(worst)), total=count(worst.exit_rate.n))
    return _("{reached}; most leave after {place}: {left}.").format(reached=reached, place=short(worst.name), left=left)


def _exits(touchpoint: Touchpoint) -> int:
    return round((touchpoint.exit_rate.value or 0.0) * touchpoint.exit_rate.n)

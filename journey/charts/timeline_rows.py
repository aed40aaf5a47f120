"""One journey as rows of a timeline."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from journey.analyses.journeys import Event, Timeline
from journey.charts.theme import CHANNELS, Mode, tokens
from journey.model import Outcome
from journey.text import _
from journey.text.format import duration, moment, number
from journey.text.scope_words import outcome_name

__all__ = ["TimelineRow", "timeline_rows"]


@dataclass(frozen=True)
class TimelineRow:
    """One event; every figure is text as shown. `gap` (px) grows with the wait that follows; `long` waits stand out."""

    time: str
    touchpoint: str
    channel: str
    stage: str
    by: str
    colour: str
    decides: str
    outcome: str
    scores: tuple[str, ...]
    comment: str
    details: tuple[str, ...]
    wait: str
    long: bool
    gap: int

    def to_json(self) -> dict[str, Any]:
        """Plain content for the browser."""
        return asdict(self)


def timeline_rows(found: Timeline, channels: tuple[str, ...], mode: Mode) -> tuple[TimelineRow, ...]:
    """The rows of a timeline.

    Parameters
    ----------
    channels : tuple of str
        The channels of the workspace, in the order that gives them their colours on every page.
    """
    look = tokens(mode)
    colours = {name: CHANNELS[i % len(CHANNELS)] for i, name in enumerate(channels)}
    waits = sorted(event.wait_s for event in found.events if event.wait_s is not None)
    # The longest tenth of the waits of this journey, and never under an hour.
    limit = max(3600.0, waits[int(len(waits) * 0.9)] if waits else math.inf)

    def row(event: Event) -> TimelineRow:
        colour = colours.get(event.channel or "", look["focus"])
        if event.decides is not None:
            colour = look["completed"] if event.decides is Outcome.COMPLETED else look["lost"]
        wait = event.wait_s
        return TimelineRow(
            time=moment(event.time),
            touchpoint=event.touchpoint,
            channel=event.channel or "",
            stage=event.stage or "",
            by=_("started by the company") if event.by_company else "",
            colour=colour,
            decides=str(event.decides or ""),
            outcome=outcome_name(event.decides) if event.decides is not None else "",
            scores=tuple(_("{name} {value}").format(name=name, value=number(value)) for name, value in event.scores),
            comment=event.comment or "",
            details=_details(event),
            wait="" if wait is None else _("{time} until the next").format(time=duration(wait)),
            long=wait is not None and wait >= limit,
            gap=0 if wait is None else round(8 + 6 * math.log10(1 + wait / 60)),
        )

    return tuple(row(event) for event in found.events)


def _details(event: Event) -> tuple[str, ...]:
    found = [_("{name}: {value}").format(name=name, value=value) for name, value in event.attributes]
    if event.handling_s:
        found.insert(0, _("took {time}").format(time=duration(event.handling_s)))
    if event.cost is not None:
        found.append(_("cost: {value}").format(value=number(event.cost)))
    return tuple(found)

"""The log as a table: one row per event, in the columns that people copy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from journey.sample.comments import comments
from journey.sample.draws import Draws, Ints
from journey.sample.hours import CHANNELS, DAY, START
from journey.sample.people import PLANS, REGIONS, SEGMENTS
from journey.sample.scores import ces, csat, event_keys
from journey.sample.touchpoints import CODES, CONTACT_COST, TOUCHPOINTS
from journey.sample.walk import NONE, PARTNERS, Events, Walk

__all__ = ["COLUMNS", "frame"]

COLUMNS = (
    "journey_id", "customer_id", "time", "touchpoint", "channel", "stage", "initiator", "segment", "region", "plan",
    "partner", "agent", "nps", "csat", "ces", "comment", "cost",
)  # fmt: skip

_AGENTS = {"shop": ("SH", 36), "call centre": ("CC", 28), "chat": ("CH", 18)}
_CHECKED = ("Upload documents", "Documents approved")
_INSTALLED = ("Installation booked", "Installation rescheduled", "Installation visit")
_COST_SPREAD = 0.3


def frame(walk: Walk) -> pd.DataFrame:
    """The events of all journeys as a table with COLUMNS, by journey and time."""
    events, folk, draws = walk.events(), walk.people, walk.draws
    journey, touchpoint = events.journey, events.touchpoint
    answers = {"nps": events.nps, "csat": csat(draws, events), "ces": ces(draws, events)}
    columns = {
        "journey_id": _numbered("J", folk.count)[journey],
        "customer_id": _numbered("C", folk.count)[folk.customer[journey]],
        "time": START + events.time.astype("timedelta64[s]"),
        "touchpoint": _words([t.name for t in TOUCHPOINTS], touchpoint),
        "channel": _words(CHANNELS, events.channel),
        "stage": _words([t.stage for t in TOUCHPOINTS], touchpoint),
        "initiator": _words([t.initiator for t in TOUCHPOINTS], touchpoint),
        "segment": _words(SEGMENTS, folk.segment[journey]),
        "region": _words(REGIONS, folk.region[journey]),
        "plan": _words(PLANS, folk.plan[journey]),
        "partner": _words(PARTNERS, _partner(walk, events)),
        "agent": _agent(draws, events),
        **{name: pd.array(values, dtype="Int64") for name, values in answers.items()},
        "comment": pd.array(comments(draws, events, answers), dtype="str"),
        "cost": _cost(draws, events),
    }
    table = pd.DataFrame(columns, columns=list(COLUMNS))
    for name in answers:
        table[name] = table[name].mask(table[name] == NONE)
    return table


def _numbered(letter: str, count: int) -> pd.api.extensions.ExtensionArray:
    width = max(5, len(str(count)))
    return pd.array([f"{letter}{number:0{width}}" for number in range(1, count + 1)], dtype="str")


def _words(words: Sequence[str], codes: Ints) -> pd.api.extensions.ExtensionArray:
    """The word of each code; missing where the code is NONE."""
    return pd.array([*words, None], dtype="str")[codes]


def _partner(walk: Walk, events: Events) -> Ints:
    checked = np.isin(events.touchpoint, [CODES[name] for name in _CHECKED])
    installed = np.isin(events.touchpoint, [CODES[name] for name in _INSTALLED])
    by_checker = np.where(checked, walk.checker[events.journey], NONE)
    return np.where(installed, walk.installer[events.journey], by_checker)


def _agent(draws: Draws, events: Events) -> pd.api.extensions.ExtensionArray:
    words: list[str] = []
    code = np.full(events.count, NONE)
    # One person sees a customer through the steps of a day; who asks for help gets whoever is free.
    visit = events.journey * 4096 + events.time // DAY
    help_step = np.array([t.stage == "Get help" for t in TOUCHPOINTS])[events.touchpoint]
    luck = np.where(help_step, draws.uniform("agent", event_keys(events)), draws.uniform("agent/day", visit))
    for channel, (letters, count) in _AGENTS.items():
        here = events.channel == CHANNELS.index(channel)
        code[here] = len(words) + (luck[here] * count).astype(np.int64)
        words += [f"{letters}-{number:02}" for number in range(1, count + 1)]
    return _words(words, code)


def _cost(draws: Draws, events: Events) -> np.ndarray:
    """EUR per contact: fixed where a machine does it, spread around the mean where people or vans do."""
    own = np.array([np.nan if t.cost is None else t.cost for t in TOUCHPOINTS])[events.touchpoint]
    by_channel = np.array([CONTACT_COST[channel] for channel in CHANNELS])[events.channel]
    mean = np.where(np.isnan(own), by_channel, own)
    spread = draws.lognormal("cost", event_keys(events), 1.0, _COST_SPREAD)
    return np.asarray(np.round(np.where(mean > 1.0, mean * spread, mean), 2))

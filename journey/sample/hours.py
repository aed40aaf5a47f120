"""When things happen: the weeks of the log, opening hours, and the rhythm of day and week.

Times are whole seconds since `START`, a Monday at midnight; so hour of the week is arithmetic.
"""

from __future__ import annotations

import numpy as np

from journey.sample.draws import Bools, Draws, Floats, Ints

__all__ = [
    "CHANNELS",
    "DAY",
    "END",
    "HOUR",
    "START",
    "arrivals",
    "come_back",
    "is_automatic",
    "is_online",
    "is_open",
    "on_duty",
]

START = np.datetime64("2026-01-05T00:00:00", "s")
WEEKS = 26
HOUR = 3600
DAY = 24 * HOUR
END = WEEKS * 7 * DAY
GROWTH = 0.25

CHANNELS = ("web", "app", "shop", "call centre", "chat", "e-mail", "courier")

# How busy each hour is (from the first hour named), and each day from Monday; 0 is closed.
_ONLINE = (0, (2, 1, 1, 1, 1, 1, 2, 4, 6, 7, 8, 8, 9, 8, 8, 8, 9, 10, 12, 15, 17, 16, 11, 5))
_HOURS: dict[str, tuple[int, tuple[int, ...]]] = {
    "web": _ONLINE,
    "app": _ONLINE,
    "shop": (9, (4, 6, 8, 8, 7, 7, 8, 10, 12, 10)),
    "call centre": (8, (8, 11, 12, 10, 8, 7, 8, 9, 9, 9, 8, 6)),
    "chat": (8, (6, 8, 9, 9, 8, 8, 8, 8, 9, 10, 11, 11, 9, 6)),
    "e-mail": (7, (6, 9, 12, 12, 10, 8, 8, 9, 9, 8, 7, 6, 4, 3)),
    "courier": (8, (6, 10, 12, 12, 9, 8, 10, 11, 10, 8, 5, 3)),
}
_DAYS: dict[str, tuple[float, ...]] = {
    "web": (1.05, 1.02, 1.0, 1.0, 0.92, 0.95, 1.1),
    "app": (1.03, 1.0, 1.0, 1.0, 0.95, 1.0, 1.08),
    "shop": (0.8, 0.8, 0.85, 0.9, 1.1, 1.5, 0.0),
    "call centre": (1.25, 1.1, 1.05, 1.0, 0.95, 0.6, 0.4),
    "chat": (1.1, 1.05, 1.0, 1.0, 0.95, 0.7, 0.65),
    "e-mail": (1.0, 1.0, 1.0, 1.0, 1.0, 0.6, 0.5),
    "courier": (1.1, 1.1, 1.1, 1.1, 1.1, 0.9, 0.6),
}
_MORNING = 6


def _busy() -> Floats:
    """Weight of every hour of the week per channel, shape (channels, 7, 24)."""
    busy = np.zeros((len(CHANNELS), 7, 24))
    for number, channel in enumerate(CHANNELS):
        first, weights = _HOURS[channel]
        busy[number, :, first : first + len(weights)] = weights
        busy[number] *= np.asarray(_DAYS[channel])[:, None]
    return busy


def _hours_until_duty(duty: Bools) -> Ints:
    """Hours to wait in each hour of the week, per channel; 0 where somebody (or the customer) is up."""
    until = np.zeros(duty.shape, dtype=np.int64)
    for number, open_hours in enumerate(duty):
        for hour in range(168):
            until[number, hour] = next(ahead for ahead in range(168) if open_hours[(hour + ahead) % 168])
    return until


_BUSY = _busy()
_OPEN = _BUSY.reshape(len(CHANNELS), 168) > 0
_AWAKE = _OPEN & (np.arange(168) % 24 >= _MORNING)
_UNTIL = _hours_until_duty(_AWAKE)
_DAY_KEPT = np.asarray([np.asarray(_DAYS[channel]) / max(_DAYS[channel]) for channel in CHANNELS])
_CLOCK = np.cumsum(_BUSY, axis=2) / np.maximum(_BUSY.sum(axis=2, keepdims=True), 1e-9)


def arrivals(draws: Draws, who: Ints, channel: Ints) -> Ints:
    """Start of each journey: busy hours of its channel, with a slight growth over the weeks."""
    u = draws.uniform("arrival", who)
    start = np.zeros(len(who), dtype=np.int64)
    growth = np.linspace(1.0, 1.0 + GROWTH, WEEKS * 168)
    for number in range(len(CHANNELS)):
        chosen = channel == number
        weights = np.tile(_BUSY[number].ravel(), WEEKS) * growth
        edges = np.cumsum(weights)
        hour = np.searchsorted(edges / edges[-1], u[chosen], side="right")
        start[chosen] = hour * HOUR
    return start + (draws.uniform("arrival/second", who) * HOUR).astype(np.int64)


def is_online(channel: Ints) -> Bools:
    """Whether the channel is web or app, which never close."""
    return np.asarray(channel <= 1)


def is_automatic(channel: Ints) -> Bools:
    """Whether the channel answers at once at any hour: web, app, e-mail."""
    return np.asarray(is_online(channel) | (channel == CHANNELS.index("e-mail")))


def is_open(time: Ints, channel: Ints) -> Bools:
    """Whether the channel is staffed then (web and app always)."""
    return np.asarray(_OPEN[channel, time // HOUR % 168])


def on_duty(draws: Draws, stream: str, who: Ints, time: Ints, channel: Ints, turn: int = 0) -> Ints:
    """The time itself where the channel is staffed (or the customer awake); else soon after it opens."""
    ahead = _UNTIL[channel, time // HOUR % 168]
    spread = draws.uniform(f"{stream}/opening", who, turn) * 1.5 * HOUR
    return np.asarray(np.where(ahead == 0, time, (time // HOUR + ahead) * HOUR + spread.astype(np.int64)))


def come_back(draws: Draws, stream: str, who: Ints, since: Ints, wait: Floats, channel: Ints, turn: int = 0) -> Ints:
    """When somebody does the next thing after about `wait` seconds.

    Within 18 hours the wait counts, unless it ends in the night. Else people remember the day, and choose the hour:
    the hour then follows the channel's rhythm, and quiet days are passed over as often as they are quiet.
    """
    rough = since + np.maximum(wait, 60.0).astype(np.int64)
    day = rough // DAY
    for attempt in range(2):
        day += draws.uniform(f"{stream}/day{attempt}", who, turn) >= _DAY_KEPT[channel, day % 7]
    u = draws.uniform(f"{stream}/hour", who, turn)
    clock = _CLOCK[channel, day % 7]
    hour = np.minimum((clock <= u[:, None]).sum(axis=1), 23)
    second = (draws.uniform(f"{stream}/second", who, turn) * HOUR).astype(np.int64)
    chosen = day * DAY + hour * HOUR + second
    chosen = np.where(chosen < since + HOUR, chosen + DAY, chosen)
    chooses = (wait > 18 * HOUR) | (rough // HOUR % 24 < _MORNING)
    return on_duty(draws, stream, who, np.where(chooses, chosen, rough), channel, turn)

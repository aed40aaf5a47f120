"""Friction between channels in words: the answer to what each table shows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from journey.analyses.friction.channel_loops import ChannelFriction, Kept, Parity, What
from journey.text import _, ngettext
from journey.text.format import count, duration, percent
from journey.text.short import short

__all__ = ["channel_answer", "clearest_first", "most_lost_first"]


def channel_answer(found: ChannelFriction, what: What) -> str:
    """Where it happens most."""
    return {"back": _back, "left": _left, "parity": _parity, "again": _again}[what](found)


def _back(found: ChannelFriction) -> str:
    first = found.ping_pongs[0] if found.ping_pongs else None
    if first is None or not first.journeys:
        return _("Nobody goes to another channel and directly back.")
    return ngettext(
        "Customers go back and forth most between {channel} and {other}: {n} journey, back after {time} (median).",
        "Customers go back and forth most between {channel} and {other}: {n} journeys, back after {time} (median).",
        first.journeys,
    ).format(
        channel=_short(first.channel), other=_short(first.other), n=count(first.journeys), time=duration(first.time_s)
    )


def _left(found: ChannelFriction) -> str:
    first = found.left[0] if found.left else None
    if first is None or not first.journeys:
        return _("Nobody leaves self-service for a person.")
    return ngettext(
        "Self-service is left for a person most at {touchpoint}: by {n} journey, {share} of those that go on there.",
        "Self-service is left for a person most at {touchpoint}: by {n} journeys, {share} of those that go on there.",
        first.journeys,
    ).format(touchpoint=_short(first.touchpoint), n=count(first.journeys), share=percent(first.share.value))


def _parity(found: ChannelFriction) -> str:
    if not found.parity:
        return _("No touchpoint is used in more than one channel.")
    apart = _furthest(found.parity)
    if apart is None:
        return _("No touchpoint ends clearly better in one of its channels than in another.")
    better, worse = sorted(apart, key=_rate, reverse=True)
    return _(
        "{touchpoint} differs most: {high} reach the goal after it in {better}, {low} in {worse}."
    ).format(
        touchpoint=_short(better.touchpoint), high=percent(better.conversion.value), better=_short(better.channel),
        low=percent(worse.conversion.value), worse=_short(worse.channel),
    )  # fmt: skip


def _again(found: ChannelFriction) -> str:
    worst = next(iter(most_lost_first(found.kept)), None)
    if worst is None or worst.kept.value is None:
        return _("Nobody changes the channel.")
    if worst.kept.value == 1:
        return _("Nobody starts over after changing the channel.")
    return _(
        "Customers start over most on the way from {channel} to {target}: {share} of the {n} changes repeat what was "
        "already done."
    ).format(
        channel=_short(worst.channel), target=_short(worst.target), share=percent(1 - worst.kept.value),
        n=count(worst.changes),
    )  # fmt: skip


def clearest_first(parity: tuple[Parity, ...]) -> tuple[Parity, ...]:
    """The rows of the touchpoints whose channels clearly differ in conversion, the most first; then the others."""
    of: dict[str, list[Parity]] = {}
    for one in parity:
        of.setdefault(one.touchpoint, []).append(one)
    gaps = {
        name: abs(_rate(pair[0]) - _rate(pair[1])) if (pair := _furthest(rows)) else 0.0 for name, rows in of.items()
    }
    return tuple(one for name in sorted(of, key=lambda name: -gaps[name]) for one in of[name])


def _furthest(parity: Iterable[Parity]) -> tuple[Parity, Parity] | None:
    """Two channels of one touchpoint that clearly differ, and most."""
    pairs = ((a, b) for a, b in combinations(parity, 2) if a.touchpoint == b.touchpoint and _apart(a, b))
    return max(pairs, key=lambda pair: abs(_rate(pair[0]) - _rate(pair[1])), default=None)


def _rate(one: Parity) -> float:
    return one.conversion.value or 0.0


def _apart(a: Parity, b: Parity) -> bool:
    """Whether the intervals of the two do not meet."""
    bounds = [(one.conversion.low, one.conversion.high) for one in (a, b)]
    (a_low, a_high), (b_low, b_high) = bounds
    if a_low is None or a_high is None or b_low is None or b_high is None:
        return False
    return a_high < b_low or b_high < a_low


def most_lost_first(kept: tuple[Kept, ...]) -> tuple[Kept, ...]:
    """Those after which people start over most, by what is lost at the least: of three changes one says little."""
    return tuple(sorted(kept, key=lambda one: 1.0 if one.kept.high is None else one.kept.high))


def _short(name: str) -> str:
    return short(name, 60)

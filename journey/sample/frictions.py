"""What the plants do between two gates: they delay, add touchpoints, and lose customers who would have gone on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from journey.sample.contacts import call
from journey.sample.draws import Ints
from journey.sample.gap import Gap
from journey.sample.hours import CHANNELS, DAY, HOUR, come_back, on_duty
from journey.sample.people import REGIONS
from journey.sample.plants import (
    CHECK_DAYS,
    CHECK_LOSS_PER_DAY,
    CHECK_PARTNER,
    CHECK_SPREAD,
    ERROR_LOSS,
    ERROR_SHARE,
    MISSED_LOSS,
    MISSED_PICK_UP,
    MISSED_REGION,
    MISSED_SHARE,
    SILENCE_SHARE,
)
from journey.sample.walk import PARTNERS, Walk

__all__ = ["FRICTIONS", "fall_silent"]

_APP, _SHOP, _CALL, _MAIL, _COURIER = (
    CHANNELS.index(name) for name in ("app", "shop", "call centre", "e-mail", "courier")
)
_MOST_ERRORS = 6
_SLOW_STING = 0.25


def payment_error_loop(walk: Walk, gap: Gap) -> None:
    """Payments in the app fail again and again; each error loses some."""
    name = "payment_error_loop"
    draws = walk.draws
    going = np.flatnonzero(walk.within(name, gap.since) & (gap.channel == _APP) & walk.alive[gap.who])
    when = gap.until.copy()
    for turn in range(_MOST_ERRORS):
        going = going[draws.chance(name, gap.who[going], ERROR_SHARE, turn)]
        when[going] += 25 + (draws.uniform(f"{name}/error", gap.who[going], turn) * 150).astype(np.int64)
        walk.visit(gap.who[going], "Payment error", when[going], "app")
        lost = draws.chance(f"{name}/loss", gap.who[going], ERROR_LOSS, turn)
        walk.end(gap.who[going[lost]], when[going[lost]])
        going = going[~lost]
        pause = draws.lognormal(f"{name}/retry", gap.who[going], 180.0, 0.6, turn)
        when[going] += np.maximum(pause, 20).astype(np.int64)
        walk.visit(gap.who[going], "Payment", when[going], "app")
        gap.due[going] = when[going] + 75


def slow_document_check(walk: Walk, gap: Gap) -> None:
    """One partner takes days; the longer it takes, the fewer come back once the documents are approved."""
    name = "slow_document_check"
    slow = walk.within(name, gap.since) & (walk.checker[gap.who] == PARTNERS.index(CHECK_PARTNER))
    who, since = gap.who[slow], gap.since[slow]
    wait = walk.draws.lognormal(name, who, CHECK_DAYS * DAY, CHECK_SPREAD)
    channel = np.full(len(who), _MAIL)
    checked = on_duty(walk.draws, name, who, since + wait.astype(np.int64), channel)
    gap.due[slow] = np.maximum(gap.due[slow], checked)
    days = (gap.due[slow] - since) / DAY
    tired = np.exp(-CHECK_LOSS_PER_DAY * np.maximum(days - 1.0, 0.0))
    walk.gives_up[who] = walk.draws.chance(f"{name}/loss", who, 1.0 - tired)
    walk.hurt(who, _SLOW_STING * np.minimum(days, 6.0) / 2.0, "Documents approved")


def missed_courier(walk: Walk, gap: Gap) -> None:
    """Weekend deliveries in one region find nobody: a second trip, or a walk to the shop, days later."""
    name = "missed_courier"
    draws = walk.draws
    weekend = gap.due // DAY % 7 >= 5
    at_door = walk.alive[gap.who] & ~walk.picks_up[gap.who] & weekend
    there = at_door & (walk.people.region[gap.who] == REGIONS.index(MISSED_REGION)) & walk.within(name, gap.due)
    missed = np.flatnonzero(there & draws.chance(name, gap.who, MISSED_SHARE))
    who, when = gap.who[missed], gap.due[missed]
    walk.visit(who, "Delivery missed", when, "courier")
    lost = draws.chance(f"{name}/loss", who, MISSED_LOSS)
    walk.end(who[lost], when[lost])
    missed, who, when = missed[~lost], who[~lost], when[~lost]
    calls = draws.chance(f"{name}/calls", who, 0.45)
    wait = draws.lognormal(f"{name}/call", who, 2.0 * HOUR, 0.6).astype(np.int64)
    called = on_duty(draws, f"{name}/call", who, when + wait, np.full(len(who), _CALL))
    when[calls] = call(walk, name, who[calls], called[calls], "Call about the delivery")
    walk.picks_up[who] = draws.chance(f"{name}/pick-up", who, MISSED_PICK_UP)
    channel = np.where(walk.picks_up[who], _SHOP, _COURIER)
    days = draws.lognormal(f"{name}/days", who, 2.6 * DAY, 0.3)
    gap.due[missed] = come_back(draws, f"{name}/again", who, when, days, channel)


def fall_silent(walk: Walk, who: Ints, when: Ints) -> None:
    """After their installation was moved, some are never heard of again."""
    name = "moved_installation_silence"
    silent = walk.within(name, when) & walk.draws.chance(name, who, SILENCE_SHARE)
    walk.end(who[silent], when[silent])


# By the gate after which they act; `fall_silent` and the handovers of a chat act where those events are told.
FRICTIONS: dict[str, tuple[Callable[[Walk, Gap], None], ...]] = {
    "Payment": (payment_error_loop,),
    "Upload documents": (slow_document_check,),
    "Parcel sent": (missed_courier,),
}

"""The planted frictions: what is wrong, where, when, for whom and how much. The truth that analyses must find."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from journey.errors import WrongInput
from journey.sample.draws import Bools, Ints
from journey.sample.hours import DAY, START
from journey.text import _

__all__ = ["PLANTS", "Plant", "planted"]


@dataclass(frozen=True, kw_only=True)
class Plant:
    """One friction that the sample holds on purpose.

    Attributes
    ----------
    name : str
        As `without` takes it.
    kind : str
        The component of friction it belongs to.
    place : str
        The touchpoint or transition, by the names in the log.
    since, until : str
        ISO dates, the last one included.
    group : str
        Which journeys it can touch.
    size : str
        How strong it is, beside what is natural.

    Examples
    --------
    >>> PLANTS[0].name, PLANTS[0].since, PLANTS[0].until
    ('payment_error_loop', '2026-03-02', '2026-03-22')
    """

    name: str
    kind: str
    place: str
    since: str
    until: str
    group: str
    size: str

    def covers(self, time: Ints) -> Bools:
        """Whether each time (seconds since the start of the log) lies in the period."""
        first, last = ((np.datetime64(day, "s") - START).astype(np.int64) for day in (self.since, self.until))
        return np.asarray((time >= first) & (time < last + DAY))


ERROR_SHARE, ERROR_LOSS = 0.65, 0.18
CHECK_PARTNER, CHECK_DAYS, CHECK_SPREAD, CHECK_LOSS_PER_DAY = "Cedar Check", 4.0, 0.3, 0.12
HANDOVER_SHARE, HANDOVER_LOSS, HANDOVER_ROUNDS = 0.65, 0.15, 2
SILENCE_SHARE = 0.5
ANSWER_SHARE, SKIP_DETRACTORS, SKIP_PASSIVES, SKIP_PROMOTERS = 0.36, 0.05, 0.30, 0.48
BILL_PLAN, BILL_CALL_SHARE, BILL_REPEAT_SHARE, BILL_CALLS = "Home Bundle", 0.6, 0.65, 4
MISSED_REGION, MISSED_SHARE, MISSED_LOSS, MISSED_PICK_UP = "North", 0.7, 0.2, 0.55


def _percent(share: float) -> int:
    return round(100 * share)


PLANTS = (
    Plant(
        name="payment_error_loop",
        kind="repeat",
        place="Payment -> Payment error -> Payment",
        since="2026-03-02",
        until="2026-03-22",
        group=_("Payments in the app."),
        size=_("{share} % of payments, and again of every retry, fail; each error loses {loss} %.").format(
            share=_percent(ERROR_SHARE), loss=_percent(ERROR_LOSS)
        ),
    ),
    Plant(
        name="slow_document_check",
        kind="wait",
        place="Upload documents -> Documents approved",
        since="2026-02-02",
        until="2026-04-12",
        group=_("Documents checked by the partner {partner}.").format(partner=CHECK_PARTNER),
        size=_("A median of {days:g} days instead of less than one; every day over one loses {loss} %.").format(
            days=CHECK_DAYS, loss=_percent(CHECK_LOSS_PER_DAY)
        ),
    ),
    Plant(
        name="chat_phone_pingpong",
        kind="channel switch",
        place="Chat with agent -> Call with agent -> Chat with agent",
        since="2026-04-20",
        until="2026-05-24",
        group=_("Chats with an agent."),
        size=_(
            "{share} % of chats are handed to the phone, {share} % of those calls back to the chat, up to "
            "{rounds} times; before the goal each handover loses {loss} %."
        ).format(share=_percent(HANDOVER_SHARE), rounds=HANDOVER_ROUNDS, loss=_percent(HANDOVER_LOSS)),
    ),
    Plant(
        name="moved_installation_silence",
        kind="drop-off",
        place="Installation rescheduled",
        since="2026-03-09",
        until="2026-05-31",
        group=_("Installations that are moved to another date."),
        size=_("{share} % are never heard of again; naturally none.").format(share=_percent(SILENCE_SHARE)),
    ),
    Plant(
        name="detractors_skip_survey",
        kind="answer bias",
        place="Survey invitation -> Survey answer",
        since="2026-03-30",
        until="2026-07-05",
        group=_("Invitations to the onboarding survey."),
        size=_(
            "{detractors} % of detractors, {passives} % of passives and {promoters} % of promoters answer; "
            "naturally {natural} % of each."
        ).format(
            detractors=_percent(SKIP_DETRACTORS),
            passives=_percent(SKIP_PASSIVES),
            promoters=_percent(SKIP_PROMOTERS),
            natural=_percent(ANSWER_SHARE),
        ),
    ),
    Plant(
        name="repeat_billing_calls",
        kind="repeat contact",
        place="First bill -> Call about the bill -> Call about the bill",
        since="2026-05-01",
        until="2026-05-31",
        group=_("First bills of the plan {plan}.").format(plan=BILL_PLAN),
        size=_("{share} % call, and {again} % of callers call again within 7 days, up to {calls} calls.").format(
            share=_percent(BILL_CALL_SHARE), again=_percent(BILL_REPEAT_SHARE), calls=BILL_CALLS
        ),
    ),
    Plant(
        name="missed_courier",
        kind="detour",
        place="Parcel sent -> Delivery missed",
        since="2026-02-02",
        until="2026-06-28",
        group=_("Deliveries on Saturdays and Sundays in the region {region}.").format(region=MISSED_REGION),
        size=_(
            "{share} % are missed, and {loss} % of those lost; the others come days later, {pick_up} % of them "
            "by a walk to the shop."
        ).format(share=_percent(MISSED_SHARE), pick_up=_percent(MISSED_PICK_UP), loss=_percent(MISSED_LOSS)),
    ),
)


def planted(without: Collection[str]) -> dict[str, Plant]:
    """The plants that stay in, by name.

    Raises
    ------
    WrongInput
        A name in `without` is neither a plant nor ``all``.
    """
    names = [plant.name for plant in PLANTS]
    left_out = {without} if isinstance(without, str) else set(without)
    unknown = sorted(left_out - {*names, "all"})
    if unknown:
        raise WrongInput(
            _("The sample has no friction named {name}.").format(name=", ".join(unknown)),
            _("Choose from: {names}.").format(names=", ".join([*names, "all"])),
        )
    return {plant.name: plant for plant in PLANTS if not left_out & {plant.name, "all"}}

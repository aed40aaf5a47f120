"""Life after the goal: survey, bills, use, help, and leaving."""

from __future__ import annotations

import numpy as np

from journey.sample.contacts import call, chat
from journey.sample.draws import Ints
from journey.sample.hours import CHANNELS, DAY, HOUR, come_back
from journey.sample.people import PLANS
from journey.sample.plants import (
    ANSWER_SHARE,
    BILL_CALL_SHARE,
    BILL_CALLS,
    BILL_PLAN,
    BILL_REPEAT_SHARE,
    SKIP_DETRACTORS,
    SKIP_PASSIVES,
    SKIP_PROMOTERS,
)
from journey.sample.scores import nps
from journey.sample.walk import Walk

__all__ = ["use"]

_INVITED, _BILLED = 0.95, 0.97
_NATURAL_BILL_CALL, _NATURAL_BILL_REPEAT = 0.08, 0.08
_CHECKS = (0.62, 0.45, 0.3, 0.2)
_CONTACTS = (("Help article", 0.1, ""), ("Chat with agent", 0.06, "chat"), ("Call with agent", 0.05, "call centre"))
_LEAVING = 0.05


def use(walk: Walk, who: Ints) -> None:
    """What customers do in the months after their service was activated at their clock."""
    walk.channel[who] = np.where(walk.channel[who] == CHANNELS.index("app"), walk.channel[who], 0)
    _answer_survey(walk, who)
    _check_usage(walk, who)
    _seek_help(walk, who)
    _question_bill(walk, who)
    _complain_and_leave(walk, who)


def _later(
    walk: Walk, stream: str, who: Ints, since: Ints, days: float, spread: float, channel: str, turn: int = 0
) -> Ints:
    wait = walk.draws.lognormal(f"{stream}/wait", who, days * DAY, spread, turn)
    return come_back(walk.draws, stream, who, since, wait, np.full(len(who), CHANNELS.index(channel)), turn)


def _answer_survey(walk: Walk, who: Ints) -> None:
    """Everybody is asked; with the plant ``detractors_skip_survey``, those with little good to say seldom answer."""
    who = who[walk.draws.chance("survey", who, _INVITED)]
    asked = _later(walk, "survey", who, walk.clock[who], 3.0, 0.15, "e-mail")
    walk.visit(who, "Survey invitation", asked, "e-mail")
    answer = nps(walk.draws, who, walk.mood[who])
    share = np.full(len(who), ANSWER_SHARE)
    skewed = np.where(answer <= 6, SKIP_DETRACTORS, np.where(answer <= 8, SKIP_PASSIVES, SKIP_PROMOTERS))
    share = np.where(walk.within("detractors_skip_survey", asked), skewed, share)
    answers = walk.draws.chance("survey/answer", who, share)
    who, asked = who[answers], asked[answers]
    wait = walk.draws.lognormal("survey/answer/wait", who, 7.0 * HOUR, 1.2)
    when = come_back(walk.draws, "survey/answer", who, asked, wait, walk.channel[who])
    walk.visit(who, "Survey answer", when, walk.channel[who], nps=answer[answers])


def _check_usage(walk: Walk, who: Ints) -> None:
    for turn, share in enumerate(_CHECKS):
        some = who[walk.draws.chance("usage", who, share, turn)]
        when = _later(walk, "usage", some, walk.clock[some], 9.0 * (turn + 1), 0.7, "app", turn)
        walk.visit(some, "Check usage", when, walk.channel[some])


def _seek_help(walk: Walk, who: Ints) -> None:
    for touchpoint, share, channel in _CONTACTS:
        stream = f"use/{touchpoint}"
        some = who[walk.draws.chance(stream, who, share)]
        when = _later(walk, stream, some, walk.clock[some], 12.0, 0.9, channel or "web")
        if channel == "chat":
            chat(walk, stream, some, when, staying=np.ones(len(some), dtype=bool), losing=False)
        elif channel:
            call(walk, stream, some, when)
        else:
            walk.visit(some, touchpoint, when, walk.channel[some])


def _question_bill(walk: Walk, who: Ints) -> None:
    """The first bill, and calls about it; many and repeated ones with the plant ``repeat_billing_calls``."""
    who = who[walk.draws.chance("bill", who, _BILLED)]
    month = 14.0 + 17.0 * walk.draws.uniform("bill/month", who)
    sent = (walk.clock[who] + month * DAY).astype(np.int64) // DAY * DAY
    sent = sent + 7 * HOUR + (walk.draws.uniform("bill/second", who) * HOUR).astype(np.int64)
    walk.visit(who, "First bill", sent, "e-mail")
    confused = walk.within("repeat_billing_calls", sent) & (walk.people.plan[who] == PLANS.index(BILL_PLAN))
    share = np.where(confused, BILL_CALL_SHARE, _NATURAL_BILL_CALL)
    for turn in range(BILL_CALLS):
        calls = walk.draws.chance("bill/call", who, share, turn)
        who, sent, confused = who[calls], sent[calls], confused[calls]
        sent = _later(walk, "bill/call", who, sent, 1.6, 0.45, "call centre", turn)
        walk.visit(who, "Call about the bill", sent, "call centre")
        share = np.where(confused, BILL_REPEAT_SHARE, _NATURAL_BILL_REPEAT)


def _complain_and_leave(walk: Walk, who: Ints) -> None:
    """Unhappy customers complain and leave more often, whatever made them unhappy."""
    some = who[walk.draws.chance("complaint", who, np.minimum(0.02 * np.exp(-0.9 * walk.mood[who]), 0.3))]
    channel = np.where(walk.draws.chance("complaint/mail", some, 0.5), "e-mail", "call centre") == "e-mail"
    when = _later(walk, "complaint", some, walk.clock[some], 30.0, 0.3, "call centre")
    walk.visit(some, "Complaint", when, np.where(channel, CHANNELS.index("e-mail"), CHANNELS.index("call centre")))
    leaves = walk.draws.chance("leave", who, np.minimum(_LEAVING * np.exp(-0.6 * walk.mood[who]), 0.4))
    who = who[leaves]
    when = _later(walk, "leave", who, walk.clock[who], 55.0, 0.35, "call centre")
    called = walk.draws.chance("leave/offer", who, 0.5)
    offered = _later(walk, "leave/offer", who[called], when[called], 2.0, 0.5, "call centre")
    walk.visit(who[called], "Retention offer", offered, "call centre")
    stays = walk.draws.chance("leave/stays", who[called], 0.3)
    when[called] = _later(walk, "leave/ends", who[called], offered, 4.0, 0.5, "web")
    ends = np.ones(len(who), dtype=bool)
    ends[np.flatnonzero(called)[stays]] = False
    walk.visit(who[ends], "Contract ended", when[ends], walk.channel[who[ends]])
    walk.end(who[ends], when[ends])

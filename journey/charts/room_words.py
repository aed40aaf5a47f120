"""What a room says, in a sentence: of the round that is on, else of all that came before."""

from __future__ import annotations

from journey.charts.board_emotion import signed
from journey.store.workshops.guesses import Bets, bets_of
from journey.store.workshops.rounds import Round
from journey.store.workshops.state import RoomState
from journey.store.workshops.tally import dots_of, feelings_of, judged_in
from journey.text import _, ngettext
from journey.text.format import count
from journey.text.short import short

__all__ = ["room_answer"]


def room_answer(state: RoomState) -> str:
    """The answer of the page Workshop."""
    asked = state.round
    told = ""
    if asked is not None:
        told = {"guess": _guess, "emotion": _emotion, "value_effort": _judged}.get(asked.kind, _nothing)(state, asked)
    return told or _cards(state)


def _nothing(_state: RoomState, _asked: Round) -> str:
    return ""


def _guess(state: RoomState, asked: Round) -> str:
    bets = bets_of(state, asked)
    opened = [one for one in bets if one.verdict is not None]
    if not opened:
        n = sum(one.n for one in bets)
        return ngettext("{n} bet is sealed.", "{n} bets are sealed.", n).format(n=count(n))
    parts = {
        "confirmed": _("{n} confirmed"), "contradicted": _("{n} contradicted"), "cannot tell": _("{n} it cannot tell"),
    }  # fmt: skip
    told = [pattern.format(n=count(n)) for word, pattern in parts.items() if (n := _so(opened, word))]
    return ngettext(
        "The log on {n} claim: {parts}.", "The log on {n} claims: {parts}.", len(opened)
    ).format(n=count(len(opened)), parts=", ".join(told))  # fmt: skip


def _so(opened: list[Bets], word: str) -> int:
    return sum(one.verdict is not None and one.verdict["verdict"] == word for one in opened)


def _emotion(state: RoomState, asked: Round) -> str:
    said = feelings_of(state, asked)
    if not said:
        return ""
    stage = min(said, key=lambda name: said[name].mean)
    return _("“{stage}” feels worst to the room: {mean} (n {n}).").format(
        stage=short(stage), mean=signed(said[stage].mean), n=count(said[stage].n)
    )


def _judged(state: RoomState, asked: Round) -> str:
    whole = {one.title: one.value.mean / one.effort.mean for one in judged_in(state, asked) if one.value and one.effort}
    if not whole:
        return ""
    return _("“{title}” gives most for its effort, the room says.").format(
        title=short(max(whole, key=lambda title: whole[title]))
    )


def _cards(state: RoomState) -> str:
    cards = dots_of(state)
    best = max(cards, key=lambda one: one.dots, default=None)
    if best is not None and best.dots:
        return ngettext(
            "“{card}” matters most, with {n} dot.", "“{card}” matters most, with {n} dots.", best.dots
        ).format(card=short(best.card.text), n=count(best.dots))
    if cards:
        return ngettext("The room wrote {n} card.", "The room wrote {n} cards.", len(cards)).format(n=count(len(cards)))
    return _("Nothing yet: let people join, then open the first round.")

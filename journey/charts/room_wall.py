"""The wall of a workshop as a plain value: what the room was asked and what it says, ready to be drawn.

Every text in it is shown as text, never as markup.
"""

from __future__ import annotations

from typing import Any

import segno

from journey.charts.board_emotion import signed
from journey.charts.guess_wall import guess_wall
from journey.store.workshops.guesses import bets_of
from journey.store.workshops.rounds import Round
from journey.store.workshops.state import RoomState
from journey.store.workshops.tally import CardDots, ItemJudged, Said, dots_of, feelings_of, judged_in
from journey.text import _, ngettext
from journey.text.format import count

__all__ = ["qr_path", "question_of", "room_wall"]

NAMES = 60
"""Nicknames shown while people come in."""


def room_wall(state: RoomState, link: str) -> dict[str, Any]:
    """Put the wall together.

    Parameters
    ----------
    link : str
        The address under which phones join.

    Returns
    -------
    dict
        Texts, numbers and lists only: title, link, code, qr, people, round and what its kind draws.
    """
    asked = state.round
    present = [one for one in state.participants if not one.hand]
    path, size = qr_path(link)
    wall: dict[str, Any] = {
        "title": state.workshop.title,
        "over": state.workshop.closed,
        "link": link,
        "code": state.workshop.code,
        "qr": {"path": path, "size": size},
        "people": _people(len(present)),
        "names": [one.nickname for one in present[-NAMES:]],
        "kind": asked.kind if asked else "welcome",
        "open": bool(asked and asked.open),
        "question": question_of(asked) if asked else _("Take your phone, and join."),
        "said": _said(state, asked) if asked else "",
        "words": _words(),
    }
    return wall | _picture(state, asked)


def question_of(asked: Round) -> str:
    """What a round asks, in a sentence."""
    if asked.kind == "dots":
        n = asked.settings["dots"]
        return ngettext(
            "What matters most? Everybody has {n} dot.", "What matters most? Everybody has {n} dots.", n
        ).format(n=n)
    return {
        "cards": _("What hurts, and what could be better?"),
        "emotion": _("How does it feel to be a customer here?"),
        "value_effort": _("What is each one worth to customers, and what does it take?"),
        "guess": _("What do you bet?"),
    }.get(asked.kind, "")


def qr_path(text: str) -> tuple[str, int]:
    """A QR code as the path of a drawing, a unit a module, with its quiet zone; and its size.

    Examples
    --------
    >>> path, size = qr_path("http://10.0.0.7:8501/join/ABC234")
    >>> path[:8], size
    ('M4 4h7v1', 37)
    """
    matrix = segno.make(text, error="m", micro=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                runs.append(f"M{x + 4} {y + 4}h{end - x}v1h-{end - x}z")
            x = max(end, x + 1)
    return "".join(runs), len(matrix) + 8


def _people(n: int) -> str:
    return ngettext("{n} person in the room", "{n} people in the room", n).format(n=count(n))


def _said(state: RoomState, asked: Round) -> str:
    """How much came in: the host sees when all are done."""
    if asked.kind == "cards":
        n = sum(card.shown for card in state.cards)
        return ngettext("{n} card", "{n} cards", n).format(n=count(n))
    people = len({vote.participant for vote in state.votes if vote.round == asked.id})
    voted = ngettext("{n} has voted", "{n} have voted", people).format(n=count(people))
    if asked.kind != "dots":
        return voted
    n = sum(one.dots for one in dots_of(state, asked))
    return _("{dots}, {voted}").format(dots=ngettext("{n} dot", "{n} dots", n).format(n=count(n)), voted=voted)


def _picture(state: RoomState, asked: Round | None) -> dict[str, Any]:
    if asked is None:
        return {}
    if asked.kind == "emotion":
        felt = feelings_of(state, asked)
        return {"stages": [_felt(stage, felt.get(stage)) for stage in asked.settings["stages"]]}
    if asked.kind == "value_effort":
        return {"items": [_judged(at, item) for at, item in enumerate(judged_in(state, asked), 1)]}
    if asked.kind == "guess":
        return guess_wall(bets_of(state, asked))
    if asked.kind not in ("cards", "dots"):
        return {}
    cards = dots_of(state, asked if asked.kind == "dots" else None)
    stages = list(dict.fromkeys([*_stages(state), *(one.card.stage for one in cards)]))
    ranked = sorted(cards, key=lambda one: (-one.dots, one.card.id))
    return {
        "columns": [
            {"stage": stage, "cards": [_card(one) for one in cards if one.card.stage == stage]} for stage in stages
        ],
        # Told when the round is closed: until then nobody follows the others.
        "ranked": [_card(one) for one in ranked if one.dots][:12] if asked.kind == "dots" and not asked.open else [],
        "hidden": [{"id": card.id, "text": card.text} for card in state.cards if card.hidden],
    }


def _stages(state: RoomState) -> list[str]:
    written = [one for one in state.rounds if one.kind == "cards"]
    return list(written[-1].settings["stages"]) if written else []


def _card(one: CardDots) -> dict[str, Any]:
    return {
        "id": one.card.id,
        "kind": one.card.kind,
        "stage": one.card.stage,
        "text": one.card.text,
        "dots": one.dots,
        "people": ngettext("by {n} person", "by {n} people", one.people).format(n=count(one.people)),
        "parts": [{"id": part.id, "text": part.text} for part in one.parts],
    }


def _felt(stage: str, said: Said | None) -> dict[str, Any]:
    if said is None:
        return {"stage": stage, "mean": None, "text": "", "counts": [0] * 5}
    text = _("{mean}, n {n}, spread {spread}").format(
        mean=signed(said.mean), n=count(said.n), spread=f"{said.spread:.1f}"
    )
    return {
        "stage": stage,
        "mean": said.mean,
        "spread": said.spread,
        "text": text,
        "counts": [said.values.count(value) for value in range(-2, 3)],
    }


def _judged(at: int, item: ItemJudged) -> dict[str, Any]:
    value, effort = item.value, item.effort
    return {
        "no": at,
        "title": item.title,
        "value": value.mean if value else None,
        "effort": effort.mean if effort else None,
        "spread": [value.spread if value else 0.0, effort.spread if effort else 0.0],
        "text": _("value {value} (n {n}), effort {effort} (n {m})").format(
            value=f"{value.mean:.1f}" if value else "–", n=value.n if value else 0,
            effort=f"{effort.mean:.1f}" if effort else "–", m=effort.n if effort else 0,
        ),
    }  # fmt: skip


def _words() -> dict[str, Any]:
    return {
        "full": _("Full screen"),
        "scan": _("Scan it, or open"),
        "wall": _("Wall of the workshop"),
        "closed": _("Closed"),
        "open": _("Open"),
        "over": _("This workshop is over."),
        "hide": _("Hide"),
        "merge": _("Merge into …"),
        "choose": _("Now press the card that it is to be part of; Escape leaves it as it is."),
        "apart": _("Take apart"),
        "hidden": _("Hidden cards ({n})"),
        "show": _("Show again"),
        "empty": _("No card yet"),
        "pain": _("Pain point"),
        "idea": _("Idea"),
        "nobody": _("Nobody has come in yet."),
        "best": _("Delight"),
        "worst": _("Pain"),
        "value": _("Value to customers"),
        "effort": _("Effort"),
        "low": _("low"),
        "high": _("high"),
        "first": _("Do first"),
        "nothing": _("Nobody has voted yet."),
        "nodots": _("Nobody gave a dot."),
        "ranking": _("What matters most"),
    }

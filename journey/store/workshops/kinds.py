"""What a room can be asked: each kind of round with what may be voted on, and with which values.

A further kind is one entry of `KINDS`, one drawing of the phone (`routes/join/join.js`) and one of the wall
(`components/room_wall`); participants, votes, rounds and what is sent to phones know of no kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from journey.errors import WrongInput
from journey.store.workshops.card import Card
from journey.text import _

__all__ = ["KINDS", "Kind", "kind_of"]

Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """The rules of one kind of round.

    Attributes
    ----------
    low, high : int
        Least and greatest value of a vote.
    targets : callable
        Settings of the round and the cards of the workshop -> what can be voted on.
    counted : bool
        Whether the values of one participant add up to at most the setting ``dots``.
    writes : bool
        Whether cards are written in it.
    check : callable
        Refuses settings that make no sense.
    """

    low: int
    high: int
    targets: Callable[[Settings, Iterable[Card]], frozenset[str]]
    check: Callable[[Settings], None]
    counted: bool = False
    writes: bool = False


def kind_of(name: str) -> Kind:
    """The rules of a kind.

    Raises
    ------
    WrongInput
        There is no such kind.
    """
    if name not in KINDS:
        raise WrongInput(_("There is no round of the kind {name}.").format(name=repr(name)), _("Reload the page."))
    return KINDS[name]


def _nothing(_settings: Settings, _cards: Iterable[Card]) -> frozenset[str]:
    return frozenset()


def _cards(_settings: Settings, cards: Iterable[Card]) -> frozenset[str]:
    return frozenset(f"card:{card.id}" for card in cards if card.shown)


def _stages(settings: Settings, _cards: Iterable[Card]) -> frozenset[str]:
    return frozenset(f"stage:{name}" for name in settings["stages"])


def _items(settings: Settings, _cards: Iterable[Card]) -> frozenset[str]:
    return frozenset(f"{aspect}:{item['key']}" for item in settings["items"] for aspect in ("value", "effort"))


def _claims(settings: Settings, _cards: Iterable[Card]) -> frozenset[str]:
    return frozenset(f"claim:{claim['key']}" for claim in settings["claims"])


def _has_stages(settings: Settings) -> None:
    if not settings.get("stages"):
        raise WrongInput(_("The journey has no stages yet."), _("Put the touchpoints into stages first."))


def _has_dots(settings: Settings) -> None:
    if settings.get("dots") not in range(1, 51):
        raise WrongInput(_("Everybody has between 1 and 50 dots."), _("Choose another number."))


def _has_items(settings: Settings) -> None:
    if not settings.get("items"):
        raise WrongInput(
            _("There is no idea and no opportunity to judge yet."), _("Collect cards first, or write opportunities.")
        )


def _has_claims(settings: Settings) -> None:
    if not settings.get("claims"):
        raise WrongInput(_("There is no claim to bet on yet."), _("Write one first."))


KINDS: dict[str, Kind] = {
    "cards": Kind(0, -1, _nothing, _has_stages, writes=True),
    "dots": Kind(0, 50, _cards, _has_dots, counted=True),
    "emotion": Kind(-2, 2, _stages, _has_stages),
    "value_effort": Kind(1, 5, _items, _has_items),
    "guess": Kind(0, 4, _claims, _has_claims),
}
"""Name -> rules, in the order in which a workshop usually goes."""

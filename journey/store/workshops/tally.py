"""What a round came to: dots of a card, the feeling of a stage, value and effort of an item; how many said it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from journey.store.workshops.card import Card
from journey.store.workshops.rounds import Round
from journey.store.workshops.state import RoomState

__all__ = ["CardDots", "ItemJudged", "Said", "dots_of", "feelings_of", "judged_in"]


@dataclass(frozen=True)
class Said:
    """Numbers that people gave.

    Attributes
    ----------
    mean : float
        Their mean.
    spread : float
        Their standard deviation around it (of these people, who are no sample of others); 0 where all say the same.
    n : int
        How many people said one.
    values : tuple of int
        All of them, ascending.
    """

    mean: float
    spread: float
    n: int
    values: tuple[int, ...]

    @classmethod
    def of(cls, values: Iterable[int]) -> Said | None:
        """From the numbers; None where there are none.

        Examples
        --------
        >>> Said.of([1, -1])
        Said(mean=0.0, spread=1.0, n=2, values=(-1, 1))
        """
        found = tuple(sorted(values))
        if not found:
            return None
        mean = sum(found) / len(found)
        return cls(mean, (sum((value - mean) ** 2 for value in found) / len(found)) ** 0.5, len(found), found)


@dataclass(frozen=True)
class CardDots:
    """A card on the wall with what was merged into it.

    Attributes
    ----------
    dots, people : int
        Dots on it and on all that is part of it, and how many people gave them.
    parts : tuple of Card
        The cards that were merged into it.
    """

    card: Card
    dots: int
    people: int
    parts: tuple[Card, ...]


@dataclass(frozen=True)
class ItemJudged:
    """What an item is worth and takes, 1 to 5; None where nobody said."""

    key: str
    title: str
    value: Said | None
    effort: Said | None


def dots_of(state: RoomState, asked: Round | None = None) -> tuple[CardDots, ...]:
    """The cards on the wall, in their order, with their dots; merged ones count where they went.

    Parameters
    ----------
    asked : Round, optional
        The round whose dots are counted; else those of all rounds.
    """
    heads = {card.id: card.into if card.into is not None else card.id for card in state.cards}
    counting = {one.id for one in state.rounds if one.kind == "dots" and asked in (None, one)}
    dots: defaultdict[int, int] = defaultdict(int)
    people: defaultdict[int, set[int]] = defaultdict(set)
    for vote in state.votes:
        number = vote.target.removeprefix("card:")
        if vote.round in counting and number.isdigit() and int(number) in heads:
            dots[heads[int(number)]] += vote.value
            people[heads[int(number)]].add(vote.participant)
    return tuple(
        CardDots(card, dots[card.id], len(people[card.id]), tuple(one for one in state.cards if one.into == card.id))
        for card in state.cards
        if card.shown
    )


def feelings_of(state: RoomState, asked: Round) -> dict[str, Said]:
    """Stage -> how it feels, -2 to +2; stages of which nobody said anything are left out."""
    found = _values(state, asked)
    said = {stage: Said.of(found.get(f"stage:{stage}", ())) for stage in asked.settings["stages"]}
    return {stage: one for stage, one in said.items() if one is not None}


def judged_in(state: RoomState, asked: Round) -> tuple[ItemJudged, ...]:
    """The items of a round of value and effort, in their order."""
    found = _values(state, asked)
    return tuple(
        ItemJudged(
            item["key"],
            item["title"],
            Said.of(found.get(f"value:{item['key']}", ())),
            Said.of(found.get(f"effort:{item['key']}", ())),
        )
        for item in asked.settings["items"]
    )


def _values(state: RoomState, asked: Round) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for vote in state.votes:
        if vote.round == asked.id:
            found[vote.target].append(vote.value)
    return found

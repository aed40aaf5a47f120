"""Reading what a host types while people call out: a card or votes in one short line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journey.errors import WrongInput
from journey.store.workshops.rounds import Round
from journey.text import _

__all__ = ["Ballot", "read_card", "read_votes"]

Ballot = tuple[tuple[str, int], ...]
"""What one person says: (target, value) each."""


def read_card(line: str, stages: Sequence[str]) -> tuple[str, str, str]:
    """Kind, stage and words of a card.

    The stage comes first, by its number or the beginning of its name, and a colon; a plus before the words makes an
    idea of them.

    Raises
    ------
    WrongInput
        No stage is named, or none of that name.

    Examples
    --------
    >>> read_card("2: too slow", ["Buy", "Use"]), read_card("bu: + one click", ["Buy", "Use"])
    (('pain', 'Use', 'too slow'), ('idea', 'Buy', 'one click'))
    """
    found = re.match(r"\s*(?:(\d+)\s*[:.\s]|([^:]+):)\s*(.*)$", line, re.DOTALL)
    number, name, words = found.groups() if found else (None, None, "")
    stage = _stage(number, name, stages)
    if stage is None:
        raise WrongInput(
            _("No stage is named in {line}.").format(line=repr(line.strip()[:60])),
            _("Write for example 1: too slow. The stages are {stages}.").format(stages=_numbered(stages)),
        )
    words = words.strip()
    return ("idea", stage, words[1:].strip()) if words.startswith("+") else ("pain", stage, words)


def read_votes(line: str, asked: Round) -> tuple[Ballot, ...]:
    """The votes of a line, a ballot for each person.

    Dots: ``7 5`` gives card 7 five dots, ``7 5, 9 2`` also card 9 two. Emotion: ``2: -1 0 1`` are three people about
    stage 2; ``1 0 . -2`` is one person, stage by stage, a dot where they say nothing. Value and effort: ``3: 4 2``
    is one person about item 3, ``3: 4 2, 5 1`` are two. Guess: ``2: 5 4 1`` are three people about claim 2, from 1
    (surely not) to 5 (surely).

    Raises
    ------
    WrongInput
        It cannot be read so.

    Examples
    --------
    >>> asked = Round(1, "emotion", {"stages": ["Buy", "Use"]}, True)
    >>> read_votes("2: -1 0", asked)
    ((('stage:Use', -1),), (('stage:Use', 0),))
    >>> read_votes("1 .", asked)
    ((('stage:Buy', 1),),)
    """
    text = line.strip().replace("−", "-")
    if asked.kind == "dots" and re.fullmatch(r"(\d+[ :]+\d+)([,;]\s*\d+[ :]+\d+)*", text):
        pairs = re.findall(r"(\d+)[ :]+(\d+)", text)
        return tuple(((f"card:{int(card)}", int(dots)),) for card, dots in pairs)
    if asked.kind == "emotion":
        stages = list(asked.settings["stages"])
        if found := re.fullmatch(r"(?:(\d+)|([^:]+))\s*:\s*((?:[-+]?[0-2][ ,]*)+)", text):
            stage = _stage(found[1], found[2], stages)
            if stage is not None:
                return tuple(((f"stage:{stage}", int(value)),) for value in re.findall(r"[-+]?\d", found[3]))
        parts = text.split()
        if len(parts) == len(stages) and all(re.fullmatch(r"[-+]?[0-2]|\.", part) for part in parts):
            said = zip(stages, parts, strict=True)
            return (tuple((f"stage:{stage}", int(part)) for stage, part in said if part != "."),)
    if asked.kind == "value_effort" and (found := re.fullmatch(r"(\d+)\s*:\s*(\d[ /]+\d(?:[,;]\s*\d[ /]+\d)*)", text)):
        items = asked.settings["items"]
        if 1 <= int(found[1]) <= len(items):
            key = items[int(found[1]) - 1]["key"]
            pairs = re.findall(r"(\d)[ /]+(\d)", found[2])
            return tuple(((f"value:{key}", int(value)), (f"effort:{key}", int(effort))) for value, effort in pairs)
    if asked.kind == "guess" and (found := re.fullmatch(r"(\d+)\s*:\s*([1-5](?:[ ,]+[1-5])*)", text)):
        claims = asked.settings["claims"]
        if 1 <= int(found[1]) <= len(claims):
            key = claims[int(found[1]) - 1]["key"]
            return tuple(((f"claim:{key}", int(said) - 1),) for said in re.findall(r"\d", found[2]))
    raise WrongInput(_("{line} cannot be read as votes.").format(line=repr(text[:60])), _("See the example above."))


def _stage(number: str | None, name: str | None, stages: Sequence[str]) -> str | None:
    if number is not None:
        return stages[int(number) - 1] if 1 <= int(number) <= len(stages) else None
    begun = " ".join((name or "").split()).casefold()
    return next((stage for stage in stages if begun and stage.casefold().startswith(begun)), None)


def _numbered(stages: Sequence[str]) -> str:
    return ", ".join(f"{at} {stage}" for at, stage in enumerate(stages, 1))

"""Topics: what the names of touchpoints have in common, as people who name work steps put it there."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from itertools import dropwhile

from journey.analyses.touchpoints import TouchpointRow

__all__ = ["by_topic", "readable"]

LONGEST = 3
"""Words of a topic at most."""
NEAR = 0.35
"""A touchpoint further than that from the middle of a topic (of the journey's length) speaks of something else."""
FAR = 0.2
"""One that shares no words, and is further than that from every topic, goes to none."""
ALIKE = 0.88
"""So alike (`difflib`) are a word and its misspelling."""
FEWEST, MOST = 2, 8
"""Topics at least, to tell anything, and at most, to be read."""

_CODE = re.compile(r"^\s*(?:[A-Za-z]{0,3}\d+(?:[-.]\d+)*[.):]?|[A-Za-z])[\s_.:-]+(?=\w)")
_SMALL_WORDS = """
a an and at by for from in into of on or per the to via with without и в на по с к из для от до
"""
_SMALL = frozenset(_SMALL_WORDS.split())
# What is done says little about the phase it is done in: "check", "send" and "print" go through a whole process.
_ACTION_WORDS = """
add adjust approve ask cancel change check close complete confirm create determine do draft end enter execute file
finish get give handle insert make modify notify open perform prepare print process receive record reject request
review send set start submit update validate verify write
выполнить добавить завершить закрыть изменить отправить получить проверить создать
"""
_ACTIONS = frozenset(_ACTION_WORDS.split())


def readable(name: str) -> str:
    """A name without the code before it and without underscores, as a title.

    Examples
    --------
    >>> readable("T02 Check confirmation of receipt"), readable("A_SUBMITTED"), readable("CRP")
    ('Check confirmation of receipt', 'Submitted', 'CRP')
    """
    plain = _CODE.sub("", name, count=1)
    text = " ".join(re.sub(r"_+", " ", plain).split())
    if (plain != name and text.isupper()) or ("_" in plain and text.isupper()):
        text = text.lower()
    return text[:1].upper() + text[1:]


def by_topic(rows: tuple[TouchpointRow, ...]) -> dict[int, str]:
    """The topic of every touchpoint: the words it shares with others that stand near it in the journey.

    The topic that gathers most is taken first, longer phrases counting for more; who shares no words goes to the
    nearest topic.

    Returns
    -------
    dict
        Touchpoint id -> topic; empty where fewer than six in ten have one, or nearly all have the same.

    Examples
    --------
    >>> row = lambda i, name, at: TouchpointRow(i, name, (), None, 9, 9, at, False, False, None, False, None, None)
    >>> by_topic((row(0, "T1 Check receipt", 0.1), row(1, "T2 Print receipt", 0.2), row(2, "T3 Draft advice", 0.6),
    ...           row(3, "T4 Send advice", 0.7), row(4, "Other", 0.75)))
    {0: 'Receipt', 1: 'Receipt', 2: 'Advice', 3: 'Advice', 4: 'Advice'}
    """
    words = _spelled({row.id: _words(row.name) for row in rows})
    left = {row.id: row for row in rows}
    topics: list[tuple[tuple[str, ...], list[TouchpointRow]]] = []
    while left and len(topics) < MOST:
        gathered: dict[tuple[str, ...], list[TouchpointRow]] = {}
        for number, row in left.items():
            for phrase in _phrases(words[number]):
                gathered.setdefault(phrase, []).append(row)
        near = {phrase: _near(members) for phrase, members in gathered.items()}
        phrase = max(near, key=lambda one: (len(near[one]) * (1 + 0.3 * (len(one) - 1)), len(one), one), default=())
        if not phrase or len(near[phrase]) < 2:
            break
        topics.append((phrase, near[phrase]))
        for row in near[phrase]:
            del left[row.id]
    largest = max((len(members) for _phrase, members in topics), default=0)
    if len(topics) < FEWEST or len(rows) - len(left) < 0.6 * len(rows) or largest > 0.7 * len(rows):
        return {}
    found = {row.id: _title(phrase, members) for phrase, members in topics for row in members}
    far = []
    for row in sorted(left.values(), key=lambda row: row.position):
        shared, members = max(
            ((len({*words[row.id]} & {word for one in members for word in words[one.id]}), members)
             for _phrase, members in topics),
            key=lambda one: (_distance(row, one[1]) <= NEAR and one[0], -_distance(row, one[1])),
        )  # fmt: skip
        if not shared and _distance(row, members) > FAR:
            far.append(row)
        else:
            found[row.id] = found[members[0].id]
    return {row.id: {**found, **_alone(far)}[row.id] for row in rows}


def _alone(far: list[TouchpointRow]) -> dict[int, str]:
    """Touchpoints that are near no topic, but near each other, called after their commonest."""
    groups: list[list[TouchpointRow]] = []
    for row in far:
        if groups and row.position - groups[-1][0].position <= FAR:
            groups[-1].append(row)
        else:
            groups.append([row])
    return {row.id: readable(max(group, key=lambda one: one.events).name) for group in groups for row in group}


def _words(name: str) -> tuple[str, ...]:
    """The words that may tell a topic; single signs and numbers tell none."""
    found = re.findall(
        r"[^\W\d_]{2,}", re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", _CODE.sub("", name, count=1)).casefold()
    )
    told = dropwhile(lambda word: word in _ACTIONS or word in _SMALL, found)
    return tuple(word for word in told if word not in _SMALL) or tuple(word for word in found if word not in _SMALL)


def _spelled(words: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """A long word that only one name has, and that others have by a letter or two, is a slip of theirs.

    >>> _spelled({0: ("stop", "indication"), 1: ("stop", "indicition"), 2: ("indication",)})[1]
    ('stop', 'indication')
    """
    names = Counter(word for said in words.values() for word in set(said))
    usual = [word for word, n in names.items() if n > 1]
    meant = {
        word: near[0]
        for word, n in names.items()
        if n == 1 and len(word) >= 7 and (near := get_close_matches(word, usual, 1, ALIKE))
    }
    return {number: tuple(meant.get(word, word) for word in said) for number, said in words.items()}


def _phrases(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[at : at + n] for n in range(1, LONGEST + 1) for at in range(len(words) - n + 1)}


def _near(members: list[TouchpointRow]) -> list[TouchpointRow]:
    middle = sorted(row.position for row in members)[(len(members) - 1) // 2]
    return [row for row in members if abs(row.position - middle) <= NEAR]


def _distance(row: TouchpointRow, members: list[TouchpointRow]) -> float:
    weight = sum(one.events + 1 for one in members)
    return abs(row.position - sum(one.position * (one.events + 1) for one in members) / weight)


def _title(phrase: tuple[str, ...], members: list[TouchpointRow]) -> str:
    """The phrase as it is written in most names, with the small words between."""
    between = r"(?:[\W_]+(?:\w|" + "|".join(sorted(_SMALL)) + r"))*[\W_]+"
    pattern = re.compile(rf"\b{between.join(map(re.escape, phrase))}", re.IGNORECASE)
    spans = Counter(found[0] for row in members if (found := pattern.search(row.name.replace("_", " "))))
    text = spans.most_common(1)[0][0] if spans else " ".join(phrase)
    return text[:1].upper() + text[1:]

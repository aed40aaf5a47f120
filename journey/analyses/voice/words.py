"""Words of a comment: its language, and its words cut to their stems so that *bill* and *bills* are one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import snowballstemmer

from journey.analyses.voice.stop_words import NEGATIONS, OPINIONS, STOP_WORDS

__all__ = ["LANGUAGES", "Lexicon", "language", "words_in"]

LANGUAGES = tuple(STOP_WORDS)
"""Languages whose stop words and stems are known."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?;:\n]+")
_MASK = re.compile(r"\[[^\[\]]{1,20}\]")
_NONE: frozenset[str] = frozenset()
_STEMMERS = {"dutch": "dutch_porter"}  # cuts endings only; the other one takes words of one root for one
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def words_in(text: str) -> list[str]:
    """The words of a text in small letters, without numbers and without the marks of what was masked.

    Examples
    --------
    >>> words_in("Call me on [phone], I'm waiting since 9:00!")
    ['call', 'me', 'on', "i'm", 'waiting', 'since']
    """
    return [word.replace("’", "'") for word in _WORD.findall(_MASK.sub(" ", text).lower())]


def language(words: Iterable[str]) -> str | None:
    """The language whose stop words are the commonest among the words; None where none is met.

    Examples
    --------
    >>> language(["the", "bill", "is", "too", "high"]), language(["счёт", "не", "пришёл"]), language(["zzz"])
    ('english', 'russian', None)
    """
    words = list(words)
    met = {name: sum(word in stop for word in words) for name, stop in STOP_WORDS.items()}
    best = max(met, key=lambda name: met[name])
    if met[best]:
        return best
    return "russian" if any(_CYRILLIC.search(word) for word in words) else None


@cache
def _stemmer(name: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS.get(name, name))


@dataclass
class Lexicon:
    """Stems of comments, and for each the whole word that people wrote most.

    Attributes
    ----------
    usual : str or None
        The language of comments too short to tell.
    languages : Counter
        Language (None: not known) -> comments read.
    """

    usual: str | None = None
    languages: Counter[str | None] = field(default_factory=Counter)
    _whole: dict[str, Counter[str]] = field(default_factory=dict)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Lexicon:
        """A lexicon whose usual language is the commonest of the texts."""
        told = Counter(language(words_in(text)) for text in texts)
        known = [(n, name) for name, n in told.items() if name is not None]
        return cls(usual=max(known)[1] if known else None)

    def terms(self, text: str) -> list[str]:
        """Stems for themes: without stop words and mere praise or blame, followed by the pairs of neighbours."""
        spoken = self._language(text)
        stop = STOP_WORDS.get(spoken or "", _NONE) | OPINIONS.get(spoken or "", _NONE)
        return self._terms(text, spoken, stop)

    def moods(self, text: str) -> list[str]:
        """Stems for the mood: negations stay, and pairs join all neighbours that are left."""
        spoken = self._language(text)
        return self._terms(text, spoken, STOP_WORDS.get(spoken or "", _NONE) - NEGATIONS.get(spoken or "", _NONE))

    def stem(self, word: str) -> str:
        """The stem of one word, in the usual language."""
        return self._stem(word, self.usual)

    def stems(self, text: str) -> set[str]:
        """The stems of all words of a text, in the usual language."""
        return {self._stem(word, self.usual) for word in words_in(text)}

    def whole(self, term: str) -> str:
        """A stem, or a pair of them, as the whole words that were written most."""
        return " ".join(self._commonest(stem) for stem in term.split(" "))

    def _commonest(self, stem: str) -> str:
        found = self._whole.get(stem)
        return min(found, key=lambda word: (-found[word], word)) if found else stem

    def _language(self, text: str) -> str | None:
        spoken = language(words_in(text)) or self.usual
        self.languages[spoken] += 1
        return spoken

    def _terms(self, text: str, spoken: str | None, stop: frozenset[str]) -> list[str]:
        """Stems of the words that are no stop words, and the pairs of neighbours within a sentence."""
        found: list[str] = []
        for sentence in _SENTENCE.split(text):
            words = [word for word in words_in(sentence) if len(word) > 1 and word not in stop]
            stems = [self._stem(word, spoken) for word in words]
            found += [*stems, *(f"{one} {other}" for one, other in pairwise(stems) if one != other)]
        return found

    def _stem(self, word: str, spoken: str | None) -> str:
        if spoken is None:
            stem = word
        else:
            key = (spoken, word)
            stem = self._known.get(key) or str(_stemmer(spoken).stemWord(word))
            self._known[key] = stem
        self._whole.setdefault(stem, Counter())[word] += 1
        return stem

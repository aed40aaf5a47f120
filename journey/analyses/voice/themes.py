"""Themes of comments, found in their words alone: TF-IDF of stems and pairs, factored by NMF."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from journey.analyses.voice.words import Lexicon
from journey.model import Progress, silent
from journey.text import _

__all__ = ["FEWEST", "Theme", "Themes", "find_themes"]

FEWEST = 30
"""Comments below which no themes are looked for."""

MOST_READ = 12_000
"""Comments that themes are learned from; of more, a fixed draw. All are then told their theme."""

CHOICES = (3, 4, 5, 6, 8, 10, 12, 15)
"""Numbers of themes that are tried: more than a room of people can speak about are none."""

EACH = 15
"""So many comments a theme there must be, on average."""

TYPICAL = 8
SAID_BY = 0.08
"""Share of the comments of a theme that must have a word for it to be typical."""

NAMED_BY = 0.25
"""The same for the words that a theme is called by."""

NEAR = 0.2
"""Cosine of a comment with the words of a theme from which on it belongs to it."""


@dataclass(frozen=True)
class Theme:
    """One theme.

    Attributes
    ----------
    key : str
        Its three weightiest stems: what a name that people gave is kept by.
    name : str
        Its most typical whole words.
    words : tuple of str
        Whole words and pairs, weightiest first.
    comments : int
        In the whole workspace.
    """

    key: str
    name: str
    words: tuple[str, ...]
    comments: int


@dataclass(frozen=True)
class Themes:
    """The themes of some comments.

    Attributes
    ----------
    themes : tuple of Theme
        Commonest first.
    of_comment : tuple of int
        For each comment the number of its theme, or -1: near none.
    coherence : tuple of (int, float)
        Numbers of themes that were tried, with the figure they were chosen by.
    languages : tuple of (str or None, int)
        Comments by language, commonest first; None: not known.
    """

    themes: tuple[Theme, ...]
    of_comment: tuple[int, ...]
    coherence: tuple[tuple[int, float], ...]
    languages: tuple[tuple[str | None, int], ...]


def find_themes(texts: Sequence[str], *, progress: Progress = silent) -> Themes:
    """Find the themes of comments, deterministically.

    Words become stems without stop words (English, Russian, Dutch), with pairs of neighbours, weighed by TF-IDF.
    Non-negative matrix factorisation (Lee and Seung 1999) splits them into themes. Their number is the one, of
    `CHOICES`, whose typical words belong together best: the mean normalised pointwise mutual information of the pairs
    of them (Bouma 2009; Lau et al. 2014), times the share of typical words that only one theme has, times the share of
    comments that are near a theme.

    Parameters
    ----------
    texts : sequence of str
        One a comment. Under `FEWEST` there are no themes.

    Examples
    --------
    >>> found = find_themes(["the bill is too high", "parcel came late again", "slow internet at night"] * 20)
    >>> sorted(theme.comments for theme in found.themes)
    [20, 20, 20]
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    lexicon = Lexicon.of(texts)
    terms = _joined([lexicon.terms(text) for text in texts])
    languages = tuple(sorted(lexicon.languages.items(), key=lambda item: (-item[1], item[0] or "")))
    nothing = Themes((), (-1,) * len(texts), (), languages)
    learned = np.flatnonzero([bool(found) for found in terms])
    if len(learned) < FEWEST:
        return nothing
    if len(learned) > MOST_READ:
        learned = np.sort(np.random.default_rng(0).choice(learned, MOST_READ, replace=False))
    vectors = TfidfVectorizer(
        analyzer=_same, min_df=max(2, round(0.002 * len(learned))), max_df=0.5, max_features=3000, sublinear_tf=True
    )
    try:
        read = vectors.fit_transform([terms[i] for i in learned])
    except ValueError:  # no word is in enough comments, or none in few enough
        return nothing
    there = read > 0
    best: tuple[float, Any] | None = None
    tried: list[tuple[int, float]] = []
    for number in CHOICES:
        if number * EACH > len(learned) or number >= min(read.shape):
            break
        progress(len(tried) / len(CHOICES), _("Trying {n} themes").format(n=number))
        parts = _factored(read, number)
        figure = _coherence(parts, there) * float((_near(read, parts).max(axis=1) >= NEAR).mean())
        tried.append((number, round(figure, 4)))
        if best is None or figure > best[0]:
            best = figure, parts
    if best is None:
        return nothing
    whole = vectors.transform(terms)
    near = _near(whole, best[1])
    main = np.where(near.max(axis=1) >= NEAR, near.argmax(axis=1), -1)
    counts = np.bincount(main[main >= 0], minlength=len(best[1]))
    order = [int(k) for k in np.argsort(-counts, kind="stable") if counts[k]]
    names, said = vectors.get_feature_names_out(), whole > 0
    found = [_theme(*_typical(said, main == k), best[1][k], names, lexicon, int(counts[k])) for k in order]
    place = {k: at for at, k in enumerate(order)}
    return Themes(tuple(found), tuple(place.get(int(k), -1) for k in main), tuple(tried), languages)


def _joined(terms: list[list[str]]) -> list[list[str]]:
    """The terms without pairs that are mere neighbours: a pair stays where its rarer word mostly stands in it."""
    seen = Counter(term for found in terms for term in set(found))

    def belongs(term: str) -> bool:
        one, space, other = term.partition(" ")
        return not space or (seen[term] >= 3 and seen[term] >= 0.6 * min(seen[one], seen[other]))

    return [[term for term in found if belongs(term)] for found in terms]


def _near(vectors: Any, parts: Any) -> Any:
    """Cosine of each comment with the words of each theme; comments have length 1."""
    return np.asarray(vectors @ (parts / np.maximum(np.linalg.norm(parts, axis=1, keepdims=True), 1e-12)).T)


def _typical(said: Any, inside: Any) -> tuple[Any, Any]:
    """How much more a word is said in a theme than outside (its share there, times the log of the ratio); the share."""
    here = np.asarray(said[inside].mean(axis=0)).ravel()
    elsewhere = np.asarray(said[~inside].mean(axis=0)).ravel() if (~inside).any() else np.zeros_like(here)
    lift = here * np.log((here + 1e-9) / (elsewhere + 0.5 / said.shape[0]))
    return np.where(here >= SAID_BY, lift, 0.0), here


def _same(terms: list[str]) -> list[str]:
    return terms


def _factored(read: Any, number: int) -> Any:
    from sklearn.decomposition import NMF

    with warnings.catch_warnings():
        # Unfinished after 300 rounds is near enough: themes are told by their first words.
        warnings.simplefilter("ignore")
        return NMF(number, init="nndsvd", random_state=0, max_iter=300).fit(read).components_


def _coherence(parts: Any, there: Any) -> float:
    """Mean NPMI of the typical words of the themes, times the share of them that is in one theme only."""
    typical = [np.argsort(-part, kind="stable")[:TYPICAL] for part in parts]
    columns = sorted({int(i) for found in typical for i in found})
    at = {column: i for i, column in enumerate(columns)}
    chosen = there[:, columns].astype(np.float64)
    together = np.asarray((chosen.T @ chosen).todense()) / there.shape[0]
    alone = np.diag(together)
    figures = []
    for found in typical:
        for one, other in combinations((at[int(i)] for i in found), 2):
            both = together[one, other]
            figures.append(-1.0 if both == 0 else _npmi(both, alone[one], alone[other]))
    distinct = len(columns) / sum(map(len, typical))
    return (float(np.mean(figures)) + 1) / 2 * distinct


def _npmi(both: float, one: float, other: float) -> float:
    return 1.0 if both >= 1 else float(np.log(both / (one * other)) / -np.log(both))


def _theme(typical: Any, share: Any, part: Any, names: Any, lexicon: Lexicon, comments: int) -> Theme:
    order = [str(names[i]) for i in np.argsort(-typical, kind="stable")[:20] if typical[i] > 0]
    said: list[str] = []
    for term in order:
        # A word that a typical pair holds is said already, and so is a pair that shares a word with one.
        if not any(set(term.split(" ")) & set(other.split(" ")) for other in said):
            said.append(_longest(term, order))
    words = tuple(dict.fromkeys(lexicon.whole(term) for term in said))
    called = [lexicon.whole(term) for term in said[:3] if share[list(names).index(term)] >= NAMED_BY]
    heavy = sorted(str(names[i]) for i in np.argsort(-part, kind="stable")[:3])
    return Theme(", ".join(heavy), ", ".join(called if len(called) > 1 else words[:2]), words[:TYPICAL], comments)


def _longest(term: str, order: list[str]) -> str:
    """The first pair hardly less typical that holds the word, or the word itself."""
    near = order[: order.index(term) + 4]
    return next((pair for pair in near if " " in pair and term in pair.split(" ")), term)

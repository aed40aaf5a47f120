"""What the words alone say of the mood: learned from the workspace's own comments with answers, and tried on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from journey.analyses.voice.comments import Comment, Tone, comments
from journey.analyses.voice.words import Lexicon
from journey.model import BLANK, Interval, Progress, silent
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["FEWEST", "Sentiment", "Why", "sentiment", "sentiment_of"]

FEWEST = 25
"""Customers with critical comments, and with content ones, that it takes to learn."""

MOST_READ = 12_000
FOLDS, DRAWS, WORDS = 5, 400, 8

Why = Literal["earned", "no answers", "too few", "one tone", "no better than chance"]


@dataclass(frozen=True)
class Sentiment:
    """What was learned, and whether it may be shown.

    Attributes
    ----------
    why : str
        "earned": it may. Else why not: no comment has an answer; too few customers are critical or content; all are the
        same; or the words tell no more than to guess the commoner tone always would.
    comments, customers : int
        That it was learned from and tried on.
    majority : float or None
        Share of the commoner tone: the accuracy of always guessing it.
    accuracy, balanced : Interval
        Share told right among comments of customers that were not learned from; and the mean of that share over the two
        tones, where guessing gives 0.5. Intervals by a bootstrap over customers.
    gain : Interval
        accuracy - majority, from the same draws. "earned" needs its low end above 0.
    critical, content : tuple of str
        Words that speak most for the one and the other.
    estimate : dict
        (journey, position) -> chance 0..1 that the comment is critical. Of comments with a tone, told by a model that
        had not seen their customer. Empty unless earned.
    """

    why: Why
    comments: int
    customers: int
    majority: float | None
    accuracy: Interval
    balanced: Interval
    gain: Interval
    critical: tuple[str, ...]
    content: tuple[str, ...]
    estimate: dict[tuple[int, int], float]

    @property
    def earned(self) -> bool:
        """Whether it may be shown."""
        return self.why == "earned"


def sentiment(workspace: Workspace, *, progress: Progress = silent) -> Sentiment:
    """Learn the tone of the comments of a workspace from their words."""
    return sentiment_of(comments(workspace), progress=progress)


def sentiment_of(found: Sequence[Comment], *, progress: Progress = silent) -> Sentiment:
    """Learn the tone of comments: logistic regression on TF-IDF of stems and pairs, negations kept.

    It is tried on customers that it has not learned from (5 folds by customer, seeded), and only "earned" where its
    accuracy there beats the share of the commoner tone, with the whole 95 % interval of the difference, and its
    balanced accuracy beats one half.
    """
    told = [one for one in found if one.tone is not None]
    if len(told) > MOST_READ:
        chosen = np.sort(np.random.default_rng(0).choice(len(told), MOST_READ, replace=False))
        told = [told[i] for i in chosen]
    bad = np.array([one.tone is Tone.CRITICAL for one in told], dtype=bool)
    who = np.unique(np.array([one.customer for one in told], dtype=object).astype(str), return_inverse=True)[1]
    sides = [len(np.unique(who[bad == side])) for side in (True, False)]
    if not told or min(sides) < FEWEST:
        why: Why = "no answers" if not told else "one tone" if min(sides) == 0 else "too few"
        return _nothing(why, len(told), len(np.unique(who)))
    lexicon = Lexicon.of([one.text for one in found])
    words = [lexicon.moods(one.text) for one in told]
    chance = _held_out(words, bad, who, progress)
    if chance is None:
        return _nothing("no better than chance", len(told), len(np.unique(who)))
    accuracy, balanced, gain, majority = _tried(chance >= 0.5, bad, who)
    earned = (gain.low or 0) > 0 and (balanced.low or 0) > 0.5
    critical: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    estimate: dict[tuple[int, int], float] = {}
    if earned:
        progress(1.0, _("Reading the other comments"))
        estimate = {(one.journey, one.position): float(p) for one, p in zip(told, chance, strict=True)}
        critical, content = _learned(found, words, bad, lexicon, estimate)
    return Sentiment(
        "earned" if earned else "no better than chance", len(told), len(np.unique(who)), majority, accuracy, balanced,
        gain, critical, content, estimate,
    )  # fmt: skip


def _nothing(why: Why, n: int, customers: int) -> Sentiment:
    return Sentiment(why, n, customers, None, BLANK, BLANK, BLANK, (), (), {})


def _model(words: list[list[str]], bad: Any) -> tuple[Any, Any] | None:
    """Vectors and model that have learned the words, or None where no word is said twice."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = TfidfVectorizer(analyzer=_same, min_df=2, max_features=8000, sublinear_tf=True)
    try:
        read = vectors.fit_transform(words)
    except ValueError:
        return None
    return vectors, LogisticRegression(C=10.0, max_iter=400, random_state=0).fit(read, bad)


def _same(words: list[str]) -> list[str]:
    return words


def _held_out(words: list[list[str]], bad: Any, who: Any, progress: Progress) -> Any:
    """For each comment the chance that it is critical, told without its customer."""
    from sklearn.model_selection import StratifiedGroupKFold

    chance = np.zeros(len(words))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0).split(words, bad, who)
    for turn, (learn, ask) in enumerate(folds):
        progress(turn / (FOLDS + 1), _("Learning how critical comments sound"))
        model = _model([words[i] for i in learn], bad[learn]) if len(np.unique(bad[learn])) == 2 else None
        if model is None:
            return None
        chance[ask] = model[1].predict_proba(model[0].transform([words[i] for i in ask]))[:, 1]
    return chance


def _tried(guess: Any, bad: Any, who: Any) -> tuple[Interval, Interval, Interval, float]:
    """Accuracy, balanced accuracy and gain over guessing the commoner tone, each with its bootstrap over customers."""
    right = guess == bad
    usual = bad.mean() >= 0.5
    parts = np.stack([right, bad == usual, right & bad, bad, right & ~bad, ~bad, np.ones(len(bad))]).astype(float)
    n = int(who.max()) + 1
    by_customer = np.stack([np.bincount(who, part, n) for part in parts])
    weights = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), DRAWS)
    drawn = weights @ by_customer.T
    whole = by_customer.sum(axis=1)[None, :]

    def figures(sums: Any) -> Any:
        hit, plain, of_bad, bads, of_good, goods, every = sums.T
        balanced = (of_bad / np.maximum(bads, 1) + of_good / np.maximum(goods, 1)) / 2
        return np.stack([hit / every, balanced, (hit - plain) / every])

    values = figures(whole)[:, 0]
    low, high = np.quantile(figures(drawn), (0.025, 0.975), axis=1)
    accuracy, balanced, gain = (
        Interval(float(values[i]), float(low[i]), float(high[i]), len(bad)) for i in range(len(values))
    )
    return accuracy, balanced, gain, float((bad == usual).mean())


def _learned(
    found: Sequence[Comment], words: list[list[str]], bad: Any, lexicon: Lexicon,
    estimate: dict[tuple[int, int], float],
) -> tuple[tuple[str, ...], tuple[str, ...]]:  # fmt: skip
    """Learn from all of them, estimate the comments without a tone, and give the words that weigh most."""
    model = _model(words, bad)
    assert model is not None
    vectors, weights = model
    others = [one for one in found if (one.journey, one.position) not in estimate]
    if others:
        read = vectors.transform([lexicon.moods(one.text) for one in others])
        for one, chance in zip(others, weights.predict_proba(read)[:, 1], strict=True):
            estimate[one.journey, one.position] = float(chance)
    names = vectors.get_feature_names_out()
    order = np.argsort(weights.coef_[0], kind="stable")
    return (
        tuple(lexicon.whole(str(names[i])) for i in order[::-1][:WORDS]),
        tuple(lexicon.whole(str(names[i])) for i in order[:WORDS]),
    )

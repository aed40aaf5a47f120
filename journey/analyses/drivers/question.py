"""What drivers are asked for: of which result, and from which moment on nothing more may be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from journey.model import Interval

__all__ = ["Driver", "Drivers", "Feature", "Moment", "Question"]


@dataclass(frozen=True)
class Question:
    """The result to explain.

    Attributes
    ----------
    result : str
        "goal": mature journeys that convert; "good" or "bad": answers in the good or the bad boxes of a score.
    score : str or None
        Whose answers; None for "goal".
    landmark : str or None
        For "goal", the touchpoint whose first arrival is the moment; None: the first event of a journey. For a score
        the moment is the answer itself.
    """

    result: Literal["goal", "good", "bad"]
    score: str | None = None
    landmark: str | None = None


@dataclass(frozen=True)
class Moment:
    """A touchpoint at whose first arrival drivers could be asked for.

    Attributes
    ----------
    cases : int
        Undecided mature journeys that come there.
    skill : Interval
        What is known there takes so much off the squared error of the mean, on customers held out.
    """

    landmark: str
    cases: int
    skill: Interval


@dataclass(frozen=True, order=True)
class Feature:
    """Something that was so before the moment, or not.

    Attributes
    ----------
    kind : str
        "came": was at the touchpoint `name`; "again": more than once; "channel": used the channel `name`; "first":
        began at the touchpoint `name`; "attribute": `name` is `value`; "above": the number `name` is above `bound`;
        "wait": one wait was longer than `bound` seconds; "steps": more than `bound` events.
    """

    kind: Literal["came", "again", "channel", "first", "attribute", "above", "wait", "steps"]
    name: str = ""
    value: str = ""
    bound: float = 0.0


@dataclass(frozen=True)
class Driver:
    """A feature, and what goes with it.

    Attributes
    ----------
    adjusted : Interval
        Risk difference: share with the result where the feature holds, less the share where it does not, all other
        features held equal; n is the number of cases with it.
    with_it, without_it : Interval
        The two shares as they are.
    q : float
        False discovery rate at which it would be named (Benjamini-Hochberg).
    named : bool
        Whether q is at most 5 %.
    """

    feature: Feature
    adjusted: Interval
    with_it: Interval
    without_it: Interval
    q: float
    named: bool


@dataclass(frozen=True)
class Drivers:
    """The drivers of a result.

    Attributes
    ----------
    cases, customers : int
        Journeys or answers it was learned from, and whose.
    rate : Interval
        Share of the cases with the result.
    skill : Interval or None
        What the model takes off the squared error of the mean, on customers held out: 0 is no better than the mean, 1
        perfect. None where there were too few to learn from.
    drivers : tuple of Driver
        The strongest first; none where the model does not beat the mean.
    missing : str
        Why there is nothing to learn from: "" or "few", "same" (all cases alike), "features".
    """

    question: Question
    cases: int
    customers: int
    rate: Interval
    skill: Interval | None = None
    drivers: tuple[Driver, ...] = ()
    missing: str = ""

    @property
    def trusted(self) -> bool:
        """Whether the model beats the mean on held-out customers."""
        return self.skill is not None and self.skill.low is not None and self.skill.low > 0

"""Themes where they are said: their share of the comments of each stage, and the answers that go with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from journey.analyses.interval import mean_interval, wilson
from journey.analyses.voice.comments import Comment, Tone, comments
from journey.analyses.voice.themes import Theme, Themes, find_themes
from journey.model import BLANK, Interval, Progress, silent
from journey.scope import Scope
from journey.store.workspace import Workspace

__all__ = ["Learned", "ThemeShare", "Voice", "learned", "of_tone", "voice"]


@dataclass(frozen=True)
class Learned:
    """Themes of the whole workspace, and which comment is of which: (journey, position) -> number of the theme."""

    found: Themes
    of: dict[tuple[int, int], int]


@dataclass(frozen=True)
class ThemeShare:
    """A theme within a scope.

    Attributes
    ----------
    share : Interval
        Of the comments looked at, Wilson.
    feeling : Interval
        Mean of the answers given with its comments, from -2 to +2, with its t interval.
    by_stage : dict of str to Interval
        Stage -> its share of the comments made there.
    by_touchpoint : dict of str to Interval
        The same for touchpoints.
    journeys : tuple of str
        Keys of those in which it is said.
    """

    number: int
    theme: Theme
    comments: int
    journeys: tuple[str, ...]
    customers: int
    share: Interval
    feeling: Interval
    by_stage: dict[str, Interval]
    by_touchpoint: dict[str, Interval]


@dataclass(frozen=True)
class Voice:
    """What the customers in scope say.

    Attributes
    ----------
    comments, looked_at : int
        In scope; and those of the tone asked.
    themes : tuple of ThemeShare
        Commonest in scope first.
    none : int
        Comments looked at that are near no theme.
    stages, touchpoints : tuple of str
        With comments looked at; stages in their order, touchpoints by descending number of comments.
    """

    comments: int
    looked_at: int
    themes: tuple[ThemeShare, ...]
    none: int
    stages: tuple[str, ...]
    touchpoints: tuple[str, ...]
    learned: Learned


def of_tone(found: Sequence[Comment], tone: Tone | None) -> list[Comment]:
    """The comments of a tone; all with None."""
    return [one for one in found if tone is None or one.tone is tone]


def learned(workspace: Workspace, tone: Tone | None = None, *, progress: Progress = silent) -> Learned:
    """The themes of all comments of a tone: the same in every scope, so that they can be compared and named."""
    said = of_tone(comments(workspace), tone)
    found = find_themes([one.text for one in said], progress=progress)
    of = {(one.journey, one.position): number for one, number in zip(said, found.of_comment, strict=True)}
    return Learned(found, of)


def voice(workspace: Workspace, scope: Scope, tone: Tone | None = None, *, progress: Progress = silent) -> Voice:
    """Themes of the comments in scope, with their shares by stage and touchpoint.

    Parameters
    ----------
    tone : Tone, optional
        Look only at comments whose answers are critical, or content. Themes are learned anew for each.
    """
    every = comments(workspace, scope)
    said = of_tone(every, tone)
    known = learned(workspace, tone, progress=progress)
    numbers = [known.of.get((one.journey, one.position), -1) for one in said]
    stages = [name for (name,) in workspace.run("SELECT name FROM stage ORDER BY ordinal")]
    at_stage = _counted(one.stage for one in said)
    at_touchpoint = _counted(one.touchpoint for one in said)
    shares = []
    for number, theme in enumerate(known.found.themes):
        own = [one for one, of in zip(said, numbers, strict=True) if of == number]
        here, there = _counted(one.stage for one in own), _counted(one.touchpoint for one in own)
        shares.append(
            ThemeShare(
                number,
                theme,
                len(own),
                tuple(dict.fromkeys(one.key for one in own)),
                len({one.customer for one in own}),
                wilson(len(own), len(said)),
                _mean([one.feeling for one in own if one.feeling is not None]),
                {name: wilson(here.get(name, 0), n) for name, n in at_stage.items()},
                {name: wilson(there.get(name, 0), n) for name, n in at_touchpoint.items()},
            )
        )
    shares.sort(key=lambda one: (-one.comments, one.number))
    return Voice(
        len(every),
        len(said),
        tuple(shares),
        numbers.count(-1),
        tuple(name for name in stages if name in at_stage),
        tuple(sorted(at_touchpoint, key=lambda name: (-at_touchpoint[name], name))),
        known,
    )


def _counted(names: Iterable[str | None]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        if name is not None:
            found[name] = found.get(name, 0) + 1
    return found


def _mean(values: list[float]) -> Interval:
    n = len(values)
    if not n:
        return BLANK
    mean = sum(values) / n
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / (n - 1)) if n > 1 else 0.0
    return mean_interval(mean, spread, n)

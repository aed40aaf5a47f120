"""Moving journeys as a picture: tokens, their ways over a flow map, their colours and the words beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Literal

from journey.analyses.replay import Moving, Replay
from journey.charts.label import clean
from journey.charts.map_spec import MapSpec
from journey.model import Outcome
from journey.text import _, ngettext
from journey.text.format import count
from journey.text.scope_words import outcome_name

__all__ = ["Clock", "Colour", "ReplaySpec", "colour_name", "replay_spec"]

Clock = Literal["calendar", "start", "step"]
"""Every journey at its own time; all from the same moment; or each step as long as any other."""


@dataclass(frozen=True)
class Colour:
    """One colour: its name, its token of the theme or place in the list of categories, the tokens that have it, and the
    journeys in scope that they stand for."""

    name: str
    token: str | int
    moving: int
    journeys: int


@dataclass(frozen=True)
class ReplaySpec:
    """Everything that moves, as plain values.

    Attributes
    ----------
    boxes : tuple of str
        Ids of the map's boxes; tokens speak of them by their place in it.
    tokens : list of dict
        "start" (s from `first`), "at" (s from its own start), "box", "fate" ("completed", "lost", "dropped", "open" or
        "undecided") and "colour" (place in `colours`).
    passed, unseen : int
        Events of the sample at touchpoints that are not drawn: tokens pass them by. Journeys that have no others: they
        do not move.
    """

    map: MapSpec
    boxes: tuple[str, ...]
    tokens: tuple[dict[str, Any], ...]
    colours: tuple[Colour, ...]
    first: float
    passed: int
    unseen: int
    sample: str

    def to_json(self) -> dict[str, Any]:
        """What the browser needs beside the map."""
        return {
            "boxes": list(self.boxes),
            "tokens": list(self.tokens),
            "colours": [{"name": one.name, "token": one.token, "count": count(one.moving)} for one in self.colours],
            "first": self.first,
            "sample": self.sample,
        }


def replay_spec(found: Replay, picture: MapSpec, *, colour: str = "outcome") -> ReplaySpec:
    """Lay a sample over a map.

    Parameters
    ----------
    picture : MapSpec
        Of the same scope. Touchpoints that it does not draw are passed by, and counted in `passed`.
    colour : str
        As `found` was asked for.
    """
    place = {box.id: number for number, box in enumerate(picture.boxes)}
    tokens, passed = [], 0
    for one in found.moving:
        steps = [(place[f"t{node}"], after) for node, after in zip(one.nodes, one.after_s, strict=True)
                 if f"t{node}" in place]  # fmt: skip
        passed += len(one.nodes) - len(steps)
        if steps:
            tokens.append(_token(one, steps))
    return ReplaySpec(
        # The boxes are a stage here: no colour of theirs competes with the tokens'.
        map=replace(picture, legend=replace(picture.legend, title="", scale="", low="", high="")),
        boxes=tuple(place),
        tokens=tuple(tokens),
        colours=_colours(found, colour, Counter(token["colour"] for token in tokens)),
        first=found.first,
        passed=passed,
        unseen=len(found.moving) - len(tokens),
        sample=_sample(found, len(tokens)),
    )


def _token(one: Moving, steps: list[tuple[int, float]]) -> dict[str, Any]:
    return {
        "start": round(one.started_s, 3),
        "box": [box for box, _after in steps],
        "at": [round(after, 3) for _box, after in steps],
        "fate": str(one.outcome) if one.outcome else "undecided",
        "colour": one.group,
    }


def _colours(found: Replay, colour: str, moving: Counter[int]) -> tuple[Colour, ...]:
    journeys = [0] * len(found.groups)
    for stratum in found.strata:
        journeys[stratum.group] += stratum.journeys
    return tuple(
        Colour(colour_name(name, colour), _look(number, name, colour), moving[number], journeys[number])
        for number, name in enumerate(found.groups)
    )


def colour_name(name: str, colour: str) -> str:
    """What a group of a replay is called on screen."""
    if colour == "outcome":
        return outcome_name(Outcome(name)) if name else _("no goal set")
    if name:
        return clean(name)
    return _("no answer") if colour.startswith("score:") else _("others")


def _look(number: int, name: str, colour: str) -> str | int:
    """A token of the theme, or a place in the list of categories."""
    if colour == "outcome":
        return name or "undecided"
    if not name:
        return "open"
    return f"emotion-{2 * number}" if colour.startswith("score:") else number


def _sample(found: Replay, moving: int) -> str:
    if moving >= found.journeys_shown:
        return ngettext("The one journey in scope moves.", "All {n} journeys in scope move.", moving).format(
            n=count(moving)
        )
    return _(
        "{n} of {shown} journeys move: a sample in which every outcome and colour has its share, at least one journey "
        "each; the same ones each time."
    ).format(n=count(moving), shown=count(found.journeys_shown))

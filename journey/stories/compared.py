"""The two groups that the address of the page Compare names, and what can be chosen there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta

from journey.analyses.info import Info, attribute_values
from journey.model import Outcome
from journey.scope import Attribute, Scope
from journey.store.saved_views import saved_views
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.known import known
from journey.text import _
from journey.text.scope_words import outcome_name

__all__ = [
    "Chosen",
    "Group",
    "before_and_after",
    "chosen_groups",
    "day_of",
    "groups_of_channels",
    "groups_of_outcomes",
    "groups_of_values",
    "groups_of_views",
    "is_one_day",
    "others_of",
    "usual_day",
    "ways",
    "with_and_without",
]

Group = tuple[str, Scope]
Chosen = tuple[Group, Group]
"""A and B, each with its name."""


def ways(workspace: Workspace, held: Info) -> list[str]:
    """The ways of comparing that this log has, the usual one first."""
    possible = {
        "outcome": bool(held.outcomes),
        "attribute": bool(held.attributes),
        "touchpoint": True,
        "date": True,
        "channel": len(held.channels) > 1,
        "view": bool(saved_views(workspace)),
    }
    return [way for way, here in possible.items() if here]


def groups_of_outcomes(held: Info) -> tuple[dict[str, Scope], int]:
    """A group for each outcome, and the number of the one that B is at first."""
    found = [one for one in Outcome if held.outcomes.get(one)]
    second = found.index(Outcome.DROPPED) if Outcome.DROPPED in found[1:] else 1
    return {outcome_name(one): Scope(outcomes=(one,)) for one in found}, second


def groups_of_values(name: str, values: Sequence[tuple[str, int]]) -> dict[str, Scope]:
    """A group for each value of an attribute, and all others."""
    return {value: Scope(attributes=(Attribute(name, (value,)),)) for value, _n in values} | {_("all others"): Scope()}


def others_of(chosen: Chosen) -> Chosen:
    """Of two groups of values: all others are those that have not the value of the other side."""
    (a, of_a), (b, of_b) = chosen
    others = _("all others")
    if b == others and of_b == Scope():
        return (a, of_a), (b, Scope(attributes=of_a.attributes, inverse=True))
    if a == others:
        return (a, Scope(attributes=of_b.attributes, inverse=True)), (b, of_b)
    return chosen


def groups_of_channels(held: Info) -> dict[str, Scope]:
    """A group for each channel."""
    return {name: Scope(channels=(name,)) for name in held.channels}


def groups_of_views(workspace: Workspace) -> dict[str, Scope]:
    """A group for each saved view."""
    return {view.name: view.scope for view in saved_views(workspace)}


def with_and_without(name: str) -> Chosen:
    """Journeys that come to a touchpoint, and those that do not."""
    with_it, without = _("with {name}").format(name=name), _("without {name}").format(name=name)
    return (with_it, Scope(contains=(name,))), (without, Scope(avoids=(name,)))


def before_and_after(day: date) -> Chosen:
    """Journeys before a day, and from it on."""
    before = Scope(until=(day - timedelta(days=1)).isoformat())
    return (_("before"), before), (_("from {day}").format(day=day.isoformat()), Scope(since=day.isoformat()))


def is_one_day(held: Info) -> bool:
    """Whether the log is of a single day, which has no before and after."""
    return held.first.date() == held.last.date()


def usual_day(held: Info) -> date:
    """The day in the middle of the log."""
    first, last = held.first.date(), held.last.date()
    return first + max(timedelta(days=1), (last - first) // 2)


def day_of(text: str, held: Info) -> date:
    """The day that an address names, within the log; ValueError where it names none."""
    return min(held.last.date(), max(held.first.date() + timedelta(days=1), date.fromisoformat(text)))


def chosen_groups(workspace: Workspace, held: Info, settings: Mapping[str, str], ask: Ask) -> Chosen | None:
    """The groups that the address names, else those the page offers first; None where there are no two."""
    way = known(settings.get("way"), ways(workspace, held))
    if way == "outcome":
        outcomes, second = groups_of_outcomes(held)
        return _two(outcomes, settings, second)
    if way == "attribute":
        name = known(settings.get("attribute"), [one.name for one in held.attributes])
        values = ask(attribute_values, workspace, name)
        found = _two(groups_of_values(name, values), settings) if len(values) > 1 else None
        return None if found is None else others_of(found)
    if way == "touchpoint":
        return with_and_without(known(settings.get("touchpoint"), held.touchpoints))
    if way == "channel":
        return _two(groups_of_channels(held), settings)
    if way == "view":
        return _two(groups_of_views(workspace), settings)
    if is_one_day(held):
        return None
    day = usual_day(held)
    with suppress(ValueError):
        day = day_of(settings.get("day", ""), held)
    return before_and_after(day)


def _two(offered: Mapping[str, Scope], settings: Mapping[str, str], second: int = 1) -> Chosen | None:
    names = list(offered)
    if len(names) < 2:
        return None
    a, b = known(settings.get("a"), names), known(settings.get("b"), names, names[second])
    return None if a == b else ((a, offered[a]), (b, offered[b]))

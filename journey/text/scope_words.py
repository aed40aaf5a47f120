"""A scope in words: a chip for each of its parts, and one sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from journey.model import Level, Outcome
from journey.scope import Scope, Then
from journey.text import _, ngettext
from journey.text.format import count, date, duration, moment

__all__ = ["Chip", "chips", "level_name", "outcome_name", "sentence"]


@dataclass(frozen=True)
class Chip:
    """One part of a scope.

    Attributes
    ----------
    without : Scope
        The scope that is left when this part is taken away.
    """

    text: str
    without: Scope


def chips(scope: Scope) -> tuple[Chip, ...]:
    """The parts of a scope, each with what is left without it.

    Examples
    --------
    >>> [chip.text for chip in chips(Scope(contains=("Payment",), since="2026-03-01"))]
    ['From 1 Mar 2026', 'Contains Payment']
    """
    found: list[Chip] = []

    def add(text: str, **change: object) -> None:
        found.append(Chip(text, replace(scope, **change)))  # type: ignore[arg-type]

    if scope.inverse:
        add(_("All except these"), inverse=False)
    if scope.since is not None or scope.until is not None:
        add(_period(scope), since=None, until=None, period="started")
    for attribute in scope.attributes:
        rest = tuple(other for other in scope.attributes if other != attribute)
        add(_("{name}: {values}").format(name=attribute.name, values=_listed(attribute.values)), attributes=rest)
    if scope.channels:
        add(_("Channel: {names}").format(names=_listed(scope.channels)), channels=())
    for name in scope.contains:
        add(_("Contains {name}").format(name=name), contains=_minus(scope.contains, name))
    if scope.visits:
        add(_("Visits one of {names}").format(names=_listed(scope.visits)), visits=())
    for name in scope.avoids:
        add(_("Avoids {name}").format(name=name), avoids=_minus(scope.avoids, name))
    if scope.starts_with:
        add(_("Starts with {names}").format(names=_listed(scope.starts_with)), starts_with=())
    if scope.ends_with:
        add(_("Ends with {names}").format(names=_listed(scope.ends_with)), ends_with=())
    for then in scope.then:
        add(_sequence(then), then=tuple(other for other in scope.then if other != then))
    for switch in scope.switches:
        words = _("Channel {source}, directly {target}").format(source=switch.source, target=switch.target)
        add(words, switches=tuple(other for other in scope.switches if other != switch))
    if scope.min_duration_s is not None or scope.max_duration_s is not None:
        add(_duration(scope), min_duration_s=None, max_duration_s=None)
    if scope.outcomes:
        add(_("Outcome: {names}").format(names=_listed(tuple(map(outcome_name, scope.outcomes)))), outcomes=())
    if scope.variants:
        n = len(scope.variants)
        add(ngettext("{n} variant", "{n} variants", n).format(n=n), variants=())
    if scope.customers:
        add(_("Customer: {names}").format(names=_listed(scope.customers)), customers=())
    if scope.journeys:
        n = len(scope.journeys)
        text = ngettext("Journey {key}", "{n} chosen journeys", n).format(key=scope.journeys[0], n=count(n))
        add(text, journeys=())
    for name in scope.hidden:
        add(_("Hidden: {name}").format(name=name), hidden=_minus(scope.hidden, name))
    if scope.level is not Level.TOUCHPOINT:
        add(_("By {level}").format(level=level_name(scope.level).lower()), level=Level.TOUCHPOINT)
    return tuple(found)


def sentence(scope: Scope) -> str:
    """The scope in one sentence.

    Examples
    --------
    >>> sentence(Scope())
    'All journeys.'
    >>> sentence(Scope(contains=("Payment",)))
    'Journeys where: contains Payment.'
    """
    parts = [chip.text for chip in chips(replace(scope, inverse=False))]
    if not parts:
        return _("All journeys.")
    lead = _("All journeys except where: {parts}.") if scope.inverse else _("Journeys where: {parts}.")
    return lead.format(parts="; ".join(part[:1].lower() + part[1:] for part in parts))


def level_name(level: Level) -> str:
    """A level in words."""
    return {
        Level.TOUCHPOINT: _("Touchpoint"),
        Level.STAGE: _("Stage"),
        Level.CHANNEL: _("Channel"),
        Level.TOUCHPOINT_CHANNEL: _("Touchpoint and channel"),
    }[level]


def outcome_name(outcome: Outcome) -> str:
    """An outcome in words."""
    return {
        Outcome.COMPLETED: _("Completed"),
        Outcome.LOST: _("Lost"),
        Outcome.DROPPED: _("Dropped"),
        Outcome.OPEN: _("Open"),
    }[outcome]


def _period(scope: Scope) -> str:
    if scope.since is not None and scope.until is not None:
        words = {
            "started": _("{since} to {until}"),
            "finished": _("Finished {since} to {until}"),
            "touching": _("Active {since} to {until}"),
        }
    elif scope.since is not None:
        words = {
            "started": _("From {since}"),
            "finished": _("Finished from {since}"),
            "touching": _("Active from {since}"),
        }
    else:
        words = {
            "started": _("Until {until}"),
            "finished": _("Finished until {until}"),
            "touching": _("Active until {until}"),
        }
    return words[scope.period].format(since=_day(scope.since), until=_day(scope.until))


def _day(text: str | None) -> str:
    """A date or time of an address in words; one that is none is shown as it was given."""
    try:
        given = datetime.fromisoformat(text or "")
    except ValueError:
        return text or ""
    return date(given) if len(text or "") == len("2026-03-01") else moment(given)


def _sequence(then: Then) -> str:
    words = {
        (False, False): _("{source}, later {target}"),
        (True, False): _("{source}, directly {target}"),
        (False, True): _("Not {source}, later {target}"),
        (True, True): _("Not {source}, directly {target}"),
    }[then.directly, then.never]
    text = words.format(source=then.source, target=then.target)
    if then.within_s is None:
        return text
    return _("{sequence} within {time}").format(sequence=text, time=duration(then.within_s))


def _duration(scope: Scope) -> str:
    low, high = duration(scope.min_duration_s), duration(scope.max_duration_s)
    if scope.min_duration_s is not None and scope.max_duration_s is not None:
        return _("Lasts {low} to {high}").format(low=low, high=high)
    if scope.min_duration_s is not None:
        return _("Lasts {low} or longer").format(low=low)
    return _("Lasts {high} or less").format(high=high)


def _listed(names: tuple[str, ...]) -> str:
    if len(names) <= 3:
        return _(" or ").join(names)
    return _("{first} or {n} others").format(first=names[0], n=len(names) - 1)


def _minus(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(other for other in names if other != name)

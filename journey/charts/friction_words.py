"""Frictions in plain words: what a kind is called, what is claimed of a place, and the sentence above the list."""

from __future__ import annotations

from datetime import date, datetime

from journey.analyses.friction.friction import FrictionList
from journey.analyses.friction.parts import Friction, Kind, Peak
from journey.charts.label import clean
from journey.text import _, format, ngettext

__all__ = ["answer", "claim", "course_words", "days", "headline_place", "kind_help", "kind_name", "place_answer",
           "place_words", "reason", "stake_words"]  # fmt: skip

_KINDS = {
    Kind.DETOUR: (_("Detour"), _("Journeys that come by here at all, against those that go another way from there.")),
    Kind.REPEAT: (_("Repeat"), _("Journeys that come here a second time before their end.")),
    Kind.BACKTRACK: (_("Going back"), _("Journeys that go from here to an earlier stage.")),
    Kind.PING_PONG: (_("Back and forth"), _("Journeys that go there and directly back.")),
    Kind.WAIT: (_("Long wait"), _("Journeys that wait longer than the target from one to the other.")),
    Kind.SWITCH: (_("Change of channel"), _("Journeys that change the channel on this way.")),
    Kind.FORCED: (_("Forced to a person"), _("Journeys that leave self-service for a person on this way.")),
    Kind.CONTACT: (_("Repeated contact"), _("Contacts with a person that are followed by another within a week.")),
    Kind.ANSWER: (_("Missing voices"), _("A survey whose answers come from some customers more than from others.")),
}
_NUMBERS = (
    _("No place"), _("One place"), _("Two places"), _("Three places"), _("Four places"), _("Five places"),
    _("Six places"), _("Seven places"), _("Eight places"), _("Nine places"), _("Ten places"),
)  # fmt: skip


def kind_name(kind: Kind) -> str:
    """A kind as people call it.

    >>> kind_name(Kind.PING_PONG)
    'Back and forth'
    """
    return _KINDS[kind][0]


def kind_help(kind: Kind) -> str:
    """What a kind is, in a sentence."""
    return _KINDS[kind][1]


def place_words(one: Friction) -> str:
    """The place: a touchpoint, or two with an arrow."""
    return clean(one.name) if one.target is None else f"{clean(one.name)} → {clean(one.target)}"


def headline_place(one: Friction) -> str:
    """The place with its kind, inside a sentence."""
    name, target = clean(one.name), clean(one.target or "")
    return {
        Kind.DETOUR: _("the detour by {name}"),
        Kind.REPEAT: _("the repeats of {name}"),
        Kind.BACKTRACK: _("the way back from {name} to {target}"),
        Kind.PING_PONG: _("the back and forth between {name} and {target}"),
        Kind.WAIT: _("the long wait from {name} to {target}"),
        Kind.SWITCH: _("the change of channel from {name} to {target}"),
        Kind.FORCED: _("self-service left for a person from {name} to {target}"),
        Kind.CONTACT: _("the repeated contacts after {name}"),
        Kind.ANSWER: _("the voices missing between {name} and {target}"),
    }[one.place.kind].format(name=name, target=target)


def answer(found: FrictionList) -> str:
    """The sentence above the list."""
    leading, together = found.leading, found.together
    if not leading or together is None or together.at_stake.value is None:
        if found.ranked:
            return _("Nothing puts completions at stake; after their end, journeys are held up by {place}.").format(
                place=headline_place(found.ranked[0])
            )
        if not found.journeys_mature:
            return _("No journey is old enough to be judged, so nothing can be told yet.")
        if not found.tested:
            return _("Too few journeys to compare: no place holds up 30 customers.")
        return _("No place holds journeys up more than chance would.")
    places = _NUMBERS[len(leading)] if len(leading) < len(_NUMBERS) else _("{n} places").format(n=len(leading))
    words = ngettext(
        "{places} puts {n} of {all} journeys at stake: {first}.",
        "{places} put {n} of {all} journeys at stake; the first is {first}.",
        len(leading),
    )
    return words.format(
        places=places, n=format.count(round(together.at_stake.value)), all=format.count(found.journeys_mature),
        first=headline_place(leading[0]),
    )  # fmt: skip


def place_answer(one: Friction) -> str:
    """What one place puts at stake."""
    words = headline_place(one)
    place = words[:1].upper() + words[1:]
    if one.place.kind is Kind.ANSWER:
        return _("Answers at {target} come from the happier customers.").format(target=one.target)
    if one.after:
        return _("{place}: {n} more than elsewhere.").format(place=place, n=format.count(round(one.extra)))
    value = one.stake.at_stake.value
    if value is None or value <= 0:
        return _("{place} puts nothing at stake.").format(place=place)
    return _("{place} puts {n} at stake.").format(
        place=place, n=ngettext("{n} journey", "{n} journeys", round(value)).format(n=format.count(round(value)))
    )


def stake_words(one: Friction) -> str:
    """At stake with its interval, in journeys; money where it is known."""
    at_stake = one.stake.at_stake
    if one.place.kind is Kind.ANSWER:
        return _("{n} answers missing").format(n=format.count(round(one.extra)))
    if one.after:
        return _("{n} extra contacts").format(n=format.count(round(one.extra)))
    if at_stake.value is None or at_stake.low is None or at_stake.high is None:
        return "–"
    words = _("{value} ({low} to {high})").format(
        value=_whole(at_stake.value), low=_whole(at_stake.low), high=_whole(at_stake.high)
    )
    return words if one.value is None else _("{journeys} · {money}").format(
        journeys=words, money=format.number(one.value)
    )  # fmt: skip


def claim(one: Friction) -> str:
    """What is claimed of a place, as an association, with all figures that it rests on."""
    stake = one.stake
    if one.place.kind is Kind.ANSWER:
        return _(
            "{n} of {visits} journeys that came to {name} never answered. Those who did had rated other things {gap} "
            "of the scale better, so the answers sound better than customers feel. No completion is at stake here."
        ).format(
            n=format.count(stake.journeys), visits=format.count(stake.visits), name=clean(one.name),
            gap=format.percent(one.gap),
        )  # fmt: skip
    if one.after:
        return _(
            "After their end, {n} of {visits} journeys with this contact have another within a week: {extra} more than "
            "at the rate of the others. No completion is at stake here, but time, cost and patience are."
        ).format(
            n=format.count(stake.journeys), visits=format.count(stake.visits), extra=format.count(round(one.extra))
        )
    who = {
        Kind.DETOUR: _("{n} of {visits} journeys came by {name}."),
        Kind.REPEAT: _("{n} of {visits} journeys that came to {name} came a second time."),
        Kind.BACKTRACK: _("{n} of {visits} journeys went back from {name} to {target}."),
        Kind.PING_PONG: _("{n} of {visits} journeys went from {name} to {target} and directly back."),
        Kind.WAIT: _("{n} of {visits} journeys waited longer than the target from {name} to {target}."),
        Kind.SWITCH: _("{n} of {visits} journeys changed the channel from {name} to {target}."),
        Kind.FORCED: _("{n} of {visits} journeys left self-service for a person, from {name} to {target}."),
        Kind.CONTACT: _("{n} of {visits} journeys had another contact within a week of {name}."),
    }[one.place.kind].format(
        n=format.count(stake.journeys), visits=format.count(stake.of or stake.visits), name=clean(one.name),
        target=clean(one.target or ""),
    )  # fmt: skip
    if stake.conversion is None:
        return _("{who} Nobody was at the same point without it.").format(who=who)
    return _(
        "{who} This is associated with {conversion} reaching the goal, against {expected} of those at the same point "
        "without it."
    ).format(who=who, conversion=format.percent(stake.conversion), expected=format.percent(stake.expected))


def course_words(peak: Peak) -> str:
    """Where it concentrates."""
    where = days(peak.since, peak.until) if peak.since and peak.until else (
        _("{what} {value}").format(what=clean(peak.what), value=clean(peak.value)) if peak.what
        else _("channel {value}").format(value=clean(peak.value))
    )  # fmt: skip
    return _("{where}: {share} of it, with {expected} of the journeys").format(
        where=where, share=format.percent(max(0.0, min(1.0, peak.share))), expected=format.percent(peak.expected)
    )


def days(since: date, until: date) -> str:
    """A period, its last day included."""
    first, last = (format.date(datetime(day.year, day.month, day.day)) for day in (since, until))
    return _("{first} to {last}").format(first=first, last=last)


def reason(one: Friction) -> str:
    """Why it is below the line."""
    value = one.stake.at_stake.value
    if one.place.kind is Kind.ANSWER:
        return _("those who answer had rated other things alike")
    if one.after:
        return _("no group has more of it than chance gives")
    if value is None:
        return _("nobody to compare with")
    if value <= 0:
        return _("journeys with it complete as often, or more")
    return _("could be chance (q {q})").format(q=format.number(round(one.q, 2)))


def _whole(value: float) -> str:
    return format.count(round(value)).replace("-", format.MINUS)

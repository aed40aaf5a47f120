"""Giving columns another part: what a person changes in a mapping that was guessed."""

from __future__ import annotations

from collections.abc import Mapping as Answers
from collections.abc import Sequence
from dataclasses import replace

from journey.ingest.clock import joined_name
from journey.ingest.dates import DateGuess
from journey.model import Grain, Mapping, Role

__all__ = ["assign", "held", "regrain", "with_date_format"]

_FIELDS = {
    Role.JOURNEY: "journey", Role.CUSTOMER: "customer", Role.TOUCHPOINT: "touchpoint", Role.TIME: "time",
    Role.CLOCK: "clock", Role.END_TIME: "end_time", Role.CHANNEL: "channel", Role.STAGE: "stage",
    Role.SCORE: "scores", Role.COST: "cost", Role.COMMENT: "comment", Role.INITIATOR: "initiator",
    Role.LIFECYCLE: "lifecycle", Role.ATTRIBUTE: "attributes",
}  # fmt: skip
_SEVERAL = frozenset({Role.TOUCHPOINT, Role.SCORE, Role.ATTRIBUTE})


def held(mapping: Mapping, role: Role) -> tuple[str, ...]:
    """The columns that play a part.

    >>> held(Mapping(journey="id", touchpoint=("what", "how")), Role.TOUCHPOINT)
    ('what', 'how')
    """
    found = getattr(mapping, _FIELDS[role])
    return found if isinstance(found, tuple) else (found,) if found is not None else ()


def assign(mapping: Mapping, role: Role, columns: Sequence[str]) -> Mapping:
    """Give a part to columns, and to no others.

    A column plays one part: it leaves the one it had. One that loses this part is kept as an attribute, so that nothing
    is lost without a word; one that is taken out of the attributes is ignored.

    Examples
    --------
    >>> before = Mapping(journey="id", touchpoint=("what",), time="at", attributes=("who",))
    >>> after = assign(before, Role.TOUCHPOINT, ["who"])
    >>> after.touchpoint, after.attributes
    (('who',), ('what',))
    """
    chosen = tuple(columns)
    freed = tuple(column for column in held(mapping, role) if column not in chosen)
    for other in _FIELDS:
        if other is not role:
            mapping = _put(mapping, other, tuple(c for c in held(mapping, other) if c not in chosen))
    mapping = _put(mapping, role, chosen)
    if role is not Role.ATTRIBUTE:
        mapping = _put(mapping, Role.ATTRIBUTE, (*mapping.attributes, *freed))
    if role is Role.LIFECYCLE or mapping.lifecycle is None:
        mapping = replace(mapping, lifecycle_keep=())
    return replace(mapping, score_names=())


def regrain(mapping: Mapping, grain: Grain, gap_s: float | None = None) -> Mapping:
    """Make journeys of something else: an id, a customer, or a customer until a silence of `gap_s` seconds.

    Examples
    --------
    >>> by_customer = regrain(Mapping(journey="order", customer="client"), Grain.CUSTOMER)
    >>> by_customer.journey, by_customer.attributes
    (None, ('order',))
    """
    mapping = replace(mapping, grain=grain, gap_s=gap_s if grain is Grain.GAP else None)
    return mapping if grain is Grain.JOURNEY else assign(mapping, Role.JOURNEY, ())


def with_date_format(mapping: Mapping, times: Answers[str, DateGuess], told: Answers[str, str]) -> Mapping:
    """Read the times the way their columns write them; `told` holds what a person said where two ways are possible.

    Examples
    --------
    >>> from journey.ingest.dates import detect
    >>> times = {"at": detect(["03/04/2026"])}
    >>> with_date_format(Mapping(time="at"), times, {"at": "%m/%d/%Y"}).date_format
    '%m/%d/%Y'
    """
    formats = []
    for column in (mapping.time and joined_name(mapping.time, mapping.clock), mapping.end_time):
        if column is not None and column in times:
            formats.append(told.get(column) or times[column].format or "iso")
    joined = "|".join(dict.fromkeys(formats))
    return replace(mapping, date_format=None if joined in ("", "iso") else joined)


def _put(mapping: Mapping, role: Role, columns: tuple[str, ...]) -> Mapping:
    value = columns if role in _SEVERAL else (columns[0] if columns else None)
    return replace(mapping, **{_FIELDS[role]: value})  # type: ignore[arg-type]

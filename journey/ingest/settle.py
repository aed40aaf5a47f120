"""The mapping when nobody can be asked: what was fixed holds, the rest is guessed, open questions are refused."""

from __future__ import annotations

from collections.abc import Mapping as Fixed
from dataclasses import fields, replace
from typing import Any

from journey.errors import WrongInput
from journey.ingest.assign import assign, regrain, with_date_format
from journey.ingest.clock import joined, joined_name
from journey.ingest.dates import detect
from journey.ingest.known_mappings import known_guess, named, recognise
from journey.ingest.roles import Guess, guess
from journey.ingest.source import Preview
from journey.model import Grain, Mapping, Role
from journey.text import _

__all__ = ["settle"]

_PARTS = {
    "journey": Role.JOURNEY, "customer": Role.CUSTOMER, "touchpoint": Role.TOUCHPOINT, "time": Role.TIME,
    "clock": Role.CLOCK, "end_time": Role.END_TIME, "channel": Role.CHANNEL, "stage": Role.STAGE,
    "scores": Role.SCORE, "cost": Role.COST, "comment": Role.COMMENT, "initiator": Role.INITIATOR,
    "lifecycle": Role.LIFECYCLE, "attributes": Role.ATTRIBUTE,
}  # fmt: skip
_PLAIN = {"journey": "case:concept:name", "customer": "customer id", "touchpoint": "concept:name"}
"""Names that leave no doubt about a column's part."""

_FLAGS = {Role.JOURNEY: "--journey", Role.TOUCHPOINT: "--touchpoint", Role.TIME: "--time"}


def settle(preview: Preview, fixed: Fixed[str, Any]) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping to import with, and what was assumed in it, in sentences.

    Parameters
    ----------
    fixed : mapping of str
        Fields of `Mapping` that are given; a column named there plays no other part. "mapping" is the name of a known
        mapping to begin with.

    Raises
    ------
    WrongInput
        Only a person could tell: which column is what, or the order of day and month.
    """
    if not preview.rows:
        raise WrongInput(
            _("{name} has a header, but no rows.").format(name=preview.source.name),
            _("Export it again, with its rows."),
        )
    _known(fixed, preview)
    columns, rows = preview.source.columns, preview.rows
    known = named(fixed["mapping"], columns, rows) if "mapping" in fixed else recognise(columns, rows)
    guessed = known_guess(columns, rows, known) if known else _guess(preview, fixed)
    mapping = _grain(_merged(guessed.mapping, fixed), fixed, guessed)
    _refuse(guessed, mapping, fixed)
    if "date_format" not in fixed:
        mapping = _dated(preview, mapping, known=bool(guessed.known))
    return mapping, _assumed(guessed, mapping, fixed)


def _columns(given: Any) -> tuple[str, ...]:
    return () if given is None else (given,) if isinstance(given, str) else tuple(given)


def _known(fixed: Fixed[str, Any], preview: Preview) -> None:
    given = [column for part in _PARTS for column in _columns(fixed.get(part))]
    for column in (*given, *(column for column, _value in fixed.get("where", ()))):
        if column not in preview.source.columns:
            raise WrongInput(
                _("{name} has no column {column}.").format(name=preview.source.name, column=repr(column)),
                _("Its columns are: {columns}.").format(columns=", ".join(map(repr, preview.source.columns[:40]))),
            )


def _guess(preview: Preview, fixed: Fixed[str, Any]) -> Guess:
    """The guess, made with the columns given under names that leave no doubt, so that it builds on them."""
    plain = {_columns(fixed[part])[0]: name for part, name in _PLAIN.items() if fixed.get(part)}
    taken = set(plain.values())
    own = {plain.get(c, f"({c})" if c in taken else c): c for c in preview.source.columns}

    def back(value: Any) -> Any:
        return tuple(map(back, value)) if isinstance(value, tuple) else own.get(value, value)

    found = guess(tuple(own), preview.rows)
    parts = {part: back(getattr(found.mapping, part)) for part in _PARTS}
    return Guess(
        replace(found.mapping, **parts),
        {own[name]: sure for name, sure in found.confidence.items()},
        {own[name]: reason for name, reason in found.reasons.items()},
        tuple(replace(question, choices=back(question.choices)) for question in found.questions),
    )


def _merged(guessed: Mapping, fixed: Fixed[str, Any]) -> Mapping:
    """The guess with what is given in its place."""
    mapping = guessed
    for part, role in _PARTS.items():
        if part in fixed:
            mapping = assign(mapping, role, _columns(fixed[part]))
    if fixed.get("time", guessed.time) != guessed.time:
        # The end and the time of day that were guessed belong to the start that was guessed.
        for part in ("end_time", "clock"):
            if part not in fixed:
                mapping = assign(mapping, _PARTS[part], ())
    for name, part, role in (("as_touchpoint", "touchpoint", Role.TOUCHPOINT), ("as_channel", "channel", Role.CHANNEL)):
        if name in fixed and part not in fixed:
            mapping = assign(mapping, role, ())
    known = {f.name for f in fields(Mapping)}
    return replace(mapping, **{name: value for name, value in fixed.items() if name in known})


def _grain(mapping: Mapping, fixed: Fixed[str, Any], guessed: Guess) -> Mapping:
    if "grain" in fixed or (guessed.known and not {"journey", "customer", "gap_s"} & set(fixed)):
        return mapping
    if "gap_s" in fixed:
        if "journey" in fixed:
            raise WrongInput(
                _("A gap splits the events of a customer; with a journey column there is nothing to split."),
                _("Give --customer instead of --journey, or leave --gap out."),
            )
        if mapping.customer is None:
            raise WrongInput(
                _("A gap splits the events of a customer, and no column says which customer it was."),
                _("Give it with --customer COLUMN."),
            )
        return regrain(mapping, Grain.GAP, fixed["gap_s"])
    unsure = any(question.role is Role.JOURNEY for question in guessed.questions)
    if mapping.journey is None or (unsure and "customer" in fixed and "journey" not in fixed):
        return regrain(mapping, Grain.CUSTOMER if mapping.customer is not None else Grain.JOURNEY)
    return regrain(mapping, Grain.JOURNEY)


def _refuse(guessed: Guess, mapping: Mapping, fixed: Fixed[str, Any]) -> None:
    """What the guess is not sure of has to be given; by itself it would be a coin tossed in silence."""
    filled = {
        Role.JOURNEY: mapping.grain is not Grain.JOURNEY or "journey" in fixed,
        Role.TOUCHPOINT: "touchpoint" in fixed or "as_touchpoint" in fixed,
        Role.TIME: "time" in fixed,
    }
    for question in guessed.questions:
        # Whether day or month comes first is asked of the column that is really used, later.
        of_columns = set(question.choices) <= set(guessed.confidence)
        if of_columns and not filled.get(question.role, True):
            choices = ", ".join(map(repr, question.choices[:12])) or _("none")
            raise WrongInput(
                question.text,
                _("Give {flag} COLUMN; it may be one of: {choices}.").format(
                    flag=_FLAGS[question.role], choices=choices
                ),
            )


def _dated(preview: Preview, mapping: Mapping, *, known: bool) -> Mapping:
    times, told = {}, {}
    values = {name: [row[n] for row in preview.rows] for n, name in enumerate(preview.source.columns)}
    if mapping.time is not None and mapping.clock is not None:
        both = zip(values[mapping.time], values[mapping.clock], strict=True)
        values[joined_name(mapping.time, mapping.clock)] = [joined(date, clock) for date, clock in both]
    for column in filter(None, (mapping.time and joined_name(mapping.time, mapping.clock), mapping.end_time)):
        times[column] = found = detect(values[column], column)
        if known and mapping.date_format is not None and mapping.date_format in found.ambiguous:
            told[column] = mapping.date_format
        elif found.ambiguous:
            raise WrongInput(
                _("{text} in column {column} may be written day first or month first.").format(
                    text=repr(found.examples[0][0]), column=repr(column)
                ),
                _("Say which with --date-format: {formats}.").format(formats=" / ".join(map(repr, found.ambiguous))),
            )
    return with_date_format(mapping, times, told)


def _assumed(guessed: Guess, mapping: Mapping, fixed: Fixed[str, Any]) -> tuple[str, ...]:
    found = [guessed.known] if guessed.known else []
    if not guessed.known and mapping.grain is Grain.CUSTOMER and "customer" not in fixed:
        found.append(
            _("No column names the journey: all events of one {customer} make one (--gap would split them).").format(
                customer=repr(mapping.customer)
            )
        )
    asked = {question.role for question in guessed.questions}
    if Role.LIFECYCLE in asked and mapping.lifecycle is not None and not mapping.lifecycle_keep:
        found.append(
            _("{column} has several values; events of all of them are kept (--lifecycle would keep some).").format(
                column=repr(mapping.lifecycle)
            )
        )
    return tuple(found)

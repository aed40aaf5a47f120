"""The mapping when nobody can be asked: what was fixed holds, the rest is guessed, open questions are refused."""

from __future__ import annotations

from collections.abc import Mapping as Fixed
from dataclasses import fields, replace
from typing import Any

from journey.errors import WrongInput
from journey.ingest.dates import detect
from journey.ingest.roles import Guess, guess
from journey.ingest.source import Preview
from journey.model import Grain, Mapping, Role
from journey.text import _

__all__ = ["settle"]

_SINGLE = ("journey", "customer", "time", "end_time", "channel", "stage", "cost", "comment", "initiator", "lifecycle")
_SEVERAL = ("touchpoint", "scores", "attributes")
_COLUMNS = (*_SINGLE, *_SEVERAL)
_PLAIN = {
    "journey": "case:concept:name",
    "customer": "customer id",
    "touchpoint": "concept:name",
    "time": "time:timestamp",
}
"""Names that leave no doubt about a column's part."""
_FLAGS = {Role.JOURNEY: "--journey", Role.TOUCHPOINT: "--touchpoint", Role.TIME: "--time"}


def settle(preview: Preview, fixed: Fixed[str, Any]) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping to import with, and what was assumed in it, in sentences.

    Parameters
    ----------
    fixed : mapping of str
        Fields of `Mapping` that are given; a column named there plays no other part.

    Raises
    ------
    WrongInput
        Only a person could tell: several sheets, which column is what, the order of day and month.
    """
    if len(preview.sheets) > 1 and preview.source.options.sheet is None:
        raise WrongInput(
            _("{name} holds several tables.").format(name=preview.source.name),
            _("Say which with --sheet: {names}.").format(names=", ".join(map(repr, preview.sheets))),
        )
    if not preview.rows:
        raise WrongInput(
            _("{name} has a header, but no rows.").format(name=preview.source.name),
            _("Export it again, with its rows."),
        )
    columns = preview.source.columns
    _known(fixed, columns, preview.source.name)
    guessed = _guess(preview, fixed)
    mapping = _grain(_merged(guessed, fixed), fixed, guessed)
    _refuse(guessed, mapping, fixed)
    if "date_format" not in fixed:
        mapping = replace(mapping, date_format=_date_format(preview, mapping))
    return mapping, _assumed(guessed, mapping, fixed)


def _known(fixed: Fixed[str, Any], columns: tuple[str, ...], name: str) -> None:
    given = [*(fixed.get(role) for role in _SINGLE), *(c for role in _SEVERAL for c in fixed.get(role, ()))]
    given += [column for column, _value in fixed.get("where", ())]
    for column in given:
        if column is not None and column not in columns:
            raise WrongInput(
                _("{name} has no column {column}.").format(name=name, column=repr(column)),
                _("Its columns are: {columns}.").format(columns=", ".join(map(repr, columns[:40]))),
            )


def _guess(preview: Preview, fixed: Fixed[str, Any]) -> Guess:
    """The guess, made with the columns given under names that leave no doubt, so that it builds on them."""
    plain = {_first(fixed[role]): name for role, name in _PLAIN.items() if role in fixed}
    taken = set(plain.values())
    own = {plain.get(c, f"({c})" if c in taken else c): c for c in preview.source.columns}
    guessed = guess(tuple(own), preview.rows)
    mapping = {f.name: _renamed(getattr(guessed.mapping, f.name), own) for f in fields(Mapping) if f.name in _COLUMNS}
    return Guess(
        replace(guessed.mapping, **mapping),
        {own[name]: sure for name, sure in guessed.confidence.items()},
        {own[name]: reason for name, reason in guessed.reasons.items()},
        tuple(replace(question, choices=_renamed(question.choices, own)) for question in guessed.questions),
    )


def _first(given: str | tuple[str, ...]) -> str:
    return given if isinstance(given, str) else given[0]


def _renamed(value: Any, own: dict[str, str]) -> Any:
    return tuple(own.get(name, name) for name in value) if isinstance(value, tuple) else own.get(value, value)


def _merged(guessed: Guess, fixed: Fixed[str, Any]) -> Mapping:
    """The guess, without the columns that are given another part, and with what is given."""
    taken = {fixed[role] for role in _SINGLE if role in fixed} | {c for role in _SEVERAL for c in fixed.get(role, ())}
    rest: dict[str, Any] = {f.name: getattr(guessed.mapping, f.name) for f in fields(Mapping)}
    freed = []
    for role in _SINGLE:
        if role in fixed and rest[role] not in (None, fixed[role]):
            freed.append(rest[role])
        if rest[role] in taken:
            rest[role] = None
    if "time" in fixed and fixed["time"] != guessed.mapping.time and "end_time" not in fixed:
        # The end that was guessed belongs to the start that was guessed.
        freed.append(rest["end_time"])
        rest["end_time"] = None
    for role in _SEVERAL:
        rest[role] = tuple(column for column in rest[role] if column not in taken)
    kept = [column for column in freed if column is not None and column not in taken]
    rest["attributes"] = tuple(dict.fromkeys([*rest["attributes"], *kept]))
    return Mapping(**{**rest, **fixed})


def _grain(mapping: Mapping, fixed: Fixed[str, Any], guessed: Guess) -> Mapping:
    if "grain" in fixed:
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
        return replace(mapping, journey=None, grain=Grain.GAP)
    unsure = any(question.role is Role.JOURNEY for question in guessed.questions)
    if "customer" in fixed and "journey" not in fixed and (unsure or mapping.journey is None):
        return replace(mapping, journey=None, grain=Grain.CUSTOMER)
    return replace(mapping, grain=Grain.CUSTOMER if mapping.journey is None and mapping.customer else Grain.JOURNEY)


def _refuse(guessed: Guess, mapping: Mapping, fixed: Fixed[str, Any]) -> None:
    """What the guess is not sure of has to be given; by itself it would be a coin tossed in silence."""
    filled = {
        Role.JOURNEY: mapping.grain is not Grain.JOURNEY or "journey" in fixed,
        Role.TOUCHPOINT: "touchpoint" in fixed,
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


def _date_format(preview: Preview, mapping: Mapping) -> str | None:
    """The formats of the time columns, joined; None where all are ISO 8601."""
    formats = []
    for column in (mapping.time, mapping.end_time):
        if column is None:
            continue
        number = preview.source.columns.index(column)
        found = detect([row[number] for row in preview.rows], column)
        if found.ambiguous:
            raise WrongInput(
                _("{text} in column {column} may be written day first or month first.").format(
                    text=repr(found.examples[0][0]), column=repr(column)
                ),
                _("Say which with --date-format: {formats}.").format(formats=" / ".join(map(repr, found.ambiguous))),
            )
        formats.append(found.format or "iso")
    joined = "|".join(dict.fromkeys(formats))
    return None if joined == "iso" else joined


def _assumed(guessed: Guess, mapping: Mapping, fixed: Fixed[str, Any]) -> tuple[str, ...]:
    found = []
    if mapping.grain is Grain.CUSTOMER and "customer" not in fixed:
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

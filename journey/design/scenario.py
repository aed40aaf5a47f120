"""A scenario: a named list of edits, and the file it is kept in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journey.design.edits import EVIDENCE, KINDS, SWITCHES, Edit, edit_of, edit_record
from journey.design.start import AS_IS, Start, start_of, start_record
from journey.design.start_schema import start_schema
from journey.errors import WrongInput
from journey.text import _

__all__ = ["Problem", "Scenario", "WrongEdit", "parse", "read", "schema", "to_json"]


class WrongEdit(WrongInput):
    """An edit that cannot be made.

    Attributes
    ----------
    number : int
        Which one of the list, from 0.
    reason : str
        What is wrong, without naming the edit.
    """

    def __init__(self, number: int, reason: str, hint: str = "") -> None:
        self.number, self.reason = number, reason
        super().__init__(_("Edit {number}: {reason}").format(number=number + 1, reason=reason), hint)


@dataclass(frozen=True)
class Problem:
    """Something to know about one edit that does not keep it from being made."""

    number: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Edits in the order they are made.

    Attributes
    ----------
    value_per_completed : float, optional
        What a completed journey is worth, in the currency of the costs.
    note : str
        What it is for.
    start : Start
        What the edits are made on.
    """

    name: str
    edits: tuple[Edit, ...] = ()
    start: Start = AS_IS
    value_per_completed: float | None = None
    note: str = ""

    @property
    def active(self) -> tuple[tuple[int, Edit], ...]:
        """The edits that are on, each with its number in the list."""
        return tuple((number, edit) for number, edit in enumerate(self.edits) if edit.on)


def parse(text: str, name: str = "") -> Scenario:
    """The scenario of a JSON text.

    Parameters
    ----------
    name : str
        What the text is called where something is wrong.

    Raises
    ------
    WrongInput
        The text is no scenario.
    WrongEdit
        One of its edits is none.

    Examples
    --------
    >>> scenario = parse('{"name": "No errors", "edits": [{"kind": "remove", "touchpoint": "Payment error"}]}')
    >>> scenario.name, scenario.edits[0].says
    ('No errors', 'Payment error no longer happens')
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WrongInput(
            _("{name} is no JSON: {reason}.").format(name=name or _("The scenario"), reason=str(error).rstrip(".")),
            _("docs/scenario.md shows what a scenario looks like."),
        ) from error
    if not isinstance(content, dict) or not isinstance(content.get("edits", []), list):
        raise WrongInput(
            _("{name} holds no scenario.").format(name=name or _("The text")),
            _('It looks like {"name": "...", "edits": [...]}; docs/scenario.md says more.'),
        )
    unknown = [key for key in content if key not in (*_FIELDS, "$schema")]
    if unknown:
        raise WrongInput(
            _("A scenario has no {field}.").format(field=repr(unknown[0])),
            _("It has: {fields}.").format(fields=", ".join(_FIELDS)),
        )
    value = content.get("value_per_completed")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise WrongInput(_("value_per_completed is to be a number."), _("Like 120."))
    return Scenario(
        name=str(content.get("name") or name or _("Scenario")),
        edits=tuple(_edits(content.get("edits", []))),
        value_per_completed=None if value is None else float(value),
        note=str(content.get("note", "")),
        start=start_of(content["start"]) if "start" in content else AS_IS,
    )


_FIELDS = ("name", "start", "edits", "value_per_completed", "note")


def _edits(records: list[Any]) -> Iterable[Edit]:
    for number, record in enumerate(records):
        try:
            yield edit_of(record)
        except WrongInput as error:
            raise WrongEdit(number, error.message, error.hint) from error


def read(path: Path) -> Scenario:
    """The scenario of a file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongInput(_("{name} is no text in UTF-8.").format(name=path.name), _("Save it as UTF-8.")) from error
    return parse(text, path.name)


def to_json(scenario: Scenario) -> str:
    """The file that `parse` reads back."""
    content: dict[str, Any] = {"name": scenario.name}
    if scenario.start.kind != "as_is":
        content["start"] = start_record(scenario.start)
    content["edits"] = [edit_record(edit) for edit in scenario.edits]
    if scenario.value_per_completed is not None:
        content["value_per_completed"] = scenario.value_per_completed
    if scenario.note:
        content["note"] = scenario.note
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def schema() -> dict[str, Any]:
    """The JSON schema of a scenario file (docs/scenario.schema.json)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario",
        "description": "A to-be journey as a list of edits of the as-is; docs/scenario.md says what each means.",
        "type": "object",
        "required": ["edits"],
        "additionalProperties": False,
        "properties": {
            "$schema": {"type": "string"},
            "name": {"type": "string"},
            "note": {"type": "string"},
            "start": start_schema(),
            "value_per_completed": {"type": "number"},
            "edits": {"type": "array", "items": {"oneOf": [_kind_schema(kind) for kind in KINDS]}},
        },
    }


def _kind_schema(name: str) -> dict[str, Any]:
    kind = KINDS[name]
    properties: dict[str, Any] = {"kind": {"const": name}}
    properties |= {text: {"type": "string", "minLength": 1} for text in (*kind.texts, *kind.optional)}
    properties |= {text: {"type": "boolean"} for text in SWITCHES if text in properties}
    for number, (least, most) in kind.numbers.items():
        one = {"type": "number"} | {
            word: end for word, end in (("minimum", least), ("maximum", most)) if abs(end) != float("inf")
        }
        properties[number] = {"oneOf": [one, {"type": "array", "items": one, "minItems": 3, "maxItems": 3}]}
    properties |= {
        "on": {"type": "boolean"},
        "note": {"type": "string"},
        "evidence": {"enum": list(EVIDENCE)},
        "linked": {"type": "string"},
    }
    return {
        "type": "object",
        "description": kind.says,
        "required": ["kind", *kind.texts, *kind.needs],
        "additionalProperties": False,
        "properties": properties,
    } | {
        word: [{"required": [name]} for name in names]
        for word, names in (("oneOf", kind.one_of), ("anyOf", kind.either))
        if names
    }

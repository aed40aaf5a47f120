"""Edits: what a to-be changes about the as-is, each with its assumption."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from journey.design.assumption import Assumption
from journey.errors import WrongInput
from journey.text import _

__all__ = ["EVIDENCE", "KINDS", "SWITCHES", "Edit", "Kind", "edit_of", "edit_record"]

EVIDENCE = ("guess", "experiment", "evidence")
"""What an assumption rests on."""

SHARE = (0.0, 1.0)
POSITIVE = (0.0, math.inf)
ANY = (-math.inf, math.inf)


@dataclass(frozen=True)
class Kind:
    """What an edit of a kind is made of.

    Attributes
    ----------
    says : str
        What it means, with the fields as placeholders.
    texts, optional : tuple of str
        Names it must have, and may have.
    numbers : mapping of str to (float, float)
        Numbers and the range they may have; `needs` of them must be given (exactly one where `one_of`).
    either : tuple of str
        Of these optional names at least one must be given.
    """

    says: str
    texts: tuple[str, ...]
    optional: tuple[str, ...] = ()
    numbers: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    either: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {
    "remove": Kind(_("{touchpoint} no longer happens"), ("touchpoint",), ("source", "stay"), {"share": SHARE}),
    "bypass": Kind(_("{touchpoint} is skipped"), ("touchpoint",), ("source",), {"share": SHARE}),
    "add": Kind(_("{touchpoint} is new"), ("touchpoint",), ("stage",), {"cost": ANY}),
    "insert": Kind(
        _("{touchpoint} comes between {source} and {target}"), ("touchpoint", "source", "target"), (),
        {"share": SHARE, "wait_s": POSITIVE, "exit_rate": SHARE, "cost": ANY},
    ),
    "reroute": Kind(
        _("from {source} some go to {to} instead of {target}"), ("source", "target", "to"), (),
        {"share": SHARE}, ("share",),
    ),
    "draw": Kind(
        _("from {source} some go to {target}"), ("source", "target"), (), {"share": SHARE, "wait_s": POSITIVE},
        ("share",),
    ),
    "wait": Kind(
        _("the wait from {source} to {target} changes"), ("source", "target"), ("carry",),
        {"factor": POSITIVE, "cap_s": POSITIVE, "median_s": POSITIVE, "p90_s": POSITIVE},
        one_of=("factor", "cap_s", "median_s"),
    ),
    "exit_rate": Kind(
        _("the exit rate of {touchpoint} changes"), ("touchpoint",), (),
        {"factor": POSITIVE, "value": SHARE}, one_of=("factor", "value"),
    ),
    "limit_repeats": Kind(
        _("{touchpoint} happens at most so often"), ("touchpoint",), ("stay",), {"max": (1.0, 2.0)}, ("max",)
    ),
    "channel": Kind(
        _("a share of {touchpoint} moves to {to}"), ("touchpoint", "to"), ("from",), {"share": SHARE}, ("share",)
    ),
    "merge": Kind(_("{touchpoint} and {other} become one"), ("touchpoint", "other"), ("to",)),
    "split": Kind(
        _("a share of {touchpoint} becomes {to}"), ("touchpoint", "to"), (),
        {"share": SHARE, "exit_factor": POSITIVE, "wait_factor": POSITIVE, "cost": ANY}, ("share",),
    ),
    "rename": Kind(_("{touchpoint} is called {to}"), ("touchpoint", "to")),
    "move": Kind(
        _("{touchpoint} moves to the stage {stage}"), ("touchpoint",), ("stage", "before"), either=("stage", "before")
    ),
    "cost": Kind(
        _("the cost of {touchpoint} changes"), ("touchpoint",), (), {"value": ANY, "factor": POSITIVE},
        one_of=("value", "factor"),
    ),
    "score": Kind(
        _("answers at {touchpoint} change"), ("touchpoint",), ("score",), {"value": ANY, "shift": ANY},
        one_of=("value", "shift"),
    ),
    "inflow": Kind(
        _("a share of the journeys begins with {touchpoint}"), ("touchpoint",), (), {"share": SHARE}, ("share",)
    ),
}  # fmt: skip
"""Kind of edit -> what it is made of."""

SWITCHES = ("carry", "stay")
"""Fields that are true or false; in `Edit.texts` "yes" or "no"."""

_COMMON = ("kind", "on", "note", "evidence", "linked")


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change of the as-is.

    Attributes
    ----------
    kind : str
        A key of KINDS.
    texts : tuple of (field, name)
        Touchpoints and other names.
    numbers : tuple of (field, Assumption)
        What it assumes.
    on : bool
        Whether it takes part.
    note, evidence : str
        Why people believe it; one of EVIDENCE.
    linked : str
        Assumptions with one such word go up and down together; empty: on its own.
    """

    kind: str
    texts: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, Assumption], ...] = ()
    on: bool = True
    note: str = ""
    evidence: str = "guess"
    linked: str = ""

    def text(self, name: str) -> str:
        """A name, or nothing."""
        return dict(self.texts).get(name, "")

    def number(self, name: str) -> Assumption | None:
        """A number, if it has it."""
        return dict(self.numbers).get(name)

    @property
    def says(self) -> str:
        """What it changes, in words."""
        if self.text("source") and self.kind in ("remove", "bypass"):
            words = {
                "remove": _("{source} no longer leads to {touchpoint}"),
                "bypass": _("{touchpoint} is skipped after {source}"),
            }[self.kind]
            return words.format(**dict(self.texts))
        if self.kind == "move" and self.text("before"):
            words = _("{touchpoint} moves before {before}")
            if self.text("stage"):
                words = _("{touchpoint} moves to the stage {stage}, before {before}")
            return words.format(**dict(self.texts))
        named = {name: self.text(name) for name in (*KINDS[self.kind].texts, *KINDS[self.kind].optional)}
        return KINDS[self.kind].says.format(**named)


def edit_of(record: Any) -> Edit:
    """The edit of a JSON object.

    Raises
    ------
    WrongInput
        A field is missing, unknown, or of the wrong kind. The message names it.

    Examples
    --------
    >>> edit = edit_of({"kind": "exit_rate", "touchpoint": "Payment", "factor": [0.4, 0.5, 0.6]})
    >>> edit.says, edit.number("factor").high
    ('the exit rate of Payment changes', 0.6)
    """
    if not isinstance(record, dict) or record.get("kind") not in KINDS:
        given = record.get("kind") if isinstance(record, dict) else record
        raise WrongInput(
            _("There is no kind of edit {kind}.").format(kind=repr(given)),
            _("The kinds are: {kinds}.").format(kinds=", ".join(KINDS)),
        )
    kind = KINDS[record["kind"]]
    names = (*kind.texts, *kind.optional)
    unknown = [name for name in record if name not in (*_COMMON, *names, *kind.numbers)]
    if unknown:
        raise WrongInput(
            _("An edit of the kind {kind} has no {field}.").format(kind=record["kind"], field=repr(unknown[0])),
            _("It has: {fields}.").format(fields=", ".join((*names, *kind.numbers))),
        )
    texts = tuple((name, _name(record, name)) for name in names if name in kind.texts or name in record)
    if kind.either and not any(name in record for name in kind.either):
        raise WrongInput(
            _("The edit does not say its {field}.").format(field=_(" or ").join(kind.either)),
            _("Give the name as it stands in the log."),
        )
    numbers = tuple(
        (name, _assumption(name, record[name], *kind.numbers[name])) for name in kind.numbers if name in record
    )
    given = {name for name, _number in numbers}
    missing = [name for name in kind.needs if name not in given]
    if missing or (kind.one_of and len(given & set(kind.one_of)) != 1):
        wanted = missing[0] if missing else _(" or ").join(kind.one_of)
        raise WrongInput(
            _("The edit says not how much: it needs {field}, once.").format(field=wanted), _("Give one value or three.")
        )
    evidence = record.get("evidence", "guess")
    if evidence not in EVIDENCE:
        raise WrongInput(
            _("{text} is no word for what an assumption rests on.").format(text=repr(evidence)),
            _("Choose from: {names}.").format(names=", ".join(EVIDENCE)),
        )
    return Edit(
        kind=record["kind"],
        texts=texts,
        numbers=numbers,
        on=bool(record.get("on", True)),
        note=str(record.get("note", "")),
        evidence=evidence,
        linked=str(record.get("linked", "")),
    )


def edit_record(edit: Edit) -> dict[str, Any]:
    """The JSON object that `edit_of` reads back; nothing that has its default."""
    record: dict[str, Any] = {"kind": edit.kind, **dict(edit.texts)}
    for name, value in edit.numbers:
        record[name] = value.likely if value.is_sure else [value.low, value.likely, value.high]
    record |= {name: edit.text(name) == "yes" for name in SWITCHES if edit.text(name)}
    defaults = {"on": True, "note": "", "evidence": "guess", "linked": ""}
    return record | {name: getattr(edit, name) for name, usual in defaults.items() if getattr(edit, name) != usual}


def _name(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    if name in SWITCHES and isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str) or not value.strip():
        raise WrongInput(
            _("The edit does not say its {field}.").format(field=name), _("Give the name as it stands in the log.")
        )
    return value


def _assumption(name: str, value: Any, least: float, most: float) -> Assumption:
    values = value if isinstance(value, list) else [value]
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v)]
    if len(values) not in (1, 3) or len(numbers) != len(values):
        raise WrongInput(
            _("{field} is to be one number, or three: low, likely, high.").format(field=name),
            _("Like 0.5, or [0.4, 0.5, 0.6]."),
        )
    if len(numbers) == 3 and not numbers[0] <= numbers[1] <= numbers[2]:
        raise WrongInput(
            _("The three numbers of {field} do not rise.").format(field=name), _("Give low, likely and high in order.")
        )
    outside = [number for number in numbers if not least <= number <= most]
    if outside:
        raise WrongInput(
            _("{field} is {value}, and lies between {least} and {most}.").format(
                field=name, value=f"{outside[0]:g}", least=f"{least:g}", most=f"{most:g}"
            ),
            _("A share is written 0.4 for 40 %.") if (least, most) == SHARE else _("Choose a value in between."),
        )
    return Assumption(*map(float, numbers if len(numbers) == 3 else numbers * 3))

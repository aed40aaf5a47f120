"""What a scenario starts from: the as-is, a part of it, or a design that no log is behind."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from journey.design.ways import Ways, ways_of_record
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.outcomes import read_definitions
from journey.store.variants import variant_key
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["AS_IS", "PARTS", "STARTS", "Start", "part_of", "start_of", "start_record"]

StartKind = Literal["as_is", "stage", "happy_path", "variant", "persona", "bpmn", "empty"]
STARTS: tuple[StartKind, ...] = ("as_is", "stage", "happy_path", "variant", "persona", "bpmn", "empty")
NO_WAYS = Ways()
PARTS: tuple[StartKind, ...] = ("stage", "happy_path", "variant", "persona")
"""Starts that are a part of the as-is: the model is fitted to that part."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """What a scenario starts from, and is kept to.

    Attributes
    ----------
    kind : str
    name : str
        Of the stage, the persona or the file.
    path : tuple of str
        The touchpoints of the happy path, as it went when the scenario was begun; the sequence of the variant.
    segment : str
        The persona's, as `Scope.text`, when the scenario was begun.
    ways : Ways
        Those of the BPMN file.
    """

    kind: StartKind = "as_is"
    name: str = ""
    path: tuple[str, ...] = ()
    segment: str = ""
    ways: Ways = NO_WAYS

    @property
    def is_design(self) -> bool:
        """Whether no log is behind it, so that nothing can be forecast."""
        return self.kind in ("bpmn", "empty")


AS_IS = Start()


def start_record(start: Start) -> dict[str, Any]:
    """The JSON object that `start_of` reads back."""
    record: dict[str, Any] = {"kind": start.kind}
    held = {
        "stage": start.name,
        "path": list(start.path),
        "persona": start.name,
        "scope": json.loads(start.segment or "{}"),
        "file": start.name,
        "ways": start.ways.record(),
    }
    return record | {name: held[name] for name in _FIELDS.get(start.kind, ())}


def start_of(record: Any) -> Start:
    """The start of a JSON object.

    Raises
    ------
    WrongInput
        It is none, or lacks what its kind needs.

    Examples
    --------
    >>> start_of({"kind": "stage", "stage": "Buy"}).name
    'Buy'
    """
    kind = record.get("kind") if isinstance(record, dict) else record
    if not isinstance(record, dict) or kind not in STARTS:
        raise WrongInput(
            _("A scenario does not start from {kind}.").format(kind=repr(kind)),
            _("It starts from one of: {names}.").format(names=", ".join(STARTS)),
        )
    fields = _FIELDS.get(kind, ())
    unknown = [name for name in record if name not in ("kind", *fields)]
    missing = [name for name in fields if name not in record]
    if unknown or missing:
        raise WrongInput(
            _("A start from {kind} has no {field}.").format(kind=repr(kind), field=repr((*unknown, *missing)[0])),
            _("It has: {fields}.").format(fields=", ".join(("kind", *fields))),
        )
    path = record.get("path", [])
    if not isinstance(path, list) or not all(isinstance(name, str) for name in path) or ("path" in fields and not path):
        raise WrongInput(_("The path of the start is no list of touchpoints."), _('Like ["Ad", "Basket", "Pay"].'))
    segment = Scope.parse(json.dumps(record["scope"])).text() if kind == "persona" else ""
    ways = ways_of_record(record["ways"]) if kind == "bpmn" else NO_WAYS
    name = record.get({"stage": "stage", "persona": "persona", "bpmn": "file"}.get(kind, ""), "")
    return Start(kind=kind, name=str(name), path=tuple(path), segment=segment, ways=ways)


_FIELDS: dict[str, tuple[str, ...]] = {
    "stage": ("stage",),
    "happy_path": ("path",),
    "variant": ("path",),
    "persona": ("persona", "scope"),
    "bpmn": ("file", "ways"),
}


def part_of(workspace: Workspace, scope: Scope, start: Start) -> Scope:
    """The scope that a scenario's model is fitted to: what is in scope, of the part that it started from.

    A stage: the journeys that visit it, seen at its touchpoints and at those that end a journey. The happy path: the
    journeys that come to it, seen at its touchpoints and at those. A variant: the journeys that went exactly so. A
    persona: the journeys of its segment.

    Raises
    ------
    WrongInput
        The part is gone from the log, nothing is left of it in scope, or no log is behind the start.
    """
    if start.kind == "as_is":
        return scope
    if start.is_design:
        raise WrongInput(
            _("No log is behind this design: how many go which way, how long they wait and where they leave is not "
              "known, so nothing can be forecast."),
            _("Hold journeys against it on the page Conformance, or start from the as-is."),
        )  # fmt: skip
    if start.kind == "persona":
        return _both(scope, Scope.parse(start.segment))
    known = dict(workspace.run("SELECT t.name, s.name FROM touchpoint t LEFT JOIN stage s ON s.id = t.stage"))
    if start.kind == "stage":
        inside = tuple(name for name, stage in known.items() if stage == start.name)
        if not inside:
            stages = sorted({stage for stage in known.values() if stage})
            raise WrongInput(
                _("This log has no stage {name}, which the scenario started from.").format(name=repr(start.name)),
                _("Its stages are: {names}.").format(names=", ".join(stages) or _("none")),
            )
        return _both(scope, Scope(visits=inside, hidden=_outside(workspace, known, inside)))
    gone = [name for name in start.path if name not in known]
    if gone:
        raise WrongInput(
            _("This log has no touchpoint {name}, which the scenario started from.").format(name=repr(gone[0])),
            _("Begin a new scenario."),
        )
    if start.kind == "variant":
        return _both(scope, Scope(variants=(variant_key(start.path),)))
    return _both(scope, Scope(hidden=_outside(workspace, known, start.path)))


def _outside(workspace: Workspace, known: Iterable[str], inside: Iterable[str]) -> tuple[str, ...]:
    """Touchpoints that are left out.

    Those that end a journey stay: else who goes on could not be told from who leaves.
    """
    with workspace.cursor() as cursor:
        decided = read_definitions(cursor)[0]
    return tuple(set(known) - set(inside) - set(decided.goals) - set(decided.lost))


_ANY = ("channels", "visits", "starts_with", "ends_with", "outcomes", "variants", "customers", "journeys")
_ALL = ("attributes", "contains", "avoids", "then", "switches", "hidden")


def _both(scope: Scope, part: Scope) -> Scope:
    """The journeys of both.

    Raises
    ------
    WrongInput
        No scope says so, or none can be in both.
    """
    hint = _("Take the filters away that this scenario's start does not go with.")
    if scope.selects_all or part.selects_all:
        kept = part if scope.selects_all else scope
        return replace(kept, hidden=(*scope.hidden, *part.hidden), level=scope.level)
    if scope.inverse or part.inverse or (scope.visits and part.visits):
        raise WrongInput(_("These filters cannot be joined with what the scenario starts from."), hint)
    dates = scope.since or scope.until, part.since or part.until
    if all(dates) and scope.period != part.period:
        raise WrongInput(_("These filters cannot be joined with what the scenario starts from."), hint)
    found: dict[str, Any] = {name: (*getattr(scope, name), *getattr(part, name)) for name in _ALL}
    for name in _ANY:
        one, other = getattr(scope, name), getattr(part, name)
        found[name] = tuple(value for value in one if value in other) if one and other else one or other
        if one and other and not found[name]:
            raise WrongInput(_("No journey in scope belongs to what the scenario starts from."), hint)
    for name, pick in (("since", max), ("min_duration_s", max), ("until", min), ("max_duration_s", min)):
        values = [value for one in (scope, part) if (value := getattr(one, name)) is not None]
        # A bare date includes its day: as an end it is later than every time of that day.
        found[name] = pick(values, key=lambda value: f"{value}~" if isinstance(value, str) else value, default=None)
    return replace(scope, **found, period=scope.period if dates[0] else part.period)

"""Edits: what people make of the touchpoints of a log, as a list that can be undone.

An edit speaks of touchpoints *as they were imported* (raw ids), so that undoing one leaves every other its meaning, and
so that all of them apply to newer data as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

import duckdb

from journey.errors import WrongInput
from journey.text import _

__all__ = ["Edit", "Kind", "Plan", "Touch", "add", "history", "plan", "set_undone"]

Kind = Literal["name", "group", "stage", "stages", "stage_name", "side", "hidden", "floating", "by_company",
               "moment_of_truth", "planned_cost", "target_wait_s", "assisted"]  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """One change.

    Attributes
    ----------
    kind : str
        "name" renames, and merges where the name is taken; "group" names all whose name matches a pattern; "stage" puts
        touchpoints into a stage; "stages" orders the stages; "stage_name" renames one, and merges where the name is
        taken; "side" says whether a stage lies beside the journey and so has no order; "assisted" classes touchpoints,
        or without any a channel; the others set the property of that name.
    raw : tuple of int
        The touchpoints it speaks of, as imported; empty for "group", "stages", "stage_name", "side" and a channel.
    value : any
        The new name, stage or property; the list of stages; (stage, new name); (stage, side); (channel, assisted).
    pattern : str
        A regular expression, for "group".
    words : str
        What a person did, as the list of changes shows it.
    """

    kind: Kind
    raw: tuple[int, ...] = ()
    value: Any = None
    pattern: str = ""
    words: str = ""
    id: int = 0
    at: str = ""
    undone: bool = False


@dataclass(frozen=True)
class Touch:
    """A raw touchpoint with all edits applied."""

    raw: int
    name: str
    stage: str | None
    hidden: bool = False
    floating: bool = False
    by_company: bool | None = None
    moment_of_truth: bool = False
    planned_cost: float | None = None
    target_wait_s: float | None = None
    assisted: bool | None = None


@dataclass
class Plan:
    """What is to become of the touchpoints (raw id -> touch), the order of stages, side stages, assisted channels."""

    touches: dict[int, Touch]
    stages: list[str]
    side: dict[str, bool | None] = field(default_factory=dict)
    assisted: dict[str, bool | None] = field(default_factory=dict)

    def apply(self, edit: Edit) -> None:
        """Apply one edit; touchpoints that are gone are passed over."""
        if edit.kind == "stages":
            named = [name for name in edit.value if name in self.stages]
            self.stages = [*named, *(name for name in self.stages if name not in named)]
        elif edit.kind == "stage_name":
            self._rename_stage(*edit.value)
        elif edit.kind == "side":
            stage, side = edit.value
            self.side[stage] = side
        elif edit.kind == "assisted" and not edit.raw:
            channel, assisted = edit.value
            self.assisted[channel] = assisted
        elif edit.kind == "group":
            self._set((t.raw for t in list(self.touches.values()) if re.search(edit.pattern, t.name)), name=edit.value)
        else:
            if edit.kind == "stage" and edit.value is not None and edit.value not in self.stages:
                self.stages.append(edit.value)
            self._set(edit.raw, **{edit.kind: edit.value})

    def groups(self) -> dict[str, list[Touch]]:
        """Name -> the raw touchpoints that have become one, the lowest id first."""
        found: dict[str, list[Touch]] = {}
        for raw in sorted(self.touches):
            found.setdefault(self.touches[raw].name, []).append(self.touches[raw])
        return found

    def _rename_stage(self, old: str, new: str) -> None:
        if old not in self.stages or old == new:
            return
        if new in self.stages:
            self.stages.remove(old)
        else:
            self.stages[self.stages.index(old)] = new
        if old in self.side:
            self.side.setdefault(new, self.side.pop(old))
        self._set([raw for raw, touch in self.touches.items() if touch.stage == old], stage=new)

    def _set(self, raws: Iterable[int], **change: Any) -> None:
        for raw in raws:
            if raw in self.touches:
                self.touches[raw] = replace(self.touches[raw], **change)


def history(connection: duckdb.DuckDBPyConnection) -> tuple[Edit, ...]:
    """All edits in their order, undone ones included."""
    rows = connection.execute("SELECT id, made, kind, payload, undone FROM edit ORDER BY id").fetchall()
    found = []
    for number, made, kind, payload, undone in rows:
        plain = json.loads(payload)
        plain["raw"] = tuple(plain["raw"])
        found.append(Edit(kind, **plain, id=number, at=made.isoformat(), undone=undone))
    return tuple(found)


def plan(connection: duckdb.DuckDBPyConnection, edits: Iterable[Edit]) -> Plan:
    """The raw touchpoints with these edits applied; undone ones are left out."""
    rows = connection.execute("SELECT id, name, stage FROM raw_touchpoint ORDER BY id").fetchall()
    placed = connection.execute(
        """
        SELECT stage FROM raw_touchpoint WHERE stage IS NOT NULL GROUP BY stage ORDER BY avg(position), min(name)
        """
    ).fetchall()
    found = Plan({raw: Touch(raw, name, stage) for raw, name, stage in rows}, [stage for (stage,) in placed])
    for edit in edits:
        if not edit.undone:
            found.apply(edit)
    return found


def add(cursor: duckdb.DuckDBPyConnection, edit: Edit) -> None:
    """Keep an edit at the end of the list."""
    if edit.kind == "group":
        try:
            re.compile(edit.pattern)
        except re.error as error:
            raise WrongInput(
                _("{pattern} is no pattern: {why}.").format(pattern=repr(edit.pattern), why=error),
                _("Write a regular expression, for example ^Call."),
            ) from error
    payload = {name: value for name, value in asdict(edit).items() if name in ("raw", "value", "pattern", "words")}
    cursor.execute(
        "INSERT INTO edit SELECT coalesce(max(id), 0) + 1, ?, ?, ?, false FROM edit",
        [datetime.now(UTC).replace(tzinfo=None), edit.kind, json.dumps(payload, ensure_ascii=False)],
    )


def set_undone(cursor: duckdb.DuckDBPyConnection, number: int, undone: bool) -> None:
    """Undo an edit, or do it again."""
    cursor.execute("UPDATE edit SET undone = ? WHERE id = ?", [undone, number])

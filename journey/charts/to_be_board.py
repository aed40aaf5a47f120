"""The to-be as a board: its touchpoints in the stages that people put them into, and what is expected of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journey.analyses.flow_parts import FlowMap
from journey.charts.board_spec import board_words
from journey.charts.forecast_words import edit_words
from journey.charts.label import clean
from journey.design.draft import Draft
from journey.design.edits import Edit
from journey.design.effect import PlaceEffect
from journey.design.preview import Preview
from journey.text import _
from journey.text.format import MINUS, number
from journey.text.scope_words import sentence

__all__ = ["NO_STAGE", "draft_board", "to_be_board"]

NO_STAGE = ""
"""The column of touchpoints that are in no stage."""


def to_be_board(found: Preview, title: str) -> dict[str, Any]:
    """The board of a to-be, for `components.journey_board` and `board_html`.

    Chips tell visits per 100 journeys; the order in a stage is that of the to-be.
    """
    effects = {place.name: place for place in found.effect.places}
    stages, members = _columns(found.to_be)
    chips = [
        [_chip(t.id, t.name, effects[t.name], truth=t.moment_of_truth) for t in members[stage]] for stage in stages
    ]
    inside = [[effects[t.name] for t in members[stage]] for stage in stages]
    lanes = [
        _lane(
            "contacts", _("Touchpoints, visits per 100 journeys"), "chips", [{"chips": c, "more": ""} for c in chips]
        ),
        _lane("visits", _("Visits per 100 journeys"), "figures", [_sum(p, "visits") for p in inside]),
        _lane("exits", _("Exits per 100 journeys"), "figures", [_sum(p, "exits") for p in inside]),
        _changes(found.scenario.active, stages, [[t.name for t in members[stage]] for stage in stages]),
    ]
    return _board(title, clean(sentence(found.scope)), stages, lanes)


def draft_board(found: Draft, stages: Sequence[str], title: str) -> dict[str, Any]:
    """The board of a design that no log is behind.

    Parameters
    ----------
    stages : sequence of str
        Those of the log, which touchpoints may be put into.
    """
    columns = [*stages, *dict.fromkeys(stage for stage in found.stages.values() if stage not in stages)]
    if not columns or any(name not in found.stages for name in found.order):
        columns.append(NO_STAGE)
    number_of = {name: n for n, name in enumerate(found.ways.touchpoints)}
    names = [[name for name in found.order if found.stages.get(name, NO_STAGE) == stage] for stage in columns]
    chips = [[_chip(number_of[name], name, None) for name in column] for column in names]
    lanes = [
        _lane("contacts", _("Touchpoints"), "chips", [{"chips": c, "more": ""} for c in chips]),
        _changes(found.scenario.active, columns, names),
    ]
    return _board(title, _("A design; no log is behind it."), columns, lanes)


def _columns(flow: FlowMap) -> tuple[list[str], dict[str, list[Any]]]:
    members: dict[str, list[Any]] = {stage: [] for stage in flow.stages}
    for touchpoint in sorted(flow.touchpoints, key=lambda t: (t.position, t.name)):
        members.setdefault(touchpoint.stage or NO_STAGE, []).append(touchpoint)
    return list(members), members


def _chip(at: int, name: str, place: PlaceEffect | None, *, truth: bool = False) -> dict[str, Any]:
    value = facts = ""
    if place is not None:
        before, after = (100 * visits for visits in place.visits)
        value = _pair(before, after)
        facts = _("{name}: {before} visits per 100 journeys as is, {after} to be").format(
            name=name, before=number(before), after=number(after)
        )
    return {
        "id": at, "name": clean(name), "value": value, "facts": clean(facts or name), "picture": "", "icon": "",
        "channel": "", "truth": truth, "floating": False,
        "gone": place is not None and place.visits[1] < 0.0005 <= place.visits[0],
        "fresh": place is not None and place.was is None,
    }  # fmt: skip


def _pair(before: float, after: float) -> str:
    """What stays in one number, what changes in two.

    >>> _pair(40, 40.01), _pair(40, 20), _pair(0, 12)
    ('40', '40 → 20', '0 → 12')
    """
    old, new = (number(round(value, 1)) for value in (before, after))
    return new if old == new else f"{old} → {new}"


def _sum(places: list[PlaceEffect], figure: str) -> dict[str, Any]:
    before, after = (100 * sum(getattr(place, figure)[side] for place in places) for side in (0, 1))
    change = after - before
    detail = ""
    if abs(change) >= 0.05:
        sign = "+" if change > 0 else MINUS
        detail = _("{change} on the as-is").format(change=f"{sign}{number(float(f'{abs(change):.1f}'))}")
    return {"value": _pair(before, after), "detail": detail}


def _changes(edits: Sequence[tuple[int, Edit]], stages: list[str], names: list[list[str]]) -> dict[str, Any]:
    """Each edit in the stage of the touchpoint it names first."""
    cells: list[list[str]] = [[] for _stage in stages]
    for n, edit in edits:
        mentioned = {name for _field, name in edit.texts}
        at = next((i for i, inside in enumerate(names) if mentioned & set(inside)), None)
        if at is not None:
            cells[at].append(clean(f"{n + 1}. {edit_words(edit)}"))
    return _lane("changes", _("What changes"), "quotes", [{"quotes": cell, "detail": ""} for cell in cells])


def _lane(key: str, title: str, kind: str, cells: list[dict[str, Any]]) -> dict[str, Any]:
    return {"key": key, "title": title, "kind": kind, "hint": "", "cells": cells}


def _board(title: str, subtitle: str, stages: Sequence[str], lanes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": clean(title), "subtitle": subtitle, "own": False, "arranged": True,
        "stages": [
            {"name": stage, "title": clean(stage) or _("No stage"), "gone": False, "side": False} for stage in stages
        ],
        "lanes": lanes, "foot": [], "words": board_words(),
    }  # fmt: skip

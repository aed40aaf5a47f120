"""Single edits of a scenario by what they change: what else points to an edit outlives a change of its numbers."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace

from journey.design.edits import SWITCHES, Edit
from journey.design.scenario import Scenario

__all__ = ["alone", "edit_name"]


def edit_name(edit: Edit) -> str:
    """An edit by its kind and the names it is about; its numbers, its note and its switches are no part of it.

    Examples
    --------
    >>> edit_name(Edit(kind="remove", texts=(("touchpoint", "Payment error"), ("stay", "yes"))))
    '["remove", ["touchpoint", "Payment error"]]'
    """
    names = sorted(list(pair) for pair in edit.texts if pair[0] not in SWITCHES)
    return json.dumps([edit.kind, *names], ensure_ascii=False)


def alone(scenario: Scenario, names: Collection[str]) -> Scenario:
    """The scenario with only the edits of these names; with all that are on where there are no names.

    Examples
    --------
    >>> edits = (Edit(kind="bypass", texts=(("touchpoint", "A"),)), Edit(kind="bypass", texts=(("touchpoint", "B"),)))
    >>> [edit.says for edit in alone(Scenario(name="to be", edits=edits), {edit_name(edits[1])}).edits]
    ['B is skipped']
    """
    if not names:
        return scenario
    chosen = tuple(replace(edit, on=True) for edit in scenario.edits if edit_name(edit) in names)
    return replace(scenario, edits=chosen)

"""Single edits of a scenario by what they change: what else points to an edit outlives a change of its numbers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace

from journey.design.edits import SWITCHES, Edit
from journey.design.scenario import Scenario

__all__ = ["alone", "edit_names", "same_change"]


def edit_names(edits: Iterable[Edit]) -> tuple[str, ...]:
    """Each edit by its kind and the names it is about; its numbers, its note and its switches are no part of it.

    Of several that are about the same, the second and those after it bear their number.

    Examples
    --------
    >>> edits = (Edit(kind="remove", texts=(("touchpoint", "Payment error"), ("stay", "yes"))),) * 2
    >>> print(*edit_names(edits), sep=chr(10))
    ["remove", ["touchpoint", "Payment error"]]
    ["remove", ["touchpoint", "Payment error"], 2]
    """
    seen: dict[str, int] = {}
    names = []
    for edit in edits:
        about = [edit.kind, *sorted(list(pair) for pair in edit.texts if pair[0] not in SWITCHES)]
        name = json.dumps(about, ensure_ascii=False)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else json.dumps([*about, seen[name]], ensure_ascii=False))
    return tuple(names)


def same_change(one: Edit, other: Edit) -> bool:
    """Whether two edits change the same by as much, whatever is said about them."""
    return (one.kind, one.texts, one.numbers) == (other.kind, other.texts, other.numbers)


def alone(scenario: Scenario, names: Collection[str]) -> Scenario:
    """The scenario with only the edits of these names; with all that are on where there are no names.

    Examples
    --------
    >>> edits = (Edit(kind="bypass", texts=(("touchpoint", "A"),)), Edit(kind="bypass", texts=(("touchpoint", "B"),)))
    >>> [edit.says for edit in alone(Scenario(name="to be", edits=edits), edit_names(edits)[1:]).edits]
    ['B is skipped']
    """
    if not names:
        return scenario
    named = zip(scenario.edits, edit_names(scenario.edits), strict=True)
    return replace(scenario, edits=tuple(replace(edit, on=True) for edit, name in named if name in names))

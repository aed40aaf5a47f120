"""Edits in the words of the log: what a scenario renames, earlier edits and the log call otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from journey.design.coding import Band, Split, Switch
from journey.design.edits import Edit
from journey.design.scenario import Scenario

__all__ = ["PLACES", "as_logged", "called", "renamed_splits"]

PLACES = ("touchpoint", "source", "target", "other", "before")
"""Fields that name a touchpoint which is there before the edit is made."""


def as_logged(scenario: Scenario) -> Iterator[tuple[int, Edit]]:
    """The edits that are on, each with its number, with touchpoints called as in the log.

    Examples
    --------
    >>> from journey.design.scenario import parse
    >>> made = parse('''{"edits": [{"kind": "rename", "touchpoint": "Pay", "to": "Pay now"},
    ...                            {"kind": "remove", "touchpoint": "Pay now"}]}''')
    >>> [edit.text("touchpoint") for _number, edit in as_logged(made)]
    ['Pay', 'Pay']
    """
    was: dict[str, str] = {}
    for number, edit in scenario.active:
        yield (
            number,
            replace(
                edit,
                texts=tuple(
                    (field, was.get(name, name) if field in PLACES or (field, edit.kind) == ("to", "reroute") else name)
                    for field, name in edit.texts
                ),
            ),
        )
        if edit.kind == "rename":
            was[edit.text("to")] = was.pop(edit.text("touchpoint"), edit.text("touchpoint"))


def called(scenario: Scenario) -> dict[str, str]:
    """Touchpoints that the scenario renames: as they were first called -> as they are called in the end."""
    return {edit.text("touchpoint"): edit.text("to") for _number, edit in as_logged(scenario) if edit.kind == "rename"}


def renamed_splits(splits: tuple[Split, ...], edit: Edit) -> tuple[Split, ...]:
    """The splits of a model after an edit: they follow a touchpoint to its new name."""
    if edit.kind != "rename":
        return splits

    def after(name: str) -> str:
        return edit.text("to") if name == edit.text("touchpoint") else name

    return tuple(
        Switch(after(split.touchpoint))
        if isinstance(split, Switch)
        else Band(after(split.source), after(split.target), split.bounds)
        for split in splits
    )

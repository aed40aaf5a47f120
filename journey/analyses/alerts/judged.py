"""Every rule of a workspace with how it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from journey.analyses.alerts.alert import Watch, watch
from journey.analyses.alerts.rule import Rule
from journey.errors import WrongInput
from journey.store.alert_rules import HeldRule, held_rules
from journey.store.workspace import Workspace

__all__ = ["Judged", "judged"]


@dataclass(frozen=True)
class Judged:
    """A rule as it is held, as it is read, and how it stands.

    Attributes
    ----------
    rule : Rule or None
        None where its text cannot be read; `watch.wrong` says why.
    """

    held: HeldRule
    rule: Rule | None
    watch: Watch


def judged(workspace: Workspace, ask: Callable[..., Watch]) -> list[Judged]:
    """The rules; those that fire first, then those with something wrong.

    Parameters
    ----------
    ask : callable
        Judges one: `watch` itself called at once, or whatever keeps its results. Takes the analysis, the workspace and
        the text of the rule.
    """
    found = [Judged(held, _read(held.text), ask(watch, workspace, held.text)) for held in held_rules(workspace)]
    return sorted(found, key=lambda one: (not one.watch.fires, not one.watch.wrong, one.held.id))


def _read(text: str) -> Rule | None:
    try:
        return Rule.parse(text)
    except WrongInput:
        return None

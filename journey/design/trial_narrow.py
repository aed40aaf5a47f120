"""A trial among fewer journeys: those that come to where the change begins show it sooner than all together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from journey.analyses.flow_parts import FlowMap
from journey.design.edits import Edit
from journey.design.preview import preview
from journey.design.scenario import Scenario
from journey.design.trial import Need, need
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace

__all__ = ["Narrower", "narrower"]

_MOST = 4
_STAYS = ("exit_rate", "limit_repeats", "channel", "split", "cost", "score")
"""Kinds whose touchpoint is visited by the treated as by the others."""


@dataclass(frozen=True)
class Narrower:
    """The scope in which a difference shows soonest.

    Attributes
    ----------
    touchpoint : str
        The journeys that come here take part.
    scope : Scope
    gap : float
        The expected difference in conversion among them.
    need : Need
    """

    touchpoint: str
    scope: Scope
    gap: float
    need: Need


def narrower(workspace: Workspace, scope: Scope, scenario: Scenario, share: float) -> Narrower | None:
    """The touchpoint whose journeys show the difference in the fewest weeks; None where none can be tried.

    Only touchpoints come into question that the edits leave in everybody's way, treated or not: journeys that were
    chosen by what the change does to them could not be compared.

    Parameters
    ----------
    share : float
        Of the customers who are treated, under 1.
    """
    found: list[Narrower] = []
    flow = preview(workspace, scope, scenario).flow
    names = dict.fromkeys(name for _n, edit in scenario.active for name in _before(flow, edit))
    for name in [name for name in names if name not in scope.contains][:_MOST]:
        part = replace(scope, contains=(*scope.contains, name))
        try:
            among = preview(workspace, part, scenario)
            if among.wrong is not None or "conversion" not in among.figures:
                continue
            before, after = among.as_is["conversion"], among.figures["conversion"]
            wanted = need(workspace, among.scope, before, after, share)
        except WrongInput:
            continue  # too few journeys come there, or they would show no difference
        found.append(Narrower(name, part, after - before, wanted))
    return min(found, key=lambda one: one.need.weeks, default=None)


def _before(flow: FlowMap, edit: Edit) -> Iterator[str]:
    """Where journeys are when an edit begins to matter to them."""
    if source := edit.text("source"):
        yield source
    elif edit.kind in _STAYS:
        yield edit.text("touchpoint")
    elif edit.kind in ("remove", "bypass"):
        # It is met by few of the treated, or none: who comes to the touchpoint before is decided earlier.
        ids = {t.name: t.id for t in flow.touchpoints}
        here = ids.get(edit.text("touchpoint"))
        into = [move for move in flow.transitions if move.target == here != move.source and move.events]
        if into:
            source_id = max(into, key=lambda move: (move.events, -move.source)).source
            yield next(t.name for t in flow.touchpoints if t.id == source_id)

"""From a Petri net to the automaton of its markings."""

from __future__ import annotations

from collections import deque
from typing import Any

from journey.design.conformance.automaton import Automaton
from journey.errors import WrongInput
from journey.text import _

__all__ = ["MOST_STATES", "automaton_of"]

MOST_STATES = 2_000
"""A design with more states has many steps that run side by side; no journey map has."""
MOST_TOKENS = 4


def automaton_of(net: Any, initial: Any, final: Any) -> Automaton:
    """The reachability graph of a bounded net (Murata 1989).

    Parameters
    ----------
    net, initial, final
        As pm4py has them; the label of a transition is its touchpoint, None a silent one.

    Raises
    ------
    WrongInput
        The net has too many states, collects tokens without end, or never comes to its end.
    """
    before = {t: {arc.source: arc.weight for arc in t.in_arcs} for t in net.transitions}
    after = {t: {arc.target: arc.weight for arc in t.out_arcs} for t in net.transitions}
    transitions = sorted(net.transitions, key=lambda t: (t.label or "", str(t.name)))
    first = _frozen(dict(initial))
    number = {first: 0}
    steps: list[tuple[int, str | None, int]] = []
    todo = deque([first])
    while todo:
        marking = todo.popleft()
        held = dict(marking)
        for transition in transitions:
            if any(held.get(place, 0) < weight for place, weight in before[transition].items()):
                continue
            moved = dict(held)
            for place, weight in before[transition].items():
                moved[place] -= weight
            for place, weight in after[transition].items():
                moved[place] = moved.get(place, 0) + weight
            if max(moved.values(), default=0) > MOST_TOKENS:
                raise WrongInput(
                    _("The design lets the same step wait for itself without end."),
                    _("Close every parallel branch that is opened with a gateway of the same kind."),
                )
            reached = _frozen(moved)
            if reached not in number:
                if len(number) >= MOST_STATES:
                    raise WrongInput(
                        _("The design has more than {n} states.").format(n=f"{MOST_STATES:,}"),
                        _("Let fewer steps run side by side, or give a part of the journey."),
                    )
                number[reached] = len(number)
                todo.append(reached)
            steps.append((number[marking], transition.label, number[reached]))
    end = number.get(_frozen(dict(final)))
    if end is None:
        raise WrongInput(_("No way through the design comes to its end."), _("Lead every branch to an end event."))
    return Automaton(len(number), tuple(steps), frozenset({end}))


def _frozen(marking: dict[Any, int]) -> tuple[tuple[Any, int], ...]:
    return tuple(sorted(((place, n) for place, n in marking.items() if n), key=lambda pair: str(pair[0].name)))

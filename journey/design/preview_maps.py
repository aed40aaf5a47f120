"""A to-be as flow maps: the as-is, the to-be, and what either has, on the same places."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from journey.analyses.flow_parts import Ends, FlowMap, Touchpoint, Transition
from journey.design.effect import Effect, PlaceEffect
from journey.design.logged import as_logged, called
from journey.design.scenario import Scenario
from journey.model import BLANK, Interval

__all__ = ["maps_of"]


def maps_of(flow: FlowMap, effect: Effect, scenario: Scenario, journeys: int) -> tuple[FlowMap, FlowMap, FlowMap]:
    """The as-is, the to-be, and both at once.

    Parameters
    ----------
    flow : FlowMap
        Of the log; stages, positions and waits are taken from it.
    scenario : Scenario
        Its edits that could be made.
    journeys : int
        So many are shown on each side.
    """
    held = {touchpoint.name: touchpoint for touchpoint in flow.touchpoints}
    first = max((touchpoint.id for touchpoint in flow.touchpoints), default=-1) + 1
    number: dict[str, int] = {}
    for n, place in enumerate(effect.places):
        number[place.name] = held[place.was].id if place.was in held else first + n
    usual = {number[place.name]: held.get(place.was or "") or _new(held, effect, place) for place in effect.places}
    staged = _staged(usual, scenario, number)
    stages = (*flow.stages, *dict.fromkeys(t.stage for t in staged.values() if t.stage and t.stage not in flow.stages))
    waits = {(move.source, move.target): move for move in flow.transitions}
    found = []
    for sides in ((0,), (1,), (0, 1)):
        touchpoints, transitions = [], []
        for place in effect.places:
            at = number[place.name]
            base = usual[at] if sides == (0,) else staged[at]
            name = place.was or place.name if sides == (0,) else place.name
            touchpoints.append(_touchpoint(base, place, name, sides, journeys, at))
        for move in effect.moves:
            pair = number[move.source], number[move.target]
            events = round(max(move.uses[side] for side in sides) * journeys)
            seen = waits.get(pair) or Transition(*pair, 0, 0, 0.0, 0.0, 0.0, BLANK)
            transitions.append(replace(seen, events=events, journeys=min(events, journeys)))
        found.append(
            replace(
                flow, journeys_shown=journeys, journeys_empty=0, journeys_mature=journeys,
                events_shown=sum(t.events for t in touchpoints), stages=flow.stages if sides == (0,) else stages,
                touchpoints=tuple(sorted(touchpoints, key=lambda t: (-t.journeys, -t.events, t.name))),
                transitions=tuple(sorted(transitions, key=lambda t: (-t.journeys, -t.events, t.source, t.target))),
            )
        )  # fmt: skip
    return found[0], found[1], found[2]


def _touchpoint(
    base: Touchpoint, place: PlaceEffect, name: str, sides: tuple[int, ...], journeys: int, at: int
) -> Touchpoint:
    events = round(max(place.visits[side] for side in sides) * journeys)
    rate = place.exit_rate[sides[-1]]
    kinds = {kind for side in sides for kind in place.ends[side]}
    ends = {kind: round(max(place.ends[side].get(kind, 0.0) for side in sides) * journeys) for kind in kinds}
    return replace(
        base, id=at, name=name, events=events, journeys=min(events, journeys),
        share=min(max(place.visits[side] for side in sides), 1.0),
        starts=round(max(place.starts[side] for side in sides) * journeys), ends=replace(_NO_ENDS, **ends),
        exit_rate=Interval(rate, rate, rate, journeys) if rate is not None else BLANK,
    )  # fmt: skip


_NO_ENDS = Ends(0, 0, 0, 0, 0)


def _staged(usual: dict[int, Touchpoint], scenario: Scenario, number: dict[str, int]) -> dict[int, Touchpoint]:
    """The touchpoints where the edits put them; no number changes with that."""
    found = dict(usual)
    names = called(scenario)

    def place(name: str) -> int | None:
        return number.get(names.get(name, name))

    for _n, edit in as_logged(scenario):
        at = place(edit.text("touchpoint"))
        if edit.kind not in ("move", "add") or at is None:
            continue
        stage = edit.text("stage")
        before = place(edit.text("before")) if edit.text("before") else None
        if before is not None and before != at:
            there = found[before]
            found[at] = replace(found[at], stage=stage or there.stage, position=max(0.0, there.position - 1e-6))
        elif stage:
            last = max((t.position for n, t in found.items() if t.stage == stage and n != at), default=0.0)
            position = last + 1e-6 if edit.kind == "move" else found[at].position
            found[at] = replace(found[at], stage=stage, position=position)
    return found


def _new(held: dict[str, Touchpoint], effect: Effect, place: PlaceEffect) -> Touchpoint:
    """A box for a touchpoint that only the to-be has, beside what leads to it."""
    was = {one.name: one.was for one in effect.places}
    near = [
        held[source]
        for m in effect.moves
        if m.target == place.name and m.uses[1] > 0 and (source := was.get(m.source) or "") in held
    ]
    position = float(np.mean([t.position for t in near])) + 0.01 if near else 0.5
    stage = near[0].stage if near else next((t.stage for t in held.values()), None)
    return Touchpoint(
        0, place.name, stage, 0, 0, 0.0, 0, _NO_ENDS, BLANK, BLANK, BLANK, None, min(position, 1.0)
    )  # fmt: skip

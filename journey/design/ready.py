"""Ready moves: edits that suggest themselves at a touchpoint or a transition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from journey.analyses.flow_parts import FlowMap
from journey.design.assumption import Assumption
from journey.design.edits import Edit
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import duration

__all__ = ["at_touchpoint", "at_transition", "channels_at"]

DAY_S = 86_400.0
_FEW = 0.02
_HALF = Assumption(0.3, 0.5, 0.7)

Channels = Mapping[int, tuple[str, ...]]
"""Touchpoint -> the channels that it happens in, the busiest first."""


def channels_at(workspace: Workspace, scope: Scope) -> dict[int, tuple[str, ...]]:
    """The channels of every touchpoint that happens in several."""
    with select(workspace, scope.selection()) as selection:
        rows = selection.run(
            f"""
            SELECT e.node, list(c.name ORDER BY e.visits DESC, c.name)
            FROM (SELECT node, channel, count(*) AS visits FROM {selection.events} GROUP BY node, channel) e
            JOIN channel c ON c.id = e.channel
            GROUP BY e.node HAVING count(*) > 1
            """
        )
    return {node: tuple(names) for node, names in rows}


def at_touchpoint(flow: FlowMap, number: int, channels: Channels | None = None) -> tuple[tuple[str, Edit], ...]:
    """Moves for a touchpoint, each with what to write on its button."""
    return tuple(_touchpoint_moves(flow, number, channels or {}))


def _touchpoint_moves(flow: FlowMap, number: int, channels: Channels) -> Iterator[tuple[str, Edit]]:
    touchpoint = next((t for t in flow.touchpoints if t.id == number), None)
    if touchpoint is None:
        return
    here = (("touchpoint", touchpoint.name),)
    yield _("Let it no longer happen"), Edit(kind="remove", texts=(*here, ("stay", "yes")))
    yield _("Skip it"), Edit(kind="bypass", texts=here)
    if touchpoint.journeys < touchpoint.events:
        yield (
            _("At most once a journey"),
            Edit(kind="limit_repeats", texts=(*here, ("stay", "yes")), numbers=(("max", Assumption.one(1.0)),)),
        )
    if (touchpoint.exit_rate.value or 0.0) > _FEW:
        yield (
            _("Halve who leaves here"),
            Edit(kind="exit_rate", texts=here, numbers=(("factor", Assumption(0.4, 0.5, 0.7)),)),
        )
    # The channel that most come by is no offer; the next is.
    for channel in channels.get(number, ())[1:2]:
        texts = (*here, ("to", channel))
        yield (
            _("Offer {name} first").format(name=channel),
            Edit(kind="channel", texts=texts, numbers=(("share", _HALF),)),
        )


def at_transition(flow: FlowMap, source: int, target: int) -> tuple[tuple[str, Edit], ...]:
    """Moves for a transition."""
    return tuple(_transition_moves(flow, source, target))


def _transition_moves(flow: FlowMap, source: int, target: int) -> Iterator[tuple[str, Edit]]:
    names = {t.id: t.name for t in flow.touchpoints}
    move = next((m for m in flow.transitions if (m.source, m.target) == (source, target)), None)
    if move is None:
        return
    ends = (("source", names[source]), ("target", names[target]))
    caps = [DAY_S] if move.wait_p90_s > DAY_S else []
    if 0 < move.wait_median_s < move.wait_p90_s:
        caps.append(float(f"{move.wait_median_s:.2g}"))
    for cap in dict.fromkeys(caps):
        yield (
            _("Cap this wait at {time}").format(time=duration(cap)),
            Edit(kind="wait", texts=ends, numbers=(("cap_s", Assumption.one(cap)),)),
        )
    if move.wait_median_s > 0:
        yield _("Halve this wait"), Edit(kind="wait", texts=ends, numbers=(("factor", Assumption(0.4, 0.5, 0.7)),))
    if (other := _beside(flow, source, target)) is not None:
        texts = (*ends, ("to", names[other]))
        yield (
            _("Offer {name} first").format(name=names[other]),
            Edit(kind="reroute", texts=texts, numbers=(("share", _HALF),)),
        )
    yield (
        _("Remove this hand-over"),
        Edit(kind="remove", texts=(("touchpoint", names[target]), ("source", names[source]), ("stay", "yes"))),
    )


def _beside(flow: FlowMap, source: int, target: int) -> int | None:
    """Where most others of the same stage go from the source: what can be offered before the target."""
    stage = {t.id: t.stage for t in flow.touchpoints}
    others = [
        m
        for m in flow.transitions
        if m.source == source and m.target not in (source, target) and m.events and stage.get(target)
        and stage.get(m.target) == stage[target] != stage.get(source)
    ]  # fmt: skip
    return max(others, key=lambda m: m.events).target if others else None

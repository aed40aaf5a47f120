"""The funnel that is offered before anybody built one: the happy path."""

from __future__ import annotations

from journey.analyses.flow import FlowMap
from journey.analyses.funnel_question import MOST_STEPS

__all__ = ["fold_path", "offered_optional", "offered_steps"]

MUST = 0.8
"""A touchpoint of the happy path that fewer of the successful journeys pass is no step everybody needs."""


def offered_steps(flow: FlowMap) -> tuple[str, ...]:
    """The touchpoints of the happy path, or the busiest by their place in the journey where it has less than two.

    Empty where the map has a single touchpoint: there is no funnel then.
    """
    names = {touchpoint.id: touchpoint.name for touchpoint in flow.touchpoints}
    path = tuple(names[node] for node in flow.happy_path)
    if len(path) < 2:
        busiest = sorted(flow.touchpoints[:5], key=lambda touchpoint: touchpoint.position)
        path = tuple(touchpoint.name for touchpoint in busiest)
    return fold_path(path) if len(path) > 1 else ()


def offered_optional(flow: FlowMap, steps: tuple[str, ...]) -> tuple[str, ...]:
    """The steps between the first and the last that many successful journeys do without; none without a goal."""
    share, n = flow.conversion.value, flow.conversion.n
    if not share:
        return ()
    passed = {t.name: (t.conversion.value or 0.0) * t.conversion.n for t in flow.touchpoints}
    return tuple(name for name in steps[1:-1] if passed[name] < MUST * share * n)


def fold_path(path: tuple[str, ...]) -> tuple[str, ...]:
    """A sequence of touchpoints as steps: what comes again is named once; longer ones are cut in the middle.

    Examples
    --------
    >>> fold_path(("Basket", "Payment", "Payment error", "Payment", "Paid"))
    ('Basket', 'Payment', 'Payment error', 'Paid')
    """
    once = tuple(dict.fromkeys(path))
    if len(once) <= MOST_STEPS:
        return once
    return (*once[: MOST_STEPS - 1], once[-1])

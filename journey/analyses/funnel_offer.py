"""The funnel that is offered before anybody built one: the happy path."""

from __future__ import annotations

import math

from journey.analyses.flow import FlowMap
from journey.analyses.funnel_question import DAY_S, MOST_STEPS
from journey.errors import WrongInput
from journey.text import _

__all__ = ["fold_path", "offered_optional", "offered_steps", "offered_window"]

MUST = 0.8
"""A touchpoint of the happy path that fewer of the successful journeys pass is no step everybody needs."""


def offered_steps(flow: FlowMap) -> tuple[str, ...]:
    """The touchpoints of the happy path, or the busiest by their place in the journey where it has less than two.

    Raises
    ------
    WrongInput
        The map has a single touchpoint: there is no funnel then.
    """
    names = {touchpoint.id: touchpoint.name for touchpoint in flow.touchpoints}
    # A path that only repeats its touchpoint is one step.
    steps = fold_path(tuple(names[node] for node in flow.happy_path))
    if len(steps) < 2:
        busiest = sorted(flow.touchpoints[:5], key=lambda touchpoint: touchpoint.position)
        steps = tuple(touchpoint.name for touchpoint in busiest)
    if len(steps) < 2:
        raise WrongInput(
            _("These journeys have less than two touchpoints, so there is no funnel to build."), _("Remove a filter.")
        )
    return steps


def offered_optional(flow: FlowMap, steps: tuple[str, ...]) -> tuple[str, ...]:
    """The steps between the first and the last that many successful journeys do without; none without a goal."""
    share, n = flow.conversion.value, flow.conversion.n
    if not share:
        return ()
    passed = {t.name: (t.conversion.value or 0.0) * t.conversion.n for t in flow.touchpoints}
    return tuple(name for name in steps[1:-1] if passed[name] < MUST * share * n)


def offered_window(horizon_s: float | None) -> float:
    """The window in which journeys are judged everywhere else, in whole hours or days: in a shorter one those who came
    later would seem lost. 14 days where no goal says one.

    Examples
    --------
    >>> offered_window(29.4 * 86_400) / 86_400, offered_window(5_000.0) / 3_600, offered_window(None) / 86_400
    (30.0, 2.0, 14.0)
    """
    if horizon_s is None or not math.isfinite(horizon_s):
        return 14 * DAY_S
    unit = DAY_S if horizon_s >= 2 * DAY_S else 3_600.0
    return max(1, math.ceil(horizon_s / unit)) * unit


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

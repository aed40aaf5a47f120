"""Finding drivers: gather what was known, test the model on other customers, estimate, and name what holds."""

from __future__ import annotations

import numpy as np
from scipy.stats import false_discovery_control

from journey.analyses.drivers.known import Known, gather
from journey.analyses.drivers.model import estimate, skill
from journey.analyses.drivers.question import Driver, Drivers, Feature, Moment, Question
from journey.analyses.interval import MINIMUM_N, wilson
from journey.errors import WrongInput
from journey.model import Interval, Progress, silent
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["LEAST_CUSTOMERS", "drivers", "journeys_of", "moments"]

LEAST_CUSTOMERS = 200
"""Fewer say nothing about dozens of features at once."""


def drivers(workspace: Workspace, scope: Scope, question: Question, *, progress: Progress = silent) -> Drivers:
    """What goes with a result (docs/definitions.md: drivers).

    Every feature is known before the moment of the question. Named are those whose adjusted risk difference passes
    Benjamini-Hochberg at 5 %, and only where the model beats the mean on held-out customers.

    Raises
    ------
    WrongInput
        The scope hides or folds events, so that what came before a moment cannot be told; or the log has no such
        touchpoint or score.
    """
    progress(0.0, _("Gathering what was known"))
    known = _known(workspace, scope, question)
    customers = int(known.customer.max(initial=-1)) + 1
    rate = wilson(int(known.result.sum()), len(known.result))
    if missing := _missing(known):
        return Drivers(question, len(known.result), customers, rate, missing=missing)
    progress(0.1, _("Trying it on customers held out"))
    found = Drivers(question, len(known.result), customers, rate, skill(known.held, known.result, known.customer))
    if not found.trusted:
        return found
    model = estimate(
        known.held, known.result, known.customer, known.features,
        progress=lambda share, _doing: progress(0.15 + 0.85 * share, _("Drawing customers anew")),
    )  # fmt: skip
    q = false_discovery_control(np.clip(model.p, 0.0, 1.0))
    named = [
        _driver(known, i, Interval(float(model.value[i]), float(model.low[i]), float(model.high[i]), 0), float(q[i]))
        for i in range(len(known.features))
        if not _mirrored(known, i)
    ]
    named.sort(key=lambda one: (not one.named, -abs(one.adjusted.value or 0.0), one.feature))
    return Drivers(question, found.cases, customers, rate, found.skill, tuple(named))


def moments(workspace: Workspace, scope: Scope, *, progress: Progress = silent) -> tuple[Moment, ...]:
    """The moments at which drivers of the outcome could be asked for, those that tell most first."""
    found = []
    names = _landmarks(workspace, scope)
    for number, name in enumerate(names):
        progress(number / len(names), _("Trying {place}").format(place=name))
        known = _known(workspace, scope, Question("goal", landmark=name))
        if not _missing(known):
            found.append(Moment(name, len(known.result), skill(known.held, known.result, known.customer)))
    return tuple(sorted(found, key=lambda one: (-(one.skill.low or 0.0), one.landmark)))


def _landmarks(workspace: Workspace, scope: Scope) -> tuple[str, ...]:
    """Touchpoints on the way that at least 200 undecided mature journeys come to, the most visited first."""
    with select(workspace, scope.selection()) as selection:
        rows = selection.run(
            f"""
            WITH came AS (
                SELECT e.node, e.journey, min(e.position) AS position
                FROM event e JOIN {selection.journeys} j ON j.id = e.journey
                WHERE j.mature AND j.outcome < 4 AND e.position < j.goal_position GROUP BY e.node, e.journey
            )
            SELECT t.name FROM came c JOIN touchpoint t ON t.id = c.node
            GROUP BY t.name HAVING count(*) >= ? AND avg(CAST(c.position > 0 AS INTEGER)) > 0.5
            ORDER BY count(*) DESC, t.name
            """,
            [LEAST_CUSTOMERS],
        )
    return tuple(name for (name,) in rows)


def journeys_of(workspace: Workspace, scope: Scope, question: Question, feature: Feature) -> tuple[str, ...]:
    """Keys of the journeys with a case in which the feature holds, in their order."""
    known = _known(workspace, scope, question)
    if feature not in known.features:
        return ()
    ids = np.unique(known.journey[known.held[:, known.features.index(feature)] > 0])
    rows = workspace.run(
        "SELECT key FROM journey WHERE id IN (SELECT unnest(?::INTEGER[])) ORDER BY id", [ids.tolist()]
    )
    return tuple(key for (key,) in rows)


def _known(workspace: Workspace, scope: Scope, question: Question) -> Known:
    if scope.relinks:
        raise WrongInput(
            _("Events are hidden or folded here, so what came before cannot be told."),
            _("Show touchpoints, and hide none, in the filters above."),
        )
    with select(workspace, scope) as selection:
        return gather(selection, question)


def _missing(known: Known) -> str:
    """Why nothing can be learned from these cases, or nothing."""
    with_it = int(known.result.sum())
    if int(known.customer.max(initial=-1)) + 1 < LEAST_CUSTOMERS:
        return "few"
    if min(with_it, len(known.result) - with_it) < MINIMUM_N:
        return "same"
    return "" if known.features else "features"


def _driver(known: Known, i: int, adjusted: Interval, q: float) -> Driver:
    held = known.held[:, i] > 0
    shares = [wilson(int(known.result[rows].sum()), int(rows.sum())) for rows in (held, ~held)]
    adjusted = Interval(adjusted.value, adjusted.low, adjusted.high, int(held.sum()))
    return Driver(known.features[i], adjusted, shares[0], shares[1], q, q <= 0.05)


def _mirrored(known: Known, i: int) -> bool:
    """Whether the feature says only that the attribute has not its other value."""
    feature = known.features[i]
    if feature.kind != "attribute":
        return False
    same = [j for j, f in enumerate(known.features) if f.kind == "attribute" and f.name == feature.name]
    return len(same) == 2 and i == same[1] and bool((known.held[:, same].sum(axis=1) == 1).all())

"""Drop-off drivers: what those have in common who fall out at a step, by what was known when they came there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scipy.stats import false_discovery_control

from journey.analyses.dropoff_features import Count, counts
from journey.analyses.funnel_attempts import follow, lay_attempts
from journey.analyses.funnel_question import Funnel
from journey.analyses.interval import MINIMUM_N, difference, wilson
from journey.analyses.two_by_two import chance, odds_ratio
from journey.errors import WrongInput
from journey.model import Interval
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Driver", "Drivers", "dropoff_drivers"]

ALPHA = 0.05

Kind = Literal["attribute", "channel", "visited", "repeated", "slow", "month"]


@dataclass(frozen=True)
class Driver:
    """A group that falls out more, or less, than the others at the step.

    Attributes
    ----------
    kind : str
        "attribute" (`name` has `value`), "channel" (it came to the step in `value`), "visited" and "repeated" (the
        touchpoint `name`, once or more and twice or more before), "month" (it came in `value`), "slow" (it took longer
        than `value` seconds from the step before, as the slowest quarter did; lost are then those that never did the
        next step, for whoever comes late has less of the window left by construction).
    inside, outside : Interval
        Share lost at the step in the group, and among the others; Wilson.
    risk_difference : Interval
        inside - outside, Newcombe.
    odds_ratio : Interval
        With 0.5 added to every cell.
    p, q : float
        Chi-square or Fisher; adjusted by Benjamini-Hochberg over all groups that were compared.
    """

    kind: Kind
    name: str
    value: str
    inside: Interval
    outside: Interval
    risk_difference: Interval
    odds_ratio: Interval
    p: float
    q: float

    @property
    def above_line(self) -> bool:
        """Whether it passes the false-discovery control at 5 %."""
        return self.q <= ALPHA


@dataclass(frozen=True)
class Drivers:
    """What goes with falling out at one step.

    Attributes
    ----------
    step : int
        From 0; `name` is its name.
    lost : Interval
        Share of those who came here that did not come to the next step within the window.
    drivers : tuple of Driver
        All groups compared, those that pass first, each part by descending size of the risk difference.
    thin : int
        Groups left out for having under 30 customers, or under 30 others to compare with.
    """

    step: int
    name: str
    lost: Interval
    drivers: tuple[Driver, ...]
    thin: int


def dropoff_drivers(workspace: Workspace, scope: Scope, question: Funnel, step: int | None = None) -> Drivers:
    """Compare those who fell out after a step with those who went on (docs/definitions.md: drop-off drivers).

    Only what was known when they came there is looked at, and nothing that all or none of them share by the build of
    the funnel: not its own steps, not what it excludes.

    Parameters
    ----------
    step : int, optional
        From 0; the one after which most are lost, if not given.

    Raises
    ------
    WrongInput
        The step is optional, the last, or none.
    """
    last = len(question.steps) - 1
    required = [k for k in range(last + 1) if k not in question.optional]
    with select(workspace, scope) as selection:
        lay_attempts(selection, follow(selection, question))
        if step is None:
            row = selection.run(
                "SELECT " + ", ".join(f"count(*) FILTER (reached = {k})" for k in required[:-1]) + " FROM attempt"
            )[0]
            step = required[max(range(len(row)), key=lambda k: row[k])]
        if step not in required[:-1]:
            raise WrongInput(
                _("Nobody can fall out after step {number} of this funnel.").format(number=step + 1),
                _("Choose a step that is neither optional nor the last."),
            )
        lost, reached, found = counts(selection, question, step)
    enough = [one for one in found if min(one.customers, one.of_customers - one.customers) >= MINIMUM_N]
    return Drivers(
        step=step,
        name=question.names[step],
        lost=wilson(lost, reached),
        drivers=_compared(enough),
        thin=len(found) - len(enough),
    )


def _compared(groups: list[Count]) -> tuple[Driver, ...]:
    if not groups:
        return ()
    tables = [(one.lost, one.n - one.lost, one.of_lost - one.lost, one.of_n - one.of_lost - one.n + one.lost)
              for one in groups]  # fmt: skip
    chances = [chance(*table) for table in tables]
    found = []
    for one, table, p, q in zip(groups, tables, chances, false_discovery_control(chances), strict=True):
        inside, outside = wilson(one.lost, one.n), wilson(one.of_lost - one.lost, one.of_n - one.n)
        found.append(
            Driver(
                one.kind, one.name, one.value, inside, outside, difference(inside, outside), odds_ratio(*table), p,
                float(q),
            )
        )  # fmt: skip
    found.sort(key=lambda d: (not d.above_line, -abs(d.risk_difference.value or 0.0), d.kind, d.name, d.value))
    return tuple(found)

"""The chain against hand-worked absorbing chains, against what was observed, and against Monte Carlo."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import MakeLog
from design_chains import WAYS, fitted, rows, scenario, shares

from journey.design.chain import DROPPED, ENDED, START, Chain, Waits
from journey.design.forecast import forecast
from journey.design.model import fit_model
from journey.design.monte_carlo import walk
from journey.scope import Scope

THIRTY = tuple(f"T{n}" for n in range(100, 130))


def hand_made() -> Chain:
    """A goes to B with 1/2, back to itself with 1/4, or drops; B is the goal."""
    whole = np.array
    return Chain(
        names=("A", "B"), node=whole([-1, -1, -1, -1, 0, 1]), phase=whole([-1, -1, -1, -1, 0, 1]),
        visit=np.zeros(6, int), tags=np.zeros((6, 0), int), cost=whole([0.0, 0, 0, 0, 3, 5]),
        src=whole([START, 4, 4, 4, 5]), dst=whole([4, 5, 4, DROPPED, ENDED]),
        p=whole([1.0, 0.5, 0.25, 0.25, 1.0]), table=whole([-1, 0, 1, -1, -1]), factor=np.ones(5),
        cap=np.full(5, np.inf), waits=Waits(whole([10.0, 30.0, 60.0], np.float32), whole([0, 2, 3])),
    )  # fmt: skip


def test_a_chain_solved_by_hand() -> None:
    # Visits of A: 1 / (1 - 1/4) = 4/3. Conversion: 1/2 of them = 2/3; dropped 1/4 of them = 1/3.
    flow = hand_made().solve()
    assert flow.conversion == pytest.approx(2 / 3)
    assert flow.dropped == pytest.approx(1 / 3)
    assert flow.contacts == pytest.approx(4 / 3 + 2 / 3)
    # Cost: 4/3 x 3 + 2/3 x 5; time: 2/3 x mean(10, 30) + 1/3 x 60.
    assert flow.cost == pytest.approx(4 + 10 / 3)
    assert flow.duration_mean == pytest.approx(2 / 3 * 20 + 1 / 3 * 60)


def test_monte_carlo_agrees() -> None:
    chain = hand_made()
    flow, walked = chain.solve(), walk(chain, 200_000, seed=3, whole=True)
    # Standard errors: of a share about 0.001, of these means about 0.2 % and 0.1 s.
    assert walked.completed.mean() == pytest.approx(flow.conversion, abs=0.005)
    assert walked.events.mean() == pytest.approx(flow.contacts, abs=0.01)
    assert walked.duration.mean() == pytest.approx(flow.duration_mean, abs=0.5)
    again = walk(chain, 200_000, seed=3, whole=True)
    assert np.array_equal(walked.duration, again.duration)


def test_the_fit_reproduces_what_was_observed(log: MakeLog) -> None:
    workspace = log(rows(), goals=("Done",))
    model, compiled = fitted(workspace)
    # 80 of 120 are done; events: 60 x 3 + 20 x 4 + 20 x 2 + 20 x 1 = 320.
    assert (model.journeys, shares(compiled)) == (120, (round(80 / 120, 4), round(320 / 120, 4)))
    assert sum(WAYS.values()) == 120


def test_many_touchpoints_and_few_journeys_in_scope_are_fitted_alike(log: MakeLog) -> None:
    # More touchpoints than the narrowest numbers hold; each journey: two steps of 300, and the goal of the even ones.
    rows = [(f"j{n}", f"T{(n + step) % 300}", n + step / 10) for n in range(600) for step in range(2)]
    rows += [(f"j{n}", "Done", n + 0.9) for n in range(0, 600, 2)]
    workspace = log(rows, goals=("Done",))
    whole, few = fit_model(workspace, Scope()), fit_model(workspace, Scope(starts_with=("T7", "T8", *THIRTY)))
    # The last one is too young to be judged.
    assert (whole.journeys, whole.conversion) == (599, 300 / 599)
    assert whole.flow.conversion == pytest.approx(300 / 599, abs=1e-9)
    assert (few.journeys, few.conversion, few.flow.contacts) == (64, 0.5, pytest.approx(2.5, abs=1e-9))


def test_longer_memory_is_chosen_where_it_tells_more(log: MakeLog) -> None:
    # After Pay, what comes next is settled by what came before it.
    ways = {"Web Pay Done": 200, "Shop Pay": 200}
    model, _compiled = fitted(log(rows(ways), goals=("Done",)))
    assert model.depth > 1
    assert model.surprise[1] < model.surprise[0]


def test_no_edits_are_no_difference(log: MakeLog) -> None:
    found = forecast(log(rows(), goals=("Done",)), Scope(), scenario(), runs=2_000, draws=10)
    for name, band in found.difference.items():
        assert (band.value, *band.trust) == (0, 0, 0), name
    assert found.as_is["conversion"].value == pytest.approx(80 / 120)

"""What must hold under any list of edits: probabilities stay probabilities, or the edit is refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from journey.design.chain import Chain
from journey.design.compile import compile_scenario
from journey.design.edits import edit_of
from journey.design.model import AsIs, fit_model
from journey.design.monte_carlo import walk
from journey.design.scenario import Scenario, WrongEdit
from journey.ingest.import_log import import_log
from journey.sample import definitions, generate, mapping
from journey.scope import Scope
from journey.store.workspace import Workspace

PLACES = (
    "Landing page", "Compare plans", "Configure plan", "Basket", "Upload documents", "Documents approved", "Payment",
    "Payment error", "Order confirmation", "Chat with agent", "Call with agent", "Service activated",
)  # fmt: skip
share, times = some.floats(0, 1), some.floats(0, 3)
place = some.sampled_from(PLACES)


def three(values: some.SearchStrategy[float]) -> some.SearchStrategy[Any]:
    return values | some.tuples(values, values, values).map(sorted)


def record(kind: str, **fields: some.SearchStrategy[Any]) -> some.SearchStrategy[dict[str, Any]]:
    return some.fixed_dictionaries({"kind": some.just(kind), **fields})


EDITS = some.one_of(
    record("remove", touchpoint=place, stay=some.booleans(), share=share),
    record("bypass", touchpoint=place),
    record("insert", touchpoint=some.just("New"), source=place, target=place, share=share, exit_rate=share),
    record("reroute", source=place, target=place, to=place, share=three(share)),
    record("wait", source=place, target=place, factor=three(times)),
    record("exit_rate", touchpoint=place, factor=three(times)),
    record("exit_rate", touchpoint=place, value=share),
    record("limit_repeats", touchpoint=place, max=some.sampled_from([1, 2])),
    record("merge", touchpoint=place, other=place),
    record("split", touchpoint=place, to=some.just("Twin"), share=share, exit_factor=times),
    record("cost", touchpoint=place, factor=times),
    record("inflow", touchpoint=place, share=share),
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsIs]:
    path: Path = tmp_path_factory.mktemp("design") / "sample.duckdb"
    import_log(generate(1_500, 3), path, mapping=mapping(), definitions=definitions())
    with Workspace(path) as workspace:
        yield fit_model(workspace, Scope())


def sound(chain: Chain) -> None:
    assert (chain.p >= 0).all()
    leaving = np.bincount(chain.src, chain.p, minlength=chain.states)
    assert np.allclose(leaving[np.unique(chain.src)], 1)
    flow = chain.solve()
    ends = flow.flow[np.isin(chain.dst, (1, 2, 3))].sum()
    assert ends == pytest.approx(1), "every journey ends once"
    assert 0 <= flow.conversion <= 1 + 1e-9
    assert (flow.exits <= 1 + 1e-9).all() and (flow.exits >= -1e-9).all()


@settings(max_examples=60)
@given(some.lists(EDITS, max_size=4))
def test_probabilities_stay_probabilities(model: AsIs, records: list[dict[str, Any]]) -> None:
    made = Scenario(name="any", edits=tuple(map(edit_of, records)))
    try:
        compiled = compile_scenario(model, made)
    except WrongEdit as error:
        assert error.reason and error.number < len(records)
        return
    sound(compiled.chain)
    sound(model.drawn(np.ones(len(model.group_steps))))


def test_the_fit_reproduces_the_observed_conversion(model: AsIs) -> None:
    assert model.flow.conversion == pytest.approx(model.conversion, abs=1e-12)
    # Within the horizon or late, lost, dropped or open: all is accounted for.
    assert model.flow.duration_mean == pytest.approx(model.durations.mean(), rel=1e-5)
    walked = walk(model.chain, 50_000, seed=1)
    assert walked.duration.mean() == pytest.approx(model.durations.mean(), rel=0.03)
    assert (walked.phase == 1).mean() == pytest.approx(model.conversion, abs=0.012)

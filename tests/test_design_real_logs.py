"""The trust test on published logs: the verdicts that docs/trust.md tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from design_chains import scenario

from journey.design.model import fit_model
from journey.design.trust import Trust, trust_test
from journey.ingest.import_log import import_log
from journey.model import Definitions, Mapping
from journey.scope import Scope
from journey.store.workspace import Workspace

MAPPING = Mapping(journey="case:concept:name", touchpoint=("concept:name",), time="time:timestamp")
LOGS: dict[str, tuple[str, Definitions, dict[str, Any], dict[tuple[str, bool], bool | None]]] = {
    "bpic2012": (
        "bpic2012.xes.gz",
        Definitions(goals=("A_APPROVED",), lost=("A_CANCELLED", "A_DECLINED")),
        {"kind": "limit_repeats", "touchpoint": "W_Nabellen offertes", "max": 1},
        {("conversion", False): True, ("p90_duration_s", False): False, ("place_repeat", True): True},
    ),
    "receipt": (
        "receipt.csv",
        Definitions(goals=("T10 Determine necessity to stop indication",)),
        {"kind": "bypass", "touchpoint": "T06 Determine necessity of stop advice"},
        {("conversion", False): None, ("p90_duration_s", False): False},
    ),
    "domestic": (
        "bpic2020_DomesticDeclarations.xes.gz",
        Definitions(goals=("Payment Handled",)),
        {"kind": "bypass", "touchpoint": "Declaration REJECTED by ADMINISTRATION"},
        {
            ("conversion", False): True,
            ("median_duration_s", False): True,
            ("p90_duration_s", False): True,
            ("place_conversion", True): False,
        },
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_verdicts(name: str, shared_data: Path, tmp_path: Path) -> None:
    file, definitions, record, verdicts = LOGS[name]
    import_log(shared_data / file, tmp_path / "log.duckdb", mapping=MAPPING, definitions=definitions)
    with Workspace(tmp_path / "log.duckdb") as workspace:
        model = fit_model(workspace, Scope())
        found: Trust = trust_test(workspace, Scope(), scenario(record), model)
        # Whatever the test says of the future, the fitted journeys themselves are reproduced.
        seen = workspace.one(
            "SELECT avg(converted::INT), avg(duration) / 1e6 FROM journey WHERE mature AND outcome < 4"
        )
    assert (model.flow.conversion, model.flow.duration_mean) == pytest.approx(seen, rel=1e-4)
    assert found.passed is False
    assert {key: passed for key, passed in _verdicts(found).items() if key in verdicts} == verdicts
    assert found.words.startswith("The model does not reproduce the newest 30 % of journeys: ")


def _verdicts(found: Trust) -> dict[tuple[str, bool], bool | None]:
    return {(check.figure, bool(check.place)): check.passed for check in found.checks}

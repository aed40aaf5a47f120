"""The friction list of a real log: the published outcomes, and claims that hold up against the log itself."""

from __future__ import annotations

from pathlib import Path

from journey.analyses.friction.exits import exits
from journey.analyses.friction.friction import friction
from journey.analyses.friction.loops import loops
from journey.ingest.import_log import import_log
from journey.model import Definitions
from journey.scope import Scope
from journey.store.workspace import Workspace


def test_loan_applications(shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "bpic2012.duckdb"
    definitions = Definitions(
        goals=("A_APPROVED", "A_ACTIVATED", "A_REGISTERED"), lost=("A_DECLINED", "A_CANCELLED"), timeout_s="never"
    )
    import_log(shared_data / "bpic2012.xes.gz", path, definitions=definitions)
    with Workspace(path) as workspace:
        outcomes = dict(workspace.run("SELECT outcome, count(*) FROM journey GROUP BY outcome"))
        assert outcomes == {0: 2246, 1: 7635 + 2807, 3: 399}
        found = friction(workspace, Scope())
        assert found.ranked
        for one in found.ranked:
            # Ends are no detours, and no more is at stake than was hit.
            assert one.name not in (*definitions.goals, *definitions.lost)
            assert 0 < (one.stake.at_stake.value or 0.0) <= one.stake.journeys
        assert found.together is not None
        assert found.together.journeys <= found.journeys_mature
        repeated = next(
            loop for loop in loops(workspace, Scope()).loops if loop.touchpoints == ("W_Completeren aanvraag",)
        )
        assert (repeated.journeys, repeated.runs) == (6457, 38004)
        judged = workspace.one(
            "SELECT count(*) FROM journey WHERE mature AND outcome IN (1, 2) AND exit_position >= 0"
        )[0]
        assert sum(one.exits for one in exits(workspace, Scope())) == judged

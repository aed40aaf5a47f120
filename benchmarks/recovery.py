"""Recovery: edits take a planted friction out of the sample; does the forecast hold what the clean sample shows?

python -m benchmarks.recovery [--seeds 20] [--first 1] [--journeys 20000]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from journey.design.bands import splits_for
from journey.design.compile import compile_scenario
from journey.design.draws import bootstrap, measured
from journey.design.edits import edit_of
from journey.design.forecast import difference_band
from journey.design.model import fit_model
from journey.design.monte_carlo import walk
from journey.design.scenario import Scenario
from journey.ingest.import_log import import_log
from journey.sample import definitions, generate, mapping
from journey.scope import Scope
from journey.store.workspace import Workspace

__all__ = ["EDITS", "Recovered", "recover"]

EDITS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "payment_error_loop": ("conversion", [{"kind": "remove", "touchpoint": "Payment error", "stay": True}]),
    "slow_document_check": (
        "conversion",
        [{"kind": "wait", "source": "Upload documents", "target": "Documents approved", "cap_s": 86_400}],
    ),
    "chat_phone_pingpong": (
        "conversion",
        [
            {"kind": "remove", "source": "Chat with agent", "touchpoint": "Call with agent", "stay": True},
            {"kind": "remove", "source": "Call with agent", "touchpoint": "Chat with agent", "stay": True},
        ],
    ),
    "moved_installation_silence": (
        "conversion", [{"kind": "exit_rate", "touchpoint": "Installation rescheduled", "factor": 0}]
    ),
    "repeat_billing_calls": (
        "contacts_per_journey",
        [
            {"kind": "limit_repeats", "touchpoint": "Call about the bill", "max": 1},
            # The other plans tell how many call by nature: about a tenth.
            {"kind": "remove", "source": "First bill", "touchpoint": "Call about the bill", "share": 0.35},
        ],
    ),
    "missed_courier": ("conversion", [{"kind": "remove", "touchpoint": "Delivery missed"}]),
}  # fmt: skip
"""Plant -> the figure it moves, and the edits that take it out. `detractors_skip_survey` has none: it hides what
customers think, and no edit knows what they would have answered."""

HORIZON = pd.Timedelta(days=30)


@dataclass(frozen=True)
class Recovered:
    """A planted friction, what its going changed, and what the forecast of its going said."""

    plant: str
    figure: str
    truth: float
    value: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        return self.low <= self.truth <= self.high


def recover(seed: int, journeys: int, *, draws: int = 200) -> Iterator[Recovered]:
    """Every friction that edits can take out, on the sample of a seed. Intervals are the data's own."""
    log = generate(journeys, seed)
    seen = figures(log)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.duckdb"
        import_log(log, path, mapping=mapping(), definitions=definitions())
        with Workspace(path) as workspace:
            for plant, (figure, records) in EDITS.items():
                scenario = Scenario(name=plant, edits=tuple(map(edit_of, records)))
                model = fit_model(workspace, Scope(), splits_for(workspace, Scope(), scenario))
                to_be = compile_scenario(model, scenario).chain
                before = measured(model, model.chain, Scenario(name=""), {}, walk(model.chain, 2_000, 1))[0]
                after = measured(model, to_be, scenario, {}, walk(to_be, 2_000, 1))[0]
                drawn = bootstrap(model, to_be, scenario, draws=draws, seed=1, walked=0)
                band = difference_band(before, after, drawn, figure)
                truth = figures(generate(journeys, seed, without=[plant]))[figure] - seen[figure]
                yield Recovered(plant, figure, truth, band.value, *band.beliefs)


def figures(log: pd.DataFrame) -> dict[str, float]:
    """Conversion and events per journey of the mature journeys, counted in the log itself."""
    times = log.groupby("journey_id", sort=False)["time"]
    started = times.min()
    goal = log[log.touchpoint == "Service activated"].groupby("journey_id")["time"].min()
    lost = log[log.touchpoint == "Order cancelled"].groupby("journey_id")["time"].min().reindex(started.index)
    goal = goal.reindex(started.index)
    mature = started + HORIZON <= log["time"].max()
    converted = (goal - started <= HORIZON) & ~(lost < goal)
    return {
        "conversion": float(converted[mature].mean()),
        "contacts_per_journey": float(times.size()[mature].mean()),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recovery", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the first of the seeds")
    parser.add_argument("--journeys", type=int, default=20_000)
    given = parser.parse_args()
    rows = []
    for seed in range(given.first, given.first + given.seeds):
        rows += recover(seed, given.journeys)
        print(f"seed {seed}: {sum(row.holds for row in rows)} of {len(rows)}", file=sys.stderr, flush=True)
    print(f"{sum(row.holds for row in rows)} of {len(rows)} intervals hold what the clean sample shows\n")
    print("| friction taken out | figure | true change, mean | forecast, mean | interval holds it |")
    print("|---|---|---:|---:|---:|")
    for plant, (figure, _edits) in EDITS.items():
        mine = [row for row in rows if row.plant == plant]
        truth, value = (sum(getattr(row, name) for row in mine) / len(mine) for name in ("truth", "value"))
        holds = sum(row.holds for row in mine)
        print(f"| {plant} | {figure} | {truth:+.4f} | {value:+.4f} | {holds} of {len(mine)} |", flush=True)

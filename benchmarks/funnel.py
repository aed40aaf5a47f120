"""How long a funnel of six steps takes, and what is asked beside it, on a large sample.

python -m benchmarks.funnel [--journeys 95000] [--rounds 5]

95,000 journeys of the sample are a million events, 475,000 are five. Processor seconds are told beside, as they do
not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from journey.analyses.dropoff_drivers import dropoff_drivers
from journey.analyses.friction.friction import friction
from journey.analyses.funnel import funnel
from journey.analyses.funnel_question import Funnel
from journey.analyses.paths import PathQuestion, paths
from journey.ingest.load import Load
from journey.sample import definitions, generate, mapping
from journey.scope import Scope
from journey.store.workspace import Workspace

STEPS = ("Compare plans", "Configure plan", "Basket", "Upload documents", "Payment", "Service activated")


def clock(work: Callable[[], Any], rounds: int) -> str:
    """Median seconds on the clock and on the processor."""
    work()
    seconds = []
    for _round in range(rounds):
        wall, busy = time.perf_counter(), time.process_time()
        work()
        seconds.append((time.perf_counter() - wall, time.process_time() - busy))
    return f"{median(one[0] for one in seconds):.3f} s ({median(one[1] for one in seconds):.3f} s of processors)"


def main() -> None:
    """Print a line for each question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--journeys", type=int, default=95_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    question = Funnel(steps=tuple((name,) for name in STEPS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.duckdb"
        with Load(generate(given.journeys), path) as load:
            load.check(mapping())
            load.commit(definitions())
        with Workspace(path) as workspace:
            (events,) = workspace.one("SELECT count(*) FROM event")
            print(f"{events:,} events")
            print("six steps:", clock(lambda: funnel(workspace, Scope(), question), given.rounds))
            print("by segment:", clock(lambda: funnel(workspace, Scope(), question, "segment"), given.rounds))
            print("drivers:", clock(lambda: dropoff_drivers(workspace, Scope(), question), given.rounds))
            print("friction list:", clock(lambda: friction(workspace, Scope()), given.rounds))
            print("paths:", clock(lambda: paths(workspace, Scope(), PathQuestion(anchor="Payment")), given.rounds))


if __name__ == "__main__":
    main()

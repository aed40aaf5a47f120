"""How often the friction list cries wolf: samples without any plant, seed by seed, and what it puts above the line.

python -m benchmarks.friction_seeds [--seeds 20] [--journeys 20000]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from journey.analyses.friction.friction import FrictionList, friction
from journey.ingest.import_log import import_log
from journey.sample import definitions, generate, mapping
from journey.scope import Scope
from journey.store.workspace import Workspace


def listed(seed: int, journeys: int, without: tuple[str, ...] = ("all",)) -> FrictionList:
    """The friction list of a sample."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.duckdb"
        import_log(generate(journeys, seed, without), path, mapping=mapping(), definitions=definitions())
        with Workspace(path) as workspace:
            return friction(workspace, Scope())


def main() -> None:
    """Print a line a seed, and how many stayed empty."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--journeys", type=int, default=20_000)
    given = parser.parse_args()
    empty = 0
    for seed in range(1, given.seeds + 1):
        found = listed(seed, given.journeys)
        least = min((one.q for one in found.below), default=1.0)
        above = [(one.place.kind.value, one.name, one.target) for one in found.ranked]
        print(
            f"seed {seed}: {len(found.ranked)} above the line of {found.tested}, least q {least:.2f} {above}",
            flush=True,
        )
        empty += not found.ranked
    print(f"nothing above the line in {empty} of {given.seeds} seeds")


if __name__ == "__main__":
    main()

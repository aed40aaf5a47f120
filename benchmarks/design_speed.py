"""Speed of the to-be: fit, expectations, simulated journeys, bootstrap; beside pm4py's `play_out` on the same chain.

python -m benchmarks.design_speed [--events 5000000]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.synthetic_log import write_log
from journey.design.chain import Chain
from journey.design.compile import compile_scenario
from journey.design.draws import bootstrap
from journey.design.edits import edit_of
from journey.design.model import fit_model
from journey.design.monte_carlo import walk
from journey.design.scenario import Scenario
from journey.ingest.load import Load
from journey.model import Definitions, Mapping
from journey.scope import Scope
from journey.store.workspace import Workspace

OUT = Path(__file__).parent / "out"
RUNS = 100_000
EDITS = (
    {"kind": "exit_rate", "touchpoint": "Touchpoint 01", "factor": [0.4, 0.5, 0.6]},
    {"kind": "remove", "touchpoint": "Touchpoint 02"},
)


def workspace_of(events: int) -> Path:
    """The generated log as a workspace with a goal and a horizon; made once."""
    path = OUT / f"design_{events}.duckdb"
    if not path.exists():
        log = write_log(OUT / f"log_{events}.csv", events=events, journeys=events // 10)
        mapping = Mapping(journey="case", touchpoint=("activity",), time="timestamp", channel="channel")
        with Load(log, path, replace=True) as load:
            load.check(mapping)
            load.commit(Definitions(goals=("Touchpoint 07",), horizon_s=30 * 86_400.0))
    return path


def play_out(chain: Chain, runs: int) -> float:
    """Seconds of pm4py for as many journeys of the same transitions, ends and mean waits, without memory."""
    from pm4py.algo.simulation.playout.dfg.variants import performance

    flow = chain.solve().flow
    uses: dict[tuple[str, str], float] = {}
    time_spent: dict[tuple[str, str], float] = {}
    starts: dict[str, float] = {}
    ends: dict[str, float] = {}
    for src, dst, amount, wait in zip(chain.src, chain.dst, flow, chain.wait_mean, strict=True):
        a, b = (chain.names[chain.node[state]] if state >= 4 else "" for state in (src, dst))
        if not a:
            starts[b] = starts.get(b, 0.0) + amount
        elif not b:
            ends[a] = ends.get(a, 0.0) + amount
        else:
            uses[a, b] = uses.get((a, b), 0.0) + amount
            time_spent[a, b] = time_spent.get((a, b), 0.0) + amount * wait
    waits = {pair: time_spent[pair] / amount for pair, amount in uses.items()}
    begun = time.perf_counter()
    performance.apply(uses, starts, ends, parameters={"num_traces": runs, "performance_dfg": waits})
    return time.perf_counter() - begun


def main(events: int) -> None:
    with Workspace(workspace_of(events)) as workspace:
        fit_model(workspace, Scope(until="2025-01-20"))
        begun = time.perf_counter()
        model = fit_model(workspace, Scope())
        fitted = time.perf_counter() - begun
        scenario = Scenario(name="", edits=tuple(map(edit_of, EDITS)))
        to_be = compile_scenario(model, scenario).chain
        seconds = {}
        for name, work in (
            ("exact expectations", lambda: model.chain.solve().conversion),
            (f"{RUNS:,} simulated journeys", lambda: walk(model.chain, RUNS, 1)),
            ("bootstrap of 200, two edits", lambda: bootstrap(model, to_be, scenario, draws=200, seed=1)),
        ):
            begun = time.perf_counter()
            work()
            seconds[name] = time.perf_counter() - begun
        theirs = play_out(model.chain, RUNS // 10)
    print(f"\n{events:,} events, {model.journeys:,} journeys judged, {model.chain.states:,} states\n")
    print("| task | seconds |\n|---|---:|")
    for name, value in {"fit": fitted, **seconds}.items():
        print(f"| {name} | {value:.3f} |")
    print(f"| pm4py `play_out` of {RUNS // 10:,} journeys, without memory | {theirs:.3f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.design_speed", description=__doc__)
    parser.add_argument("--events", type=int, default=5_000_000)
    main(parser.parse_args().events)

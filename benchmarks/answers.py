"""Friction list and funnel on the generated log; the funnel beside Retentioneering's, in an environment of its own.

python -m benchmarks.answers [--events 1000000 5000000] [--rounds 5]

Processor seconds are told beside, as they do not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.design_speed import workspace_of
from journey.analyses.friction.friction import friction
from journey.analyses.funnel import funnel
from journey.analyses.funnel_question import Funnel
from journey.scope import Scope
from journey.store.workspace import Workspace

OUT = Path(__file__).parent / "out"
PEER = "retentioneering==5.2.4"


def clock(work: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Median seconds on the clock and on the processors, once it is warm."""
    work()
    seconds = []
    for _round in range(rounds):
        wall, busy = time.perf_counter(), time.process_time()
        work()
        seconds.append((time.perf_counter() - wall, time.process_time() - busy))
    return median(one[0] for one in seconds), median(one[1] for one in seconds)


def steps_of(workspace: Workspace) -> tuple[str, ...]:
    """Six touchpoints, each the likeliest after the one before."""
    rows = workspace.run(
        """SELECT s.name, t.name FROM event e JOIN touchpoint s ON s.id = e.node JOIN touchpoint t ON t.id = e.next
           GROUP BY ALL ORDER BY count(*) DESC, s.name, t.name"""
    )
    path = [workspace.one("SELECT t.name FROM event e JOIN touchpoint t ON t.id = e.node WHERE e.position = 0")[0]]
    while len(path) < 6:
        path.append(next(after for name, after in rows if name == path[-1] and after not in path))
    return tuple(path)


def peer(log: Path, steps: tuple[str, ...]) -> str:
    """What the other tool needs for the same funnel, or why it cannot be told."""
    home = OUT / "retentioneering"
    python = home / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, capture_output=True, text=True)
            subprocess.run(
                [str(python), "-m", "pip", "install", "-q", PEER], check=True, capture_output=True, text=True
            )
        script = Path(__file__).parent / "retentioneering_funnel.py"
        # It would tell its makers that it was run.
        quiet = os.environ | {"RETENTIONEERING_NO_TRACK": "1"}
        command = [str(python), str(script), str(log), *steps]
        found = subprocess.run(command, check=True, capture_output=True, text=True, env=quiet)
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout or "").strip().splitlines()[-1:]
        return f"{PEER} could not be run: {' '.join(last) or error}"
    return found.stdout.strip()


def main() -> None:
    """Print a line for each question."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    parser.add_argument("--events", type=int, nargs="*", default=[1_000_000, 5_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    for events in given.events:
        with Workspace(workspace_of(events)) as workspace:
            steps = steps_of(workspace)
            question = Funnel(steps=tuple((name,) for name in steps))
            print(f"\n{events:,} events of the generated log\n")
            print("| task | clock | processors |\n|---|---:|---:|")
            for label, work in (
                ("ranked list of frictions, 400 draws", lambda: friction(workspace, Scope())),
                ("funnel of six steps", lambda: funnel(workspace, Scope(), question)),  # noqa: B023
            ):
                wall, busy = clock(work, given.rounds)
                print(f"| {label} | {wall:.3f} s | {busy:.3f} s |", flush=True)
        print(f"\nRetentioneering: {peer(OUT / f'log_{events}.csv', steps)}", flush=True)


if __name__ == "__main__":
    main()

"""The benchmark: this program and pm4py on the same generated log, in the same run, as ratios.

python -m benchmarks [--events 1000000] [--rounds 3]

Every task runs in a process of its own, ours and theirs in turn; the table gives medians, and the largest memory of
each process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.synthetic_log import write_log

OUT = Path(__file__).parent / "out"


@dataclass(frozen=True)
class Run:
    """What one process measured: seconds by name, and its peak memory in MB."""

    seconds: dict[str, float]
    memory: float


def run(task: str, log: Path, workspace: Path) -> Run:
    """One task in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.task", task, str(log), str(workspace)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{task} failed")
    return Run(json.loads(printed), usage.ru_maxrss / 1024)


def middle(runs: Iterable[Run], name: str) -> float:
    return median(run.seconds[name] for run in runs)


def table(events: int, rounds: int) -> str:
    """Measure, and give the table as Markdown."""
    log = write_log(OUT / f"log_{events}.csv", events=events, journeys=events // 10)
    workspace = OUT / "benchmark.duckdb"
    imports, questions, pages, theirs = [], [], [], []
    for number in range(rounds):
        imports.append(run("ours_import", log, workspace))
        questions.append(run("ours_questions", log, workspace))
        theirs.append(run("pm4py_all", log, workspace))
        if not number:
            pages.append(run("ours_pages", log, workspace))
    # Last, as it lays stages, a goal, costs and answers into the workspace.
    table_of_metrics = run("ours_metrics", log, workspace)
    with_a_goal = run("ours_pages", log, workspace)
    rows = [
        ("import, CSV to explorable", imports, "prepare", "`read_csv` + `format_dataframe`"),
        ("transitions: events, journeys, mean, median, p90 wait", questions, "transitions",
         "`discover_dfg` + `discover_performance_dfg`"),
        ("top 50 variants", questions, "variants", "`get_variants`"),
    ]  # fmt: skip
    lines = [
        f"{events:,} events, {events // 10:,} journeys, 40 touchpoints; {os.cpu_count()} cores, median of {rounds}",
        "",
        "| task | Desire Path | peak memory | pm4py | peak memory | ratio |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for label, runs, name, peer in rows:
        mine, other = middle(runs, name), middle(theirs, name)
        memory, their_memory = (max(run.memory for run in group) for group in (runs, theirs))
        lines.append(
            f"| {label} | {mine:.3g} s | {memory:,.0f} MB | {other:.3g} s ({peer}) | {their_memory:,.0f} MB "
            f"| {other / mine:.1f} x |"
        )
    lines += ["", f"Import: {events / middle(imports, 'prepare'):,.0f} events a second."]
    lines += ["", "| page, server time of one interaction | median | with goal, stages, scores |", "|---|---:|---:|"]
    lines += [
        f"| {name} | {1000 * seconds:.0f} ms | {1000 * with_a_goal.seconds[name]:.0f} ms |"
        for name, seconds in pages[0].seconds.items()
    ]
    lines += [f"| peak memory | {pages[0].memory:,.0f} MB | {with_a_goal.memory:,.0f} MB |"]
    told = {"metrics_whole": "all journeys", "metrics": "a scope never asked", "metrics_first": "the first time"}
    lines += ["", "| whole stage x metric table, 8 stages | median |", "|---|---:|"]
    lines += [f"| {told[name]} | {1000 * seconds:.0f} ms |" for name, seconds in table_of_metrics.seconds.items()]
    lines += [f"| peak memory | {table_of_metrics.memory:,.0f} MB |"]
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--events", type=int, nargs="*", default=[1_000_000, 5_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for events in given.events:
        print(table(events, given.rounds), end="\n\n", flush=True)

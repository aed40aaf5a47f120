"""The log that the benchmark runs on: generated, the same for a seed, written once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

__all__ = ["write_log"]

TOUCHPOINTS = 40
CHUNK = 500_000


def write_log(path: Path, *, events: int, journeys: int, seed: int = 1) -> Path:
    """Write a CSV of `events` rows: case, activity, timestamp, channel; in order of time, as exports are.

    Journeys start over a year; each walks a random graph of 40 touchpoints in which every one has a few likely
    successors, with waits from seconds to days.
    """
    if path.exists():
        return path
    random = np.random.Generator(np.random.PCG64(seed))
    lengths = random.multinomial(events - journeys, np.full(journeys, 1 / journeys)) + 1
    journey = np.repeat(np.arange(journeys), lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    position = np.arange(events) - np.repeat(starts, lengths)
    activity = _walk(random, position)
    wait = np.exp(random.normal(8.0, 2.2, events))
    wait[position == 0] = 0.0
    total = np.cumsum(wait)
    begun = random.uniform(0, 365 * 86_400, journeys)
    time = np.repeat(begun, lengths) + total - np.repeat(total[starts], lengths)
    order = np.argsort(time, kind="stable")
    names = pa.array([f"Touchpoint {i:02d}" for i in range(TOUCHPOINTS)])
    channels = pa.array(["web", "app", "shop", "phone", "mail"])
    schema = pa.schema([(name, pa.string()) for name in ("case", "activity", "timestamp", "channel")])
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with csv.CSVWriter(
        partial, schema, write_options=csv.WriteOptions(quoting_style="none", quoting_header="none")
    ) as writer:
        for first in range(0, events, CHUNK):
            rows = order[first : first + CHUNK]
            stamp = (time[rows] * 1000).astype("int64") + 1_735_689_600_000
            writer.write_table(
                pa.table(
                    {
                        "case": pa.array(np.char.add("c", journey[rows].astype(str))),
                        "activity": names.take(pa.array(activity[rows])),
                        "timestamp": pa.array(stamp, pa.timestamp("ms")).cast(pa.string()),
                        "channel": channels.take(pa.array(activity[rows] % 5)),
                    },
                    schema=schema,
                )
            )
    partial.rename(path)
    return path


def _walk(random: np.random.Generator, position: np.ndarray) -> np.ndarray:
    # Five likely successors each, the first the likeliest; one step of all journeys after the other.
    successors = random.integers(0, TOUCHPOINTS, (TOUCHPOINTS, 5))
    choice = random.choice(5, size=len(position), p=[0.55, 0.2, 0.12, 0.08, 0.05])
    activity = np.zeros(len(position), dtype=np.int64)
    by_position = np.argsort(position, kind="stable")
    bounds = np.searchsorted(position[by_position], np.arange(position.max() + 2))
    for at in range(1, position.max() + 1):
        rows = by_position[bounds[at] : bounds[at + 1]]
        activity[rows] = successors[activity[rows - 1], choice[rows]]
    return activity

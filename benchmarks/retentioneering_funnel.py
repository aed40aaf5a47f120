"""A funnel of Retentioneering on the generated log; run where that is installed (`benchmarks.answers`).

python retentioneering_funnel.py LOG STEP STEP ...
"""

from __future__ import annotations

import sys
import time

import pandas as pd
from retentioneering.eventstream.eventstream import Eventstream

ROUNDS = 3


def main(log: str, steps: list[str]) -> None:
    """Print the seconds to prepare the log, the median seconds of the funnel, and what it counted."""
    begun = time.perf_counter()
    frame = pd.read_csv(log, usecols=["case", "activity", "timestamp"])
    frame = frame.rename(columns={"case": "user_id", "activity": "event"})
    stream = Eventstream(frame, {"event_col": "event"})
    prepared = time.perf_counter() - begun
    seconds = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        found = stream.funnel_data(steps=steps)
        seconds.append(time.perf_counter() - begun)
    counts = [step["unique_paths"] for step in found["steps"]]
    middle = sorted(seconds)[ROUNDS // 2]
    print(f"prepare {prepared:.2f} s, funnel of {len(steps)} steps {middle:.2f} s, journeys {counts}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

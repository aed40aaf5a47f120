"""Forty phones at one server: how long a vote takes until it is kept, and until another phone can see it.

python -m benchmarks.room
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from server import serving  # noqa: E402
from workshop_phone import Phone  # noqa: E402

from journey.store.board_stages import new_board  # noqa: E402
from journey.store.workshops.rounds import open_round  # noqa: E402
from journey.store.workshops.workshop import open_workshop  # noqa: E402
from journey.store.workspace import Workspace  # noqa: E402

PHONES, VOTES, THINK_S = 40, 15, 1.0
STAGES = [f"Stage {n}" for n in range(VOTES)]


def main() -> None:
    """Let every phone vote on every stage, about once a second, while all of them listen."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DESIRE_PATH_WORKSPACES"] = folder
        new_board(Path(folder) / "room.duckdb", STAGES)
        with Workspace(Path(folder) / "room.duckdb") as workspace:
            room = open_workshop(workspace, "Room")
            asked = open_round(workspace, room.id, "emotion", {"stages": STAGES})
        with serving(Path(folder), Path(folder)) as server:
            kept, seen = _vote(server.url.replace("localhost", "127.0.0.1"), room.code, asked)
    print(f"{PHONES} phones, {len(kept)} votes, each phone about one a second")
    for name, times in (("until it is kept", kept), ("until the own screen holds it", seen)):
        cuts = statistics.quantiles(times, n=100)
        print(
            f"{name}: median {1000 * cuts[49]:.0f} ms, p95 {1000 * cuts[94]:.0f} ms, worst {1000 * max(times):.0f} ms"
        )


def _vote(url: str, code: str, asked: int) -> tuple[list[float], list[float]]:
    kept: list[float] = []
    seen: list[float] = []

    def phone(number: int) -> None:
        writer, reader = Phone(url, code, number), Phone(url, code, number)
        writer.join()
        reader.cookie = writer.cookie
        time.sleep(THINK_S * number / PHONES)
        for stage in STAGES:
            begun = time.perf_counter()
            status, told = writer.say("vote", round=asked, target=f"stage:{stage}", value=number % 5 - 2)
            assert status == 200, told
            kept.append(time.perf_counter() - begun)
            assert reader.look()["votes"][f"stage:{stage}"] == number % 5 - 2
            seen.append(time.perf_counter() - begun)
            time.sleep(max(0.0, THINK_S - (time.perf_counter() - begun)))

    phones = [threading.Thread(target=phone, args=(number,)) for number in range(PHONES)]
    for one in phones:
        one.start()
    for one in phones:
        one.join()
    return kept, seen


if __name__ == "__main__":
    main()

"""Fixtures that many tests share: tiny logs as workspaces, and the folder of the real ones."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner

from journey.__main__ import main
from journey.ingest.import_log import import_log
from journey.model import Definitions, Grain, Mapping
from journey.store.workspace import Workspace

# EXAMPLES=10 make test tries ten times as many made-up logs; a plain run keeps to what a coffee takes.
TIMES = int(os.environ.get("EXAMPLES", "1"))
settings.register_profile("ours", deadline=None, max_examples=12 * TIMES, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")

BEGIN = datetime(2026, 1, 1)

MakeLog = Callable[..., Workspace]


# Every page under test would look through all installed packages anew, which takes longer than most pages.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def moment(hours: float) -> datetime:
    """So many hours after the first of January 2026."""
    return BEGIN + timedelta(hours=hours)


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeLog]:
    """Makes a workspace from rows like ("a", "Basket", 0): journey, touchpoint, hours since `BEGIN`.

    `columns` names what the rows hold, with the fields of `Mapping` as names; names that are none are attributes.
    The rest of the keyword arguments are `Definitions`.
    """
    folder = tmp_path_factory.mktemp("logs")
    numbers = count()
    kept: deque[Workspace] = deque()

    def make(
        rows: Sequence[tuple[Any, ...]],
        columns: str = "journey touchpoint time",
        *,
        gap_s: float | None = None,
        **definitions: Any,
    ) -> Workspace:
        names = columns.split()
        frame = pd.DataFrame(rows, columns=names, dtype=object)
        frame["time"] = [moment(value).isoformat() for value in frame["time"]]
        mapping = _mapping(names, gap_s)
        path = folder / f"log{next(numbers)}.duckdb"
        import_log(frame, path, mapping=mapping, definitions=Definitions(**definitions))
        kept.append(Workspace(path))
        while len(kept) > 8:
            old = kept.popleft()
            old.close()
            old.path.unlink()
        return kept[-1]

    yield make
    for workspace in kept:
        workspace.close()


def _mapping(names: Sequence[str], gap_s: float | None) -> Mapping:
    single = {"journey", "customer", "time", "channel", "stage", "cost", "comment", "initiator"}
    parts: dict[str, Any] = {name: name for name in names if name in single}
    grain = Grain.GAP if gap_s is not None else Grain.JOURNEY if "journey" in names else Grain.CUSTOMER
    scores = tuple(name for name in names if name.startswith("score"))
    attributes = tuple(name for name in names if name not in {*single, *scores, "touchpoint"})
    return Mapping(**parts, touchpoint=("touchpoint",), scores=scores, attributes=attributes, grain=grain, gap_s=gap_s)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of the real logs."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real logs of ../shared/data are not on this machine")
    return folder


@dataclass(frozen=True)
class Answer:
    """What a command gave: exit status, what it printed, what it complained of."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.status == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Answer]:
    """Runs a command in this process, with a folder of workspaces of its own."""
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path / "workspaces"))
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> Answer:
        capsys.readouterr()
        status = main([str(word) for word in words])
        return Answer(status, *capsys.readouterr())

    return run

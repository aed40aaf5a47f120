"""One measured task, in a process of its own: prints its seconds as JSON.

python -m benchmarks.task NAME LOG WORKSPACE
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

REPEATS = 5


def clock(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what the work gave."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def ours_import(log: Path, workspace: Path) -> dict[str, float]:
    from journey.ingest.load import Load
    from journey.model import Mapping

    mapping = Mapping(journey="case", touchpoint=("activity",), time="timestamp", channel="channel")

    def work() -> Any:
        with Load(log, workspace, replace=True) as load:
            load.check(mapping)
            return load.commit()

    seconds, imported = clock(work)
    return {"prepare": seconds, "events": imported.events}


def ours_questions(_log: Path, path: Path) -> dict[str, float]:
    from journey.analyses.flow import transitions
    from journey.analyses.variants import variants
    from journey.scope import Scope
    from journey.store.workspace import Workspace

    with Workspace(path) as workspace:
        # Every one is a scope that was never asked; each keeps all journeys but those shorter than a blink.
        scopes = [Scope(min_duration_s=0.001 * (i + 1)) for i in range(2 * REPEATS)]
        transitions(workspace, Scope(min_duration_s=0.5))
        flow = [clock(lambda scope=scope: transitions(workspace, scope))[0] for scope in scopes[:REPEATS]]
        most = [clock(lambda scope=scope: variants(workspace, scope, top=50))[0] for scope in scopes[REPEATS:]]
        return {"transitions": median(flow), "variants": median(most)}


def ours_pages(_log: Path, path: Path) -> dict[str, float]:
    """Server time of interactions on real pages, through Streamlit's own test runner: the second run of each page."""
    import logging
    import os

    os.environ["DESIRE_PATH_WORKSPACES"] = str(path.parent)
    logging.disable(logging.WARNING)
    from streamlit.testing.v1 import AppTest

    from journey.scope import Scope

    shell = Path(__file__).parents[1] / "journey" / "views" / "shell.py"
    found = {}
    for page in ("map", "variants", "journeys"):
        app = AppTest.from_file(str(shell), default_timeout=60)
        app.query_params["workspace"] = path.stem
        app.run()
        app.switch_page(f"../../pages/as_is/{page}.py").run()
        seconds = []
        for i in range(REPEATS):
            # A scope never asked before, so that nothing is served from what was kept.
            app.query_params["workspace"] = path.stem
            app.query_params["scope"] = Scope(min_duration_s=3600.0 + i).text()
            seconds.append(clock(app.run)[0])
        assert not app.exception and not app.error, (page, app.error)
        found[page] = median(seconds)
    return found


def ours_metrics(_log: Path, workspace: Path) -> dict[str, float]:
    from benchmarks.metrics import seconds

    return seconds(workspace)


def pm4py_all(log: Path, _workspace: Path) -> dict[str, float]:
    import pandas as pd
    import pm4py

    def prepare() -> Any:
        frame = pd.read_csv(log)
        return pm4py.format_dataframe(frame, case_id="case", activity_key="activity", timestamp_key="timestamp")

    prepared, frame = clock(prepare)
    dfg, _found = clock(lambda: pm4py.discover_dfg(frame))
    waits, _found = clock(lambda: pm4py.discover_performance_dfg(frame))
    variants, _found = clock(lambda: pm4py.get_variants(frame))
    return {"prepare": prepared, "transitions": dfg + waits, "variants": variants}


if __name__ == "__main__":
    name, log, workspace = sys.argv[1:]
    print(json.dumps(globals()[name](Path(log), Path(workspace))))

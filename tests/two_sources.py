"""A web log and a call log of the same customers, and all that a workspace holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from conftest import moment

from journey.ingest.append import Appended
from journey.ingest.append_log import append_log
from journey.ingest.import_log import import_log
from journey.model import Definitions, Grain, Mapping
from journey.store.workspace import Workspace

WEB = [
    ("v1", "ann", "Basket", 0), ("v1", "ann", "Pay", 10), ("v2", "ann", "Basket", 100), ("v2", "ann", "Pay", 101),
    ("v3", "bob", "Basket", 5),
]  # fmt: skip
CALLS = [("ann", "Card", -1), ("ann", "Card", 2), ("ann", "Bill", 99), ("ann", "Bill", 100), ("bob", "Card", 6)]
WEB_MAPPING = Mapping(journey="visit", customer="who", touchpoint=("step",), time="at")
CALL_MAPPING = Mapping(
    customer="client", touchpoint=("about",), time="at", grain=Grain.CUSTOMER, prefix="Call: ", as_channel="Phone"
)


def frame(rows: Sequence[tuple[Any, ...]], columns: str, name: str = "log.csv") -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=columns.split(), dtype=object)
    made["at"] = [moment(hours).isoformat() for hours in made["at"]]
    made.attrs["name"] = name
    return made


def web(target: Path, rows: Sequence[tuple[Any, ...]] = WEB, **definitions: Any) -> Path:
    """The web log as a workspace."""
    log = frame(rows, "visit who step at", "web.csv")
    import_log(log, target, mapping=WEB_MAPPING, definitions=Definitions(**definitions), replace_existing=True)
    return target


def call(target: Path, rows: Sequence[tuple[Any, ...]] = CALLS, **options: Any) -> Appended:
    """The call log, appended."""
    log = frame(rows, "client about at", "calls.csv")
    return append_log(log, target, **{"mapping": CALL_MAPPING, **options})


def paths(target: Path) -> dict[str, list[str]]:
    """Key of a journey -> its touchpoints in order."""
    with Workspace(target) as workspace:
        return dict(
            workspace.run(
                """SELECT j.key, list(t.name ORDER BY e.position) FROM event e JOIN journey j ON j.id = e.journey
                   JOIN touchpoint t ON t.id = e.node GROUP BY j.key"""
            )
        )


def content(target: Path) -> tuple[object, ...]:
    """All that is to be the same when a source has come and gone: what was imported, set and written."""
    queries = (
        """SELECT e.journey, e.position, t.name, c.name, e.time, e.next, e.until, e.wait, e.first_visit, e.first_use,
                  e.by_company, e.cost, f.name, e.row, r.name
           FROM event e JOIN touchpoint t ON t.id = e.node LEFT JOIN channel c ON c.id = e.channel
           JOIN source f ON f.id = e.source JOIN raw_touchpoint r ON r.id = e.raw ORDER BY e.journey, e.position""",
        "SELECT * FROM journey ORDER BY id",
        "SELECT path, journeys FROM variant ORDER BY id",
        "SELECT * FROM answer ORDER BY ALL",
        "SELECT id, name, of_journey, numeric, distinct_values FROM attribute ORDER BY id",
        "SELECT t.name, s.name, t.hidden FROM touchpoint t LEFT JOIN stage s ON s.id = t.stage ORDER BY t.name",
        "SELECT name FROM stage ORDER BY ordinal",
        "SELECT name, rows_read, rows_kept FROM source ORDER BY id",
        "SELECT id, kind, payload, undone FROM edit ORDER BY id",
        "SELECT * FROM board_note ORDER BY id",
        "SELECT value FROM definition WHERE key IN ('asked', 'applied') ORDER BY key",
    )
    with Workspace(target) as workspace:
        found = [tuple(workspace.run(query)) for query in queries]
        for table in ("journey_attribute", "event_detail"):
            if workspace.run("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]):
                found.append(tuple(workspace.run(f"SELECT * FROM {table} ORDER BY ALL")))
        return tuple(found)

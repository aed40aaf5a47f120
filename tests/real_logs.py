"""The real logs of ../shared/data: what is published of them, and a plain reading of each by pandas."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree

from journey.model import Grain, Mapping, ReadOptions

XES = {"journey": "case:concept:name", "touchpoint": ("concept:name",), "time": "time:timestamp"}


@dataclass(frozen=True)
class RealLog:
    """One log.

    The plain reading is lxml's, not pm4py's: that drops the offset of a time (09:49+01:00 becomes 09:49 UTC).

    Attributes
    ----------
    counts : tuple of int
        Journeys, events, touchpoints, variants, transitions.
    example : tuple
        Source, target, events, journeys, median wait in seconds, and how exactly it is published.
    options : ReadOptions
        How to read it; of an object-centric log `sheet` is the type of object that is the journey.
    lifecycle : str
        The only state whose events are kept; empty keeps all.
    """

    file: str
    counts: tuple[int, int, int, int, int]
    example: tuple[str, str, int, int, float, float] | None
    mapping: dict[str, Any] = field(default_factory=lambda: dict(XES))
    separator: str = ","
    lifecycle: str = ""
    options: ReadOptions = ReadOptions()  # noqa: RUF009 - frozen

    def mapped(self) -> Mapping:
        """The mapping to import it with."""
        kept = {"lifecycle": "lifecycle:transition", "lifecycle_keep": (self.lifecycle,)} if self.lifecycle else {}
        return Mapping(**self.mapping, **kept)

    def plain(self, folder: Path) -> pd.DataFrame:
        """Columns journey, touchpoint, time (UTC), sorted by journey and time; ties keep the order of the file."""
        raw = _read(folder / self.file, self.separator, self.options.sheet or "")
        if self.lifecycle:
            raw = raw[raw["lifecycle:transition"] == self.lifecycle]
        happened = self.mapping.get("end_time", self.mapping["time"])
        columns = [self.mapping.get("journey") or self.mapping["customer"], *self.mapping["touchpoint"], happened]
        frame = raw[columns].set_axis(["journey", "touchpoint", "time"], axis=1)
        frame = frame.assign(time=pd.to_datetime(frame["time"], utc=True, format="mixed"))
        return frame.sort_values(["journey", "time"], kind="stable", ignore_index=True)


@cache
def _read(path: Path, separator: str, sheet: str) -> pd.DataFrame:
    if path.suffix == ".csv":
        encoding = "latin-1" if path.stem == "BPI2016_Complaints" else "utf-8"
        return pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding=encoding)
    if path.suffix == ".sqlite":
        return _objects(path, sheet)
    rows = []
    with gzip.open(path) as stream:
        for _event, trace in etree.iterparse(stream, tag="{*}trace"):
            key = next(part.get("value") for part in trace if part.get("key") == "concept:name")
            for event in trace.iterfind("{*}event"):
                rows.append({"case:concept:name": key, **{part.get("key"): part.get("value") for part in event}})
            trace.clear()
    return pd.DataFrame(rows)


def _objects(path: Path, kind: str) -> pd.DataFrame:
    """The events of the objects of a type, each once an object."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as file:
        tables = file.execute("SELECT ocel_type, ocel_type_map FROM event_map_type").fetchall()
        happened = {
            number: (name, time)
            for name, table in tables
            for number, time in file.execute(f'SELECT ocel_id, ocel_time FROM "event_{table}"')
        }
        pairs = file.execute(
            """SELECT DISTINCT o.ocel_id, e.ocel_event_id FROM event_object e
               JOIN object o ON o.ocel_id = e.ocel_object_id WHERE o.ocel_type = ?""",
            [kind],
        ).fetchall()
    return pd.DataFrame([(one, *happened[event]) for one, event in pairs], columns=list(_OCEL)).sort_values(_OCEL[2])


_OCEL = ("case:concept:name", "concept:name", "time:timestamp")
T05 = "T05 Print and send confirmation of receipt"
LOGS = {
    "bpic2012": RealLog(
        "bpic2012.xes.gz",
        (13087, 262200, 24, 4366, 125),
        ("W_Completeren aanvraag", "W_Completeren aanvraag", 38004, 6457, 510.6, 0.05),
    ),
    "bpic2012 complete": RealLog(
        "bpic2012.xes.gz",
        (13087, 164506, 23, 4336, 138),
        ("A_SUBMITTED", "A_PARTLYSUBMITTED", 13087, 13087, 0.3, 0.05),
        lifecycle="COMPLETE",
    ),
    "receipt": RealLog(
        "receipt.csv",
        (1434, 8577, 27, 116, 99),
        ("T04 Determine confirmation of receipt", T05, 1177, 1177, 31.1, 0.05),
        {**XES, "channel": "case:channel"},
    ),
    "sepsis": RealLog(
        "sepsis.csv",
        (1050, 15214, 16, 846, 115),
        ("Leucocytes", "CRP", 1778, 758, 0, 0),
        {
            "journey": "Case ID",
            "touchpoint": ("Activity",),
            "time": "Complete Timestamp",
            "date_format": "%Y/%m/%d %H:%M:%S.%f",
        },
        ";",
    ),
    "traffic_fines": RealLog(
        "traffic_fines.csv",
        (10000, 34724, 11, 44, 40),
        ("Create Fine", "Send Fine", 6557, 6557, 102 * 86_400, 0),
        {"journey": "case_id", "touchpoint": ("activity",), "time": "timestamp"},
    ),
    "domestic": RealLog(
        "bpic2020_DomesticDeclarations.xes.gz",
        (10357, 55628, 14, 90, 32),
        ("Declaration FINAL_APPROVED by SUPERVISOR", "Request Payment", 9912, 9912, 97763.5, 0.05),
    ),
    "intervals": RealLog(
        "interval_event_log.csv",
        (1266, 8109, 8, 10, 15),
        ("place order", "send invoice", 1257, 1257, 364763, 0.5),
        {**XES, "time": "start_timestamp", "end_time": "time:timestamp"},
    ),
    "complaints": RealLog(
        "BPI2016_Complaints.csv",
        (226, 289, 3, 13, 4),
        None,
        {
            "customer": "CustomerID",
            "touchpoint": ("ComplaintTheme_EN",),
            "time": "ContactDate",
            "grain": Grain.CUSTOMER,
        },
        ";",
    ),
    "orders": RealLog(
        "ocel20_example.sqlite", (2, 5, 3, 2, 3), None, dict(XES), options=ReadOptions(sheet="Purchase Order")
    ),
    "running": RealLog("running-example.csv", (6, 42, 8, 6, 16), None),
}

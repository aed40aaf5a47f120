"""The real logs of ../shared/data: what MANIFEST.md says of them, and a plain reading of each by pandas."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree

from journey.model import Mapping

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
        Source, target, events, journeys, median wait in seconds, and how exactly MANIFEST.md gives that.
    lifecycle : str
        The only state whose events are kept; empty keeps all.
    """

    file: str
    counts: tuple[int, int, int, int, int]
    example: tuple[str, str, int, int, float, float] | None
    mapping: dict[str, Any] = field(default_factory=lambda: dict(XES))
    separator: str = ","
    lifecycle: str = ""

    def mapped(self) -> Mapping:
        """The mapping to import it with."""
        kept = {"lifecycle": "lifecycle:transition", "lifecycle_keep": (self.lifecycle,)} if self.lifecycle else {}
        return Mapping(**self.mapping, **kept)

    def plain(self, folder: Path) -> pd.DataFrame:
        """Columns journey, touchpoint, time (UTC), sorted by journey and time; ties keep the order of the file."""
        raw = _read(folder / self.file, self.separator)
        if self.lifecycle:
            raw = raw[raw["lifecycle:transition"] == self.lifecycle]
        happened = self.mapping.get("end_time", self.mapping["time"])
        columns = [self.mapping["journey"], *self.mapping["touchpoint"], happened]
        frame = raw[columns].set_axis(["journey", "touchpoint", "time"], axis=1)
        frame = frame.assign(time=pd.to_datetime(frame["time"], utc=True, format="mixed"))
        return frame.sort_values(["journey", "time"], kind="stable", ignore_index=True)


@cache
def _read(path: Path, separator: str) -> pd.DataFrame:
    if path.suffix == ".csv":
        return pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
    rows = []
    with gzip.open(path) as stream:
        for _event, trace in etree.iterparse(stream, tag="{*}trace"):
            key = next(part.get("value") for part in trace if part.get("key") == "concept:name")
            for event in trace.iterfind("{*}event"):
                rows.append({"case:concept:name": key, **{part.get("key"): part.get("value") for part in event}})
            trace.clear()
    return pd.DataFrame(rows)


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
    "running": RealLog("running-example.csv", (6, 42, 8, 6, 16), None),
}

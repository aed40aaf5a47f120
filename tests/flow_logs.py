"""Flow maps for the tests of the picture: mined from real logs by pandas, or drawn by hand."""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from journey.analyses.flow import Ends, FlowMap, Touchpoint, Transition, happy_path
from journey.model import Interval, Level
from journey.scope import Scope

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LOGS = {
    "bpic2012": ("bpic2012.xes.gz", ("A_APPROVED",), ("A_DECLINED", "A_CANCELLED")),
    "receipt": ("receipt.csv", ("T10 Determine necessity to stop indication",), ()),
    "sepsis": ("sepsis.csv", ("Release A",), ("Return ER",)),
    "traffic_fines": ("traffic_fines.csv", ("Payment",), ("Send for Credit Collection",)),
    "domestic": ("bpic2020_DomesticDeclarations.xes.gz", ("Payment Handled",), ()),
    "intervals": ("interval_event_log.csv", (), ()),
    "running": ("running-example.csv", ("pay compensation",), ("reject request",)),
}
SILENT_S = 30 * 86400


@cache
def log_map(name: str) -> FlowMap:
    """The map of one real log with a plausible goal; skips the test where the log is missing."""
    file, goals, lost = LOGS[name]
    if not (DATA / file).exists():
        pytest.skip(f"{file} is not on this machine")
    return mine(read(name), goals, lost)


@cache
def read(name: str) -> pd.DataFrame:
    """Columns journey, touchpoint, time (seconds), by journey and time, ties in file order."""
    path = DATA / LOGS[name][0]
    frame = _xes(path) if path.name.endswith(".xes.gz") else _csv(path)
    stamps = pd.to_datetime(frame["time"], utc=True, format="mixed")
    frame["time"] = (stamps - pd.Timestamp(0, tz="UTC")).dt.total_seconds()
    return frame.sort_values(["journey", "time"], kind="stable", ignore_index=True)


def _csv(path: Path) -> pd.DataFrame:
    separator = ";" if path.name == "sepsis.csv" else ","
    raw = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
    lower = {c.lower(): c for c in raw.columns}
    wanted = (
        ("case:concept:name", "case id", "case_id"),
        ("concept:name", "activity"),
        ("time:timestamp", "complete timestamp", "timestamp"),
    )
    columns = [next(lower[c] for c in names if c in lower) for names in wanted]
    return raw[columns].set_axis(["journey", "touchpoint", "time"], axis=1)


def _xes(path: Path) -> pd.DataFrame:
    from lxml import etree

    rows = []
    with gzip.open(path) as stream:
        for _, trace in etree.iterparse(stream, tag="{*}trace"):
            case = next(c.get("value") for c in trace if c.get("key") == "concept:name")
            for event in trace.iterfind("{*}event"):
                value = {c.get("key"): c.get("value") for c in event}
                rows.append((case, value["concept:name"], value["time:timestamp"]))
            trace.clear()
    return pd.DataFrame(rows, columns=["journey", "touchpoint", "time"])


def mine(
    frame: pd.DataFrame,
    goals: Iterable[str] = (),
    lost: Iterable[str] = (),
    *,
    stage: Callable[[str], str | None] = lambda name: None,
    stages: tuple[str, ...] = (),
    ids: dict[str, int] | None = None,
) -> FlowMap:
    """A flow map by plain counting; `ids` keeps the touchpoint ids of another map of the same log."""
    goals, lost = set(goals), set(lost)
    names = ids or {name: i for i, name in enumerate(sorted(frame["touchpoint"].unique()))}
    codes = frame["touchpoint"].map(names).to_numpy()
    journey = pd.factorize(frame["journey"])[0]
    time = frame["time"].to_numpy(float)
    same = journey[1:] == journey[:-1]
    first = np.r_[True, ~same]
    last = np.r_[~same, True]
    outcome = _outcomes(frame, journey, first, last, goals, lost)
    total = int(first.sum())
    order = np.arange(len(frame)) - np.flatnonzero(first)[journey]
    length = np.bincount(journey)[journey]
    position = np.where(length > 1, order / np.maximum(length - 1, 1), 0.5)
    per_event = pd.DataFrame({"t": codes, "j": journey, "p": position})
    visits = per_event.groupby("t").agg(events=("j", "size"), journeys=("j", "nunique"), position=("p", "mean"))
    pairs = pd.DataFrame({"s": codes[:-1], "t": codes[1:], "j": journey[1:], "w": time[1:] - time[:-1]})[same]
    reached = per_event.drop_duplicates(["t", "j"]).assign(won=lambda d: outcome[d["j"]] == "completed")
    won = reached.groupby("t")["won"].sum()
    starts = Counter(codes[first].tolist())
    ends: dict[int, Counter[str]] = defaultdict(Counter)
    for code, result in zip(codes[last].tolist(), outcome, strict=True):
        ends[code][result] += 1
    touchpoints = []
    for name, i in names.items():
        if i not in visits.index:
            continue
        events, journeys, where = visits.loc[i]
        end = ends[i]
        gone = end["dropped"] + end["lost"]
        touchpoints.append(
            Touchpoint(
                id=i, name=name, stage=stage(name), events=int(events), journeys=int(journeys),
                share=journeys / total, starts=starts[i],
                ends=Ends(*(end[k] for k in ("completed", "lost", "dropped", "open", "undecided"))),
                exit_rate=rate(gone, int(journeys)) if goals else rate(0, 0),
                conversion=rate(int(won.get(i, 0)), int(journeys)) if goals else rate(0, 0),
                score=Interval(None, None, None, 0), cost_mean=None, position=float(where),
            )
        )  # fmt: skip
    transitions = []
    for (s, t), part in pairs.groupby(["s", "t"]):
        inside = part["j"].unique()
        good = int((outcome[inside] == "completed").sum())
        wait = part["w"]
        transitions.append(
            Transition(
                int(s), int(t), len(part), len(inside), float(wait.mean()), float(wait.median()),
                float(wait.quantile(0.9)), rate(good, len(inside)) if goals else rate(0, 0),
            )
        )  # fmt: skip
    return assemble(touchpoints, transitions, goals=goals, lost=lost, journeys=total, stages=stages)


def _outcomes(frame, journey, first, last, goals, lost) -> np.ndarray:  # type: ignore[no-untyped-def]
    count = int(first.sum())
    if not goals:
        return np.full(count, "undecided", dtype=object)
    result = np.full(count, "", dtype=object)
    decided = frame["touchpoint"].isin(goals | lost).to_numpy()
    for j, name in zip(journey[decided], frame["touchpoint"][decided], strict=True):
        if not result[j]:
            result[j] = "completed" if name in goals else "lost"
    quiet = frame["time"].max() - frame["time"].to_numpy()[last] > SILENT_S
    result[(result == "") & quiet] = "dropped"
    result[result == ""] = "open"
    return result


def assemble(
    touchpoints: Iterable[Touchpoint],
    transitions: Iterable[Transition],
    *,
    goals: Iterable[str] = (),
    lost: Iterable[str] = (),
    journeys: int | None = None,
    stages: tuple[str, ...] = (),
    level: Level = Level.TOUCHPOINT,
) -> FlowMap:
    """A flow map from its parts, in the contract's order, with its happy path."""
    parts = tuple(sorted(touchpoints, key=lambda t: (-t.journeys, -t.events, t.name)))
    name = {t.id: t.name for t in parts}

    def named(wanted: Iterable[str]) -> frozenset[int]:
        return frozenset(t.id for t in parts if t.name in set(wanted))

    moves = tuple(sorted(transitions, key=lambda t: (-t.journeys, -t.events, name[t.source], name[t.target])))
    total = sum(t.starts for t in parts) if journeys is None else journeys
    events = sum(t.events for t in parts)
    return FlowMap(
        scope=Scope(level=level), level=level, journeys_shown=total, journeys_total=total, journeys_empty=0,
        journeys_mature=total, conversion=rate(0, 0), events_shown=events, events_total=events,
        touchpoints=parts, transitions=moves,
        happy_path=happy_path(parts, moves, named(goals), named(lost)), stages=stages, seconds=0.0,
    )  # fmt: skip


def rate(good: int, n: int) -> Interval:
    """Wilson's interval."""
    if not n:
        return Interval(None, None, None, 0)
    z, p = 1.96, good / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Interval(p, middle - half, middle + half, n)

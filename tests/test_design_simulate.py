"""`simulate`: its shape, its numbers, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from design_chains import rows

FIGURES = {"value", "low", "high"}


def written(tmp_path: Path, *records: dict[str, Any], **more: Any) -> Path:
    path = tmp_path / "to-be.json"
    path.write_text(json.dumps({"name": "to-be", "edits": list(records), **more}), encoding="utf-8")
    return path


def shop(tmp_path: Path) -> Path:
    """The log of `design_chains` as a file, with a cost of 2 for each event."""
    lines = [f"{journey},{name},{_time(hours)},2" for journey, name, hours in rows()]
    path = tmp_path / "shop.csv"
    path.write_text("journey,touchpoint,time,cost\n" + "\n".join(lines), encoding="utf-8")
    return path


def _time(hours: float) -> str:
    days, rest = divmod(int(hours), 24)
    return f"2026-{1 + days // 28:02d}-{1 + days % 28:02d}T{rest:02d}:00:00"


def test_a_forecast_by_command(cli: Any, tmp_path: Path) -> None:
    cli("import", shop(tmp_path), "--workspace", "shop", "--goal", "Done")
    file = written(tmp_path, {"kind": "remove", "touchpoint": "Error", "stay": True}, value_per_completed=100)
    words = ("simulate", "-w", "shop", "--scenario", file, "--runs", 1_000, "--draws", 8)
    found = cli(*words, "--seed", 5, "--json").json
    assert {"trust", "as_is", "to_be", "difference"} <= found.keys()
    assert found["trust"]["passed"] in (True, False, None)
    sides = [found[side] for side in ("as_is", "to_be", "difference")]
    assert sides[0].keys() == sides[1].keys() == sides[2].keys()
    assert {"conversion", "median_duration_s", "cost_per_journey"} <= sides[0].keys()
    for side in sides:
        for figure in side.values():
            assert figure.keys() >= FIGURES
            assert figure["low"] <= figure["value"] <= figure["high"]
    # 80 of 120 are done; without the error all 40 who met it go on to pay, and 100 are.
    as_is, to_be, difference = ({name: side[name]["value"] for name in side} for side in sides)
    assert round(as_is["conversion"], 6) == round(80 / 120, 6)
    assert round(to_be["conversion"], 6) == round(100 / 120, 6)
    assert round(difference["conversion"], 6) == round(20 / 120, 6)
    assert round(as_is["cost_per_journey"], 6) == round(2 * 320 / 120, 6)
    # 100 for each who is done, less what it costs: 100 journeys of 3 events and 20 of one.
    assert round(to_be["value_per_journey"], 4) == round((100 * 100 - 2 * 320) / 120, 4)
    again = cli(*words, "--seed", 5, "--json").json
    assert {**again, "seconds": 0} == {**found, "seconds": 0}
    assert "Conversion" in cli(*words).out or "conversion" in cli(*words).out


def test_figures_stand_where_no_test_could_be_made(cli: Any, tmp_path: Path) -> None:
    cli("import", shop(tmp_path), "--workspace", "shop")
    file = written(tmp_path, {"kind": "bypass", "touchpoint": "Error"})
    found = cli("simulate", "-w", "shop", "--scenario", file, "--runs", 500, "--draws", 5, "--json").json
    assert "conversion" not in found["as_is"]
    assert found["difference"]["contacts_per_journey"]["value"] < 0


def test_what_is_wrong_is_said_with_the_edit(cli: Any, tmp_path: Path) -> None:
    cli("import", shop(tmp_path), "--workspace", "shop", "--goal", "Done")
    good = {"kind": "bypass", "touchpoint": "Error"}
    for records, words in (
        (
            [good, {"kind": "remove", "touchpoint": "Eror"}],
            "Edit 2: there is no touchpoint 'Eror'. Near it are: Error.",
        ),
        (
            [{"kind": "remove", "touchpoint": "Done"}],
            "Edit 1: Done is what success is: without it no way leads to the goal any more.",
        ),
        ([{"kind": "reroute", "source": "Shop", "target": "Pay", "to": "Error", "share": 2}], "Edit 1: share is 2"),
    ):
        found = cli("simulate", "-w", "shop", "--scenario", written(tmp_path, *records), "--json")
        assert (found.status, found.out) == (2, "")
        assert words in found.err
    file = tmp_path / "broken.json"
    file.write_text("{", encoding="utf-8")
    assert "broken.json is no JSON" in cli("simulate", "-w", "shop", "--scenario", file).err
    assert "Give --scenario FILE.json" in cli("simulate", "-w", "shop").err
    few = cli("simulate", "-w", "shop", "--scenario", written(tmp_path, good), "--to", "2026-01-01T20:00")
    assert few.status == 2 and "at least 30 journeys" in few.err

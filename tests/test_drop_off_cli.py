"""`funnel`, `dropoff`, `paths` and `compare` on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from journey.analyses.funnel_question import Funnel
from journey.scope import Attribute, Scope
from journey.store.funnels import save_funnel
from journey.store.workspace import Workspace


@pytest.fixture
def shop(cli: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """A log of 80 journeys: all see the basket, three in four pay, half of kind b by invoice."""
    lines = ["case,step,time,kind"]
    for n in range(80):
        kind = "ab"[n % 2]
        path = ["Basket", "Invoice" if n % 4 == 1 else "Card", *(["Paid"] if n % 4 else [])]
        lines += [f"j{n},{name},2026-01-{1 + n // 8:02d}T{hour:02d}:00:00,{kind}" for hour, name in enumerate(path)]
    (tmp_path / "log.csv").write_text("\n".join([*lines, "z,Else,2026-06-01T00:00:00,a"]), encoding="utf-8")
    made = cli(
        "import", tmp_path / "log.csv", "--workspace", "shop", "--journey", "case", "--touchpoint", "step", "--time",
        "time", "--goal", "Paid", "--timeout", "1d", "--horizon", "1d",
    )  # fmt: skip
    assert made.status == 0, made.err
    return lambda word, *rest: cli(word, "--workspace", "shop", *rest)


def test_a_funnel_as_json_and_as_text(shop: Callable[..., Any]) -> None:
    found = shop(
        "funnel", "--steps", "Basket", "--steps", "Card|Invoice", "--steps", "Paid", "--by", "kind", "--json"
    ).json
    assert [(one["name"], one["journeys"]) for one in found["steps"]] == [
        ("Basket", 80), ("Card | Invoice", 80), ("Paid", 60),
    ]  # fmt: skip
    last = found["steps"][-1]
    assert (last["of_previous"], last["of_first"], last["median_s"], last["p90_s"]) == (0.75, 0.75, 7200, 7200)
    assert last["low"] < 0.75 < last["high"]
    assert found["after_drop"] == [
        {"step": "Card | Invoice", "next": None, "end": "dropped", "journeys": 20, "share": 1.0}
    ]
    assert {one["name"]: one["conversion"]["value"] for one in found["groups"]} == {"a": 0.5, "b": 1.0}
    text = shop("funnel", "--step", "Basket", "Paid", "--window", "90m").out
    assert "80 of 80 entries judged" in text and "Paid" in text and "0 %" in text
    assert shop("funnel", "--json").json["steps"][0]["name"] == "Basket"  # the happy path


def test_the_offered_funnel_judges_in_the_time_that_the_goal_gives(cli: Callable[..., Any], tmp_path: Path) -> None:
    # Each of 40 pays 20 days after the basket, well within the 30 days that success is judged in.
    begun = datetime(2026, 1, 1)
    lines = ["case,step,time"]
    for n in range(40):
        for name, day in (("Basket", n), ("Paid", n + 20)):
            lines.append(f"j{n},{name},{(begun + timedelta(days=day)).isoformat()}")
    (tmp_path / "log.csv").write_text("\n".join([*lines, "z,Else,2026-06-01T00:00:00"]), encoding="utf-8")
    made = cli(
        "import", tmp_path / "log.csv", "-w", "late", "--journey", "case", "--touchpoint", "step", "--time", "time",
        "--goal", "Paid", "--timeout", "29d", "--horizon", "30d",
    )  # fmt: skip
    assert made.status == 0, made.err

    def journeys(*more: str) -> list[int]:
        return [one["journeys"] for one in cli("funnel", "-w", "late", *more, "--json").json["steps"]]

    assert journeys() == [40, 40] == journeys("--step", "Basket", "Paid", "--window", "30d")
    assert journeys("--step", "Basket", "Paid", "--window", "14d") == [40, 0]
    # The map's own share of those who reach the goal in time.
    assert cli("info", "-w", "late", "--json").json["outcomes"]["completed"] == 40


def test_a_saved_funnel_is_asked_by_its_name(shop: Callable[..., Any], tmp_path: Path) -> None:
    with Workspace(tmp_path / "workspaces" / "shop.duckdb") as workspace:
        save_funnel(workspace, "Pay", Funnel(steps=(("Card",), ("Paid",))).text())
    assert [one["journeys"] for one in shop("funnel", "--funnel", "Pay", "--json").json["steps"]] == [60, 40]
    assert "There is no saved funnel 'Buy'. There are: Pay." in shop("funnel", "--funnel", "Buy").err
    assert "holds all of the funnel already" in shop("funnel", "--funnel", "Pay", "--window", "2d").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("funnel", "--step", "Basket"), "2 to 20 steps; this one has 1"),
        (("funnel", "--step", "Basket", "Paid", "--window", "0s"), "longer than nothing"),
        (("funnel", "--step", "Basket", "Basket"), "'Basket' is in step 1 and in step 2"),
        (("funnel", "--step", "Basket", "Piad"), "no touchpoint 'Piad'. Near it are: Paid, Card."),
        (("dropoff", "--at", "9"), "Nobody can fall out after step 9"),
        (("paths", "--anchor", "Nowhere"), "no touchpoint 'Nowhere'"),
        (("compare", "--b", "kind=c"), "B has no journeys here"),
        (("compare", "--b", "mood=good"), "no group of journeys"),
        (("compare", "--b", "{]"), "is no scope"),
    ],
)
def test_wrong_input_is_one_sentence(shop: Callable[..., Any], words: tuple[str, ...], said: str) -> None:
    answer = shop(*words)
    assert (answer.status, answer.out) == (2, "") and said in answer.err
    assert answer.err.count("\n") == 1


def test_drop_off_tells_who_is_lost_and_how_journeys_end(shop: Callable[..., Any]) -> None:
    words = ("dropoff", "--step", "Basket", "Paid", "--by", "kind")
    found = shop(*words, "--json").json
    assert (found["step"], found["reached"], found["lost"]["value"]) == ("Basket", 80, 0.25)
    assert {(one["name"], one["value"]) for one in found["drivers"] if one["above_line"]} == {
        ("kind", "a"),
        ("kind", "b"),
    }
    whole, *groups = found["time_to_goal"]["groups"]
    assert whole["at_horizon"]["completed"]["value"] == 0.75  # z is known for no time at all
    assert [one["name"] for one in groups] == ["a", "b"]
    assert "kind: a" in shop(*words).out


def test_paths_and_groups(shop: Callable[..., Any]) -> None:
    found = shop("paths", "--anchor", "Basket", "--length", "1", "--json").json
    assert (found["journeys"], {one["name"]: one["journeys"] for one in found["nodes"]}) == (
        80, {"Basket": 80, "Card": 60, "Invoice": 20},
    )  # fmt: skip
    a = Scope(attributes=(Attribute("kind", ("a",)),)).text()
    found = shop("compare", "--a", a, "--b", "kind=b", "--contains", "Basket", "--json").json
    assert (found["a"]["journeys"], found["b"]["journeys"], found["overlap"]) == (40, 40, 0)
    paid = next(one for one in found["differences"] if one["kind"] == "reach" and one["touchpoint"] == "Paid")
    assert (paid["a"]["value"], paid["b"]["value"], paid["gap"], paid["above_line"]) == (0.5, 1.0, 0.5, True)
    assert {one["touchpoint"] for one in found["only_b"]} >= {"Invoice"}
    # Without --a, all others: here the same.
    others = shop("compare", "--b", "kind=b", "--contains", "Basket", "--json").json
    assert others["differences"] == found["differences"]
    assert "come here" in shop("compare", "--b", "kind=b").out
    assert shop("compare", "--json").json["a"] == {
        "scope": '{"outcomes":["completed"]}',
        "journeys": 60,
        "customers": 60,
    }
    assert json.loads(found["b"]["scope"]) == {"attributes": [["kind", ["b"]]]}


def test_how_journeys_end_without_a_funnel(shop: Callable[..., Any]) -> None:
    whole = shop("dropoff", "--by", "kind", "--json").json["time_to_goal"]
    assert shop("dropoff", "--ends", "--by", "kind", "--json").json == {"time_to_goal": whole}
    both, ends = shop("dropoff").out, shop("dropoff", "--ends").out
    assert both.endswith(f"\n\n{ends}")
    refused = shop("dropoff", "--ends", "--step", "Basket", "Paid")
    assert refused.status == 2 and "--ends" in refused.err
    assert shop("definitions", "--no-goal").status == 0
    assert shop("dropoff", "--ends").status == 2

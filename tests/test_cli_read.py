"""What the reading commands print, as JSON and as text."""

from __future__ import annotations

import pytest

ROWS = """case,customer,activity,time,channel,stage
a,ann,Ad,2026-01-01 00:00,web,Look
a,ann,Basket,2026-01-01 02:00,web,Buy
a,ann,Pay,2026-01-01 06:00,app,Buy
b,bob,Ad,2026-01-01 00:00,web,Look
b,bob,Basket,2026-01-01 01:00,web,Buy
c,ann,Ad,2026-01-09 00:00,mail,Look
"""


@pytest.fixture
def shop(cli, tmp_path):
    (tmp_path / "log.csv").write_text(ROWS)
    words = ("--goal", "Pay", "--timeout", "2d", "--horizon", "1d")
    assert cli("import", "log.csv", "--workspace", "shop", *words).status == 0
    return "shop"


def test_map(cli, shop):
    content = cli("map", "--workspace", shop, "--json").json
    assert content["seconds"] > 0
    del content["seconds"]
    assert content == {
        "scope": "{}",
        "journeys": {"shown": 3, "total": 3},
        "coverage": {"events": 1.0, "transitions": 1.0},
        "touchpoints": [
            {"name": "Ad", "stage": "Look", "events": 3, "journeys": 3, "starts": 3, "ends": 1, "exit_rate": 0.0},
            {"name": "Basket", "stage": "Buy", "events": 2, "journeys": 2, "starts": 0, "ends": 1, "exit_rate": 0.5},
            {"name": "Pay", "stage": "Buy", "events": 1, "journeys": 1, "starts": 0, "ends": 1, "exit_rate": None},
        ],
        "transitions": [
            {"source": "Ad", "target": "Basket", "events": 2, "journeys": 2,
             "wait_mean_s": 5400.0, "wait_median_s": 5400.0, "wait_p90_s": 6840.0},
            {"source": "Basket", "target": "Pay", "events": 1, "journeys": 1,
             "wait_mean_s": 14400.0, "wait_median_s": 14400.0, "wait_p90_s": 14400.0},
        ],
    }  # fmt: skip


def test_a_limit_draws_less_and_says_so(cli, tmp_path):
    # Most go A B; one journey each visits C1 ... C9 in between.
    rows = [f"j{i},{t},2026-01-01 0{h}:00" for i in range(50) for h, t in enumerate("AB")]
    rows += [f"k{i},{t},2026-01-02 0{h}:00" for i in range(9) for h, t in enumerate(("A", f"C{i}", "B"))]
    (tmp_path / "wide.csv").write_text("case,activity,time\n" + "\n".join(rows) + "\n")
    cli("import", "wide.csv", "--workspace", "wide")
    content = cli("map", "--workspace", "wide", "--touchpoints", "2", "--json").json
    assert [t["name"] for t in content["touchpoints"]] == ["A", "B"]
    assert [(t["source"], t["target"]) for t in content["transitions"]] == [("A", "B")]
    # 59 A and 59 B of 127 events; 50 of 68 transitions.
    assert content["coverage"] == pytest.approx({"events": 118 / 127, "transitions": 50 / 68})
    assert content["journeys"] == {"shown": 59, "total": 59}


def test_map_of_a_scope(cli, shop):
    content = cli("map", "--workspace", shop, "--to", "2026-01-01", "--hide", "Basket", "--json").json
    assert content["scope"] == '{"hidden":["Basket"],"until":"2026-01-01"}'
    assert content["journeys"] == {"shown": 2, "total": 3}
    assert [(t["source"], t["target"], t["wait_mean_s"]) for t in content["transitions"]] == [("Ad", "Pay", 21600)]


def test_map_by_stage(cli, shop):
    content = cli("map", "--workspace", shop, "--level", "stage", "--json").json
    assert [(t["name"], t["events"], t["stage"]) for t in content["touchpoints"]] == [
        ("Look", 3, "Look"), ("Buy", 2, "Buy"),
    ]  # fmt: skip


def test_variants(cli, shop):
    content = cli("variants", "--workspace", shop, "--json").json
    assert [{name: v[name] for name in v if name != "key"} for v in content] == [
        {"path": ["Ad"], "journeys": 1, "share": 1 / 3, "median_duration_s": 0, "conversion": None},
        {"path": ["Ad", "Basket"], "journeys": 1, "share": 1 / 3, "median_duration_s": 3600, "conversion": 0},
        {"path": ["Ad", "Basket", "Pay"], "journeys": 1, "share": 1 / 3, "median_duration_s": 21600, "conversion": 1},
    ]
    assert len(cli("variants", "--workspace", shop, "--top", "1", "--json").json) == 1
    chosen = cli("journeys", "--workspace", shop, "--variant", content[1]["key"], "--json").json
    assert [journey["key"] for journey in chosen["journeys"]] == ["b"]


def test_info(cli, shop):
    content = cli("info", "--workspace", shop, "--json").json
    counts = {"workspace", "journeys", "customers", "events", "touchpoints", "rejected", "read", "first", "last"}
    assert {name: content[name] for name in counts} == {
        "workspace": "shop", "journeys": 3, "customers": 2, "events": 6, "touchpoints": 3, "rejected": 0, "read": 6,
        "first": "2026-01-01T00:00:00", "last": "2026-01-09T00:00:00",
    }  # fmt: skip
    assert content["outcomes"] == {"completed": 1, "lost": 0, "dropped": 1, "open": 1}
    assert content["names"]["channels"] == ["web", "app", "mail"]
    assert "scope" not in content


def test_info_of_a_scope(cli, shop):
    whole = cli("info", "--workspace", shop, "--json").json
    content = cli("info", "--workspace", shop, "--ends-with", "Pay", "--json").json
    scope = content.pop("scope")
    assert content == whole
    assert scope["text"] == '{"ends_with":["Pay"]}' and scope["journeys"] == {"shown": 1, "total": 3}
    assert (scope["customers"], scope["conversion"]["value"]) == (1, 1)
    assert (scope["first"], scope["last"]) == ("2026-01-01T00:00:00", "2026-01-01T06:00:00")
    assert "1 of 3" in cli("info", "--workspace", shop, "--ends-with", "Pay").out
    nobody = cli("info", "--workspace", shop, "--from", "2030-01-01", "--json").json["scope"]
    assert (nobody["journeys"]["shown"], nobody["first"]) == (0, None)
    assert cli("info", "--workspace", shop, "--from", "2030-01-01").status == 0


def test_journeys(cli, shop):
    content = cli("journeys", "--workspace", shop, "--search", "ann", "--sort", "events", "--json").json
    assert [(j["key"], j["outcome"]) for j in content["journeys"]] == [("c", "open"), ("a", "completed")]
    assert (content["matching"], content["in_scope"], content["total"]) == (2, 3, 3)
    one = cli("journeys", "--workspace", shop, "--key", "a", "--json").json
    assert [(e["touchpoint"], e["wait_s"], e["decides"]) for e in one["timeline"]] == [
        ("Ad", 7200, None), ("Basket", 14400, None), ("Pay", None, "completed"),
    ]  # fmt: skip


def test_definitions_are_shown_and_changed(cli, shop):
    before = cli("definitions", "--workspace", shop, "--json").json
    assert (before["goals"], before["timeout_s"], before["horizon_s"]) == (["Pay"], 2 * 86_400, 86_400)
    after = cli("definitions", "--workspace", shop, "--goal", "Basket", "--timeout", "never", "--json").json
    # What is not given stays.
    assert (after["goals"], after["timeout_s"], after["horizon_s"]) == (["Basket"], None, 86_400)
    told = cli("info", "--workspace", shop, "--json").json
    assert told["outcomes"] == {"completed": 2, "lost": 0, "dropped": 0, "open": 1}
    assert cli("definitions", "--workspace", shop, "--no-goal", "--json").json["goals"] == []
    assert cli("info", "--workspace", shop, "--json").json["outcomes"] == {}


def test_sample(cli, tmp_path):
    told = cli(
        "sample", "--journeys", "40", "--seed", "3", "--out", "sample.csv", "--workspace", "sample", "--json"
    ).json
    assert (told["journeys"], told["workspace"], told["file"]) == (40, "sample", "sample.csv")
    first = (tmp_path / "sample.csv").read_bytes()
    cli("sample", "--journeys", "40", "--seed", "3", "--out", "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == first
    imported = cli("import", "sample.csv", "--workspace", "again", "--json").json
    assert (imported["events"], imported["touchpoints"]) == (told["events"], told["touchpoints"])
    info = cli("info", "--workspace", "sample", "--json").json
    assert info["outcomes"]["completed"] > 0


def test_as_text_everything_is_a_table(cli, shop):
    text = cli("map", "--workspace", shop).out
    assert text.startswith("3 of 3 journeys; 100 % of events")
    assert "\nAd               3         3       3     1        0 %\n" in text
    assert "Ad > Basket > Pay" in cli("variants", "--workspace", shop).out
    assert "\na        ann" in cli("journeys", "--workspace", shop).out
    assert "Basket" in cli("journeys", "--workspace", shop, "--key", "a").out
    assert "touchpoints (3): Ad, Basket, Pay" in cli("info", "--workspace", shop).out
    assert "goals" in cli("definitions", "--workspace", shop).out

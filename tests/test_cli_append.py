"""`append` and `sources`: what they print, several files at once, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

WEB = "visit,who,step,at\nv1,ann,Basket,2026-01-01 10:00\nv1,ann,Pay,2026-01-01 12:00\nv2,bob,Basket,2026-01-02 10:00\n"
JANUARY = "client,about,at\nann,Card,2026-01-01 11:00\n"
FEBRUARY = "client,about,at\nann,Card,2026-01-01 11:00\nbob,Bill,2026-02-02 09:00\neve,Bill,2026-02-03 09:00\n"
CALLS = ("--customer", "client", "--touchpoint", "about", "--prefix", "Call: ", "--as-channel", "Phone")


@pytest.fixture
def shop(cli, tmp_path: Path):
    for name, text in {"web.csv": WEB, "january.csv": JANUARY, "february.csv": FEBRUARY}.items():
        (tmp_path / name).write_text(text)
    cli("import", "web.csv", "-w", "shop", "--journey", "visit", "--customer", "who", "--touchpoint", "step")
    return cli


def test_several_exports_of_one_source_add_what_is_new(shop) -> None:
    told = shop("append", "january.csv", "february.csv", "-w", "shop", "--source", "calls", *CALLS, "--json").json
    assert [(one["file"], one["source"], one["read"], one["added"], one["known"]) for one in told] == [
        ("january.csv", "calls", 1, 1, 0), ("february.csv", "calls", 3, 2, 1),
    ]  # fmt: skip
    assert [(one["match"]["matched"], one["match"]["only_here"], one["match"]["only_there"]) for one in told] == [
        (1, 1, 0), (2, 0, 1),
    ]  # fmt: skip
    held = shop("sources", "-w", "shop", "--json").json
    assert [(source["name"], source["events"], len(source["files"])) for source in held] == [
        ("web", 3, 1),
        ("calls", 3, 2),
    ]
    timeline = shop("journeys", "-w", "shop", "--key", "v1", "--json").json["timeline"]
    assert [(event["touchpoint"], event["channel"]) for event in timeline] == [
        ("Basket", "web"), ("Call: Card", "Phone"), ("Pay", "web"),
    ]  # fmt: skip


def test_a_newer_export_needs_no_options(shop) -> None:
    shop("append", "january.csv", "-w", "shop", "--source", "calls", *CALLS)
    text = shop("append", "february.csv", "-w", "shop").out
    assert "february.csv is 'calls' of shop: 3 rows read, 2 added, 1 known, 0 left out." in text
    assert "2 of 3 customers of the file are in the workspace; 1 only in the file, 0 only in the workspace." in text
    assert "read as those of 'calls'" in text


def test_a_source_is_listed_and_taken_out(shop) -> None:
    before = shop("map", "-w", "shop", "--json").json["transitions"]
    shop("append", "february.csv", "-w", "shop", *CALLS)
    assert shop("map", "-w", "shop", "--json").json["transitions"] != before
    assert "february" in shop("sources", "-w", "shop").out
    text = shop("sources", "-w", "shop", "--take-out", "february").out
    assert "'february' is out of shop: 3 events of february.csv went; 2 journeys, 3 events stay." in text
    assert shop("map", "-w", "shop", "--json").json["transitions"] == before


def test_the_files_before_one_that_is_refused_are_named(shop) -> None:
    answer = shop("append", "january.csv", "january.csv", "-w", "shop", *CALLS)
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert "january.csv is in the workspace already" in answer.err
    assert "Added before: january.csv." in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere.csv", "-w", "shop"], ["january.csv", "-w", "nowhere", *CALLS], ["web.csv", "-w", "shop"],
        ["january.csv", "-w", "shop", "--customer", "about", "--touchpoint", "client"],
        ["january.csv", "-w", "shop", "--customer", "client", "--touchpoint", "nothing"],
    ],
)  # fmt: skip
def test_what_cannot_be_appended_changes_nothing(shop, tmp_path: Path, words: list[str]) -> None:
    before = shop("sources", "-w", "shop", "--json").json
    answer = shop("append", *words)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert shop("sources", "-w", "shop", "--json").json == before
    assert not list((tmp_path / "workspaces").glob(".import-*"))

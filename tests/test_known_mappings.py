"""Mappings that need no guess: documented exports by hand, and files of a shape that came before."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Answer
from known_exports import (
    GA4_EVENTS,
    QUALTRICS,
    ZENDESK_EVENTS,
    ga4_records,
    write_lines,
    zendesk_tickets,
    zendesk_updates,
)

from journey.ingest.known_mappings import recognise
from journey.ingest.saved_mappings import saved_mappings
from journey.ingest.source import preview
from journey.ingest.wire import look, seen_from
from journey.store.library import folder
from journey.store.workspace import Workspace

Cli = Callable[..., Answer]


def events(name: str, key: str) -> list[tuple[Any, ...]]:
    with Workspace(folder() / f"{name}.duckdb") as workspace:
        rows = workspace.run(
            f"""SELECT j.{key}, t.name, e.time FROM event e JOIN journey j ON j.id = e.journey
                JOIN touchpoint t ON t.id = e.node ORDER BY j.{key}, e.position"""
        )
    return [(who, what, datetime.isoformat(when)) for who, what, when in rows]


def imported(cli: Cli, file: Path, *more: str) -> dict[str, Any]:
    found = cli("import", file, "--workspace", "log", "--json", *more).json
    assert isinstance(found, dict)
    return found


def ga4_parquet(path: Path) -> Path:
    lines = write_lines(path.with_suffix(".json"), ga4_records())
    columns = "SELECT * REPLACE (CAST(event_timestamp AS BIGINT) AS event_timestamp)"
    duckdb.execute(f"COPY ({columns} FROM read_json('{lines}')) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize("format", ["lines", "parquet"])
def test_google_analytics(cli: Cli, tmp_path: Path, format: str) -> None:
    file = tmp_path / "events.json"
    file = write_lines(file, ga4_records()) if format == "lines" else ga4_parquet(tmp_path / "events.parquet")
    found = imported(cli, file)
    assert found["warnings"][0] == "Read as an export of Google Analytics 4 from BigQuery."
    assert (found["read"], found["rejected"], found["customers"]) == (4, 0, 2)
    assert events("log", "customer") == GA4_EVENTS
    with Workspace(folder() / "log.duckdb") as workspace:
        assert workspace.run("SELECT name FROM channel") == [("WEB",)]
        # Parameters have become columns; of a repeated key the first counts.
        [(number,)] = workspace.run("SELECT id FROM attribute WHERE name = 'event_params.page_location'")
        pages = workspace.run(f"SELECT a{number} FROM event_detail ORDER BY journey, position")
    assert [page for (page,) in pages] == [
        "https://shop/",
        "https://shop/a?b='\"<i>",
        "https://shop/pay",
        "https://shop/",
    ]


@pytest.mark.parametrize("shape", ["tickets", "audits", "updates"])
def test_zendesk(cli: Cli, tmp_path: Path, shape: str) -> None:
    file = tmp_path / "export.json"
    if shape == "audits":
        write_lines(file, [audit for ticket in zendesk_tickets() for audit in ticket["audits"]])
    else:
        whole = {"tickets": zendesk_tickets(), "count": 2} if shape == "tickets" else zendesk_updates()
        file.write_text(json.dumps(whole), encoding="utf-8")
    found = imported(cli, file)
    assert found["warnings"][0] == "Read as an export of Zendesk tickets with their events."
    assert (found["journeys"], found["customers"], found["rejected"]) == (2, 2, 0)
    assert events("log", "key") == ZENDESK_EVENTS
    with Workspace(folder() / "log.duckdb") as workspace:
        by = workspace.run("SELECT by_company FROM event WHERE journey = 0 ORDER BY position")
        answers = workspace.run("SELECT a.position, s.name, a.value FROM answer a JOIN score s ON s.id = a.score")
        words = workspace.run("SELECT comment FROM event_detail WHERE comment IS NOT NULL ORDER BY journey, position")
        (customer,) = workspace.one("SELECT customer FROM journey WHERE key = '47'")
    # She writes and rates; the agent replies, changes the status, notes and solves.
    assert [company for (company,) in by] == [False, False, True, True, True, True, False]
    assert answers == [(6, "satisfaction", 1.0)]
    assert [text for (text,) in words] == ["My router is broken", "Quick!", "My router is broken"]
    assert customer == "7"


def test_qualtrics(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(QUALTRICS, encoding="utf-8")
    found = imported(cli, file)
    assert found["warnings"][0] == "Read as an export of Qualtrics responses."
    # The two further rows of header are no answers, and no bad rows either.
    assert (found["read"], found["rejected"]) == (3, 0)
    assert events("log", "customer") == [
        ("C-1", "Survey answer", "2026-03-01T10:00:05"), ("C-1", "Survey answer", "2026-04-02T10:00:05"),
        ("C-2", "Survey answer", "2026-03-02T10:00:05"),
    ]  # fmt: skip
    with Workspace(folder() / "log.duckdb") as workspace:
        assert workspace.run("SELECT value FROM answer ORDER BY journey, position") == [(9.0,), (8.0,), (3.0,)]
        assert workspace.run("SELECT name FROM channel") == [("Survey",)]


def test_anonymous_answers_are_journeys_of_their_own() -> None:
    columns = ("StartDate", "RecordedDate", "ResponseId", "ExternalReference", "Q1")
    known = recognise(columns, [("2026-03-01", "2026-03-01", "R_1", None, "4")])
    assert known is not None
    assert (known.mapping.journey, known.mapping.customer, known.mapping.scores) == ("ResponseId", None, ())


LOG = "id;what;where;when\na;Call;phone;03/04/2026\na;Mail;post;05/04/2026\nb;Call;phone;06/04/2026\n"


def test_a_file_of_the_same_shape_is_read_as_last_time(cli: Cli, tmp_path: Path) -> None:
    first, second = tmp_path / "calls march.csv", tmp_path / "calls april.csv"
    first.write_text(LOG, encoding="utf-8")
    second.write_text(LOG.replace("2026", "2027"), encoding="utf-8")
    chosen = ("--journey", "id", "--touchpoint", "what", "--touchpoint", "where", "--time", "when",
              "--date-format", "%d/%m/%Y")  # fmt: skip
    imported(cli, first, *chosen)
    [saved] = saved_mappings()
    assert (saved.name, saved.columns) == ("calls march", {"id", "what", "where", "when"})
    # Nothing is said: the two columns joined, and which of day and month comes first, are known.
    again = imported(cli, second, "--replace")
    assert again["warnings"][0].startswith("Read as last time (calls march, ")
    assert events("log", "key")[0] == ("a", "Call / phone", "2027-04-03T00:00:00")
    assert len(saved_mappings()) == 1
    # What is said goes before what is known, and is kept in its turn.
    imported(cli, second, "--replace", "--touchpoint", "where")
    assert {what for _who, what, _when in events("log", "key")} == {"phone", "post"}
    assert saved_mappings()[0].mapping.touchpoint == ("where",)
    # By its name, for a file with one column more.
    wider = tmp_path / "wider.csv"
    wider.write_text(LOG.replace("when\n", "when;x\n").replace("2026\n", "2026;1\n"), encoding="utf-8")
    named = imported(cli, wider, "--replace", "--mapping", "calls april")
    assert named["mapping"]["touchpoint"] == ["where"]


def test_a_mapping_that_is_not_there_or_does_not_fit_is_told(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(LOG.replace("/04/", "/24/"), encoding="utf-8")
    for name, told in (("nope", "There is no mapping 'nope'. There are: ga4"), ("ga4", "This file does not look like")):
        answer = cli("import", file, "--workspace", "log", "--mapping", name)
        assert answer.status == 2 and answer.err.startswith(told)
    assert not saved_mappings()
    folder().mkdir(exist_ok=True)
    for broken in ("", "{", '[{"name": 1}]', '{"a": 1}'):
        (folder() / "mappings.json").write_text(broken, encoding="utf-8")
        assert saved_mappings() == ()


def test_the_page_is_told_how_the_file_is_read(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(QUALTRICS, encoding="utf-8")
    from dataclasses import asdict

    seen = look(preview(file, workdir=tmp_path))
    assert seen.guess.known == "Read as an export of Qualtrics responses."
    assert seen_from(json.loads(json.dumps(asdict(seen)))) == seen

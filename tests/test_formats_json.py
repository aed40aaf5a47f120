"""JSON: lines, arrays, and objects around an array."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from read_file import read_text

from journey.errors import WrongInput
from journey.ingest.source import ChooseOne

EVENTS = [{"id": 7, "geo": {"city": "Delft", "at": [1, 2]}, "ok": True}, {"id": "007", "geo": None, "what": "Mail"}]
ROWS = [("7", "Delft", "[1,2]", "true", None), ("007", None, None, None, "Mail")]
LINES = "".join(json.dumps(event) + "\n" for event in EVENTS)


@pytest.mark.parametrize(
    "text",
    [
        LINES,
        json.dumps(EVENTS),
        json.dumps(EVENTS, indent=2),
        json.dumps({"made": "today", "events": EVENTS}),
        json.dumps({"made": "today", "events": EVENTS}, indent=2),
        "\n".join(json.dumps(event, indent=2) for event in EVENTS),
    ],
    ids=["lines", "array", "indented array", "object", "indented object", "indented records"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_shape_gives_the_same(tmp_path: Path, text: str, encoding: str) -> None:
    read = read_text(text.encode(encoding), tmp_path, "log.json")
    assert read.source.format == "json" and read.count == 0
    assert read.columns == ("id", "geo.city", "geo.at", "ok", "what")
    assert read.rows == ROWS


def test_lines_that_are_no_objects_are_set_aside(tmp_path: Path) -> None:
    read = read_text(LINES + "oops\n\n[1]\n" + LINES, tmp_path, "log.jsonl")
    assert read.rows == ROWS * 2
    assert read.count == 2
    assert [(bad.row, bad.text, bad.reason) for bad in read.malformed] == [
        (3, "oops", "no JSON object"),
        (4, "[1]", "no JSON object"),
    ]


def test_a_value_that_is_sometimes_an_object_stays_whole(tmp_path: Path) -> None:
    read = read_text('{"id":1,"a":{"x":1}}\n{"id":2,"a":"plain"}\n', tmp_path, "log.jsonl")
    assert read.rows == [("1", '{"x":1}'), ("2", "plain")]


def test_names_that_differ_in_case_or_hold_signs(tmp_path: Path) -> None:
    read = read_text('{"ID":1,"a/b~\\"c":2,"g":{"x.y":3,"X.Y":4}}\n{"id":5}\n', tmp_path, "log.jsonl")
    assert read.columns == ("ID", 'a/b~"c', "g.x.y", "g.X.Y (2)", "id (2)")
    assert read.rows == [("1", "2", "3", "4", None), (None, None, None, None, "5")]


def test_several_arrays_are_asked_about(tmp_path: Path) -> None:
    text = json.dumps({"users": [{"u": 1}], "events": EVENTS})
    with pytest.raises(ChooseOne) as asked:
        read_text(text, tmp_path, "log.json")
    assert asked.value.choices == ("users", "events")
    assert read_text(text, tmp_path, "log.json", sheet="events").rows == ROWS


@pytest.mark.parametrize(
    "text, message",
    [
        (json.dumps(EVENTS)[:-20], "broken or cut off JSON"),
        ("[1, 2]", "holds no records"),
        ("[]", "holds no records"),
        ("{}", "holds no records"),
        (json.dumps([{f"c{n}": 1 for n in range(2001)}]), "2,001 columns"),
    ],
)
def test_what_is_no_log_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        read_text(text, tmp_path, "log.json")

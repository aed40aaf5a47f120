"""The board as a plain value and as a file: lanes, columns, and names that try to break out."""

from __future__ import annotations

import json
import re

import pytest
from server import HOSTILE

from journey.analyses.board import board
from journey.charts.board_html import board_html
from journey.charts.board_spec import board_spec, explanations, lane_titles, lanes_of
from journey.charts.theme import tokens
from journey.store.board_notes import CHOICES, NOTE_LANES, Layout, add_note, choose, notes


@pytest.fixture
def workspace(log):
    rows = [
        ("a", "See", 0, "Look", 4),
        ("a", "Pay", 1, "Buy", 5),
        ("b", "See", 2, "Look", 1),
        ("b", "Help", 3, None, 1),
    ]
    return log(rows, "journey touchpoint time stage score_csat", goals=("Pay",))


def lane(spec, key):
    return next(lane for lane in spec["lanes"] if lane["key"] == key)


def made(workspace, layout=None, title="Shop"):
    return board_spec(board(workspace), notes(workspace), layout, title=title)


def test_every_lane_of_people_has_a_title():
    assert {*NOTE_LANES, *CHOICES} <= set(lane_titles())
    assert all(lane_titles()[lane][1] for lane in NOTE_LANES)


def test_lanes_without_data_are_not_there(workspace):
    order, hidden = lanes_of(board(workspace), None)
    assert "emotion" in order and not {"cost", "voice"} & set(order)
    assert {lane for lane in hidden if ":" not in lane} == {"touchpoints", "backstage", "owner", "truth", "notes"}


def test_people_order_and_hide_lanes(workspace):
    order, hidden = lanes_of(board(workspace), Layout(("ideas", "gone", "goal"), frozenset({"goal", "gone"})))
    assert order[:2] == ("ideas", "goal") and len(order) == len(set(order))
    # Metrics that people did not choose stay away.
    assert {lane for lane in hidden if ":" not in lane} == {"goal"} and "metric:score:score_csat" in hidden
    shown = [lane["key"] for lane in made(workspace, Layout(order, hidden))["lanes"]]
    assert shown[0] == "ideas" and "goal" not in shown


def test_figures_read_as_the_analysis_says(workspace):
    spec = made(workspace)
    reach = lane(spec, "reach")["cells"]
    assert [(cell["value"], cell["bar"]) for cell in reach] == [("100 %", 1.0), ("50 %", 0.5)]
    # Help has no stage: the answer given there belongs to the visit of Look that went before, with 4 and 1.
    assert [point["text"] for point in lane(spec, "emotion")["lines"][0]["points"]] == ["−1.0", "+2.0"]
    assert lane(spec, "emotion")["lines"][0]["points"][0]["thin"]


def test_what_was_assumed_is_said(workspace):
    text = " ".join(explanations(board(workspace)))
    assert "score_csat from 1 to 5" in text and "1 touchpoint has no stage" in text


def test_notes_stand_in_their_cells_in_their_order(workspace):
    for text in ("one", "two"):
        add_note(workspace, "pains", "Buy", text)
    choose(workspace, "perceived", "Look", "-1")
    spec = made(workspace)
    assert [[note["text"] for note in cell] for cell in lane(spec, "pains")["cells"]] == [[], ["one", "two"]]
    assert [[note["text"] for note in cell] for cell in lane(spec, "perceived")["cells"]] == [["-1"], []]
    assert lane(spec, "emotion")["perceived"] == [-1, None]


def test_notes_of_a_stage_that_is_gone_are_seen(workspace):
    add_note(workspace, "pains", "Old", "Still true")
    spec = made(workspace)
    assert [(stage["title"], stage["gone"]) for stage in spec["stages"]] == [
        ("Look", False),
        ("Buy", False),
        ("Old", True),
    ]
    assert [note["text"] for note in lane(spec, "pains")["cells"][2]] == ["Still true"]


def test_the_file_holds_the_board_and_fetches_nothing(workspace):
    add_note(workspace, "pains", "Buy", "Slow")
    page = board_html(made(workspace))
    assert "default-src 'none'" in page and not re.search(r"""(src|href)=|@import|url\(""", page)
    assert "Slow" in page
    assert set(re.findall(r"var\(--([a-z0-9-]+)", page)) <= {
        *tokens("light"), "columns", "emotion-", "feeling", "st-font",
    }  # fmt: skip


def test_hostile_names_and_notes_are_text_in_the_file(log):
    rows = [(f"j{n}", name, n, f"S{n % 3} {name}", name) for n, name in enumerate(HOSTILE)]
    workspace = log(rows, "journey touchpoint time stage comment")
    for name in HOSTILE:
        add_note(workspace, "pains", board(workspace).stages[0].name, name)
    page = board_html(made(workspace, title="</title><script>alert(1)</script>"))
    assert page.count("<script") == page.count("</script") == 1 and "<img" not in page
    literal = re.search(r"^const spec = (.*);$", page, re.MULTILINE)
    assert literal and not set("<>&") & set(literal[1])
    told = json.loads(literal[1])
    assert {note["text"] for note in lane(told, "pains")["cells"][0]} == {name.strip() for name in HOSTILE}

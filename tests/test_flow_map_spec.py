"""What the picture of a flow map tells: coverage, figures, colours, ends, and the SVG file."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest
from flow_logs import LOGS, log_map, mine

from journey.analyses.flow import FlowMap
from journey.charts.flow_choice import choose
from journey.charts.flow_map import Overlay, spec
from journey.charts.flow_overlay import shade
from journey.charts.flow_svg import to_svg
from journey.charts.label import clean
from journey.charts.map_spec import Box, Curve, MapSpec
from journey.charts.theme import CHANNELS, MODES, STEPS, contrast, template, tokens

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "\"quoted\" & 'so' </text><script>alert(1)</script>",
    "x" * 500,
    "Подтверждение получения заявления",
    "control\x00\x1b\ufffe\u202e",
)


def log(*journeys: str, lost: str = "", goal: str = "") -> FlowMap:
    """One letter an event, an hour apart; capital letters keep their case."""
    rows = [(n, name, 3600.0 * at) for n, journey in enumerate(journeys) for at, name in enumerate(journey)]
    return mine(pd.DataFrame(rows, columns=["journey", "touchpoint", "time"]), goal, lost)


def hostile() -> FlowMap:
    rows = [(n, name, 60.0 * at) for n in range(3) for at, name in enumerate(HOSTILE[n:] + HOSTILE[:1])]
    return mine(pd.DataFrame(rows, columns=["journey", "touchpoint", "time"]), HOSTILE[:1])


def boxes(picture: MapSpec) -> dict[str, Box]:
    return {box.name: box for box in picture.boxes}


def curves(picture: MapSpec) -> dict[str, Curve]:
    return {curve.name: curve for curve in picture.curves}


def test_coverage_is_counted_by_hand() -> None:
    # 10 x abc and 1 x axc: events a 11, b 10, c 11, x 1; transitions ab 10, bc 10, ax 1, xc 1.
    flow = log(*["abc"] * 10, "axc", goal="c")
    drawn = choose(flow, 3, 2)
    assert {t.name for t in flow.touchpoints if t.id in drawn.touchpoints} == {"a", "b", "c"}
    assert drawn.events_share == pytest.approx(32 / 33)
    assert drawn.moves_share == pytest.approx(20 / 22)
    assert (drawn.touchpoints_total, drawn.transitions_total) == (4, 4)
    told = spec(flow, touchpoints=3, transitions=2).legend.coverage
    assert told == "3 of 4 touchpoints, 97 % of events drawn; 2 of 4 transitions, 91 %"


def test_sliders_never_tear_the_picture() -> None:
    flow = log(*["abc"] * 10, "axc", goal="c")
    least = choose(flow, 0, 0)
    assert len(least.touchpoints) == least.least_touchpoints == 3
    assert len(least.transitions) == least.least_transitions == 2


@pytest.mark.parametrize("name", LOGS)
def test_the_start_position_is_fifteen_boxes_at_most_and_most_of_the_log(name: str) -> None:
    flow = log_map(name)
    drawn = choose(flow)
    assert set(flow.happy_path) <= set(drawn.touchpoints)
    assert len(drawn.touchpoints) <= 15
    assert len(drawn.transitions) <= 3 * len(drawn.touchpoints)
    assert drawn.events_share > 0.9
    assert drawn.moves_share > 0.8


def test_widths_grow_with_the_square_root_of_the_volume() -> None:
    picture = curves(spec(log(*["ab"] * 16, *["cb"] * 4, "db", goal="b"), transitions=9))
    assert picture["a to b"].width == pytest.approx(10 * (16 / 21) ** 0.5, abs=0.01)
    assert picture["c to b"].width == pytest.approx(picture["a to b"].width / 2, abs=0.01)
    assert all(1 <= curve.width <= 10 for curve in picture.values())


def test_ends_are_told_apart_with_their_shares() -> None:
    # Four journeys: two reach the goal, one is lost, one is still open.
    picture = spec(log("ag", "ag", "ax", "ab", goal="g", lost="x"), touchpoints=9)
    told = {box.name: (box.figure, box.ink) for box in picture.boxes if box.kind not in ("touchpoint", "start")}
    assert told == {"Completed": ("50 %", "completed"), "Lost": ("25 %", "lost"), "Open": ("25 %", "open")}
    assert boxes(picture)["Start"].figure == "4"


def test_without_a_goal_there_is_one_neutral_end_and_no_rate() -> None:
    picture = spec(log("ab", "ac"), overlay=Overlay.EXIT)
    assert [box.name for box in picture.boxes if box.kind == "undecided"] == ["End"]
    assert {box.figure for box in picture.boxes if box.kind == "touchpoint"} == {"–"}
    assert picture.legend.high == ""
    assert not any(box.exits for box in picture.boxes)


def test_repeats_and_ways_back_are_told_apart() -> None:
    picture = spec(log(*["abbc"] * 3, "abcbd", *["abd"] * 3, goal="d"), touchpoints=9, transitions=9)
    kinds = {name: curve.kind for name, curve in curves(picture).items()}
    assert kinds["b to b"] == "loop"
    assert kinds["c to b"] == "back"
    assert kinds["a to b"] == "forward"
    assert curves(picture)["b to b"].pill is not None
    assert [sign for sign, _ in picture.legend.entries][:4] == ["happy", "forward", "back", "loop"]


def test_the_happy_path_is_marked() -> None:
    picture = spec(log(*["abc"] * 5, "axc", goal="c"), touchpoints=9)
    assert {box.name for box in picture.boxes if box.happy} == {"a", "b", "c"}
    assert {name for name, curve in curves(picture).items() if curve.happy} == {
        "Start to a", "a to b", "b to c", "c to Completed",
    }  # fmt: skip


def test_thin_rates_are_greyed_with_their_n_and_colour_nothing() -> None:
    flow = log(*["ag"] * 30, "ab", goal="g")
    figures = shade(flow, Overlay.CONVERSION).boxes
    by_name = {t.name: figures[t.id] for t in flow.touchpoints}
    assert (by_name["a"].text, by_name["a"].thin) == ("97 %", False)
    assert (by_name["b"].text, by_name["b"].thin, by_name["b"].level) == ("0 % · n 1", True, None)
    box = boxes(spec(flow, overlay=Overlay.CONVERSION, touchpoints=9))["b"]
    assert (box.fill, box.ink, box.thin) == ("thin", "muted", True)


def test_levels_follow_the_overlay() -> None:
    flow = log(*["ab"] * 36, *["cb"] * 4, goal="b")
    ids = {t.name: t.id for t in flow.touchpoints}
    events = shade(flow, Overlay.EVENTS)
    assert events.boxes[ids["b"]].level == 1.0
    assert events.boxes[ids["c"]].level == pytest.approx((4 / 40) ** 0.5)
    assert (events.low, events.high) == ("0", "40")
    share = shade(flow, Overlay.SHARE)
    assert share.boxes[ids["a"]].text == "90 %"
    assert share.boxes[ids["a"]].level == pytest.approx(0.9)
    wait = shade(flow, Overlay.WAIT_MEAN)
    assert wait.curves[ids["a"], ids["b"]].text == "1 h"
    assert wait.boxes[ids["a"]].text == "1 h"
    assert wait.boxes[ids["b"]].text == "–"
    median = shade(flow, Overlay.WAIT_MEDIAN)
    assert median.boxes[ids["a"]].level is None and median.boxes[ids["a"]].text == "36"
    assert median.curves[ids["a"], ids["b"]].level == 1.0
    assert median.curves[ids["c"], ids["b"]].thin


def test_a_cost_stands_on_its_box() -> None:
    flow = log(*["abc"] * 40, goal="c")
    flow = replace(flow, touchpoints=tuple(replace(t, cost_mean=5.0) for t in flow.touchpoints))
    assert boxes(spec(flow, overlay=Overlay.COST))["a"].figure == "5"


@pytest.mark.parametrize("overlay", Overlay)
def test_every_overlay_draws_plain_values_and_known_tokens(overlay: Overlay) -> None:
    picture = spec(log(*["abc"] * 40, *["abxbc"] * 3, goal="c"), overlay=overlay)
    assert json.loads(json.dumps(picture.to_json()))["legend"]["title"] == overlay.label
    used = {box.fill for box in picture.boxes} | {box.ink for box in picture.boxes}
    used |= {curve.stroke for curve in picture.curves}
    for mode in MODES:
        assert used <= tokens(mode).keys()


def test_boxes_without_events_in_scope_stay_as_ghosts() -> None:
    base = log(*["abc"] * 5, *["axc"] * 5, goal="c")
    keep = {t.name: t.id for t in base.touchpoints}
    rows = [(n, name, 3600.0 * at) for n in range(5) for at, name in enumerate("abc")]
    flow = mine(pd.DataFrame(rows, columns=["journey", "touchpoint", "time"]), "c", ids=keep)
    picture = boxes(spec(flow, base))
    assert [name for name, box in picture.items() if box.ghost] == ["x"]
    assert picture["x"].facts == (("Events", "0"),)
    assert (picture["b"].x, picture["b"].y) == (boxes(spec(base))["b"].x, boxes(spec(base))["b"].y)


def test_stages_are_bands_from_left_to_right() -> None:
    rows = [(n, name, 60.0 * at) for n in range(5) for at, name in enumerate("abcdz")]
    frame = pd.DataFrame(rows, columns=["journey", "touchpoint", "time"])
    stage = {"a": "Find", "b": "Find", "c": "A very long name of the second stage", "d": "Use"}
    flow = mine(frame, "d", stage=stage.get, stages=("Find", "A very long name of the second stage", "Use"))
    picture = spec(flow, touchpoints=9)
    assert [band.name for band in picture.bands] == ["Find", "A very long name of the second stage", "Use", "No stage"]
    assert picture.bands[1].label.endswith("…")
    for band, inside in zip(picture.bands, ("ab", "c", "d", "z"), strict=True):
        for name in inside:
            assert band.x < boxes(picture)[name].x
            assert boxes(picture)[name].x + boxes(picture)[name].width < band.x + band.width


def test_alternative_text_tells_the_path_the_ends_and_the_coverage() -> None:
    assert spec(log("abg", "abg", "ab", goal="g")).alt == (
        "Flow map of 3 journeys. The happy path: a, b, g. Completed: 67 %. Open: 33 %. "
        "3 of 3 touchpoints, 100 % of events drawn; 2 of 2 transitions, 100 %."
    )


@pytest.mark.parametrize("mode", MODES)
def test_the_svg_is_xml_and_names_are_text_in_it(mode: str) -> None:
    flow = hostile()
    root = ElementTree.fromstring(to_svg(spec(flow, touchpoints=9), mode))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags == {"svg", "title", "defs", "pattern", "rect", "g", "path", "text"}
    told = {element.text for element in root.iter() if element.tag.endswith("title")}
    assert {clean(name) for name in HOSTILE} <= told
    assert not any(name.startswith("on") or name.endswith("href") for e in root.iter() for name in e.attrib)


@pytest.mark.parametrize("mode", MODES)
def test_colours_are_readable(mode: str) -> None:
    look = tokens(mode)
    for scale in ("volume", "good", "pain", "wait", "difference", "emotion"):
        for n in range(STEPS):
            assert contrast(look[f"{scale}-{n}"], look[f"{scale}-{n}-ink"]) >= 4.5
        if scale in ("volume", "good", "pain", "wait"):
            assert all(contrast(look[f"{scale}-{n}"], look["background"]) >= 3 for n in range(6, STEPS))
    for ground in ("background", "surface", "band", "thin"):
        for ink in ("ink", "muted"):
            assert contrast(look[ink], look[ground]) >= 4.5
    for kind in ("completed", "lost", "dropped", "open", "undecided"):
        assert contrast(look[kind], look["surface"]) >= 4.4
    for line in ("curve", "curve-happy", "focus"):
        assert contrast(look[line], look["background"]) >= 3
    assert template(mode).layout.colorway == CHANNELS

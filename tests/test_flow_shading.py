"""Figures from anywhere on the flow map: blanks, thin ones, both ends of a scale, and a difference with its middle."""

from __future__ import annotations

import pandas as pd
from flow_logs import mine

from journey.analyses.flow import FlowMap
from journey.charts.flow_map import spec
from journey.charts.flow_shading import shade_values
from journey.model import Interval
from journey.text.format import number


def abc() -> FlowMap:
    rows = [(n, name, 60.0 * at) for n in range(40) for at, name in enumerate("abc")]
    return mine(pd.DataFrame(rows, columns=["journey", "touchpoint", "time"]))


def test_values_are_levelled_between_the_lowest_and_the_highest_that_rest_on_enough() -> None:
    flow = abc()
    a, b, c = (next(t.id for t in flow.touchpoints if t.name == name) for name in "abc")
    boxes = {a: Interval(2.0, 1.0, 3.0, 50), b: Interval(4.0, 3.0, 5.0, 50), c: Interval(99.0, None, None, 3)}
    made = shade_values(flow, "CES", boxes=boxes, scale="emotion", write=number, limits=(None, None))
    assert [made.boxes[i].level for i in (a, b, c)] == [0.0, 1.0, None]
    assert made.boxes[c].text == "99 · n 3" and made.boxes[c].thin
    assert (made.low, made.high) == ("2", "4")
    assert {figure.text for figure in made.curves.values()} == {"40"}


def test_a_difference_has_none_in_the_middle_and_a_blank_where_nothing_is_known() -> None:
    flow = abc()
    a, b, c = (next(t.id for t in flow.touchpoints if t.name == name) for name in "abc")
    curves = {(a, b): -0.2, (b, c): 0.0}
    made = shade_values(flow, "B - A", boxes={}, curves=curves, scale="difference", write=number, limits=(-0.4, 0.4))
    assert [made.curves[pair].level for pair in ((a, b), (b, c))] == [0.25, 0.5]
    assert {figure.text for figure in made.boxes.values()} == {"–"}
    assert (made.low, made.high) == ("−0.4", "0.4")


def test_the_map_draws_them_and_tells_them_in_full() -> None:
    flow = abc()
    boxes = {t.id: Interval(5.0, 4.5, 5.5, 60) for t in flow.touchpoints}
    shading = shade_values(
        flow, "CES", boxes=boxes, scale="emotion", write=number, limits=(1, 7), tell=lambda one: f"{one.low}-{one.high}"
    )
    picture = spec(flow, shading=shading)
    assert picture.legend.title == "CES" and (picture.legend.low, picture.legend.high) == ("1", "7")
    named = {box.name: box for box in picture.boxes}
    assert named["a"].figure == "5" and ("CES", "4.5-5.5") in named["a"].facts
    # (5 - 1) / (7 - 1) of nine steps.
    assert named["a"].fill == "emotion-5"

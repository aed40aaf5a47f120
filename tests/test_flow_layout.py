"""Where boxes stand and how curves run: nothing overlaps, nothing runs under a box, nothing moves."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from conftest import TIMES
from flow_logs import LOGS, log_map, mine, read
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analyses.flow import FlowMap
from journey.charts.flow_choice import Drawn, choose
from journey.charts.flow_grid import START, box_key, end_key
from journey.charts.flow_layout import Layout, lay_out
from journey.charts.flow_map import spec
from journey.charts.flow_routes import Link, Route, route
from journey.charts.label import fit, text_width


def draw(flow: FlowMap, drawn: Drawn, layout: Layout | None = None) -> tuple[Layout, list[Link], dict[str, Route]]:
    layout = layout or lay_out(flow, drawn)
    happy = set(pairwise(flow.happy_path))
    links = [Link(f"{s}>{t}", box_key(s), box_key(t), 10.0, (s, t) in happy) for s, t in drawn.transitions]
    links += [Link(f"s>{i}", START, box_key(i), 5.0, i in flow.happy_path[:1]) for i in drawn.starts]
    links += [Link(f"{i}>{kind}", box_key(i), end_key(kind), 1.0) for i, kind in drawn.ends]
    return layout, links, route(layout, links)


def bezier(found: Route) -> np.ndarray:
    """Dense points of a route by de Casteljau's construction: not the code that is tested."""
    points = []
    for cubic in found.cubics:
        p = [np.array(q)[None, :] for q in cubic]
        t = np.linspace(0, 1, 80)[:, None]
        while len(p) > 1:
            p = [a + (b - a) * t for a, b in pairwise(p)]
        points.append(p[0])
    return np.concatenate([*points, np.array(found.head)])


def check_geometry(layout: Layout, links: list[Link], routes: dict[str, Route]) -> None:
    places = layout.places
    for (a, p), (b, q) in combinations(places.items(), 2):
        apart = p.right <= q.left or q.right <= p.left or p.bottom <= q.top or q.bottom <= p.top
        assert apart, f"{a} and {b} overlap"
    assert set(routes) == {link.key for link in links}
    for link in links:
        line = bezier(routes[link.key])
        assert np.isfinite(line).all()
        for key, place in places.items():
            # A curve keeps half its width away; its own boxes it touches at the edge only.
            away = -1.5 if key in (link.source, link.target) else link.width / 2
            x, y = line.T
            inside = (x > place.left - away) & (x < place.right + away)
            inside &= (y > place.top - away) & (y < place.bottom + away)
            assert not inside.any(), f"{link.key} runs under {key}"


def check_connected(flow: FlowMap, drawn: Drawn) -> None:
    boxes = set(drawn.touchpoints)
    forward, backward = set(drawn.starts), {i for i, _ in drawn.ends}
    for _ in boxes:
        forward |= {t for s, t in drawn.transitions if s in forward}
        backward |= {s for s, t in drawn.transitions if t in backward}
    assert forward == boxes, "a box cannot be reached from the start"
    assert backward == boxes, "a box does not reach an end"


@pytest.mark.parametrize("name", LOGS)
@pytest.mark.parametrize("everything", [False, True])
def test_real_logs_are_readable(name: str, everything: bool) -> None:
    flow = log_map(name)
    drawn = choose(flow, 99, 999) if everything else choose(flow)
    check_connected(flow, drawn)
    layout, links, routes = draw(flow, drawn)
    check_geometry(layout, links, routes)
    assert set(layout.places) == {START, *map(box_key, drawn.touchpoints), *(end_key(kind) for _, kind in drawn.ends)}
    happy = [layout.places[box_key(i)] for i in flow.happy_path]
    assert {place.y for place in (*happy, layout.places[START])} == {0.0}
    assert [place.column for place in happy] == sorted({place.column for place in happy})


@pytest.mark.parametrize("name", LOGS)
def test_labels_and_numbers_keep_apart(name: str) -> None:
    picture = spec(log_map(name))
    boxes = [(b.x, b.y, b.x + b.width, b.y + b.height) for b in picture.boxes]
    pills = [c.pill.edges for c in picture.curves if c.pill]
    assert len(pills) >= min(8, len(picture.curves) // 2)
    for one, other in combinations([*pills, *boxes], 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for box in picture.boxes:
        assert len(box.lines) <= 3
        assert all(text_width(line) <= box.width - 8 for line in box.lines)
        assert 16 * len(box.lines) + 20 <= box.height or box.kind != "touchpoint"
    heights = {box.height for box in picture.boxes if box.kind == "touchpoint"}
    assert len(heights) == 1
    assert all(90 <= box.width <= 180 for box in picture.boxes if box.kind == "touchpoint")


@pytest.mark.parametrize("name", ["receipt", "sepsis", "traffic_fines"])
def test_boxes_keep_their_places_under_a_filter(name: str) -> None:
    base = log_map(name)
    frame = read(name)
    few = frame["journey"].drop_duplicates()[:60]
    _file, goals, lost = LOGS[name]
    ids = {t.name: t.id for t in base.touchpoints}
    flow = mine(frame[frame["journey"].isin(few)], goals, lost, ids=ids)
    before = {box.id: (box.x, box.y, box.width) for box in spec(base).boxes}
    scoped = spec(flow, base)
    after = {box.id: (box.x, box.y, box.width) for box in scoped.boxes}
    assert before.items() <= after.items()
    live = {t.id for t in flow.touchpoints}
    ghosts = {box.id for box in scoped.boxes if box.ghost and box.kind == "touchpoint"}
    assert ghosts == {key for key in before if key.startswith("t") and int(key[1:]) not in live}


def test_what_a_filter_needs_takes_a_free_cell() -> None:
    base = log_map("receipt")
    drawn = choose(base)
    missing = [t.id for t in base.touchpoints if t.id not in drawn.touchpoints]
    layout = lay_out(base, drawn)
    wider = lay_out(base, drawn, map(box_key, missing))
    assert layout.places.items() <= wider.places.items()
    assert set(wider.places) - set(layout.places) == set(map(box_key, missing))
    check_geometry(*draw(base, choose(base, 99, 300), wider))


def test_labels_wrap_at_words_and_underscores() -> None:
    assert fit("W_Completeren aanvraag").lines == ("W_Completeren", "aanvraag")
    assert fit("A_PARTLYSUBMITTED").lines == ("A_PARTLYSUBMITTED",)
    long = fit("request_for_additional_information_from_the_customer_by_letter")
    assert len(long.lines) == 3 and not long.cut
    assert all(line.endswith("_") for line in long.lines[:2])
    assert fit("слово " * 60).cut and fit("слово " * 60).lines[-1].endswith("…")


@st.composite
def flows(draw_: st.DrawFn) -> FlowMap:
    letters = "abcdefghij"
    journeys = draw_(st.lists(st.text(letters, min_size=1, max_size=12), min_size=1, max_size=12))
    stages = draw_(st.sampled_from([(), ("early", "late"), ("early", "middle", "late")]))
    rows = [(n, name, at) for n, journey in enumerate(journeys) for at, name in enumerate(journey)]
    frame = pd.DataFrame(rows, columns=["journey", "touchpoint", "time"])
    goals = draw_(st.sampled_from([(), ("a",), ("c", "d")]))
    return mine(
        frame, goals, stages=stages, stage=lambda name: (*stages, None)["abcdefghij".index(name) % (len(stages) + 1)]
    )


@settings(max_examples=30 * TIMES, deadline=None)
@given(flow=flows(), boxes=st.integers(1, 12), curves=st.integers(0, 60))
def test_any_choice_of_any_flow_can_be_drawn(flow: FlowMap, boxes: int, curves: int) -> None:
    drawn = choose(flow, boxes, curves)
    check_connected(flow, drawn)
    layout, links, routes = draw(flow, drawn)
    check_geometry(layout, links, routes)
    assert all(layout.places[box_key(i)].y == 0 for i in flow.happy_path)
    for left, right in pairwise(layout.bands):
        assert left.right <= right.left


@settings(max_examples=15 * TIMES, deadline=None)
@given(flow=flows(), boxes=st.integers(1, 10))
def test_sliders_only_reveal(flow: FlowMap, boxes: int) -> None:
    few, more = choose(flow, boxes), choose(flow, boxes + 1)
    assert set(few.touchpoints) <= set(more.touchpoints)
    fewer, many = choose(flow, boxes, 3), choose(flow, boxes, 9)
    assert set(fewer.transitions) <= set(many.transitions)
    assert set(fewer.ends) <= set(many.ends)
    whole = choose(flow, 99, 999)
    assert whole.events_share == 1.0 and whole.moves_share == pytest.approx(1.0)


def test_a_map_of_one_and_a_map_of_none() -> None:
    one = mine(pd.DataFrame([(1, "only", 0.0)], columns=["journey", "touchpoint", "time"]))
    picture = spec(one)
    assert [box.id for box in picture.boxes] == ["start", "t0", "end-undecided"]
    none = replace(one, touchpoints=(), transitions=(), happy_path=(), journeys_shown=0, events_shown=0)
    assert [box.id for box in spec(none).boxes] == ["start"]
    assert {box.id for box in spec(none, one).boxes} == {"start", "t0", "end-undecided"}

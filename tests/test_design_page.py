"""The designer and the forecast as pages: a to-be is begun, edited, undone, forecast, and put right again."""

from __future__ import annotations

import json
import time
from pathlib import Path

from server import made
from streamlit.testing.v1 import AppTest

from journey.design.edits import edit_of
from journey.design.kept import change, delete, keep, scenarios
from journey.design.scenario import Scenario, parse, to_json
from journey.views.edit_table import edits_of, frame_of
from journey.views.session import library
from pages import headline, opened, problems, told, workspaces

__all__ = ["made", "workspaces"]

PLACE = "Payment error"


def button(app: AppTest, words: str) -> AppTest:
    return next(b for b in app.button if b.label == words).click().run()


def test_a_to_be_from_the_first_click(workspaces: Path) -> None:
    app = opened("to_be/designer", "sample")
    assert not problems(app)
    app = button(app, "Start from the as-is")
    assert not problems(app)
    kept = scenarios(library().get("sample"))[-1]
    app.selectbox(key="edit_kind").set_value("remove").run()
    app.selectbox(key="edit_remove_touchpoint").set_value(PLACE)
    app = button(app, "Add edit")
    assert not problems(app)
    made = scenarios(library().get("sample"))[-1]
    assert [edit.text("touchpoint") for edit in made.scenario.edits] == [PLACE]
    assert "becomes" in headline(app) and f"{PLACE} no longer happens" in told(app)
    app = app.button(key="scenario_undo").click().run()
    assert scenarios(library().get("sample"))[-1].scenario.edits == ()
    app = app.button(key="scenario_redo").click().run()
    assert not problems(app)
    assert scenarios(library().get("sample"))[-1].scenario == made.scenario
    # What cannot be made is said on the edit; the others still count.
    wrong = edit_of({"kind": "remove", "touchpoint": "Nowhere"})
    held = scenarios(library().get("sample"))[-1]
    change(library().get("sample"), held, Scenario(name="x", edits=(*held.scenario.edits, wrong)))
    app = app.run()
    assert len(app.error) == 1 and "no touchpoint 'Nowhere'" in told(app)
    assert not app.exception
    assert kept.id == held.id


def test_a_forecast_and_the_last_one_that_could_be_made(workspaces: Path) -> None:
    workspace = library().get("sample")
    number = keep(workspace, Scenario(name="calm", edits=(edit_of(
        {"kind": "exit_rate", "touchpoint": "Payment", "factor": [0.4, 0.5, 0.6]}),)))  # fmt: skip
    app = opened("to_be/forecast", "sample")
    for _ in range(120):
        if not any(b.label == "Cancel" for b in app.button):
            break
        time.sleep(0.5)
        app = app.run()
    assert not problems(app)
    assert "Conversion" in headline(app) and "95 %" in headline(app)
    assert "Reproducing today does not prove the effect" in told(app)
    kept = next(one for one in scenarios(workspace) if one.id == number)
    wrong = edit_of({"kind": "remove", "touchpoint": "Nowhere"})
    change(workspace, kept, Scenario(name="calm", edits=(*kept.scenario.edits, wrong)))
    before = headline(app)
    app = app.run()
    assert "no touchpoint" in told(app) and headline(app) == before


def test_the_table_of_edits_reads_back() -> None:
    records = [
        {"kind": "remove", "touchpoint": "A", "stay": True},
        {"kind": "wait", "source": "A", "target": "B", "median_s": 60, "p90_s": [90, 120, 180], "carry": False},
        {"kind": "move", "touchpoint": "A", "stage": "Buy", "before": "B"},
        {"kind": "exit_rate", "touchpoint": "A", "factor": [0.4, 0.5, 0.6], "on": False, "note": "seen", "linked": "x"},
    ]
    edits = parse(json.dumps({"edits": records})).edits
    assert edits_of(frame_of(edits)) == edits
    assert parse(to_json(Scenario(name="x", edits=edits))).edits == edits


def test_a_to_be_of_a_part_and_one_from_nothing(workspaces: Path) -> None:
    workspace = library().get("sample")
    part = keep(workspace, parse(json.dumps({
        "name": "Buying", "start": {"kind": "stage", "stage": "Buy"},
        "edits": [{"kind": "rename", "touchpoint": "Payment", "to": "Pay in one step"}]})))  # fmt: skip
    app = opened("to_be/designer", "sample")
    assert not problems(app)
    assert "1 edit" in headline(app) and "starts from the stage Buy" in told(app)
    for view in ("both", "board"):
        app.segmented_control(key="designer_view").set_value(view)
        app = app.run()
        assert not problems(app)
    # What is drawn from nothing is checked as it grows, and is not forecast.
    blank = keep(workspace, parse(json.dumps({
        "name": "Blank", "start": {"kind": "empty"},
        "edits": [{"kind": "add", "touchpoint": name} for name in ("Ad", "<b>Pay</b>")]})))  # fmt: skip
    app = opened("to_be/designer", "sample")
    assert not problems(app)
    assert "2 touchpoints, of which 2 lie on no way" in headline(app)
    assert any("stands alone" in warning.value for warning in app.warning)
    app.segmented_control(key="designer_draft_view").set_value("board")
    assert not problems(app.run())
    app = opened("to_be/forecast", "sample")
    assert not problems(app) and "nothing can be forecast" in headline(app)
    for number in (part, blank):
        delete(workspace, next(one for one in scenarios(workspace) if one.id == number))

"""The pages Friction and Loops, and the command: what they say, and where their buttons lead."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from server import made, whole  # noqa: F401

from journey.analyses.friction.parts import Kind
from journey.charts.opportunity_words import evidence_of
from journey.design.edits import edit_of
from journey.design.kept import change, scenarios
from journey.design.linked_edits import edit_names
from journey.scope import Scope
from journey.store.board_notes import notes
from journey.store.opportunities import change_opportunity, opportunities
from journey.store.worth import set_worth, worth
from journey.views.session import library
from pages import headline, opened, plain, problems, told, whole_sample, workspaces  # noqa: F401

WAIT = json.dumps(["wait", "Upload documents", "Documents approved", False])
pytestmark = pytest.mark.usefixtures("whole_sample")


def button(app, label):
    return next(one for one in app.button if one.label == label)


def test_the_list_opens_with_its_answer_and_says_associated():
    app = opened("friction/friction", "sample")
    assert not problems(app)
    assert headline(app).startswith("Five places put 497 of 16,509 journeys at stake; the first is the long wait")
    words = told(app)
    assert "Concentrates: partner Cedar Check" in words
    assert "associated with 57 % reaching the goal, against 81 %" in words
    assert [metric.value for metric in app.metric[:2]] == ["264", "117"]


def test_a_place_is_looked_at_closely_and_left_again():
    app = opened("friction/friction", "sample")
    button(app, "Look closer").click()
    app.run()
    assert not problems(app)
    assert headline(app) == "The long wait from Upload documents to Documents approved puts 264 journeys at stake."
    assert app.query_params["place"] in (WAIT, [WAIT])
    assert "5 events in common" in told(app)
    assert "beyond the target on average" in told(app)
    button(app, "All frictions").click()
    app.run()
    assert headline(app).startswith("Five places")


def test_a_friction_opens_exactly_the_journeys_it_counts():
    app = opened("friction/friction", "sample", place=WAIT)
    button(app, "All its journeys").click()
    app.run()
    assert not problems(app)
    kept = str(app.session_state["scope"])
    (text,) = library().get("sample").one("SELECT text FROM saved_scope WHERE id = ?", [kept.removeprefix("@")])
    scope = Scope.parse(text)
    assert len(scope.journeys) == 1121
    assert not scope.then


def test_a_pain_point_and_an_opportunity_keep_their_evidence():
    app = opened("friction/friction", "sample", place=WAIT)
    button(app, "Pin to the board").click()
    app.run()
    button(app, "Make it an opportunity").click()
    app.run()
    assert not problems(app)
    workspace = library().get("sample")
    kept = {note.lane: note for note in notes(workspace) if note.lane in ("pains", "ideas")}
    assert kept["pains"].stage == "Buy"
    assert kept["pains"].text.startswith("Long wait: Upload documents → Documents approved. 1,121 of 7,404 journeys")
    assert all((note.evidence or "").startswith("page=friction&") for note in kept.values())
    (one,) = opportunities(workspace)
    assert (one.title, one.stage, one.goal) == (kept["ideas"].text, "Buy", "Service activated")
    found = evidence_of(one)
    assert found is not None and found.place == (Kind.WAIT, "Upload documents", "Documents approved")


def test_from_an_opportunity_to_its_edit_and_back():
    workspace = library().get("sample")
    (one,) = opportunities(workspace)
    app = opened("to_be/opportunities", "sample", opportunity=str(one.id))
    assert not problems(app)
    next(b for b in app.button if b.label.startswith("Cap this wait at 1 d")).click()
    app.run()
    assert not problems(app)
    (one,) = opportunities(workspace)
    (kept,) = scenarios(workspace)
    # The edit is linked by what it changes, and its forecast was asked for at once.
    assert one.scenario == kept.scenario.name and one.edits == edit_names(kept.scenario.edits)
    assert one.value is not None and one.low is not None and one.low < one.value < one.high
    assert f"{one.touched:,.0f} journeys touched" in told(app)
    # Another edit of the scenario is none of this opportunity's.
    other = edit_of({"kind": "bypass", "touchpoint": "Payment error"})
    change(workspace, kept, replace(kept.scenario, edits=(*kept.scenario.edits, other)))
    app = opened("to_be/opportunities", "sample", opportunity=str(one.id))
    assert "The wait from Upload documents" in "".join(b.label for b in app.button)
    assert app.multiselect(key=f"opportunity_edits_{one.id}_{one.version}").value == list(one.edits)
    alter = replace(one, effort=2, owner="Ann")
    change_opportunity(workspace, alter)
    app = opened("to_be/opportunities", "sample", opportunity=str(one.id))
    assert headline(app).startswith("First “How might we ease the long wait")


@pytest.mark.parametrize("view", ["map", "stages", "exits"])
def test_the_other_pictures(view):
    app = opened("friction/friction", "sample", view=view)
    assert not problems(app)
    assert headline(app).startswith("Five places")


@pytest.mark.parametrize("place", ['["flight","a",null,false]', "{", '["detour","Nowhere",null,false]'])
def test_an_address_that_names_no_place_is_no_dead_end(place):
    app = opened("friction/friction", "sample", place=place)
    assert not problems(app)
    assert headline(app)


def test_without_a_goal_it_is_asked_for_and_can_be_set():
    app = opened("friction/friction", "one")
    assert not problems(app)
    assert headline(app) == "First say what success is: without a goal, nothing can be at stake."
    button(app, "Visit").click()
    app.run()
    assert not problems(app)
    assert headline(app) == "Too few journeys to compare: no place holds up 30 customers."


def test_a_value_turns_journeys_into_money():
    workspace = library().get("sample")
    set_worth(workspace, "completed", 100.0)
    assert worth(workspace, "completed") == 100.0
    app = opened("friction/friction", "sample")
    assert "worth 26,400" in plain(" ".join(caption.value for caption in app.caption))
    set_worth(workspace, "completed", None)
    assert worth(workspace, "completed") is None


def test_loops():
    app = opened("friction/loops", "sample")
    assert not problems(app)
    assert (
        headline(app)
        == "53 % of the journeys run a loop; the commonest is Compare plans → Compare plans, in 4,664 journeys."
    )


@pytest.mark.parametrize(
    ("view", "answer"),
    [
        ("back", "Customers go back and forth most between web and courier: 1,408 journeys, back after"),
        ("left", "Self-service is left for a person most at Configure plan: by 2,276 journeys, 23 % of those"),
        # What was planted there: an error of the app.
        ("parity", "Payment error differs most: 88 % reach the goal after it in web, 64 % in app."),
        ("again", "Customers start over most on the way from call centre to chat: 43 % of the 737 changes"),
    ],
)
def test_each_view_of_loops_has_its_answer(view, answer):
    app = opened("friction/loops", "sample", view=view)
    assert not problems(app)
    assert headline(app).startswith(answer)
    # What the answer names stands in the first row.
    first = app.dataframe[0].value.iloc[0].astype(str)
    assert first.iloc[0] in answer


def test_an_attribute_is_shared():
    app = opened("friction/friction", "sample", Scope(since="2026-03-01", until="2026-03-31"), alike='["plan"]')
    assert not problems(app)
    assert "at stake" in headline(app)


def test_the_command(cli: Callable[..., object], tmp_path: Path):
    def way(i: int) -> list[str]:
        return ["Look", "Error"] if i < 60 else ["Look", "Goal"] if i % 4 else ["Look"]

    rows = [(i, name, f"2026-01-0{1 + step}") for i in range(200) for step, name in enumerate(way(i))]
    pd.DataFrame(rows, columns=["case", "touchpoint", "time"]).to_csv(tmp_path / "log.csv", index=False)
    assert cli("import", "log.csv", "--workspace", "shop").status == 0
    refused = cli("friction", "--workspace", "shop")
    assert refused.status == 2
    assert "No goal is set" in refused.err
    assert "--goal" in refused.err
    horizon = ("--horizon", "5d", "--observed-end", "2026-03-01")
    assert cli("definitions", "--workspace", "shop", "--goal", "Goal", *horizon).status == 0
    first, *_others = cli("friction", "--workspace", "shop", "--json").json
    wanted = {"kind": "detour", "touchpoint": "Error", "target": None, "journeys": 60, "share": 0.3, "compared": 140}
    assert {name: first[name] for name in wanted} == wanted
    # 105 of the 140 others complete.
    assert first["at_stake"] == pytest.approx(60 * 105 / 140)
    assert first["low"] < first["at_stake"] < first["high"]
    assert first["above_line"] is True
    assert cli("friction", "--workspace", "shop").out.startswith("One place puts 45 of 200 journeys at stake")
    ends = cli("friction", "--workspace", "shop", "--exits", "--json").json
    assert {one["touchpoint"]: one["exits"] for one in ends} == {"Error": 60, "Look": 35}


def test_the_command_of_loops_tells_what_the_page_tells(cli: Callable[..., object], tmp_path: Path):
    rows = [("a", "Look", 1), ("a", "Pay", 2), ("a", "Look", 3), ("b", "Look", 1), ("b", "Pay", 2), ("b", "Look", 4)]
    told = [(key, name, f"2026-01-01 0{hour}:00") for key, name, hour in rows]
    pd.DataFrame(told, columns=["case", "touchpoint", "time"]).to_csv(tmp_path / "log.csv", index=False)
    assert cli("import", "log.csv", "--workspace", "shop").status == 0
    found = cli("loops", "--workspace", "shop", "--json").json
    (loop,) = found["loops"]
    assert (found["journeys"], found["looping"], found["time_s"]) == (2, 2, 5 * 3600)
    assert (loop["touchpoints"], loop["runs"], loop["time_s"]) == (["Look", "Pay"], 2, 2.5 * 3600)
    assert found["parity"] == []
    assert "2 of 2 journeys run a loop; all runs together take 5 h" in cli("loops", "--workspace", "shop").out

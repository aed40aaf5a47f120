"""The page of metrics: its answer, the detail of a figure with its journeys, targets, declarations and surveys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from server import CYRILLIC, made, whole

from journey.analyses.metric_spread import metric_spread
from journey.ingest.survey_file import Survey
from journey.ingest.survey_join import join_survey
from journey.scope import Scope
from journey.store.metric_targets import Target, drop_target, light, set_target, target_for, targets
from journey.views.session import library
from pages import headline, opened, plain, problems, told, whole_sample, workspaces

__all__ = ["made", "whole", "whole_sample", "workspaces"]

pytestmark = pytest.mark.usefixtures("whole_sample")


def test_the_answer_names_the_stage_that_hurts(workspaces: Path) -> None:
    assert headline(opened("experience/metrics", "sample")).startswith("Get help hurts most: ces is 76 %")
    app = opened("experience/metrics", "sample", by="partner")
    assert "most are lost in Cedar Check: 551 of 2,824" in headline(app)
    assert app.selectbox(key="metrics_by").value == "partner"
    assert headline(opened("experience/metrics", "sample", by="month")).startswith("February 2026 hurts most: nps is")


def test_a_log_without_scores_and_goal_shows_what_there_is(workspaces: Path) -> None:
    app = opened("experience/metrics", "one")
    assert not problems(app) and "no scores and no goal yet" in headline(app)
    assert "Say what success is" in [link.label for link in app.get("page_link")] or not problems(app)


def test_a_figure_tells_what_it_is_and_opens_its_journeys(workspaces: Path) -> None:
    app = opened("experience/metrics", "sample")
    (help_,) = [i for (i,) in library().get("sample").run("SELECT id FROM stage WHERE name = 'Get help'")]
    app.session_state["metric_chosen_sample_stage"] = ("score:ces", help_)
    app.run()
    text = told(app)
    assert not problems(app) and "CES 2.0, share of 5 to 7" in text and "worse by more than chance" in text
    button = app.button(key="metric_open_bad")
    button.click().run()
    scope = Scope.parse(app.session_state["scope"])
    assert len(scope.journeys) == int(plain(button.label).split()[0])


def test_medians_and_means_have_their_intervals_where_they_are_wanted(workspaces: Path) -> None:
    def cells(**setting: str) -> dict[str, str]:
        app = opened("experience/metrics", "sample", show="value", **setting)
        assert not problems(app)
        (table,) = [one for one in app.get("bidi_component") if "metric_table" in one.proto.component_name]
        spec = json.loads(table.proto.json)
        at = [one["key"] for one in spec["head"]].index("cost")
        return {row["name"]: row["cells"][at]["detail"] for row in spec["rows"]}

    wanted = metric_spread(library().get("sample"), Scope(), "stage", "cost")
    (buy,) = [i for (i,) in library().get("sample").run("SELECT id FROM stage WHERE name = 'Buy'")]
    low, high = (f"{end:.3g}" for end in (wanted[buy].low, wanted[buy].high))
    assert plain(cells()["Buy"]).startswith(f"{low}-{high} · n ")
    assert plain(cells(intervals="no")["Buy"]).startswith("n ")


def test_targets_are_set_and_told_with_a_word(workspaces: Path) -> None:
    workspace = library().get("sample")
    set_target(workspace, Target("lost", "stage", "", 0.2))
    set_target(workspace, Target("lost", "stage", "Buy", 0.4))
    held = targets(workspace)
    assert len(held) == 2 and target_for(held, "lost", "stage", "Buy") == Target("lost", "stage", "Buy", 0.4)
    assert target_for(held, "lost", "channel", "web") is None
    app = opened("experience/metrics", "sample")
    assert not problems(app)
    drop_target(workspace, "lost", "stage", "Buy")
    drop_target(workspace, "lost", "stage", "")
    assert targets(workspace) == ()


def test_a_light_says_unsure_where_the_interval_does() -> None:
    from journey.model import Interval

    assert light(Interval(0.1, 0.05, 0.19, 90), 0.2, high_is_good=False) == "met"
    assert light(Interval(0.1, 0.05, 0.25, 20), 0.2, high_is_good=False) == "unsure"
    assert light(Interval(0.3, 0.25, 0.35, 90), 0.2, high_is_good=False) == "missed"
    assert light(Interval(3.0, None, None, 90), 4.0, high_is_good=True) == "missed"


def test_relationship_scores_stand_apart(workspaces: Path, tmp_path: Path) -> None:
    workspace = library().get(CYRILLIC)
    (customer,) = workspace.one("SELECT customer FROM journey ORDER BY id LIMIT 1")
    (tmp_path / "rnps.csv").write_text(f"who,when,rnps\n{customer},2026-09-01,9\n", encoding="utf-8")
    join_survey(workspace, tmp_path / "rnps.csv", Survey("who", "when", ("rnps",)), relationship=True)
    app = opened("experience/metrics", CYRILLIC)
    assert not problems(app) and "rnps, points: +100" in told(app) and "in no row" in told(app)

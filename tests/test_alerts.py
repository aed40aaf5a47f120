"""Rules: hand-worked verdicts, what is wrong with one told and not raised, on the command line and on the pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from server import CYRILLIC, HOSTILE, made

from journey.analyses.alerts.alert import watch
from journey.analyses.alerts.concerned import concerned
from journey.analyses.alerts.rule import Rule, sentence
from journey.analyses.trends.metric import TrendMetric
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.alert_rules import add_rule, change_rule, delete_rule, held_rules
from journey.store.workspace import Workspace
from journey.views.session import library
from pages import headline, opened, plain, problems, told, workspaces

__all__ = ["made", "workspaces"]

MakeLog = Callable[..., Workspace]
DAY = 24
ERROR = TrendMetric("share", place="touchpoint", name="Error")


@pytest.fixture(scope="module")
def weeks(log: MakeLog) -> Workspace:
    """Six whole weeks from Monday, 5 January 2026, of 40 journeys each: 4 of them meet an error and answer 2, all
    others answer 5; in the last week 12 meet it."""
    rows: list[tuple[Any, ...]] = []
    for week in range(6):
        for number in range(40):
            at = 4 * DAY + (7 * week + number * 7 / 40) * DAY
            key = f"{week}-{number}"
            rows.append((key, f"c{number}", "Visit", at, None))
            bad = number < (12 if week == 5 else 4)
            rows.append((key, f"c{number}", "Error" if bad else "Done", at + 0.01, 2 if bad else 5))
    return log(rows, "journey customer touchpoint time score")


def test_up_against_the_weeks_before(weeks: Workspace) -> None:
    rule = Rule(ERROR, test="up", threshold=2.0, against=4, least=30)
    found = watch(weeks, rule.text())
    assert found.now is not None and found.now.before is not None
    # 12 of 40 against 16 of 160: three times as many.
    assert (found.now.figure.value, found.now.before.value) == (0.3, 0.1)
    assert found.fires and found.fired == 1
    assert [alert.verdict for alert in found.past] == ["nothing before", *["quiet"] * 4, "fires"]
    assert not watch(weeks, replace(rule, threshold=3.5).text()).fires


@pytest.mark.parametrize(
    ("rule", "verdict", "fired"),
    [
        # (12 * 2 + 28 * 5) / 40 = 4.1 in the last week, (4 * 2 + 36 * 5) / 40 = 4.7 in the others.
        (Rule(TrendMetric("mean", "score"), test="below", threshold=4.5, least=40), "fires", 1),
        (Rule(TrendMetric("mean", "score"), test="below", threshold=4.1, least=40), "quiet", 0),
        (Rule(TrendMetric("mean", "score"), test="below", threshold=4.5, least=41), "too few", 0),
        (Rule(TrendMetric("mean", "score", "touchpoint", "Error"), test="below", threshold=3, least=12), "fires", 1),
        (Rule(TrendMetric("journeys"), test="below", threshold=50, least=50), "fires", 6),
        (Rule(TrendMetric("journeys"), test="down", threshold=2, against=4), "quiet", 0),
        (Rule(ERROR, test="above", threshold=0.05, least=1), "fires", 6),
        (Rule(ERROR, scope=Scope(customers=("c0",)).text(), test="above", threshold=0.5, least=1), "fires", 6),
    ],
)
def test_a_rule_is_judged_in_the_last_whole_week(weeks: Workspace, rule: Rule, verdict: str, fired: int) -> None:
    found = watch(weeks, rule.text())
    assert found.now is not None
    assert (found.now.verdict, found.fired) == (verdict, fired)
    assert str(found.now.period.start) == "2026-02-09"


def test_the_customers_concerned(weeks: Workspace) -> None:
    rule = Rule(TrendMetric("mean", "score"), test="below", threshold=4.5)
    now = watch(weeks, rule.text()).now
    assert now is not None
    rows = concerned(weeks, Scope(), rule.metric, now.period)
    assert {(row.customer, row.value) for row in rows} == {(f"c{n}", 2.0) for n in range(12)}
    assert len(concerned(weeks, Scope(), rule.metric, now.period, everybody=True)) == 40
    assert {row.customer for row in concerned(weeks, Scope(), ERROR, now.period)} == {f"c{n}" for n in range(12)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (Rule(TrendMetric("score", "gone")).text(), "This log has no score 'gone'."),
        (Rule(TrendMetric("conversion")).text(), "Without a goal no journey completes."),
        (Rule(ERROR, scope='{"contains":["Moon"]}').text(), "This log has no touchpoint 'Moon'."),
        (Rule(ERROR, test="up", threshold=0.5).text(), "“More than 0.5 times” says nothing."),
        ("{", "This rule cannot be read."),
        ('{"metric": {"kind": "moon"}}', "This rule cannot be read."),
    ],
)
def test_a_rule_that_cannot_be_told_says_why(weeks: Workspace, text: str, says: str) -> None:
    found = watch(weeks, text)
    assert found.wrong.startswith(says)
    assert found.now is None and not found.fires


def test_a_rule_reads_as_a_sentence() -> None:
    rule = Rule(ERROR, scope=Scope(contains=("Pay",)).text(), test="up", threshold=2.0)
    words = "Share that come to Error up more than 2 x against 4 weeks before, n at least 50"
    assert sentence(rule, "2").startswith(words) and "Pay" in sentence(rule, "2")


def test_rules_are_kept_changed_and_deleted(log: MakeLog) -> None:
    workspace = log([("a", "Visit", 0)])
    add_rule(workspace, " Few  journeys ", Rule(TrendMetric("journeys")).text())
    (held,) = held_rules(workspace)
    assert held.name == "Few journeys"
    for name in ("", "x" * 200, "Few journeys"):
        with pytest.raises(WrongInput):
            add_rule(workspace, name, "{}")
    change_rule(workspace, held.id, 1, "Few journeys", Rule(ERROR).text())
    with pytest.raises(WrongInput):
        delete_rule(workspace, held.id, 1)
    delete_rule(workspace, held.id, 2)
    assert held_rules(workspace) == ()


def test_the_command_lists_rules_and_customers(weeks: Workspace, cli: Callable[..., Any]) -> None:
    weeks.close()
    assert cli("alerts", "-w", weeks.path, "--json").json == []
    add_rule(weeks, "Errors", Rule(ERROR, test="up", threshold=2.0, least=30).text())
    add_rule(weeks, "Gone", Rule(TrendMetric("score", "gone")).text())
    weeks.close()
    errors, gone = cli("alerts", "-w", weeks.path, "--json").json
    assert (errors["state"], errors["value"], errors["n"], errors["compared"]) == ("fires", 0.3, 40, 0.1)
    assert (errors["from"], errors["fired"]) == ("2026-02-09", 1)
    assert gone["state"] == "cannot be told" and gone["value"] is None
    csv = cli("alerts", "-w", weeks.path, "--customers", "Errors").out.splitlines()
    assert csv[0] == "customer,journey,time,value" and len(csv) == 13
    assert cli("alerts", "-w", weeks.path, "--customers", "Moon").status == 2
    assert "fires" in cli("alerts", "-w", weeks.path).out


def test_whatever_changes_the_log_tells_how_its_rules_stand(cli: Callable[..., Any], tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = "".join(f"j{n},c{n},See,2026-03-{n % 28 + 1:02},3\n" for n in range(90))
    log.write_text("journey,customer,touchpoint,time,score_csat\n" + rows)
    path = tmp_path / "watched.duckdb"
    assert cli("import", log, "-w", path).status == 0
    with Workspace(path) as workspace:
        add_rule(workspace, "Few", Rule(TrendMetric("journeys"), threshold=100.0, test="below", least=1).text())
    more = tmp_path / "more.csv"
    more.write_text("customer,touchpoint,time\nc1,Call,2026-03-20\n")
    answers = tmp_path / "answers.csv"
    answers.write_text("customer,time,nps\nc1,2026-03-20,9\n")
    for words in (
        ("import", log, "-w", path, "--replace"), ("append", more, "-w", path),
        ("survey", answers, "-w", path, "--customer", "customer", "--time", "time", "--score", "nps"),
        ("sources", "-w", path, "--take-out", "more"),
    ):  # fmt: skip
        plain = cli(*words)
        assert plain.status == 0, plain.err
        assert "Few" in plain.out and "fires" in plain.out, words
    again = cli("import", log, "-w", path, "--replace", "--json")
    # JSON stays alone on stdout.
    assert again.json["journeys"] == 90 and "Few" in again.err and "fires" in again.err


def test_a_rule_is_made_on_its_page_and_stands_on_the_home_page(workspaces: Path) -> None:
    shutil.copy(workspaces / f"{CYRILLIC}.duckdb", workspaces / "watched.duckdb")
    app = opened("experience/alerts", "watched")
    assert headline(app) == "No rule watches this log yet."
    # 40 journeys in two days from Sunday, 1 March 2026: no week is whole.
    assert "no whole period" in told(app)
    next(group for group in app.button_group if group.label == "In a").set_value("day").run()
    assert not problems(app)
    assert "Would have fired in the last" in told(app)
    next(button for button in app.button if button.label == "Watch this").click().run()
    assert not problems(app)
    assert headline(app) in ("The only rule is quiet.", "The only rule fires.")
    assert "Journeys that start" in told(opened("home/home", "watched"))


def test_hostile_names_pass_the_rules(workspaces: Path) -> None:
    workspace = library().get("hostile")
    for name in HOSTILE[:6]:
        metric = TrendMetric("share", place="touchpoint", name=name)
        add_rule(workspace, name, Rule(metric, length="day", test="above", threshold=0.0, least=1).text())
    app = opened("experience/alerts", "hostile")
    assert not problems(app)
    assert all(plain(name) in told(app) for name in HOSTILE[:2])

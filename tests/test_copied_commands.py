"""What a page offers to copy into a shell runs there, and answers what the page shows."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from journey.design.edits import edit_of
from journey.design.kept import delete, keep, scenarios
from journey.design.scenario import Scenario
from journey.ingest.import_log import import_log
from journey.ingest.load import Load
from journey.model import Level
from journey.sample import definitions, generate, mapping
from journey.scope import Attribute, Scope
from journey.store.workspace import Workspace
from journey.views import long_work
from journey.views.session import library
from pages import WITH_SCOPE, headline, opened, problems, told

JOURNEYS = 800
NARROWED = Scope(contains=("Basket",), attributes=(Attribute("segment", ("Family", "Student")),))
WITHOUT = {"to_be/opportunities", "to_be/prove_it"}
"""Pages that no command answers."""
TO_BE = {"to_be/designer", "to_be/forecast", "to_be/conformance"}

PLAIN = ("Look", "-Choose", "Look")
"""The way of all journeys of a log without a goal, channels, stages, scores and attributes."""

Shell = Callable[..., Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of workspaces, with a sample of few journeys."""
    made = tmp_path_factory.mktemp("copied")
    with Load(generate(JOURNEYS), made / "sample.duckdb") as load:
        load.check(mapping())
        load.commit(definitions())
    rows = [(f"j{n}", name, f"2026-01-{n:02d}T1{hour}:00:00") for n in range(1, 9) for hour, name in enumerate(PLAIN)]
    import_log(pd.DataFrame(rows, columns=["case", "touchpoint", "time"]), made / "plain.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESIRE_PATH_WORKSPACES", str(made))
        # A page is looked at when its work is done.
        patch.setattr(long_work, "PATIENCE_S", 60.0)
        yield made
        library().close()


@pytest.fixture
def shell(folder: Path, cli: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Runs a copied command on that folder."""
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(folder))

    def run(text: str, *more: str) -> Any:
        words = shlex.split(text)
        assert words[:3] == ["python", "-m", "journey"]
        library().release(words[words.index("--workspace") + 1])
        return cli(*words[3:], *more)

    return run


@pytest.fixture
def to_be(folder: Path, shell: Shell) -> Iterator[Workspace]:
    """The sample with two scenarios; pages look at the newer one first."""
    workspace = library().get("sample")
    for name, factor in (("-calm", 0.5), ("eager.json", 0.8)):
        edit = edit_of({"kind": "exit_rate", "touchpoint": "Payment", "factor": factor})
        keep(workspace, Scenario(name=name, edits=(edit,)))
    yield workspace
    for kept in scenarios(workspace):
        delete(workspace, kept)


def copied(app: AppTest) -> str | None:
    """The command that the bar offers."""
    assert not problems(app)
    commands = [code.value for code in app.code if code.value.startswith("python -m journey ")]
    offers = [caption.value for caption in app.caption].count("The same on the command line")
    assert offers == min(1, len(commands))
    return commands[0] if commands else None


def shown(app: AppTest) -> int:
    """The journeys in scope, by the bar."""
    found = re.search(r"([\d,]+) of [\d,]+ journeys", told(app).replace("*", ""))
    assert found
    return int(found[1].replace(",", ""))


def behind(app: AppTest) -> pd.DataFrame:
    """The table behind the picture of a page, which is folded."""
    table: pd.DataFrame = app.session_state["shown"].table()
    return table


@pytest.mark.parametrize("page", sorted({*WITH_SCOPE} - WITHOUT - TO_BE))
@pytest.mark.parametrize("scope", [NARROWED, Scope(hidden=("Landing page",), level=Level.STAGE)], ids=["few", "stages"])
def test_a_copied_command_runs(shell: Shell, page: str, scope: Scope) -> None:
    command = copied(opened(page, "sample", scope))
    assert command is not None
    answer = shell(command)
    assert answer.status == 0, answer.err
    assert answer.out
    assert page in ("experience/alerts", "experience/drivers") or "--level stage" in command or scope is NARROWED


@pytest.mark.parametrize("page", WITH_SCOPE)
@pytest.mark.parametrize("scope", [Scope(), Scope(starts_with=("Look",), hidden=("Look", "-Choose"))], ids=["", "none"])
def test_a_log_that_says_little_offers_what_runs(shell: Shell, page: str, scope: Scope) -> None:
    if command := copied(opened(page, "plain", scope)):
        answer = shell(command)
        assert answer.status == 0, answer.err


@pytest.mark.parametrize("page", sorted(WITHOUT | TO_BE))
def test_where_nothing_answers_no_command_is_offered(shell: Shell, page: str) -> None:
    app = opened(page, "sample", NARROWED)
    assert copied(app) is None
    assert any(code.value.startswith("http") for code in app.code)


@pytest.mark.parametrize("page", sorted(TO_BE))
def test_the_scenario_on_screen_is_the_one_told(to_be: Workspace, shell: Shell, page: str) -> None:
    older, newer = scenarios(to_be)
    word = "design" if page == "to_be/conformance" else "scenario"
    asked = {newer.scenario.name: str(newer.id), older.scenario.name: str(older.id)}
    for name, number in asked.items():
        app = opened(page, "sample", NARROWED, **{word: name if word == "design" else number})
        command = copied(app)
        assert command is not None
        few = ("--runs", "500", "--draws", "5") if word == "scenario" else ()
        found = shell(command, *few, "--json").json
        assert found[word] == name
        if page == "to_be/forecast":
            assert f"{found['journeys']:,} journeys" in told(app)


def test_a_to_be_without_an_edit_is_as_is(shell: Shell) -> None:
    workspace = library().get("sample")
    keep(workspace, Scenario(name="begun"))
    command = copied(opened("to_be/designer", "sample"))
    found = shell(command, "--runs", "500", "--draws", "5", "--json").json
    assert found["scenario"] == "begun" and found["difference"]["conversion"]["value"] == 0
    delete(workspace, scenarios(workspace)[-1])


def test_an_edit_that_cannot_be_made_leaves_no_command(shell: Shell) -> None:
    workspace = library().get("sample")
    keep(workspace, Scenario(name="x", edits=(edit_of({"kind": "remove", "touchpoint": "Nowhere"}),)))
    for page in ("to_be/designer", "to_be/forecast"):
        app = opened(page, "sample")
        assert not app.exception
        assert not [code for code in app.code if code.value.startswith("python")]
    delete(workspace, scenarios(workspace)[-1])


def test_home_and_the_map_count_the_same_journeys(shell: Shell) -> None:
    app = opened("home/home", "sample", NARROWED)
    content = shell(copied(app), "--json").json
    inside = content["scope"]
    assert inside["journeys"] == {"shown": shown(app), "total": JOURNEYS} and content["journeys"] == JOURNEYS
    assert headline(app).startswith(f"{shown(app):,} journeys of {inside['customers']:,} customers")
    assert f"{shown(app):,} of {JOURNEYS:,}" in shell(copied(app)).out
    # Without a filter it is what it always was.
    plain = shell(copied(opened("home/home", "sample")), "--json").json
    assert "scope" not in plain and plain == {name: value for name, value in content.items() if name != "scope"}
    app = opened("as_is/map", "sample", NARROWED)
    assert shell(copied(app), "--json").json["journeys"] == {"shown": shown(app), "total": JOURNEYS}


def test_journeys_as_they_are_sorted_and_sought(shell: Shell) -> None:
    app = opened("as_is/journeys", "sample", NARROWED, search="1", sort="duration", largest="yes")
    command = copied(app)
    found = shell(command, "--json").json
    assert headline(app).startswith(f"{found['matching']:,} of {found['in_scope']:,} journeys match")
    assert [one["key"] for one in found["journeys"]] == list(app.dataframe[0].value["Journey"])
    app.button(key="next").click().run()
    keys = [one["key"] for one in shell(copied(app), "--json").json["journeys"]]
    assert keys == list(app.dataframe[0].value["Journey"])
    # What is chosen is in the command at once, not a run later.
    app.text_input(key="journeys_search").input("2").run()
    assert shlex.split(copied(app) or "")[-7:] == ["--search", "2", "--sort", "duration", "--descending", "--top", "50"]
    key = keys[0]
    one = opened("as_is/journeys", "sample", NARROWED, journey=key)
    command = copied(one)
    assert command == f"python -m journey journeys --workspace sample --key {key}"
    found = shell(command, "--json").json
    assert headline(one).startswith(f"Journey {key}: {found['events']} events")
    gone = opened("as_is/journeys", "sample", journey="nobody")
    assert not [code for code in gone.code if code.value.startswith("python")]


def test_variants_as_many_as_are_listed(shell: Shell) -> None:
    app = opened("as_is/variants", "sample", NARROWED)
    found = shell(copied(app), "--json").json
    table = behind(app)
    assert [one["journeys"] for one in found] == list(table["Journeys"])
    assert len(found) == 25


def test_metrics_by_what_is_chosen(shell: Shell) -> None:
    app = opened("experience/metrics", "sample", NARROWED)
    app.selectbox(key="metrics_by").set_value("channel").run()
    found = shell(copied(app), "--json").json
    table = behind(app)
    rows = {one["by"]: one["journeys"] for one in found if "journeys" in one}
    assert rows == dict(zip(table.iloc[:, 0], table["Journeys"], strict=True))


def test_paths_from_the_anchor(shell: Shell) -> None:
    chosen = {"at": "Payment", "unroll": "before", "visit": "last", "steps": "3", "named": "4"}
    app = opened("friction/paths", "sample", NARROWED, **chosen)
    found = shell(copied(app), "--json").json
    assert found["anchor"] == "Payment"
    assert max(link["journeys"] for link in found["links"]) == max(app.dataframe[0].value["Journeys"])
    assert f"{found['journeys']:,} journeys" in headline(app)
    assert shlex.split(copied(app) or "")[-10:] == shlex.split(
        "--anchor Payment --direction before --occurrence last --length 3 --top 4"
    )


@pytest.mark.parametrize(
    "figure",
    [
        {"kind": "journeys"},
        {"kind": "share", "place": "touchpoint", "name": "Payment"},
        {"kind": "share", "place": "channel", "name": "web"},
        {"kind": "score", "score": "nps"},
    ],
)
def test_trends_of_the_figure(shell: Shell, figure: dict[str, str]) -> None:
    app = opened("experience/trends", "sample", NARROWED, figure=json.dumps(figure), by="month")
    found = shell(copied(app), "--json").json
    assert (found["figure"], found["by"]) == (figure["kind"], "month")
    table = behind(app)
    assert len(found["periods"]) == len(table)
    known = [one["value"] for one in found["periods"] if one["value"] is not None]
    assert known == list(table["Figure"].dropna()) and known


def test_drivers_of_the_result(shell: Shell) -> None:
    command = copied(opened("experience/drivers", "sample", result="A bad nps"))
    found = shell(command, "--json").json
    assert (found["result"], found["score"]) == ("bad", "nps")
    app = opened("experience/drivers", "sample", Scope(level=Level.CHANNEL))
    assert f"{shell(copied(app), '--json').json['cases']:,} cases" in told(app)


def test_friction_among_those_alike(shell: Shell) -> None:
    command = copied(opened("friction/friction", "sample", alike='["plan"]'))
    assert shlex.split(command or "")[-2:] == ["--alike", "plan"]
    assert shell(command).status == 0


def test_how_journeys_end(shell: Shell) -> None:
    command = copied(opened("friction/time_to_goal", "sample", NARROWED, by="plan"))
    found = shell(command, "--json").json
    assert found.keys() == {"time_to_goal"} and len(found["time_to_goal"]["groups"]) > 1
    assert shell(f"{command} --at 2").status == 2


def test_two_groups_and_a_tone(shell: Shell) -> None:
    app = opened("friction/compare", "sample", way="touchpoint", touchpoint="Payment error")
    found = shell(copied(app), "--json").json
    assert found["a"] != found["b"]
    command = copied(opened("experience/voice", "sample", tone="content", words="easy"))
    assert shlex.split(command or "")[-4:] == ["--tone", "content", "--search", "easy"]
    assert shell(command).status == 0

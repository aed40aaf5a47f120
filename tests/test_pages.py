"""Every page, run without a browser, with every kind of log."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from server import CYRILLIC, JOURNEYS, made
from streamlit.testing.v1 import AppTest

from journey.model import Level, Outcome
from journey.sample import generate
from journey.scope import Attribute, Scope, Then
from journey.views.session import library
from pages import PAGES, WITH_SCOPE, headline, opened, plain, problems, told, workspaces

__all__ = ["made", "workspaces"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["sample", "one", CYRILLIC, "hostile"])
def test_a_page_answers_its_question(workspaces: Path, page: str, name: str) -> None:
    app = opened(page, name)
    assert not problems(app)
    assert headline(app).endswith(".")
    assert app.query_params["workspace"] == name
    if name == "one":
        assert " 1 events" not in told(app) and "1 journeys" not in told(app)


def test_the_map_says_how_many_reach_the_goal(workspaces: Path) -> None:
    # 30 of 40 pay, within an hour. The last set out 20 minutes before the log ends and cannot be judged: 30 of 39.
    assert headline(opened("as_is/map", CYRILLIC)) == "77 % of the journeys reach the goal in time."


def test_one_journey_of_one_event_is_told_in_the_singular(workspaces: Path) -> None:
    assert "1 events" not in told(opened("as_is/journeys", "one", journey="a"))


def test_a_scope_in_cyrillic_is_told(workspaces: Path) -> None:
    scope = Scope(contains=("Звонок в поддержку",))
    for page in ("as_is/map", "experience/metrics", "friction/paths"):
        app = opened(page, CYRILLIC, scope)
        assert "10 of 40 journeys (25 %)" in told(app).replace("*", "")
        assert "contains Звонок в поддержку" in told(app)
    assert headline(opened("as_is/journeys", CYRILLIC, journey="Ж-05")).startswith("Journey Ж-05: 4 events in 1 h")


@pytest.mark.parametrize("page", WITH_SCOPE)
def test_every_level_is_drawn(workspaces: Path, page: str) -> None:
    for level in (Level.STAGE, Level.CHANNEL, Level.TOUCHPOINT_CHANNEL):
        assert not problems(opened(page, "sample", Scope(level=level, hidden=("Landing page",))))


@pytest.mark.parametrize("page", WITH_SCOPE)
def test_a_scope_that_selects_nothing_says_what_to_do(workspaces: Path, page: str) -> None:
    app = opened(page, CYRILLIC, Scope(since="2030-01-01"))
    assert not problems(app)
    nothing = "No journey matches. Remove a filter above."
    assert [info.value for info in app.info] == [nothing]
    app.button(key="clear_scope").click().run()
    assert nothing not in [info.value for info in app.info] and "scope" not in app.query_params


@pytest.mark.parametrize("page", ["as_is/map", "as_is/variants"])
def test_all_touchpoints_hidden_says_what_to_do(workspaces: Path, page: str) -> None:
    names = ("Визит на сайт", "Звонок в поддержку", "Корзина ёж", "Заказ оплачен")
    app = opened(page, CYRILLIC, Scope(hidden=names))
    assert not problems(app)
    assert any("is hidden" in info.value for info in app.info)


def test_a_first_start_makes_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path))
    monkeypatch.setattr("journey.views.sample_workspace.generate", lambda: generate(300))
    app = opened("as_is/map")
    assert not problems(app)
    assert "of 300 journeys (100 %)" in told(app)
    assert [path.name for path in tmp_path.glob("*.duckdb")] == ["sample.duckdb"]
    library().close()


def test_the_last_workspace_deleted_brings_the_sample_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path))
    monkeypatch.setattr("journey.views.sample_workspace.generate", lambda: generate(300))
    app = opened("data/workspace")
    next(button for button in app.button if button.label == "Delete sample").click().run()
    assert not problems(app)
    assert headline(app).startswith("300 journeys")
    library().close()


def test_other_definitions_change_the_numbers_and_wrong_ones_change_nothing(workspaces: Path) -> None:
    shutil.copy(workspaces / f"{CYRILLIC}.duckdb", workspaces / "defined.duckdb")
    app = opened("data/workspace", "defined")
    timeout, _horizon = app.text_input
    apply = next(button for button in app.button if button.label == "Apply")
    assert "Completed 30 (75 %)" in told(app)
    timeout.input("soon")
    apply.click().run()
    assert plain(app.error[0].value) == "'soon' is no length of time. Write it like 30m, 12h or 14d."
    assert "Completed 30 (75 %)" in told(app)
    app.text_input[0].input("2h")
    app.multiselect[0].set_value(["Звонок в поддержку"])
    next(button for button in app.button if button.label == "Apply").click().run()
    assert not problems(app)
    assert "Completed 10 (25 %)" in told(app)
    assert app.text_input[0].value == "2h"


def pick(label: str, **values: Any) -> Callable[[AppTest], None]:
    """Fill the fields of the editor, by the ends of their keys."""

    def fill(app: AppTest) -> None:
        app.selectbox(key="scope_part").select(label).run()
        for key, value in values.items():
            kind, name = key.split("__")
            getattr(app, kind)(key=f"scope_{name}").set_value(value).run()

    return fill


BASKET, CALL, PAID = "Корзина ёж", "Звонок в поддержку", "Заказ оплачен"


@pytest.mark.parametrize(
    ("fill", "wanted", "journeys"),
    [
        (pick("Contains a touchpoint", multiselect__contains=[CALL]), Scope(contains=(CALL,)), 10),
        (pick("Avoids a touchpoint", multiselect__avoids=[CALL]), Scope(avoids=(CALL,)), 30),
        (pick("Ends with", multiselect__ends_with=[BASKET]), Scope(ends_with=(BASKET,)), 10),
        (
            pick("One, then another", selectbox__then_source=CALL, selectbox__then_target=PAID),
            Scope(then=(Then(CALL, PAID),)),
            10,
        ),
        (
            pick("One, then another", selectbox__then_source=CALL, selectbox__then_target=PAID,
                 text_input__then_within="30m"),
            Scope(then=(Then(CALL, PAID, within_s=1800.0),)),
            0,
        ),
        (pick("Channel", multiselect__channels=["Телефон"]), Scope(channels=("Телефон",)), 40),
        (pick("Outcome", button_group__outcomes=[Outcome.COMPLETED]), Scope(outcomes=(Outcome.COMPLETED,)), 30),
        (pick("Duration", text_input__min_duration="1h"), Scope(min_duration_s=3600.0), 10),
        (pick("Customer", text_input__customer="Щукин"), Scope(customers=("Щукин",)), 2),
        (pick("Hide touchpoints", multiselect__hidden=[CALL]), Scope(hidden=(CALL,)), 40),
        (pick("Level of the map", radio__level=Level.CHANNEL), Scope(level=Level.CHANNEL), 40),
    ],
    ids=lambda value: value.text() if isinstance(value, Scope) else "",
)  # fmt: skip
def test_a_part_of_the_scope_is_set_and_taken_away(
    workspaces: Path, fill: Callable[[AppTest], None], wanted: Scope, journeys: int
) -> None:
    app = opened("as_is/map", CYRILLIC)
    app.session_state["scope_editor"] = True
    app.run()
    fill(app)
    app.button(key="scope_apply").click().run()
    assert not problems(app)
    assert app.query_params["scope"] == wanted.text()
    assert f"{journeys} of 40 journeys" in told(app).replace("*", "")
    app.button(key="chip_0").click().run()
    assert "scope" not in app.query_params
    assert "40 of 40 journeys" in told(app).replace("*", "")


@pytest.mark.parametrize(
    ("fill", "told_so"),
    [
        (pick("Duration", text_input__min_duration="soon"), "'soon' is no length of time."),
        (pick("Duration", text_input__min_duration="2d", text_input__max_duration="1d"), "No journey lasts at least"),
    ],
)  # fmt: skip
def test_the_editor_refuses_what_makes_no_sense(
    workspaces: Path, fill: Callable[[AppTest], None], told_so: str
) -> None:
    app = opened("as_is/map", CYRILLIC)
    app.session_state["scope_editor"] = True
    app.run()
    fill(app)
    assert not problems(app)
    assert plain(app.warning[0].value).startswith(told_so)
    assert app.button(key="scope_apply").disabled


def test_one_attribute_of_the_sample_narrows_it(workspaces: Path) -> None:
    app = opened("as_is/map", "sample")
    app.session_state["scope_editor"] = True
    app.run()
    app.selectbox(key="scope_part").select("Attribute").run()
    name = app.selectbox(key="scope_attribute").value
    value = app.multiselect(key=f"scope_values_{name}").options[0]
    app.multiselect(key=f"scope_values_{name}").set_value([value]).run()
    app.button(key="scope_apply").click().run()
    assert app.query_params["scope"] == Scope(attributes=(Attribute(name, (value,)),)).text()
    assert f"of {JOURNEYS:,} journeys" in told(app) and "(100 %)" not in told(app)

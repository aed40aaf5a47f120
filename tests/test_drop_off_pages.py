"""The pages Drop-off, Paths, Time to goal and Compare: what they ask for, and what they refuse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from server import CYRILLIC, made
from streamlit.testing.v1 import AppTest

from journey.model import Definitions
from journey.scope import Scope
from journey.store.define import define
from journey.views.session import library
from pages import headline, opened, plain, problems, told, workspaces

__all__ = ["made", "workspaces"]

BASKET, CALL, PAID, VISIT = "Корзина ёж", "Звонок в поддержку", "Заказ оплачен", "Визит на сайт"


def steps(app: AppTest) -> list[str]:
    return next(one for one in app.multiselect if one.label == "Steps, in their order").value


def funnel_of(app: AppTest, *names: str) -> AppTest:
    next(one for one in app.multiselect if one.label == "Steps, in their order").set_value(list(names))
    app.run()
    assert not problems(app)
    return app


@pytest.fixture
def window(workspaces: Path) -> AppTest:
    """A funnel of 20 minutes: the log of 40 journeys is a few hours long."""
    app = opened("friction/drop_off", CYRILLIC)
    next(one for one in app.text_input if one.label.startswith("Window")).input("20m").run()
    return app


def test_the_happy_path_is_offered_and_answered(workspaces: Path) -> None:
    app = opened("friction/drop_off", "sample")
    assert steps(app)[0] == "Landing page" and steps(app)[-1] == "Service activated"
    assert "reach the last step; most are lost after" in headline(app)
    assert "--step Payment" in plain(app.code[-1].value)


def test_steps_are_picked_on_the_map(workspaces: Path) -> None:
    nodes = {name: node for node, name in library().get(CYRILLIC).run("SELECT id, name FROM touchpoint")}
    app = opened("as_is/map", CYRILLIC, place=f"t{nodes[VISIT]}")
    app.button(key="funnel_pick_add").click().run()
    assert app.button(key="funnel_pick_add").disabled
    app.query_params["place"] = f"t{nodes[PAID]}"
    app.run()
    app.button(key="funnel_pick_add").click().run()
    app.button(key="funnel_pick_go").click().run()
    assert not problems(app)
    assert steps(app) == [VISIT, PAID]


def test_wrong_funnels_are_told(window: AppTest) -> None:
    funnel_of(window, BASKET)
    assert "needs two steps or more" in told(window)
    funnel_of(window, PAID, VISIT)
    assert headline(window).startswith("Nobody of 30 who entered comes as far as Визит на сайт")
    box = next(one for one in window.text_input if one.label.startswith("Window"))
    box.input("0s").run()
    assert "longer than nothing" in plain(window.warning[0].value) and not problems(window)
    next(one for one in window.text_input if one.label.startswith("Window")).input("soon").run()
    assert "'soon' is no length of time" in plain(window.warning[0].value)
    next(one for one in window.text_input if one.label.startswith("Window")).input("900d").run()
    assert "too late to be judged" in headline(window) and not problems(window)


def test_a_funnel_is_saved_offered_again_changed_and_deleted(workspaces: Path) -> None:
    shutil.copy(workspaces / f"{CYRILLIC}.duckdb", workspaces / "saving.duckdb")
    app = funnel_of(opened("friction/drop_off", "saving"), VISIT, PAID)
    next(one for one in app.text_input if one.label == "Name").input("Оплата").run()
    app.button(key="funnel_save").click().run()
    assert not problems(app)
    other = opened("friction/drop_off", "saving")
    assert steps(other) != [VISIT, PAID]
    next(one for one in other.button if plain(one.label) == "Saved: Оплата").click().run()
    assert steps(other) == [VISIT, PAID]
    # Another session may not write over it unseen.
    next(one for one in other.text_input if one.label == "Name").input("Оплата").run()
    funnel_of(other, VISIT, BASKET)
    other.button(key="funnel_save").click().run()
    app.button(key="funnel_save").click().run()
    assert "somebody changed it meanwhile" in plain(" ".join(one.value for one in (*app.warning, *app.error)))
    other.button(key="funnel_delete").click().run()
    assert not any("Saved" in one.label for one in opened("friction/drop_off", "saving").button)
    library().close()


def test_each_part_below_the_funnel_is_drawn(window: AppTest) -> None:
    funnel_of(window, VISIT, PAID)
    for part in ("What they did instead", "Who is lost", "For whom", "How long it takes"):
        window.session_state["drop_parts"] = part
        window.run()
        assert not problems(window)


@pytest.mark.parametrize("page", ["friction/drop_off", "friction/paths", "friction/time_to_goal", "friction/compare"])
def test_without_a_goal_every_page_answers_or_asks_for_it(workspaces: Path, page: str) -> None:
    shutil.copy(workspaces / f"{CYRILLIC}.duckdb", workspaces / "goalless.duckdb")
    define(library().get("goalless"), Definitions())
    app = opened(page, "goalless")
    assert not problems(app) and headline(app).endswith(".")
    if page == "friction/time_to_goal":
        button = next(one for one in app.button if PAID in plain(one.label))
        button.click().run()
        assert not problems(app) and "have completed" in headline(app)
    library().close()


def test_every_journey_open_is_said(workspaces: Path) -> None:
    app = opened("friction/time_to_goal", CYRILLIC, Scope(avoids=(PAID,), since="2026-01-01"))
    assert not problems(app) and headline(app).endswith(".")


def test_groups_are_chosen_in_every_way(workspaces: Path) -> None:
    app = opened("friction/compare", "sample")
    assert headline(app).startswith("Completed and Dropped differ in")
    way = next(one for one in app.selectbox if one.label == "Compare")
    for name in ("attribute", "touchpoint", "date", "channel"):
        way.set_value(name).run()
        assert not problems(app)
        assert " differ " in headline(app)
        way = next(one for one in app.selectbox if one.label == "Compare")

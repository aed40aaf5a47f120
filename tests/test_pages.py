"""Every page, run without a browser, with every kind of log."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from server import CYRILLIC, ROOT, made
from streamlit.testing.v1 import AppTest

from journey.model import Level
from journey.sample import generate
from journey.scope import Scope
from journey.views.session import library

__all__ = ["made"]

PAGES = ("as_is/map", "as_is/variants", "as_is/journeys", "data/import_log", "data/workspace")
WITH_SCOPE = PAGES[:3]


@pytest.fixture(scope="module")
def workspaces(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that this process looks at."""
    folder = tmp_path_factory.mktemp("pages") / "workspaces"
    shutil.copytree(made, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESIRE_PATH_WORKSPACES", str(folder))
        yield folder
        library().close()


def opened(page: str, workspace: str = "", scope: Scope | str = "", **given: str) -> AppTest:
    """A page as it comes up at an address."""
    app = AppTest.from_file(str(ROOT / "journey/views/shell.py"), default_timeout=60)
    text = scope if isinstance(scope, str) else scope.text()
    for name, value in {"workspace": workspace, "scope": text, **given}.items():
        if value:
            app.query_params[name] = value
    app.switch_page(f"../../pages/{page}.py")
    return app.run()


def headline(app: AppTest) -> str:
    """The answer, as it reads once its escapes are undone."""
    return plain(app.subheader[0].value)


def plain(text: str) -> str:
    return text.replace("\\", "").replace("\u00a0", " ")


def problems(app: AppTest) -> list[str]:
    """What went wrong, told to people or not."""
    return [element.value for element in (*app.error, *app.exception)]


def told(app: AppTest) -> str:
    """All sentences of a page that are no labels."""
    return plain(" ".join(e.value for e in (*app.subheader, *app.markdown, *app.caption, *app.info, *app.error)))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["sample", "one", CYRILLIC, "hostile"])
def test_a_page_answers_its_question(workspaces: Path, page: str, name: str) -> None:
    app = opened(page, name)
    assert not problems(app)
    assert headline(app).endswith(".")
    assert app.query_params["workspace"] == [name]


def test_the_map_says_how_many_reach_the_goal(workspaces: Path) -> None:
    # 30 of the 40 pay; nobody is silent long enough to have left, so no place is named.
    assert headline(opened("as_is/map", CYRILLIC)).startswith("75 % of 40 journeys reach the goal")


def test_one_journey_of_one_event_is_told_in_the_singular(workspaces: Path) -> None:
    for page in PAGES:
        assert " 1 events" not in told(opened(page, "one"))
        assert "1 journeys" not in told(opened(page, "one"))
    assert "1 events" not in told(opened("as_is/journeys", "one", journey="a"))


def test_names_in_cyrillic_pass_every_page(workspaces: Path) -> None:
    scope = Scope(contains=("Звонок в поддержку",))
    for page in WITH_SCOPE:
        app = opened(page, CYRILLIC, scope)
        assert "10 of 40 journeys (25 %)" in told(app).replace("*", "")
        assert "contains Звонок в поддержку" in told(app)
    assert headline(opened("as_is/journeys", CYRILLIC, journey="Ж-05")).startswith("Journey Ж-05: 4 events in 1 h")


@pytest.mark.parametrize("page", WITH_SCOPE)
@pytest.mark.parametrize("level", [Level.STAGE, Level.CHANNEL, Level.TOUCHPOINT_CHANNEL])
def test_every_level_of_the_sample_is_drawn(workspaces: Path, page: str, level: Level) -> None:
    assert not problems(opened(page, "sample", Scope(level=level, hidden=("Landing page",))))


@pytest.mark.parametrize("page", WITH_SCOPE)
def test_a_scope_that_selects_nothing_says_what_to_do(workspaces: Path, page: str) -> None:
    app = opened(page, CYRILLIC, Scope(contains=("nothing of the kind",)))
    assert not problems(app)
    assert [info.value for info in app.info] == ["No journey matches. Remove a filter above."]
    app.button(key="clear_scope").click().run()
    assert not app.info and "scope" not in app.query_params


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
    assert "of 300 journeys reach the goal" in headline(app)
    assert [path.name for path in tmp_path.glob("*.duckdb")] == ["sample.duckdb"]
    library().close()

"""What stands in the address may be old, mistyped or malicious: it is told in a sentence, with a way out."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest
from server import CYRILLIC, JOURNEYS, ROOT, made

from pages import WITH_SCOPE, headline, opened, plain, problems, told, workspaces

__all__ = ["made", "workspaces"]

UNREADABLE = (
    "{x",
    "[]",
    "@gone",
    '{"contains":"Landing page"}',
    '{"contains":["no such touchpoint"]}',
    '{"hidden":["no such touchpoint"]}',
    '{"attributes":[["no such attribute",["x"]]]}',
    '{"attributes":["x"]}',
    '{"channels":["no such channel"]}',
    '{"since":"yesterday"}',
    '{"until":"2026-13-77"}',
    '{"min_duration_s":"long"}',
    '{"min_duration_s":1e999}',
    '{"then":[{"source":"Payment"}]}',
    '{"then":[{"source":1,"target":2}]}',
    '{"then":[{"source":"Payment","target":"Basket","within_s":"x"}]}',
    '{"outcomes":["happy"]}',
    '{"variants":["not a key"]}',
    '{"level":"galaxy"}',
    '{"nothing":[1]}',
    "[" * 1500,
)


@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: text[:50])
def test_a_scope_that_cannot_be_used_is_told_with_a_way_out(workspaces: Path, text: str) -> None:
    app = opened("as_is/map", "sample", text)
    assert not app.exception
    sentences = [plain(e.value) for e in (*app.error, *app.info)]
    assert sentences and not any("failed" in sentence for sentence in sentences)
    clear = next(button for button in app.button if button.key in ("out_clear", "clear_scope"))
    clear.click().run()
    assert not problems(app) and not app.info
    assert f"{JOURNEYS:,} of {JOURNEYS:,} journeys" in told(app).replace("*", "")
    assert "scope" not in app.query_params


@pytest.mark.parametrize(
    ("page", "name"),
    [
        *((page, "gone") for page in [*WITH_SCOPE, "data/workspace"]),
        *(("as_is/map", name) for name in ["../sample", "sample.duckdb", "<b>x</b>", "-rf"]),
    ],
)
def test_a_workspace_that_is_not_there_is_told_with_a_way_out(workspaces: Path, page: str, name: str) -> None:
    app = opened(page, name)
    assert not app.exception
    assert plain(app.error[0].value) == f"There is no workspace {name!r}."
    app.selectbox(key="out_workspace").select("one").run()
    assert not problems(app)
    assert app.query_params["workspace"] == "one"


def test_a_file_that_is_no_workspace_is_told(workspaces: Path) -> None:
    (workspaces / "broken.duckdb").write_bytes(b"this is no database")
    (workspaces / "empty.duckdb").touch()
    for name in ("broken", "empty"):
        app = opened("as_is/map", name)
        assert len(app.error) == 1 and not app.exception
        assert "failed" not in app.error[0].value
        (workspaces / f"{name}.duckdb").unlink()


def test_a_path_outside_the_folder_is_not_opened(workspaces: Path, tmp_path: Path) -> None:
    outside = tmp_path / "other.duckdb"
    shutil.copy(workspaces / "one.duckdb", outside)
    assert "There is no workspace" in opened("data/workspace", str(outside)).error[0].value


def test_a_journey_that_is_not_there_is_told_with_a_way_out(workspaces: Path) -> None:
    app = opened("as_is/journeys", CYRILLIC, journey="Ж-99")
    assert plain(app.error[0].value) == "There is no journey 'Ж-99'."
    app.button(key="out_journey").click().run()
    assert not problems(app)
    assert headline(app).startswith("40 of 40 journeys match")


def test_a_workspace_deleted_under_an_open_page_is_told(workspaces: Path) -> None:
    shutil.copy(workspaces / "one.duckdb", workspaces / "two.duckdb")
    mine, theirs = opened("as_is/map", "two"), opened("data/workspace", "two")
    next(button for button in theirs.button if button.label == "Delete two").click().run()
    assert not problems(theirs)
    assert not (workspaces / "two.duckdb").exists()
    mine.run()
    assert [plain(error.value) for error in mine.error] == ["There is no workspace 'two'."]


@pytest.mark.parametrize("page", ["as_is/map", "as_is/variants", "as_is/journeys", "data/workspace"])
def test_a_fault_of_ours_is_told_in_a_sentence_and_kept_for_the_operator(
    workspaces: Path, page: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("journey.analyses.info.info", fails)
    monkeypatch.setattr("journey.views.results.info.info", fails)
    app = opened(page, "sample", '{"contains":["Payment"]}')
    assert not app.exception
    assert [plain(error.value) for error in app.error] == ["This page failed, and nothing was changed."]
    assert "secret" not in told(app) and "Traceback" not in told(app)
    assert "secret of the house" in caplog.text
    monkeypatch.undo()
    app.button(key="out_clear").click().run()
    assert not app.error


def test_nothing_is_told_of_what_fails_before_a_page_is_drawn() -> None:
    given = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert given["client"]["showErrorDetails"] == "none"

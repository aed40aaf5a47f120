"""The pages run in this process, without a browser: what they say, and what goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from server import ROOT
from streamlit.testing.v1 import AppTest

from journey.scope import Scope
from journey.views import long_work
from journey.views.session import library

FILES = {path.relative_to(ROOT / "pages").with_suffix("").as_posix(): path for path in (ROOT / "pages").glob("*/*.py")}
PAGES = sorted(FILES)
WITH_SCOPE = [page for page in PAGES if "scope_bar(" in FILES[page].read_text(encoding="utf-8")]


@pytest.fixture(scope="module")
def workspaces(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that this process looks at."""
    folder = tmp_path_factory.mktemp("pages") / "workspaces"
    shutil.copytree(made, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESIRE_PATH_WORKSPACES", str(folder))
        # Nobody looks at the bar here: a page is looked at when its work is done.
        patch.setattr(long_work, "PATIENCE_S", 60.0)
        yield folder
        library().close()


@pytest.fixture(scope="module")
def whole_sample(workspaces: Path, whole: Path) -> None:
    """The sample of that folder has all its journeys."""
    shutil.copy(whole, workspaces / "sample.duckdb")


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

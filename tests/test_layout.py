"""The layout of the house: who may import whom, and where Streamlit may be named."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VALUES = {"model", "errors", "scope", "text"}
# room -> rooms it may import, beside the values and itself
MAY = {
    "store": set(),
    "ingest": {"store"},
    "sample": set(),
    "analyses": {"store"},
    "design": {"analyses", "store"},
    "charts": {"analyses", "design", "store"},
    "stories": {"charts", "analyses", "design", "store"},
    "takehome": {"stories", "charts", "analyses", "store"},
    "components": {"charts", "analyses"},
    "access": {"store"},
    "routes": {"stories", "takehome", "ingest", "store", "access"},
    "views": {
        "components",
        "stories",
        "takehome",
        "charts",
        "analyses",
        "design",
        "ingest",
        "store",
        "sample",
        "routes",
        "access",
    },
    "pages": {"views", "components", "stories", "takehome", "charts", "analyses", "design", "ingest", "store"},
    "cli": {"stories", "takehome", "analyses", "design", "ingest", "store", "sample", "charts", "access"},
    "__main__": {"cli"},
    "__init__": {"ingest", "store"},
    "app": {"routes", "views", "access"},
    "model": set(),
    "errors": set(),
    "scope": {"model", "errors"},
    "text": {"model", "scope"},
}
STREAMLIT = {"app", "pages", "views", "components"}


def files() -> Iterator[tuple[str, Path]]:
    yield "app", ROOT / "app.py"
    for path in sorted((ROOT / "pages").rglob("*.py")):
        yield "pages", path
    for path in sorted((ROOT / "journey").rglob("*.py")):
        yield path.relative_to(ROOT / "journey").parts[0].removesuffix(".py"), path


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize(("room", "path"), [*files()], ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_arrows_run_one_way(room: str, path: Path) -> None:
    values = set() if room in VALUES else VALUES
    allowed = MAY[room] | values | {room}
    for name in imported(path):
        # Words themselves are gettext, and import nothing.
        if name.startswith("journey.") and name != "journey.text":
            assert name.split(".")[1] in allowed, f"{path.name} imports {name}"
        elif name.split(".")[0] == "pages":
            pytest.fail(f"{path.name} imports {name}: nothing imports a page")
        if name.split(".")[0] in ("streamlit", "streamlit_agraph"):
            assert room in STREAMLIT, f"{path.name} names Streamlit"


def test_charts_draw_values_and_ask_nothing() -> None:
    asking = {"journey.store.workspace", "journey.store.selection", "journey.store.library"}
    assert not [path.name for room, path in files() if room == "charts" and asking & set(imported(path))]


def test_every_page_lies_in_its_section() -> None:
    assert not list((ROOT / "pages").glob("*.py"))


def test_rooms_say_what_they_hold() -> None:
    meaningless = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert not [path for _room, path in files() if path.stem in meaningless]


def test_duckdb_is_asked_in_store_and_ingest_only() -> None:
    askers = {room for room, path in files() if "duckdb" in set(imported(path))}
    assert askers <= {"store", "ingest", "analyses"}, askers

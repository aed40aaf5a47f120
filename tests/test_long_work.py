"""Long work on a page: a bar while it runs, an end when it is cancelled, one run for all who ask the same."""

from __future__ import annotations

import threading
import time

import pytest
from conftest import MakeLog
from streamlit.testing.v1 import AppTest

from journey.errors import Cancelled
from journey.model import Progress, silent
from journey.store.workspace import Workspace

gate = threading.Event()
runs: list[str] = []
held: list[Workspace] = []


def slow(workspace: Workspace, word: str, *, progress: Progress = silent) -> str:
    """Works until the gate is open."""
    runs.append(word)
    while not gate.wait(0.01):
        progress(0.25, "Counting")
    return f"{word} of {workspace.name}"


def page() -> None:
    import streamlit as st
    import test_long_work

    from journey.views.long_work import long_work

    found = long_work(test_long_work.slow, test_long_work.held[0], st.session_state["word"], label="Comparing")
    st.write(found or "nothing yet")


def looking(word: str) -> AppTest:
    app = AppTest.from_function(page, default_timeout=20)
    app.session_state["word"] = word
    return app.run()


@pytest.fixture(autouse=True)
def _begin(log: MakeLog) -> None:
    import test_long_work as same  # the page's import of this file

    gate.clear()
    runs.clear()
    held[:] = [log([("a", "Visit", 0)])]
    same.gate, same.runs, same.held = gate, runs, held


def test_a_bar_while_it_runs_and_the_result_when_it_is_done() -> None:
    app = looking("first")
    assert [b.label for b in app.button] == ["Cancel"] and app.markdown[-1].value == "nothing yet"
    gate.set()
    time.sleep(0.1)
    app.run()
    assert app.markdown[-1].value.startswith("first of log") and not app.button


def test_cancelled_work_ends_and_can_begin_again() -> None:
    app = looking("second")
    app.button[0].click().run()
    app.run()
    assert app.info[0].value == "Comparing: cancelled." and app.button[0].label == "Begin again"
    gate.set()
    app.button[0].click().run()
    assert app.markdown[-1].value.startswith("second of log")
    assert runs == ["second", "second"]


def test_two_who_ask_the_same_wait_for_one_run() -> None:
    looking("third")
    gate.set()
    app = looking("third")
    assert app.markdown[-1].value.startswith("third of log") and runs == ["third"]


def test_work_nobody_wants_is_told_so_at_its_next_step() -> None:
    def unwanted(_share: float, _doing: str) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        slow(held[0], "fourth", progress=unwanted)

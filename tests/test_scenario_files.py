"""What leaves the designer: files that other tools read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from conftest import MakeLog
from design_chains import WAYS, rows, scenario
from server import made
from streamlit.testing.v1 import AppTest

from journey.design.bpmn import read, written
from journey.design.conformance.designs import design_of_scenario
from journey.design.kept import keep
from journey.scope import Scope
from journey.text.spreadsheet import as_csv
from journey.views.scenario_files import edit_rows
from journey.views.session import library
from pages import opened, problems, told, workspaces

__all__ = ["made", "workspaces"]


def test_the_to_be_as_bpmn_has_what_the_edits_leave(log: MakeLog) -> None:
    workspace = log(rows(), goals=("Done",), timeout_s=86_400.0, horizon_s=86_400.0)
    calm = scenario({"kind": "remove", "touchpoint": "Error", "stay": True})
    again = read(written(design_of_scenario(workspace, Scope(), calm).automaton), "to-be.bpmn")
    names = {name for _source, name, _target in again.steps if name is not None}
    assert names == {"Shop", "Pay", "Done"} < {name for way in WAYS for name in way.split()}


def test_a_row_an_edit_that_runs_nothing_in_a_spreadsheet() -> None:
    edits = scenario(
        {"kind": "remove", "touchpoint": "=cmd()", "note": "seen"},
        {"kind": "exit_rate", "touchpoint": "Pay", "factor": [0.4, 0.5, 0.6], "on": False, "evidence": "experiment"},
    ).edits
    first, second = csv.DictReader(io.StringIO(as_csv(edit_rows(edits)).decode("utf-8-sig")))
    assert (first["edit"], first["kind"], first["touchpoint"], first["note"]) == ("1", "remove", "'=cmd()", "seen")
    assert [second[name] for name in ("edit", "on", "number", "low", "likely", "high", "evidence")] == [
        "2", "False", "factor", "0.4", "0.5", "0.6", "experiment",
    ]  # fmt: skip


def test_the_designer_offers_them_and_says_why_not(workspaces: Path) -> None:
    def files() -> AppTest:
        app = opened("to_be/designer", "sample")
        app.session_state["files"] = True
        app = app.run()
        assert not app.exception
        return app

    labels = {button.label for button in files().get("download_button")}
    assert "To-be as BPMN" not in labels and "As-is as BPMN" not in labels
    keep(library().get("sample"), scenario({"kind": "remove", "touchpoint": "Payment error"}))
    app = files()
    assert not problems(app)
    assert {"To-be as BPMN", "Download as CSV"} <= {button.label for button in app.get("download_button")}
    app.session_state["files_asked"] = ("sample", Scope().text(), 20)
    app = app.run()
    assert not problems(app)
    assert "As-is as BPMN" in {button.label for button in app.get("download_button")}
    keep(library().get("sample"), scenario({"kind": "remove", "touchpoint": "Nowhere"}))
    assert "No BPMN of the to-be" in told(files())

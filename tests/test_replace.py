"""Replacing the log of a workspace: what people wrote stays, unless they say otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from conftest import Answer

from journey.analyses.flow import flow_map
from journey.analyses.info import info
from journey.ingest.import_log import import_log
from journey.model import Definitions
from journey.scope import Scope
from journey.store.board_notes import add_note, notes
from journey.store.edits import Edit
from journey.store.metric_targets import Target, set_target, targets
from journey.store.personas import add_persona, personas
from journey.store.rebuild import change
from journey.store.saved_views import save_view, saved_views
from journey.store.workspace import Workspace

OLD = [("1", "Look", 0), ("1", "Basket", 1), ("1", "Pay", 2), ("2", "Look", 3), ("2", "Fax", 4)]
# The newer export counts Pay first, so that touchpoints come in another order.
NEW = [(str(n), name, 10 * n + at) for n in range(5) for at, name in enumerate(("Pay", "Look", "Basket"))]


def frame(rows: list[tuple[str, str, int]]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["journey", "touchpoint", "hour"])
    made["time"] = [f"2026-01-{1 + hour // 24:02}T{hour % 24:02}:00:00" for hour in made.pop("hour")]
    return made


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A workspace in which people set a goal, stages and a name, and wrote on the board."""
    path = tmp_path / "shop.duckdb"
    import_log(frame(OLD), path, definitions=Definitions(goals=("Pay",)))
    with Workspace(path) as workspace:
        raw = {name: number for number, name in workspace.run("SELECT id, name FROM raw_touchpoint")}
        change(
            workspace,
            Edit("stage", (raw["Look"],), "Discover", words="1"),
            Edit("stage", (raw["Pay"], raw["Basket"]), "Buy", words="2"),
            Edit("name", (raw["Pay"],), "Payment", words="3"),
            Edit("hidden", (raw["Fax"],), True, words="4"),
        )
        add_note(workspace, "pains", "Buy", "Too many fields")
        add_persona(workspace, "Anna", Scope(contains=("Look",)), about="in a hurry")
        save_view(workspace, "Mine", "", Scope())
        set_target(workspace, Target("conversion", "stage", "Buy", 0.5))
    return path


def test_what_people_wrote_stays_and_speaks_of_the_same_touchpoints(written: Path) -> None:
    imported = import_log(frame(NEW), written, replace_existing=True)
    assert imported.kept == {"written": 4, "changes": 4, "unfit": 1}
    with Workspace(written) as workspace:
        assert [note.text for note in notes(workspace)] == ["Too many fields"]
        assert [one.name for one in personas(workspace)] == ["Anna"]
        assert [one.name for one in saved_views(workspace)] == ["Mine"]
        assert [one.value for one in targets(workspace)] == [0.5]
        staged = {t.name: (t.stage, t.events) for t in flow_map(workspace).touchpoints}
        assert staged == {"Look": ("Discover", 5), "Basket": ("Buy", 5), "Payment": ("Buy", 5)}
        assert info(workspace).definitions.goals == ("Payment",)
        # A note of today gets a number that none ever had.
        assert add_note(workspace, "pains", "Buy", "And more").id > notes(workspace)[0].id
    # What the newest log lacks waits: a further one that has it finds it hidden again.
    import_log(frame(OLD), written, replace_existing=True)
    with Workspace(written) as workspace:
        assert workspace.run("SELECT name FROM touchpoint WHERE hidden") == [("Fax",)]
        assert {t.name for t in flow_map(workspace).touchpoints} == {"Look", "Basket", "Payment"}


def test_a_goal_that_is_given_anew_holds(written: Path) -> None:
    import_log(frame(NEW), written, replace_existing=True, definitions=Definitions(goals=("Basket",)))
    with Workspace(written) as workspace:
        assert info(workspace).definitions.goals == ("Basket",)


def test_it_goes_where_people_say_so(written: Path, cli: Callable[..., Answer], tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    frame(NEW).to_csv(file, index=False)
    refused = cli("import", file, "--workspace", written, "--forget")
    assert refused.status == 2 and "Add --replace." in refused.err
    told = cli("import", file, "--workspace", written, "--replace")
    assert "4 things that people wrote there are kept" in told.out and "1 of them speaks of touchpoints" in told.out
    assert cli("import", file, "--workspace", written, "--replace", "--forget", "--json").json["kept"] == {}
    with Workspace(written) as workspace:
        assert not notes(workspace) and not personas(workspace) and not workspace.run("FROM stage")

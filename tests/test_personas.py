"""Personas, pictures and evidence: what people put on the board, and what must not get there."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from journey.analyses.board import board
from journey.analyses.flow import flow_map
from journey.charts.board_html import board_html
from journey.charts.board_spec import board_spec
from journey.charts.flow_map import spec as map_spec
from journey.charts.flow_svg import to_svg
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.board_notes import add_note, notes
from journey.store.edits import Edit
from journey.store.personas import Persona, add_persona, change_persona, delete_persona, personas
from journey.store.pictures import SIDE, drawn, set_picture, touchpoint_pictures
from journey.store.rebuild import change, undo
from journey.views.session import library
from pages import opened, problems

ROWS = [
    ("a", "See", 0, "web", "Look", 5), ("a", "Pay", 1, "app", "Buy", 1),
    ("b", "See", 2, "web", "Look", 3), ("c", "See", 3, "app", "Look", 1), ("c", "Pay", 5, "app", "Buy", 5),
]  # fmt: skip


@pytest.fixture
def workspace(log):
    return log(ROWS, "journey touchpoint time channel stage score_csat", goals=("Pay",))


def picture(kind="PNG", size=(900, 300), mode="RGB", **more):
    made = io.BytesIO()
    Image.new(mode, size, 128).save(made, kind, **more)
    return made.getvalue()


def test_each_persona_shows_the_figures_of_its_segment(workspace, cli):
    add_persona(workspace, "Mia", Scope(channels=("app",)), about="Busy")
    add_persona(workspace, "All", Scope())
    add_persona(workspace, "Gone", Scope(contains=("Nowhere",)))
    held = []
    for persona in personas(workspace):
        try:
            held.append((persona, board(workspace, Scope.parse(persona.scope))))
        except WrongInput:
            held.append((persona, None))
    spec = board_spec(board(workspace), (), title="Shop", personas=held)
    lane = spec["lanes"][0]
    mia, everybody, gone = lane["personas"]
    # By app come a and c, who both reach Buy; of all three, two.
    assert [cell["reach"] for cell in mia["cells"]] == ["100 %", "100 %"]
    assert [cell["reach"] for cell in everybody["cells"]] == ["100 %", "67 %"]
    assert (mia["figures"][0]["text"], everybody["chosen"], mia["chosen"]) == ("2 journeys", True, False)
    # 5 and 1 of 1..5 are +2 and -2: in Look a and c feel 0.
    assert [point["text"] for point in mia["line"]["points"]] == ["0.0", "0.0"]
    assert gone["cells"] == [None, None] and "no more" in gone["figures"][0]["text"] and not gone["opens"]
    workspace.close()
    told = cli("board", "--workspace", workspace.path, "--json").json
    alone = cli("board", "--workspace", workspace.path, "--channel", "app", "--json").json
    assert told["personas"][0] == {"name": "Mia", "about": "Busy"} | {
        key: alone[key] for key in ("scope", "journeys", "stages")
    }


def test_personas_are_changed_and_a_stale_change_is_told(workspace):
    number = add_persona(workspace, " Mia  Moe ", Scope())
    (mia,) = personas(workspace)
    assert (mia.id, mia.name, mia.version) == (number, "Mia Moe", 1)
    change_persona(workspace, Persona(mia.id, "Mia", "Busy", mia.scope, None, 1))
    with pytest.raises(WrongInput, match="Somebody else changed"):
        change_persona(workspace, mia)
    for name in ("", "x" * 61, "Mia"):
        with pytest.raises(WrongInput):
            add_persona(workspace, name, Scope())
    delete_persona(workspace, number)
    assert personas(workspace) == ()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_made_small_and_anew(kind):
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    content = picture(kind, exif=exif)
    kept = drawn(content, "p")
    with Image.open(io.BytesIO(kept)) as made:
        assert (made.format, max(made.size)) == ("WEBP", SIDE)
    assert b"where I live" in content and b"where I live" not in kept


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no picture"),
        (b"GIF89a" + bytes(40), "no picture"),
        (picture()[:150], "broken"),
        (b"", "no picture"),
        (bytes(5_000_001), "larger than 5 MB"),
        (picture("PNG", (8000, 5001), "1"), "pixels, too many"),
    ],
    ids=["svg", "gif", "cut", "empty", "large", "bomb"],
)
def test_what_is_no_picture_is_refused(content, told):
    with pytest.raises(WrongInput, match=told):
        drawn(content, "given.png")


def test_a_picture_stays_on_its_touchpoint_through_renames_and_merges(workspace):
    raws = dict(workspace.run("SELECT name, id FROM raw_touchpoint"))
    ids = dict(workspace.run("SELECT name, id FROM touchpoint"))
    kept = drawn(picture(), "p.png")
    set_picture(workspace, ids["Pay"], kept)
    change(workspace, Edit("name", (raws["See"], raws["Pay"]), "Both"))
    both = workspace.run("SELECT id FROM touchpoint WHERE name = 'Both'")[0][0]
    assert touchpoint_pictures(workspace) == {both: kept}
    undo(workspace, 1)
    assert touchpoint_pictures(workspace) == {ids["Pay"]: kept}
    page = board_html(board_spec(board(workspace), (), title="x", pictures=touchpoint_pictures(workspace)))
    assert base64.b64encode(kept).decode() in page and "img-src data:" in page
    set_picture(workspace, ids["Pay"], None)
    assert touchpoint_pictures(workspace) == {}


def test_a_note_leads_to_its_evidence_in_this_workspace_only(workspace):
    add_note(workspace, "pains", "Buy", "Slow", evidence='page=map&scope={"x":"&"}')
    add_note(workspace, "pains", "Buy", "Plain")
    for wrong in ("javascript:alert(1)", "page=../x", "https://evil.example", "page=a b"):
        with pytest.raises(WrongInput, match="no address"):
            add_note(workspace, "pains", "Buy", "Bad", evidence=wrong)
    spec = board_spec(board(workspace), notes(workspace), title="x", workspace="my shop")
    lane = next(lane for lane in spec["lanes"] if lane["key"] == "pains")
    addresses = [note["evidence"] for note in lane["cells"][1]]
    assert addresses[0].startswith("map?workspace=my+shop&scope=%7B") and addresses[1] == ""


def test_moments_of_truth_have_a_star_on_the_map_and_plans_a_fact(workspace):
    raws = dict(workspace.run("SELECT name, id FROM raw_touchpoint"))
    assert not any(box.truth for box in map_spec(flow_map(workspace)).boxes)
    change(workspace, Edit("moment_of_truth", (raws["Pay"],), True), Edit("planned_cost", (raws["Pay"],), 2.5))
    found = map_spec(flow_map(workspace))
    (starred,) = (box for box in found.boxes if box.truth)
    assert starred.name == "Pay" and ("Planned cost", "2.5") in starred.facts
    assert ("truth", "Moment of truth") in found.legend.entries
    assert "M0-8l2.4" in to_svg(found)


def test_the_page_makes_a_persona_of_the_filters_and_looks_at_it_alone(tmp_path, monkeypatch, workspace):
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path))
    workspace.close()
    (tmp_path / "shop.duckdb").write_bytes(workspace.path.read_bytes())
    app = opened("as_is/board", "shop", Scope(channels=("app",)))
    assert not problems(app)
    press = next(button for button in app.button if button.label == "Make it")
    press.click().run()
    assert "A persona needs a name" in app.error[0].value
    next(box for box in app.text_input if box.label == "Name").input("Mia")
    next(button for button in app.button if button.label == "Make it").click().run()
    assert not problems(app)
    (mia,) = personas(library().get("shop"))
    assert (mia.name, mia.scope) == ("Mia", Scope(channels=("app",)).text())
    app.button(key="clear_scope").click().run()
    app.button(key=f"persona_only_{mia.id}").click().run()
    assert not problems(app) and app.query_params["scope"] == mia.scope
    app.button(key=f"persona_delete_{mia.id}").click().run()
    assert not problems(app) and personas(library().get("shop")) == ()
    library().close()

"""What people take home, read back: the slides of a PPTX, its charts, the CSV of a board, the policy of the HTML."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from server import HOSTILE, hostile

from journey.__main__ import main
from journey.analyses.funnel import funnel
from journey.analyses.funnel_question import Funnel
from journey.errors import WrongInput
from journey.ingest.import_log import import_log
from journey.model import Definitions
from journey.scope import Scope
from journey.store.board_notes import add_note
from journey.store.stories import add_story
from journey.store.story_pins import add_pin
from journey.store.workspace import Workspace
from journey.stories import Slide, slide_at
from journey.takehome import chromium
from journey.takehome.document import document
from journey.takehome.figure_series import series_chart
from journey.takehome.take_home import name_of, take_home

STEPS = (("Landing page",), ("Configure plan",), ("Payment",), ("Service activated",))
QUESTION = Funnel(steps=STEPS, optional=())


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("takehome") / "shop.duckdb"
    assert main(["sample", "--workspace", str(path), "--journeys", "2000"]) == 0
    return path


@pytest.fixture(scope="module")
def slides(path: Path) -> list[Slide]:
    with Workspace(path) as workspace:
        (key,) = workspace.one("SELECT min(key) FROM journey")
        settings = {"friction/drop_off": {"funnel": QUESTION.text()}, "as_is/journeys": {"journey": key}}
        pages = ("as_is/map", "as_is/board", "experience/metrics", "friction/drop_off", "as_is/journeys")
        return [
            slide_at(workspace, page, Scope(since="2026-01-01"), settings.get(page, {}), title=f"About {page}")
            for page in pages
        ]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> list[Slide]:
    """Slides of a log whose names mean something to somebody."""
    path = tmp_path_factory.mktemp("odd") / "hostile.duckdb"
    mapping = {"journey": "case", "customer": "customer", "comment": "comment"}
    import_log(hostile(), path, mapping=mapping, definitions=Definitions(goals=(HOSTILE[11],)))
    steps = Funnel(steps=tuple((name,) for name in HOSTILE[1:-1]), optional=())
    with Workspace(path) as workspace:
        return [
            slide_at(workspace, "as_is/map", Scope(), {"boxes": "19"}, title=HOSTILE[0], sentence=HOSTILE[14]),
            slide_at(workspace, "friction/drop_off", Scope(), {"funnel": steps.text()}),
            slide_at(workspace, "as_is/journeys", Scope(), {"journey": "<i>4</i> *k* :smile:"}),
        ]


def shapes(content: bytes) -> list[list[object]]:
    return [list(slide.shapes) for slide in Presentation(io.BytesIO(content)).slides]


def test_a_deck_has_a_slide_a_pin_with_words_notes_and_footer(
    slides: list[Slide], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(chromium.CHOSEN, "no-such-browser")
    content = take_home(slides, "pptx", title="Why people leave", notes=["Begin with this."])
    show = Presentation(io.BytesIO(content))
    titles = [slide.shapes.title.text_frame.text for slide in show.slides]
    assert titles[0] == "Why people leave"
    firsts = [title for title in titles if not title.endswith("(continued)")]
    assert firsts[1:] == [slide.title for slide in slides]
    for page in list(show.slides)[1:]:
        texts = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
        assert any("of 2,000 journeys" in text and "data version 1." in text and "UTC" in text for text in texts)
    assert "Begin with this." in show.slides[1].notes_slide.notes_text_frame.text
    # Without a browser the map is told, and its numbers are there.
    words = " ".join(shape.text_frame.text for shape in show.slides[1].shapes if shape.has_text_frame)
    assert "none was found on this machine" in words
    assert any(shape.has_table for shape in show.slides[1].shapes)


def test_a_native_chart_has_the_numbers_of_the_page(path: Path, slides: list[Slide]) -> None:
    slide = next(one for one in slides if one.page == "friction/drop_off")
    with Workspace(path) as workspace:
        found = funnel(workspace, Scope(since="2026-01-01"), QUESTION)
    ((*_rest, frame),) = [
        page for page in shapes(take_home([slide], "pptx", title="x")) if any(s.has_chart for s in page)
    ]
    frame = next(shape for shape in (*_rest, frame) if shape.has_chart)
    plot = frame.chart.plots[0]
    assert list(plot.categories) == [f"{n} {name}" for n, (name,) in enumerate(STEPS, 1)]
    came, lost = (list(one.values) for one in plot.series)
    assert came == [step.journeys for step in found.steps]
    assert lost == [0, *(one.journeys - two.journeys for one, two in zip(found.steps, found.steps[1:], strict=False))]
    # The sheet behind it, which opens on a double click, says the same.
    sheet = load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    assert [row[1].value for row in list(sheet.rows)[1:]] == came


def test_a_board_is_a_native_table_and_a_csv(path: Path) -> None:
    with Workspace(path) as workspace:
        stage = workspace.one("SELECT name FROM stage ORDER BY id LIMIT 1")[0]
        add_note(workspace, "ideas", stage, "=HYPERLINK('x')")
        slide = slide_at(workspace, "as_is/board", Scope(), {})
    tables = [s.table for page in shapes(take_home([slide], "pptx", title="x")) for s in page if s.has_table]
    stages = [one["title"] for one in slide.picture.spec["stages"]]
    assert [cell.text for cell in tables[0].rows[0].cells][1:] == stages
    lanes = [row.cells[0].text for table in tables for row in list(table.rows)[1:]]
    assert {"Touchpoints", "Reach", "Opportunities"} <= set(lanes)
    rows = list(csv.reader(io.StringIO(take_home([slide], "csv", title="x").decode("utf-8-sig"))))
    assert rows[0] == ["Lane", *stages]
    assert any("=HYPERLINK" in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if re.match(r"\s*[=+@\-]\S", cell)]
    assert "2,000 of 2,000 journeys" in rows[-1][0]
    with pytest.raises(WrongInput, match="single board"):
        take_home([slide, slide], "csv", title="x")


def test_every_interval_of_a_figure_becomes_an_error_bar() -> None:
    trace = {
        "type": "scatter", "mode": "lines+markers", "x": [0, 1], "y": [0.4, 0.5], "name": "Share",
        "error_y": {"array": [0.1, 0.2], "arrayminus": [0.1, 0.1]},
    }  # fmt: skip
    band = {"type": "scatter", "x": [0, 1, 1, 0], "y": [1, 1, 0, 0], "fill": "toself", "hoverinfo": "skip"}
    found = series_chart({"data": [band, trace], "layout": {"yaxis": {"tickformat": ".0%"}}})
    assert found is not None and found.percent and [one.name for one in found.series] == ["Share"]
    assert (found.series[0].low, found.series[0].high) == ((0.1, 0.1), (0.1, 0.2))
    assert series_chart({"data": [{"type": "sankey"}], "layout": {}}) is None


def test_hostile_names_stay_text_in_every_file(odd: list[Slide], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chromium.CHOSEN, "no-such-browser")
    content = take_home(odd, "pptx", title=HOSTILE[1])
    show = Presentation(io.BytesIO(content))
    assert show.slides[1].shapes.title.text_frame.text == HOSTILE[0]
    (frame,) = [shape for page in show.slides for shape in page.shapes if shape.has_chart]
    sheet = load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    cells = [cell for row in sheet.rows for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    page = document(odd, title=HOSTILE[1])
    assert page.count("</script>") == page.count("<script")
    assert "<img src=x" not in page and "<script>document.title" not in page
    told = json.loads(re.search(r'id="told">(.*?)</script>', page, re.DOTALL)[1])
    assert told["slides"][0]["title"] == HOSTILE[0]


def test_the_policy_names_each_script_and_nothing_else(slides: list[Slide]) -> None:
    page = document(slides, title="x")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'") and "unsafe-eval" not in policy and "http" not in policy
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts]
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes and len(hashes) == 4
    assert not re.search(r"script-src[^;]*unsafe-inline", policy)


def test_nothing_and_no_browser_are_told(slides: list[Slide], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongInput, match="nothing to take home"):
        take_home([], "html", title="x")
    monkeypatch.setenv(chromium.CHOSEN, "no-such-browser")
    with pytest.raises(chromium.NoBrowser, match="Install Chromium"):
        take_home(slides, "pdf", title="x")
    assert name_of("a/b", "png", b"PK") == "a-b.zip"


def test_the_command_line_writes_a_story(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Workspace(path) as workspace:
        story = add_story(workspace, "Two pins")
        (key, who) = workspace.one("SELECT key, customer FROM journey ORDER BY key LIMIT 1")
        add_pin(workspace, story.id, "friction/drop_off", Scope(), {}, title="First", notes="Say this.")
        add_pin(workspace, story.id, "as_is/journeys", Scope(), {"journey": key}, title="Second")
    deck, page = tmp_path / "two.pptx", tmp_path / "one.html"
    assert main(["takehome", "-w", str(path), "--story", "Two pins", "--out", str(deck)]) == 0
    assert shapes(deck.read_bytes())
    assert key not in " ".join(
        shape.text_frame.text
        for one in Presentation(str(deck)).slides for shape in (*one.shapes, *one.notes_slide.shapes)
        if shape.has_text_frame
    )  # fmt: skip
    assert main(["takehome", "-w", str(path), "--page", "journeys", "--set", f"journey={key}", "--out", str(page)]) == 0
    assert key not in page.read_text()
    assert main(["takehome", "-w", str(path), "--page", "journeys", "--set", f"journey={key}", "--as-it-is", "--out",
                 str(page)]) == 0  # fmt: skip
    assert key in page.read_text()
    for extra, seen in (((), False), (("--as-it-is",), True)):
        capsys.readouterr()
        assert main(["story", "-w", str(path), "--name", "two PINS", "--json", *extra]) == 0
        assert (key in capsys.readouterr().out) is seen
        assert main(["board", "-w", str(path), "--customer", who, "--out", str(page), *extra]) == 0
        assert (who in page.read_text()) is seen and ("only what people wrote" in page.read_text()) is not seen
    capsys.readouterr()
    assert main(["takehome", "-w", str(path), "--story", "None", "--out", str(deck)]) == 2
    assert main(["takehome", "-w", str(path), "--page", "map", "--out", str(tmp_path / "x.doc")]) == 2
    assert ".pptx" in capsys.readouterr().err

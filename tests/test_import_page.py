"""The import page: every step of it, what it asks, and what it says of wrong files."""

from __future__ import annotations

import errno
import gzip
import io
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from import_jobs import LOG, own_folders
from streamlit.testing.v1 import AppTest

from journey.ingest.import_log import import_log
from journey.ingest.uploads import folder as uploads_folder
from journey.model import Mapping
from journey.store.library import workspace_path
from journey.views.importing.current import imports
from journey.views.session import library

__all__ = ["own_folders"]

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "pages" / "data" / "import_log.py"
EXTRACT = ROOT / "data" / "sample_extract.csv"


@pytest.fixture
def page() -> Iterator[AppTest]:
    yield AppTest.from_file(str(PAGE), default_timeout=60).run()
    imports().close()


def text(page: AppTest) -> str:
    """All that the page says."""
    parts = [*page.subheader, *page.caption, *page.markdown, *page.error, *page.info]
    return "\n".join(part.value for part in parts).replace("\\", "").replace("\N{WORD JOINER}", "")


def upload(page: AppTest, name: str, content: bytes) -> AppTest:
    page.file_uploader[0].upload(name, content, "text/csv").run()
    return settle(page)


def settle(page: AppTest, timeout_s: float = 90) -> AppTest:
    """Run the page until nothing is going on behind it."""
    deadline = time.monotonic() + timeout_s
    while any(button.key == "import_cancel" for button in page.button) and time.monotonic() < deadline:
        time.sleep(0.1)
        page.run()
    assert not page.exception
    return page


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    return settle(page)


def field(page: AppTest, kind: str, name: str):  # type: ignore[no-untyped-def]
    """The field of this import whose key ends with a name."""
    return next(widget for widget in page.get(kind) if str(widget.key).endswith(f"_{name}"))


def test_a_log_from_the_file_to_the_workspace(page: AppTest) -> None:
    assert "Step 1 of 3" in text(page)
    upload(page, "shop log.csv", LOG.encode())
    assert "shop log.csv has 3 columns; who, what and when are found." in text(page)
    assert "2026-01-01 10:00 reads as 1 Jan 2026, 10:00" in text(page)
    assert field(page, "selectbox", "journey").value == "case"
    assert field(page, "multiselect", "touchpoint").value == ["step"]

    press(page, "import_check")
    assert "4 of 6 rows can be used: 2 journeys over 2 touchpoints." in text(page)
    assert "6 rows read: 4 kept, 2 left out" in text(page)
    assert page.button(key="import_commit").label == "Import the 4 rows that can be used"
    assert field(page, "text_input", "name").value == "shop log"
    field(page, "multiselect", "goals").select("Buy").run()
    press(page, "import_commit")
    assert "2 journeys, 4 events are in." in text(page)
    rows = library().get("shop log").run("SELECT key, outcome FROM journey ORDER BY key")
    assert rows == [("a", 0), ("b", 3)]
    press(page, "import_leave")
    assert "Step 1 of 3" in text(page)


def test_a_part_can_be_given_to_another_column(page: AppTest) -> None:
    upload(page, "log.csv", b"case,step,place,at\na,Ask,web,2026-01-01\na,Buy,shop,2026-01-02\nb,Ask,web,2026-01-03\n")
    field(page, "multiselect", "touchpoint").set_value(["step", "place"]).run()
    assert field(page, "multiselect", "attribute").value == []
    press(page, "import_check")
    assert "2 journeys over 2 touchpoints" in text(page)  # Ask / web twice, Buy / shop
    press(page, "import_back")
    field(page, "multiselect", "touchpoint").set_value([]).run()
    assert page.button(key="import_check").disabled
    assert "Choose the column that names the touchpoint." in text(page)
    field(page, "multiselect", "touchpoint").set_value(["place"]).run()
    # What loses its part is kept, not dropped in silence.
    assert field(page, "multiselect", "attribute").value == ["step"]


def test_day_or_month_first_is_asked(page: AppTest) -> None:
    upload(page, "log.csv", b"case,step,at\na,Ask,01/01/2026\na,Buy,03/04/2026\nb,Ask,05/06/2026\n")
    asked = page.radio[0]
    assert "03/04/2026" in asked.label and asked.options == ["3 Apr 2026", "4 Mar 2026"]
    assert asked.value is None and page.button(key="import_check").disabled
    asked.set_value("%m/%d/%Y").run()
    press(page, "import_check")
    assert "from 1 Jan 2026 to 6 May 2026" in text(page)


def test_customers_are_split_where_they_are_silent(page: AppTest) -> None:
    # u1 comes twice, a month apart, u2 once: 3 journeys at a gap of a week, 2 customers.
    rows = "u1,Home,2026-01-01 10:00\nu1,Cart,2026-01-01 10:05\nu1,Home,2026-02-01 10:00\nu2,Home,2026-01-05 09:00\n"
    upload(page, "visits.csv", f"user_id,event_name,timestamp\n{rows}".encode())
    field(page, "selectbox", "grain").set_value("gap").run()
    press(page, "import_check")
    assert "3 journeys over 2 touchpoints" in text(page)
    field(page, "select_slider", "gap").set_value(60 * 86_400).run()
    settle(page)
    assert "2 journeys over 2 touchpoints" in text(page)


def test_names_that_look_alike_are_read_as_one(page: AppTest) -> None:
    rows = "a,Order placed,2026-01-01\na,order-placed,2026-01-02\nb,Order placed,2026-01-03\nb,Paid,2026-01-04\n"
    press(upload(page, "log.csv", f"case,step,at\n{rows}".encode()), "import_check")
    assert "over 3 touchpoints" in text(page)
    field(page, "multiselect", "pairs").set_value([("Order placed", "order-placed")]).run()
    press(page, "import_merge")
    assert "over 2 touchpoints" in text(page)


def test_too_many_touchpoints_are_grouped_by_pattern(page: AppTest) -> None:
    rows = "".join(f"c{n // 3},/item/{n},2026-01-01 {n // 60:02d}:{n % 60:02d}\n" for n in range(300))
    upload(page, "log.csv", f"case_id,activity,at\n{rows}".encode())
    field(page, "multiselect", "touchpoint").set_value(["activity"]).run()
    press(page, "import_check")
    assert "over 300 touchpoints" in text(page)
    press(page, "import_group")
    assert "over 1 touchpoints" in text(page)


def test_a_name_that_is_taken_needs_a_word(page: AppTest) -> None:
    import_log(_written(LOG), workspace_path("shop"), mapping=Mapping(journey="case", touchpoint=("step",), time="at"))
    press(upload(page, "shop.csv", LOG.encode()), "import_check")
    assert page.button(key="import_commit").disabled and "That name is taken" in text(page)
    page.toggle[0].set_value(True).run()
    press(page, "import_commit")
    assert "2 journeys, 4 events are in." in text(page)


def _written(content: str) -> Path:
    path = workspace_path("x").parent.parent / "written.csv"
    path.write_text(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.csv", b"", "empty"),
        ("one.csv", b"step\nAsk\nBuy\n", "one column"),
        ("cut.csv.gz", gzip.compress(os.urandom(50_000))[:9_000], "gzip"),
        ("evil.xes", b'<?xml version="1.0"?><!DOCTYPE log><log/>', "DOCTYPE"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "photo.png"),
        ("<b>bold</b>.csv", b"", "empty"),
    ],
)
def test_a_wrong_file_gets_a_sentence_and_the_page_stays(page: AppTest, name: str, content: bytes, word: str) -> None:
    upload(page, name, content)
    assert len(page.error) == 1 and word in text(page)
    assert "Traceback" not in text(page)
    upload(page, "log.csv", LOG.encode())
    assert not page.error and "who, what and when are found" in text(page)


def test_a_path_on_this_machine_is_opened(page: AppTest, tmp_path: Path) -> None:
    page.text_input[0].set_value(str(tmp_path / "nothing.csv"))
    page.button[0].click().run()
    assert "There is no file" in text(page)
    page.text_input[0].set_value(str(_written(LOG)))
    page.button[0].click().run()
    assert "written.csv has 3 columns" in text(settle(page))


def test_a_reload_finds_the_import_again(page: AppTest) -> None:
    press(upload(page, "log.csv", LOG.encode()), "import_check")
    number = page.query_params["import"]
    again = AppTest.from_file(str(PAGE), default_timeout=60)
    again.query_params["import"] = number
    assert "4 of 6 rows can be used" in text(again.run())
    stranger = AppTest.from_file(str(PAGE), default_timeout=60)
    stranger.query_params["import"] = "x" * 22
    assert "Step 1 of 3" in text(stranger.run())


@pytest.mark.skipif(not EXTRACT.exists(), reason="data/sample_extract.csv is not there")
def test_the_sample_extract_needs_no_hand(page: AppTest) -> None:
    upload(page, EXTRACT.name, EXTRACT.read_bytes())
    assert "who, what and when are found" in text(page)
    press(page, "import_check")
    assert "rows can be used" in text(page)
    press(page, "import_commit")
    assert "events are in." in text(page)


def test_a_time_of_day_is_found_and_a_wrong_one_is_told_at_once(page: AppTest) -> None:
    made = ((f"T{n // 2}", f"{13 + n}.04.2026", f"{9 + n}:05", ("Call", "Answer")[n % 2], "Ann") for n in range(6))
    rows = ["ticket;date;time;step;agent", *map(";".join, made)]
    upload(page, "tickets.csv", "\n".join(rows).encode())
    assert field(page, "selectbox", "clock").value == "time"
    assert "who, what and when are found" in text(page) and "13.04.2026 9:05 reads as 13 Apr 2026, 09:05" in text(page)
    field(page, "selectbox", "clock").select("agent").run()
    assert "date and agent together do not read as times" in text(page) and "one of them needs a look" in text(page)
    field(page, "selectbox", "clock").select("time").run()
    press(page, "import_check")
    assert "All 6 rows can be used" in text(page)


def test_rows_left_out_are_shown_with_their_file(page: AppTest) -> None:
    rows = "".join(f"a,,2026-01-01 1{n}:00\n" for n in range(7))
    press(upload(page, "shop [1].csv", f"{LOG}{rows}".encode()), "import_check")
    captions = [caption.value.replace("\\", "") for caption in page.caption]
    assert "The first 5 of them in shop [1].csv" in captions  # no touchpoint: row 6, and the seven
    assert "In shop [1].csv" in captions  # no id: one row
    examples = [frame.value for frame in page.dataframe if list(frame.value.columns) == ["Row", "Column", "Value"]]
    assert [len(frame) for frame in examples] == [5, 1]
    assert examples[0].iloc[0].tolist() == [6, "step", "(empty)"]
    assert "Times name no time zone; they are read as UTC." in text(page)


def test_times_with_and_without_a_zone_are_told_apart(page: AppTest) -> None:
    upload(
        page, "log.csv", b"case,step,at\na,Ask,2026-01-01 10:00\na,Buy,2026-01-01T11:00:00Z\nb,Ask,2026-01-02 9:00\n"
    )
    chosen = field(page, "selectbox", "zone")
    assert chosen.label == "Time zone of the times that name none"
    chosen.set_value("Europe/Berlin").run()
    press(page, "import_check")
    assert "2 of 3 times of 'at' name no time zone: those are read as Europe/Berlin" in text(page)


def test_a_lifecycle_can_be_chosen_by_hand(page: AppTest) -> None:
    rows = "".join(f"{case},{step},2026-01-0{n + 1},{p}\n" for case in "ab" for n, step in enumerate(("Ask", "Buy"))
                   for p in ("begun", "over"))  # fmt: skip
    upload(page, "log.csv", f"case,step,at,phase of work\n{rows}".encode())
    assert field(page, "selectbox", "lifecycle").value is None
    assert not any(str(widget.key).endswith("_keep") for widget in page.multiselect)
    field(page, "selectbox", "lifecycle").select("phase of work").run()
    kept = field(page, "multiselect", "keep")
    assert (kept.value, kept.options) == ([], ["begun", "over"])
    press(page, "import_check")
    assert "All 8 rows can be used" in text(page)
    press(page, "import_back")
    field(page, "multiselect", "keep").set_value(["over"]).run()
    press(page, "import_check")
    assert "4 of 8 rows can be used" in text(page)


def test_of_several_sheets_one_is_chosen(page: AppTest) -> None:
    book = openpyxl.Workbook()
    book.active.title = "May"
    for sheet, steps in ((book.active, ("Ask", "Buy")), (book.create_sheet("June"), ("Call", "Pay"))):
        for row in (["case", "step", "at"], ["a", steps[0], "2026-01-01"], ["a", steps[1], "2026-01-02"]):
            sheet.append(row)
    book.save(whole := io.BytesIO())
    upload(page, "log.xlsx", whole.getvalue())
    assert "which table is the log?" in text(page)
    asked = field(page, "radio", "table")
    assert (asked.options, asked.value, page.button(key="import_table").disabled) == (["May", "June"], None, True)
    asked.set_value("June").run()
    press(page, "import_table")
    assert "log.xlsx has 3 columns" in text(page)
    assert "Pay" in page.dataframe[1].value.to_numpy()
    # On second thoughts it is the other one.
    field(page, "selectbox", "sheet").set_value("May").run()
    settle(page)
    assert "Buy" in page.dataframe[1].value.to_numpy()


def test_a_full_disk_is_told_and_keeps_nothing(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_source: object, _target: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfileobj", full)
        upload(page, "log.csv", LOG.encode())
    assert len(page.error) == 1 and "The disk is full; nothing was saved." in text(page)
    assert list(uploads_folder().iterdir()) == []
    # Once there is room, the same page takes the file.
    upload(page.run(), "log.csv", LOG.encode())
    assert not page.error and "who, what and when are found" in text(page)

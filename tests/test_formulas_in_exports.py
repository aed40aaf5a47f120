"""A spreadsheet runs what begins like a formula: no file that is taken home holds any."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from screen import saved, tab
from server import HOSTILE, Server, browser, made, server

from journey.text.spreadsheet import as_csv

__all__ = ["browser", "made", "server"]

# What Excel, LibreOffice and Google Sheets take for the beginning of a formula (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)


@given(
    st.lists(st.sampled_from(DANGEROUS).flatmap(lambda sign: st.text("=+-@\t ab\"',;", max_size=6).map(sign.__add__)))
)
def test_what_begins_like_a_formula_is_marked_as_text(names: list[str]) -> None:
    cells = read(as_csv(pd.DataFrame({"name": names, "next": ["plain"] * len(names)})))["name"]
    assert list(cells) == [f"'{name}" for name in names]


@given(st.lists(st.from_regex(r"[A-Za-zЖ0-9'\"(<#][^\0]*", fullmatch=True)))
def test_other_names_and_numbers_stay_as_they_are(names: list[str]) -> None:
    cells = read(as_csv(pd.DataFrame({"name": names, "n": range(-5, len(names) - 5)})))
    assert list(cells["name"]) == names
    assert list(cells["n"]) == [str(n) for n in range(-5, len(names) - 5)]


def test_names_of_columns_are_no_formulas_either() -> None:
    assert list(read(as_csv(pd.DataFrame({"=1+1": ["x"], "plain": ["y"]}))).columns) == ["'=1+1", "plain"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("page", "table", "column"),
    [
        ("", "touchpoints", "Touchpoint"),
        ("", "transitions", "From"),
        ("variants", "variants", "Way"),
        ("journeys", "", "Customer"),
        ("journeys?journey", "journey", "Touchpoint"),
        ("workspace", "attributes", "Attribute"),
    ],
)
def test_every_table_of_every_page_is_safe_to_open(
    browser: Browser, server: Server, tmp_path: Path, page: str, table: str, column: str
) -> None:
    with tab(browser) as screen:
        if page.endswith("?journey"):
            screen.open(server.at("journeys", "hostile", journey="<i>4</i> *k* :smile:"))
        else:
            screen.open(server.at(page, "hostile"))
        if table:
            screen.key(f"table_{table}").locator("summary").click()
        button = screen.page.get_by_role("button", name="Download as CSV").locator("visible=true")
        expect(button).to_have_count(1)  # ours; the one of Streamlit's own would leave formulas as they are
        file = saved(screen, button, tmp_path)
    assert re.fullmatch(r"[a-z]+\.csv", file.name)
    frame = read(file.read_bytes())
    assert not [cell for cell in (*frame.columns, *frame.to_numpy().ravel()) if _is_formula(cell)]
    cells = [cell if cell in HOSTILE else cell.removeprefix("'") for cell in frame[column]]
    if column in ("Touchpoint", "From"):
        assert set(cells) == set(HOSTILE[:-1] if column == "From" else HOSTILE)
    if column == "Customer":
        assert set(cells) == {f"=cust{n} <b>" for n in range(7)}


def _is_formula(cell: str) -> bool:
    return cell.startswith(DANGEROUS) and not re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", cell)

"""Personal data in comments give way to marks, and what only looks like them stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from journey.ingest.import_log import import_log
from journey.ingest.masking import mask
from journey.store.workspace import Workspace


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Please call me back on 555-0142.", "Please call me back on [phone]."),
        ("My e-mail is maria_k@example.com.", "My e-mail is [e-mail]."),
        ("Ik heet Jan van der Berg, bel 06-12345678", "Ik heet [name], bel [phone]"),
        ("Mevrouw De Vries belde niet terug", "Mevrouw [name] belde niet terug"),
        ("Меня зовут Иван Петров, телефон 8 (916) 123-45-67", "Меня зовут [name], телефон [phone]"),
        ("Уважаемая Анна Сергеевна!", "Уважаемая [name]!"),
        ("Иванов И.И. не перезвонил", "[name] не перезвонил"),
        ("С уважением, Ольга", "С уважением, [name]"),
        ("Too late.\nKind regards,\nJohn Smith", "Too late.\nKind regards,\n[name]"),
        ("Mr Smith and Mrs. O'Brien were rude", "Mr [name] and Mrs. [name] were rude"),
        ("Mr Smith I want my money", "Mr [name] I want my money"),
        ("+44 20 7946 0958 or 0031612345678", "[phone] or [phone]"),
        # 4111 1111 1111 1111: doubled every second digit from the right, 8 + 7 * (2 + 1) + 1 = 30. The other: 31.
        ("Card 4111-1111-1111-1111", "Card [card]"),
        ("Card 4111 1111 1111 1112", "Card 4111 1111 1111 1112"),
    ],
)
def test_what_is_masked(text: str, masked: str) -> None:
    assert mask(text)[0] == masked


@pytest.mark.parametrize(
    "text",
    [
        "On 2026-03-14 at 12:30 I paid 1,234.56 for order 100200300",
        "14.03.2026 - 15.03.2026, order 12345678901",
        "my name is not on the bill",
        "It took 3 days and 12 calls",
        "Miss the old shop, dr",
        "Спасибо, всё быстро",
        "",
    ],
)
def test_what_stays(text: str) -> None:
    assert mask(text) == (text, {})


def log(*comments: str | None) -> pd.DataFrame:
    rows = [(f"j{n}", "Survey", "2026-01-01T10:00:00", text) for n, text in enumerate(comments)]
    return pd.DataFrame(rows, columns=["journey", "touchpoint", "time", "comment"])


SAID = ("My name is Anna Lee", "Call 555-0142", None, "Mrs Lee, a@b.example, c@d.example", "fine", "Mrs Lee")
FIXED = {"journey": "journey", "comment": "comment"}


def kept(workspace: Path) -> list[str]:
    with Workspace(workspace) as held:
        return [text for (text,) in held.run("SELECT comment FROM event_detail ORDER BY journey")]


def test_an_import_masks_and_says_how_many(tmp_path: Path) -> None:
    frame = log(*SAID)
    frame.loc[5, "time"] = "no time"  # left out: its name is not counted
    imported = import_log(frame, tmp_path / "a.duckdb", mapping=FIXED)
    assert "Masked in comments: 2 names, 1 phone number, 2 e-mail addresses." in imported.warnings
    assert kept(tmp_path / "a.duckdb") == [
        "My name is [name]", "Call [phone]", None, "Mrs [name], [e-mail], [e-mail]", "fine",
    ]  # fmt: skip


def test_masking_can_be_switched_off(tmp_path: Path, cli: Callable[..., object]) -> None:
    log(*SAID).to_csv(tmp_path / "log.csv", index=False)
    target = tmp_path / "kept.duckdb"
    answer = cli("import", tmp_path / "log.csv", "-w", target, "--keep-personal", "--json")
    assert not any("Masked" in warning for warning in answer.json["warnings"])  # type: ignore[attr-defined]
    assert kept(target) == list(SAID)

"""Previews: the beginning, a spread over the rest, and an honest guess at how much there is."""

from __future__ import annotations

from pathlib import Path

from journey.ingest.source import preview
from journey.model import ReadOptions


def test_a_small_file_is_seen_whole(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("id;what\nA;Call\nB;\n")
    seen = preview(tmp_path / "log.csv", workdir=tmp_path)
    assert seen.source.columns == ("id", "what")
    assert seen.source.options == ReadOptions(encoding="utf-8", delimiter=";", quote='"')
    assert (seen.rows, seen.rows_estimate, seen.sheets) == ((("A", "Call"), ("B", None)), 2, ())


def test_a_large_file_is_sampled(tmp_path: Path) -> None:
    with (tmp_path / "log.csv").open("w") as file:
        file.write("id,what\n")
        file.writelines(f"{n:07},call {n % 30:02}\n" for n in range(500_000))
    seen = preview(tmp_path / "log.csv", workdir=tmp_path)
    numbers = [int(row[0] or "") for row in seen.rows]
    assert numbers[:200] == list(range(200))
    assert numbers == sorted(numbers) and numbers[-1] > 450_000
    assert 500 < len(numbers) <= 1_000
    assert seen.rows_estimate is not None and abs(seen.rows_estimate - 500_000) < 5_000
    assert all(row[1] == f"call {int(row[0] or '') % 30:02}" for row in seen.rows)


def test_large_json_lines_and_utf16_are_sampled_too(tmp_path: Path) -> None:
    with (tmp_path / "log.jsonl").open("w") as file:
        file.writelines(f'{{"id": {n}, "what": "call"}}\n' for n in range(60_000))
    seen = preview(tmp_path / "log.jsonl", workdir=tmp_path)
    assert seen.rows[:2] == (("0", "call"), ("1", "call")) and len(seen.rows) > 500
    assert seen.rows_estimate is not None and abs(seen.rows_estimate - 60_000) < 2_000
    for order in ("utf-16-le", "utf-16-be"):
        text = "id;what\n" + "".join(f"{n};Звонок\n" for n in range(60_000))
        (tmp_path / "log.csv").write_bytes(text.encode(order))
        seen = preview(tmp_path / "log.csv", workdir=tmp_path)
        assert seen.source.options.encoding == order
        assert seen.rows[199] == ("199", "Звонок")


def test_what_was_asked_for_counts_in_a_preview(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes("a;b,c\n1;é,3\n".encode("latin-1"))
    seen = preview(tmp_path / "log.csv", ReadOptions(delimiter=",", encoding="cp1251"), workdir=tmp_path)
    assert seen.rows == (("1;й", "3"),)

"""Delimited text: delimiters, quotes, headers, and rows that cannot be split."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_file import read_text

HEAD = "id,what,when\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in (("id", "what", "when"), ("A", "Call", "1"), ("B", "Mail", "2")))
    read = read_text(text, tmp_path)
    assert read.source.options.delimiter == delimiter
    assert read.rows == [("A", "Call", "1"), ("B", "Mail", "2")]


def test_a_decimal_comma_is_no_delimiter(tmp_path: Path) -> None:
    read = read_text("id;cost\nA;1,50\nB;2,75\nC;3,00\n", tmp_path)
    assert read.columns == ("id", "cost")
    assert read.rows == [("A", "1,50"), ("B", "2,75"), ("C", "3,00")]


def test_the_delimiter_asked_for_wins(tmp_path: Path) -> None:
    assert read_text("a;b,c\n1;2,3\n", tmp_path, delimiter=",").columns == ("a;b", "c")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_quotes_hold_delimiters_line_breaks_and_quotes(tmp_path: Path, end: str) -> None:
    read = read_text(f'id,what{end}A,"one, two"{end}B,"line{end}break"{end}C,"say ""hi"""{end}', tmp_path)
    assert read.rows == [("A", "one, two"), ("B", f"line{end}break"), ("C", 'say "hi"')]
    assert not read.rewritten


def test_a_line_break_of_the_other_kind_inside_quotes(tmp_path: Path) -> None:
    read = read_text('id,what\r\nA,"line\nbreak"\r\nB,"x"\r\n', tmp_path)
    assert read.rows == [("A", "line\nbreak"), ("B", "x")]


@pytest.mark.parametrize("quote, escaped", [("'", "''"), ('"', '\\"')])
def test_other_ways_of_quoting_are_found(tmp_path: Path, quote: str, escaped: str) -> None:
    rows = "".join(f"{quote}A{n}{quote},{quote}it{escaped}s, so{quote}\n" for n in range(3))
    read = read_text("id,what\n" + rows, tmp_path)
    assert read.rows == [(f"A{n}", f"it{quote}s, so") for n in range(3)]


def test_quotes_in_the_middle_of_a_value_are_text(tmp_path: Path) -> None:
    read = read_text(HEAD + 'A,5" screen,1\nB,a "b" c,2\n', tmp_path)
    assert read.rows == [("A", '5" screen', "1"), ("B", 'a "b" c', "2")]
    assert read.count == 0


def test_names_are_made_unique(tmp_path: Path) -> None:
    assert read_text("id,,id,Id\n1,2,3,4\n", tmp_path).columns == ("id", "column 2", "id (2)", "Id (3)")


def test_a_file_without_a_header_loses_no_row(tmp_path: Path) -> None:
    read = read_text("A,Call,2026-01-01\nB,Mail,2026-01-02\n", tmp_path)
    assert read.columns == ("column 1", "column 2", "column 3")
    assert len(read.rows) == 2


@pytest.mark.parametrize("above", ["sep=;\n", "# made by X\n# on Monday\n", "Report for March\n\n", "\n\n"])
def test_lines_above_the_header_are_skipped(tmp_path: Path, above: str) -> None:
    read = read_text(above + "id;what;when\nA;Call;1\nB;Mail;2\n", tmp_path)
    assert read.columns == ("id", "what", "when")
    assert read.rows == [("A", "Call", "1"), ("B", "Mail", "2")]


def test_lines_without_text_are_no_rows(tmp_path: Path) -> None:
    read = read_text(HEAD + "A,Call,1\n\n  \nB,Mail,2\n\n", tmp_path)
    assert read.rows == [("A", "Call", "1"), ("B", "Mail", "2")]
    assert read.count == 0 and read.malformed == []


@pytest.mark.parametrize(
    "line, reason",
    [
        ("X,Call", "2 columns instead of 3"),
        ("X,Call,1,2,3", "5 columns instead of 3"),
        ('X,"Call"s,1', "text after a closing quote"),
        ('X,"Call,1', "a quote is opened and not closed"),
        ("X,Ca\0ll,1", "a NUL byte"),
        ("X," + "y" * 3_000_000 + ",1", "longer than 500,000 characters"),
    ],
)
def test_a_row_that_cannot_be_split_is_set_aside(tmp_path: Path, line: str, reason: str) -> None:
    read = read_text(HEAD + f"A,Call,1\n{line}\nB,Mail,2\n", tmp_path)
    assert read.rows == [("A", "Call", "1"), ("B", "Mail", "2")]
    assert read.count == 1
    assert [(bad.row, bad.text, bad.reason) for bad in read.malformed] == [(3, line[:200], reason)]


def test_empty_columns_beyond_the_header_do_no_harm(tmp_path: Path) -> None:
    # The second kind of row sends the file through the slower reader, which must agree with the engine.
    for extra in ("", 'C,x"y,3\n'):
        read = read_text(HEAD + "A,Call,1,\nB,Mail,2\n" + extra, tmp_path)
        assert read.rows[:2] == [("A", "Call", "1"), ("B", "Mail", "2")] and read.count == 0


def test_an_open_quote_at_the_end_costs_its_own_row_only(tmp_path: Path) -> None:
    rows = "".join(f"A{n},Call,{n}\n" for n in range(3000))
    read = read_text(HEAD + 'X,"Call,1\n' + rows + 'Y,"Mail,2', tmp_path)
    assert [row[0] for row in read.rows] == [f"A{n}" for n in range(3000)]
    assert [(bad.row, bad.text) for bad in read.malformed] == [(2, 'X,"Call,1'), (3003, 'Y,"Mail,2')]


def test_all_malformed_rows_are_counted_though_few_are_kept(tmp_path: Path) -> None:
    read = read_text(HEAD + "A,Call,1\n" + "X,Call\n" * 1500, tmp_path)
    assert (len(read.rows), read.count, len(read.malformed)) == (1, 1500, 1000)


def test_only_line_ends_end_lines(tmp_path: Path) -> None:
    # Python's splitlines() would break at all of these.
    read = read_text("id,wh\u2028at\nA,one\x0btwo\nB,three\x85four\n", tmp_path)
    assert read.columns == ("id", "wh\u2028at")
    assert read.rows == [("A", "one\x0btwo"), ("B", "three\x85four")]


def test_old_mac_line_ends(tmp_path: Path) -> None:
    assert read_text("id,what\rA,Call\rB,Mail\r", tmp_path).rows == [("A", "Call"), ("B", "Mail")]


def test_rows_keep_the_order_of_the_file(tmp_path: Path) -> None:
    rows = [(str(n), "x" * (n % 97)) for n in range(60_000)]
    read = read_text("id,what\n" + "".join(f"{a},{b}\n" for a, b in rows), tmp_path)
    assert [row[0] for row in read.rows] == [a for a, _b in rows]

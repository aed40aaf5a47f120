"""Delimited text, record by record, in plain Python: slow, forgiving, and exact about what it cannot read.

The engine's reader is fast and is used where a survey shows that it reads the file exactly. Everything else comes
through here: broken quotes, bytes that are no UTF-8, mixed line ends, backslash escapes.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from journey.ingest.formats.table import KEPT, Malformed, Progress
from journey.text import _

__all__ = ["LINE_END", "Style", "records", "rewrite"]

LONGEST_LINES, LONGEST_TEXT = 500, 500_000
"""A quote that is not closed within so many lines or characters was never meant to be open; no row is longer."""

LINE_END = "\r\n"
"""Of a rewritten file: the writer puts a value that holds either character into quotes."""

_SURROGATE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class Style:
    """How a delimited text is written.

    Attributes
    ----------
    delimiter, quote : str
        One character each; `quote` may be "" for none.
    escape : str
        What makes a quote inside quotes harmless: the quote itself (doubled) or a backslash.
    skip : int
        Lines before the header: titles, comments, ``sep=;``.
    header : bool
        Whether the first row names the columns.
    """

    delimiter: str
    quote: str = '"'
    escape: str = '"'
    skip: int = 0
    header: bool = True


@dataclass
class Rewritten:
    """What `rewrite` did: rows written, rows down to the header, rows set aside and lines without text (the first)."""

    rows: int = 0
    above: int = 0
    malformed_count: int = 0
    malformed: list[Malformed] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)


def records(lines: Iterable[str], style: Style) -> Iterator[tuple[str, list[str] | None, str]]:
    """Split lines into records.

    Parameters
    ----------
    lines : iterable of str
        With or without their line ends.

    Yields
    ------
    (text, fields, reason)
        `fields` is None where the record is malformed, and `reason` then says why. Lines without text come out as a
        record without fields. A quote that is not closed costs its own line only: reading goes on with the next.
    """
    split = _splitter(style)
    waiting: deque[str] = deque()
    source = iter(lines)
    while True:
        line = waiting.popleft() if waiting else next(source, None)
        if line is None:
            return
        text = line.rstrip("\r\n")
        if not text.strip():
            yield text, [], ""
            continue
        fields, state = split(text)
        taken: list[str] = []
        pending = ""
        size = len(text)
        joined = line
        while state == "open" and len(taken) < LONGEST_LINES and size < LONGEST_TEXT:
            more = waiting.popleft() if waiting else next(source, None)
            if more is None:
                break
            taken.append(more)
            size += len(more)
            pending += more
            # Only a quote can close a quote: the text is split again no more often than that.
            if style.quote in more:
                joined, pending = joined + pending, ""
                fields, state = split(joined.rstrip("\r\n"))
        if fields is not None:
            yield joined.rstrip("\r\n") if taken else text, fields, ""
            continue
        waiting.extendleft(reversed(taken))
        yield text, None, _("a quote is opened and not closed") if state == "open" else _("text after a closing quote")


def rewrite(path: Path, style: Style, width: int, target: Path, progress: Progress) -> Rewritten:
    """Write the well-formed rows of a UTF-8 file to a clean CSV (comma, double quotes, no header); set aside the rest.

    A row with more columns than the header is kept if the ones beyond are empty; one with fewer is malformed, as nobody
    can tell an empty tail from a cut line.
    """
    done = Rewritten()
    total = path.stat().st_size
    with (
        path.open(encoding="utf-8-sig", errors="surrogateescape", newline=_line_end(path)) as source,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        write = csv.writer(out, lineterminator=LINE_END).writerow
        for _number in range(style.skip):
            source.readline()
        header = style.header
        read = 0
        for row, (text, fields, reason) in enumerate(records(source, style), 1 + style.skip):
            read += len(text)
            if row % 100_000 == 0:
                progress(_("Checking rows"), min(read, total), total)
            if fields == []:
                if not header and len(done.blank) < KEPT:
                    done.blank.append(row)
                continue
            if header:
                done.above = row
                header = False
                continue
            if fields is not None:
                if len(fields) > width and not any(fields[width:]):
                    fields = fields[:width]
                if not text.isascii() and _SURROGATE.search(text):
                    fields, reason = None, _("bytes that are no UTF-8")
                elif "\0" in text:
                    fields, reason = None, _("a NUL byte")
                elif len(text) > LONGEST_TEXT:
                    fields, reason = None, _("longer than {most:,} characters").format(most=LONGEST_TEXT)
                elif len(fields) != width:
                    reason = _("{found} columns instead of {width}").format(found=len(fields), width=width)
                    fields = None
            if fields is not None:
                write(fields)
                done.rows += 1
                continue
            done.malformed_count += 1
            if len(done.malformed) < KEPT:
                shown = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text[:200])
                done.malformed.append(Malformed(row, shown, reason))
    return done


def _line_end(path: Path) -> str:
    """Where lines end: at LF, or at CR in a file that has no LF (an old Mac's)."""
    with path.open("rb") as file:
        head = file.read(1_000_000)
    return "\r" if b"\r" in head and b"\n" not in head else "\n"


def _splitter(style: Style) -> Callable[[str], tuple[list[str] | None, str]]:
    """A function text -> (fields, ""), or (None, "open" | "junk")."""
    delimiter, quote = style.delimiter, style.quote
    d, q = re.escape(delimiter), re.escape(quote)
    if not quote:
        return lambda text: (text.split(delimiter), "")
    inside = rf"[^{q}]*(?:{q}{q}[^{q}]*)*" if style.escape == quote else rf"[^{q}\\]*(?:(?:\\.|{q}{q})[^{q}\\]*)*"
    blank = "" if delimiter == " " else " *"
    closed = re.compile(rf"{blank}{q}({inside}){q}{blank}({d}|\Z)", re.DOTALL)
    opened = re.compile(rf"{blank}{q}{inside}\Z", re.DOTALL)
    plain = re.compile(rf"[^{d}]*")
    starts = re.compile(rf"{blank}{q}")
    escaped = re.compile(rf"{q}{q}|\\(.)", re.DOTALL)

    def value(raw: str) -> str:
        if style.escape == quote:
            return raw.replace(quote * 2, quote)
        return escaped.sub(lambda m: m[1] if m[1] is not None else quote, raw)

    def split(text: str) -> tuple[list[str] | None, str]:
        if quote not in text:
            return text.split(delimiter), ""
        # The standard library is quicker, and knows no blanks around quotes.
        if style.escape == quote and f" {quote}" not in text:
            try:
                return next(csv.reader((text,), delimiter=delimiter, quotechar=quote, strict=True)), ""
            except csv.Error:
                pass
        fields: list[str] = []
        at = 0
        while True:
            if starts.match(text, at):
                match = closed.match(text, at)
                if match is None:
                    return None, "open" if opened.match(text, at) else "junk"
                fields.append(value(match[1]))
                at = match.end()
                if not match[2]:
                    return fields, ""
            else:
                match = plain.match(text, at)
                assert match is not None
                fields.append(match[0])
                at = match.end()
                if at == len(text):
                    return fields, ""
                at += 1
            if at == len(text):
                return [*fields, ""], ""

    return split

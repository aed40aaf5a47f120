"""A quick look over all bytes of a delimited file: can the engine's own reader be trusted with it?

The engine splits a clean file exactly and in parallel. It loses rows, and does not say how many, where a quote is
opened and never closed. So every quote is checked first, at the speed of numpy.
"""

from __future__ import annotations

import codecs
from pathlib import Path

import numpy as np

from journey.ingest.formats.records import Style
from journey.ingest.formats.table import Progress
from journey.text import _

__all__ = ["line_end_if_clean"]

CHUNK = 512 * 1024
"""What stays in the processor's cache while it is looked over several times."""
LONGEST = 1_000_000
"""Bytes of a line or of a quoted text; the engine's own limit is twice that."""

_CR, _LF = 13, 10


def line_end_if_clean(path: Path, style: Style, progress: Progress) -> str | None:
    """The line end of a clean file; None where the file is not clean.

    Clean is UTF-8 without NUL bytes, with one kind of line end, no endless line, and every quote in its place.

    A quote is in its place if it opens a value (after a delimiter or a line end), closes one (before a delimiter or a
    line end), or is one of a doubled pair inside. In a file where all are, quotes at odd places close and quotes at
    even places open, so two comparisons a quote decide, without walking through the text.
    """
    if style.escape != style.quote or len(style.delimiter.encode()) > 1 or len(style.quote.encode()) > 1:
        return None
    quote = style.quote.encode()
    utf8 = codecs.getincrementaldecoder("utf-8")()
    ends: set[bytes] = set()
    quotes = 0
    opened_at = 0
    total = path.stat().st_size
    done = 0
    before = b"\n"
    with path.open("rb") as file:
        chunk = file.read(CHUNK).removeprefix(codecs.BOM_UTF8)
        while chunk:
            # A chunk ends at a line end, so that every quote is seen with both its neighbours.
            chunk += file.readline(LONGEST)
            following = file.read(CHUNK)
            if b"\0" in chunk or (following and not chunk.endswith(b"\n")) or _endless(chunk):
                return None
            try:
                if not chunk.isascii() or utf8.getstate()[0]:
                    utf8.decode(chunk)
            except UnicodeDecodeError:
                return None
            inside = None
            if quote and (quote in chunk or quotes % 2):
                places = np.flatnonzero(np.frombuffer(chunk, np.uint8) == quote[0])
                opened = opened_at - done if quotes % 2 else None
                if not _in_place(chunk, before, places, opened, style):
                    return None
                inside = (places, quotes % 2)
                quotes += len(places)
                if len(places):
                    opened_at = done + int(places[-1])
            ends |= _line_ends(chunk, inside, ends)
            if len(ends) > 1 or b"\r" in ends:
                return None
            done += len(chunk)
            progress(_("Looking the file over"), done, total)
            before, chunk = chunk[-1:], following
    if quotes % 2 or utf8.getstate()[0]:
        return None
    return ends.pop().decode() if ends else "\n"


def _endless(chunk: bytes) -> bool:
    return any(chunk.find(b"\n", at, at + LONGEST) < 0 for at in range(0, len(chunk) - LONGEST, LONGEST))


def _in_place(chunk: bytes, before: bytes, places: np.ndarray, opened: int | None, style: Style) -> bool:
    """`opened` is where a quote still open was opened, counted from the start of the chunk (so below 0)."""
    if not len(places):
        return opened is not None and len(chunk) - opened < LONGEST
    text = np.frombuffer(before + chunk + b"\n", np.uint8)
    edges = np.zeros(256, bool)
    edges[[ord(style.delimiter), _CR, _LF, ord(style.quote)]] = True
    first = 0 if opened is None else 1
    opening, closing = places[first::2], places[1 - first :: 2]
    # Shifted by the one byte put before the chunk.
    if not (edges[text[opening]].all() and edges[text[closing + 2]].all()):
        return False
    if opened is not None:
        opening = np.concatenate(([opened], opening))
    pairs = min(len(opening), len(closing))
    return pairs == 0 or int((closing[:pairs] - opening[:pairs]).max()) < LONGEST


def _line_ends(chunk: bytes, inside: tuple[np.ndarray, int] | None, known: set[bytes]) -> set[bytes]:
    """The kinds of line end outside quotes; those inside are told apart only where there is a kind not known yet."""
    if b"\r" not in chunk:
        return {b"\n"} if b"\n" in chunk else set()
    cr, lf, both = chunk.count(b"\r"), chunk.count(b"\n"), chunk.count(b"\r\n")
    kinds = {kind for kind, there in ((b"\r\n", both), (b"\n", lf > both), (b"\r", cr > both)) if there}
    if kinds <= known or inside is None:
        return kinds
    places, parity = inside
    text = np.frombuffer(chunk + b"\0", np.uint8)
    breaks = np.flatnonzero((text == _LF) | (text == _CR))
    breaks = breaks[(np.searchsorted(places, breaks) + parity) % 2 == 0]
    after, previous = text[breaks + 1], text[breaks - 1]
    kinds = set()
    carriage = text[breaks] == _CR
    if (carriage & (after == _LF)).any():
        kinds.add(b"\r\n")
    if (carriage & (after != _LF)).any():
        kinds.add(b"\r")
    if (~carriage & (previous != _CR)).any():
        kinds.add(b"\n")
    return kinds

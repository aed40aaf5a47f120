"""Character encodings: which one a text file is in, and rewriting it as UTF-8."""

from __future__ import annotations

import codecs
import itertools
import re
from pathlib import Path

from journey.errors import WrongInput
from journey.ingest.formats.table import Progress
from journey.text import _

__all__ = ["detect", "is_utf8", "known", "of_file", "transcode"]

CHUNK = 512 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC = ("cp1251", "koi8-r", "cp866")
_UNMARKED = ("utf-8", *_CYRILLIC, "cp1252", "latin-1")
_TELLING = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")
_COMMON_RUSSIAN = frozenset("оеаинтсрвл")


def detect(sample: bytes) -> str:
    """The encoding of a text, as a Python codec name.

    Parameters
    ----------
    sample : bytes
        The beginning of the file, and whatever of the rest holds bytes above 127: the more, the surer.

    Notes
    -----
    A byte order mark decides; then zero bytes in every other place (UTF-16); then whether it is UTF-8, a few broken
    bytes allowed. What is left is one byte a letter: in Cyrillic text whole words are above 127, in Western European
    text single letters are. Which Cyrillic code: the one that gives the commonest Russian letters, in lower case.
    Western text is read as cp1252, which holds Latin-1 and the euro sign; as Latin-1 where it has bytes cp1252 lacks.

    Examples
    --------
    >>> detect("Клиент;Событие".encode("cp1251")), detect("één café".encode("latin-1")), detect(b"plain")
    ('cp1251', 'cp1252', 'utf-8')
    """
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd + even > 0.2 * len(sample) and max(even, odd) > 4 * min(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    text = sample.decode("utf-8", "surrogateescape")
    broken = len(re.findall("[\udc80-\udcff]", text))
    sound = len(re.findall("[^\x00-\x7f\udc80-\udcff]", text))
    # Hardly any pair of letters in an older encoding looks like UTF-8.
    if broken == 0 or sound > broken:
        return "utf-8"
    words = re.findall(rb"[A-Za-z\x80-\xff]+", sample)
    high = [word for word in words if any(byte > 127 for byte in word)]
    whole = sum(len(word) for word in high if len(word) > 1 and all(byte > 127 for byte in word))
    if whole > 0.5 * sum(len(word) for word in high):
        return max(_CYRILLIC, key=lambda name: _russian(sample, name))
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def of_file(path: Path) -> str:
    """The encoding of a text file, judged by all of its lines that are not plain ASCII (the first MB of them)."""
    telling: list[bytes] = []
    with path.open("rb") as file:
        head = file.read(CHUNK)
        found = detect(head[:65536])
        if found not in _UNMARKED:
            return found
        chunk = head
        while chunk:
            if not chunk.isascii():
                telling += itertools.islice((m[0] for m in _TELLING.finditer(chunk)), 2_000)
            if sum(map(len, telling)) > 1_000_000:
                break
            chunk = file.read(CHUNK)
    return detect(b"\n".join(telling))


def known(encoding: str) -> str:
    """The codec name in one spelling.

    Raises
    ------
    WrongInput
        There is no such encoding.
    """
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise WrongInput(
            _("There is no encoding {encoding}.").format(encoding=repr(encoding)),
            _("Common ones: utf-8, cp1251, latin-1, utf-16."),
        ) from error


def is_utf8(path: Path) -> bool:
    """Whether every byte of a file is part of sound UTF-8."""
    decode = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                if not chunk.isascii() or decode.getstate()[0]:
                    decode.decode(chunk)
            decode.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def transcode(path: Path, encoding: str, target: Path, progress: Progress) -> None:
    """Rewrite a file as UTF-8, without a byte order mark.

    Bytes that the encoding does not know become the replacement character U+FFFD.
    """
    decode = codecs.getincrementaldecoder(encoding)(errors="replace")
    total = path.stat().st_size
    done = 0
    with path.open("rb") as source, target.open("wb") as out:
        while chunk := source.read(CHUNK):
            out.write(decode.decode(chunk).encode("utf-8", "replace"))
            done += len(chunk)
            progress(_("Converting the text to UTF-8"), done, total)
        out.write(decode.decode(b"", final=True).encode("utf-8", "replace"))


def _russian(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    return sum(letter in _COMMON_RUSSIAN for letter in text) - 0.5 * sum(letter.isupper() for letter in text)

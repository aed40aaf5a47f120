"""What a file is: by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from pathlib import Path

from journey.errors import WrongInput
from journey.ingest import encoding
from journey.text import _

__all__ = ["named_as", "sniff"]

_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", _("an old Excel file (.xls)")),
    (b"%PDF", _("a PDF")),
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"GIF8", _("a picture")),
    (b"RIFF", _("a sound or a video")),
    (b"7z\xbc\xaf", _("a 7-Zip archive")),
    (b"Rar!", _("a RAR archive")),
    (b"BZh", _("a bzip2 archive")),
    (b"\xfd7zXZ", _("an xz archive")),
    (b"\x28\xb5\x2f\xfd", _("a Zstandard archive")),
    (b"ARROW1", _("an Arrow file")),
    (b"Obj\x01", _("an Avro file")),
    (b"{\\rtf", _("a text document (RTF)")),
    (b"\x7fELF", _("a program")),
    (b"MZ\x90", _("a program")),
)
_EXTENSIONS = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".txt": "csv", ".json": "json", ".jsonl": "json", ".ndjson": "json",
    ".xes": "xes", ".parquet": "parquet", ".pq": "parquet", ".xlsx": "xlsx", ".xlsm": "xlsx", ".sqlite": "ocel",
    ".db": "ocel",
}  # fmt: skip
_JSON = re.compile(r'\s*(?:\{\s*(?:"|\}|\Z)|\[\s*(?:[\[{"\]\d-]|\Z))')


def sniff(path: Path, name: str) -> str:
    """The format of an unpacked file: "csv", "xlsx", "parquet", "json", "xes" or "ocel".

    Parameters
    ----------
    name : str
        What people call the file; used in messages only.

    Raises
    ------
    WrongInput
        An empty file, or one of a kind that holds no event log.
    """
    with path.open("rb") as file:
        head = file.read(65536)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise WrongInput(_("{name} is empty.").format(name=name), _("Export it again, with its rows."))
    for magic, kind in ((b"PAR1", "parquet"), (b"SQLite format 3\0", "ocel"), (b"PK\x03\x04", "xlsx")):
        if head.startswith(magic):
            return kind
    if head.startswith(_FOREIGN[0][0]) and "EncryptedPackage".encode("utf-16-le") in head:
        raise _not_a_log(name, _("an Excel file with a password"))
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise _not_a_log(name, what)
    text = head.decode(encoding.detect(head), "replace").lstrip("\ufeff")
    if _controls(text) > 8 + 0.02 * len(text):
        raise _not_a_log(name, _("a file of bytes, no text"))
    start = text.lstrip()[:2000].lower()
    if start.startswith("<"):
        if re.match(r"<!doctype html|<html|(?:<!--.*?-->|<\?xml[^>]*>|\s)*<html|<head|<table", start, re.DOTALL):
            raise _not_a_log(name, _("a web page (HTML)"))
        return "xes"
    return "json" if _JSON.match(text) else "csv"


def named_as(name: str) -> str | None:
    """The format that the extension promises; None where it promises nothing."""
    return _EXTENSIONS.get(Path(name.lower().removesuffix(".gz")).suffix)


def _controls(text: str) -> int:
    return len(re.findall(r"[\x00-\x08\x0e-\x1f\ufffd]", text))


def _not_a_log(name: str, what: str) -> WrongInput:
    return WrongInput(
        _("{name} is {what}, and no event log.").format(name=name, what=what),
        _("Export the log as CSV, XLSX, Parquet, JSON or XES."),
    )

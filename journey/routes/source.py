"""The source of the running program, for everybody who uses it over a network (AGPL, section 13)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

__all__ = ["source", "source_files"]

ROOT = Path(__file__).parents[2]
# What is code, text or picture of ours; never a log, a workspace or a virtual environment.
FOLDERS = ("journey", "pages", "tests", "benchmarks", "docs", ".streamlit", ".ci")
DATA = ("README.md", "sample_extract.csv")


def source_files() -> Iterator[Path]:
    """The files of the program, relative to its root."""
    for path in sorted(ROOT.iterdir()):
        if path.is_file() and not path.name.endswith((".duckdb", ".wal", ".log")):
            yield path.relative_to(ROOT)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and "out" not in path.parts:
                yield path.relative_to(ROOT)
    yield from (Path("data") / name for name in DATA if (ROOT / "data" / name).exists())


def source(_request: Request) -> Response:
    """GET /source: the program's files as one zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in source_files():
            archive.write(ROOT / path, Path("desire-path") / path)
    return Response(
        packed.getvalue(),
        media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="desire-path-source.zip"'},
    )

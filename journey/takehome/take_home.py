"""Slides as the file that people take home."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Literal, get_args

from journey.errors import WrongInput
from journey.model import Progress, silent
from journey.stories.foot import foot
from journey.stories.picture import BoardPicture
from journey.stories.slide import Slide
from journey.takehome.board_csv import board_csv
from journey.takehome.chromium import find, to_pdf
from journey.takehome.deck import deck, pictured
from journey.takehome.document import Paper, document
from journey.takehome.paper import pages_as_png
from journey.takehome.words import file_name
from journey.text import _

__all__ = ["KINDS", "Kind", "mime", "name_of", "take_home"]

Kind = Literal["html", "pptx", "pdf", "png", "csv"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_MIME = {
    "html": "text/html",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "png": "image/png",
    "csv": "text/csv",
    "zip": "application/zip",
}
_PRINT_DPI, _DECK_DPI = 144.0, 200.0


def take_home(
    slides: Sequence[Slide],
    kind: Kind,
    *,
    title: str,
    notes: Sequence[str] = (),
    paper: Paper = "A4",
    progress: Progress = silent,
) -> bytes:
    """Write slides as a file.

    Parameters
    ----------
    kind : str
        "html" opens offline; "pptx" has native charts and editable words; "pdf" is printed on sheets; "png" is the
        sheets as pictures, zipped where they are several; "csv" is a single board as a table.
    title : str
        Of the whole.
    notes : sequence of str
        What the speaker says to each slide; in a PPTX only.
    paper : "A4" or "A3"
        For PDF and PNG.

    Raises
    ------
    WrongInput
        There is no slide; a PDF or PNG is wanted and no browser is installed; a CSV of anything but one board.
    """
    if not slides:
        raise WrongInput(_("There is nothing to take home yet."), _("Pin a view first."))
    if kind == "html":
        return document(slides, title=title).encode("utf-8")
    if kind == "pptx":
        return deck(slides, title=title, notes=notes, pictures=_pictures(slides, progress))
    if kind == "csv":
        picture = slides[0].picture
        if len(slides) > 1 or not isinstance(picture, BoardPicture):
            raise WrongInput(_("Only a single board becomes a CSV file."), _("Take HTML, PPTX, PDF or PNG."))
        return board_csv(picture.spec, foot(slides[0].footer))
    pdf = to_pdf(document(slides, title=title, paper=paper, tables=kind == "pdf"), progress=progress)
    if kind == "pdf":
        return pdf
    progress(0.97, _("painting"))
    pictures = pages_as_png(pdf, dpi=_PRINT_DPI)
    return pictures[0] if len(pictures) == 1 else _zipped(pictures, title)


def name_of(title: str, kind: Kind, content: bytes) -> str:
    """The name of the file; several pictures are a ZIP."""
    return file_name(title, "zip" if kind == "png" and content[:2] == b"PK" else kind)


def mime(name: str) -> str:
    """What a browser calls a file of that name."""
    return _MIME[name.rpartition(".")[2]]


def _pictures(slides: Sequence[Slide], progress: Progress) -> dict[int, bytes]:
    """Slide -> its picture, for those that have no native one; none where no browser can draw them."""
    wanted = [n for n, slide in enumerate(slides) if pictured(slide)]
    if not wanted or find() is None:
        return {}
    pdf = to_pdf(document([slides[n] for n in wanted], title="", paper="picture", tables=False), progress=progress)
    return dict(zip(wanted, pages_as_png(pdf, dpi=_DECK_DPI), strict=True))


def _zipped(pictures: Sequence[bytes], title: str) -> bytes:
    out = io.BytesIO()
    stem = file_name(title, "png").removesuffix(".png")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for n, picture in enumerate(pictures, 1):
            packed.writestr(f"{stem}-{n:02}.png", picture)
    return out.getvalue()

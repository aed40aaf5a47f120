"""The pages of a PDF as pictures."""

from __future__ import annotations

import io
import threading

import pypdfium2

__all__ = ["pages_as_png"]

_one = threading.Lock()  # PDFium serves one thread at a time.


def pages_as_png(pdf: bytes, *, dpi: float = 144.0) -> tuple[bytes, ...]:
    """Each page as a PNG.

    Parameters
    ----------
    dpi : float
        Pixels an inch: at 144, A4 across is 1,684 px wide.
    """
    with _one:
        document = pypdfium2.PdfDocument(pdf)
        try:
            pictures = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
        finally:
            document.close()
    made = []
    for picture in pictures:
        out = io.BytesIO()
        picture.save(out, "PNG", optimize=True)
        made.append(out.getvalue())
    return tuple(made)

"""Receiving a file of any size: what arrives goes to disk at once, and never stands in memory."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from journey.ingest.uploads import PARTIAL, folder, limit, uploads
from journey.text import _
from journey.text.file_size import file_size

__all__ = ["upload"]

BLOCK = 1 << 20
"""Bytes gathered before they are written."""
SPARE = 200_000_000
"""Bytes of disk that an upload leaves free."""


async def upload(request: Request) -> JSONResponse:
    """POST /upload: the body is the file, as it is; ``X-File-Name`` is its name, percent-encoded.

    ``X-Upload-Ticket`` is the secret that the page handed to its own component; a request from another origin is
    refused before it is looked at. Answers ``{"name", "bytes"}``, or ``{"error"}`` with one sentence:

    403 for a wrong ticket or origin, 400 for an empty body, 413 for too large a file, 507 where the disk is full.
    """
    ticket = request.headers.get("x-upload-ticket", "")
    if not _same_origin(request) or not uploads.valid(ticket):
        return _refused(403, _("This page may not send files any more; reload it."))
    announced = request.headers.get("content-length", "")
    expected = int(announced) if announced.isdigit() else 0
    if expected > limit():
        return _refused(413, _too_large())
    folder().mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder()).free - SPARE < expected:
        return _refused(507, _no_room())
    target = uploads.place(ticket, unquote(request.headers.get("x-file-name", "")))
    try:
        size = await _receive(request, target)
    except ClientDisconnect:
        uploads.discard(ticket)
        return _refused(400, _("The upload was broken off."))  # nobody is there to read it
    except _TooLargeError:
        uploads.discard(ticket)
        return _refused(413, _too_large())
    except OSError as error:
        uploads.discard(ticket)
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        return _refused(507, _no_room())
    if not size:
        uploads.discard(ticket)
        return _refused(400, _("The file is empty."))
    return JSONResponse({"name": target.name, "bytes": size})


class _TooLargeError(Exception):
    pass


async def _receive(request: Request, target: Path) -> int:
    """Write the body beside `target`, and put it in its place once it is whole."""
    part = target.with_name(PARTIAL)
    size, most = 0, limit()
    held = bytearray()
    with part.open("wb", buffering=0) as out:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                raise _TooLargeError
            held += chunk
            if len(held) >= BLOCK:
                await to_thread.run_sync(out.write, bytes(held))
                held.clear()
        if held:
            await to_thread.run_sync(out.write, bytes(held))
    part.replace(target)
    return size


def _same_origin(request: Request) -> bool:
    """A browser names the origin of a page in every POST, and no page can feign it."""
    return bool(origin := request.headers.get("origin")) and urlsplit(origin).netloc == request.headers.get("host")


def _refused(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status_code=status)


def _too_large() -> str:
    return _("The file is larger than {most}, the most this server takes.").format(most=file_size(limit()))


def _no_room() -> str:
    return _("The server's disk has no room for this file; nothing was kept.")

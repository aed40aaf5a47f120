"""The map's own address: it is the page that opens by itself, so it stands at the root."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse

__all__ = ["map_address"]


async def map_address(request: Request) -> RedirectResponse:
    """GET /map: sent on to the root, with all that the address says; relative, so that a prefix of a proxy stays."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}", 307)

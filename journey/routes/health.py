"""Whether the server is well, for whoever watches over it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse

__all__ = ["health"]


async def health(_request: Request) -> JSONResponse:
    """GET /healthz: 200 as long as the server answers. Says nothing about what the workspaces hold."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

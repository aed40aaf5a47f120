"""plotly.js as it comes with the installed package: slides draw figures with it, offline."""

from __future__ import annotations

from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import FileResponse, Response

__all__ = ["plotly_script"]

_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


async def plotly_script(_request: Request) -> Response:
    """GET /plotly.js: 4.8 MB, once a browser and version."""
    return FileResponse(_FILE, media_type="text/javascript", headers={"Cache-Control": "max-age=86400"})

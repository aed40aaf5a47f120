"""What the server answers beside its pages."""

from __future__ import annotations

from starlette.routing import Route

from journey.routes.health import health
from journey.routes.join import join_routes
from journey.routes.map_address import map_address
from journey.routes.plotly import plotly_script
from journey.routes.sign_in import sign_in, sign_out
from journey.routes.source import source
from journey.routes.story import story
from journey.routes.upload import upload

__all__ = ["routes"]


def routes() -> list[Route]:
    """The routes, for `streamlit.App(routes=...)`."""
    return [
        Route("/map", map_address, methods=["GET"]),
        Route("/healthz", health, methods=["GET"]),
        Route("/plotly.js", plotly_script, methods=["GET"]),
        Route("/source", source, methods=["GET"]),
        Route("/upload", upload, methods=["POST"]),
        Route("/sign-in", sign_in, methods=["GET", "POST"]),
        Route("/sign-out", sign_out, methods=["GET"]),
        Route("/story/{token:str}", story, methods=["GET"]),
        *join_routes(),
    ]

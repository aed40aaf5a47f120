"""What phones ask in a workshop: one page and its few answers. Nothing else of the server is reached from there."""

from __future__ import annotations

from starlette.routing import Route

from journey.routes.join.live import live
from journey.routes.join.page import nothing, page, part
from journey.routes.join.said import said

__all__ = ["join_routes"]


def join_routes() -> list[Route]:
    """The routes below /join."""
    return [
        Route("/join/{file:str}.{kind:str}", part, methods=["GET"]),
        Route("/join/{code:str}", page, methods=["GET"]),
        Route("/join/{code:str}/live", live, methods=["GET"]),
        Route("/join/{code:str}/{what:str}", said, methods=["POST"]),
        # Whatever else is asked below it never comes to the pages of the server.
        Route("/join/{rest:path}", nothing),
    ]

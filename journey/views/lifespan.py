"""What the server does besides serving: sweep up at the start, and let go of idle workspaces and imports."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st

from journey.ingest import uploads
from journey.store.library import sweep
from journey.views.importing.current import imports
from journey.views.session import library

__all__ = ["lifespan"]

EVERY_S = 15


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Run beside the server from its start to its end."""
    sweep()
    uploads.sweep()
    warming = asyncio.create_task(asyncio.to_thread(_warm))
    resting = asyncio.create_task(_rest())
    yield {}
    await warming
    resting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await resting
    imports().close()
    library().close()


def _warm() -> None:
    """Load what the first page needs while its reader is still on the way."""
    for name in ("scipy.stats", "igraph", "networkx", "plotly.graph_objects", "journey.views.place_detail"):
        importlib.import_module(name)
    # What is loaded now stays: no collection has to look through it again.
    gc.collect()
    gc.freeze()


async def _rest() -> None:
    while True:
        await asyncio.sleep(EVERY_S)
        await asyncio.to_thread(library().rest)
        await asyncio.to_thread(imports().rest)
        await asyncio.to_thread(gc.collect)

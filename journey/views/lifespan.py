"""What the server does besides serving: sweep up at the start, and let go of idle workspaces."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st

from journey.store.library import sweep
from journey.views.session import library

__all__ = ["lifespan"]

EVERY_S = 15


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Run beside the server from its start to its end."""
    sweep()
    resting = asyncio.create_task(_rest())
    yield {}
    resting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await resting
    library().close()


async def _rest() -> None:
    while True:
        await asyncio.sleep(EVERY_S)
        await asyncio.to_thread(library().rest)

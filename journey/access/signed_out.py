"""Sign-ins that were ended before their time, and the live connections that end with them."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable

from starlette.types import Message, Receive, Send

from journey.access.ticket import until

__all__ = ["is_signed_out", "sign_out", "while_signed_in"]

_CLOSED = 1008  # policy violation
_ended: dict[str, int] = {}
_live: defaultdict[str, set[asyncio.Event]] = defaultdict(set)


def is_signed_out(ticket: str) -> bool:
    """Whether its owner has signed out; a copy of the cookie opens nothing any more either."""
    return ticket in _ended


def sign_out(ticket: str) -> None:
    """End a sign-in, and every live connection that it opened, in whichever tab. Call it from the server's loop."""
    now = time.time()
    for old in [one for one, end in _ended.items() if end <= now]:
        del _ended[old]
    _ended[ticket] = until(ticket)
    for over in _live.pop(ticket, ()):
        over.set()


async def while_signed_in(
    ticket: str, app: Callable[[Receive, Send], Awaitable[None]], receive: Receive, send: Send
) -> None:
    """Run a live connection until it ends by itself, its owner signs out, or the sign-in is too old.

    Parameters
    ----------
    app : callable
        The rest of the server, which is told that the other side has left when the sign-in ends.
    """
    over = asyncio.Event()
    _live[ticket].add(over)
    ending = asyncio.ensure_future(over.wait())

    async def heard() -> Message:
        message = asyncio.ensure_future(receive())
        left = max(0.0, until(ticket) - time.time())
        done, _waiting = await asyncio.wait({message, ending}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if message in done and not over.is_set():
            return message.result()
        message.cancel()
        over.set()
        await send({"type": "websocket.close", "code": _CLOSED, "reason": "signed out"})
        return {"type": "websocket.disconnect", "code": _CLOSED}

    async def said(message: Message) -> None:
        if not over.is_set():
            await send(message)

    try:
        await app(heard, said)
    finally:
        ending.cancel()
        _live[ticket].discard(over)
        if not _live[ticket]:
            del _live[ticket]

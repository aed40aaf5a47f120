"""What can happen at a step: one bit each, so that a condition on all steps is one comparison of small numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "AGAIN", "BACK", "BEFORE", "CONTACT", "DONE", "FIRST", "FLAGS", "FORCED", "ON", "OVER", "RECONTACT", "RETURNS",
    "SETTLED", "SWITCHED", "THIRD", "TURNS", "WATCHED", "Flags", "flagged", "holds",
]  # fmt: skip

Flags = NDArray[np.uint16]

FLAGS = (
    "before", "first", "goes_on", "turns", "again", "back", "returns", "third", "switched", "over", "settled",
    "contact", "recontact", "watched", "done", "forced",
)  # fmt: skip
"""The names of the bits, from the lowest."""

(
    BEFORE, FIRST, ON, TURNS, AGAIN, BACK, RETURNS, THIRD, SWITCHED, OVER, SETTLED,
    CONTACT, RECONTACT, WATCHED, DONE, FORCED,
) = (1 << bit for bit in range(len(FLAGS)))  # fmt: skip


def flagged(held: dict[str, NDArray[Any]]) -> Flags:
    """The flags of steps.

    Parameters
    ----------
    held : dict of bool arrays
        For each of FLAGS, at which steps it holds.

    Examples
    --------
    >>> import numpy as np
    >>> yes, no = np.array([True]), np.array([False])
    >>> flags = flagged({name: yes if name in ("before", "again") else no for name in FLAGS})
    >>> bool(holds(flags, BEFORE | AGAIN)[0]), bool(holds(flags, FIRST)[0])
    (True, False)
    """
    found = held[FLAGS[0]].astype(np.uint16)
    for bit, name in enumerate(FLAGS[1:], start=1):
        found |= np.left_shift(held[name].view(np.uint8), bit, dtype=np.uint16)
    return found


def holds(flags: Flags, wanted: int) -> NDArray[np.bool_]:
    """Where all wanted flags are set."""
    return np.asarray((flags & np.uint16(wanted)) == wanted)

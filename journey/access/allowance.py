"""How often somebody may do something."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque

__all__ = ["Allowance"]

KNOWN = 10_000


class Allowance:
    """So many times in so many seconds, for each who asks.

    Examples
    --------
    >>> twice = Allowance(2, per_s=60)
    >>> [twice.take("10.0.0.7") for _time in range(3)], twice.take("10.0.0.8")
    ([True, True, False], True)
    """

    def __init__(self, most: int, *, per_s: float) -> None:
        self.most, self.per_s = most, per_s
        self._taken: OrderedDict[str, deque[float]] = OrderedDict()
        self._guard = threading.Lock()

    def take(self, who: str) -> bool:
        """Whether it is allowed once more; a refusal costs nothing."""
        now = time.monotonic()
        with self._guard:
            taken = self._taken.setdefault(who, deque())
            self._taken.move_to_end(who)
            while len(self._taken) > KNOWN:
                self._taken.popitem(last=False)
            while taken and taken[0] <= now - self.per_s:
                taken.popleft()
            if len(taken) >= self.most:
                return False
            taken.append(now)
            return True

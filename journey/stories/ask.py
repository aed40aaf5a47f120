"""How a slide asks an analysis: directly, or through whatever keeps results for the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["Ask", "directly"]

Ask = Callable[..., Any]
"""(analysis, workspace, *arguments) -> its result; `views.results.kept` is one."""


def directly(analysis: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Ask, and keep nothing.

    >>> directly(max, 1, 2)
    2
    """
    return analysis(*given, **named)

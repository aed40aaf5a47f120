"""Desire Path: journey maps and analytics, mined from touchpoint logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journey.ingest.import_log import import_log

__all__ = ["import_log"]


def __getattr__(name: str) -> Any:
    # Importing the engine takes half a second, and most of the package does without.
    if name == "import_log":
        from journey.ingest.import_log import import_log

        return import_log
    raise AttributeError(f"module 'journey' has no attribute {name!r}")

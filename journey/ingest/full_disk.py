"""A full disk, told as what it is."""

from __future__ import annotations

import errno

import duckdb

from journey.errors import JourneyError
from journey.text import _

__all__ = ["disk"]


class disk:
    """A full disk, or one that fails, told as what it is."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        text = str(error).lower()
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        # What does not fit in memory is laid aside on the disk: the last of these says that there is no room for it.
        signs = ("no space", "disk full", "max_temp_directory_size")
        if full or (isinstance(error, duckdb.Error) and any(sign in text for sign in signs)):
            raise JourneyError(
                _("The disk is full; nothing was saved."), _("Free some space, and import again.")
            ) from error

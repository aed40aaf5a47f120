"""What can go wrong, said for the person who meets it.

Every error carries a message (what is wrong, and where) and a hint (the way out). They are caught at
one place per boundary: the page frame shows them, the command line prints them and exits with 2.
"""

from __future__ import annotations

__all__ = [
    "Cancelled",
    "JourneyError",
    "NewerWorkspace",
    "NoLog",
    "NotAWorkspace",
    "WorkspaceBusy",
    "WrongInput",
]


class JourneyError(Exception):
    """An error that a person can understand and act on.

    Parameters
    ----------
    message : str
        What is wrong and where, one sentence.
    hint : str, optional
        What to do about it, one sentence.

    Examples
    --------
    >>> print(JourneyError("The file is empty.", "Export it again."))
    The file is empty. Export it again.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message} {hint}".strip())


class WrongInput(JourneyError):
    """The file, the mapping or the option given cannot be used as it is."""


class WorkspaceBusy(JourneyError):
    """Another process holds the workspace file open."""


class NotAWorkspace(JourneyError):
    """The file is missing, or is not a workspace of ours."""


class NoLog(JourneyError):
    """The workspace holds a board that people write, and no log yet: there is nothing to count."""


class NewerWorkspace(JourneyError):
    """The workspace was written by a newer version of the program."""


class Cancelled(JourneyError):
    """A person stopped the work; nothing was saved."""

"""What people type into a field."""

from __future__ import annotations

from journey.errors import WrongInput
from journey.text import _
from journey.text.durations import parse_duration

__all__ = ["seconds"]


def seconds(text: str) -> float:
    """A typed length of time.

    Raises
    ------
    WrongInput
        The text is no length of time.
    """
    try:
        return parse_duration(text)
    except ValueError as error:
        raise WrongInput(
            _("{text} is no length of time.").format(text=repr(text)), _("Write it like 30m, 12h or 14d.")
        ) from error

"""What a slide says whose journeys have no touchpoint left to show."""

from __future__ import annotations

from journey.errors import WrongInput
from journey.text import _

__all__ = ["all_hidden"]


def all_hidden() -> WrongInput:
    """To be raised where a picture needs a touchpoint, and all are hidden.

    >>> str(all_hidden())
    'Every touchpoint of these journeys is hidden. Show one again.'
    """
    return WrongInput(_("Every touchpoint of these journeys is hidden."), _("Show one again."))

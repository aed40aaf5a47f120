"""Why an answer of a survey did not join the log, in words."""

from __future__ import annotations

from journey.text import _

__all__ = ["reason_text"]


def reason_text(reason: str) -> str:
    """A reason of `journey.ingest.survey_join` as it reads after a number.

    >>> reason_text("too late")
    'came later than the window allows'
    """
    return {
        "no customer": _("name no customer"),
        "no time": _("have no time that can be read"),
        "no number": _("are no numbers"),
        "outside scale": _("lie outside the scale"),
        "unknown customer": _("are of customers the log does not have"),
        "before first contact": _("came before the first touchpoint of the customer"),
        "too late": _("came later than the window allows"),
        "superseded": _("gave way to a later answer at the same touchpoint"),
    }[reason]

"""The line at the foot of a slide."""

from __future__ import annotations

from datetime import datetime

from journey.charts.label import clean
from journey.stories.few.text import LEAST
from journey.stories.slide import Footer
from journey.text import _, ngettext
from journey.text.format import count, moment

__all__ = ["foot"]


def foot(footer: Footer, *, frozen: bool = False) -> str:
    """Whose journeys, which of them, how many of all, when it was drawn and from which data."""
    shown = ngettext("{shown} of {total} journey", "{shown} of {total} journeys", footer.journeys_total)
    drawn = moment(datetime.fromisoformat(footer.drawn.replace("Z", "+00:00")))
    counted = shown.format(shown=count(footer.journeys_shown), total=count(footer.journeys_total))
    if footer.few:
        counted = _("under {n} of {total} journeys").format(n=LEAST, total=count(footer.journeys_total))
    when = _("frozen on {moment} UTC") if frozen else _("drawn {moment} UTC")
    # A board without a log speaks of no journeys.
    told = (clean(footer.scope.rstrip(".")), counted) if footer.journeys_total else (_("no log yet"),)
    return " · ".join(
        (
            clean(footer.workspace),
            *told,
            when.format(moment=drawn),
            _("data version {version}").format(version=footer.data_version),
        )
    )

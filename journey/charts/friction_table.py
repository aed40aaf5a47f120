"""The table behind the friction list."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from journey.analyses.friction.friction import FrictionList
from journey.analyses.friction.parts import Friction
from journey.charts.friction_words import kind_name, place_words
from journey.model import BLANK
from journey.text import _

__all__ = ["friction_table", "places_table"]


def friction_table(found: FrictionList) -> pd.DataFrame:
    """Every place that was tested, the ranked first."""
    return places_table((*found.ranked, *found.below))


def places_table(places: Iterable[Friction]) -> pd.DataFrame:
    """A row for each place."""

    def row(one: Friction) -> dict[str, object]:
        # After the end, and in answers, no completion can be at stake.
        at_stake = BLANK if one.after else one.stake.at_stake
        return {
            _("What"): kind_name(one.place.kind),
            _("Where"): place_words(one),
            _("At stake"): at_stake.value,
            _("Low"): at_stake.low,
            _("High"): at_stake.high,
            _("Journeys hit"): one.stake.journeys,
            _("Customers hit"): one.stake.customers,
            _("Share of those there"): one.stake.share,
            _("Reach the goal"): one.stake.conversion,
            _("Reach it without"): one.stake.expected,
            _("Compared with"): one.stake.compared,
            _("Without anybody to compare"): one.stake.unmatched,
            _("q"): one.q,
            _("Above the line"): one.above,
            _("Extra contacts, missing answers"): one.extra if one.after else None,
        }

    return pd.DataFrame([row(one) for one in places])

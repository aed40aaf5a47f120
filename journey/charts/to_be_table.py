"""A to-be as a table: what is expected of each touchpoint."""

from __future__ import annotations

import pandas as pd

from journey.design.preview import Preview
from journey.text import _

__all__ = ["places_table"]


def places_table(found: Preview) -> pd.DataFrame:
    """Visits and exits per 100 journeys, as they are and as they would be."""
    places = found.effect.places
    return pd.DataFrame(
        {
            _("Touchpoint"): [place.name for place in places],
            _("Visits per 100, as is"): [100 * place.visits[0] for place in places],
            _("to be"): [100 * place.visits[1] for place in places],
            _("Exits per 100, as is"): [100 * place.exits[0] for place in places],
            _("exits, to be"): [100 * place.exits[1] for place in places],
        }
    )

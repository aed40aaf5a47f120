"""All figures of a forecast as a table."""

from __future__ import annotations

import pandas as pd

from journey.charts.forecast_words import change, figure_name, figure_text
from journey.design.forecast import Forecast
from journey.text import _

__all__ = ["figure_table"]


def figure_table(found: Forecast) -> pd.DataFrame:
    """A row for each figure: as is, to be, and the change with its interval."""
    names = list(found.difference)
    return pd.DataFrame(
        {
            _("Figure"): [figure_name(name) for name in names],
            _("As is"): [figure_text(name, found.as_is[name].value) for name in names],
            _("To be"): [figure_text(name, found.to_be[name].value) for name in names],
            _("Change"): [change(name, found.difference[name].value) for name in names],
            _("Low"): [change(name, found.difference[name].low) for name in names],
            _("High"): [change(name, found.difference[name].high) for name in names],
        }
    )

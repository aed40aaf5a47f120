"""Opportunities as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from journey.charts.opportunity_matrix import EFFORTS, status_name
from journey.store.opportunities import STATUSES, Opportunity
from journey.text import _

__all__ = ["by_due", "opportunity_table"]


def by_due(found: Sequence[Opportunity]) -> list[Opportunity]:
    """What is due first on top; without a day, what is furthest from being live."""
    return sorted(found, key=lambda one: (one.due or date.max, STATUSES.index(one.status), -(one.value or 0.0)))


def opportunity_table(found: Sequence[Opportunity]) -> pd.DataFrame:
    """What is written down, with the forecast's interval of its value."""
    rows = by_due(found)
    return pd.DataFrame(
        {
            _("Opportunity"): [one.title for one in rows],
            _("Status"): [status_name(one.status) for one in rows],
            _("Due"): [one.due.isoformat() if one.due else None for one in rows],
            _("Owner"): [one.owner for one in rows],
            _("Stage"): [one.stage for one in rows],
            _("Value"): [one.value for one in rows],
            _("Value, low"): [one.low for one in rows],
            _("Value, high"): [one.high for one in rows],
            _("Effort"): [EFFORTS[one.effort] if one.effort else None for one in rows],
        }
    )

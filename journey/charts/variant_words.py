"""The ways that journeys take in words and as a table."""

from __future__ import annotations

import pandas as pd

from journey.analyses.variants import VariantList
from journey.text import _, ngettext
from journey.text.format import count, percent

__all__ = ["variant_table", "variants_answer"]

FEW = 10
"""So many ways are told one by one: the first ten of them are all."""


def variants_answer(found: VariantList) -> str:
    """How much of the journeys the commonest ways hold; there is one way at least."""
    first = found.variants[0]
    if found.distinct == 1:
        return ngettext(
            "There is one journey, and one way.", "All {n} journeys take the same way.", found.journeys
        ).format(n=count(found.journeys))
    if found.distinct <= FEW:
        return _("The commonest of {n} ways holds {share} of the journeys.").format(
            n=count(found.distinct), share=percent(first.share)
        )
    ten = next((share for n, share in reversed(found.coverage) if n <= 10), first.share)
    return _("The commonest of {n} ways holds {share} of the journeys; the first ten hold {ten}.").format(
        n=count(found.distinct), share=percent(first.share), ten=percent(ten)
    )


def variant_table(found: VariantList) -> pd.DataFrame:
    """The ways that were asked for, the commonest first."""
    return pd.DataFrame(
        {
            _("Way"): [" → ".join(v.path) for v in found.variants],
            _("Journeys"): [v.journeys for v in found.variants],
            _("Share"): [v.share for v in found.variants],
            _("Median time (s)"): [v.median_duration_s for v in found.variants],
            _("Conversion"): [v.conversion.value for v in found.variants],
            _("Mature journeys"): [v.conversion.n for v in found.variants],
        }
    )

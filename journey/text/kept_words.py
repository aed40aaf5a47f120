"""What a replaced workspace left to its successor, in words."""

from __future__ import annotations

from collections.abc import Mapping

from journey.text import ngettext
from journey.text.format import count

__all__ = ["kept_sentences"]


def kept_sentences(kept: Mapping[str, int]) -> list[str]:
    """A sentence for what stayed, and one for what speaks of touchpoints that are gone; none where nothing was there.

    >>> kept_sentences({"written": 0, "changes": 0, "unfit": 0})
    []
    """
    written, changes, unfit = (kept.get(part, 0) for part in ("written", "changes", "unfit"))
    told = []
    if written:
        text = ngettext(
            "{n} thing that people wrote there is kept: notes, personas, targets, views, scenarios and the like.",
            "{n} things that people wrote there are kept: notes, personas, targets, views, scenarios and the like.",
            written,
        )
        told.append(text.format(n=count(written)))
    if changes:
        text = ngettext(
            "{n} change of touchpoints and stages is applied to the new log.",
            "{n} changes of touchpoints and stages are applied to the new log.",
            changes,
        )
        told.append(text.format(n=count(changes)))
    if unfit:
        text = ngettext(
            "{n} of them speaks of touchpoints that this log does not have, and waits until one has.",
            "{n} of them speak of touchpoints that this log does not have, and wait until one has.",
            unfit,
        )
        told.append(text.format(n=count(unfit)))
    return told

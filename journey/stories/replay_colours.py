"""What can tell the moving journeys of a replay apart."""

from __future__ import annotations

from journey.analyses.info import Info
from journey.analyses.replay import MOST_VALUES
from journey.text import _
from journey.text.short import short

__all__ = ["replay_colours"]


def replay_colours(held: Info) -> dict[str, str]:
    """The colour as `journey.analyses.replay.replay` wants it -> its name on screen; the usual one first."""
    colours = {"outcome": _("outcome")}
    colours |= {f"score:{name}": short(name, 40) for name in held.scores}
    return colours | {
        f"attribute:{one.name}": short(one.name, 40)
        for one in held.attributes
        if one.of_journey and 1 < one.distinct_values <= 10 * MOST_VALUES
    }

"""Changes of the channel in words and as a table."""

from __future__ import annotations

import pandas as pd

from journey.analyses.channel_switches import ChannelSwitches, Move
from journey.analyses.interval import MINIMUM_N
from journey.text import _, ngettext
from journey.text.format import percent
from journey.text.short import short

__all__ = ["channels_answer", "commonest_move", "move_table"]


def channels_answer(found: ChannelSwitches) -> str:
    """How many journeys change the channel, from where to where most, and how that ends; there is a channel."""
    if not found.switches:
        n = len(found.channels)
        return ngettext(
            "All events are in one channel, {name}.", "No journey changes its channel; there are {n} channels.", n
        ).format(n=n, name=short(found.channels[0].name))
    share = percent(found.switching.value)
    top = commonest_move(found)
    if not top.by_customer:
        return _("{share} of the journeys change the channel.").format(share=share)
    told = any(move.by_customer < move.moves for move in found.moves)
    words = {"share": share, "source": short(top.source, 30), "target": short(top.target, 30)}
    if top.conversion.value is None or top.conversion.n < MINIMUM_N:
        return _("{share} of the journeys change the channel, most often from {source} to {target}.").format(**words)
    sentence = (
        _("{share} of the journeys change the channel; customers themselves go most from {source} to {target}, "
          "and {reached} of them then reach the goal in time.")
        if told
        else _("{share} of the journeys change the channel, most often from {source} to {target}; "
               "{reached} of these then reach the goal in time.")
    )  # fmt: skip
    return sentence.format(**words, reached=percent(top.conversion.value))


def commonest_move(found: ChannelSwitches) -> Move:
    """The move to begin with: the switch that customers make most."""
    return max(found.moves, key=lambda move: (move.source != move.target, move.by_customer, move.moves))


def move_table(found: ChannelSwitches) -> pd.DataFrame:
    """Every move, the commonest first."""
    return pd.DataFrame(
        {
            _("From"): [m.source for m in found.moves],
            _("To"): [m.target for m in found.moves],
            _("Moves"): [m.moves for m in found.moves],
            _("Journeys"): [m.journeys for m in found.moves],
            _("Share of departures"): [m.share for m in found.moves],
            _("By the customer"): [m.by_customer for m in found.moves],
            _("Median wait (s)"): [m.wait_median_s for m in found.moves],
            _("p90 wait (s)"): [m.wait_p90_s for m in found.moves],
            _("Conversion"): [m.conversion.value for m in found.moves],
            _("Mature journeys"): [m.conversion.n for m in found.moves],
        }
    )

"""The touchpoints of each stage: how often they occur there, and what was planned for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from journey.analyses.assisted import assisted_channels
from journey.analyses.interval import wilson
from journey.model import BLANK, Interval
from journey.store.selection import Selection

__all__ = ["Contact", "contacts_of", "staged", "switches_of"]


@dataclass(frozen=True)
class Contact:
    """A touchpoint of a stage.

    Attributes
    ----------
    id : int
    channel : str or None
        The one that most of its events use.
    floating : bool
        Whether it takes the stage of the event before it, and so may stand in several stages.
    late : Interval
        Departures from it that waited longer than its target / its departures; blank without a target.
    """

    id: int
    name: str
    events: int
    channel: str | None
    moment_of_truth: bool
    floating: bool
    target_wait_s: float | None
    late: Interval


def staged(folded: Selection, unfolded: Selection) -> str:
    """The events in scope, each with the stage it counts to: its touchpoint's, or that of the visit it falls into."""
    if not unfolded.run("SELECT 1 FROM touchpoint WHERE floating LIMIT 1"):
        return f"(SELECT e.*, t.stage FROM {unfolded.events} e JOIN touchpoint t ON t.id = e.node)"
    return f"""(
        SELECT e.*, CASE WHEN t.floating THEN v.node ELSE t.stage END AS stage
        FROM {unfolded.events} e JOIN touchpoint t ON t.id = e.node
        LEFT JOIN {folded.linked} v
            ON t.floating AND v.journey = e.journey AND e.position >= v.position AND e.position < v.until
    )"""


def contacts_of(folded: Selection, unfolded: Selection) -> tuple[dict[int, list[Contact]], dict[int, Interval]]:
    """Stage -> its touchpoints; and the share of the departures from those with a target that waited longer."""
    rows = unfolded.run(
        f"""
        WITH used AS (
            SELECT e.stage, e.node, e.channel, count(*) AS events,
                   count(*) FILTER (e.next >= 0) AS departures,
                   count(*) FILTER (e.next >= 0 AND e.wait > 1e6 * t.target_wait_s) AS late
            FROM {staged(folded, unfolded)} e JOIN touchpoint t ON t.id = e.node
            WHERE e.stage IS NOT NULL GROUP BY e.stage, e.node, e.channel
        )
        SELECT u.stage, t.id, t.name, sum(u.events) AS events, arg_max(c.name, (u.events, -c.id)), t.moment_of_truth,
               t.floating, t.target_wait_s, sum(u.late), sum(u.departures)
        FROM used u JOIN touchpoint t ON t.id = u.node LEFT JOIN channel c ON c.id = u.channel
        GROUP BY u.stage, t.id, t.name, t.moment_of_truth, t.floating, t.target_wait_s
        ORDER BY events DESC, t.name
        """
    )
    contacts: dict[int, list[Contact]] = defaultdict(list)
    of_stages: dict[int, Interval] = {}
    for stage, number, name, events, channel, truth, floating, target, late, departures in rows:
        held = wilson(int(late), int(departures)) if target is not None else BLANK
        contacts[stage].append(Contact(number, name, int(events), channel, truth, floating, target, held))
        of_stages[stage] = _together(of_stages.get(stage, BLANK), held)
    return contacts, of_stages


def _together(one: Interval, other: Interval) -> Interval:
    cases = [round((part.value or 0.0) * part.n) for part in (one, other)]
    return wilson(sum(cases), one.n + other.n)


def switches_of(folded: Selection, unfolded: Selection) -> dict[int, tuple[Interval, Interval]]:
    """Stage -> share of departures that change the channel, and of those from self-service to an assisted one.

    Empty where the log has fewer than two channels.
    """
    ((channels,),) = unfolded.run("SELECT count(*) FROM channel")
    if channels < 2:
        return {}
    rows = unfolded.run(
        f"""
        WITH stepped AS (
            SELECT stage, channel, next,
                   lead(channel, 1, -1) OVER (PARTITION BY journey ORDER BY position) AS onward
            FROM {staged(folded, unfolded)}
        ), moved AS (
            SELECT stage, channel <> onward AS switched,
                   channel NOT IN (SELECT unnest(?::INTEGER[])) AND onward IN (SELECT unnest(?::INTEGER[])) AS forced
            FROM stepped WHERE next >= 0 AND channel >= 0 AND onward >= 0 AND stage IS NOT NULL
        )
        SELECT stage, count(*), count(*) FILTER (switched), count(*) FILTER (forced) FROM moved GROUP BY stage
        """,
        [assisted_channels(unfolded)] * 2,
    )
    return {stage: (wilson(switched, n), wilson(forced, n)) for stage, n, switched, forced in rows}

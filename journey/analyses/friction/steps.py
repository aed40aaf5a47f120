"""The steps of journeys, told so that frictions can be compared at the moment they begin."""

from __future__ import annotations

import json
from dataclasses import dataclass

from journey.analyses.assisted import assisted_channels, contact_touchpoints, is_contact
from journey.store.dialect import quantile, quote
from journey.store.selection import Selection
from journey.store.side_stages import side_stages

__all__ = ["BANDS_S", "GROUPS", "Steps", "lay_steps"]

BANDS_S = (600, 3600, 86_400, 3 * 86_400, 7 * 86_400, 14 * 86_400)
"""Upper bounds of the bands of time since the journey began, in seconds; the last band has none."""

GROUPS = 256
"""Customers are dealt into so many groups by chance; the bootstrap draws groups."""

AGAIN_US = 7 * 86_400 * 1_000_000


@dataclass(frozen=True)
class Steps:
    """What was laid: temporary tables on the cursor of the selection.

    Attributes
    ----------
    names : dict
        Node -> name.
    stages : dict
        Node -> name of its stage, or None.
    attributes : tuple of str
        The attributes that affected and compared journeys share.
    has_wait_targets : bool
    """

    names: dict[int, str]
    stages: dict[int, str | None]
    attributes: tuple[str, ...]


def lay_steps(selection: Selection, attributes: tuple[str, ...] = ()) -> Steps:
    """Lay the table ``step``: one row for each event of the mature journeys in scope.

    Columns: journey, position, dealt (group of the customer), customer, node, channel, time, next (-1 at the end),
    visit (1, 2, 3), band, extra (values of the chosen attributes), wait, done (the journey completes, late or not:
    friction slows by nature, and slow alone is not lost), before (the end is not decided yet), and what happened then:
    turns (next is met for the first time, and is no end), again (comes back here), back (to an earlier stage), returns
    (A-B-A), third (there is an event after the next), switched, forced, over (waits longer than the target), settled
    (after the wait as much time is left as the horizon gives), contact, recontact, watched (seven days are left).
    """
    _lay_nodes(selection)
    _lay_targets(selection)
    (end, horizon) = _clock(selection)
    extra = _extra(selection, attributes)
    bands = " ".join(f"WHEN elapsed < {bound * 1_000_000} THEN {i}" for i, bound in enumerate(BANDS_S))
    selection.run(
        f"""
        CREATE OR REPLACE TEMP TABLE step AS
        WITH known AS (
            SELECT j.id, hash(k.customer) AS customer, k.started, j.cut, j.outcome = 0 AS done,
                   CASE j.outcome WHEN 0 THEN j.goal_position WHEN 1 THEN j.exit_position + 1 ELSE 2147483647 END
                       AS decided
            FROM {selection.journeys} j JOIN journey k ON k.id = j.id WHERE j.mature AND j.outcome < 4
        ), linked AS (
            SELECT *, lead(first_visit, 1, false) OVER w AS next_first, lead(channel, 1, -1) OVER w AS next_channel,
                   lead(by_company, 1, true) OVER w AS next_company, lead(next, 1, -1) OVER w AS next_next
            FROM {selection.events} WINDOW w AS (PARTITION BY journey ORDER BY position)
        ), numbered AS (
            SELECT journey, position, 1 AS visit FROM linked WHERE first_visit
            UNION ALL
            SELECT journey, position,
                   least(3, 1 + row_number() OVER (PARTITION BY journey, node ORDER BY position)) AS visit
            FROM linked WHERE NOT first_visit
        ), contacts AS (
            SELECT e.journey, e.position,
                   lead(e.time, 1, TIMESTAMP '9999-01-01') OVER (PARTITION BY e.journey ORDER BY e.position)
                       AS next_time
            FROM {selection.events} e JOIN spot s ON s.id = e.node WHERE s.contact
        ), returned AS (
            SELECT l.journey, l.node FROM linked l JOIN known k ON k.id = l.journey
            WHERE NOT l.first_visit AND l.position < k.decided GROUP BY l.journey, l.node
        ), told AS (
            SELECT l.journey, l.position, k.customer % {GROUPS} AS dealt, k.customer, l.node, l.channel, l.time, l.next,
                   n.visit, l.wait, k.done, l.position < k.decided AS before, l.until < k.decided AS before_next,
                   CASE WHEN k.cut THEN NULL ELSE date_diff('microsecond', k.started, l.time) END AS elapsed,
                   l.first_visit, l.next_first, l.next_channel, l.next_next, l.by_company OR l.next_company AS company,
                   l.until
            FROM linked l JOIN known k ON k.id = l.journey
            JOIN numbered n ON n.journey = l.journey AND n.position = l.position
        )
        SELECT t.journey, t.position, t.dealt, t.customer, t.node, t.channel, t.time, t.next, t.visit, t.wait, t.done,
               t.before, t.first_visit, {extra} AS extra,
               CASE WHEN elapsed IS NULL THEN -1 {bands} ELSE {len(BANDS_S)} END AS band,
               t.next_first AND t.before_next AS turns,
               t.until,
               r.journey IS NOT NULL AS again,
               coalesce(a.ordinal > b.ordinal AND t.before_next, false) AS back,
               t.next >= 0 AND t.next <> t.node AND t.next_next = t.node AND t.before_next AS returns,
               t.next_next >= 0 AS third,
               t.next >= 0 AND NOT t.company AND t.next_channel <> t.channel AND t.channel >= 0
                   AND t.next_channel >= 0 AND t.before_next AS switched,
               coalesce(NOT c.assisted AND d.assisted, false) AS forced,
               coalesce(t.wait > g.seconds * 1e6, false) AS over,
               g.seconds IS NOT NULL AND t.time + to_microseconds(t.wait) <= TIMESTAMP '{end}'
                   - to_microseconds({horizon}) AS settled,
               o.journey IS NOT NULL AS contact,
               coalesce(date_diff('microsecond', t.time, o.next_time) <= {AGAIN_US}, false) AS recontact,
               t.time <= TIMESTAMP '{end}' - to_microseconds({AGAIN_US}) AS watched
        FROM told t
        LEFT JOIN spot a ON a.id = t.node LEFT JOIN spot b ON b.id = t.next
        LEFT JOIN lane c ON c.id = t.channel LEFT JOIN lane d ON d.id = t.next_channel
        LEFT JOIN wait_target g ON g.source = t.node AND g.target = t.next
        LEFT JOIN returned r ON r.journey = t.journey AND r.node = t.node
        LEFT JOIN contacts o ON o.journey = t.journey AND o.position = t.position
        {"LEFT JOIN journey_attribute q ON q.journey = t.journey" if attributes else ""}
        """
    )
    rows = selection.run("SELECT id, name, stage FROM spot ORDER BY id")
    return Steps({node: name for node, name, _s in rows}, {node: stage for node, _n, stage in rows}, attributes)


def _lay_nodes(selection: Selection) -> None:
    """``spot``: nodes with the order of their stage (none beside the journey); ``lane``: channels, assisted or not."""
    side = side_stages(selection)
    contacts = set(contact_touchpoints(selection))
    rows = selection.run(
        f"""SELECT n.id, n.name, s.name, s.ordinal, t.id IS NOT NULL
            FROM {selection.nodes} n LEFT JOIN stage s ON s.id = n.stage
            LEFT JOIN touchpoint t ON t.id = n.id AND t.name = n.name ORDER BY n.id"""
    )
    selection.run(
        """CREATE OR REPLACE TEMP TABLE spot
           (id INTEGER, name VARCHAR, stage VARCHAR, ordinal INTEGER, contact BOOLEAN)"""
    )
    spots = [
        [node, name, stage, None if stage in side else ordinal, node in contacts if own else is_contact(name)]
        for node, name, stage, ordinal, own in rows
    ]
    if spots:
        selection.cursor.executemany("INSERT INTO spot VALUES (?, ?, ?, ?, ?)", spots)
    assisted = set(assisted_channels(selection))
    lanes = [[channel, channel in assisted] for (channel,) in selection.run("SELECT id FROM channel ORDER BY id")]
    selection.run("CREATE OR REPLACE TEMP TABLE lane (id INTEGER, assisted BOOLEAN)")
    if lanes:
        selection.cursor.executemany("INSERT INTO lane VALUES (?, ?)", lanes)


def _lay_targets(selection: Selection) -> None:
    """``wait_target``: seconds for each transition; what people set, or p90 in completed journeys of the whole log."""
    # At another level waits are those of the folded events; what people set by touchpoint then says nothing.
    selection.run(
        f"""
        CREATE OR REPLACE TEMP TABLE wait_target AS
        WITH usual AS (
            SELECT e.node AS source, e.next AS target, {quantile("e.wait", 0.9)} / 1e6 AS seconds
            FROM {selection.linked} e JOIN journey j ON j.id = e.journey AND j.outcome = 0
            WHERE e.next >= 0 AND e.position < j.goal_position GROUP BY e.node, e.next
        )
        SELECT u.source, u.target, coalesce(p.seconds, a.target_wait_s, u.seconds) AS seconds
        FROM usual u JOIN {selection.nodes} s ON s.id = u.source JOIN {selection.nodes} t ON t.id = u.target
        LEFT JOIN touchpoint a ON a.id = u.source AND a.name = s.name
        LEFT JOIN friction_target p ON p.source = s.name AND p.target = t.name
        """
    )


def _clock(selection: Selection) -> tuple[str, int]:
    """The observed end, and the horizon in microseconds."""
    rows = dict(selection.run("SELECT key, value FROM definition"))
    applied = json.loads(rows["applied"])
    return applied["observed_end"], round((applied["horizon_s"] or 0.0) * 1e6)


def _extra(selection: Selection, attributes: tuple[str, ...]) -> str:
    """The chosen attributes of a journey, as one text."""
    if not attributes:
        return "''"
    known = dict(selection.run("SELECT name, id FROM attribute WHERE of_journey"))
    columns = [f"coalesce(CAST(q.{quote(f'a{known[name]}')} AS VARCHAR), '')" for name in attributes if name in known]
    return " || chr(31) || ".join(columns) or "''"

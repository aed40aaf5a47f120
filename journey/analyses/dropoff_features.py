"""What was known of journeys when they came to a step: groups of them, and how many of each fell out there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from journey.analyses.funnel_attempts import node_ids
from journey.analyses.funnel_question import Funnel
from journey.store.attributes import VALUES_AT_MOST, of_events_too
from journey.store.dialect import quantile, quote
from journey.store.selection import Selection

__all__ = ["Count", "attribute_join", "counts", "lay_arrived"]


@dataclass(frozen=True)
class Count:
    """A group of the entries that came to the step.

    Attributes
    ----------
    lost, n, customers : int
        Lost there, all, and their customers.
    of_lost, of_n, of_customers : int
        The same of all entries of which it is known whether they belong to the group; itself included.
    """

    kind: Any
    name: str
    value: str
    lost: int
    n: int
    customers: int
    of_lost: int
    of_n: int
    of_customers: int


def counts(selection: Selection, question: Funnel, step: int) -> tuple[int, int, list[Count]]:
    """Lost at the step, came there, and the groups of those, from the table `attempt`."""
    lay_arrived(selection, question, step)
    lost, n = selection.run("SELECT count(*) FILTER (lost), count(*) FROM arrived")[0]
    if not n:
        return 0, 0, []
    found = [
        *_attributes(selection),
        *_values(selection, "channel", "", "c.name", f"""
            JOIN {selection.linked} e ON e.journey = a.journey AND e.position = a.position
            JOIN channel c ON c.id = e.channel"""),
        *_values(selection, "month", "", "strftime(a.came, '%Y-%m')", ""),
        *(_slow(selection) if question.order == "sequential" else ()),
        *_visits(selection, question, step),
    ]  # fmt: skip
    return lost, n, found


def lay_arrived(selection: Selection, question: Funnel, step: int) -> None:
    """Make the table `arrived` from `attempt`: the entries that came to a step, each with whether it was lost there.

    Columns: arrival, journey, customer, position, lost, never (lost, and the next step never came), wait (microseconds
    from the step before), came (when).
    """
    required = [k for k in range(len(question.steps)) if k not in question.optional]
    after = min(k for k in required if k > step)
    before = max((k for k in required if k < step), default=0)
    selection.cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE arrived AS
        SELECT row_number() OVER (ORDER BY a.journey, a.entry) AS arrival, a.journey, j.customer,
               a.p{step} AS position, a.p{after} IS NULL AS lost, l.journey IS NULL AND a.p{after} IS NULL AS never,
               a.d{step} - a.d{before} AS wait, a.time + to_microseconds(a.d{step}) AS came
        FROM attempt a JOIN journey j ON j.id = a.journey
        LEFT JOIN (
            SELECT DISTINCT b.journey, b.entry FROM attempt b JOIN {selection.events} e
              ON e.journey = b.journey AND e.position > b.p{step} AND e.position < b.bound
            WHERE e.node IN (SELECT unnest(?::INTEGER[]))
        ) l ON l.journey = a.journey AND l.entry = a.entry
        WHERE a.p{step} IS NOT NULL
        """,
        [node_ids(selection, question.steps[after])],
    )


def _values(selection: Selection, kind: str, name: str, value: str, join: str, lost: str = "lost") -> list[Count]:
    rows = selection.run(
        f"""
        WITH valued AS (
            SELECT CAST({value} AS VARCHAR) AS value, a.{lost} AS lost, a.customer
            FROM arrived a {join} WHERE {value} IS NOT NULL
        ), whole AS (
            SELECT count(*) FILTER (lost) AS lost, count(*) AS n, count(DISTINCT customer) AS customers FROM valued
        )
        SELECT v.value, count(*) FILTER (v.lost), count(*), count(DISTINCT v.customer),
               any_value(w.lost), any_value(w.n), any_value(w.customers)
        FROM valued v CROSS JOIN whole w GROUP BY v.value ORDER BY v.value
        """
    )
    return [Count(kind, name, *row) for row in rows] if len(rows) <= VALUES_AT_MOST else []


def _attributes(selection: Selection) -> list[Count]:
    found = []
    for number, name, of_journey in of_events_too(selection.cursor, known=True):
        found += _values(selection, "attribute", name, "t.value", attribute_join(number, of_journey=of_journey))
    return found


def attribute_join(number: int, *, of_journey: bool) -> str:
    """SQL that joins the value of an attribute as t.value to the arrivals a: of events, what the last of them said."""
    column = quote(f"a{number}")
    if of_journey:
        return f"JOIN (SELECT journey, {column} AS value FROM journey_attribute) t ON t.journey = a.journey"
    return f"""JOIN (
            SELECT b.arrival, arg_max(d.{column}, d.position) AS value
            FROM arrived b JOIN event_detail d ON d.journey = b.journey AND d.position <= b.position
            WHERE d.{column} IS NOT NULL GROUP BY b.arrival
        ) t ON t.arrival = a.arrival"""


def _slow(selection: Selection) -> list[Count]:
    (limit,) = selection.run(f"SELECT {quantile('wait', 0.75)} / 1e6 FROM arrived")[0]
    if not limit:
        return []
    rows = _values(selection, "slow", "", f"a.wait > {float(limit) * 1e6:.0f}", "", "never")
    return [
        Count("slow", "", f"{limit:g}", one.lost, one.n, one.customers, one.of_lost, one.of_n, one.of_customers)
        for one in rows
        if one.value == "true"
    ]


def _visits(selection: Selection, question: Funnel, step: int) -> list[Count]:
    """Who had been where before; the steps of the funnel itself only where they came again."""
    own = [name for n in range(step + 1) if n not in question.optional for name in question.steps[n]]
    alternatives = {name for n in range(step + 1) for name in question.steps[n] if len(question.steps[n]) > 1}
    rows = selection.run(
        f"""
        WITH whole AS (
            SELECT count(*) FILTER (lost) AS lost, count(*) AS n, count(DISTINCT customer) AS customers FROM arrived
        ), visited AS (
            SELECT a.arrival, e.node, any_value(a.lost) AS lost, any_value(a.customer) AS customer, count(*) AS visits
            FROM arrived a JOIN {selection.events} e ON e.journey = a.journey AND e.position < a.position
            GROUP BY a.arrival, e.node
        ), grouped AS (
            SELECT node, 'visited' AS kind, * EXCLUDE (node) FROM visited
            UNION ALL SELECT node, 'repeated' AS kind, * EXCLUDE (node) FROM visited WHERE visits > 1
        )
        SELECT g.kind, t.name, count(*) FILTER (g.lost), count(*), count(DISTINCT g.customer),
               any_value(w.lost), any_value(w.n), any_value(w.customers)
        FROM grouped g JOIN {selection.nodes} t ON t.id = g.node CROSS JOIN whole w
        GROUP BY g.kind, t.name ORDER BY g.kind DESC, t.name
        """
    )
    built = set(own) - alternatives
    return [Count(kind, name, "", *row) for kind, name, *row in rows if not (kind == "visited" and name in built)]

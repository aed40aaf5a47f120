"""Twins: two real journeys, the same until a moment, one of them affected by something and one not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from journey.analyses.friction.telling import BANDS_S
from journey.model import Outcome
from journey.store.attributes import of_journeys
from journey.store.dialect import quote
from journey.store.outcomes import OUTCOMES
from journey.store.selection import Selection

__all__ = ["Twin", "Twins", "lay_pairs", "pairs_before", "twins"]

MOST_AFFECTED, MOST_COMPARED = 2_000, 6_000
"""So many of each are looked at; more would only cost time."""


@dataclass(frozen=True)
class Twin:
    """One of the two.

    Attributes
    ----------
    position : int
        Of the event at which the moment is.
    """

    key: str
    position: int
    outcome: Outcome | None


@dataclass(frozen=True)
class Twins:
    """Two journeys that came the same way, touchpoint by touchpoint, to the same place in a similar time.

    Attributes
    ----------
    steps : int
        Events in common, that of the moment included.
    alike : tuple of str
        Attributes in which they are equal as well.
    """

    affected: Twin
    other: Twin
    steps: int
    alike: tuple[str, ...]


def lay_pairs(selection: Selection, rows: str, values: list[Any]) -> None:
    """Lay the table ``moment`` for `twins`.

    Parameters
    ----------
    rows : str
        A query whose rows are (journey, position, hit, done): the event of the moment, whether the journey was affected
        then, and whether it ended well. Compared are journeys about as long since their start (`BANDS_S`).
    values : list
        What to bind in it.
    """
    band = " + ".join(f"(e.time - j.started > to_seconds({bound}))::INTEGER" for bound in BANDS_S)
    selection.cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE moment AS
        SELECT 0 AS place, {band} AS moment, r.journey, r.position, r.hit, r.done
        FROM ({rows}) r JOIN journey j ON j.id = r.journey
        JOIN {selection.linked} e ON e.journey = r.journey AND e.position = r.position
        """,
        values,
    )


def pairs_before(selection: Selection, came: str, others: str) -> str:
    """The rows of `lay_pairs` where one comes to a touchpoint and the other does not: the event before it, against any
    event of the others at the same touchpoint.

    Parameters
    ----------
    came, others : str
        Queries of (journey, position, done): where the first of them comes, and until where the others are looked at.
    """
    return f"""
        WITH came AS ({came}), others AS ({others}),
        before AS (
            SELECT c.journey, max(e.position) AS position, arg_max(e.node, e.position) AS node,
                   any_value(c.done) AS done
            FROM came c JOIN {selection.linked} e ON e.journey = c.journey AND e.position < c.position
            GROUP BY c.journey
        )
        SELECT journey, position, true AS hit, done FROM before
        UNION ALL
        SELECT o.journey, e.position, false, o.done
        FROM others o JOIN {selection.linked} e ON e.journey = o.journey AND e.position < o.position
        WHERE e.node IN (SELECT node FROM before)"""


def twins(selection: Selection, *, most: int = 3, better: bool = False) -> tuple[Twins, ...]:
    """Pairs at the first place of the table ``moment`` (`lay_pairs`, or `friction.moments.lay_moments`).

    Preferred are pairs that differ in their end the way the claim says, then those equal in most attributes,
    then short ones. No journey is in two pairs.

    Parameters
    ----------
    better : bool
        The claim says that the affected end well more often.
    """
    told = "a.done AND NOT b.done" if better else "NOT a.done AND b.done"
    known = of_journeys(selection.cursor)
    equal = [f"coalesce(x.{quote(f'a{n}')} = y.{quote(f'a{n}')}, false)" for n in known]
    score = " + ".join(f"{one}::INTEGER" for one in equal) or "0"
    joins = (
        "LEFT JOIN journey_attribute x ON x.journey = a.journey LEFT JOIN journey_attribute y ON y.journey = b.journey"
        if known
        else ""
    )
    rows = selection.run(
        f"""
        WITH chosen AS (
            SELECT *, row_number() OVER (PARTITION BY hit ORDER BY hash(journey), position) AS turn
            FROM moment WHERE place = 0
        ), some_of_them AS (
            SELECT * FROM chosen WHERE turn <= CASE WHEN hit THEN {MOST_AFFECTED} ELSE {MOST_COMPARED} END
        ), came AS (
            SELECT m.journey, m.moment, m.hit, m.done, m.position, count(*) AS steps,
                   hash(list(e.node ORDER BY e.position)) AS way
            FROM some_of_them m JOIN {selection.linked} e ON e.journey = m.journey AND e.position <= m.position
            GROUP BY ALL
        ), thinned AS (
            SELECT *, row_number() OVER (PARTITION BY moment, way, hit, done ORDER BY hash(journey)) AS turn FROM came
        ), pairs AS (
            SELECT a.journey AS a, b.journey AS b, a.position AS a_at, b.position AS b_at, a.steps,
                   ({told})::INTEGER AS told, {score} AS alike,
                   [{", ".join(equal)}] AS which, abs(a.steps - 4) AS length
            FROM thinned a JOIN thinned b ON b.moment = a.moment AND b.way = a.way AND a.hit AND NOT b.hit
             AND a.journey <> b.journey
            {joins}
            WHERE a.turn <= 12 AND b.turn <= 12
        )
        SELECT p.a, p.b, a_at, b_at, p.steps, which, j.key, k.key, j.outcome, k.outcome
        FROM pairs p JOIN journey j ON j.id = p.a JOIN journey k ON k.id = p.b
        ORDER BY told DESC, alike DESC, length + j.events + k.events, p.a, p.b LIMIT 200
        """
    )
    names = list(known.values())
    seen: set[int] = set()
    found = []
    for a, b, a_at, b_at, steps, which, a_key, b_key, a_end, b_end in rows:
        if {a, b} & seen:
            continue
        seen |= {a, b}
        alike = tuple(name for name, same in zip(names, which, strict=True) if same)
        found.append(Twins(Twin(a_key, a_at, _outcome(a_end)), Twin(b_key, b_at, _outcome(b_end)), steps, alike))
        if len(found) == most:
            break
    return tuple(found)


def _outcome(number: int) -> Outcome | None:
    return OUTCOMES[number] if number < len(OUTCOMES) else None

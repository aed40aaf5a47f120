"""Twins: two real journeys, the same until a moment, one of them affected by a friction and one not."""

from __future__ import annotations

from dataclasses import dataclass

from journey.model import Outcome
from journey.store.dialect import quote
from journey.store.outcomes import OUTCOMES
from journey.store.selection import Selection

__all__ = ["Twin", "Twins", "twins"]

MOST_AFFECTED, MOST_COMPARED = 2_000, 6_000
"""So many of each are looked at; more would only cost time."""
VALUES_AT_MOST = 50


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


def twins(selection: Selection, *, most: int = 3) -> tuple[Twins, ...]:
    """Pairs at the first place of the table ``moment`` (`moments.lay_moments`).

    Preferred are pairs that differ in their end the way the friction says, then those equal in most attributes,
    then short ones. No journey is in two pairs.
    """
    known = selection.run(
        "SELECT id, name FROM attribute WHERE of_journey AND distinct_values BETWEEN 2 AND ? ORDER BY id",
        [VALUES_AT_MOST],
    )
    equal = [f"coalesce(x.{quote(f'a{n}')} = y.{quote(f'a{n}')}, false)" for n, _name in known]
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
                   (NOT a.done AND b.done)::INTEGER AS told, {score} AS alike,
                   [{", ".join(equal)}] AS which, abs(a.steps - 4) AS length
            FROM thinned a JOIN thinned b ON b.moment = a.moment AND b.way = a.way AND a.hit AND NOT b.hit
            {joins}
            WHERE a.turn <= 12 AND b.turn <= 12
        )
        SELECT p.a, p.b, a_at, b_at, p.steps, which, j.key, k.key, j.outcome, k.outcome
        FROM pairs p JOIN journey j ON j.id = p.a JOIN journey k ON k.id = p.b
        ORDER BY told DESC, alike DESC, length + j.events + k.events, p.a, p.b LIMIT 200
        """
    )
    names = [name for _number, name in known]
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

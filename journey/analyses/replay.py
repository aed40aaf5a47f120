"""A sample of journeys to be shown moving: who is where, and when, with what ends them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from journey.errors import WrongInput
from journey.model import Outcome
from journey.scope import Scope
from journey.store.dialect import quote
from journey.store.outcomes import OUTCOMES
from journey.store.score_declarations import read_declarations
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["MOST", "MOST_VALUES", "Moving", "Replay", "Stratum", "allotted", "replay"]

MOST = 2_000
"""Journeys that move at once: as many as a browser draws smoothly."""
MOST_VALUES = 6
"""Values of an attribute that have a colour of their own; the rest share one."""
FEELINGS = 5


@dataclass(frozen=True)
class Moving:
    """One journey of the sample.

    Attributes
    ----------
    started_s : float
        Seconds from the first start in the sample.
    nodes : tuple of int
        Where it goes, at the level of the scope.
    after_s : tuple of float
        When it comes to each of them, in seconds from its own start.
    outcome : Outcome or None
        None in a workspace without a goal.
    group : int
        Which of `Replay.groups` it belongs to.
    """

    key: str
    started_s: float
    nodes: tuple[int, ...]
    after_s: tuple[float, ...]
    outcome: Outcome | None
    group: int


@dataclass(frozen=True)
class Stratum:
    """Journeys of one group with one outcome: how many there are in scope, and how many of them move."""

    group: int
    outcome: Outcome | None
    journeys: int
    sampled: int


@dataclass(frozen=True)
class Replay:
    """A stratified sample of the journeys in scope.

    Attributes
    ----------
    groups : tuple of str
        The names of what tells journeys apart, in the order of their colours; by outcome, its values; by a score, how
        good the last answer was, from the worst fifth of the scale to the best, and then "" for no answer; by an
        attribute its commonest values, and then "" for all others.
    first : float
        The first start in the sample, as seconds since 1970, UTC.
    journeys_shown, journeys_total : int
        In scope, and in the workspace.
    """

    groups: tuple[str, ...]
    strata: tuple[Stratum, ...]
    moving: tuple[Moving, ...]
    first: float
    journeys_shown: int
    journeys_total: int


def replay(workspace: Workspace, scope: Scope, *, colour: str = "outcome", most: int = MOST) -> Replay:
    """Choose the journeys that are shown moving.

    The sample is stratified by outcome and group, each stratum with its share of the sample and at least one journey;
    within a stratum the order of a hash decides, so that the same scope shows the same journeys.

    Parameters
    ----------
    colour : str
        "outcome", "score:NAME" or "attribute:NAME" (of journeys).
    most : int
        So many journeys at most.

    Raises
    ------
    WrongInput
        There is no such score or attribute of journeys.
    """
    with select(workspace, scope) as selection:
        groups, grouped, values = _grouping(selection, colour)
        chosen = f"""
            WITH told AS (
                SELECT j.id, j.outcome, g.grp FROM {selection.journeys} j JOIN ({grouped}) g ON g.journey = j.id
                -- What has no event left at this level cannot move.
                WHERE EXISTS (SELECT 1 FROM {selection.linked} e WHERE e.journey = j.id)
            )"""
        counted = selection.run(
            f"{chosen} SELECT grp, outcome, count(*) FROM told GROUP BY ALL ORDER BY grp, outcome", values
        )
        shares = allotted([row[2] for row in counted], most)
        strata = tuple(
            Stratum(group, _outcome(outcome), journeys, sampled)
            for (group, outcome, journeys), sampled in zip(counted, shares, strict=True)
        )
        quota = ", ".join(
            f"({group}, {outcome}, {n})" for (group, outcome, _all), n in zip(counted, shares, strict=True)
        )
        rows = (
            selection.run(
                f"""{chosen}, quota(grp, outcome, room) AS (VALUES {quota}), ranked AS (
                    SELECT t.*, row_number() OVER (
                        PARTITION BY t.grp, t.outcome ORDER BY md5(CAST(t.id AS VARCHAR)), t.id
                    ) AS place FROM told t
                ), sampled AS (
                    SELECT r.id, r.outcome, r.grp FROM ranked r JOIN quota q USING (grp, outcome)
                    WHERE r.place <= q.room
                )
                SELECT j.key, epoch(j.started), s.outcome, s.grp,
                       list(e.node ORDER BY e.position), list(epoch(e.time) - epoch(j.started) ORDER BY e.position)
                FROM sampled s JOIN journey j ON j.id = s.id JOIN {selection.linked} e ON e.journey = s.id
                GROUP BY s.id, j.key, j.started, s.outcome, s.grp ORDER BY j.started, s.id
                """,
                values,
            )
            if quota
            else []
        )
        (shown,) = selection.run(f"SELECT count(*) FROM {selection.journeys}")[0]
        (total,) = selection.run("SELECT count(*) FROM journey")[0]
    first = rows[0][1] if rows else 0.0
    return Replay(
        groups=groups,
        strata=strata,
        moving=tuple(
            Moving(key, started - first, tuple(nodes), tuple(after), _outcome(outcome), group)
            for key, started, outcome, group, nodes, after in rows
        ),
        first=first,
        journeys_shown=shown,
        journeys_total=total,
    )


def allotted(sizes: list[int], most: int) -> list[int]:
    """How many of each stratum are taken: in proportion (largest remainders), at least one of each that has any.

    Examples
    --------
    >>> allotted([600, 300, 99, 1], 100)
    [60, 30, 9, 1]
    >>> allotted([3, 2], 100)
    [3, 2]
    >>> sum(allotted([997, 1, 1, 1], 10))
    10
    """
    total = sum(sizes)
    if total <= most:
        return list(sizes)
    exact = [size * most / total for size in sizes]
    taken = [max(1, math.floor(share)) if size else 0 for share, size in zip(exact, sizes, strict=True)]
    by_remainder = sorted(range(len(sizes)), key=lambda i: (taken[i] - exact[i], i))
    while sum(taken) < most:
        for i in by_remainder:
            if sum(taken) < most and taken[i] < sizes[i]:
                taken[i] += 1
    while sum(taken) > most:
        largest = max(range(len(taken)), key=taken.__getitem__)
        if taken[largest] == 1:
            break
        taken[largest] -= 1
    return taken


def _outcome(number: int) -> Outcome | None:
    return OUTCOMES[number] if number < len(OUTCOMES) else None


def _grouping(selection: Selection, colour: str) -> tuple[tuple[str, ...], str, list[Any]]:
    """The groups' names, a query (journey, grp) for every journey in scope, and what to bind in it."""
    kind, _colon, name = colour.partition(":")
    if kind == "outcome":
        sql = f"SELECT id AS journey, least(outcome, {len(OUTCOMES)}) AS grp FROM {selection.journeys}"
        return (*OUTCOMES, ""), sql, []
    if kind == "score":
        return _by_score(selection, name)
    return _by_attribute(selection, name)


def _by_score(selection: Selection, name: str) -> tuple[tuple[str, ...], str, list[Any]]:
    score = next((one for one in read_declarations(selection.cursor) if one.score == name), None)
    if score is None:
        raise WrongInput(_("This log has no score {name}.").format(name=repr(name)), _("Choose one of its scores."))
    part = "(a.value - ?) / nullif(? - ?, 0)"
    share = part if score.high_is_good else f"1 - {part}"
    sql = f"""
        SELECT j.id AS journey, coalesce(arg_max(
            least({FEELINGS - 1}, CAST(floor(coalesce({share}, 0.5) * {FEELINGS}) AS INTEGER)), a.position
        ), {FEELINGS}) AS grp
        FROM {selection.journeys} j LEFT JOIN answer a
            ON a.journey = j.id AND a.value BETWEEN ? AND ? AND a.score = (SELECT id FROM score WHERE name = ?)
        GROUP BY j.id"""
    names = (_("very bad"), _("bad"), _("neither"), _("good"), _("very good"), "")
    return names, sql, [score.low, score.high, score.low, score.low, score.high, name]


def _by_attribute(selection: Selection, name: str) -> tuple[tuple[str, ...], str, list[Any]]:
    found = selection.run("SELECT id FROM attribute WHERE name = ? AND of_journey", [name])
    if not found:
        raise WrongInput(
            _("This log has no attribute {name} of journeys.").format(name=repr(name)),
            _("Choose one of its attributes, a score or the outcome."),
        )
    column = quote(f"a{found[0][0]}")
    values = [
        row[0]
        for row in selection.run(
            f"""SELECT CAST(a.{column} AS VARCHAR) AS value, count(*) AS n
                FROM journey_attribute a JOIN {selection.journeys} j ON j.id = a.journey
                WHERE a.{column} IS NOT NULL GROUP BY value ORDER BY n DESC, value LIMIT {MOST_VALUES}"""
        )
    ]
    sql = f"""
        SELECT j.id AS journey, coalesce(v.place, {len(values)}) AS grp
        FROM {selection.journeys} j LEFT JOIN journey_attribute a ON a.journey = j.id
        LEFT JOIN (
            SELECT unnest(?::VARCHAR[]) AS value, unnest(range(?)) AS place
        ) v ON v.value = CAST(a.{column} AS VARCHAR)"""
    return (*values, ""), sql, [values, len(values)]

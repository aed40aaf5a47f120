"""What people declare of the scores of a log: scale, direction, method; guessed until they do."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

import duckdb
import numpy as np

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import number

__all__ = [
    "Declaration",
    "Method",
    "Spread",
    "StaleDeclaration",
    "declarations",
    "declare",
    "guess",
    "read_declarations",
    "usual",
]

ENOUGH = 30
"""So many answers say something about the end of a scale that nobody reached."""


class Method(StrEnum):
    """How answers become one figure (docs/definitions.md: scores)."""

    NPS = "nps"
    CSAT = "csat"
    CES2 = "ces2"
    CES1 = "ces1"
    MEAN = "mean"
    SHARE = "share"

    @property
    def scale(self) -> tuple[float, float] | None:
        """The scale it is defined on; None: any."""
        return {Method.NPS: (0.0, 10.0), Method.CSAT: (1.0, 5.0), Method.CES2: (1.0, 7.0), Method.CES1: (1.0, 5.0)}.get(
            self
        )


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """How one score is to be read.

    Attributes
    ----------
    score : str
        Its name in the log.
    low, high : float
        The lowest and the highest answer that could be given. Answers outside count nowhere.
    high_is_good : bool
    method : Method
    good_from : float
        Where answers begin to be good, for the share of good ones: at least that, or at most where low is good.
    relationship : bool
        Asked now and then about the company, so that it belongs to the customer and to no touchpoint.
    invitation : str or None
        The touchpoint that asks for the answer, where the log has one: only then there is a response rate.
    version : int
        0: guessed, nobody said so; else raised with each change.
    """

    score: str
    low: float
    high: float
    high_is_good: bool = True
    method: Method = Method.MEAN
    good_from: float
    relationship: bool = False
    invitation: str | None = None
    version: int = 0

    @property
    def declared(self) -> bool:
        """Whether a person said so."""
        return self.version > 0

    def feeling(self, answer: float) -> float:
        """An answer on the scale of feeling, -2 to +2: linear between the two ends of its own.

        Examples
        --------
        >>> ease = Declaration(score="ces", low=1, high=5, high_is_good=False, good_from=2)
        >>> ease.feeling(1), ease.feeling(3)
        (2.0, 0.0)
        """
        share = (answer - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return 4 * share - 2 if self.high_is_good else 2 - 4 * share


class StaleDeclaration(WrongInput):
    """A declaration that somebody else changed meanwhile."""


@dataclass(frozen=True)
class Spread:
    """Where the answers to a score lie.

    Attributes
    ----------
    least, most : float
        The lowest and the highest.
    most_of_them : tuple of float
        From the 5th to the 95th percentile (values that were given).
    nearly_all : tuple of float
        From the 1st to the 99th.
    answers : int
        How many there are.
    """

    least: float
    most: float
    most_of_them: tuple[float, float]
    nearly_all: tuple[float, float]
    answers: int

    @classmethod
    def of(cls, values: np.ndarray) -> Spread:
        """From the answers themselves.

        >>> Spread.of(np.array([1.0, 2.0, 2.0, 5.0])).nearly_all
        (1.0, 5.0)
        """
        if not len(values):
            return cls(0.0, 0.0, (0.0, 0.0), (0.0, 0.0), 0)
        shares = [0.0, 0.01, 0.05, 0.95, 0.99, 1.0]
        least, p1, p5, p95, p99, most = (float(one) for one in np.quantile(values, shares, method="inverted_cdf"))
        return cls(least, most, (p5, p95), (p1, p99), len(values))


def guess(name: str, given: Spread) -> Declaration:
    """What a score is likely to be: by its name where most answers allow it, else by the first usual scale that holds
    nearly all of them. A slip of the pen does not stretch a scale: it lies outside, and is told.

    Examples
    --------
    >>> def told(*values): return Spread.of(np.array(values, dtype=float))
    >>> guess("NPS", told(2, 9)).method, guess("csat_agent", told(1, 4)).high
    (<Method.NPS: 'nps'>, 5.0)
    >>> guess("stars", told(1, 4)).high, guess("mood", told(-3, 3)).low
    (5.0, -3.0)
    >>> guess("csat", told(*[1, 2, 3, 4, 5] * 50, 55)).high, guess("stars", told(*[1, 2, 3, 4, 5] * 50, 55)).high
    (5.0, 5.0)
    """
    words = re.sub(r"[^a-z0-9а-яё]+", " ", name.lower())
    relationship = bool(re.search(r"relation|rnps|\bannual|\bquarterly", words))
    for pattern, method in _BY_NAME:
        limits = method.scale
        assert limits is not None
        by_number = method is not Method.CES1 or "1" in words
        if not (re.search(pattern, words) and _holds(limits, given.most_of_them if by_number else given.nearly_all)):
            continue
        if not by_number and given.answers < ENOUGH:
            continue
        return usual(name, method, relationship=relationship)
    low, high = next((scale for scale in _USUAL if _holds(scale, given.nearly_all)), (given.least, given.most))
    return Declaration(score=name, low=low, high=high, good_from=_top_two(low, high), relationship=relationship)


def usual(name: str, method: Method, *, relationship: bool = False) -> Declaration:
    """A declaration with the scale that a method is defined on."""
    low, high = method.scale or (1.0, 5.0)
    good = {Method.NPS: 9.0, Method.CSAT: 4.0, Method.CES2: 5.0, Method.CES1: 2.0}.get(method, _top_two(low, high))
    return Declaration(
        score=name, low=low, high=high, high_is_good=method is not Method.CES1, method=method, good_from=good,
        relationship=relationship,
    )  # fmt: skip


# CES 1.0 by its number, or by answers that never leave 1 to 5 where CES 2.0 would go to 7.
_BY_NAME = (
    (r"nps|promot|recommend|рекоменд", Method.NPS),
    (r"csat|satisf|удовлетв", Method.CSAT),
    (r"(?:ces|effort)\D*1", Method.CES1),
    (r"(?:ces|ease)\D*2", Method.CES2),
    (r"effort|усили", Method.CES1),
    (r"\bces|ease|легк", Method.CES2),
)
_USUAL = ((1.0, 5.0), (1.0, 7.0), (0.0, 10.0), (0.0, 100.0))


def _holds(scale: tuple[float, float], answers: tuple[float, float]) -> bool:
    return scale[0] <= answers[0] and answers[1] <= scale[1]


def _top_two(low: float, high: float) -> float:
    """Where the upper two boxes of a scale begin; of a long one, its upper fifth."""
    return high - 1 if 2 < high - low <= 10 else high - 0.2 * (high - low)


def declarations(workspace: Workspace) -> tuple[Declaration, ...]:
    """One for each score of the log, in their order."""
    with workspace.cursor() as cursor:
        return read_declarations(cursor)


def read_declarations(cursor: duckdb.DuckDBPyConnection) -> tuple[Declaration, ...]:
    """The same with a cursor of the caller's."""
    found = cursor.execute("SELECT name FROM score ORDER BY id").fetchall()
    kept = {
        row[0]: Declaration(
            score=row[0], low=row[1], high=row[2], high_is_good=row[3], method=Method(row[4]), good_from=row[5],
            relationship=row[6], invitation=row[7], version=row[8],
        )
        for row in cursor.execute(
            "SELECT score, low, high, high_is_good, method, good_from, relationship, invitation, version"
            " FROM score_declaration"
        ).fetchall()
    }  # fmt: skip
    guessed = [name for (name,) in found if name not in kept]
    spreads = _spreads(cursor, guessed) if guessed else {}
    invitations = _invitations(cursor) if guessed else {}
    return tuple(
        kept.get(name) or replace(guess(name, spreads[name]), invitation=invitations.get(name)) for (name,) in found
    )


def _spreads(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> dict[str, Spread]:
    """Where the answers to these scores lie. Most have few different values, so that counting them is cheap."""
    rows = cursor.execute(
        """
        WITH given AS (
            SELECT score, value, count(*) AS n FROM answer
            WHERE score IN (SELECT id FROM score WHERE name IN (SELECT unnest(?::VARCHAR[])))
            GROUP BY score, value
        ), up_to AS (
            SELECT score, value, sum(n) OVER (PARTITION BY score ORDER BY value) AS upto,
                   sum(n) OVER (PARTITION BY score) AS total
            FROM given
        )
        SELECT s.name, min(u.value), max(u.value), min(u.value) FILTER (u.upto >= 0.05 * u.total),
               min(u.value) FILTER (u.upto >= 0.95 * u.total), min(u.value) FILTER (u.upto >= 0.01 * u.total),
               min(u.value) FILTER (u.upto >= 0.99 * u.total), any_value(u.total)
        FROM up_to u JOIN score s ON s.id = u.score GROUP BY s.name
        """,
        [names],
    ).fetchall()
    none = Spread(0.0, 0.0, (0.0, 0.0), (0.0, 0.0), 0)
    told = {
        name: Spread(least, most, (p5, p95), (p1, p99), int(total))
        for name, least, most, p5, p95, p1, p99, total in rows
    }
    return {name: told.get(name, none) for name in names}


_INVITES = r"(?i)invit|survey|questionnaire|опрос|приглаш|анкет"


def _invitations(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Score -> the touchpoint that seems to ask for it: by its name, and since it comes before nearly every answer."""
    # Most logs have none, and are not read for it.
    asking = [
        number
        for number, name in cursor.execute("SELECT id, name FROM touchpoint ORDER BY id").fetchall()
        if re.search(_INVITES, name)
    ]
    if not asking:
        return {}
    rows = cursor.execute(
        """
        WITH asks AS (
            SELECT journey, node, min(position) AS position FROM event
            WHERE node IN (SELECT unnest(?::INTEGER[])) GROUP BY journey, node
        ), given AS (
            SELECT score, journey, max(position) AS position FROM answer GROUP BY score, journey
        ), total AS (SELECT score, count(*) AS n FROM given GROUP BY score)
        SELECT s.name, t.name
        FROM given g JOIN asks a ON a.journey = g.journey AND a.position < g.position
        JOIN total n ON n.score = g.score JOIN score s ON s.id = g.score JOIN touchpoint t ON t.id = a.node
        GROUP BY s.name, t.name, n.n HAVING count(*) >= 0.8 * n.n ORDER BY count(*), t.name DESC
        """,
        [asking],
    ).fetchall()
    return dict(rows)


def declare(workspace: Workspace, wanted: Declaration) -> None:
    """Keep a declaration; every figure follows.

    Parameters
    ----------
    wanted : Declaration
        Its `version` is the one that was changed: 0 where nobody had declared the score.

    Raises
    ------
    StaleDeclaration
        Somebody else changed it meanwhile; nothing was kept.
    WrongInput
        A scale without length, a method that is defined on another scale, a bound outside the scale.
    """
    _check(wanted)
    with workspace.transaction(definitions=True) as cursor:
        if not cursor.execute("SELECT 1 FROM score WHERE name = ?", [wanted.score]).fetchall():
            raise WrongInput(_("This log has no score {name}.").format(name=repr(wanted.score)))
        held = cursor.execute("SELECT version FROM score_declaration WHERE score = ?", [wanted.score]).fetchall()
        if (held[0][0] if held else 0) != wanted.version:
            raise StaleDeclaration(
                _("Somebody else changed how {name} is read meanwhile; nothing was kept.").format(name=wanted.score),
                _("Look at it anew, and change it again."),
            )
        cursor.execute("DELETE FROM score_declaration WHERE score = ?", [wanted.score])
        cursor.execute(
            "INSERT INTO score_declaration VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [wanted.score, wanted.low, wanted.high, wanted.high_is_good, wanted.method.value, wanted.good_from,
             wanted.relationship, wanted.invitation, wanted.version + 1],
        )  # fmt: skip


def _check(wanted: Declaration) -> None:
    if not wanted.low < wanted.high:
        raise WrongInput(
            _("A scale from {low} to {high} has no length.").format(low=number(wanted.low), high=number(wanted.high)),
            _("Give the lowest answer first."),
        )
    limits = wanted.method.scale
    if limits is not None and (wanted.low, wanted.high) != limits:
        raise WrongInput(
            _("{method} is counted on {low} to {high}, but {name} is on {own_low} to {own_high}.").format(
                method=wanted.method.value.upper(), low=number(limits[0]), high=number(limits[1]), name=wanted.score,
                own_low=number(wanted.low), own_high=number(wanted.high),
            ),
            _("Choose the mean or the share of good answers for it."),
        )  # fmt: skip
    if wanted.method in (Method.NPS, Method.CSAT, Method.CES2) and not wanted.high_is_good:
        raise WrongInput(
            _("With {method}, high is good.").format(method=wanted.method.value.upper()),
            _("Choose the mean or the share of good answers where low is good."),
        )
    if wanted.method is Method.CES1 and wanted.high_is_good:
        raise WrongInput(_("With CES1, low is good: 1 is the least effort."), _("Choose CES2 or the mean."))
    if not wanted.low <= wanted.good_from <= wanted.high:
        raise WrongInput(
            _("Good answers cannot begin at {bound}, outside the scale.").format(bound=number(wanted.good_from)),
            _("Give an answer between {low} and {high}.").format(low=number(wanted.low), high=number(wanted.high)),
        )

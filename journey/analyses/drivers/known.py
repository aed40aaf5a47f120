"""What was known at the moment: one row a case, one column a feature, gathered from the encoded events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from journey.analyses.drivers.question import Feature, Question
from journey.analyses.interval import MINIMUM_N
from journey.analyses.scores import boxes
from journey.errors import WrongInput
from journey.store.journey_attributes import KNOWN_ON_THE_WAY
from journey.store.score_declarations import read_declarations
from journey.store.selection import Selection
from journey.text import _

__all__ = ["Known", "gather"]

VALUES_AT_MOST = 12
"""Values of an attribute that become features; the others are together."""
CUSTOMERS_AT_MOST = 40_000
"""Of more, this many are drawn (seeded): the intervals are narrow by then."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """What is known of n cases.

    Attributes
    ----------
    journey : int array of shape (n,)
        Ids; a journey may be several cases where it gave several answers.
    position : int array of shape (n,)
        Of the first event that is not known yet.
    customer : int array of shape (n,)
        Numbers, 0 and on.
    result : float array of shape (n,)
        1 where the case has the result, else 0.
    features : tuple of Feature
        k of them; those of one attribute stand together.
    held : float array of shape (n, k)
        1 where the feature holds.
    """

    journey: NDArray[np.int64]
    position: NDArray[np.int64]
    customer: NDArray[np.int64]
    result: Matrix
    features: tuple[Feature, ...]
    held: Matrix


def gather(selection: Selection, question: Question, seed: int = 7) -> Known:
    """The cases of a question, with every feature that at least 30 customers have and 30 have not.

    Raises
    ------
    WrongInput
        The log has no such touchpoint or score.
    """
    moments, values = _moments(selection, question)
    rows = selection.cursor.execute(
        f"""
        WITH moment AS ({moments})
        SELECT m.journey, m.position, m.result, j.customer
        FROM moment m JOIN journey j ON j.id = m.journey ORDER BY m.journey, m.position
        """,
        values,
    ).fetch_df()
    customer = pd.factorize(rows["customer"])[0].astype(np.int64)
    chosen = np.ones(len(rows), dtype=np.bool_)
    people = int(customer.max(initial=-1)) + 1
    if people > CUSTOMERS_AT_MOST:
        drawn = np.random.default_rng(seed).permutation(people)[:CUSTOMERS_AT_MOST]
        chosen = np.isin(customer, drawn)
    rows, customer = rows[chosen].reset_index(drop=True), pd.factorize(customer[chosen])[0].astype(np.int64)
    journey = rows["journey"].to_numpy(dtype=np.int64)
    cases = pd.DataFrame(
        {"number": np.arange(len(rows)), "journey": journey, "position": rows["position"].astype(np.int64)}
    )
    cursor = selection.cursor
    cursor.register("driver_case", cases)
    try:
        columns = [
            *_paths(selection, len(rows), question),
            *_lengths(selection, len(rows), question),
            *_attributes(selection, len(rows)),
        ]
    finally:
        cursor.unregister("driver_case")
    enough = [(feature, column) for feature, column in columns if _told_apart(column, customer)]
    kept = _unlike(enough)
    held = np.column_stack([column for _f, column in kept]) if kept else np.zeros((len(rows), 0))
    return Known(
        journey, cases["position"].to_numpy(), customer, rows["result"].to_numpy(dtype=float),
        tuple(f for f, _column in kept), held.astype(float),
    )  # fmt: skip


def _moments(selection: Selection, question: Question) -> tuple[str, list[Any]]:
    """The relation (journey, position, result): what came at or after the position is not known yet."""
    if question.result == "goal":
        eligible = "j.mature AND j.outcome < 4"
        if question.landmark is None:
            return (
                f"""
                SELECT j.id AS journey, 1 AS position, CAST(j.converted AS INTEGER) AS result
                FROM {selection.journeys} j WHERE {eligible} AND j.goal_position > 0""",
                [],
            )
        found = selection.run("SELECT id FROM touchpoint WHERE name = ?", [question.landmark])
        if not found:
            raise WrongInput(
                _("The log has no touchpoint {name}.").format(name=repr(question.landmark)), _("Choose another moment.")
            )
        return (
            f"""
            SELECT j.id AS journey, min(e.position) AS position, any_value(CAST(j.converted AS INTEGER)) AS result
            FROM event e JOIN {selection.journeys} j ON j.id = e.journey
            WHERE e.node = ? AND {eligible}
            GROUP BY j.id HAVING min(e.position) < any_value(j.goal_position)""",
            [found[0][0]],
        )
    declared = {one.score: one for one in read_declarations(selection.cursor)}
    if question.score not in declared:
        raise WrongInput(
            _("The log has no score {name}.").format(name=repr(question.score)), _("Choose another result.")
        )
    declaration = declared[question.score]
    low, high = boxes(declaration).good if question.result == "good" else boxes(declaration).bad
    return (
        f"""
        SELECT a.journey, a.position + 1 AS position, max(CAST(a.value BETWEEN ? AND ? AS INTEGER)) AS result
        FROM answer a JOIN score s ON s.id = a.score JOIN {selection.journeys} j ON j.id = a.journey
        WHERE s.name = ? AND a.value BETWEEN ? AND ?
        GROUP BY a.journey, a.position""",
        [low, high, question.score, declaration.low, declaration.high],
    )


Column = tuple[Feature, NDArray[np.float64]]


def _paths(selection: Selection, n: int, question: Question) -> list[Column]:
    """Touchpoints and channels met before."""
    names = dict(selection.run("SELECT id, name FROM touchpoint"))
    found: list[Column] = []
    rows = selection.cursor.execute(
        """
        SELECT c.number, e.node, count(*) AS times, min(e.position) = 0 AS began
        FROM driver_case c JOIN event e ON e.journey = c.journey AND e.position < c.position
        GROUP BY c.number, e.node
        """
    ).fetchnumpy()
    number, node, times, began = (np.asarray(rows[name]) for name in ("number", "node", "times", "began"))
    for one in np.unique(node):
        here = node == one
        name = names[int(one)]
        first = _mark(n, number[here & began])
        came = _mark(n, number[here])
        if question.result != "goal" or question.landmark is not None:
            found.append((Feature("came", name), came))
            found.append((Feature("again", name), _mark(n, number[here & (times > 1)])))
        if first.sum() < came.sum() or question.landmark is None:
            found.append((Feature("first", name), first))
    channels = selection.run("SELECT id, name FROM channel ORDER BY id")
    used = selection.cursor.execute(
        """
        SELECT DISTINCT c.number, e.channel
        FROM driver_case c JOIN event e ON e.journey = c.journey AND e.position < c.position
        """
    ).fetchnumpy()
    for channel, name in channels:
        found.append(
            (Feature("channel", name), _mark(n, np.asarray(used["number"])[np.asarray(used["channel"]) == channel]))
        )
    return found


def _lengths(selection: Selection, n: int, question: Question) -> list[Column]:
    """How long it took until then: the longest wait, and the number of steps; split at the upper quarter."""
    rows = selection.cursor.execute(
        """
        SELECT c.number, count(*) AS steps,
               max(CASE WHEN e.position + 1 < c.position OR ? THEN e.wait ELSE 0 END) / 1e6 AS wait
        FROM driver_case c JOIN event e ON e.journey = c.journey AND e.position < c.position
        GROUP BY c.number
        """,
        # Up to a landmark the wait before it is known, too; after an answer nothing is.
        [question.result == "goal" and question.landmark is not None],
    ).fetchnumpy()
    number = np.asarray(rows["number"])
    found: list[Column] = []
    for kind, name in (("wait", "wait"), ("steps", "steps")):
        values = np.zeros(n)
        values[number] = np.asarray(rows[name], dtype=float)
        bound = float(np.quantile(values, 0.75)) if n else 0.0
        bound = _round(bound) if kind == "wait" else bound
        found.append((Feature(kind, bound=bound), (values > bound).astype(float)))  # type: ignore[arg-type]
    return found


def _attributes(selection: Selection, n: int) -> list[Column]:
    found: list[Column] = []
    for attribute, name, numeric, distinct in selection.run(
        f"SELECT id, name, numeric, distinct_values FROM attribute WHERE of_journey AND {KNOWN_ON_THE_WAY} ORDER BY id"
    ):
        rows = selection.cursor.execute(
            f"""
            SELECT c.number, a.a{int(attribute)} AS value FROM driver_case c JOIN journey_attribute a USING (journey)
            WHERE a.a{int(attribute)} IS NOT NULL
            """
        ).fetch_df()
        number, values = rows["number"].to_numpy(), rows["value"]
        if numeric and distinct > VALUES_AT_MOST:
            numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
            bound = float(np.nanmedian(numbers)) if len(numbers) else 0.0
            found.append((Feature("above", name, bound=bound), _mark(n, number[numbers > bound])))
            continue
        if distinct > n / 2:
            continue  # a name or a number of its own for nearly everybody
        common = values.value_counts().head(VALUES_AT_MOST).index
        for value in sorted(common):
            found.append((Feature("attribute", name, str(value)), _mark(n, number[(values == value).to_numpy()])))
    return found


def _mark(n: int, numbers: NDArray[Any]) -> NDArray[np.float64]:
    marked = np.zeros(n)
    marked[numbers.astype(np.int64)] = 1.0
    return marked


def _round(seconds: float) -> float:
    """A bound that reads well: whole days, hours or minutes."""
    unit = next((u for u in (86_400.0, 3_600.0, 60.0) if seconds >= 2 * u), 1.0)
    return round(seconds / unit) * unit


def _told_apart(column: NDArray[np.float64], customer: NDArray[np.int64]) -> bool:
    held = column > 0
    return len(np.unique(customer[held])) >= MINIMUM_N and len(np.unique(customer[~held])) >= MINIMUM_N


def _unlike(columns: list[Column]) -> list[Column]:
    """Columns without those that say the same as an earlier one (or its opposite): they cannot be told apart."""
    kept: list[Column] = []
    centred: list[NDArray[np.float64]] = []
    for feature, column in columns:
        moved = column - column.mean()
        moved /= np.linalg.norm(moved)
        if all(abs(float(moved @ other)) < 0.98 for other in centred):
            kept.append((feature, column))
            centred.append(moved)
    return kept

"""Surveys beside the log: answers join the last touchpoint of their customer, and nothing joins silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from journey.errors import WrongInput
from journey.ingest.full_disk import disk
from journey.ingest.survey_file import ROWS_TOLD, Answers, Survey, read_survey
from journey.ingest.survey_places import PLACED, rejoin
from journey.model import ReadOptions
from journey.store.score_declarations import Declaration, Method, Spread, guess, read_declarations, usual
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["WINDOW_S", "Joined", "ScoreJoin", "join_survey", "surveys", "take_out_survey"]

WINDOW_S = 7 * 86_400.0


@dataclass(frozen=True)
class ScoreJoin:
    """What became of the answers in one column.

    Attributes
    ----------
    score : str
        Its name in the workspace: that of the column, with "(survey)" behind it where the log has a score of that name.
    answers : int
        Filled cells; `joined` + the sum of `left_out` = `answers`.
    joined : int
        Answers that stand at a touchpoint now; of a relationship score: of customers that the log knows.
    left_out : dict of str to int
        Reason -> answers: "no customer", "no time", "no number", "outside scale", "unknown customer", "before first
        contact", "too late", "superseded" (a later answer of that customer to that score joins the same touchpoint).
    rows : dict of str to tuple of int
        Reason -> rows of the file, the first ones; the head is row 1.
    scale : tuple of (float, float)
        What was taken for the scale.
    """

    column: str
    score: str
    answers: int
    joined: int
    left_out: dict[str, int]
    rows: dict[str, tuple[int, ...]]
    scale: tuple[float, float]

    @property
    def share(self) -> float | None:
        """joined / answers."""
        return self.joined / self.answers if self.answers else None


@dataclass(frozen=True)
class Joined:
    """The report of a survey.

    Attributes
    ----------
    replaced : bool
        Whether an earlier import of a file of this name gave way to it.
    masked : dict of str to int
        Kind of personal data (`journey.ingest.masking.KINDS`) -> how many gave way to a mark in the comments.
    """

    survey: str
    rows: int
    window_s: float
    relationship: bool
    replaced: bool
    scores: tuple[ScoreJoin, ...]
    masked: dict[str, int]


def join_survey(
    workspace: Workspace,
    file: Path,
    survey: Survey,
    *,
    window_s: float = WINDOW_S,
    relationship: bool = False,
    name: str | None = None,
    options: ReadOptions | None = None,
    timezone: str = "UTC",
) -> Joined:
    """Bring the answers of a survey file into a workspace, whole or not at all.

    Every answer joins the *last* touchpoint of its customer at or before it, if that is no older than the window. Of
    several answers of a customer to one score that join the same touchpoint the last counts. Relationship surveys join
    no touchpoint: they belong to the customer.

    Parameters
    ----------
    window_s : float
        Seconds.
    name : str, optional
        Of the survey; the file's if not given. A survey of that name gives way.

    Raises
    ------
    WrongInput
        The file cannot be used, or not one of its answers joins: nothing is kept then.
    """
    if not window_s > 0:
        raise WrongInput(_("The window must be longer than nothing."), _("Write it like 7d."))
    with disk():
        read = read_survey(file, survey, options=options, timezone=timezone)
    title = name or file.name
    with disk(), workspace.transaction(data=True, definitions=True) as cursor:
        replaced = _forget(cursor, title)
        names, scales = _names(cursor, read, survey)
        kept, outside = _inside(read, scales)
        number = _keep(cursor, title, kept, names, window_s, relationship)
        rejoin(cursor)
        of_customer = survey.scores if relationship else ()
        _declare(cursor, names, {column: scales[column] for column in {*of_customer, *read.recommend}}, relationship)
        told = _explained(cursor, number, window_s, relationship)
        scores = tuple(
            _report(column, names[column], scales[column], read, outside, told.get(names[column], {}))
            for column in survey.scores
        )
        if not any(one.joined for one in scores):
            raise WrongInput(_nothing(title, scores), _("Check the column of the customer, and the window (--window)."))
    return Joined(title, read.rows, window_s, relationship, replaced, scores, read.masked)


def surveys(workspace: Workspace) -> tuple[tuple[str, datetime, float, bool, int], ...]:
    """The surveys of a workspace: name, when imported, window (s), relationship, answers kept."""
    return tuple(
        workspace.run(
            """SELECT s.name, s.imported, s.window_s, s.relationship, count(a.row)
               FROM survey s LEFT JOIN survey_answer a ON a.survey = s.id GROUP BY ALL ORDER BY s.name"""
        )
    )


def take_out_survey(workspace: Workspace, name: str) -> None:
    """Take a survey out, with its answers."""
    with workspace.transaction(data=True, definitions=True) as cursor:
        if not _forget(cursor, name):
            raise WrongInput(_("There is no survey {name}.").format(name=repr(name)))
        rejoin(cursor)


def _forget(cursor: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Take the answers of a survey away, and its comments from their touchpoints; whether there was one."""
    found = cursor.execute("SELECT id FROM survey WHERE name = ?", [name]).fetchall()
    for (number,) in found:
        if cursor.execute(
            "SELECT 1 FROM survey_answer WHERE survey = ? AND comment IS NOT NULL LIMIT 1", [number]
        ).fetchall():
            cursor.execute(
                f"""
                UPDATE event_detail d SET comment = NULL FROM (SELECT * FROM ({PLACED}) WHERE survey = ?) p
                WHERE p.fate = 'joined' AND d.journey = p.journey AND d.position = p.position AND d.comment = p.comment
                """,
                [number],
            )
        cursor.execute("DELETE FROM survey_answer WHERE survey = ?", [number])
        cursor.execute("DELETE FROM survey WHERE id = ?", [number])
    return bool(found)


def _names(
    cursor: duckdb.DuckDBPyConnection, read: Answers, survey: Survey
) -> tuple[dict[str, str], dict[str, Declaration]]:
    """Column -> the name of its score, which is never that of a score of the log; and its scale."""
    of_log = {
        name
        for (name,) in cursor.execute(
            "SELECT name FROM score WHERE name NOT IN (SELECT name FROM survey_score)"
        ).fetchall()
    }
    declared = {one.score: one for one in read_declarations(cursor) if one.declared}
    names, scales = {}, {}
    for column in survey.scores:
        names[column] = _("{score} (survey)").format(score=column) if column in of_log else column
        values = read.table.filter(pc.equal(read.table["score"], column))["value"].to_numpy()
        grouped = usual(names[column], Method.NPS) if column in read.recommend else None
        scales[column] = declared.get(names[column]) or grouped or guess(names[column], Spread.of(values))
    return names, scales


def _inside(read: Answers, scales: Mapping[str, Declaration]) -> tuple[pa.Table, dict[str, tuple[int, ...]]]:
    """The answers on their scale, and column -> rows of the others."""
    parts, outside = [], {}
    for column, scale in scales.items():
        own = read.table.filter(pc.equal(read.table["score"], column))
        fits = pc.and_(pc.greater_equal(own["value"], scale.low), pc.less_equal(own["value"], scale.high))
        parts.append(own.filter(fits))
        outside[column] = tuple(own.filter(pc.invert(fits))["row"].to_pylist())
    return pa.concat_tables(parts), outside


def _keep(
    cursor: duckdb.DuckDBPyConnection,
    title: str,
    kept: pa.Table,
    names: Mapping[str, str],
    window_s: float,
    relationship: bool,
) -> int:
    (number,) = cursor.execute("SELECT nextval('survey_number')").fetchall()[0]
    now = datetime.now(UTC).replace(tzinfo=None)
    cursor.execute("INSERT INTO survey VALUES (?, ?, ?, ?, ?)", [number, title, now, window_s, relationship])
    named = pa.array([names[column] for column in kept["score"].to_pylist()], pa.string())
    cursor.register("kept_answers", kept.set_column(kept.schema.get_field_index("score"), "score", named))
    cursor.execute("INSERT INTO survey_answer BY NAME SELECT ? AS survey, * FROM kept_answers", [number])
    cursor.unregister("kept_answers")
    cursor.executemany("INSERT OR IGNORE INTO survey_score VALUES (?)", [[name] for name in names.values()])
    return int(number)


def _declare(
    cursor: duckdb.DuckDBPyConnection, names: Mapping[str, str], scales: Mapping[str, Declaration], relationship: bool
) -> None:
    """Keep what the name and the answers of a score would not say; what people declared of it goes before."""
    for column, one in scales.items():
        cursor.execute(
            "INSERT OR IGNORE INTO score_declaration VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 1)",
            [names[column], one.low, one.high, one.high_is_good, one.method.value, one.good_from, relationship],
        )


def _explained(
    cursor: duckdb.DuckDBPyConnection, number: int, window_s: float, relationship: bool
) -> dict[str, dict[str, tuple[int, ...]]]:
    """Score -> what became of its answers -> their rows."""
    placed = PLACED
    if relationship:
        placed = """
            SELECT a.*, CASE WHEN k.customer IS NULL THEN 'unknown customer' ELSE 'joined' END AS fate
            FROM survey_answer a LEFT JOIN (SELECT DISTINCT customer FROM journey) k ON k.customer = a.customer"""
    rows = cursor.execute(
        f"SELECT score, fate, list(row ORDER BY row) FROM ({placed}) WHERE survey = ? GROUP BY score, fate", [number]
    ).fetchall()
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for score, fate, numbers in rows:
        found.setdefault(score, {})[fate] = tuple(numbers)
    return found


def _report(
    column: str,
    name: str,
    scale: Declaration,
    read: Answers,
    outside: Mapping[str, tuple[int, ...]],
    told: Mapping[str, tuple[int, ...]],
) -> ScoreJoin:
    reasons = {**read.refused[column], "outside scale": outside[column], **told}
    joined = len(reasons.pop("joined", ()))
    left_out = {reason: len(rows) for reason, rows in reasons.items() if rows}
    return ScoreJoin(
        column=column,
        score=name,
        answers=joined + sum(left_out.values()),
        joined=joined,
        left_out=left_out,
        rows={reason: rows[:ROWS_TOLD] for reason, rows in reasons.items() if rows},
        scale=(scale.low, scale.high),
    )


def _nothing(title: str, scores: tuple[ScoreJoin, ...]) -> str:
    reasons: dict[str, int] = {}
    for one in scores:
        for reason, n in one.left_out.items():
            reasons[reason] = reasons.get(reason, 0) + n
    if not reasons:
        return _("{survey} holds no answer in these columns; nothing was kept.").format(survey=title)
    commonest = max(reasons, key=lambda reason: reasons[reason])
    return _(
        "Not one of the {n} answers of {survey} joins the log, most of them for “{reason}”; nothing was kept."
    ).format(n=f"{sum(reasons.values()):,}", survey=title, reason=commonest)

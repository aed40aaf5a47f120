"""Answers that lie outside the scale their score seems to have, told when a log comes in."""

from __future__ import annotations

import duckdb

from journey.store.score_declarations import read_declarations
from journey.text import ngettext
from journey.text.format import count, number

__all__ = ["scale_notes"]


def scale_notes(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each score with such answers: they are kept, and count nowhere."""
    found = []
    for score in read_declarations(cursor):
        n, journey, value = cursor.execute(
            """
            SELECT count(*), min_by(j.key, a.journey), min_by(a.value, a.journey)
            FROM answer a JOIN score s ON s.id = a.score JOIN journey j ON j.id = a.journey
            WHERE s.name = ? AND NOT a.value BETWEEN ? AND ?
            """,
            [score.score, score.low, score.high],
        ).fetchall()[0]
        if n:
            text = ngettext(
                "{n} answer to {score} lies outside its scale of {low} to {high} and counts nowhere (the first: "
                "{value}, journey {journey}). If the scale is another one, say so on the page Metrics.",
                "{n} answers to {score} lie outside its scale of {low} to {high} and count nowhere (the first: "
                "{value}, journey {journey}). If the scale is another one, say so on the page Metrics.",
                n,
            )
            found.append(
                text.format(
                    n=count(n), score=score.score, low=number(score.low), high=number(score.high), value=number(value),
                    journey=journey,
                )
            )  # fmt: skip
    return found

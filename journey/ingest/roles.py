"""Guessing which column plays which part, from its name and from its values."""

from __future__ import annotations

from collections.abc import Sequence

from journey.ingest.column import Column
from journey.ingest.draft import Draft
from journey.ingest.guess import Guess, Question

__all__ = ["Guess", "Question", "guess"]


def guess(columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> Guess:
    """Guess the roles of columns from a preview.

    Parameters
    ----------
    columns : sequence of str
    rows : sequence of rows
        Values in the order of `columns`; the first rows of the file in file order, then any others.

    Notes
    -----
    Names speak first, values confirm: a time must parse, a cost must be a number, an event's own time must vary within
    a journey. Columns that hold the same values are taken once. Constants, row counters and ids of single rows are
    ignored. What is left is an attribute.

    Examples
    --------
    >>> rows = [("A1", "Call", "2026-01-01"), ("A1", "Mail", "2026-01-02"), ("A2", "Call", "2026-01-03")]
    >>> found = guess(("case_id", "activity", "date"), rows).mapping
    >>> found.journey, found.touchpoint, found.time
    ('case_id', ('activity',), 'date')
    """
    profiles = [Column.of(name, [row[n] for row in rows]) for n, name in enumerate(columns)]
    draft = Draft(profiles)
    draft.leave_out()
    draft.ids()
    draft.touchpoint()
    draft.times()
    draft.others()
    return draft.guess()

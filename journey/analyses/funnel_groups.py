"""The breakdown of a funnel: the same steps, for each group of entries."""

from __future__ import annotations

from dataclasses import dataclass

from journey.analyses.funnel_question import Funnel
from journey.analyses.interval import wilson
from journey.errors import WrongInput
from journey.model import Interval
from journey.store.dialect import median, quote
from journey.store.selection import Selection
from journey.text import _

__all__ = ["GROUPS_AT_MOST", "PERIODS", "FunnelGroup", "groups"]

PERIODS = ("day", "week", "month")
GROUPS_AT_MOST = 12


@dataclass(frozen=True)
class FunnelGroup:
    """One group of a breakdown.

    Attributes
    ----------
    name : str
        The value, or the day a period begins with; "" where an entry has no value.
    rest : bool
        The values beyond the largest ones, together.
    journeys : tuple of int
        Entries that reached each step.
    conversion : Interval
        Of the first step; Wilson.
    median_s : float or None
        From the first step to the last.
    """

    name: str
    rest: bool
    journeys: tuple[int, ...]
    conversion: Interval
    median_s: float | None


def groups(selection: Selection, question: Funnel, by: str) -> tuple[FunnelGroup, ...]:
    """The groups of the view ``attempt``: the twelve largest and the rest together; periods all, in their order.

    Raises
    ------
    WrongInput
        `by` is neither an attribute nor a word for the channel or a period.
    """
    value, join = _value(selection, by)
    last = len(question.steps) - 1
    period = by in PERIODS and not _attribute(selection, by)
    counts = ", ".join(f"count(p{k})" for k in range(last + 1))
    rows = selection.run(
        f"""
        WITH valued AS (
            SELECT a.*, {value} AS value FROM attempt a {join}
        ), ranked AS (
            SELECT value, row_number() OVER (ORDER BY count(*) DESC, value) <= {GROUPS_AT_MOST} OR {period} AS named
            FROM valued GROUP BY value
        )
        SELECT CASE WHEN r.named THEN v.value END AS name, NOT r.named AS rest, count(*) AS entries,
               {median(f"d{last}")} / 1e6, {counts}
        FROM valued v JOIN ranked r ON r.value = v.value
        GROUP BY ALL ORDER BY rest, {"name" if period else "entries DESC, name"}
        """
    )
    return tuple(
        FunnelGroup(name or "", rest, tuple(counts), wilson(counts[-1], entries), middle)
        for name, rest, entries, middle, *counts in rows
    )


def _attribute(selection: Selection, name: str) -> list[tuple[int, bool]]:
    return selection.run("SELECT id, of_journey FROM attribute WHERE name = ?", [name])


def _value(selection: Selection, by: str) -> tuple[str, str]:
    found = _attribute(selection, by)
    if found:
        number, of_journey = found[0]
        column = f"coalesce(t.{quote(f'a{number}')}, '')"
        if of_journey:
            return column, "LEFT JOIN journey_attribute t ON t.journey = a.journey"
        # Of an attribute of events, the journey's first value: few events carry one.
        return (
            "coalesce(t.value, '')",
            f"""LEFT JOIN (
            SELECT journey, arg_min({quote(f"a{number}")}, position) AS value FROM event_detail
            WHERE {quote(f"a{number}")} IS NOT NULL GROUP BY journey
        ) t ON t.journey = a.journey""",
        )
    if by in PERIODS:
        return f"strftime(date_trunc('{by}', a.time), '%Y-%m-%d')", ""
    if by == "channel":
        return (
            "coalesce(c.name, '')",
            f"""JOIN {selection.linked} e ON e.journey = a.journey AND e.position = a.entry
            LEFT JOIN channel c ON c.id = e.channel""",
        )
    known = [name for (name,) in selection.run("SELECT name FROM attribute ORDER BY id")]
    raise WrongInput(
        _("This log has no attribute {name} to break a funnel down by.").format(name=repr(by)),
        _("There are: {names}.").format(names=", ".join([*known, "channel", *PERIODS])),
    )

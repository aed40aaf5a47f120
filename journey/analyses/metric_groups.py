"""What metrics are told by: stages, touchpoints, channels, attributes of events or journeys, weeks or months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from journey.errors import WrongInput
from journey.store.selection import Selection
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["FIXED", "MOST_GROUPS", "Groups", "Kind", "groups", "offered"]

Kind = Literal["stage", "touchpoint", "channel", "event", "journey", "period"]
FIXED = ("stage", "touchpoint", "channel", "week", "month")
MOST_GROUPS = 200


@dataclass(frozen=True)
class Groups:
    """The groups of one question.

    Attributes
    ----------
    by : str
        As it was asked: one of `FIXED`, or the name of an attribute.
    kind : str
        "event" and "journey" are attributes of the one or the other; "period" are weeks or months of the start.
    column : str
        SQL of the group of an event `e` (with its touchpoint `t` and detail `d`), or of a journey `j` (with its
        attributes `d`), as a number; NULL or below 0: in none.
    names : dict of int to str
        In the order they are to be shown; empty for periods, which name themselves.
    left_out : int
        Values beyond the commonest `MOST_GROUPS`.
    """

    by: str
    kind: Kind
    column: str
    names: dict[int, str]
    values: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def members(self) -> str:
        """SQL of the relation (id, place) of journeys and their group, where groups are of journeys."""
        attributes = "JOIN journey_attribute d ON d.journey = j.id" if self.kind == "journey" else ""
        return f"(SELECT j.id, {self.column} AS place FROM journey j {attributes})"

    @property
    def bound(self) -> dict[str, list[str]]:
        """What `column` needs to be bound."""
        return {"values": list(self.values)} if self.values else {}

    @property
    def of_journeys(self) -> bool:
        """Whether a journey is in one group, whole."""
        return self.kind in ("journey", "period")


def offered(workspace: Workspace) -> tuple[str, ...]:
    """What metrics of this log can be told by."""
    stages, channels = workspace.one("SELECT (SELECT count(*) FROM stage), (SELECT count(*) FROM channel)")
    attributes = [name for (name,) in workspace.run("SELECT name FROM attribute WHERE distinct_values > 1 ORDER BY id")]
    fixed = [by for by in FIXED if (by != "stage" or stages) and (by != "channel" or channels)]
    return (*fixed, *(name for name in attributes if name not in fixed))


def groups(selection: Selection, by: str) -> Groups:
    """The groups that metrics are told by.

    Parameters
    ----------
    by : str
        "stage", "touchpoint", "channel", "week", "month", or the name of an attribute.

    Raises
    ------
    WrongInput
        The log has no such thing.
    """
    if by == "stage":
        names = dict(selection.run("SELECT id, name FROM stage ORDER BY ordinal"))
        if not names:
            raise WrongInput(_("This log has no stages."), _("Put its touchpoints into stages, or choose another."))
        return Groups(by, "stage", "t.stage", names)
    if by == "touchpoint":
        rows = selection.run(
            """SELECT t.id, t.name FROM touchpoint t LEFT JOIN stage s ON s.id = t.stage WHERE NOT t.hidden
               ORDER BY s.ordinal NULLS LAST, t.position, t.name"""
        )
        return Groups(by, "touchpoint", "e.node", dict(rows))
    if by == "channel":
        names = dict(selection.run("SELECT id, name FROM channel ORDER BY id"))
        if not names:
            raise WrongInput(_("This log has no channels."), _("Choose stage or touchpoint."))
        return Groups(by, "channel", "e.channel", names)
    if by in ("week", "month"):
        return Groups(by, "period", f"CAST(date_diff('day', DATE '1970-01-01', date_trunc('{by}', j.started)) AS INT)",
                      {})  # fmt: skip
    return _attribute(selection, by)


def _attribute(selection: Selection, name: str) -> Groups:
    found = selection.run("SELECT id, of_journey, distinct_values FROM attribute WHERE name = ?", [name])
    if not found:
        known = [row[0] for row in selection.run("SELECT name FROM attribute ORDER BY id")]
        raise WrongInput(
            _("Metrics cannot be told by {name}: this log has no such attribute.").format(name=repr(name)),
            _("There are: {names}.").format(names=", ".join([*FIXED, *known])),
        )
    number, of_journey, distinct = found[0]
    table = "journey_attribute" if of_journey else "event_detail"
    rows = selection.run(
        f"""SELECT a{number}, count(*) AS n FROM {table} WHERE a{number} IS NOT NULL
            GROUP BY a{number} ORDER BY n DESC, a{number} LIMIT ?""",
        [MOST_GROUPS],
    )
    values = tuple(value for value, _n in rows)
    return Groups(
        by=name,
        kind="journey" if of_journey else "event",
        column=f"list_position($values::VARCHAR[], d.a{number})",
        names=dict(enumerate(values, start=1)),
        values=values,
        left_out=max(0, distinct - len(values)),
    )

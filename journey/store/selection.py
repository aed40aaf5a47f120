"""A scope compiled: the journeys it selects, and their events at its level."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from journey.errors import WrongInput
from journey.model import Level
from journey.scope import Scope
from journey.store.conditions import Conditions, touchpoint_id
from journey.store.relink import relink
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Selection", "select"]


@dataclass(frozen=True)
class Selection:
    """What an analysis reads: relations, and a cursor to read them with.

    Attributes
    ----------
    journeys : str
        The journeys in scope: the columns of the `journey` table but for key, customer and the times.
    linked : str
        The events of all journeys at the level of the scope, with the columns of the `event` table; joined to
        `journeys` they are the events in scope.
    nodes : str
        Relation (id, name, stage, position) that names the nodes of `linked`; `stage` is an id or NULL.
    whole : bool
        Whether every journey is in scope.
    """

    cursor: duckdb.DuckDBPyConnection
    journeys: str
    linked: str
    nodes: str
    whole: bool

    @property
    def has_goal(self) -> bool:
        """Whether the workspace has a goal, so that journeys have outcomes."""
        return bool(self.run("SELECT 1 FROM journey WHERE outcome < 4 LIMIT 1"))

    @property
    def relinked(self) -> bool:
        """Whether events are hidden or folded, so that `linked` is not the log itself."""
        return self.linked != "event"

    @property
    def events(self) -> str:
        """The events in scope, where nothing of their journeys is asked."""
        if self.whole:
            return self.linked
        return f"(SELECT e.* FROM {self.linked} e {self.only('e.journey')})"

    def only(self, journey: str) -> str:
        """SQL after the relations of a query that keeps the rows of journeys in scope; `journey` names the column.

        A plain join on the dense ids takes a tenth of the time of ``IN``, and an id is there once.
        """
        return "" if self.whole else f"JOIN {self.journeys} in_scope ON in_scope.id = {journey}"

    def run(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query over the two relations."""
        return self.cursor.execute(sql, parameters or []).fetchall()


@contextmanager
def select(workspace: Workspace, scope: Scope) -> Iterator[Selection]:
    """The relations of a scope, kept as long as the block runs.

    Raises
    ------
    WrongInput
        The scope names a touchpoint, channel, attribute, value or date that the workspace cannot have.
    """
    version = workspace.version
    with workspace.cursor() as cursor:
        nodes = _nodes(scope.level)
        with _linked(workspace, cursor, scope, version) as linked:
            if scope.selects_all:
                yield Selection(cursor, "journey", linked, nodes, whole=True)
                return
            condition, parameters = Conditions(cursor).of(scope)

            def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
                cursor.execute(f"CREATE TABLE {name} AS SELECT {_KEPT} FROM journey j WHERE {condition}", parameters)

            key = f"{version} {scope.selection().text()}"
            with workspace.relations.pinned("scope", key, cursor, make) as chosen:
                yield Selection(cursor, chosen, linked, nodes, whole=False)


# Numbers only: a scope is made in milliseconds, however long its keys are.
_KEPT = (
    "j.id, j.events, j.variant, j.outcome, j.goal_position, j.exit_position, j.duration, j.cut, j.mature, j.converted"
)


def _nodes(level: Level) -> str:
    by_level = {
        Level.TOUCHPOINT: "touchpoint",
        Level.STAGE: "(SELECT id, name, id AS stage, CAST(ordinal AS DOUBLE) AS position FROM stage)",
        Level.CHANNEL: "(SELECT id, name, NULL::INTEGER AS stage, CAST(0.5 AS DOUBLE) AS position FROM channel)",
        Level.TOUCHPOINT_CHANNEL: """(
            SELECT t.id * (SELECT count(*) FROM channel) + c.id AS id, t.name || ' · ' || c.name AS name,
                   t.stage, t.position
            FROM touchpoint t CROSS JOIN channel c)""",
    }
    return by_level[level]


@contextmanager
def _linked(workspace: Workspace, cursor: duckdb.DuckDBPyConnection, scope: Scope, version: object) -> Iterator[str]:
    always = cursor.execute("SELECT id FROM touchpoint WHERE hidden").fetchall()
    hidden = sorted({touchpoint_id(cursor, name) for name in scope.hidden} | {number for (number,) in always})
    if not hidden and scope.level is Level.TOUCHPOINT:
        yield "event"
        return
    if scope.level is Level.STAGE and not cursor.execute("SELECT 1 FROM stage LIMIT 1").fetchall():
        raise WrongInput(_("This log has no stages."), _("Choose the level touchpoint or channel."))
    by_channel = scope.level in (Level.CHANNEL, Level.TOUCHPOINT_CHANNEL)
    if by_channel and not cursor.execute("SELECT 1 FROM channel LIMIT 1").fetchall():
        raise WrongInput(_("This log has no channels."), _("Choose the level touchpoint or stage."))

    def make(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        relink(workspace, cursor, name, scope.level, hidden)

    key = f"{version} {scope.level} {hidden}"
    with workspace.relations.pinned("linked", key, cursor, make) as name:
        yield name

"""The single journeys behind a drop-off driver: those of the group that were lost, and twins."""

from __future__ import annotations

from typing import Any

from journey.analyses.behind import BehindList, behind
from journey.analyses.dropoff_drivers import Driver
from journey.analyses.dropoff_features import attribute_join, lay_arrived
from journey.analyses.funnel_attempts import follow, lay_attempts
from journey.analyses.funnel_question import Funnel
from journey.analyses.twins import Twins, lay_pairs, pairs_before, twins
from journey.scope import Scope
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["driver_journeys", "driver_twins"]


def driver_journeys(
    workspace: Workspace, scope: Scope, question: Funnel, step: int, driver: Driver, top: int = 100
) -> BehindList:
    """The entries of a driver's group that were lost at the step."""
    with select(workspace, scope) as selection:
        _lay(selection, question, step, driver)
        rows = f"""
            SELECT m.journey, m.came AS time, e.next FROM group_member m
            JOIN {selection.linked} e ON e.journey = m.journey AND e.position = m.position WHERE m.hit AND m.lost"""
        return behind(selection, rows, [], top)


def driver_twins(workspace: Workspace, scope: Scope, question: Funnel, step: int, driver: Driver) -> tuple[Twins, ...]:
    """Pairs that came the same way to the step, one in the group and one not; of touchpoints visited before, the same
    until the first of those visits. "Ended well" is: went on to the next step."""
    with select(workspace, scope) as selection:
        _lay(selection, question, step, driver)
        values: list[Any] = []
        rows = "SELECT journey, position, hit, NOT lost AS done FROM group_member"
        if driver.kind == "visited":
            rows = pairs_before(
                selection,
                "SELECT journey, first_visit AS position, NOT lost AS done FROM group_member WHERE hit",
                "SELECT journey, position, NOT lost AS done FROM group_member WHERE NOT hit",
            )
        elif driver.kind == "repeated":
            rows = """SELECT journey, first_visit AS position, hit, NOT lost AS done FROM group_member
                      WHERE first_visit IS NOT NULL"""
        lay_pairs(selection, rows, values)
        return twins(selection, better=(driver.risk_difference.value or 0.0) < 0)


def _lay(selection: Selection, question: Funnel, step: int, driver: Driver) -> None:
    """The table `group_member`: of the entries whose group is known, journey, position and time of the arrival, lost,
    hit (in the group), and first_visit (position of the touchpoint a driver is about, before the arrival)."""
    lay_attempts(selection, follow(selection, question))
    lay_arrived(selection, question, step)
    join, hit, values = "", "", [driver.value]
    if driver.kind == "attribute":
        number, of_journey = selection.run("SELECT id, of_journey FROM attribute WHERE name = ?", [driver.name])[0]
        join, hit = attribute_join(number, of_journey=of_journey), "CAST(t.value AS VARCHAR) = ?"
    elif driver.kind == "channel":
        join = f"""JOIN {selection.linked} e ON e.journey = a.journey AND e.position = a.position
            JOIN channel t ON t.id = e.channel"""
        hit = "t.name = ?"
    elif driver.kind == "month":
        hit = "strftime(a.came, '%Y-%m') = ?"
    elif driver.kind == "slow":
        hit = "a.wait > CAST(? AS DOUBLE) * 1e6"
    else:
        join = f"""LEFT JOIN (
                SELECT b.arrival, count(*) AS visits, min(e.position) AS first_visit
                FROM arrived b JOIN {selection.events} e ON e.journey = b.journey AND e.position < b.position
                WHERE e.node = (SELECT id FROM {selection.nodes} WHERE name = ?) GROUP BY b.arrival
            ) t ON t.arrival = a.arrival"""
        hit, values = f"coalesce(t.visits, 0) > {1 if driver.kind == 'repeated' else 0}", [driver.name]
    visit = "t.first_visit" if driver.kind in ("visited", "repeated") else "NULL::INTEGER"
    selection.cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE group_member AS
        SELECT a.journey, a.position, a.came, a.{"never" if driver.kind == "slow" else "lost"} AS lost,
               coalesce({hit}, false) AS hit, {visit} AS first_visit
        FROM arrived a {join}
        """,
        values,
    )

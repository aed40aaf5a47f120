"""Twins beside a driver: two real journeys, the same until the driver tells them apart."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd

from journey.analyses.drivers.known import gather
from journey.analyses.drivers.question import Driver, Feature, Question
from journey.analyses.twins import Twins, lay_pairs, pairs_before, twins
from journey.scope import Scope
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace

__all__ = ["driver_twins"]


def driver_twins(workspace: Workspace, scope: Scope, question: Question, driver: Driver) -> tuple[Twins, ...]:
    """Pairs that came the same way, one with what a driver says and one without.

    What was so all along (an attribute) is told at the moment of the question; a visit, a channel, a wait or a further
    step at the event before it. Who began elsewhere has no twin. "Ended well" is the result, or its absence where the
    result is a bad answer.
    """
    with select(workspace, scope) as selection:
        known = gather(selection, question)
        if driver.feature not in known.features:
            return ()
        hit = known.held[:, known.features.index(driver.feature)] > 0
        done = (known.result > 0) != (question.result == "bad")
        member = pd.DataFrame({"journey": known.journey, "position": known.position, "hit": hit, "done": done})
        selection.cursor.register("driver_member", member)
        try:
            lay_pairs(selection, *_rows(selection, driver.feature, question))
            return twins(selection, better=((driver.adjusted.value or 0.0) > 0) != (question.result == "bad"))
        finally:
            with suppress(Exception):
                selection.cursor.unregister("driver_member")


def _rows(selection: Selection, feature: Feature, question: Question) -> tuple[str, list[Any]]:
    """The rows of `lay_pairs`."""
    before = f"driver_member m JOIN {selection.linked} e ON e.journey = m.journey AND e.position < m.position"
    others = "SELECT journey, position, done FROM driver_member WHERE NOT hit"
    if feature.kind in ("came", "channel"):
        what = "e.node" if feature.kind == "came" else "e.channel"
        table = "touchpoint" if feature.kind == "came" else "channel"
        came = f"""SELECT m.journey, min(e.position) AS position, any_value(m.done) AS done FROM {before}
                WHERE m.hit AND {what} = (SELECT id FROM {table} WHERE name = ?) GROUP BY m.journey, m.position"""
        return pairs_before(selection, came, others), [feature.name]
    if feature.kind == "again":
        return (
            f"""SELECT m.journey, min(e.position) AS position, m.hit, m.done FROM {before}
                WHERE e.node = (SELECT id FROM touchpoint WHERE name = ?)
                GROUP BY m.journey, m.position, m.hit, m.done""",
            [feature.name],
        )
    if feature.kind == "wait":
        # Both leave the same touchpoint; one of them later than the bound allows.
        long = "e.wait > CAST(? AS DOUBLE) * 1e6"
        return (
            f"""SELECT m.journey, min(e.position) AS position, true AS hit, any_value(m.done) AS done FROM {before}
                WHERE m.hit AND {long} GROUP BY m.journey, m.position
                UNION ALL
                SELECT m.journey, e.position, false, m.done FROM {before} WHERE NOT m.hit AND e.next >= 0""",
            [feature.bound],
        )
    if feature.kind == "steps":
        # One is at the moment next, the other takes more steps until then.
        return (
            f"""SELECT m.journey, e.position, m.hit, m.done FROM {before}
                WHERE m.hit AND e.position < ? OR NOT m.hit AND e.position = m.position - 1""",
            [int(np.floor(feature.bound))],
        )
    if feature.kind == "first":
        return "SELECT journey, position, hit, done FROM driver_member WHERE false", []
    # The touchpoint of the moment is in common; an answer, or the second event, is not known yet.
    at = "m.position" if question.landmark is not None else "m.position - 1"
    return f"SELECT m.journey, {at} AS position, m.hit, m.done FROM driver_member m", []

"""What journeys and events are told apart by: their channel, and the attributes with few values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.analyses.friction.steps import Steps
from journey.store.attributes import of_events_too
from journey.store.dialect import quote
from journey.store.selection import Selection

__all__ = ["Trait", "traits"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Trait:
    """An attribute, coded.

    Attributes
    ----------
    name : str
        "" for the channel.
    values : tuple of str
        By code.
    of_journey : bool
        Whether `code` has an item for each journey, by id, and not for each step.
    code : int array
        -1 where there is no value.
    """

    name: str
    values: tuple[str, ...]
    of_journey: bool
    code: NDArray[Any]

    def at(self, steps: Steps, rows: Ints) -> Ints:
        """The codes at some steps."""
        return np.asarray(self.code[steps.journey[rows] if self.of_journey else rows].astype(np.int64))


def traits(selection: Selection, steps: Steps) -> list[Trait]:
    """All traits of the judged journeys and their steps."""
    known = of_events_too(selection.cursor)
    return [
        _channel(selection, steps),
        *(
            _of_journey(selection, steps, number, name) if of_journey else _of_event(selection, steps, number, name)
            for number, name, of_journey in known
        ),
    ]


def _channel(selection: Selection, steps: Steps) -> Trait:
    named = dict(selection.run("SELECT id, name FROM channel"))
    order = sorted(named, key=lambda number: named[number])
    code = np.full(max(named, default=-1) + 2, -1)
    code[order] = np.arange(len(order))
    return Trait("", tuple(named[number] for number in order), False, code[steps.channel])


def _of_journey(selection: Selection, steps: Steps, number: int, name: str) -> Trait:
    values, rows = _coded(selection, number, "journey_attribute", "journey")
    code = np.full(len(steps.journeys.judged), -1, dtype=np.int16)
    kept = rows["journey"] < len(code)
    code[rows["journey"][kept]] = rows["code"][kept]
    return Trait(name, values, True, code)


def _of_event(selection: Selection, steps: Steps, number: int, name: str) -> Trait:
    values, rows = _coded(selection, number, "event_detail", "journey, position")
    code = np.full(len(steps) + 1, -1, dtype=np.int16)
    at = steps.at(rows["journey"], rows["position"])
    code[at[at >= 0]] = rows["code"][at >= 0]
    # What the next event says goes before: it is where the friction shows (who checked the documents).
    onward = np.where(steps.next >= 0, code[1:], -1)
    return Trait(name, values, False, np.where(onward >= 0, onward, code[:-1]))


def _coded(selection: Selection, number: int, table: str, keys: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The values of an attribute in their order, and the rows of a table that have one."""
    column = f"CAST({quote(f'a{number}')} AS VARCHAR)"
    values = [v for (v,) in selection.run(f"SELECT DISTINCT {column} AS v FROM {table} WHERE v IS NOT NULL ORDER BY v")]
    rows = selection.cursor.execute(
        f"""WITH valued AS (SELECT unnest($1::VARCHAR[]) AS value, unnest(range(len($1::VARCHAR[]))) AS code)
            SELECT {keys}, CAST(v.code AS SMALLINT) AS code FROM {table} JOIN valued v ON v.value = {column}""",
        [values],
    ).fetchnumpy()
    return tuple(values), rows

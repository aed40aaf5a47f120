"""The journeys that are judged: what their steps are compared by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from journey.errors import WrongInput
from journey.store.dialect import quote
from journey.store.journey_attributes import KNOWN_ON_THE_WAY
from journey.store.selection import Selection
from journey.text import _

__all__ = ["GROUPS", "NEVER", "Judged", "judged"]

GROUPS = 256
"""Customers are dealt into so many groups by chance; the bootstrap draws groups."""

NEVER = int(np.iinfo(np.int32).max)
"""Beyond all positions."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Judged:
    """What is known of journeys, by id.

    Attributes
    ----------
    judged : bool array
        The mature ones; nothing is known of the others.
    done : bool array
        Completes, late or not: friction slows by nature, and slow alone is not lost.
    decided : int array
        Position at which the end is decided.
    started : int array
        Microseconds since the epoch.
    cut : bool array
        The log begins in its midst.
    customer, dealt : int arrays
        Number of the customer, and the group that it was dealt into.
    customers : int
        How many there are.
    extra : int array
        Number of the combination of chosen attributes.
    events : int
        Of the journeys in scope.
    """

    judged: NDArray[np.bool_]
    done: NDArray[np.bool_]
    decided: NDArray[np.int32]
    started: Ints
    cut: NDArray[np.bool_]
    customer: NDArray[np.int32]
    dealt: NDArray[np.uint8]
    customers: int
    extra: Ints
    events: int

    @property
    def one_each(self) -> bool:
        """Whether no customer has two of the journeys."""
        return self.customers == int(np.count_nonzero(self.judged))


def judged(selection: Selection, attributes: tuple[str, ...]) -> Judged:
    """The mature journeys of a selection.

    Raises
    ------
    WrongInput
        There is no such attribute of journeys.
    """
    known = dict(selection.run(f"SELECT name, id FROM attribute WHERE of_journey AND {KNOWN_ON_THE_WAY}"))
    for name in attributes:
        if name not in known:
            raise WrongInput(
                _("The journeys of this log have no attribute {name}.").format(name=repr(name)),
                _("They have: {names}.").format(names=", ".join(sorted(known)) or _("none")),
            )
    columns = [f"coalesce(CAST(q.{quote(f'a{known[name]}')} AS VARCHAR), '')" for name in attributes]
    extra = f", hash({' || chr(31) || '.join(columns)}) AS extra" if columns else ""
    join = "JOIN journey_attribute q ON q.journey = j.id" if columns else ""
    whole = "" if selection.whole else f"AND j.id IN (SELECT id FROM {selection.journeys})"
    found: dict[str, Any] = selection.cursor.execute(
        f"""SELECT j.id, j.outcome, j.goal_position, j.exit_position, j.cut, hash(j.customer) AS customer,
                   epoch_us(j.started) AS started {extra}
            FROM journey j {f"LEFT {join}" if join else ""}
            WHERE j.mature AND j.outcome < 4 {whole} ORDER BY j.id"""
    ).fetchnumpy()
    (events,) = selection.run(f"SELECT coalesce(sum(events), 0) FROM {selection.journeys}")[0]
    ids, outcome, customer = found["id"], found["outcome"], found["customer"]
    most = int(ids[-1]) + 1 if len(ids) else 0
    number, different = pd.factorize(customer)

    def by_id(values: NDArray[Any], dtype: type, none: int = 0) -> NDArray[Any]:
        if len(ids) == most:
            return values.astype(dtype, copy=False)
        table: NDArray[Any] = np.full(most, none, dtype=dtype)
        table[ids] = values
        return table

    return Judged(
        judged=by_id(np.ones(len(ids), np.bool_), np.bool_),
        done=by_id(outcome == 0, np.bool_),
        decided=by_id(
            np.select(
                [outcome == 0, outcome == 1], [found["goal_position"], found["exit_position"].astype(np.int64) + 1],
                NEVER,
            ), np.int32, NEVER,
        ),
        started=by_id(found["started"], np.int64),
        cut=by_id(found["cut"], np.bool_),
        customer=by_id(number, np.int32),
        dealt=by_id(customer % np.uint64(GROUPS), np.uint8),
        customers=len(different),
        extra=by_id(pd.factorize(found["extra"], sort=True)[0] if columns else np.zeros(len(ids)), np.int64),
        events=int(events),
    )  # fmt: skip

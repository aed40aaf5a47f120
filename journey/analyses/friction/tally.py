"""Journeys counted by moment, group of customers and what happened then: few rows, from which every kind is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["Counts", "Tally"]

Ints = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]
FLAGS = ("again", "back", "returns", "third", "over", "settled", "switched")


@dataclass(frozen=True)
class Counts:
    """Rows of a tally, as columns.

    Attributes
    ----------
    moment : int array
        Code of place, visit, band and chosen attributes (`steps`).
    next, dealt : int array
        The next node (-1: none), the group of the customer.
    flags : dict of bool arrays
        What happened then.
    n, done : int array
        Journeys, and those of them that complete.
    """

    moment: Ints
    next: Ints
    dealt: Ints
    flags: dict[str, NDArray[np.bool_]]
    n: Ints
    done: Ints


@dataclass
class Tally:
    """Counts of all moments, added up range by range.

    Attributes
    ----------
    nodes, groups : int
        How many there are.
    """

    nodes: int
    groups: int
    _parts: dict[str, list[tuple[Ints, Ints, Ints]]] = field(default_factory=dict)
    _read: dict[str, Counts] = field(default_factory=dict)

    def add(self, told: Columns) -> None:
        """Count the steps of a range (`steps.lay_steps`)."""
        self._read.clear()
        before, first, following = told["before"], told["first"], told["next"]
        turns = np.where(told["turns"], following + 1, 0)
        self._count("turns", np.flatnonzero(before), told, turns, np.zeros(len(before), np.int64))
        flags = np.zeros(len(before), np.int64)
        for bit, name in enumerate(FLAGS):
            flags |= told[name].astype(np.int64) << bit
        self._count("firsts", np.flatnonzero(before & first & (following >= 0)), told, following + 1, flags)
        contacts = np.flatnonzero(before & first & told["contact"] & told["watched"])
        self._count("contacts", contacts, told, np.zeros(len(before), np.int64), told["recontact"].astype(np.int64))

    def counts(self, what: str) -> Counts:
        """The rows of "turns" (every step; next only where it is a detour), "firsts" (first visits that go on) or
        "contacts" (first visits of contacts; the flag is "recontact")."""
        if what not in self._read:
            self._read[what] = self._merged(what)
        return self._read[what]

    def _merged(self, what: str) -> Counts:
        parts = self._parts.get(what, [])
        keys, n, done = (
            (np.concatenate([part[i] for part in parts]) for i in range(3)) if parts else np.zeros((3, 0), np.int64)
        )
        code, unique = pd.factorize(keys)
        n = np.bincount(code, n, len(unique)).astype(np.int64)
        done = np.bincount(code, done, len(unique)).astype(np.int64)
        rest, dealt = np.divmod(np.asarray(unique, dtype=np.int64), self.groups)
        rest, bits = np.divmod(rest, 1 << len(FLAGS))
        moment, following = np.divmod(rest, self.nodes + 1)
        names = ("recontact",) if what == "contacts" else FLAGS
        flags = {name: (bits >> bit & 1).astype(np.bool_) for bit, name in enumerate(names)}
        return Counts(moment, following - 1, dealt, flags, n, done)

    def _count(self, what: str, rows: Ints, told: Columns, following: Ints, bits: Ints) -> None:
        key = told["moment"][rows] * (self.nodes + 1) + following[rows]
        key = (key * (1 << len(FLAGS)) + bits[rows]) * self.groups + told["dealt"][rows]
        code, unique = pd.factorize(key)
        n = np.bincount(code, minlength=len(unique))
        done = np.bincount(code, told["done"][rows], len(unique)).astype(np.int64)
        self._parts.setdefault(what, []).append((np.asarray(unique), n, done))

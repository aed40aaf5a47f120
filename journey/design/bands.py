"""Waits that matter later: who waited longer goes on otherwise, and an edit of the wait carries that along.

Arrivals at the target are told apart by bands of their wait. When an edit shortens waits, an arrival moves to the band
that its new wait lies in, and goes on as those do who waited so long. It is what goes with waiting, not what is proven
to follow from it; ``"carry": false`` leaves it out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from journey.design.chain import Chain
from journey.design.coding import Band, Split, Switch
from journey.design.logged import as_logged
from journey.design.moves import NoLanding, redirect
from journey.design.scenario import Scenario
from journey.scope import Scope
from journey.store.dialect import quantiles
from journey.store.selection import select
from journey.store.workspace import Workspace

__all__ = ["carried", "splits_for"]

_CUTS = (0.25, 0.5, 0.75, 0.9)
_FEWEST = 200  # waits; with fewer, bands would hold too little


def splits_for(workspace: Workspace, scope: Scope, scenario: Scenario) -> tuple[Split, ...]:
    """What the model must tell apart so that the edits of a scenario can be made on it."""
    found: dict[Split, None] = {}
    for _number, edit in as_logged(scenario):
        if edit.kind == "channel":
            found[Switch(edit.text("touchpoint"))] = None
        if edit.kind == "wait" and edit.text("carry") != "no":
            cap = edit.number("cap_s")
            bounds = _bounds(workspace, scope, edit.text("source"), edit.text("target"), cap.likely if cap else None)
            earlier = [
                s
                for s in found
                if isinstance(s, Band) and (s.source, s.target) == (edit.text("source"), edit.text("target"))
            ]
            if bounds and not earlier:
                found[Band(edit.text("source"), edit.text("target"), bounds)] = None
    return tuple(found)


def _bounds(workspace: Workspace, scope: Scope, source: str, target: str, cap: float | None) -> tuple[float, ...]:
    with select(workspace, scope) as selection:
        rows = selection.run(
            f"""
            SELECT count(*), {quantiles("e.wait", _CUTS)}
            FROM {selection.events} e
            JOIN {selection.nodes} s ON s.id = e.node
            JOIN {selection.nodes} t ON t.id = e.next
            WHERE s.name = ? AND t.name = ?
            """,
            [source, target],
        )
    n, cuts = rows[0]
    if n < _FEWEST:
        return ()
    seconds = {float(cut) / 1e6 for cut in cuts} | ({cap} if cap is not None else set())
    return tuple(sorted(seconds))


def carried(chain: Chain, on: NDArray[np.bool_], source: str, target: str, splits: Sequence[Split]) -> Chain:
    """The chain after the waits of the steps `on` changed, with arrivals in the bands of their new waits."""
    column = next(
        (i for i, s in enumerate(splits) if isinstance(s, Band) and (s.source, s.target) == (source, target)), None
    )
    if column is None:
        return chain
    band = splits[column]
    assert isinstance(band, Band)
    tag = chain.tags[:, column]
    edges = np.flatnonzero(on)
    now = tag[chain.dst[edges]] - 1
    wanted = _shares(chain, edges, band.bounds)
    wanted = _met(wanted, np.unique(tag[chain.dst[edges]]) - 1)
    stays = wanted[np.arange(len(edges)), now]
    for to in range(len(band.bounds) + 1):
        share = np.zeros(len(chain.p))
        # What is left of a step after earlier bands were sent off shrinks, so the share of the rest grows.
        rest = stays + wanted[:, to:].sum(axis=1) - np.where(now >= to, stays, 0.0)
        moving = (now != to) & (wanted[:, to] > 0)
        share[edges[moving]] = wanted[moving, to] / np.maximum(rest[moving], 1e-12)
        try:
            chain = redirect(chain, np.minimum(share, 1.0), chain.is_of(target) & (tag == to + 1), keep_wait=True)
        except NoLanding:
            continue
    return chain


def _shares(chain: Chain, edges: NDArray[np.int64], bounds: tuple[float, ...]) -> NDArray[np.float64]:
    """Of each step, the share of its new waits in each band."""
    wanted = np.zeros((len(edges), len(bounds) + 1))
    for row, edge in enumerate(edges):
        begin, end = chain.waits.begins[chain.table[edge]], chain.waits.begins[chain.table[edge] + 1]
        waits = np.minimum(chain.waits.seconds[begin:end] * chain.factor[edge], chain.cap[edge])
        where = np.searchsorted(np.array(bounds) * (1 + 1e-6), waits, side="left")
        wanted[row] = np.bincount(where, minlength=len(bounds) + 1) / max(len(waits), 1)
    return wanted


def _met(wanted: NDArray[np.float64], bands: NDArray[np.int64]) -> NDArray[np.float64]:
    """The same, with bands that nobody was in joined to the next lower one that has somebody, else to the lowest."""
    joined = np.zeros_like(wanted)
    for band in range(wanted.shape[1]):
        nearest = max(0, int(np.searchsorted(bands, band, side="right")) - 1)
        joined[:, int(bands[nearest])] += wanted[:, band]
    return joined

"""Moves on a chain that edits are made of: redirect steps, skip states, copy states."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from journey.design.chain import ENDED, START, Chain

__all__ = ["NoLanding", "copied", "drop_into", "named", "redirect", "skip"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

NOTHING = 1e-12


class NoLanding(Exception):
    """No journey in that phase ever comes to the states that steps are to be redirected to."""


def redirect(chain: Chain, share: Floats, candidates: Mask, *, keep_wait: bool = False) -> Chain:
    """Send a share of some steps to other states.

    A step from s lands on the candidates as other steps from s do; where s never goes there, as all steps of the same
    phase and node do, else of the same phase.

    Parameters
    ----------
    share : array of shape (e,)
        Of each step, the part that is sent elsewhere.
    candidates : bool array of shape (s,)
        Where it may land.
    keep_wait : bool
        The step takes the time that it took; else the time of the steps it joins.

    Raises
    ------
    NoLanding
        Nothing of the phase leads to a candidate.
    """
    moved = np.flatnonzero((share > 0) & (chain.p > 0))
    if not len(moved):
        return chain
    into = np.flatnonzero(candidates[chain.dst] & (chain.dst > ENDED))
    weight = chain.solve().visits[chain.src[into]] * chain.p[into]
    parts: list[tuple[Ints, Ints, Floats]] = []
    for s in np.unique(chain.src[moved]):
        targets, shares = _landing(chain, int(s), into, weight)
        mine = moved[chain.src[moved] == s]
        parts.append(
            (np.repeat(mine, len(targets)), np.tile(targets, len(mine)),
             np.outer(chain.p[mine] * share[mine], shares).ravel())
        )  # fmt: skip
    origin, joined, p = (np.concatenate(column) for column in zip(*parts, strict=True))
    waits = origin if keep_wait else joined
    table = np.where(chain.src[origin] == START, -1, chain.table[waits])
    left = replace(chain, p=chain.p * (1 - share))
    return left.steps(
        np.ones(len(chain.p), dtype=bool),
        src=chain.src[origin], dst=chain.dst[joined], p=p, table=table,
        factor=chain.factor[waits], cap=chain.cap[waits],
    )  # fmt: skip


def _landing(chain: Chain, s: int, into: Ints, weight: Floats) -> tuple[Ints, Floats]:
    """Steps whose ends are where a step from s would land, and their shares."""
    sources = chain.src[into]
    same_phase = _phase(chain, sources) == _phase(chain, np.array([s]))[0]
    for alike in (sources == s, same_phase & (chain.node[sources] == chain.node[s]), same_phase):
        total = float(weight[alike].sum())
        if total > NOTHING:
            return into[alike], weight[alike] / total
    raise NoLanding


def _phase(chain: Chain, states: Ints) -> Ints:
    # Nothing is decided at the start.
    return np.where(states == START, 0, chain.phase[states])


def skip(chain: Chain, share: Floats, through: Mask) -> Chain:
    """Let a share of some steps into the states `through` go on at once as those who leave these states do.

    With R = (I - P_xx)⁻¹ P_xy, a step of probability p into x becomes steps of p R_xy to every y outside. The wait is
    that of leaving.
    """
    inside = np.flatnonzero(through)
    entering = np.flatnonzero((share > 0) & through[chain.dst] & (chain.p > 0))
    if not len(entering) or not len(inside):
        return chain
    at = np.full(chain.states, -1)
    at[inside] = np.arange(len(inside))
    among = through[chain.src] & through[chain.dst]
    leaving = np.flatnonzero(through[chain.src] & ~through[chain.dst])
    stay = np.zeros((len(inside), len(inside)))
    np.add.at(stay, (at[chain.src[among]], at[chain.dst[among]]), chain.p[among])
    leave = np.zeros((len(inside), len(leaving)))
    leave[at[chain.src[leaving]], np.arange(len(leaving))] = chain.p[leaving]
    try:
        onward = np.linalg.solve(np.eye(len(inside)) - stay, leave)
    except np.linalg.LinAlgError:
        return chain
    moved = chain.p[entering] * share[entering]
    p = moved[:, None] * onward[at[chain.dst[entering]]]
    row, column = np.nonzero(p > NOTHING)
    origin, out = entering[row], leaving[column]
    left = chain.p.copy()
    left[entering] -= moved
    return replace(chain, p=left).steps(
        np.ones(len(left), dtype=bool),
        src=chain.src[origin], dst=chain.dst[out], p=p[row, column],
        table=np.where(chain.src[origin] == START, -1, chain.table[out]),
        factor=chain.factor[out], cap=chain.cap[out],
    )  # fmt: skip


def drop_into(chain: Chain, share: Floats, through: Mask, *, stay: bool = False) -> Chain:
    """Take a share off some steps; what they carried is shared among the other steps of the same state.

    Where a state has no other step, its journeys go on as those who leave `through` do.

    Parameters
    ----------
    share : array of shape (e,)
        Of each step, the part that no longer happens.
    through : bool array of shape (s,)
        The states that these steps lead to.
    stay : bool
        Exits take nothing over: whoever took the step had not left. Else all steps do, in proportion.
    """
    hit = (share > 0) & (chain.p > 0)
    taking = ~hit & ~chain.leaving if stay else ~hit
    others = np.bincount(chain.src[taking], chain.p[taking], minlength=chain.states)
    stuck = hit & (others[chain.src] <= NOTHING)
    freed = np.where(hit & ~stuck, chain.p * share, 0.0)
    grown = np.bincount(chain.src, freed, minlength=chain.states) / np.maximum(others, NOTHING)
    p = chain.p - freed + np.where(taking, chain.p * grown[chain.src], 0.0)
    return skip(replace(chain, p=p), np.where(stuck, share, 0.0), through).tidy()


def copied(chain: Chain, states: Ints, name: str) -> tuple[Chain, Ints]:
    """With a copy of some states under a name; the copies' numbers. They have no steps yet."""
    chain, node = named(chain, name)
    first = chain.states
    return replace(
        chain,
        node=np.append(chain.node, np.full(len(states), node)),
        phase=np.append(chain.phase, chain.phase[states]),
        visit=np.append(chain.visit, chain.visit[states]),
        tags=np.concatenate([chain.tags, chain.tags[states]]),
        cost=np.append(chain.cost, chain.cost[states]),
    ), np.arange(first, first + len(states))


def named(chain: Chain, name: str) -> tuple[Chain, int]:
    """With a node of that name, and its number."""
    if name not in chain.names:
        chain = replace(chain, names=(*chain.names, name))
    return chain, chain.names.index(name)

"""Ways and touchpoints that the as-is has not: reroute, draw, add, insert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from journey.design.chain import DROPPED, ENDED, START, Chain
from journey.design.coding import UNDECIDED
from journey.design.edits import Edit
from journey.design.moves import NoLanding, copied, named, redirect
from journey.errors import WrongInput
from journey.text import _

__all__ = ["Numbers", "add", "draw", "insert", "part", "reroute", "steps_of", "taken"]

Numbers = Mapping[str, float]
Floats = NDArray[np.float64]


def taken(name: str) -> WrongInput:
    """The error for a touchpoint that is there already."""
    return WrongInput(
        _("there is a touchpoint {name} already.").format(name=repr(name)),
        _("Give another name, or merge the two."),
    )


def steps_of(chain: Chain, edit: Edit) -> NDArray[np.bool_]:
    """The steps from source to target.

    Raises
    ------
    WrongInput
        Nobody takes it.
    """
    source, target = edit.text("source"), edit.text("target")
    found = chain.is_of(source)[chain.src] & chain.is_of(target)[chain.dst] & (chain.p > 0)
    if not found.any():
        raise WrongInput(
            _("nobody goes from {source} straight to {target}.").format(source=repr(source), target=repr(target)),
            _("Choose a transition of the map."),
        )
    return found


def part(steps: NDArray[np.bool_], share: float = 1.0) -> Floats:
    """A share of some steps, and nothing of the others."""
    return np.where(steps, share, 0.0)


def reroute(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    """A share of a transition goes elsewhere, and on from there as others do."""
    on = steps_of(chain, edit)
    return redirect(chain, part(on, numbers["share"]), chain.is_of(edit.text("to")))


def add(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    """A touchpoint that nobody comes to; whoever will leaves there, until a way is drawn on."""
    if len(chain.of(edit.text("touchpoint"))):
        raise taken(edit.text("touchpoint"))
    chain, node = named(chain, edit.text("touchpoint"))
    has_goal = bool((chain.phase[4:] != UNDECIDED).any())
    return replace(
        chain,
        node=np.append(chain.node, node),
        phase=np.append(chain.phase, UNDECIDED),
        visit=np.append(chain.visit, 0),
        tags=np.concatenate([chain.tags, np.zeros_like(chain.tags[:1])]),
        cost=np.append(chain.cost, numbers.get("cost", 0.0)),
    ).steps(
        np.ones(len(chain.p), dtype=bool),
        src=np.array([chain.states]), dst=np.array([DROPPED if has_goal else ENDED]), p=np.ones(1),
        table=np.array([-1]),
    )  # fmt: skip


def draw(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    """A share of all who are at the source, those who would leave among them, goes to the target."""
    source, target = chain.is_of(edit.text("source")), chain.is_of(edit.text("target"))
    here = source & (chain.phase == UNDECIDED)
    on = (here if here.any() else source)[chain.src] & ~target[chain.dst]
    share = part(on, numbers["share"])
    try:
        drawn = redirect(chain, share, target)
    except NoLanding:
        # Nobody ever came there: a touchpoint that is new.
        first = np.flatnonzero(target & (chain.phase == UNDECIDED) & (chain.visit == 0))
        if not len(first) or len(chain.of(edit.text("target"))) > 1:
            raise
        drawn = replace(chain, p=chain.p * (1 - share)).steps(
            np.ones(len(chain.p), dtype=bool),
            src=chain.src[on], dst=np.full(int(on.sum()), first[0]), p=(chain.p * share)[on],
            table=np.full(int(on.sum()), -1),
        )  # fmt: skip
    if "wait_s" not in numbers:
        return drawn
    waits, table = drawn.waits.plus(np.array([numbers["wait_s"]]))
    new = np.arange(len(drawn.p)) >= len(chain.p)
    return replace(
        drawn, waits=waits, table=np.where(new, table, drawn.table), factor=np.where(new, 1.0, drawn.factor),
        cap=np.where(new, np.inf, drawn.cap),
    )  # fmt: skip


def insert(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    """A touchpoint comes between two."""
    share, leaves = numbers.get("share", 1.0), numbers.get("exit_rate", 0.0)
    on = np.flatnonzero(steps_of(chain, edit) & (chain.p > 0))
    first_phase = np.where(chain.src[on] == START, UNDECIDED, chain.phase[chain.src[on]])
    pair, which = np.unique(np.stack([chain.dst[on], first_phase]), axis=1, return_inverse=True)
    which = which.ravel()
    chain, new = copied(chain, pair[0], edit.text("touchpoint"))
    phase, cost, visit = chain.phase.copy(), chain.cost.copy(), chain.visit.copy()
    phase[new], cost[new], visit[new] = pair[1], numbers.get("cost", 0.0), 0
    waits, table = chain.waits.plus(np.array([numbers.get("wait_s", 0.0)]))
    moved = chain.p[on] * share
    # The wait that was there comes after the new touchpoint; the heaviest step's stands for all.
    heaviest = np.array([on[which == i][np.argmax(chain.p[on[which == i]])] for i in range(len(new))])
    p = chain.p.copy()
    p[on] -= moved
    chain = replace(chain, p=p, phase=phase, cost=cost, visit=visit, waits=waits)
    n, m = len(on), len(new)
    drops = np.where(pair[1] == UNDECIDED, leaves, 0.0)
    return chain.steps(
        np.ones(len(p), dtype=bool),
        src=np.concatenate([chain.src[on], new, new]),
        dst=np.concatenate([new[which], pair[0], np.full(m, DROPPED)]),
        p=np.concatenate([moved, 1 - drops, drops]),
        table=np.concatenate([np.where(chain.src[on] == START, -1, table), chain.table[heaviest], np.full(m, -1)]),
        factor=np.concatenate([np.ones(n), chain.factor[heaviest], np.ones(m)]),
        cap=np.concatenate([np.full(n, np.inf), chain.cap[heaviest], np.full(m, np.inf)]),
    )

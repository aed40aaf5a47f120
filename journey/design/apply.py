"""Edits made on a chain: one function a kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from journey.design.bands import carried
from journey.design.chain import DROPPED, ENDED, START, Chain
from journey.design.coding import LOST, UNDECIDED, Split, Switch
from journey.design.edits import Edit
from journey.design.moves import NoLanding, copied, drop_into, named, redirect, skip
from journey.errors import WrongInput
from journey.text import _

__all__ = ["Numbers", "make"]

Numbers = Mapping[str, float]
Floats = NDArray[np.float64]


def make(chain: Chain, edit: Edit, numbers: Numbers, splits: Sequence[Split], channels: Sequence[str]) -> Chain:
    """The chain after one edit, with these values of its numbers.

    Raises
    ------
    WrongInput
        A touchpoint is gone, or the edit has nothing to hold on to.
    """
    for field, name in edit.texts:
        if field in ("touchpoint", "source", "target", "other") or (field == "to" and edit.kind == "reroute"):
            new = field == "touchpoint" and edit.kind == "insert"
            if not new and not len(chain.of(name)):
                raise gone(chain, name)
    try:
        return _KINDS[edit.kind](chain, edit, numbers, splits, channels).tidy()
    except NoLanding as error:
        raise WrongInput(
            _("no journey comes to {name} from there at that stage, so nobody knows how it would go on.").format(
                name=repr(edit.text("to") or edit.text("touchpoint"))
            ),
            _("Choose another touchpoint, or insert a new one."),
        ) from error


def gone(chain: Chain, name: str) -> WrongInput:
    """The error for a touchpoint that is not there."""
    near = get_close_matches(name, chain.names, n=3) or sorted(chain.names)[:8]
    return WrongInput(
        _("there is no touchpoint {name}.").format(name=repr(name)),
        _("Near it are: {names}.").format(names=", ".join(near)),
    )


def _remove(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    mask = chain.is_of(edit.text("touchpoint"))
    share = _part(mask[chain.dst] & _from(chain, edit), numbers.get("share", 1.0))
    return drop_into(chain, share, mask, stay=edit.text("stay") == "yes")


def _bypass(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    mask = chain.is_of(edit.text("touchpoint"))
    return skip(chain, _part(~mask[chain.src] & _from(chain, edit), numbers.get("share", 1.0)), mask)


def _from(chain: Chain, edit: Edit) -> NDArray[np.bool_]:
    """The steps from the source of an edit; all, where it names none."""
    source = edit.text("source")
    if not source:
        return np.ones(len(chain.p), dtype=bool)
    return _steps(chain, replace(edit, texts=(("source", source), ("target", edit.text("touchpoint")))))


def _limit(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    unwanted = chain.is_of(edit.text("touchpoint")) & (chain.visit >= int(numbers["max"]))
    return drop_into(chain, _part(unwanted[chain.dst]), unwanted, stay=edit.text("stay") == "yes")


def _reroute(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    on = _steps(chain, edit)
    return redirect(chain, _part(on, numbers["share"]), chain.is_of(edit.text("to")))


def _wait(chain: Chain, edit: Edit, numbers: Numbers, splits: Sequence[Split], *_rest: object) -> Chain:
    on = _steps(chain, edit)
    factor, cap, table = chain.factor.copy(), chain.cap.copy(), chain.table.copy()
    waits = chain.waits
    if "factor" in numbers:
        factor[on] *= numbers["factor"]
        cap[on] *= numbers["factor"]
    elif "cap_s" in numbers:
        cap[on] = np.minimum(cap[on], numbers["cap_s"])
    else:
        waits, new = waits.plus(_lognormal(numbers["median_s"], numbers.get("p90_s")))
        table[on], factor[on], cap[on] = new, 1.0, np.inf
    changed = replace(chain, factor=factor, cap=cap, table=table, waits=waits)
    if edit.text("carry") == "no":
        return changed
    return carried(changed, on, edit.text("source"), edit.text("target"), splits)


def _lognormal(median: float, p90: float | None) -> Floats:
    """A list of waits with this median and p90 (without it, every wait is the median)."""
    spread = math.log(max(p90, median) / median) / ndtri(0.9) if p90 and median > 0 else 0.0
    return np.asarray(median * np.exp(spread * ndtri((np.arange(500) + 0.5) / 500)))


def _exit_rate(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    here = chain.is_of(edit.text("touchpoint"))[chain.src] & chain.leaving
    factor = numbers.get("factor")
    if factor is None:
        flow = chain.solve()
        node = chain.names.index(edit.text("touchpoint"))
        rate = flow.exits[node] / flow.reach[node] if flow.reach[node] > 0 else 0.0
        if rate <= 0:
            return _leaving_anew(chain, edit, numbers["value"])
        factor = numbers["value"] / rate
    # Where nobody leaves, the sum is one of whole numbers to numpy.
    before = np.bincount(chain.src[here], chain.p[here], minlength=chain.states).astype(np.float64)
    after = np.minimum(before * factor, 1.0)
    scale = np.divide(after, before, out=np.ones_like(before), where=before > 0)
    room = np.divide(1 - after, 1 - before, out=np.ones_like(before), where=before < 1)
    # Where nobody ever went on, there is no way on to be shared.
    scale[before >= 1] = 1.0
    return replace(
        chain, p=chain.p * np.where(here, scale[chain.src], np.where(before[chain.src] < 1, room[chain.src], 1))
    )


def _leaving_anew(chain: Chain, edit: Edit, rate: float) -> Chain:
    """Where nobody leaves today, a share of the visits before any decision ends there."""
    states = np.flatnonzero(chain.is_of(edit.text("touchpoint")) & (chain.phase == UNDECIDED))
    mine = np.isin(chain.src, states)
    left = replace(chain, p=np.where(mine, chain.p * (1 - rate), chain.p))
    n = len(states)
    return left.steps(
        np.ones(len(chain.p), dtype=bool),
        src=states, dst=np.full(n, DROPPED), p=np.full(n, rate), table=np.full(n, -1),
    )  # fmt: skip


def _insert(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    share, leaves = numbers.get("share", 1.0), numbers.get("exit_rate", 0.0)
    on = np.flatnonzero(_steps(chain, edit) & (chain.p > 0))
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


def _channel(chain: Chain, edit: Edit, numbers: Numbers, splits: Sequence[Split], channels: Sequence[str]) -> Chain:
    here = chain.is_of(edit.text("touchpoint"))
    for field in ("to", "from"):
        if edit.text(field) and edit.text(field) not in channels:
            raise WrongInput(
                _("the log has no channel {name}.").format(name=repr(edit.text(field))),
                _("Its channels are: {names}.").format(names=", ".join(channels) or "–"),
            )
    tag = chain.tags[:, list(splits).index(Switch(edit.text("touchpoint")))]
    wanted = list(channels).index(edit.text("to")) + 1
    leaving = tag == list(channels).index(edit.text("from")) + 1 if edit.text("from") else tag != wanted
    moved = (here & leaving)[chain.dst] & (chain.dst > ENDED)
    return redirect(chain, _part(moved, numbers["share"]), here & (tag == wanted))


def _merge(chain: Chain, edit: Edit, *_rest: object) -> Chain:
    one, other = edit.text("touchpoint"), edit.text("other")
    for first, second in ((one, other), (other, one)):
        through = chain.is_of(second)
        chain = skip(chain, _part(chain.is_of(first)[chain.src]), through)
    node = chain.node.copy()
    node[chain.is_of(other)] = chain.names.index(one)
    if edit.text("to"):
        chain, new = named(chain, edit.text("to"))
        node[node == chain.names.index(one)] = new
    return replace(chain, node=node)


def _split(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    states = chain.of(edit.text("touchpoint"))
    chain, new = copied(chain, states, edit.text("to"))
    twin = np.full(chain.states, -1)
    twin[states] = new
    out = np.flatnonzero(twin[chain.src] >= 0)
    chain = chain.steps(
        np.ones(len(chain.p), dtype=bool),
        src=twin[chain.src[out]], dst=chain.dst[out], p=chain.p[out], table=chain.table[out],
        factor=chain.factor[out] * numbers.get("wait_factor", 1.0),
        cap=chain.cap[out] * numbers.get("wait_factor", 1.0),
    )  # fmt: skip
    come = np.flatnonzero(twin[chain.dst] >= 0)
    p, cost = chain.p.copy(), chain.cost.copy()
    moved = p[come] * numbers["share"]
    p[come] -= moved
    if "cost" in numbers:
        cost[new] = numbers["cost"]
    chain = replace(chain, p=p, cost=cost).steps(
        np.ones(len(p), dtype=bool),
        src=chain.src[come], dst=twin[chain.dst[come]], p=moved, table=chain.table[come],
        factor=chain.factor[come], cap=chain.cap[come],
    )  # fmt: skip
    if "exit_factor" not in numbers:
        return chain
    renamed = replace(edit, texts=(("touchpoint", edit.text("to")),))
    return _exit_rate(chain, renamed, {"factor": numbers["exit_factor"]})


def _cost(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    here = chain.is_of(edit.text("touchpoint"))
    changed = numbers["value"] if "value" in numbers else chain.cost * numbers["factor"]
    return replace(chain, cost=np.where(here, changed, chain.cost))


def _score(chain: Chain, *_rest: object) -> Chain:
    # Answers are no part of the chain; `figures` shifts them.
    return chain


def _inflow(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    begins, here = chain.src == START, chain.is_of(edit.text("touchpoint"))[chain.dst]
    share, now = numbers["share"], float(chain.p[begins & here].sum())
    if now <= 0:
        undecided = chain.is_of(edit.text("touchpoint")) & ~np.isin(chain.phase, (LOST,)) & (chain.visit == 0)
        return redirect(chain, _part(begins, share), undecided)
    scale = np.where(here, share / now, (1 - share) / (1 - now) if now < 1 else 1.0)
    return replace(chain, p=np.where(begins, chain.p * scale, chain.p))


_KINDS: dict[str, Callable[..., Chain]] = {
    "remove": _remove,
    "bypass": _bypass,
    "insert": _insert,
    "reroute": _reroute,
    "wait": _wait,
    "exit_rate": _exit_rate,
    "limit_repeats": _limit,
    "channel": _channel,
    "merge": _merge,
    "split": _split,
    "cost": _cost,
    "score": _score,
    "inflow": _inflow,
}


def _steps(chain: Chain, edit: Edit) -> NDArray[np.bool_]:
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


def _part(steps: NDArray[np.bool_], share: float = 1.0) -> Floats:
    """A share of some steps, and nothing of the others."""
    return np.where(steps, share, 0.0)

"""Edits made on a chain: one function a kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from journey.design.bands import carried
from journey.design.chain import DROPPED, ENDED, START, Chain
from journey.design.coding import LOST, UNDECIDED, Split, Switch
from journey.design.edits import Edit
from journey.design.logged import PLACES
from journey.design.moves import NoLanding, copied, drop_into, named, redirect, skip
from journey.design.new_ways import Numbers, add, draw, insert, part, reroute, steps_of, taken
from journey.errors import WrongInput
from journey.text import _

__all__ = ["make"]

Floats = NDArray[np.float64]


def make(chain: Chain, edit: Edit, numbers: Numbers, splits: Sequence[Split], channels: Sequence[str]) -> Chain:
    """The chain after one edit, with these values of its numbers.

    Raises
    ------
    WrongInput
        A touchpoint is gone, or the edit has nothing to hold on to.
    """
    for field, name in edit.texts:
        if field in PLACES or (field == "to" and edit.kind == "reroute"):
            new = field == "touchpoint" and edit.kind in ("insert", "add")
            if not new and not len(chain.of(name)):
                raise gone(chain, name)
        elif field == "to" and edit.kind == "rename" and len(chain.of(name)) and name != edit.text("touchpoint"):
            raise taken(name)
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
    if name in chain.names:
        return WrongInput(
            _("no journey comes to {name} any more, or none of those in scope did.").format(name=repr(name)),
            _("Look at the edits before it, and at the filters."),
        )
    return WrongInput(
        _("there is no touchpoint {name}.").format(name=repr(name)),
        _("Near it are: {names}.").format(names=", ".join(near)),
    )


def _remove(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    mask = chain.is_of(edit.text("touchpoint"))
    share = part(mask[chain.dst] & _from(chain, edit), numbers.get("share", 1.0))
    return drop_into(chain, share, mask, stay=edit.text("stay") == "yes")


def _bypass(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    mask = chain.is_of(edit.text("touchpoint"))
    return skip(chain, part(~mask[chain.src] & _from(chain, edit), numbers.get("share", 1.0)), mask)


def _from(chain: Chain, edit: Edit) -> NDArray[np.bool_]:
    """The steps from the source of an edit; all, where it names none."""
    source = edit.text("source")
    if not source:
        return np.ones(len(chain.p), dtype=bool)
    return steps_of(chain, replace(edit, texts=(("source", source), ("target", edit.text("touchpoint")))))


def _limit(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    unwanted = chain.is_of(edit.text("touchpoint")) & (chain.visit >= int(numbers["max"]))
    return drop_into(chain, part(unwanted[chain.dst]), unwanted, stay=edit.text("stay") == "yes")


def _rename(chain: Chain, edit: Edit, *_rest: object) -> Chain:
    return replace(
        chain, names=tuple(edit.text("to") if name == edit.text("touchpoint") else name for name in chain.names)
    )


def _wait(chain: Chain, edit: Edit, numbers: Numbers, splits: Sequence[Split], *_rest: object) -> Chain:
    on = steps_of(chain, edit)
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
    return redirect(chain, part(moved, numbers["share"]), here & (tag == wanted))


def _merge(chain: Chain, edit: Edit, *_rest: object) -> Chain:
    one, other = edit.text("touchpoint"), edit.text("other")
    for first, second in ((one, other), (other, one)):
        through = chain.is_of(second)
        chain = skip(chain, part(chain.is_of(first)[chain.src]), through)
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


def _same(chain: Chain, *_rest: object) -> Chain:
    # Answers are no part of the chain, `figures` shifts them; stages are the map's.
    return chain


def _inflow(chain: Chain, edit: Edit, numbers: Numbers, *_rest: object) -> Chain:
    begins, here = chain.src == START, chain.is_of(edit.text("touchpoint"))[chain.dst]
    share, now = numbers["share"], float(chain.p[begins & here].sum())
    if now <= 0:
        undecided = chain.is_of(edit.text("touchpoint")) & ~np.isin(chain.phase, (LOST,)) & (chain.visit == 0)
        return redirect(chain, part(begins, share), undecided)
    scale = np.where(here, share / now, (1 - share) / (1 - now) if now < 1 else 1.0)
    return replace(chain, p=np.where(begins, chain.p * scale, chain.p))


_KINDS: dict[str, Callable[..., Chain]] = {
    "remove": _remove,
    "bypass": _bypass,
    "add": add,
    "draw": draw,
    "rename": _rename,
    "move": _same,
    "insert": insert,
    "reroute": reroute,
    "wait": _wait,
    "exit_rate": _exit_rate,
    "limit_repeats": _limit,
    "channel": _channel,
    "merge": _merge,
    "split": _split,
    "cost": _cost,
    "score": _same,
    "inflow": _inflow,
}

"""Several chains solved as one: block by block beside each other, so that each step is one product for all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from journey.design.chain import LARGE, REST, START, STEPS, Chain, Flow

__all__ = ["solve_together"]


def solve_together(chains: Sequence[Chain]) -> list[Flow]:
    """The flows of several chains, as `Chain.solve` gives them.

    Large chains are summed step by step; together that takes as many products as the longest of them alone.
    """
    large = [number for number, chain in enumerate(chains) if chain.states > LARGE]
    flows = {number: chain.solve() for number, chain in enumerate(chains) if chain.states <= LARGE}
    begins = np.cumsum([0, *(chains[number].states for number in large)])
    if large:
        inner = [chains[number].dst >= 4 for number in large]
        parts = list(zip((chains[number] for number in large), inner, begins[:-1], strict=True))
        p = np.concatenate([chain.p[on] for chain, on, _begin in parts])
        src, dst = (
            np.concatenate([getattr(chain, end)[on] + begin for chain, on, begin in parts]) for end in ("src", "dst")
        )
        size = int(begins[-1])
        onward = csr_matrix((p, (dst, src)), shape=(size, size))
        left = np.zeros(size)
        left[begins[:-1] + START] = 1.0
        visits = left.copy()
        for _step in range(STEPS):
            left = onward @ left
            visits += left
            if np.add.reduceat(left, begins[:-1]).max() < REST:
                flows |= {
                    number: Flow(chains[number], visits[begin:end])
                    for number, begin, end in zip(large, begins[:-1], begins[1:], strict=True)
                }
                break
        else:
            flows |= {number: chains[number].solve() for number in large}
    return [flows[number] for number in range(len(chains))]

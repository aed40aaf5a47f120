"""Random numbers with an address: the same (seed, stream, key) always gives the same number."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

__all__ = ["Bools", "Draws", "Floats", "Ints"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


class Draws:
    """Uniform, normal and log-normal numbers that do not depend on what was drawn before.

    A generator that is advanced draw by draw would give every journey other numbers as soon as one journey
    takes one step more. Here a number is a hash of where it is used, so that a friction can be left out and
    all else stays equal (common random numbers), and no release of numpy can change the sample.

    Parameters
    ----------
    seed : int
        Any integer.

    Notes
    -----
    The hash is SplitMix64 read at random positions: the stream's name gives the start, the key the position
    [Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"].

    Examples
    --------
    >>> keys = np.arange(3)
    >>> first = Draws(7).uniform("exit", keys)
    >>> bool((first == Draws(7).uniform("exit", keys)).all()), bool((first == Draws(8).uniform("exit", keys)).any())
    (True, False)
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def uniform(self, stream: str, keys: Ints, turn: int = 0) -> Floats:
        """One number in [0, 1) per key; `turn` tells repeated uses of a stream apart."""
        name = f"{stream}/{self._seed}/{turn}".encode()
        start = np.uint64(int.from_bytes(blake2b(name, digest_size=8).digest(), "little"))
        x = keys.astype(np.uint64) * _STEP + start
        x = (x ^ (x >> np.uint64(30))) * _FIRST
        x = (x ^ (x >> np.uint64(27))) * _SECOND
        x = x ^ (x >> np.uint64(31))
        return (x >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def normal(self, stream: str, keys: Ints, turn: int = 0) -> Floats:
        """One standard normal number per key (Box and Muller)."""
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(f"{stream}/radius", keys, turn)))
        return np.asarray(radius * np.cos(2.0 * np.pi * self.uniform(f"{stream}/angle", keys, turn)))

    def lognormal(self, stream: str, keys: Ints, median: float, sigma: float, turn: int = 0) -> Floats:
        """One log-normal number per key."""
        return np.asarray(median * np.exp(sigma * self.normal(stream, keys, turn)))

    def chance(self, stream: str, keys: Ints, share: float | Floats, turn: int = 0) -> Bools:
        """True for about `share` of the keys."""
        return np.asarray(self.uniform(stream, keys, turn) < share)

    def pick(self, stream: str, keys: Ints, weights: Sequence[float], turn: int = 0) -> Ints:
        """The number of one of the choices, as often as its weight says."""
        edges = np.cumsum(np.asarray(weights, dtype=float))
        return np.searchsorted(edges / edges[-1], self.uniform(stream, keys, turn), side="right").astype(np.int64)

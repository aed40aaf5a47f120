"""Bets on claims: sealed until the host opens them; then the room sees how well it knew its customers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from journey.errors import WrongInput
from journey.store.workshops.pulse import changing
from journey.store.workshops.rounds import Round
from journey.store.workshops.state import RoomState
from journey.store.workshops.workshop import now
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["CHANCES", "Bets", "Calibration", "bets_of", "calibration", "open_claim"]

CHANCES = (0.1, 0.3, 0.5, 0.7, 0.9)
"""How likely a claim is to be true, by what was bet: surely not, rather not, no idea, rather, surely."""
_TRUTH = {"confirmed": 1.0, "contradicted": 0.0}


@dataclass(frozen=True)
class Bets:
    """One claim of a guess.

    Attributes
    ----------
    n : int
        How many people bet on it.
    counts : tuple of int, or None
        How many chose each of `CHANCES`; None while it is sealed.
    verdict : mapping or None
        What the log says, once it is opened (`analyses.claims.Checked.to_json`).
    """

    key: str
    title: str
    n: int
    counts: tuple[int, ...] | None
    verdict: Mapping[str, Any] | None


@dataclass(frozen=True)
class Calibration:
    """How well a room knew, over the opened claims that the log could decide.

    Attributes
    ----------
    claims, bets : int
        Claims decided, and bets on them.
    said, true : tuple
        For each of `CHANCES`: bets, and how many of them were on claims that were confirmed.
    brier : float or None
        Mean squared distance between the chance that was bet and what was true (Brier 1950): 0 knows all, 0.25 is what
        "no idea" gets. None without a bet.
    """

    claims: int
    bets: int
    said: tuple[int, ...]
    true: tuple[int, ...]
    brier: float | None


def open_claim(workspace: Workspace, workshop: int, asked: Round, key: str, verdict: Mapping[str, Any]) -> None:
    """Open a claim: its bets and what the log says of it are shown from now on. What is open stays as it was opened.

    Raises
    ------
    WrongInput
        There is no such claim, or bets are still taken.
    """
    if key not in {claim["key"] for claim in asked.settings.get("claims", ())}:
        raise WrongInput(_("There is no such claim in this round."), _("Reload the page."))
    with changing(workspace, workshop) as cursor:
        still = cursor.execute("SELECT 1 FROM workshop_round WHERE id = ? AND closed IS NULL", [asked.id]).fetchall()
        if still:
            raise WrongInput(_("Bets are still taken."), _("Close the round, then open the claims."))
        cursor.execute(
            "INSERT OR IGNORE INTO workshop_verdict VALUES (?, ?, ?, ?)",
            [asked.id, key, now(), json.dumps(dict(verdict))],
        )


def bets_of(state: RoomState, asked: Round) -> tuple[Bets, ...]:
    """The claims of a guess in their order; of sealed ones only how many people bet."""
    found = []
    for claim in asked.settings["claims"]:
        target = f"claim:{claim['key']}"
        values = [vote.value for vote in state.votes if vote.round == asked.id and vote.target == target]
        verdict = state.verdicts.get((asked.id, claim["key"]))
        counts = tuple(values.count(level) for level in range(len(CHANCES))) if verdict is not None else None
        found.append(Bets(claim["key"], claim["title"], len(values), counts, verdict))
    return tuple(found)


def calibration(bets: tuple[Bets, ...]) -> Calibration:
    """Hold the bets on decided claims against what was true; what the log could not tell counts for nobody.

    Examples
    --------
    >>> yes = Bets("1", "", 4, (0, 0, 0, 0, 4), {"verdict": "confirmed"})
    >>> no = Bets("2", "", 1, (0, 0, 0, 0, 1), {"verdict": "contradicted"})
    >>> found = calibration((yes, no))
    >>> found.said[4], found.true[4], round(found.brier, 3)
    (5, 4, 0.17)
    """
    said, true, squares, claims = [0] * len(CHANCES), [0] * len(CHANCES), 0.0, 0
    for one in bets:
        truth = _TRUTH.get(one.verdict["verdict"]) if one.verdict is not None else None
        if truth is None or one.counts is None:
            continue
        claims += 1
        for level, n in enumerate(one.counts):
            said[level] += n
            true[level] += round(n * truth)
            squares += n * (CHANCES[level] - truth) ** 2
    n = sum(said)
    return Calibration(claims, n, tuple(said), tuple(true), squares / n if n else None)

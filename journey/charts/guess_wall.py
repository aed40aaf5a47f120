"""The bets of a room on the wall: sealed ones as seals, opened ones beside what the log says."""

from __future__ import annotations

from typing import Any

from journey.analyses.claims import Checked
from journey.store.workshops.guesses import CHANCES, Bets, Calibration, calibration
from journey.text import _, ngettext
from journey.text.format import count, interval, percent

__all__ = ["calibration_words", "guess_wall", "verdict_words"]


def guess_wall(bets: tuple[Bets, ...]) -> dict[str, Any]:
    """What the wall draws of a guess: each claim, its bets once opened, the verdict, and how well the room knew."""
    return {
        "claims": [_claim(at, one) for at, one in enumerate(bets, 1)],
        "levels": [_("surely not"), _("rather not"), _("no idea"), _("rather yes"), _("surely")],
        "calibration": calibration_words(calibration(bets)),
    }


def _claim(at: int, one: Bets) -> dict[str, Any]:
    betting = ngettext("{n} bet", "{n} bets", one.n).format(n=count(one.n))
    if one.verdict is None or one.counts is None:
        return {"no": at, "title": one.title, "bets": _("{bets}, sealed").format(bets=betting), "counts": None}
    checked = Checked.of(dict(one.verdict))
    return {
        "no": at,
        "title": one.title,
        "bets": betting,
        "counts": list(one.counts),
        "verdict": checked.verdict,
        "word": {
            "confirmed": _("✓ Confirmed"), "contradicted": _("✕ Contradicted"), "cannot tell": _("? Cannot tell"),
        }[checked.verdict],
        "told": verdict_words(checked),
    }  # fmt: skip


def verdict_words(checked: Checked) -> str:
    """The two shares and their difference, in a sentence."""
    if checked.those.value is None or checked.others.value is None:
        return _("Nobody in scope is of both kinds, so that there is nothing to compare.")
    told = _("{those} of those, {others} of the others").format(
        those=interval(checked.those), others=interval(checked.others)
    )
    if checked.gap.low is None or checked.gap.high is None or checked.gap.value is None:
        return _("{told}.").format(told=told)
    points = [
        f"{100 * value:+.1f}".replace("-", "−") for value in (checked.gap.value, checked.gap.low, checked.gap.high)
    ]
    return _("{told}: {gap} points ({low} to {high}). Associated with, not proven to cause.").format(
        told=told, gap=points[0], low=points[1], high=points[2]
    )


def calibration_words(found: Calibration) -> str:
    """How well the room knew; empty where nothing was decided yet."""
    if found.brier is None:
        return ""
    parts = []
    for level, (said, true) in enumerate(zip(found.said, found.true, strict=True)):
        if said:
            parts.append(
                _("where it said {chance}, {share} were true (n {n})").format(
                    chance=percent(CHANCES[level]), share=percent(true / said), n=count(said)
                )
            )
    better = _("better than “no idea”") if found.brier < 0.25 else _("no better than “no idea”")
    return _("How well the room knew: {parts}. Brier score {brier}: {better} (0.25).").format(
        parts="; ".join(parts), brier=f"{found.brier:.2f}", better=better
    )

"""What one card holds."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LANES", "Card"]

LANES = {"pain": "pains", "idea": "ideas"}
"""Kind of a card -> the lane of the board that it goes to."""


@dataclass(frozen=True)
class Card:
    """A pain point or an idea that somebody of the room wrote to a stage.

    Attributes
    ----------
    kind : str
        "pain" or "idea".
    hidden : bool
        Whether the host took it from the wall.
    into : int or None
        The card that it was merged into.
    """

    id: int
    round: int
    participant: int
    stage: str
    kind: str
    text: str
    hidden: bool
    into: int | None

    @property
    def shown(self) -> bool:
        """Whether it stands on the wall, and can be voted on."""
        return not self.hidden and self.into is None

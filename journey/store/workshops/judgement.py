"""What a room said of an opportunity, as it was kept."""

from __future__ import annotations

from dataclasses import dataclass

from journey.store.workspace import Workspace

__all__ = ["Judgement", "judgements"]


@dataclass(frozen=True)
class Judgement:
    """Value and effort of an opportunity, 1 to 5 each, by the last workshop that judged it.

    Attributes
    ----------
    opportunity, title : str
        Of the opportunity, and of the workshop.
    value_spread, effort_spread : float
        Standard deviation among the people.
    value_n, effort_n : int
        How many said it.
    """

    opportunity: str
    title: str
    value: float
    value_spread: float
    value_n: int
    effort: float
    effort_spread: float
    effort_n: int


def judgements(workspace: Workspace) -> tuple[Judgement, ...]:
    """What rooms said of the opportunities that there are, those first that are worth most for what they take."""
    rows = workspace.run(
        """
        SELECT o.title, r.title, r.value, value_spread, value_n, r.effort, effort_spread, effort_n
        FROM room_judgement r JOIN opportunity o ON o.id = r.opportunity ORDER BY r.value / r.effort DESC, o.id
        """
    )
    return tuple(Judgement(*row) for row in rows)

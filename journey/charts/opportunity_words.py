"""Opportunities in words: what one rests on, and where on the screen that is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from journey.analyses.friction.parts import Kind
from journey.store.opportunities import Opportunity
from journey.text import _, ngettext
from journey.text.format import MINUS, count, number
from journey.text.short import short

__all__ = [
    "Evidence",
    "evidence_of",
    "evidence_text",
    "gained",
    "is_placed",
    "opportunities_answer",
    "source_name",
]


@dataclass(frozen=True)
class Evidence:
    """What an opportunity rests on.

    Attributes
    ----------
    page : str
        As in the address: "friction".
    about : str
        In words.
    settings : dict
        The rest of the address.
    place : tuple of (Kind, str, str or None), or None
        Of a friction.
    """

    page: str
    about: str
    settings: dict[str, str]

    @property
    def place(self) -> tuple[Kind, str, str | None] | None:
        """The friction it is about."""
        try:
            kind, source, target, _after = json.loads(self.settings.get("place", ""))
            return Kind(kind), str(source), None if target is None else str(target)
        except (ValueError, TypeError):
            return None


def evidence_text(page: str, about: str, **settings: str) -> str:
    """The text that `evidence_of` reads."""
    return urlencode({"page": page, "about": about, **{name: text for name, text in settings.items() if text}})


def evidence_of(one: Opportunity) -> Evidence | None:
    """What an opportunity rests on; None: only on what people think.

    Examples
    --------
    >>> evidence_of(Opportunity(title="Call less", evidence=evidence_text("voice", "waiting", theme="1"))).settings
    {'theme': '1'}
    """
    given = dict(parse_qsl(one.evidence))
    page, about = given.pop("page", ""), given.pop("about", "")
    return Evidence(page, about, given) if page else None


def gained(journeys: float | None) -> str:
    """Journeys completed more: whole ones, where they are ten or more.

    >>> gained(57.6), gained(4.24), gained(None)
    ('58', '4.24', '–')
    """
    if journeys is None:
        return "–"
    told = count(round(journeys)) if abs(journeys) >= 10 else number(journeys)
    return told.replace("-", MINUS)


def source_name(page: str) -> str:
    """What the evidence of a page is called."""
    return {
        "friction": _("friction"), "drivers": _("driver"), "voice": _("comment"), "journeys": _("comment"),
        "drop_off": _("drop-off"),
    }.get(page, _("evidence"))  # fmt: skip


def is_placed(one: Opportunity) -> bool:
    """Whether it has a place in the matrix."""
    return one.value is not None and one.effort is not None


def _best(found: Sequence[Opportunity]) -> Opportunity | None:
    """The most value for the effort, of what is not live."""
    placed = [one for one in found if one.value and one.effort and one.status != "live"]
    return max(placed, key=lambda one: (one.value or 0.0) / (one.effort or 1), default=None)


def opportunities_answer(found: Sequence[Opportunity]) -> str:
    """Which to do first, as far as value and effort are known."""
    if not found:
        return _("No opportunity is written down yet.")
    first = _best(found)
    if first is None:
        n = len(found)
        valued = next((one for one in found if one.value and one.effort is None and one.status != "live"), None)
        if valued is not None:
            return _("“{title}”: about {value} more journeys completed in 30 days; say its effort.").format(
                title=short(valued.title), value=gained(valued.value)
            )
        return ngettext(
            "{n} opportunity; none has value and effort yet.", "{n} opportunities; none has value and effort yet.", n
        ).format(n=n)
    return _("First “{title}”: about {value} more journeys completed in 30 days, for its effort.").format(
        title=short(first.title), value=gained(first.value)
    )

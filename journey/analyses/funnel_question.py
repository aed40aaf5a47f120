"""What a funnel asks: which steps, in which order, within how long."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from journey.errors import WrongInput
from journey.text import _

__all__ = ["DAY_S", "MOST_STEPS", "Entry", "Funnel", "Order"]

Order = Literal["sequential", "strict", "any"]
Entry = Literal["first", "every"]
DAY_S = 86_400.0
MOST_STEPS = 20


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """An ordered list of steps that journeys are followed along.

    Attributes
    ----------
    steps : tuple of tuple of str
        Each step is a set of touchpoints, any of which will do; 2 to 20 steps, no touchpoint in two of them.
    optional : tuple of int
        Positions of steps (from 0) that may be skipped; never the first or the last.
    order : {"sequential", "strict", "any"}
        sequential: other events are allowed in between; strict: each step is the very next event; any: the other steps
        may come before or after the first, within the window on either side.
    window_s : float
        Seconds from the first step in which the others must be done.
    exclude : tuple of str
        Touchpoints that take a journey out of the funnel when they happen between its first step and its end.
    entry : {"first", "every"}
        Follow each journey from its first event of step 1, or from every one up to the next.

    Examples
    --------
    >>> funnel = Funnel(steps=(("Basket",), ("Card", "Invoice"), ("Paid",)), optional=(1,))
    >>> funnel.names
    ('Basket', 'Card | Invoice', 'Paid')
    >>> Funnel.parse(funnel.text()) == funnel
    True
    """

    steps: tuple[tuple[str, ...], ...]
    optional: tuple[int, ...] = ()
    order: Order = "sequential"
    window_s: float = 14 * DAY_S
    exclude: tuple[str, ...] = ()
    entry: Entry = "first"

    def __post_init__(self) -> None:
        object.__setattr__(self, "optional", tuple(sorted(set(self.optional))))
        object.__setattr__(self, "exclude", tuple(dict.fromkeys(self.exclude)))
        self._check_steps()
        if self.order not in get_args(Order) or self.entry not in get_args(Entry):
            raise WrongInput(
                _("A funnel knows the orders sequential, strict and any, and the entries first and every."),
                _("Choose one of them."),
            )
        if not 0 < self.window_s < float("inf"):
            raise WrongInput(
                _("The window of a funnel must be longer than nothing."), _("Write it like 14d, 12h or 30m.")
            )
        if {0, len(self.steps) - 1} & set(self.optional):
            raise WrongInput(
                _("The first and the last step of a funnel cannot be optional."), _("Take that step out instead.")
            )
        if not set(self.optional) <= set(range(len(self.steps))):
            raise WrongInput(
                _("The funnel has {n} steps, so step {number} cannot be optional.").format(
                    n=len(self.steps), number=max(self.optional) + 1
                ),
                _("Count the steps from 1."),
            )

    def _check_steps(self) -> None:
        if not 2 <= len(self.steps) <= MOST_STEPS or not all(self.steps):
            raise WrongInput(
                _("A funnel has 2 to {most} steps; this one has {n}.").format(most=MOST_STEPS, n=len(self.steps)),
                _("Add or take out steps."),
            )
        seen: dict[str, int] = {}
        for number, step in enumerate(self.steps, start=1):
            for name in step:
                if name in seen:
                    raise WrongInput(
                        _("{name} is in step {one} and in step {other}.").format(
                            name=repr(name), one=seen[name], other=number
                        ),
                        _("A touchpoint can be in a funnel once: take it out of one of the two."),
                    )
                seen[name] = number
        for name in self.exclude:
            if name in seen:
                raise WrongInput(
                    _("{name} is a step, and excluded as well.").format(name=repr(name)), _("Choose one of the two.")
                )

    @property
    def names(self) -> tuple[str, ...]:
        """The steps as people read them."""
        return tuple(" | ".join(step) for step in self.steps)

    def text(self) -> str:
        """The funnel as JSON, to be saved; nothing in it has its default value."""
        parts = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) != f.default}
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @classmethod
    def parse(cls, text: str) -> Funnel:
        """The funnel of a saved text.

        Raises
        ------
        WrongInput
            The text is no funnel.
        """
        try:
            parts: dict[str, Any] = json.loads(text)
            steps = tuple(tuple(map(str, step)) for step in parts.pop("steps"))
            optional = tuple(map(int, parts.pop("optional", ())))
            exclude = tuple(map(str, parts.pop("exclude", ())))
            return cls(steps=steps, optional=optional, exclude=exclude, **parts)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise WrongInput(_("The funnel cannot be read."), _("Build it anew.")) from error

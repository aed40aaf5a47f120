"""Ways: a design that says where journeys may go, and not how many do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from journey.design.conformance.automaton import Automaton
from journey.errors import WrongInput
from journey.text import _

__all__ = ["Ways", "ways_of", "ways_of_record"]

Pair = tuple[str, str]


@dataclass(frozen=True)
class Ways:
    """Touchpoints, and which may follow which.

    Attributes
    ----------
    touchpoints : tuple of str
        In the order in which people or the file named them.
    steps : tuple of (source, target)
    begins, ends : tuple of str
        Where journeys are said to begin and to end; see `starts` and `goals`.

    Examples
    --------
    >>> ways = Ways(("Ad", "Basket", "Pay"), (("Ad", "Basket"), ("Basket", "Pay")))
    >>> ways.starts, ways.goals
    (('Ad',), ('Pay',))
    """

    touchpoints: tuple[str, ...] = ()
    steps: tuple[Pair, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    @property
    def starts(self) -> tuple[str, ...]:
        """Where journeys begin: where it is said; else at the touchpoints that nothing else leads to."""
        come = {target for source, target in self.steps if source != target}
        lead = {source for source, _target in self.steps}
        said = tuple(name for name in self.touchpoints if name in self.begins)
        return said or tuple(name for name in self.touchpoints if name not in come and name in lead)

    @property
    def goals(self) -> tuple[str, ...]:
        """Where they end: where it is said, and where nothing else leads on."""
        lead = {source for source, target in self.steps if source != target}
        come = {target for _source, target in self.steps} | set(self.starts)
        return tuple(name for name in self.touchpoints if name in self.ends or (name not in lead and name in come))

    @property
    def reached(self) -> frozenset[str]:
        """Touchpoints that journeys can come to."""
        return self._closure(self.starts, self.steps)

    @property
    def ending(self) -> frozenset[str]:
        """Touchpoints from which an end can be reached."""
        return self._closure(self.goals, [(target, source) for source, target in self.steps])

    @staticmethod
    def _closure(begun: Iterable[str], steps: Iterable[Pair]) -> frozenset[str]:
        onward: dict[str, list[str]] = {}
        for source, target in steps:
            onward.setdefault(source, []).append(target)
        found, todo = set(begun), list(begun)
        while todo:
            new = [name for name in onward.get(todo.pop(), ()) if name not in found]
            found |= set(new)
            todo += new
        return frozenset(found)

    def with_step(self, source: str, target: str) -> Ways:
        """With one more step."""
        return replace(self, steps=tuple(dict.fromkeys((*self.steps, (source, target)))))

    def without_step(self, source: str, target: str) -> Ways:
        """Without a step."""
        return replace(self, steps=tuple(step for step in self.steps if step != (source, target)))

    def with_touchpoint(self, name: str) -> Ways:
        """With one more touchpoint, that stands alone."""
        return replace(self, touchpoints=tuple(dict.fromkeys((*self.touchpoints, name))))

    def without_touchpoint(self, name: str) -> Ways:
        """Without a touchpoint and all steps from and to it."""
        return Ways(
            tuple(one for one in self.touchpoints if one != name),
            tuple(step for step in self.steps if name not in step),
            tuple(one for one in self.begins if one != name),
            tuple(one for one in self.ends if one != name),
        )

    def renamed(self, name: str, to: str) -> Ways:
        """With a touchpoint called otherwise; one that is there already takes its steps over."""

        def called(names: Iterable[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(to if one == name else one for one in names))

        steps = ((to if a == name else a, to if b == name else b) for a, b in self.steps)
        return Ways(called(self.touchpoints), tuple(dict.fromkeys(steps)), called(self.begins), called(self.ends))

    def automaton(self) -> Automaton:
        """What journeys are held against.

        Raises
        ------
        WrongInput
            Nothing begins, or nothing ends.
        """
        if not (self.starts and self.goals and self.steps):
            raise WrongInput(_("The design has no way from a start to an end."), _("Add one on the page Designer."))
        kept = [step for step in self.steps if step[0] in self.reached]
        return Automaton.of_moves(kept, self.starts, [name for name in self.goals if name in self.reached])

    def record(self) -> dict[str, Any]:
        """The JSON object that `ways_of_record` reads back."""
        return {
            "touchpoints": list(self.touchpoints),
            "steps": [list(step) for step in self.steps],
            "begins": list(self.begins),
            "ends": list(self.ends),
        }


def ways_of_record(record: Any) -> Ways:
    """The ways of a JSON object.

    Raises
    ------
    WrongInput
        It holds anything but names.
    """
    try:
        steps = tuple((_text(source), _text(target)) for source, target in record.get("steps", []))
        begins, ends = (tuple(map(_text, record.get(name, []))) for name in ("begins", "ends"))
        named = (*map(_text, record.get("touchpoints", [])), *begins, *(n for step in steps for n in step), *ends)
    except (AttributeError, TypeError, ValueError) as error:
        raise WrongInput(
            _("The ways that the scenario begins with cannot be read."),
            _('They look like {"steps": [["Ad", "Basket"], ["Basket", "Pay"]]}.'),
        ) from error
    return Ways(tuple(dict.fromkeys(named)), tuple(dict.fromkeys(steps)), begins, ends)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(value)
    return value


def ways_of(design: Automaton) -> Ways:
    """Which touchpoints of a design may follow which.

    What runs side by side in it may come in any order here, and be repeated: ways remember one touchpoint only.
    """
    silent: dict[int, list[int]] = {}
    named: dict[int, list[tuple[str, int]]] = {}
    for source, name, target in design.steps:
        if name is None:
            silent.setdefault(source, []).append(target)
        else:
            named.setdefault(source, []).append((name, target))

    def near(state: int) -> list[int]:
        found, todo = [state], [state]
        while todo:
            new = [target for target in silent.get(todo.pop(), ()) if target not in found]
            found += new
            todo += new
        return found

    after = {state: near(state) for state in range(design.states)}
    order: dict[str, None] = {}
    steps: dict[Pair, None] = {}
    ends: dict[str, None] = {}
    todo, seen = [0], {0}
    begins = tuple(dict.fromkeys(name for state in after[0] for name, _target in named.get(state, ())))
    while todo:
        for state in after[todo.pop(0)]:
            for name, target in named.get(state, ()):
                order.setdefault(name)
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
                ends |= dict.fromkeys([name] if design.ends & set(after[target]) else [])
                steps |= dict.fromkeys((name, then) for near_ in after[target] for then, _t in named.get(near_, ()))
    return Ways(tuple(order), tuple(steps), begins, tuple(ends))

"""The scope: which journeys every analysis looks at, and at which level.

A scope is a value. It selects whole journeys; `hidden` and `level` then re-link the events of those
journeys. It has one canonical text, which stands in the address of every page.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from journey.errors import WrongInput
from journey.model import Level, Outcome
from journey.text import _

__all__ = ["Attribute", "Period", "Scope", "Switch", "Then"]

Period = Literal["started", "finished", "touching"]


@dataclass(frozen=True)
class Attribute:
    """Journeys whose attribute (or one of whose events' attribute) has one of these values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Then:
    """Journeys in which `target` follows `source`.

    Attributes
    ----------
    directly : bool
        As the very next event; else any time later.
    within_s : float, optional
        At most so many seconds after it.
    never : bool
        Journeys in which that does *not* happen.
    """

    source: str
    target: str
    directly: bool = False
    within_s: float | None = None
    never: bool = False


@dataclass(frozen=True, order=True)
class Switch:
    """Journeys in which an event in the channel `target` directly follows one in the channel `source`."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A selection of whole journeys, and the level to see them at.

    All parts must hold; values inside `attributes`, `channels`, `starts_with`, `ends_with`, `outcomes`, `variants`,
    `customers` and `journeys` are alternatives; every touchpoint of `contains` and every one of `switches` must occur,
    one of `visits`, none of `avoids` may.

    Attributes
    ----------
    since, until : str, optional
        ISO dates or times. A bare `until` date includes that day.
    period : str
        Which journeys the two dates select: those that started, finished, or have any event in between.
    min_duration_s, max_duration_s : float, optional
        Seconds, inclusive; duration as in docs/definitions.md (the clock stops at the goal).
    variants : tuple of str
        Variant keys (16 hexadecimal digits).
    journeys : tuple of str
        Keys of single journeys, for a set that nothing else describes.
    inverse : bool
        All journeys except those selected.

    Examples
    --------
    >>> Scope(contains=("Payment",)).text()
    '{"contains":["Payment"]}'
    >>> Scope.parse('{"contains":["Payment"]}') == Scope(contains=("Payment",))
    True
    """

    since: str | None = None
    until: str | None = None
    period: Period = "started"
    attributes: tuple[Attribute, ...] = ()
    channels: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    starts_with: tuple[str, ...] = ()
    ends_with: tuple[str, ...] = ()
    then: tuple[Then, ...] = ()
    switches: tuple[Switch, ...] = ()
    min_duration_s: float | None = None
    max_duration_s: float | None = None
    outcomes: tuple[Outcome, ...] = ()
    variants: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    journeys: tuple[str, ...] = ()
    inverse: bool = False
    hidden: tuple[str, ...] = ()
    level: Level = Level.TOUCHPOINT

    def __post_init__(self) -> None:
        # One order, no repeats: equal scopes have equal texts and share one cache entry.
        for name in _SETS:
            values = getattr(self, name)
            object.__setattr__(self, name, tuple(sorted(set(values))))
        attributes = tuple(
            sorted(
                (Attribute(a.name, tuple(sorted(set(a.values)))) for a in self.attributes),
                key=lambda a: (a.name, a.values),
            )
        )
        object.__setattr__(self, "attributes", attributes)
        object.__setattr__(self, "then", tuple(dict.fromkeys(self.then)))

    @property
    def selects_all(self) -> bool:
        """Whether every journey of the workspace is in scope."""
        return self.selection() == Scope()

    @property
    def relinks(self) -> bool:
        """Whether events are hidden or folded, so that waits and transitions differ from the log's own."""
        return bool(self.hidden) or self.level is not Level.TOUCHPOINT

    def selection(self) -> Scope:
        """The part that selects journeys, without level and hidden touchpoints."""
        return replace(self, hidden=(), level=Level.TOUCHPOINT)

    def text(self) -> str:
        """The canonical text: JSON with sorted names, and nothing that has its default value."""
        default = Scope()
        parts = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) != getattr(default, f.name)}
        plain = {name: _plain(value) for name, value in parts.items()}
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @classmethod
    def parse(cls, text: str) -> Scope:
        """The scope of a canonical text.

        Raises
        ------
        WrongInput
            The text is no scope: not JSON, an unknown name, or a value of the wrong kind.
        """
        try:
            parts = json.loads(text) if text else {}
            return cls(**{name: _typed(name, value) for name, value in parts.items()})
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise WrongInput(
                _("The address holds filters that cannot be read."), _("Clear the filters, and set them again.")
            ) from error


_SETS = (
    "channels", "contains", "visits", "avoids", "starts_with", "ends_with", "outcomes", "variants", "customers",
    "hidden", "switches", "journeys",
)  # fmt: skip
_TEXTS = ("since", "until")
_NUMBERS = ("min_duration_s", "max_duration_s")


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Attribute):
        return [value.name, list(value.values)]
    if isinstance(value, Switch):
        return [value.source, value.target]
    if isinstance(value, Then):
        default = Then("", "")
        return {k: v for k, v in asdict(value).items() if v != getattr(default, k)}
    return value


def _typed(name: str, value: Any) -> Any:
    if name in _TEXTS:
        return None if value is None else str(value)
    if name in _NUMBERS:
        return None if value is None else _finite(value)
    if name == "period":
        if value not in ("started", "finished", "touching"):
            raise ValueError(value)
        return value
    if name == "inverse":
        return bool(value)
    if name == "level":
        return Level(value)
    if not isinstance(value, list):
        raise ValueError(value)
    if name == "attributes":
        return tuple(Attribute(str(a), tuple(str(v) for v in values)) for a, values in value)
    if name == "then":
        return tuple(_then(item) for item in value)
    if name == "switches":
        return tuple(Switch(str(source), str(target)) for source, target in value)
    if name == "outcomes":
        return tuple(Outcome(item) for item in value)
    if name in _SETS:
        return tuple(str(item) for item in value)
    raise KeyError(name)


def _then(item: dict[str, Any]) -> Then:
    then = Then(**item)
    if not (isinstance(then.source, str) and isinstance(then.target, str)):
        raise TypeError(item)
    limit = None if then.within_s is None else _finite(then.within_s)
    return replace(then, directly=bool(then.directly), within_s=limit, never=bool(then.never))


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number

"""Values that everybody speaks of: roles of columns, the mapping of a log, what success means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

__all__ = [
    "Definitions",
    "Grain",
    "Interval",
    "Level",
    "Mapping",
    "Outcome",
    "Progress",
    "ReadOptions",
    "Role",
    "TextRule",
    "silent",
]

Progress = Callable[[float, str], None]
"""Told how far a long work is (0..1) and what it is doing; raises `errors.Cancelled` where nobody wants it any more."""


def silent(share: float, doing: str) -> None:
    """The `Progress` of work that nobody watches."""


class Outcome(StrEnum):
    """How a journey stands at the observed end (docs/definitions.md: outcome)."""

    COMPLETED = "completed"
    LOST = "lost"
    DROPPED = "dropped"
    OPEN = "open"


class Level(StrEnum):
    """What one box of the map stands for."""

    TOUCHPOINT = "touchpoint"
    STAGE = "stage"
    CHANNEL = "channel"
    TOUCHPOINT_CHANNEL = "touchpoint-channel"


class Grain(StrEnum):
    """What makes one journey."""

    JOURNEY = "journey"
    CUSTOMER = "customer"
    GAP = "gap"


class Role(StrEnum):
    """The part a column of the file plays in the journey log."""

    JOURNEY = "journey"
    CUSTOMER = "customer"
    TOUCHPOINT = "touchpoint"
    TIME = "time"
    CLOCK = "clock"
    END_TIME = "end_time"
    CHANNEL = "channel"
    STAGE = "stage"
    SCORE = "score"
    COST = "cost"
    COMMENT = "comment"
    INITIATOR = "initiator"
    LIFECYCLE = "lifecycle"
    ATTRIBUTE = "attribute"
    IGNORE = "ignore"


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval and the count it rests on.

    `value`, `low` and `high` are None where the count is 0: a blank, never a misleading 0.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int

    @property
    def rests_on(self) -> int:
        """What a least number is held against."""
        return self.n

    @property
    def effect(self) -> float:
        """How many times wider the variance is than that of n independent ones."""
        return 1.0


BLANK = Interval(None, None, None, 0)
"""A figure of which nothing is known."""


@dataclass(frozen=True, kw_only=True)
class ReadOptions:
    """How to read a file. None means: find out.

    Attributes
    ----------
    encoding : str, optional
        Python codec name, for example ``utf-8``, ``cp1251``, ``utf-16``.
    delimiter, quote : str, optional
        One character each.
    sheet : str, optional
        The sheet of a workbook, the member of a zip, or the object type of an object-centric log.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class TextRule:
    """Touchpoints whose name matches `pattern` (a regular expression) are read as `name`."""

    pattern: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """Which column of a file plays which part, and how its rows are to be read.

    Attributes
    ----------
    journey, customer : str, optional
        Id columns. Ids are text, always.
    touchpoint : tuple of str
        One column, or several whose values are joined with " / ".
    time, end_time : str
        When the event happened; with both, `time` is its start and `end_time` its end, which orders it.
    clock : str, optional
        The time of day, where `time` holds the date only.
    scores, attributes : tuple of str
        Any number of columns each.
    score_names : tuple of str
        One name per score column; empty means the columns' own names.
    grain : Grain
        What makes one journey; `gap_s` (seconds of silence) goes with ``Grain.GAP``.
    lifecycle_keep : tuple of str
        Values of the `lifecycle` column to keep; empty keeps all.
    where : tuple of (column, value)
        Rows to keep: the values given for one column are alternatives, columns go together.
    timezone : str
        IANA name for times that name no zone.
    date_format : str, optional
        strptime pattern (DuckDB's); None where the times are ISO 8601.
    decimal : str
        Decimal sign of scores, costs and numeric attributes: "." or ",".
    keep_personal : bool
        Whether comments stay as they are; else names, phones, e-mail addresses and cards in them are masked.
    prefix : str
        Stands before every touchpoint name of this source, as it is: "Call: ".
    as_channel : str, optional
        The channel of all rows, where no column names one.
    as_touchpoint : str, optional
        The touchpoint of all rows, where no column names one: a survey, for example.
    """

    journey: str | None = None
    customer: str | None = None
    touchpoint: tuple[str, ...] = ()
    time: str | None = None
    end_time: str | None = None
    channel: str | None = None
    stage: str | None = None
    scores: tuple[str, ...] = ()
    score_names: tuple[str, ...] = ()
    cost: str | None = None
    comment: str | None = None
    initiator: str | None = None
    lifecycle: str | None = None
    attributes: tuple[str, ...] = ()
    grain: Grain = Grain.JOURNEY
    gap_s: float | None = None
    lifecycle_keep: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    timezone: str = "UTC"
    date_format: str | None = None
    decimal: str = "."
    keep_personal: bool = False
    group_patterns: tuple[TextRule, ...] = ()
    prefix: str = ""
    as_channel: str | None = None
    as_touchpoint: str | None = None
    clock: str | None = None

    def columns(self) -> dict[str, Role]:
        """Column name -> role, for every column that is not ignored."""
        roles: dict[str, Role] = {}
        single = {
            Role.JOURNEY: self.journey,
            Role.CUSTOMER: self.customer,
            Role.TIME: self.time,
            Role.CLOCK: self.clock,
            Role.END_TIME: self.end_time,
            Role.CHANNEL: self.channel,
            Role.STAGE: self.stage,
            Role.COST: self.cost,
            Role.COMMENT: self.comment,
            Role.INITIATOR: self.initiator,
            Role.LIFECYCLE: self.lifecycle,
        }
        for role, column in single.items():
            if column is not None:
                roles.setdefault(column, role)
        for column in self.touchpoint:
            roles.setdefault(column, Role.TOUCHPOINT)
        for column in self.scores:
            roles.setdefault(column, Role.SCORE)
        for column in self.attributes:
            roles.setdefault(column, Role.ATTRIBUTE)
        return roles


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """What success, loss and silence mean for one workspace.

    Attributes
    ----------
    goals, lost : tuple of str
        Touchpoints that end a journey well or badly; the first one met decides.
    timeout_s : float or "auto" or "never"
        Silence after which an undecided journey counts as dropped.
    horizon_s : float or "auto"
        H of docs/definitions.md: the time a journey is given to complete.
    observed_end : str or None
        ISO time at which the log is taken to end; None: the last event.
    """

    goals: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    timeout_s: float | Literal["auto", "never"] = "auto"
    horizon_s: float | Literal["auto"] = "auto"
    observed_end: str | None = None

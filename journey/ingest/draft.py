"""A mapping in the making: which column has been given which part, how surely and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from journey.ingest.clock import is_clock, is_date_only, joined, joined_name
from journey.ingest.column import Column
from journey.ingest.guess import Guess, Question
from journey.ingest.role_words import LIFECYCLES, NEVER_TIME, PARTIES, normal, weight
from journey.model import Grain, Mapping, Role
from journey.text import _

__all__ = ["Draft"]

SURE = 0.5
"""Below this a guess is a question."""

Fits = Callable[[Column], bool]


@dataclass
class Draft:
    columns: list[Column]
    parts: dict[str, tuple[Role, float, str]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    date_format: str | None = None

    def free(self) -> list[Column]:
        return [column for column in self.columns if column.name not in self.parts]

    def set(self, column: Column, role: Role, sure: float, reason: str) -> None:
        self.parts[column.name] = (role, round(sure, 2), reason)

    def holder(self, role: Role) -> Column | None:
        return next((c for c in self.columns if self.parts.get(c.name, (None,))[0] is role), None)

    @property
    def decimal(self) -> str:
        commas = sum(column.comma_share > 0.05 and column.is_number(",") for column in self.columns)
        points = sum(
            column.is_number(".") and any("." in value for value in column.filled) and not column.is_time
            for column in self.columns
        )
        return "," if commas > points else "."

    def leave_out(self) -> None:
        """Columns that say nothing: empty, constant, counters, repeats of another column."""
        first: dict[tuple[str, ...], Column] = {}
        for column in sorted(self.columns, key=_best_known, reverse=True):
            known = _best_known(column) >= 0.9
            if not column.filled:
                self.set(column, Role.IGNORE, 0.7, _("empty in the rows seen"))
            elif column.is_index and not known:
                self.set(column, Role.IGNORE, 0.95, _("counts the rows"))
            elif column.constant and len(column.values) >= 5 and not known and not column.is_time:
                self.set(column, Role.IGNORE, 0.8, _("the same in every row seen"))
            elif len(column.distinct) >= 5 and column.values in first:
                twin = first[column.values].name
                self.set(column, Role.IGNORE, 0.95, _("holds the same as {column}").format(column=twin))
            first.setdefault(column.values, column)

    def ids(self) -> None:
        journeys = self.ranked(Role.JOURNEY, lambda c: not (c.unique and _named(c, Role.JOURNEY) < 0.9))
        customers = self.ranked(Role.CUSTOMER, lambda c: not c.is_free_text)
        if journeys and journeys[0][0] >= SURE:
            self.take(journeys, Role.JOURNEY)
            customers = [(sure, c) for sure, c in customers if c.name not in self.parts]
        if customers and customers[0][0] >= SURE:
            self.take(customers, Role.CUSTOMER)
        if self.holder(Role.JOURNEY) is None:
            customer = self.holder(Role.CUSTOMER)
            others = [c.name for _sure, c in journeys]
            if customer is not None:
                self.ask(
                    Role.JOURNEY,
                    _("No column names the journey, so all events of a customer make one. Choose one if there is."),
                    [customer.name, *others],
                )
                return
            if journeys:
                self.take(journeys, Role.JOURNEY)
            else:
                repeating = [c for c in self.free() if _groups(c)]
                best = max(repeating, key=lambda c: (c.says_id, len(c.distinct)), default=None)
                if best is not None:
                    self.set(best, Role.JOURNEY, 0.35, _("its values repeat the way ids do"))
                others = [c.name for c in repeating if c is not best]
            chosen = self.holder(Role.JOURNEY)
            self.ask(
                Role.JOURNEY,
                _("Which column says which journey a row belongs to?"),
                [chosen.name, *others] if chosen else [c.name for c in self.free()],
            )

    def touchpoint(self) -> None:
        def fits(column: Column) -> bool:
            exact = _named(column, Role.TOUCHPOINT) >= 0.95
            return exact or (column.is_category and len(column.distinct) > 1 and not column.is_number("."))

        ranked = self.ranked(Role.TOUCHPOINT, lambda c: fits(c) and not c.is_time)
        if ranked:
            self.take(ranked, Role.TOUCHPOINT)
            if ranked[0][0] >= SURE:
                return
        else:
            entity = self.entity()
            texts = [
                c
                for c in self.free()
                if fits(c) and not c.is_time and (entity is None or c.varies_within(entity.values))
            ]
            best = max(texts, key=lambda c: len(c.distinct), default=None)
            if best is not None:
                self.set(best, Role.TOUCHPOINT, 0.3, _("a few names that change within a journey"))
            ranked = [(0.3, c) for c in texts if c is not best]
        chosen = self.holder(Role.TOUCHPOINT)
        self.ask(
            Role.TOUCHPOINT,
            _("Which column, or which columns together, name the touchpoint?"),
            [*([chosen.name] if chosen else []), *(c.name for _sure, c in ranked if c is not chosen)],
        )

    def times(self) -> None:
        entity = self.entity()
        times = [c for c in self.free() if c.is_time and c.filled]

        def sure(column: Column) -> float:
            value = max(0.4, _named(column, Role.TIME), _named(column, Role.END_TIME), _start(column))
            if NEVER_TIME.fullmatch(normal(column.name)):
                value *= 0.3
            if normal(column.name).startswith("case "):
                value *= 0.5
            if entity is not None and entity.repeats > 1.2 and not column.varies_within(entity.values):
                value *= 0.5
            return value * column.dates.share * len(column.filled) / len(column.values)

        ranked = sorted(((sure(c), c) for c in times), key=lambda pair: -pair[0])
        if not ranked:
            self.ask(
                Role.TIME, _("No column could be read as a time. Which one says when it happened?"),
                [c.name for c in self.free()],
            )  # fmt: skip
            return
        value, main = ranked[0]
        starts = [c for s, c in ranked if _start(c) and s > 0.6]
        ends = [c for s, c in ranked if not _start(c) and s > 0.6]
        ends.sort(key=lambda c: -_named(c, Role.END_TIME))
        if starts and ends:
            main, value = starts[0], sure(starts[0])
        clock = self.clock_of(main)
        # An end without a time of day would put events of a day out of their order.
        if starts and ends and not (clock is not None and is_date_only(ends[0].values)):
            self.set(ends[0], Role.END_TIME, sure(ends[0]), _("a time beside a start time"))
        if clock is not None:
            self.set(clock, Role.CLOCK, 0.9, _("times of day, beside dates without"))
            both = zip(main.values, clock.values, strict=True)
            joint = Column(joined_name(main.name, clock.name), tuple(joined(date, time) for date, time in both))
        else:
            joint = main
        example = joint.dates.examples[0][0] if joint.dates.examples else main.dates.examples[0][0]
        self.set(main, Role.TIME, value, _("reads as a time, for example {text}").format(text=example))
        self.set_date_format(joint)
        if value < SURE and len(ranked) > 1:
            self.ask(Role.TIME, _("Which of these times is the event's own?"), [c.name for _s, c in ranked])

    def clock_of(self, main: Column) -> Column | None:
        """The column with the time of day, where the time chosen is a date."""
        if not is_date_only(main.values):
            return None
        clocks = [c for c in self.free() if c is not main and is_clock(c.values)]
        words = set(normal(main.name).split())
        # A file may have two pairs: start date, start time, end date, end time.
        return max(clocks, key=lambda c: (len(words & set(normal(c.name).split())), _named(c, Role.TIME)), default=None)

    def set_date_format(self, main: Column) -> None:
        end = self.holder(Role.END_TIME)
        formats = [main.dates.format or "iso", *([end.dates.format or "iso"] if end else [])]
        joined = "|".join(dict.fromkeys(formats))
        self.date_format = None if joined == "iso" else joined
        if main.dates.ambiguous:
            text = main.dates.examples[0][0]
            self.ask(
                Role.TIME,
                _("Is {text} written day first or month first?").format(text=repr(text)),
                main.dates.ambiguous,
            )

    def others(self) -> None:
        decimal = self.decimal
        self.one(Role.LIFECYCLE, lambda c: len(c.distinct) > 1 and c.is_category)
        self.one(Role.INITIATOR, lambda c: 1 <= len(c.distinct) <= 6)
        if self.holder(Role.INITIATOR) is None:
            for column in self.free():
                if 2 <= len(column.distinct) <= 6 and {v.casefold() for v in column.distinct} <= PARTIES:
                    self.set(column, Role.INITIATOR, 0.7, _("names the customer and the company"))
                    break
        self.one(Role.CHANNEL, lambda c: c.is_category)
        self.one(Role.STAGE, lambda c: c.is_category)
        self.one(Role.COST, lambda c: c.is_number(decimal))
        for column in self.free():
            if _named(column, Role.SCORE) and column.is_number(decimal) and _is_scale(column, decimal):
                self.set(column, Role.SCORE, _named(column, Role.SCORE), _("its name, and numbers on a scale"))
        self.one(Role.COMMENT, lambda c: not c.is_number(decimal))
        if self.holder(Role.COMMENT) is None:
            texts = [c for c in self.free() if c.is_free_text and not c.is_time]
            best = max(texts, key=lambda c: sum(map(len, c.distinct)) / len(c.distinct), default=None)
            if best is not None and sum(map(len, best.distinct)) >= 30 * len(best.distinct):
                self.set(best, Role.COMMENT, 0.6, _("long texts, seldom the same"))
        entity = self.holder(Role.JOURNEY)
        for column in self.free():
            if column.unique and not column.is_time and not _measure(column, decimal):
                self.set(column, Role.IGNORE, 0.8, _("a value of its own in every row"))
            elif column.constant:
                self.set(column, Role.IGNORE, 0.8, _("the same in every row seen"))
            elif entity is not None and column.says_id and _pairs(column, entity):
                self.set(column, Role.IGNORE, 0.7, _("another id of the journey"))
            else:
                self.set(column, Role.ATTRIBUTE, 0.6, _("kept as an attribute"))
        keep = self.holder(Role.LIFECYCLE)
        if keep is not None and {v.casefold() for v in keep.distinct} <= LIFECYCLES:
            self.ask(
                Role.LIFECYCLE,
                _("Touchpoints are logged more than once, as {values}. Keep all of these events, or some?").format(
                    values=", ".join(sorted(keep.distinct))
                ),
                sorted(keep.distinct),
            )

    def entity(self) -> Column | None:
        return self.holder(Role.JOURNEY) or self.holder(Role.CUSTOMER)

    def ranked(self, role: Role, fits: Fits) -> list[tuple[float, Column]]:
        """Free columns whose name may mean the role and whose values fit, the surest first."""
        found = [(_named(c, role), c) for c in self.free() if _named(c, role) and fits(c)]
        # Of equals the more complete one, then the first.
        return sorted(found, key=lambda pair: (-pair[0], -len(pair[1].filled)))

    def take(self, ranked: list[tuple[float, Column]], role: Role) -> None:
        sure, column = ranked[0]
        self.set(column, role, sure, _("its name"))

    def one(self, role: Role, fits: Fits) -> None:
        ranked = self.ranked(role, lambda c: bool(c.filled) and fits(c))
        if ranked and ranked[0][0] >= SURE:
            self.take(ranked, role)

    def ask(self, role: Role, text: str, choices: Iterable[str]) -> None:
        self.questions.append(Question(role, text, tuple(dict.fromkeys(choices))))

    def guess(self) -> Guess:
        def name(role: Role) -> str | None:
            column = self.holder(role)
            return column.name if column else None

        def names(role: Role) -> tuple[str, ...]:
            return tuple(c.name for c in self.columns if self.parts[c.name][0] is role)

        journey = name(Role.JOURNEY)
        mapping = Mapping(
            journey=journey,
            customer=name(Role.CUSTOMER),
            touchpoint=names(Role.TOUCHPOINT),
            time=name(Role.TIME),
            clock=name(Role.CLOCK),
            end_time=name(Role.END_TIME),
            channel=name(Role.CHANNEL),
            stage=name(Role.STAGE),
            scores=names(Role.SCORE),
            cost=name(Role.COST),
            comment=name(Role.COMMENT),
            initiator=name(Role.INITIATOR),
            lifecycle=name(Role.LIFECYCLE),
            attributes=names(Role.ATTRIBUTE),
            grain=Grain.CUSTOMER if journey is None and name(Role.CUSTOMER) else Grain.JOURNEY,
            date_format=self.date_format,
            decimal=self.decimal,
        )
        order = [column.name for column in self.columns]
        return Guess(
            mapping,
            {column: self.parts[column][1] for column in order},
            {column: self.parts[column][2] for column in order},
            tuple(self.questions),
        )


def _named(column: Column, role: Role) -> float:
    """The weight of the name. ``case:`` matters for ids and times, and says nothing about the rest."""
    plain = role in (Role.CHANNEL, Role.STAGE, Role.CUSTOMER, Role.SCORE)
    return weight(column.name.removeprefix("case:") if plain else column.name, role)


def _best_known(column: Column) -> float:
    return max(_named(column, role) for role in Role if role not in (Role.ATTRIBUTE, Role.IGNORE))


def _start(column: Column) -> float:
    words = normal(column.name)
    starts = ("start", "begin", "начал", "дата начала", "время начала", "дата и время начала", "started")
    return 0.9 if words.startswith(starts) else 0.0


def _groups(column: Column) -> bool:
    return column.repeats >= 1.3 and len(column.distinct) >= 2 and not column.is_time and not column.is_free_text


def _is_scale(column: Column, decimal: str) -> bool:
    numbers = column.numbers(decimal)
    return min(numbers) >= -100 and max(numbers) <= 100


def _measure(column: Column, decimal: str) -> bool:
    return column.is_number(decimal) and not column.says_id and any(s in v for v in column.filled for s in ".,")


def _pairs(column: Column, entity: Column) -> bool:
    """One value a journey, and one journey a value."""
    pairs = {(a, b) for a, b in zip(column.values, entity.values, strict=True) if a}
    return len(entity.distinct) >= 20 and len(pairs) == len(column.distinct) == len({b for _a, b in pairs})

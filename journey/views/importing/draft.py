"""The mapping as a person is settling it, and the fields that change it."""

from __future__ import annotations

from collections.abc import Mapping as Words
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from journey.ingest.assign import assign, held, regrain, with_date_format
from journey.ingest.clock import is_clock, joined_name
from journey.ingest.wire import Seen
from journey.model import Grain, Mapping, Role
from journey.text import _
from journey.text.format import date, moment, percent
from journey.views.frame import escape
from journey.views.importing.current import end

__all__ = [
    "change",
    "doubt",
    "examples",
    "flag",
    "grain",
    "keep",
    "leave",
    "mapping",
    "missing",
    "one",
    "order",
    "prefix",
    "reset",
    "resume",
    "several",
    "text",
    "unreadable",
    "zone",
]

WEEK_S = 7 * 86_400.0


def prefix() -> str:
    """What the keys of this import's fields begin with."""
    return f"import_{st.session_state.get('import', '')[:8]}"


def mapping(seen: Seen) -> Mapping:
    """The mapping as it is now: the guess, and what a person changed in it."""
    found: Mapping = st.session_state.get(f"{prefix()}_mapping", seen.guess.mapping)
    return with_date_format(found, seen.times, st.session_state.get(f"{prefix()}_order", {}))


def change(changed: Mapping) -> None:
    """Settle on another mapping."""
    st.session_state[f"{prefix()}_mapping"] = changed


def resume(checked: Mapping) -> None:
    """Go on from the mapping that was checked last, where the browser has forgotten it."""
    st.session_state.setdefault(f"{prefix()}_mapping", checked)


def leave() -> None:
    """Give the import up, and what was settled with it."""
    reset()
    end()
    st.rerun()


def reset() -> None:
    """Forget the changes: the file is read in another way now."""
    for key in [key for key in st.session_state if str(key).startswith(f"{prefix()}_")]:
        del st.session_state[key]


def missing(seen: Seen) -> dict[Role, str]:
    """What has to be told before the log can be read, by the field that tells it."""
    now = mapping(seen)
    found = {}
    if now.grain is Grain.JOURNEY and now.journey is None:
        found[Role.JOURNEY] = _("Choose the column with the id of the journey.")
    if now.grain is not Grain.JOURNEY and now.customer is None:
        found[Role.CUSTOMER] = _("Choose the column that says which customer it was.")
    if not now.touchpoint and now.as_touchpoint is None:
        found[Role.TOUCHPOINT] = _("Choose the column that names the touchpoint.")
    if now.time is None:
        found[Role.TIME] = _("Choose the column that says when it happened.")
    elif _undecided(seen, now):
        found[Role.TIME] = _("Say whether the day or the month comes first.")
    return found


def unreadable(seen: Seen) -> int:
    """How many of the columns that tell the time do not read as times."""
    return sum(seen.times.get(column) is None for column in _times(mapping(seen)))


def doubt(seen: Seen, role: Role) -> str:
    """What the guess was not sure of, until a person has touched that field."""
    if role.value in st.session_state.get(f"{prefix()}_touched", set()) or not held(mapping(seen), role):
        return ""
    asked = (q.text for q in seen.guess.questions if q.role is role and set(q.choices) <= set(seen.columns))
    return next(asked, "")


def one(role: Role, label: str, seen: Seen, *, optional: bool = False, help: str | None = None) -> None:
    """A field for a part that one column plays; its help says how sure the guess is."""
    key = f"{prefix()}_{role.value}"
    st.session_state[key] = next(iter(held(mapping(seen), role)), None)
    st.selectbox(
        label,
        seen.columns,
        index=None,
        key=key,
        help=help or _why(seen, role),
        placeholder=_("Not in this file") if optional else _("Choose a column"),
        on_change=_assigned,
        args=(role, seen),
    )


def several(role: Role, label: str, seen: Seen, *, help: str | None = None) -> None:
    """A field for a part that several columns may play."""
    key = f"{prefix()}_{role.value}"
    st.session_state[key] = list(held(mapping(seen), role))
    st.multiselect(
        label, seen.columns, key=key, help=help, placeholder=_("Choose columns"), on_change=_assigned, args=(role, seen)
    )


def grain(label: str, choices: Words[Grain, str], seen: Seen) -> None:
    """What makes one journey."""
    key = f"{prefix()}_grain"
    st.session_state[key] = mapping(seen).grain
    st.selectbox(label, list(choices), format_func=choices.__getitem__, key=key, on_change=_regrained, args=(seen,))


def text(field: str, label: str, seen: Seen, *, help: str, placeholder: str = "") -> None:
    """A field for words that are the same for every row: `prefix`, `as_channel` or `as_touchpoint`."""
    key = f"{prefix()}_{field}"
    st.session_state[key] = getattr(mapping(seen), field) or ""
    st.text_input(label, key=key, help=help, placeholder=placeholder, on_change=_written, args=(field, seen))


def keep(label: str, seen: Seen) -> None:
    """Which values of the lifecycle are kept: all, where none is chosen."""
    now = mapping(seen)
    if now.lifecycle is None:
        return
    key = f"{prefix()}_keep"
    st.session_state[key] = list(now.lifecycle_keep)
    st.multiselect(
        label,
        examples(seen, now.lifecycle, most=20),
        key=key,
        placeholder=_("All of them"),
        help=_("Steps may be logged more than once: when planned, started, completed. Nothing chosen keeps all."),
        accept_new_options=True,
        on_change=_kept,
        args=(seen,),
    )


def order(seen: Seen) -> None:
    """How the time is understood, on an example; asked where two ways are possible."""
    now = mapping(seen)
    for column in _times(now):
        times = seen.times.get(column)
        if times is None:
            if now.clock is not None and column != now.end_time:
                told = _("{time} and {clock} together do not read as times.").format(time=now.time, clock=now.clock)
            else:
                told = _("{column} does not read as times.").format(column=column)
            flag(told)
        elif times.ambiguous:
            text, ways = _two_ways(seen, column, times.ambiguous)
            key = f"{prefix()}_order_{column}"
            st.session_state.setdefault(key, st.session_state.get(f"{prefix()}_order", {}).get(column))
            asked = _("What is {text}?").format(text=escape(text))
            st.radio(
                asked if st.session_state[key] else f":orange[:material/help: {asked}]",
                list(ways),
                index=None,
                format_func=ways.__getitem__,
                key=key,
                on_change=_ordered,
                args=(column,),
            )
        else:
            text, read = times.examples[0]
            shown = moment(datetime.fromisoformat(read))
            reads = _("{text} reads as {time} UTC") if times.zoned else _("{text} reads as {time}")
            st.caption(reads.format(text=escape(text), time=shown))


def zone(seen: Seen) -> None:
    """The time zone of times that name none."""
    now = mapping(seen)
    times = seen.times.get(joined_name(now.time or "", now.clock))
    if times is None or times.zoned:
        return
    key = f"{prefix()}_zone"
    st.session_state[key] = now.timezone
    label = _("Time zone of the times that name none") if times.mixed else _("Time zone, as the file names none")
    st.selectbox(label, sorted(available_timezones()), key=key, on_change=_zoned, args=(seen,))


def clocks(seen: Seen) -> list[str]:
    """Columns that hold times of day."""
    return [name for n, name in enumerate(seen.columns) if is_clock([row[n] for row in seen.rows])]


def flag(sentence: str) -> None:
    """Ask for attention."""
    st.markdown(f":orange[:material/help: {escape(sentence)}]")


def examples(seen: Seen, column: str, *, most: int = 3) -> list[str]:
    """The first different values of a column."""
    number = seen.columns.index(column)
    return list(dict.fromkeys(value for row in seen.rows if (value := (row[number] or "").strip())))[:most]


def _why(seen: Seen, role: Role) -> str | None:
    """How sure the guess is, and what it rests on, where a person has not chosen otherwise."""
    column = next(iter(held(mapping(seen), role)), None)
    if column is None or held(seen.guess.mapping, role) != (column,):
        return None
    return _("Guessed, {sure} sure: {reason}.").format(
        sure=percent(seen.guess.confidence[column]), reason=escape(seen.guess.reasons[column])
    )


def _undecided(seen: Seen, now: Mapping) -> bool:
    told = st.session_state.get(f"{prefix()}_order", {})
    return any(seen.times[time].ambiguous and not told.get(time) for time in _times(now) if time in seen.times)


def _times(now: Mapping) -> list[str]:
    """The names under which the times of a file are looked up."""
    begun = joined_name(now.time, now.clock) if now.time is not None else None
    return [name for name in (begun, now.end_time) if name is not None]


def _two_ways(seen: Seen, column: str, ambiguous: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """An example that tells the ways apart (01/01 does not), and what it is in each of them."""
    for text in examples(seen, column, most=len(seen.rows)) if column in seen.columns else []:
        ways = {way: _day(text, way) for way in ambiguous}
        if len(set(ways.values())) > 1:
            return text, ways
    return seen.times[column].examples[0][0], {way: way for way in ambiguous}


def _day(text: str, way: str) -> str:
    for pattern in way.split("|"):
        try:
            return date(datetime.strptime(text, pattern))
        except ValueError:
            continue
    return way


def _set(changed: Mapping, *touched: str) -> None:
    change(changed)
    st.session_state[f"{prefix()}_touched"] = st.session_state.get(f"{prefix()}_touched", set()) | set(touched)


def _assigned(role: Role, seen: Seen) -> None:
    chosen = st.session_state[f"{prefix()}_{role.value}"]
    columns = chosen if isinstance(chosen, list) else [chosen] if chosen is not None else []
    _set(assign(mapping(seen), role, columns), role.value)


def _regrained(seen: Seen) -> None:
    chosen = st.session_state[f"{prefix()}_grain"]
    now = mapping(seen)
    changed = regrain(now, chosen, now.gap_s or WEEK_S)
    if chosen is Grain.JOURNEY and changed.journey is None and seen.guess.mapping.journey is not None:
        changed = assign(changed, Role.JOURNEY, (seen.guess.mapping.journey,))
    _set(changed, Role.JOURNEY.value)


def _kept(seen: Seen) -> None:
    _set(replace(mapping(seen), lifecycle_keep=tuple(st.session_state[f"{prefix()}_keep"])))


def _written(field: str, seen: Seen) -> None:
    words: str = st.session_state[f"{prefix()}_{field}"]
    words_of: dict[str, Any] = {field: words if words.strip() else "" if field == "prefix" else None}
    _set(replace(mapping(seen), **words_of))


def _ordered(column: str) -> None:
    told = st.session_state.get(f"{prefix()}_order", {})
    st.session_state[f"{prefix()}_order"] = {**told, column: st.session_state[f"{prefix()}_order_{column}"]}


def _zoned(seen: Seen) -> None:
    _set(replace(mapping(seen), timezone=st.session_state[f"{prefix()}_zone"]))

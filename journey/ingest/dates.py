"""Which way a column writes its times, and the SQL that reads it.

A time format is None for ISO 8601 (``2026-03-04``, ``2026/03/04 10:00``, ``2026-03-04T10:00:00.123+01:00``), or one
of ``epoch_s``, ``epoch_ms``, ``epoch_us``, ``iso``, or a strptime pattern of the engine. Several are joined with ``|``
where a column mixes them: ``%d.%m.%Y %H:%M|%d.%m.%Y``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import duckdb

__all__ = ["EPOCHS", "UTC", "DateGuess", "detect", "has_zone", "time_expression"]

UTC = "'UTC'"
"""The time zone of `time_expression` that needs no conversion."""

EPOCHS = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1}
_PLAUSIBLE_S = (315_532_800, 4_102_444_800)  # 1980 to 2100

_TIME = (
    r"(?P<gap>T|,? +)(?P<h>\d{1,2}):\d{1,2}(?P<s>:\d{1,2})?(?P<f>[.,]\d{1,9})?(?P<p> ?[AaPp][Mm])?"
    r"(?P<zgap> ?)(?P<z>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
)
_SHAPES = tuple(
    re.compile(f"{date}(?:{_TIME})?")
    for date in (
        r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})",
        r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})",
        r"(?:(?P<w>[A-Za-z]{3,9})(?P<wsep>,? ))?(?P<d>\d{1,2})(?P<sep>[- ])(?P<mon>[A-Za-z]{3,9})(?P=sep)(?P<y>\d{4})",
        r"(?:(?P<w>[A-Za-z]{3,9})(?P<wsep>,? ))?(?P<mon>[A-Za-z]{3,9}) (?P<d>\d{1,2})(?P<sep>,? )(?P<y>\d{4})",
    )
)
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(T?)(?:([01]\d|2[0-3])([0-5]\d){1,2})?")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}|\d{15,16}|\d(?:\.\d+)?[eE]\+?\d{1,2}")
# What the engine's own cast reads: anything after the clock (a letter, a sign) names a zone.
_ISO = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
    r"(?:[T ]\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_ZONED_ISO = "isoZ"
_CLOCK_SHAPE = "2026-03-04 10:00:00"
_ZONE_SQL = r"[0-9]:[0-9.]+ *[A-Za-z+-]"  # no question mark: callers may count those to bind the zone


@dataclass(frozen=True)
class DateGuess:
    """How a column writes its times.

    Attributes
    ----------
    format : str or None
        None for ISO 8601, else as the module says.
    zoned : bool
        Every time names its own zone (or is an epoch), so that the time zone of the import does not matter.
    mixed : bool
        Some times name their zone, and some do not.
    share : float
        Share of the values given, blanks left out, that are times in this format.
    examples : tuple of (text, ISO time)
        Up to three values, and how they are understood.
    ambiguous : tuple of str
        The formats between which the values cannot decide (03/04/2026); empty where they can. A person has to be asked.
    """

    format: str | None
    zoned: bool
    share: float
    examples: tuple[tuple[str, str], ...]
    ambiguous: tuple[str, ...] = ()
    mixed: bool = False


def detect(values: Sequence[str | None], name: str = "") -> DateGuess:
    """Find the format of the times in a column.

    Parameters
    ----------
    values : sequence of str
        Values of the column as they stand in the file; blanks are left out. The more, the better: one day above 12
        decides between 03/04/2026 and 04/03/2026.
    name : str
        The column's name: plain numbers are taken for times only where it does not speak against it.

    Examples
    --------
    >>> detect(["22.10.2014 11:15"]).format
    '%d.%m.%Y %H:%M'
    >>> detect(["03/04/2026"]).ambiguous
    ('%d/%m/%Y', '%m/%d/%Y')
    >>> detect(["2026-03-04T10:00:00Z"]).format is None
    True
    """
    counts = Counter(text for value in values if value and (text := value.strip()))
    total = sum(counts.values())
    if not total:
        return DateGuess(None, False, 0.0, ())
    epoch = _epoch(counts, name)
    if epoch:
        return _judge(epoch, counts, zoned=True)
    shapes = Counter[str]()
    first_over = second_over = False
    for text, n in counts.items():
        shape, first, second = _shape(text)
        shapes[shape] += n
        first_over |= first > 12
        second_over |= second > 12
    del shapes[""]
    kept = [shape for shape, n in shapes.most_common(4) if n >= 0.01 * total]
    zoned = all(has_zone(shape) for shape in kept)
    mixed = not zoned and any(has_zone(shape) for shape in kept)
    if _not_a_time(name):
        kept = [shape for shape in kept if not shape.startswith("%Y%m%d")]
    if not kept:
        return DateGuess(None, False, 0.0, ())
    found = "|".join(dict.fromkeys("iso" if shape == _ZONED_ISO else shape for shape in kept))
    if found == "iso":
        return _judge(None, counts, zoned=zoned, mixed=mixed)
    if "<a>" not in found:
        return _judge(found, counts, zoned=zoned, mixed=mixed)
    day_first = _judge(found.replace("<a>", "%d").replace("<b>", "%m"), counts, zoned=zoned, mixed=mixed)
    month_first = _judge(found.replace("<a>", "%m").replace("<b>", "%d"), counts, zoned=zoned, mixed=mixed)
    if first_over != second_over:
        return day_first if first_over else month_first
    best = max(day_first, month_first, key=lambda guess: guess.share)
    return replace(best, ambiguous=(str(day_first.format), str(month_first.format)))


def time_expression(column_sql: str, format: str | None, timezone_param: str) -> str:
    """SQL that reads a text column as TIMESTAMP in UTC, to the microsecond; NULL where it is no time.

    Parameters
    ----------
    column_sql : str
        SQL of the text: a quoted column.
    format : str or None
        As in `DateGuess.format`.
    timezone_param : str
        SQL of the IANA zone of times that name none: ``?``, ``$zone`` or a quoted text; `UTC` is quickest. It stands in
        the expression once at most, and not at all in an epoch format.

    Notes
    -----
    With `UTC` the connection's own time zone has to be UTC; with another zone it does not matter. ISO times are read by
    the engine's cast, which drops an offset when it makes a TIMESTAMP; so times with anything after the clock go
    through TIMESTAMPTZ.

    Examples
    --------
    >>> sql = time_expression("'2026-03-04 10:00'", None, "'Europe/Amsterdam'")
    >>> print(duckdb.sql(f"SELECT {sql}").fetchall()[0][0])
    2026-03-04 09:00:00
    """
    blank = f"prefix({column_sql}, ' ') OR suffix({column_sql}, ' ')"
    text = f"(CASE WHEN {blank} THEN trim({column_sql}) ELSE {column_sql} END)"
    zoned: list[str] = []
    naive: list[str] = []
    for part in (format or "iso").split("|"):
        if part in EPOCHS:
            zoned.append(_epoch_sql(text, EPOCHS[part]))
        elif part == "iso":
            # The fifth sign keeps out the words that are times to the engine: infinity, epoch.
            is_date = f"({text} LIKE '____-%' OR {text} LIKE '____/%')"
            zone_cast = f"make_timestamp(epoch_us(TRY_CAST({text} AS TIMESTAMPTZ)))"
            if timezone_param == UTC:
                # One cast reads both kinds, in a fifth of the time of telling them apart; this runs on every row.
                zoned += [_plain_iso(column_sql), f"CASE WHEN {is_date} THEN {zone_cast} END"]
                continue
            # What follows the date holds a sign, or ends in a letter, where it names a zone.
            clock = f"{text}[9:]"
            named = f"(contains({clock}, '+') OR contains({clock}, '-') OR NOT {text}[-1:] BETWEEN '0' AND '9')"
            zoned.append(f"CASE WHEN {is_date} AND {named} THEN {zone_cast} END")
            naive.append(f"CASE WHEN {is_date} AND NOT {named} THEN TRY_CAST({text} AS TIMESTAMP) END")
        elif has_zone(part):
            zoned.append(f"make_timestamp(epoch_us(try_strptime({text}, {_literal(part)})))")
        else:
            naive.append(f"try_strptime({text}, {_literal(part)})")
    if naive and timezone_param == UTC:
        zoned.append(_coalesced(naive))
    elif naive:
        zoned.append(f"timezone('UTC', timezone({timezone_param}, {_coalesced(naive)}))")
    return _coalesced(zoned)


def _plain_iso(text: str) -> str:
    """Reads the commonest ways to write a time without a zone three times as quickly as the cast; else NULL.

    Only what looks right is tried: a time that does not fit its pattern costs thirty times what one costs that does.
    """
    branches = " ".join(
        f"WHEN strlen({text}) = {len(f'{_CLOCK_SHAPE}{fraction}')} AND {text} LIKE '____-__-__{gap}__:__:__{fraction}'"
        f" THEN try_strptime({text}, '%Y-%m-%d{gap}%H:%M:%S{'.%f' if fraction else ''}')"
        for fraction in ("", ".___", ".______")
        for gap in " T"
    )
    return f"CASE {branches} END"


def _coalesced(expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"coalesce({', '.join(expressions)})"


def _epoch_sql(text: str, scale: int) -> str:
    # Decimal first, as a double has no room for microseconds; the double reads 1.7e15.
    number = f"coalesce(TRY_CAST({text} AS DECIMAL(24, 6)), TRY_CAST(TRY_CAST({text} AS DOUBLE) AS DECIMAL(24, 6)))"
    return f"make_timestamp(TRY_CAST({number} * {scale} AS BIGINT))"


def has_zone(pattern: str) -> bool:
    """Whether times of a strptime pattern name their zone: a plain Z at the end means UTC; the engine's %Z does not
    read it."""
    return "%z" in pattern or pattern.endswith("Z")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _shape(text: str) -> tuple[str, int, int]:
    """The strptime pattern of one value, with <a> and <b> for a day and month whose order is open."""
    if _ISO.fullmatch(text):
        return _ZONED_ISO if re.search(_ZONE_SQL, text) else "iso", 0, 0
    compact = _COMPACT.fullmatch(text)
    if compact:
        clock = {8: "", 12: "%H%M", 14: "%H%M%S"}.get(len(text.replace("T", "")))
        return (f"%Y%m%d{compact[1]}{clock}", 0, 0) if clock is not None else ("", 0, 0)
    for number, shape in enumerate(_SHAPES):
        match = shape.fullmatch(text)
        if not match:
            continue
        part = match.groupdict()
        year = "%Y" if len(part["y"]) == 4 else "%y"
        sep = part["sep"]
        if number == 0:
            date = f"%Y{sep}%m{sep}%d"
        elif number == 1:
            date = f"<a>{sep}<b>{sep}{year}"
        else:
            month = "%b" if len(part["mon"]) == 3 else "%B"
            weekday = ("%a" if len(part["w"]) == 3 else "%A") + part["wsep"] if part["w"] else ""
            date = f"%d{sep}{month}{sep}%Y" if number == 2 else f"{month} %d{sep}%Y"
            date = weekday + date
        first, second = (int(part["a"]), int(part["b"])) if number == 1 else (0, 0)
        return date + _clock(part), first, second
    return "", 0, 0


def _clock(part: dict[str, str | None]) -> str:
    if part["h"] is None:
        return ""
    clock = f"{part['gap']}{'%I' if part['p'] else '%H'}:%M"
    if part["s"]:
        clock += ":%S"
    if part["f"]:
        clock += f"{part['f'][0]}{'%n' if len(part['f']) > 7 else '%f'}"
    if part["p"]:
        clock += part["p"][:-2] + "%p"
    if part["z"]:
        zone = "%z" if part["z"][0] in "+-" else "%Z" if len(part["z"]) > 1 else "Z"
        clock += (part["zgap"] or "") + zone
    return clock


def _epoch(counts: Counter[str], name: str) -> str | None:
    total = sum(counts.values())
    numbers = {text: n for text, n in counts.items() if _EPOCH.fullmatch(text)}
    if sum(numbers.values()) < 0.9 * total or _not_a_time(name):
        return None
    for format, scale in EPOCHS.items():
        low, high = (bound * (1_000_000 // scale) for bound in _PLAUSIBLE_S)
        if sum(n for text, n in numbers.items() if low <= float(text) < high) >= 0.9 * total:
            return format
    return None


def _not_a_time(name: str) -> bool:
    return bool(re.search(r"(?i)(\bid|_id|Id|ID|phone|code|number|amount|телефон|номер|код|сумма)\b", name))


def _judge(format: str | None, counts: Counter[str], *, zoned: bool, mixed: bool = False) -> DateGuess:
    read = dict(zip(counts, _read(tuple(counts), format), strict=True))
    total = sum(counts.values())
    share = sum(n for text, n in counts.items() if read[text]) / total
    examples = tuple((text, iso) for text, iso in read.items() if iso)[:3]
    return DateGuess(format, zoned, share, examples, mixed=mixed)


def _read(values: Iterable[str], format: str | None) -> list[str | None]:
    sql = time_expression("v", format, "'UTC'")
    listed = "SELECT unnest(?) AS v, generate_subscripts(?, 1) AS n"
    given = list(values)
    rows = (
        _engine()
        .cursor()
        .execute(f"SELECT strftime({sql}, '%Y-%m-%dT%H:%M:%S.%f') FROM ({listed}) ORDER BY n", [given, given])
    )
    return [row[0] and re.sub(r"(\.\d*?)0+$", r"\1", row[0]).rstrip(".") for row in rows.fetchall()]


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute("SET TimeZone = 'UTC'")
    return connection

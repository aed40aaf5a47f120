"""Parsing: the text of a source becomes typed rows, each kept or rejected with a reason."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from journey.errors import WrongInput
from journey.ingest.clock import joined_sql
from journey.ingest.dates import UTC, time_expression
from journey.ingest.masking import mask_comments
from journey.ingest.source import Source
from journey.ingest.zones import zone_expression
from journey.model import Grain, Mapping
from journey.store.dialect import quote
from journey.text import _

__all__ = ["NOT_GIVEN", "Columns", "check", "filters", "parse", "zoned_sql"]

NOT_GIVEN = "(not given)"
"""Stands for a missing channel where the log has channels."""


@dataclass(frozen=True)
class Columns:
    """Which optional columns the table `parsed` has.

    `parsed` always has: entity (the text that makes a journey), touchpoint, time, raw_time (the text of a
    time that was not read, or of what a filter left the row out for), reason; `rowid` is the order in the file. Score
    columns are s0, s1 ..., attribute columns a0, a1 ...; `cost_bad` and `s0_bad` ... mark values that are no numbers.
    `zoned` and `start_zoned` tell whether a time names its zone, where `zoned_sql` says that only the rows tell;
    `filtered`, where there are `filters`, is the number of the one that left the row out.
    """

    customer: bool
    started: bool
    channel: bool
    stage: bool
    cost: bool
    comment: bool
    initiator: bool
    scores: tuple[str, ...]
    attributes: tuple[str, ...]


def check(mapping: Mapping, columns: tuple[str, ...]) -> None:
    """Refuse a mapping that the file cannot fill.

    Raises
    ------
    WrongInput
        A column that is not there, or a part that every log needs and nobody fills.
    """
    for column, role in mapping.columns().items():
        if column not in columns:
            raise WrongInput(
                _("The file has no column {column} to be the {role}.").format(column=repr(column), role=role.value),
                _("Its columns are: {columns}.").format(columns=", ".join(columns[:40])),
            )
    for column, _value in mapping.where:
        if column not in columns:
            raise WrongInput(
                _("The file has no column {column} to filter by.").format(column=repr(column)),
                _("Its columns are: {columns}.").format(columns=", ".join(columns[:40])),
            )
    if not mapping.touchpoint and not mapping.as_touchpoint:
        raise WrongInput(_("No column says which touchpoint it was."), _("Choose one, or give --touchpoint COLUMN."))
    if mapping.time is None:
        raise WrongInput(_("No column says when it happened."), _("Choose one, or give --time COLUMN."))
    if mapping.grain is Grain.JOURNEY and mapping.journey is None:
        raise WrongInput(
            _("No column says which journey a row belongs to."),
            _("Choose one, or give --journey COLUMN; or --customer COLUMN to make one journey a customer."),
        )
    if mapping.grain is not Grain.JOURNEY and mapping.customer is None:
        raise WrongInput(_("No column says which customer it was."), _("Choose one, or give --customer COLUMN."))
    if mapping.grain is Grain.GAP and not (mapping.gap_s and mapping.gap_s > 0):
        raise WrongInput(
            _("The gap that separates two journeys must be longer than nothing."), _("Give it like --gap 30m.")
        )
    if mapping.lifecycle_keep and mapping.lifecycle is None:
        raise WrongInput(_("No column holds the lifecycle to filter by."), _("Choose one, or leave the filter out."))
    _check_words(mapping)


def _check_words(mapping: Mapping) -> None:
    """Refuse what the engine would stumble over in the middle of the file: a zone, date format or pattern of no use."""
    if mapping.timezone == "UTC" and mapping.date_format is None and not mapping.group_patterns:
        return
    with duckdb.connect() as engine:
        try:
            engine.execute("SELECT timezone(?, TIMESTAMP '2026-01-01')", [mapping.timezone])
        except duckdb.Error as error:
            raise WrongInput(
                _("There is no time zone {name}.").format(name=repr(mapping.timezone)),
                _("Write it like Europe/Amsterdam or UTC."),
            ) from error
        try:
            sql = time_expression("''", mapping.date_format, "'UTC'")
            engine.execute(f"SELECT {sql}")
        except duckdb.Error as error:
            raise WrongInput(
                _("{format} is no date format.").format(format=repr(mapping.date_format)),
                _("Write it like %d.%m.%Y %H:%M:%S, with the signs of strptime."),
            ) from error
        for rule in mapping.group_patterns:
            try:
                engine.execute("SELECT regexp_matches('', ?)", [rule.pattern])
            except duckdb.Error as error:
                raise WrongInput(
                    _("{pattern} is no regular expression.").format(pattern=repr(rule.pattern)),
                    _("Signs like ( [ * + ? stand for themselves after a backslash."),
                ) from error


def parse(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Columns:
    """Read the source into the temporary table `parsed`, in file order.

    A row is rejected for the first of: left out by a filter, missing id, missing touchpoint, missing time, time that
    cannot be read. Scores and costs that cannot be read leave the row in, and are blank. Personal data in comments are
    masked, unless the mapping keeps them.
    """
    check(mapping, source.columns)
    fields, parameters = _fields(mapping)
    selected = ",\n       ".join(f"{expression} AS {name}" for name, expression in fields.items())
    left_out_for = [f"w{n}" for n in range(len(filters(mapping)))]
    raw = "CASE WHEN time IS NULL THEN raw_time END"
    if left_out_for:
        values = " ".join(f"WHEN {n} THEN {name}" for n, name in enumerate(left_out_for))
        raw = f"CASE filtered {values} ELSE {raw} END"
    hidden = ", ".join(left_out_for or ["filtered"])
    # In two steps: a file may have columns named time or touchpoint, which would hide the names given here.
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE parsed AS
        WITH typed AS (SELECT {selected} FROM {source.relation})
        SELECT * EXCLUDE ({hidden}) REPLACE ({raw} AS raw_time),
               CASE WHEN filtered IS NOT NULL THEN 'filtered'
                    WHEN entity IS NULL THEN 'no id'
                    WHEN touchpoint IS NULL THEN 'no touchpoint'
                    WHEN time IS NULL AND nullif(trim(raw_time), '') IS NULL THEN 'no time'
                    WHEN time IS NULL THEN 'unreadable time' END AS reason
        FROM typed
        """,
        parameters,
    )
    mask_comments(connection, wanted=mapping.comment is not None and not mapping.keep_personal)
    return Columns(
        customer="customer" in fields,
        started=mapping.end_time is not None,
        channel=mapping.channel is not None or mapping.as_channel is not None,
        stage=mapping.stage is not None,
        cost=mapping.cost is not None,
        comment=mapping.comment is not None,
        initiator=mapping.initiator is not None,
        scores=mapping.score_names or mapping.scores,
        attributes=mapping.attributes,
    )


def filters(mapping: Mapping) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """The filters of a mapping: the column, the values that are kept, and whether case matters."""
    found: dict[str, list[str]] = {}
    for column, value in mapping.where:
        found.setdefault(column, []).append(value)
    where = tuple((column, tuple(values), True) for column, values in found.items())
    if not mapping.lifecycle_keep or mapping.lifecycle is None:
        return where
    return ((mapping.lifecycle, tuple(value.lower() for value in mapping.lifecycle_keep), False), *where)


def zoned_sql(mapping: Mapping) -> dict[str, str]:
    """Name of the flag in `parsed` -> SQL that tells whether the time names its zone; see `zone_expression`."""
    happened = mapping.end_time or mapping.time
    assert happened is not None
    found = {"zoned": zone_expression(_time_text(mapping, happened), mapping.date_format)}
    if mapping.end_time is not None and mapping.time is not None:
        found["start_zoned"] = zone_expression(_time_text(mapping, mapping.time), mapping.date_format)
    return found


def _time_text(mapping: Mapping, column: str) -> str:
    return joined_sql(column, mapping.clock if column == mapping.time else None)


def _text(column: str) -> str:
    """Trimmed text, NULL where nothing is left. Trimming copies: it is done where there is something to trim."""
    text = quote(column)
    blank = f"prefix({text}, ' ') OR suffix({text}, ' ') OR {text} = ''"
    return f"CASE WHEN {blank} THEN nullif(trim({text}), '') ELSE {text} END"


def _number(column: str, decimal: str) -> str:
    text = _text(column)
    # A decimal comma leaves the point, the blank and the no-break space as grouping signs.
    plain = f"replace(regexp_replace({text}, '[.\\s\\x{{00A0}}]', '', 'g'), ',', '.')" if decimal == "," else text
    return f"TRY_CAST({plain} AS DOUBLE)"


def _fields(mapping: Mapping) -> tuple[dict[str, str], list[str]]:
    """Name -> SQL expression of every column of `parsed`, and the values to bind, in their order."""
    happened = mapping.end_time or mapping.time
    assert happened is not None
    entity = mapping.journey if mapping.grain is Grain.JOURNEY else mapping.customer
    assert entity is not None
    parameters: list[str] = []

    def moment(column: str) -> str:
        zone = UTC if mapping.timezone == "UTC" else "?"
        expression = time_expression(_time_text(mapping, column), mapping.date_format, zone)
        parameters.extend([mapping.timezone] * expression.count("?"))
        return expression

    fields = {
        "entity": _text(entity),
        "touchpoint": _touchpoint(mapping, parameters),
        "time": moment(happened),
    }
    if mapping.customer not in (None, entity):
        fields["customer"] = _text(str(mapping.customer))
    if mapping.end_time is not None and mapping.time is not None:
        fields["started"] = moment(mapping.time)
    for name, column in (("channel", mapping.channel), ("stage", mapping.stage), ("comment", mapping.comment)):
        if column is not None:
            fields[name] = _text(column)
    if mapping.channel is None and mapping.as_channel is not None:
        fields["channel"] = "?"
        parameters.append(mapping.as_channel)
    if mapping.cost is not None:
        fields["cost"] = _number(mapping.cost, mapping.decimal)
        fields["cost_bad"] = f"{fields['cost']} IS NULL AND {_text(mapping.cost)} IS NOT NULL"
    if mapping.initiator is not None:
        companies = "'company', 'agent', 'system', 'outbound', 'компания', 'оператор', 'система', 'исходящий'"
        fields["by_company"] = f"coalesce(lower({_text(mapping.initiator)}) IN ({companies}), false)"
    for number, column in enumerate(mapping.scores):
        fields[f"s{number}"] = _number(column, mapping.decimal)
        fields[f"s{number}_bad"] = f"{fields[f's{number}']} IS NULL AND {_text(column)} IS NOT NULL"
    for number, column in enumerate(mapping.attributes):
        fields[f"a{number}"] = _text(column)
    fields |= {name: sql for name, sql in zoned_sql(mapping).items() if sql not in ("true", "false")}
    fields["raw_time"] = _time_text(mapping, happened)
    fields |= {f"w{n}": quote(column) for n, (column, _values, _cased) in enumerate(filters(mapping))}
    fields["filtered"] = _filtered(mapping, parameters)
    return fields, parameters


def _touchpoint(mapping: Mapping, parameters: list[str]) -> str:
    columns = [_text(column) for column in mapping.touchpoint]
    if not columns:
        parameters.append(mapping.prefix + str(mapping.as_touchpoint))
        return "?"
    name = columns[0] if len(columns) == 1 else f"nullif(concat_ws(' / ', {', '.join(columns)}), '')"
    for rule in mapping.group_patterns:
        name = f"CASE WHEN regexp_matches({name}, ?) THEN ? ELSE {name} END"
        inner = parameters.copy()
        parameters.clear()
        # The expression is nested twice: once to match, once to fall through to.
        parameters.extend([*inner, rule.pattern, rule.name, *inner])
    if mapping.prefix:
        parameters.insert(0, mapping.prefix)
        name = f"? || {name}"
    return name


def _filtered(mapping: Mapping, parameters: list[str]) -> str:
    """The number of the filter of the mapping that leaves the row out; NULL where none does."""
    tests = []
    for number, (column, values, cased) in enumerate(filters(mapping)):
        parameters.extend(values)
        marks = ", ".join("?" for _value in values)
        text = f"coalesce({_text(column)}, '')"
        tests.append(f"WHEN {text if cased else f'lower({text})'} NOT IN ({marks}) THEN {number}")
    return f"CASE {' '.join(tests)} END" if tests else "NULL"

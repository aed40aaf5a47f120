"""Documented exports that nest events or parameters, laid out flat: a record an event, its parameters as columns.

Google Analytics 4 (BigQuery export schema): `event_params` and `user_properties` are lists of key and typed value.
Zendesk (ticket audits, tickets with their audits, incremental ticket events): every update of a ticket holds a list of
events; those that somebody experiences get a name, notifications and field noise are left out.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

import duckdb

__all__ = ["is_ga4", "reshape"]

LOOKED_AT = 50
"""Records by which a shape is told."""


def reshape(connection: duckdb.DuckDBPyConnection, good: str) -> str:
    """The relation of records (one column, `record`) laid out flat, or as it is where the shape is not a known one."""
    found = connection.execute(f"SELECT CAST(record AS VARCHAR) FROM {good} LIMIT {LOOKED_AT}").fetchall()
    records = [json.loads(text) for (text,) in found]
    if not records:
        return good
    if all(is_ga4(set(record)) for record in records):
        return _laid(connection, _GA4.format(good=good))
    for path, kind in (("audits", "ticket"), ("events", "audit"), ("child_events", "update")):
        if any(_holds(record, path) for record in records) and all(_is_zendesk(record, kind) for record in records):
            return _laid(connection, _zendesk(good, kind))
    return good


def is_ga4(keys: set[str]) -> bool:
    """Whether a record with these keys is an event of Google Analytics 4 as BigQuery exports it.

    >>> is_ga4({"event_name", "event_timestamp", "event_params", "user_pseudo_id", "device"})
    True
    """
    return {"event_name", "event_timestamp", "event_params"} <= keys


def _holds(record: dict[str, Any], path: str) -> bool:
    return isinstance(record.get(path), list) and all(isinstance(item, dict) for item in record[path])


def _is_zendesk(record: dict[str, Any], kind: str) -> bool:
    if kind == "ticket":
        return {"id", "requester_id", "created_at"} <= set(record)
    return {"ticket_id", "created_at"} <= set(record)


def _laid(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Kept as a table: it is scanned several times, and its rows have an order."""
    name = f"shape_{uuid.uuid4().hex}"
    connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")
    return f"(SELECT record FROM {name})"


def _parameters(name: str) -> str:
    """A list of {key, value: {string_value, int_value ...}} as one object; of a repeated key the first counts."""
    values = ", ".join(f"p ->> '$.value.{kind}_value'" for kind in ("string", "int", "float", "double"))
    items = f"coalesce(json_extract(record, '$.{name}[*]'), [])"
    keys = f"list_transform({items}, lambda p: p ->> '$.key')"
    once = f"list_filter({items}, lambda p, i: list_position({keys}, p ->> '$.key') = i)"
    return (
        f"to_json(map(list_transform({once}, lambda p: coalesce(p ->> '$.key', '')), "
        f"list_transform({once}, lambda p: coalesce({values}))))"
    )


_GA4 = f"""
    SELECT json_merge_patch(
        record, json_object('event_params', NULL, 'user_properties', NULL),
        json_object('event_params', {_parameters("event_params")},
                    'user_properties', {_parameters("user_properties")})
    ) AS record
    FROM {{good}}
"""


def _zendesk(good: str, kind: str) -> str:
    """One record an event that somebody experiences; events of one update keep their order."""
    updates = {
        "ticket": "SELECT n, record AS ticket, unnest(json_extract(record, '$.audits[*]')) AS audit FROM numbered",
        "audit": "SELECT n, CAST(NULL AS JSON) AS ticket, record AS audit FROM numbered",
        "update": "SELECT n, CAST(NULL AS JSON) AS ticket, record AS audit FROM numbered",
    }[kind]
    inner = "child_events" if kind == "update" else "events"
    return f"""
    WITH numbered AS (
        SELECT CAST(record AS JSON) AS record, row_number() OVER () AS n FROM {good}
    ), updates AS ({updates}),
    single AS (
        SELECT n, row_number() OVER () AS nth, ticket, audit, event FROM (
            SELECT n, ticket, audit, unnest(json_extract(audit, '$.{inner}[*]')) AS event FROM updates)
    ), told AS (
        SELECT n, nth, ticket,
               coalesce(audit ->> '$.ticket_id', ticket ->> '$.id') AS ticket_id,
               coalesce(event ->> '$.created_at', audit ->> '$.created_at') AS created_at,
               coalesce(event ->> '$.author_id', audit ->> '$.author_id', audit ->> '$.updater_id') AS author_id,
               coalesce(event ->> '$.via.channel', audit ->> '$.via.channel', ticket ->> '$.via.channel',
                        CASE WHEN json_type(audit, '$.via') = 'VARCHAR' THEN audit ->> '$.via' END) AS channel,
               coalesce(event ->> '$.event_type', event ->> '$.type') AS type,
               coalesce(event ->> '$.field_name', CASE
                   WHEN json_exists(event, '$.status') THEN 'status'
                   WHEN json_exists(event, '$.assignee_id') THEN 'assignee_id'
                   WHEN json_exists(event, '$.group_id') THEN 'group_id'
                   WHEN json_exists(event, '$.priority') THEN 'priority'
                   WHEN json_exists(event, '$.requester_id') THEN 'requester_id' END) AS field,
               coalesce(event ->> '$.value', event ->> '$.status', event ->> '$.requester_id') AS value,
               event ->> '$.public' = 'true' AS public, event ->> '$.body' AS body, event ->> '$.score' AS score
        FROM single
    ), whose AS (
        SELECT *, coalesce(ticket ->> '$.requester_id', max(value) FILTER (type = 'Create' AND field = 'requester_id')
                           OVER (PARTITION BY ticket_id)) AS requester_id
        FROM told
    ), experienced AS (
        SELECT *, CASE
            WHEN type IN ('Comment', 'VoiceComment') AND NOT public THEN 'Internal note'
            WHEN type IN ('Comment', 'VoiceComment') AND author_id = requester_id THEN 'Customer comment'
            WHEN type IN ('Comment', 'VoiceComment') AND requester_id IS NOT NULL THEN 'Agent reply'
            WHEN type IN ('Comment', 'VoiceComment') THEN 'Public comment'
            WHEN type = 'Create' AND field = 'status' THEN 'Ticket created'
            WHEN type = 'Change' AND field = 'status' THEN 'Status ' || coalesce(value, '')
            WHEN type = 'Change' AND field = 'assignee_id' THEN 'Assignee changed'
            WHEN type = 'Change' AND field = 'group_id' THEN 'Group changed'
            WHEN type = 'Change' AND field = 'priority' THEN 'Priority changed'
            WHEN type = 'SatisfactionRating' AND score IN ('good', 'bad') THEN 'Satisfaction rated'
            WHEN type = 'SatisfactionRating' THEN 'Satisfaction asked'
            END AS ticket_event
        FROM whose
    )
    SELECT to_json({{
        'ticket_id': ticket_id, 'requester_id': requester_id, 'created_at': created_at, 'ticket_event': ticket_event,
        'channel': channel, 'started_by': CASE
            WHEN ticket_event = 'Satisfaction rated' OR author_id = requester_id THEN 'customer'
            WHEN requester_id IS NOT NULL THEN 'company' END,
        'satisfaction': CASE score WHEN 'good' THEN '1' WHEN 'bad' THEN '0' END,
        'comment': CASE WHEN ticket_event IN ('Customer comment', 'Satisfaction rated') THEN body END,
        'priority': ticket ->> '$.priority', 'subject': ticket ->> '$.subject'
    }}) AS record
    FROM experienced WHERE ticket_event IS NOT NULL ORDER BY n, nth
    """

"""Small files in the documented shape of exports that have a ready mapping."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# What a ready mapping makes of them, by hand: customer or ticket, touchpoint, time in UTC.
GA4_EVENTS = [
    ("u1", "session_start", "2026-03-01T10:00:00"), ("u1", "page_view", "2026-03-01T10:00:00.000250"),
    ("u1", "purchase", "2026-03-01T10:05:00"), ("u2", "page_view", "2026-03-02T09:00:00"),
]  # fmt: skip
ZENDESK_EVENTS = [
    ("47", "Ticket created", "2026-03-01T08:00:00"), ("47", "Customer comment", "2026-03-01T08:00:00"),
    ("47", "Agent reply", "2026-03-01T09:30:00"), ("47", "Status pending", "2026-03-01T09:30:00"),
    ("47", "Internal note", "2026-03-01T10:00:00"), ("47", "Status solved", "2026-03-02T08:00:00"),
    ("47", "Satisfaction rated", "2026-03-03T08:00:00"),
    ("48", "Ticket created", "2026-03-01T12:00:00"), ("48", "Customer comment", "2026-03-01T12:00:00"),
]  # fmt: skip


def ga4_records() -> list[dict[str, Any]]:
    """The BigQuery export schema of Google Analytics 4; whole numbers are texts, as BigQuery writes them to JSON."""

    def event(user: str, name: str, micros: int, page: str, **more: Any) -> dict[str, Any]:
        return {
            "event_date": "20260301", "event_timestamp": str(micros), "event_name": name,
            "event_params": [
                {"key": "page_location", "value": {"string_value": page}},
                {"key": "ga_session_id", "value": {"int_value": "1772359200"}},
                *more.pop("params", []),
            ],
            "user_pseudo_id": user, "user_id": more.pop("user_id", None),
            "user_properties": [{"key": "tier", "value": {"string_value": "gold", "set_timestamp_micros": "1"}}],
            "device": {"category": "mobile", "language": "de"}, "geo": {"country": "Germany"},
            "traffic_source": {"name": "(direct)", "medium": "organic", "source": "google"},
            "platform": "WEB", "stream_id": "1", "items": [],
        }  # fmt: skip

    first = 1_772_359_200_000_000  # 1 March 2026, 10:00 UTC
    price = [{"key": "value", "value": {"double_value": 19.5}}, {"key": "value", "value": {"int_value": "2"}}]
    return [
        event("u1", "session_start", first, "https://shop/"),
        event("u1", "page_view", first + 250, "https://shop/a?b='\"<i>"),
        event("u1", "purchase", first + 300_000_000, "https://shop/pay", params=price, user_id="C-1"),
        event("u2", "page_view", first + 82_800_000_000, "https://shop/"),
    ]


def zendesk_tickets() -> list[dict[str, Any]]:
    """Tickets, each with its audits, as the ticket audits API gives them."""

    def audit(ticket: int, number: int, at: str, author: int, channel: str, *events: dict[str, Any]) -> dict[str, Any]:
        numbered = [{"id": number * 100 + n, **event} for n, event in enumerate(events)]
        return {"id": number, "ticket_id": ticket, "created_at": at, "author_id": author,
                "via": {"channel": channel, "source": {"from": {}, "to": {}, "rel": None}},
                "metadata": {"system": {}}, "events": numbered}  # fmt: skip

    def ticket(number: int, requester: int, subject: str, audits: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": number,
            "requester_id": requester,
            "created_at": audits[0]["created_at"],
            "status": "solved",
            "priority": "high",
            "subject": subject,
            "via": {"channel": "email"},
            "tags": ["a"],
            "audits": audits,
        }

    def created(requester: int) -> tuple[dict[str, Any], ...]:
        return (
            {"type": "Create", "field_name": "subject", "value": "Help"},
            {"type": "Create", "field_name": "requester_id", "value": str(requester)},
            {"type": "Create", "field_name": "status", "value": "new"},
            {"type": "Comment", "body": "My router is broken", "public": True, "author_id": requester},
            {"type": "Notification", "subject": "We got it", "body": "..."},
        )

    return [
        ticket(47, 7, "Router", [
            audit(47, 1, "2026-03-01T08:00:00Z", 7, "email", *created(7)),
            audit(47, 2, "2026-03-01T09:30:00Z", 99, "web",
                  {"type": "Comment", "body": "Please restart it", "public": True, "author_id": 99},
                  {"type": "Change", "field_name": "status", "value": "pending", "previous_value": "open"},
                  {"type": "Change", "field_name": "tags", "value": ["a"], "previous_value": []}),
            audit(47, 3, "2026-03-01T10:00:00Z", 99, "web", {"type": "Comment", "body": "ask Bob", "public": False}),
            audit(47, 4, "2026-03-02T08:00:00Z", 99, "rule",
                  {"type": "Change", "field_name": "status", "value": "solved", "previous_value": "pending"}),
            audit(47, 5, "2026-03-03T08:00:00Z", 7, "web",
                  {"type": "SatisfactionRating", "score": "good", "assignee_id": 99, "body": "Quick!"}),
        ]),
        ticket(48, 8, "Bill", [audit(48, 6, "2026-03-01T12:00:00Z", 8, "api", *created(8))]),
    ]  # fmt: skip


def zendesk_updates() -> dict[str, Any]:
    """Incremental ticket events: child events name the field itself, and who asked is told at the ticket's creation."""
    updates = []
    for ticket in zendesk_tickets():
        for audit in ticket["audits"]:
            children = []
            for event in audit["events"]:
                child = {k: v for k, v in event.items() if k not in ("type", "field_name", "value")}
                if "field_name" in event:
                    child[event["field_name"]] = event["value"]
                children.append({**child, "event_type": event["type"], "via": "Web form"})
            updates.append({"id": audit["id"], "ticket_id": audit["ticket_id"], "created_at": audit["created_at"],
                            "timestamp": 1, "updater_id": audit["author_id"], "via": "Web form",
                            "event_type": "Audit", "child_events": children})  # fmt: skip
    return {"ticket_events": updates, "count": len(updates), "end_of_stream": True}


QUALTRICS = """\
StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,ExternalReference,DistributionChannel,Q1_NPS_GROUP,Q1,Q2_TEXT
Start Date,End Date,Response Type,Progress,Finished,Recorded Date,Response ID,External Data Reference,Distribution Channel,"How likely is it, that you
recommend us? - Group","How likely is it, that you recommend us?","Why, ""honestly""?"
"{""ImportId"":""startDate"",""timeZone"":""Europe/Berlin""}","{""ImportId"":""endDate"",""timeZone"":""Europe/Berlin""}","{""ImportId"":""status""}","{""ImportId"":""progress""}","{""ImportId"":""finished""}","{""ImportId"":""recordedDate"",""timeZone"":""Europe/Berlin""}","{""ImportId"":""_recordId""}","{""ImportId"":""externalDataReference""}","{""ImportId"":""distributionChannel""}","{""ImportId"":""QID1_NPS_GROUP""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}"
2026-03-01 09:58:00,2026-03-01 10:00:00,IP Address,100,True,2026-03-01 10:00:05,R_1abc,C-1,email,Promoter,9,"Fast, and kind"
2026-03-02 09:58:00,2026-03-02 10:00:00,IP Address,100,True,2026-03-02 10:00:05,R_2abc,C-2,email,Detractor,3,
2026-04-02 09:58:00,2026-04-02 10:00:00,IP Address,100,True,2026-04-02 10:00:05,R_3abc,C-1,email,Passive,8,
"""  # noqa: E501


def write_lines(path: Path, records: list[dict[str, Any]]) -> Path:
    """JSON lines."""
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path

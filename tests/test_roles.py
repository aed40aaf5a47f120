"""Roles of columns: right without help on the real logs and on typical exports."""

from __future__ import annotations

import random
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from read_file import read_text

from journey.ingest.roles import Guess, guess
from journey.ingest.source import preview
from journey.model import Grain, Mapping, ReadOptions, Role

Rows = list[tuple[str | None, ...]]


def parts(mapping: Mapping) -> dict[str, Any]:
    """What a mapping sets apart from the defaults, attributes left out."""
    default = Mapping()
    names = [field.name for field in fields(mapping) if field.name != "attributes"]
    return {name: getattr(mapping, name) for name in names if getattr(mapping, name) != getattr(default, name)}


def asked(found: Guess) -> list[Role]:
    return [question.role for question in found.questions]


def ignored(found: Guess) -> set[str]:
    used = {*found.mapping.columns(), *found.mapping.touchpoint}
    return set(found.confidence) - used


XES = {"journey": "case:concept:name", "touchpoint": ("concept:name",), "time": "time:timestamp"}
REAL: dict[str, tuple[dict[str, Any], set[str], list[Role]]] = {
    "bpic2012.xes.gz": ({**XES, "lifecycle": "lifecycle:transition"}, set(), [Role.LIFECYCLE]),
    "receipt.csv": ({**XES, "channel": "case:channel"}, {"concept:instance", "lifecycle:transition"}, []),
    "sepsis.csv": (
        {"journey": "Case ID", "touchpoint": ("Activity",), "time": "Complete Timestamp"},
        {"lifecycle:transition"},
        [],
    ),
    "traffic_fines.csv": (
        {"journey": "case_id", "touchpoint": ("activity",), "time": "timestamp"},
        {"activity_instance_id", ".order", "lifecycle"},
        [],
    ),
    "bpic2020_DomesticDeclarations.xes.gz": (
        XES,
        {"lifecycle:transition", "(case)_BudgetNumber", "(case)_id", "id", "case:creator"},
        [],
    ),
    "interval_event_log.csv": ({**XES, "time": "start_timestamp", "end_time": "time:timestamp"}, set(), []),
    "running-example.csv": ({**XES, "cost": "Costs"}, {"column 1", "Activity", "Resource", "case:creator"}, []),
    "BPI2016_Complaints.csv": (
        {
            "customer": "CustomerID",
            "grain": Grain.CUSTOMER,
            "touchpoint": ("ComplaintTheme",),
            "time": "ContactDate",
            "channel": "ContactChannelID",
        },
        {"ComplaintID"},
        [Role.JOURNEY, Role.TOUCHPOINT],
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_real_logs(shared_data: Path, tmp_path: Path, name: str) -> None:
    seen = preview(shared_data / name, workdir=tmp_path)
    found = guess(seen.source.columns, seen.rows)
    wanted, left_out, questions = REAL[name]
    assert parts(found.mapping) == wanted
    assert ignored(found) == left_out
    assert asked(found) == questions
    assert set(found.confidence) == set(found.reasons) == set(seen.source.columns)
    assert all(0 < value <= 1 for value in found.confidence.values())


def test_attributes_of_a_real_log(shared_data: Path, tmp_path: Path) -> None:
    seen = preview(shared_data / "bpic2012.xes.gz", workdir=tmp_path)
    found = guess(seen.source.columns, seen.rows)
    assert found.mapping.attributes == ("org:resource", "case:REG_DATE", "case:AMOUNT_REQ")
    assert found.questions[0].choices == ("COMPLETE", "SCHEDULE", "START")


def test_a_flattened_object_centric_log(shared_data: Path, tmp_path: Path) -> None:
    seen = preview(shared_data / "ocel20_example.sqlite", ReadOptions(sheet="Invoice"), workdir=tmp_path)
    assert parts(guess(seen.source.columns, seen.rows).mapping) == XES


def test_what_may_be_a_theme_is_a_question(shared_data: Path, tmp_path: Path) -> None:
    seen = preview(shared_data / "BPI2016_Complaints.csv", workdir=tmp_path)
    found = guess(seen.source.columns, seen.rows)
    assert found.confidence["ComplaintTheme"] < 0.5
    assert found.questions[1].choices[:2] == ("ComplaintTheme", "ComplaintTheme_EN")


def test_google_analytics() -> None:
    chance = random.Random(1)
    rows: Rows = []
    for n in range(300):
        micros = 1_773_483_072_000_000 + n * 7_000_000
        event = chance.choice(["page_view", "session_start", "add_to_cart", "purchase"])
        user = f"{chance.randrange(40)}.17"
        session = str(chance.randrange(60))
        platform = chance.choice(["WEB", "IOS"])
        rows.append(("20260314", str(micros), event, user, session, platform, chance.choice(["NL", "DE"]), None))
    names = "event_date event_timestamp event_name user_pseudo_id ga_session_id platform geo.country user_id"
    found = guess(names.split(), rows)
    assert parts(found.mapping) == {
        "customer": "user_pseudo_id",
        "grain": Grain.CUSTOMER,
        "touchpoint": ("event_name",),
        "time": "event_timestamp",
        "date_format": "epoch_us",
        "channel": "platform",
    }
    assert found.questions[0].choices == ("user_pseudo_id", "ga_session_id")
    assert found.mapping.attributes == ("ga_session_id", "geo.country")


def test_matomo() -> None:
    rows: Rows = [
        (
            str(n // 4),
            f"{n // 8:016x}",
            "action",
            f"Page {n % 5}",
            f"2026-03-14 10:{n % 60:02}:00",
            ("direct", "search")[n % 2],
            "1",
        )
        for n in range(100)
    ]
    names = ("idVisit", "visitorId", "type", "pageTitle", "serverTimePretty", "referrerType", "interactionPosition")
    found = guess(names, rows)
    assert (found.mapping.customer, found.mapping.time) == ("visitorId", "serverTimePretty")
    assert (found.mapping.touchpoint, found.mapping.channel) == (("pageTitle",), "referrerType")
    assert found.mapping.grain is Grain.CUSTOMER and "idVisit" in found.questions[0].choices


def test_zendesk() -> None:
    comments = ["Where is my parcel? I have been waiting for two weeks now.", "Thanks a lot", "It never came, sorry"]
    rows: Rows = []
    for n in range(60):
        event, actor = (("created", "customer"), ("replied", "agent"), ("solved", "agent"))[n % 3]
        ids = str(9000 + n), str(n // 3), f"u{n // 6}"
        at, channel = f"2026-03-{n // 3 + 1:02}T1{n % 3}:00:00Z", ("email", "chat")[n // 3 % 2]
        rows.append((*ids, event, at, channel, actor, str(n % 5 + 1), comments[n % 3] + str(n)))
    names = "id ticket_id requester_id event_type created_at channel actor satisfaction_score comment"
    found = guess(names.split(), rows)
    assert parts(found.mapping) == {
        "journey": "ticket_id",
        "customer": "requester_id",
        "touchpoint": ("event_type",),
        "time": "created_at",
        "channel": "channel",
        "initiator": "actor",
        "scores": ("satisfaction_score",),
        "comment": "comment",
    }
    assert ignored(found) == {"id"} and found.questions == ()


def test_a_russian_crm_in_windows_1251_with_decimal_commas(tmp_path: Path) -> None:
    events = ["Звонок", "Письмо", "Визит в офис", "Оплата"]
    lines = [
        f"Клиент {n // 4};{n % 28 + 1:02}.03.2026 1{n % 4}:05;{('Телефон', 'Почта', 'Офис')[n % 3]};{events[n % 4]};"
        f"{n % 10 + 1};Комментарий номер {n}, довольно длинный;{n % 7 * 100 + 1},50;{('клиент', 'компания')[n % 2]}"
        for n in range(80)
    ]
    head = "Клиент;Дата и время;Канал;Событие;Оценка;Комментарий;Стоимость;Инициатор"
    text = "\r\n".join([head, *lines]).encode("cp1251")
    read = read_text(text, tmp_path)
    found = guess(read.columns, read.rows)
    assert parts(found.mapping) == {
        "customer": "Клиент",
        "grain": Grain.CUSTOMER,
        "touchpoint": ("Событие",),
        "time": "Дата и время",
        "date_format": "%d.%m.%Y %H:%M",
        "channel": "Канал",
        "scores": ("Оценка",),
        "cost": "Стоимость",
        "comment": "Комментарий",
        "initiator": "Инициатор",
        "decimal": ",",
    }


def test_a_dutch_log() -> None:
    rows: Rows = [
        (f"Z{n // 3}", ("Aanvraag", "Besluit", "Brief")[n % 3], f"{n % 28 + 1}-1-2026", "Balie") for n in range(60)
    ]
    mapping = guess(("Zaaknummer", "Activiteit", "Datum", "Kanaal"), rows).mapping
    assert (mapping.journey, mapping.touchpoint, mapping.time) == ("Zaaknummer", ("Activiteit",), "Datum")
    assert (mapping.date_format, mapping.channel) == ("%d-%m-%Y", "Kanaal")


def test_days_and_months_in_doubt_are_asked() -> None:
    rows: Rows = [(f"A{n // 2}", "Call", "03/04/2026") for n in range(10)]
    found = guess(("case_id", "activity", "date"), rows)
    assert asked(found) == [Role.TIME]
    assert found.questions[0].choices == ("%d/%m/%Y", "%m/%d/%Y")
    assert found.mapping.date_format == "%d/%m/%Y"


def test_names_that_say_nothing() -> None:
    chance = random.Random(2)
    rows: Rows = [
        (
            str(chance.randrange(1000, 1030)),
            chance.choice(["red", "green", "blue"]),
            f"2026-03-{n % 28 + 1:02}",
            str(chance.random()),
        )
        for n in range(200)
    ]
    found = guess(("f1", "f2", "f3", "f4"), rows)
    assert parts(found.mapping) == {"journey": "f1", "touchpoint": ("f2",), "time": "f3"}
    assert asked(found) == [Role.JOURNEY, Role.TOUCHPOINT]
    assert found.confidence["f1"] < 0.5 and found.confidence["f2"] < 0.5


def test_no_time_at_all_is_asked() -> None:
    found = guess(("case_id", "activity"), [("A", "Call"), ("A", "Mail")])
    assert found.mapping.time is None and asked(found) == [Role.TIME]


def test_times_of_the_journey_are_not_the_events() -> None:
    rows: Rows = [
        (f"A{n // 4}", f"step {n % 4}", f"2026-01-{n // 4 + 1:02}", f"2026-02-{n + 1:02}", "2027-01-01")
        for n in range(20)
    ]
    found = guess(("case_id", "activity", "created_at", "moment", "deadline"), rows)
    assert found.mapping.time == "moment"
    assert set(found.mapping.attributes) == {"created_at"} and ignored(found) == {"deadline"}


def test_start_and_end() -> None:
    rows: Rows = [
        (f"A{n // 4}", f"step {n % 4}", f"2026-01-{n + 1:02} 10:00", f"2026-01-{n + 1:02} 11:00") for n in range(20)
    ]
    for start, end in (
        ("Start Time", "End Time"),
        ("start_timestamp", "complete_timestamp"),
        ("Дата начала", "Дата окончания"),
    ):
        mapping = guess(("case_id", "activity", start, end), rows).mapping
        assert (mapping.time, mapping.end_time) == (start, end)


def test_start_alone_is_the_time() -> None:
    rows: Rows = [(f"A{n // 4}", f"step {n % 4}", f"2026-01-{n + 1:02}") for n in range(20)]
    mapping = guess(("case_id", "activity", "start_time"), rows).mapping
    assert (mapping.time, mapping.end_time) == ("start_time", None)

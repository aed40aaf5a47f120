"""Every planted friction is in the sample, where and when it is said to be, and as large as data/README.md says."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from journey.sample import PLANTS, Plant, generate

README = Path(__file__).resolve().parents[1] / "data" / "README.md"
Measures = dict[str, tuple[float, str]]


@cache
def log(without: str = "") -> pd.DataFrame:
    """The default sample, with the touchpoint that follows in the same journey beside each event."""
    events = generate(without=[without] if without else [])
    later = events.groupby("journey_id").touchpoint
    return events.assign(following=later.shift(-1), second=later.shift(-2))


def during(events: pd.DataFrame, plant: Plant) -> pd.DataFrame:
    return events[(events.time >= plant.since) & (events.time < pd.Timestamp(plant.until) + pd.Timedelta(days=1))]


def ids(events: pd.DataFrame) -> set[str]:
    return set(events.journey_id)


def completed(events: pd.DataFrame, journeys: set[str]) -> float:
    return len(journeys & ids(events[events.touchpoint == "Service activated"])) / len(journeys)


def share(part: set[str], whole: set[str]) -> float:
    return len(part & whole) / len(whole)


def payment_error_loop(events: pd.DataFrame, plant: Plant) -> Measures:
    app = during(events, plant)
    app = app[app.channel == "app"]
    paying = ids(app[app.touchpoint == "Payment"])
    errors = app[app.touchpoint == "Payment error"]
    return {
        "Journeys paying in the app in the period": (len(paying), "n"),
        "of them with a payment error": (share(ids(errors), paying), "%"),
        "errors per journey with one": (len(errors) / len(ids(errors)), "x"),
        "completed, of all paying there": (completed(events, paying), "%"),
    }


def slow_document_check(events: pd.DataFrame, plant: Plant) -> Measures:
    uploads = during(events, plant)
    uploads = uploads[(uploads.touchpoint == "Upload documents") & (uploads.partner == "Cedar Check")]
    sent = uploads.drop_duplicates("journey_id").set_index("journey_id").time
    approved = events[events.touchpoint == "Documents approved"].set_index("journey_id").time
    days = (approved - sent).dt.total_seconds() / 86_400
    journeys = ids(uploads)
    return {
        "Journeys sending documents to Cedar Check in the period": (len(journeys), "n"),
        "median days until approved": (days.median(), "x"),
        "paid afterwards": (share(ids(events[events.touchpoint == "Payment"]), journeys), "%"),
        "completed": (completed(events, journeys), "%"),
    }


def chat_phone_pingpong(events: pd.DataFrame, plant: Plant) -> Measures:
    goal = events[events.touchpoint == "Service activated"].set_index("journey_id").time
    chats = during(events, plant)
    chats = chats[(chats.touchpoint == "Chat with agent") & ~(chats.time > chats.journey_id.map(goal))]
    handed = chats[chats.following == "Call with agent"]
    chatting = ids(chats)
    return {
        "Journeys in a chat before the goal in the period": (len(chatting), "n"),
        "of them handed to the phone": (share(ids(handed), chatting), "%"),
        "and back to the chat": (share(ids(handed[handed.second == "Chat with agent"]), chatting), "%"),
        "completed, of all in a chat": (completed(events, chatting), "%"),
    }


def moved_installation_silence(events: pd.DataFrame, plant: Plant) -> Measures:
    moved = during(events, plant)
    moved = moved[moved.touchpoint == "Installation rescheduled"]
    return {
        "Journeys whose installation was moved in the period": (len(ids(moved)), "n"),
        "of them never heard of again": (moved.following.isna().mean(), "%"),
        "completed": (completed(events, ids(moved)), "%"),
    }


def detractors_skip_survey(events: pd.DataFrame, plant: Plant) -> Measures:
    invited = during(events, plant)
    invited = ids(invited[invited.touchpoint == "Survey invitation"])
    answers = events[events.nps.notna() & events.journey_id.isin(invited)]
    unhappy = ids(events[events.touchpoint.isin(["Complaint", "Contract ended"])])
    return {
        "Journeys invited in the period": (len(invited), "n"),
        "answered": (share(ids(answers), invited), "%"),
        "NPS of the answers": (100 * ((answers.nps >= 9).mean() - (answers.nps <= 6).mean()), "x"),
        "complained or left, of those who answered": (share(unhappy, ids(answers)), "%"),
        "complained or left, of those who did not": (share(unhappy, invited - ids(answers)), "%"),
    }


def repeat_billing_calls(events: pd.DataFrame, plant: Plant) -> Measures:
    bills = during(events, plant)
    billed = ids(bills[(bills.touchpoint == "First bill") & (bills.plan == "Home Bundle")])
    calls = events[(events.touchpoint == "Call about the bill") & events.journey_id.isin(billed)]
    soon = calls.groupby("journey_id").time.diff() <= pd.Timedelta(days=7)
    return {
        "Journeys with a first bill for Home Bundle in the period": (len(billed), "n"),
        "of them calling about it": (share(ids(calls), billed), "%"),
        "again within 7 days, of those calling": (share(ids(calls[soon]), ids(calls)), "%"),
        "calls per caller": (len(calls) / len(ids(calls)), "x"),
        "left later, of those billed": (share(ids(events[events.touchpoint == "Contract ended"]), billed), "%"),
    }


def missed_courier(events: pd.DataFrame, plant: Plant) -> Measures:
    handed = events[(events.channel == "courier") & events.touchpoint.isin(["Delivery missed", "Parcel delivered"])]
    first = during(handed, plant)
    first = first[(first.time.dt.day_of_week >= 5) & (first.region == "North")].drop_duplicates("journey_id")
    delivered, missed = ids(first), ids(first[first.touchpoint == "Delivery missed"])
    taken = events[events.journey_id.isin(missed) & events.touchpoint.isin(["Parcel delivered", "Shop pick-up"])]
    days = (taken.set_index("journey_id").time - first.set_index("journey_id").time).dt.total_seconds() / 86_400
    return {
        "Journeys with a weekend delivery in the North in the period": (len(delivered), "n"),
        "of them missed": (share(missed, delivered), "%"),
        "picked up in the shop, of those missed": (
            share(ids(taken[taken.touchpoint == "Shop pick-up"]), missed),
            "%",
        ),
        "median days until they have it, of those missed": (days[list(ids(taken))].median(), "x"),
        "completed, of all weekend deliveries": (completed(events, delivered), "%"),
    }


MEASURE: dict[str, Callable[[pd.DataFrame, Plant], Measures]] = {
    measure.__name__: measure
    for measure in (
        payment_error_loop,
        slow_document_check,
        chat_phone_pingpong,
        moved_installation_silence,
        detractors_skip_survey,
        repeat_billing_calls,
        missed_courier,
    )
}


def told(value: float, unit: str) -> str:
    """A figure as data/README.md writes it."""
    return {"n": f"{value:,.0f}", "%": f"{100 * value:.1f} %", "x": f"{value:.1f}"}[unit]


def table(plant: Plant) -> str:
    """The measured truth of one plant, as it stands in data/README.md."""
    with_it = MEASURE[plant.name](log(), plant)
    without_it = MEASURE[plant.name](log(plant.name), plant)
    rows = [f"| {name} | {told(*with_it[name])} | {told(*without_it[name])} |" for name in with_it]
    return "\n".join(["| measured | with it | without it |", "|---|---:|---:|", *rows])


def test_there_are_at_least_six_plants_and_each_is_measured() -> None:
    assert [plant.name for plant in PLANTS] == list(MEASURE)
    assert len(PLANTS) >= 6


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_readme_tells_the_measured_numbers(plant: Plant) -> None:
    text = README.read_text(encoding="utf-8")
    section = re.search(rf"^### `{plant.name}`\n(.*?)(?=^##|\Z)", text, re.M | re.S)
    assert section, f"data/README.md has no section on {plant.name}"
    assert table(plant) in section[1]
    assert plant.place.replace("->", "→") in section[1]
    assert f"{plant.since} to {plant.until}" in section[1]


# The figure that shows the plant, and the least it must differ by, with it against without it.
SHOWS = {
    "payment_error_loop": ("of them with a payment error", 0.4),
    "slow_document_check": ("median days until approved", 2.5),
    "chat_phone_pingpong": ("of them handed to the phone", 0.4),
    "moved_installation_silence": ("of them never heard of again", 0.4),
    "detractors_skip_survey": ("NPS of the answers", 30.0),
    "repeat_billing_calls": ("of them calling about it", 0.4),
    "missed_courier": ("of them missed", 0.5),
}


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_the_plant_is_clear_where_it_is(plant: Plant) -> None:
    name, least = SHOWS[plant.name]
    with_it, without_it = (MEASURE[plant.name](log(left_out), plant) for left_out in ("", plant.name))
    assert with_it[name][0] - without_it[name][0] > least
    assert next(iter(with_it.values()))[0] >= 200, "too few journeys to be found by"


@pytest.mark.parametrize("name", [p.name for p in PLANTS if p.kind not in ("answer bias", "repeat contact")])
def test_the_plant_costs_completed_journeys(name: str) -> None:
    plant = next(plant for plant in PLANTS if plant.name == name)
    ends = [
        next(
            value for label, (value, _) in MEASURE[name](log(left_out), plant).items() if label.startswith("completed")
        )
        for left_out in ("", name)
    ]
    assert ends[1] - ends[0] > 0.08


@pytest.mark.parametrize("name", ["payment_error_loop", "slow_document_check", "chat_phone_pingpong"])
def test_the_plant_is_gone_after_its_period(name: str) -> None:
    plant = next(plant for plant in PLANTS if plant.name == name)
    after = Plant(**{**vars(plant), "since": "2026-05-26", "until": "2026-06-21"})
    figure, least = SHOWS[name]
    here, natural = MEASURE[name](log(), after)[figure][0], MEASURE[name](log(name), after)[figure][0]
    assert abs(here - natural) < least / 10

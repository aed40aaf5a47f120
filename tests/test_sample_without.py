"""Leaving a plant out changes what it touched and nothing else; without all, nothing goes with failing."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from journey.sample import PLANTS, Plant, generate

JOURNEYS = 8_000


@cache
def log(without: str = "") -> pd.DataFrame:
    return generate(JOURNEYS, seed=11, without=[without] if without else [])


@cache
def bare() -> pd.DataFrame:
    """A log without any plant, of the journeys that had time enough to complete."""
    events = generate(20_000, seed=2, without="all")
    return events[events.groupby("journey_id").time.transform("first") < "2026-06-01"]


def touchable(events: pd.DataFrame, plant: Plant) -> set[str]:
    """Journeys of the log without the plant that meet its conditions, by what stands in the log."""
    until = pd.Timestamp(plant.until) + pd.Timedelta(days=1)
    then = events[(events.time >= plant.since) & (events.time < until)]
    weekend = then.time.dt.day_of_week >= 5
    meets = {
        "payment_error_loop": (then.touchpoint == "Payment") & (then.channel == "app"),
        "slow_document_check": (then.touchpoint == "Upload documents") & (then.partner == "Cedar Check"),
        "chat_phone_pingpong": then.touchpoint == "Chat with agent",
        "moved_installation_silence": then.touchpoint == "Installation rescheduled",
        "detractors_skip_survey": then.touchpoint == "Survey invitation",
        "repeat_billing_calls": (then.touchpoint == "First bill") & (then.plan == "Home Bundle"),
        "missed_courier": (then.touchpoint == "Parcel delivered") & (then.region == "North") & weekend,
    }
    return set(then.journey_id[meets[plant.name]])


def part(events: pd.DataFrame, journeys: set[str], inside: bool) -> pd.DataFrame:
    return events[events.journey_id.isin(journeys) == inside].reset_index(drop=True)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_all_else_is_equal(plant: Plant) -> None:
    journeys = touchable(log(plant.name), plant)
    pd.testing.assert_frame_equal(part(log(), journeys, False), part(log(plant.name), journeys, False))
    assert not part(log(), journeys, True).equals(part(log(plant.name), journeys, True))


def test_touched_journeys_are_the_same_until_they_are_touched() -> None:
    plant = next(plant for plant in PLANTS if plant.name == "payment_error_loop")
    before = [events[events.time < plant.since].reset_index(drop=True) for events in (log(), log(plant.name))]
    pd.testing.assert_frame_equal(*before)


def test_without_takes_several_names_and_all() -> None:
    names = [plant.name for plant in PLANTS]
    pd.testing.assert_frame_equal(generate(500, 4, names), generate(500, 4, ["all"]))
    pd.testing.assert_frame_equal(generate(500, 4, reversed(names)), generate(500, 4, "all"))


def gap_in_completion(events: pd.DataFrame, among: set[str], affected: set[str]) -> float:
    """Difference of the shares completed, others against affected, in standard errors."""
    done = set(events.journey_id[events.touchpoint == "Service activated"])
    groups = [among - affected, among & affected]
    n = np.array([len(group) for group in groups])
    p = np.array([len(group & done) for group in groups]) / n
    assert n.min() >= 30
    return float((p[0] - p[1]) / np.sqrt((p * (1 - p) / n).sum()))


def met(events: pd.DataFrame, touchpoint: str) -> set[str]:
    return set(events.journey_id[events.touchpoint == touchpoint])


@pytest.mark.parametrize(
    ("source", "detour"),
    [
        ("Payment", "Payment error"),
        ("Parcel sent", "Delivery missed"),
        ("Chat with agent", "Call with agent"),
        ("Configure plan", "Chat with agent"),
        ("Configure plan", "Call with agent"),
        ("Compare plans", "Coverage check"),
        ("Order confirmation", "Call about the delivery"),
    ],
)
def test_without_all_a_detour_does_not_go_with_failing(source: str, detour: str) -> None:
    events = bare()
    following = events.groupby("journey_id").touchpoint.shift(-1)
    first = events[(events.touchpoint == source) & ~events.duplicated(["journey_id", "touchpoint"])]
    went_on = first[~following[first.index].isin(["Order cancelled"]) & following[first.index].notna()]
    affected = set(went_on.journey_id[following[went_on.index] == detour])
    assert abs(gap_in_completion(events, set(went_on.journey_id), affected)) < 3


def test_without_all_a_moved_installation_and_a_slow_check_lose_nobody() -> None:
    events = bare()
    done = met(events, "Service activated")
    assert met(events, "Installation rescheduled") <= done
    sent = events[events.touchpoint == "Upload documents"].drop_duplicates("journey_id").set_index("journey_id").time
    approved = events[events.touchpoint == "Documents approved"].set_index("journey_id").time
    wait = (approved - sent).dropna()
    long = set(wait.index[wait > wait.quantile(0.9)])
    assert abs(gap_in_completion(events, set(wait.index), long)) < 3

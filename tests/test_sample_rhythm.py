"""Volumes, hours, weeks and waits of the sample are those of a real operator."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from journey.sample import generate


@cache
def log() -> pd.DataFrame:
    return generate(6_000, seed=9)


@pytest.mark.parametrize(
    ("channel", "opens", "closes", "sunday"),
    [("shop", 9, 19, False), ("call centre", 8, 20, True), ("chat", 8, 22, True), ("courier", 8, 20, True)],
)
def test_staffed_channels_keep_their_hours(channel: str, opens: int, closes: int, sunday: bool) -> None:
    time = log().time[log().channel == channel].dt
    assert time.hour.min() == opens
    # Detours may follow a contact by minutes: a chat that begins before closing time may end after it.
    assert (time.hour < closes).mean() > 0.995
    assert (time.day_of_week == 6).any() == sunday


def test_the_web_lives_in_the_evening() -> None:
    hour = log().time[log().channel.isin(["web", "app"])].dt.hour.value_counts()
    assert hour[[19, 20, 21]].sum() > 1.3 * hour[[9, 10, 11]].sum()
    assert hour[[1, 2, 3, 4]].sum() < 0.2 * hour[[19, 20, 21, 22]].sum()


def test_journeys_start_from_january_to_july_and_grow() -> None:
    start = log().groupby("journey_id").time.first()
    assert start.min() >= pd.Timestamp("2026-01-05")
    assert log().time.max() < pd.Timestamp("2026-07-06")
    weeks = start.dt.to_period("W").value_counts().sort_index()
    assert len(weeks) == 26
    assert weeks.iloc[-13:].sum() > 1.05 * weeks.iloc[:13].sum()
    assert weeks.min() > 0.5 * weeks.mean()


def test_calls_peak_on_monday_and_shops_on_saturday() -> None:
    first = log().drop_duplicates("journey_id")
    calls = first.time[first.channel == "call centre"].dt.day_of_week.value_counts()
    shops = first.time[first.channel == "shop"].dt.day_of_week.value_counts()
    assert calls[0] > 1.5 * calls[6]
    assert shops.idxmax() == 5


def test_volumes_and_conversion_are_plausible() -> None:
    assert 8 < len(log()) / 6_000 < 13
    start = log().groupby("journey_id").time.first()
    mature = start.index[start < pd.Timestamp("2026-06-05")]
    done = set(log().journey_id[log().touchpoint == "Service activated"])
    assert 0.3 < mature.isin(done).mean() < 0.5


def test_waits_are_of_the_right_size() -> None:
    events = log().drop_duplicates(["journey_id", "touchpoint"])
    times = events.pivot(index="journey_id", columns="touchpoint", values="time")

    def median_hours(source: str, target: str) -> float:
        return (times[target] - times[source]).median().total_seconds() / 3600

    assert median_hours("Payment", "Order confirmation") < 0.2
    assert 12 < median_hours("Order confirmation", "Parcel sent") < 36
    assert 36 < median_hours("Parcel sent", "Parcel delivered") < 72
    assert 72 < median_hours("Installation booked", "Installation visit") < 168
    assert 5 * 24 < median_hours("Landing page", "Service activated") < 15 * 24


def test_segments_prefer_their_channels() -> None:
    first = log().drop_duplicates("journey_id")
    share = pd.crosstab(first.segment, first.channel, normalize="index")
    assert share.app.idxmax() == "Student"
    assert share["call centre"].idxmax() == "Senior"
    assert share.shop.idxmax() == "Senior"

"""The sample is the same every time, and a log that makes sense: names, stages, scores, comments, money."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from journey.errors import WrongInput
from journey.model import Role
from journey.sample import PLANTS, definitions, generate, mapping, write

DATA = Path(__file__).resolve().parents[1] / "data"
SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
STAGES = {"Discover", "Choose", "Buy", "Set up", "Use", "Get help", "Leave"}
CHANNELS = {"web", "app", "shop", "call centre", "chat", "e-mail", "courier"}


@cache
def log() -> pd.DataFrame:
    return generate(journeys=4_000, seed=3)


def test_same_arguments_same_log_and_another_seed_another() -> None:
    pd.testing.assert_frame_equal(generate(300, 5), generate(300, 5))
    assert not generate(300, 5).equals(generate(300, 6))


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.parquet"])
def test_same_log_same_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / "again").mkdir()
    write(generate(50, 5), tmp_path / name)
    write(generate(50, 5), tmp_path / "again" / name)
    assert (tmp_path / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    events = generate(50, 5)
    write(events, tmp_path / "a.csv.gz")
    write(events, tmp_path / "a.parquet")
    read = pd.read_csv(tmp_path / "a.csv.gz", parse_dates=["time"])
    assert list(read) == list(events)
    assert (read.time == events.time).all()
    assert read.nps.dropna().tolist() == events.nps.dropna().tolist()
    assert pd.read_parquet(tmp_path / "a.parquet").comment.tolist() == events.comment.tolist()


def test_the_extract_in_the_repository_is_what_the_generator_writes(tmp_path: Path) -> None:
    write(generate(journeys=38, seed=7), tmp_path / "extract.csv")
    assert (tmp_path / "extract.csv").read_bytes() == (DATA / "sample_extract.csv").read_bytes()


def test_readme_names_every_column_touchpoint_and_total() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    events = generate()
    for name in (*events.columns, *events.touchpoint.unique(), *events.partner.dropna().unique()):
        assert f"`{name}`" in text or name in text, name
    done = events.journey_id[events.touchpoint == "Service activated"].nunique()
    for count in (len(events), events.customer_id.nunique(), done):
        assert f"{count:,}" in text


def test_one_journey_is_enough_and_every_journey_has_events() -> None:
    assert generate(1, 7).journey_id.nunique() == 1
    assert log().journey_id.nunique() == 4_000


@pytest.mark.parametrize("journeys", [0, -5])
def test_no_journeys_is_wrong_input(journeys: int) -> None:
    with pytest.raises(WrongInput, match=str(journeys)):
        generate(journeys)


def test_unknown_plant_is_wrong_input_that_names_the_choices() -> None:
    with pytest.raises(WrongInput, match="payment_eror") as caught:
        generate(10, without=["payment_eror"])
    assert all(plant.name in caught.value.hint for plant in PLANTS)


def test_writing_elsewhere_is_wrong_input(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match=r"a\.xlsx"):
        write(generate(1), tmp_path / "a.xlsx")
    with pytest.raises(WrongInput, match="nowhere"):
        write(generate(1), tmp_path / "nowhere" / "a.csv")


def test_mapping_and_definitions_fit_the_log() -> None:
    assert set(mapping().columns()) == set(log().columns)
    assert mapping().columns()["nps"] is Role.SCORE
    assert {*definitions().goals, *definitions().lost} <= set(log().touchpoint)


def test_every_touchpoint_has_one_stage_and_one_initiator() -> None:
    per_touchpoint = log().groupby("touchpoint")
    assert (per_touchpoint.stage.nunique() == 1).all()
    assert (per_touchpoint.initiator.nunique() == 1).all()
    assert set(log().stage) == STAGES
    assert set(log().channel) == CHANNELS
    assert 25 <= log().touchpoint.nunique() <= 36


def test_attributes_belong_to_the_journey_and_segment_and_region_to_the_customer() -> None:
    assert (log().groupby("journey_id")[["customer_id", "segment", "region", "plan"]].nunique() == 1).all(axis=None)
    assert (log().groupby("customer_id")[["segment", "region"]].nunique() == 1).all(axis=None)
    journeys_each = log().groupby("customer_id").journey_id.nunique()
    assert 0.1 < (journeys_each > 1).mean() < 0.3


def test_events_are_in_order_and_nothing_follows_an_ending() -> None:
    per_journey = log().groupby("journey_id")
    assert per_journey.time.is_monotonic_increasing.all()
    last = log()[per_journey.cumcount(ascending=False) == 0].touchpoint
    assert (log().touchpoint == "Order cancelled").sum() == (last == "Order cancelled").sum()
    assert (log().touchpoint == "Contract ended").sum() == (last == "Contract ended").sum()


def test_the_goal_is_met_once_and_never_with_a_cancelled_order() -> None:
    goal = log()[log().touchpoint == "Service activated"].journey_id
    assert goal.is_unique
    assert not set(goal) & set(log().journey_id[log().touchpoint == "Order cancelled"])


@pytest.mark.parametrize("score", SCALES)
def test_scores_are_inside_their_scales_and_use_them(score: str) -> None:
    low, high = SCALES[score]
    answers = log()[score].dropna()
    assert answers.between(low, high).all()
    assert answers.max() == high
    assert answers.min() <= low + 2


def test_comments_are_many_and_only_beside_answers() -> None:
    said = log().dropna(subset="comment")
    answered = log()[list(SCALES)].notna().any(axis=1)
    assert answered[said.index].all()
    assert 0.25 < len(said) / answered.sum() < 0.4
    assert said.comment.nunique() > 300


def test_comments_fit_what_happened() -> None:
    said = generate(8_000, 3).dropna(subset="comment")
    happy = said[(said.nps >= 9) | (said.csat == 5) | (said.ces == 7)].comment
    assert not happy.str.contains("error|missed delivery|disappointing|annoying", case=False).any()
    bills = said[said.comment.str.contains("bill") & (said.csat <= 2)]
    assert set(bills.touchpoint) <= {"Call about the bill", "Chat with agent", "Call with agent"}


def test_made_up_addresses_use_reserved_numbers_and_domains_only() -> None:
    text = "\n".join(generate(8_000, 3).comment.dropna())
    assert re.findall(r"@([\w.]+\w)", text) and set(re.findall(r"@([\w.]+\w)", text)) == {"example.com"}
    assert re.findall(r"\d{3}-\d{4}", text) and all(n.startswith("555-01") for n in re.findall(r"\d{3}-\d{4}", text))


def test_agents_serve_assisted_channels_and_partners_their_touchpoints() -> None:
    assert set(log()[log().agent.notna()].channel) == {"shop", "call centre", "chat"}
    assert log()[log().channel.isin(["shop", "call centre", "chat"])].agent.notna().all()
    assert set(log()[log().partner.notna()].touchpoint) == {
        "Upload documents",
        "Documents approved",
        "Installation booked",
        "Installation rescheduled",
        "Installation visit",
    }


def test_contacts_cost_more_with_people_than_without() -> None:
    assert (log().cost > 0).all()
    mean = log().groupby("channel").cost.mean()
    assert mean[["shop", "call centre", "chat"]].min() > 5 * mean[["web", "app", "e-mail"]].max()

"""Metrics of the sample: counted again by pandas, the planted frictions found, and the same numbers in every place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from journey.analyses.board import board
from journey.analyses.flow import flow_map
from journey.analyses.metric_catalogue import catalogue, gaps
from journey.analyses.metrics import MetricRow, metrics
from journey.ingest.import_log import import_log
from journey.model import Level
from journey.sample import definitions, generate, mapping
from journey.scope import Attribute, Scope
from journey.store.workspace import Workspace


@cache
def sample() -> pd.DataFrame:
    return generate(journeys=8_000)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("metrics") / "sample.duckdb"
    import_log(sample(), path, mapping=mapping(), definitions=definitions())
    with Workspace(path) as opened:
        yield opened


def rows(workspace: Workspace, by: str, scope: Scope | None = None) -> dict[str, MetricRow]:
    return {row.name: row for row in metrics(workspace, scope, by).rows}


@pytest.mark.parametrize("by", ["stage", "channel", "partner", "segment", "touchpoint"])
def test_counts_means_and_shares_are_what_pandas_counts(workspace: Workspace, by: str) -> None:
    events = sample()
    found = rows(workspace, by)
    for name, part in events.dropna(subset=[by]).groupby(by):
        row = found[str(name)]
        ids = set(part.journey_id)
        assert (row.journeys, row.events) == (len(ids), len(part))
        assert row.cost == pytest.approx(part.cost.sum() / len(ids))
        mix = part.channel.value_counts(normalize=True)
        assert dict(row.channels) == pytest.approx(mix.to_dict())
        for one in row.scores:
            answers = part[one.score.score].dropna()
            assert one.figure.n == len(answers)
            if not len(answers):
                assert one.figure.value is None
            elif one.score.method == "nps":
                assert one.figure.value == pytest.approx(100 * ((answers >= 9).mean() - (answers <= 6).mean()))
            else:
                assert one.figure.value == pytest.approx((answers >= (4 if one.score.method == "csat" else 5)).mean())
                assert one.mean.value == pytest.approx(answers.mean())


def test_visits_and_their_time_are_what_pandas_counts(workspace: Workspace) -> None:
    events = sample().reset_index(drop=True)
    begins = (events.journey_id != events.journey_id.shift()) | (events.stage != events.stage.shift())
    visits = events.groupby(begins.cumsum()).agg(
        stage=("stage", "first"), journey=("journey_id", "first"), first=("time", "first"), last=("time", "last")
    )
    # The last visit of a journey that is still open is not over.
    goes_on = visits.journey == visits.journey.shift(-1)
    still_open = dict(workspace.run("SELECT key, outcome = 3 FROM journey"))
    over = visits[goes_on | ~visits.journey.map(still_open)]
    seconds = (over["last"] - over["first"]).dt.total_seconds()
    for name, row in rows(workspace, "stage").items():
        assert row.visits == (visits.stage == name).sum()
        assert row.repeats.value == pytest.approx((visits[visits.stage == name].journey.value_counts() > 1).mean())
        own = seconds[over.stage == name]
        assert row.time_median_s == pytest.approx(own.median()) and row.time_p90_s == pytest.approx(own.quantile(0.9))


def test_map_board_and_metrics_tell_the_same(workspace: Workspace) -> None:
    scope = Scope(attributes=(Attribute("region", ("North",)),))
    found = rows(workspace, "stage", scope)
    for touchpoint in flow_map(workspace, Scope(attributes=scope.attributes, level=Level.STAGE)).touchpoints:
        row = found[touchpoint.name]
        assert (row.journeys, row.visits, row.share) == (touchpoint.journeys, touchpoint.events, touchpoint.share)
        assert (row.lost, row.conversion) == (touchpoint.exit_rate, touchpoint.conversion)
    for stage in board(workspace, scope).stages:
        row = found[stage.name]
        assert (row.time_median_s, row.repeats.value) == (stage.time_median_s, stage.repeats.value)
        assert row.cost == pytest.approx(stage.cost)
    single = rows(workspace, "touchpoint", scope)
    for touchpoint in flow_map(workspace, scope).touchpoints:
        assert single[touchpoint.name].lost == touchpoint.exit_rate


def test_the_planted_frictions_stand_out(workspace: Workspace) -> None:
    # Cedar Check falls behind: more are lost after it than after any other partner.
    by_partner = metrics(workspace, None, "partner")
    apart = gaps(by_partner, catalogue(by_partner))
    cedar = next(row for row in by_partner.rows if row.name == "Cedar Check")
    assert apart["lost", cedar.id].worse and not any(
        gap.worse for (key, row), gap in apart.items() if key == "lost" and row != cedar.id
    )
    # The chat hands its customers to the phone, and back: contacts there are not settled.
    during = Scope(since="2026-04-20", until="2026-05-17", period="touching")
    chat, usual = (rows(workspace, "touchpoint", one)["Chat with agent"] for one in (during, None))
    assert chat.escalated.low > usual.escalated.value and chat.resolved.high < usual.resolved.value
    # The bills of Home Bundle in May: people call again.
    bills = Scope(attributes=(Attribute("plan", ("Home Bundle",)),), since="2026-05-01", until="2026-05-31",
                  period="touching")  # fmt: skip
    calls = rows(workspace, "touchpoint", bills)["Call about the bill"]
    assert calls.resolved.high < rows(workspace, "touchpoint")["Call with agent"].resolved.value
    # From the end of March only the happy answer: fewer do, and the score is far too good.
    months = rows(workspace, "month")
    before, after = (next(one for one in months[month].scores if one.score.method == "nps")
                     for month in ("2026-01-01", "2026-05-01"))  # fmt: skip
    assert after.figure.low > before.figure.high + 10 and after.response.value < before.response.value


def test_nothing_stands_out_by_chance_alone(tmp_path: Path) -> None:
    even = generate(journeys=4_000, without=["all"])
    import_log(even, tmp_path / "even.duckdb", mapping=mapping(), definitions=definitions())
    with Workspace(tmp_path / "even.duckdb") as workspace:
        for by in ("segment", "region", "plan"):
            found = metrics(workspace, None, by)
            apart = gaps(found, catalogue(found))
            marked = [key for key, gap in apart.items() if gap.worse is not None and key[0] in ("lost", "score:csat")]
            # Home plans alone have an installation to move, so that their journeys end later.
            assert by == "plan" or not marked, marked


def test_a_mean_of_several_groups_is_put_together_from_them(workspace: Workspace) -> None:
    from journey.analyses.metric_catalogue import _together
    from journey.analyses.scores import Counts

    a, b = np.array([1.0, 2, 2, 5]), np.array([4.0, 4, 5])
    parts = [Counts(len(x), 0, 0, float(x.mean()), float(x.std(ddof=1))) for x in (a, b)]
    whole = np.concatenate([a, b])
    together = _together(parts)
    assert (together.mean, together.deviation) == (pytest.approx(whole.mean()), pytest.approx(whole.std(ddof=1)))

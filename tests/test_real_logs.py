"""The real logs, against the counts published with them, against pandas, and against pm4py."""

from __future__ import annotations

import contextlib
import io

import pandas as pd
import pytest
from real_logs import LOGS

from journey.analyses.flow import flow_map
from journey.analyses.info import info
from journey.analyses.variants import variants
from journey.ingest.import_log import import_log
from journey.model import Definitions
from journey.store.define import define
from journey.store.workspace import Workspace


@pytest.fixture(scope="module", params=LOGS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def plain(name, shared_data):
    return LOGS[name].plain(shared_data)


@pytest.fixture(scope="module")
def imported(name, shared_data, tmp_path_factory):
    target = tmp_path_factory.mktemp("real") / "log.duckdb"
    log = LOGS[name]
    return import_log(shared_data / log.file, target, mapping=log.mapped(), options=log.options), target


@pytest.fixture(scope="module")
def workspace(imported):
    with Workspace(imported[1]) as opened:
        yield opened


@pytest.fixture(scope="module")
def flow(workspace):
    return flow_map(workspace)


def moves(flow):
    names = {touchpoint.id: touchpoint.name for touchpoint in flow.touchpoints}
    return {(names[t.source], names[t.target]): t for t in flow.transitions}


def test_counts_of_the_manifest(name, imported, flow, workspace):
    journeys, events, touchpoints, sequences, transitions = LOGS[name].counts
    told, _target = imported
    assert (told.journeys, told.events, told.touchpoints) == (journeys, events, touchpoints)
    assert told.read == events + told.rejected
    assert (flow.journeys_shown, flow.events_shown) == (journeys, events)
    assert (len(flow.touchpoints), len(flow.transitions)) == (touchpoints, transitions)
    assert variants(workspace).distinct == sequences


def test_the_example_of_the_manifest(name, flow):
    if LOGS[name].example is None:
        pytest.skip("the manifest has no example of this log")
    source, target, events, journeys, median, exact = LOGS[name].example
    found = moves(flow)[source, target]
    assert (found.events, found.journeys) == (events, journeys)
    assert found.wait_median_s == pytest.approx(median, abs=exact)


def test_every_touchpoint_is_what_pandas_counts(plain, flow):
    boxes = plain.groupby("touchpoint")["journey"].agg(["size", "nunique"])
    ends = plain.drop_duplicates("journey", keep="last")["touchpoint"].value_counts()
    starts = plain.drop_duplicates("journey")["touchpoint"].value_counts()
    assert {t.name: (t.events, t.journeys, t.starts, t.ends.total) for t in flow.touchpoints} == {
        name: (size, journeys, starts.get(name, 0), ends.get(name, 0)) for name, size, journeys in boxes.itertuples()
    }


def test_every_transition_is_what_pandas_counts(plain, flow):
    following = plain.shift(-1)
    pairs = plain.assign(target=following["touchpoint"], wait=(following["time"] - plain["time"]).dt.total_seconds())
    pairs = pairs[plain["journey"] == following["journey"]]
    waits = pairs.groupby(["touchpoint", "target"])["wait"]
    expected = pd.DataFrame(
        {
            "events": waits.size(),
            "journeys": pairs.groupby(["touchpoint", "target"])["journey"].nunique(),
            "mean": waits.mean(),
            "median": waits.median(),
            "p90": waits.quantile(0.9),
        }
    )
    found = pd.DataFrame(
        {pair: (t.events, t.journeys, t.wait_mean_s, t.wait_median_s, t.wait_p90_s) for pair, t in moves(flow).items()},
        index=expected.columns,
    ).T
    found.index.names = expected.index.names
    found = found.sort_index()
    assert found.index.equals(expected.index)
    assert (found[["events", "journeys"]] == expected[["events", "journeys"]]).all(axis=None)
    for figure in ("mean", "median", "p90"):
        assert found[figure].to_numpy() == pytest.approx(expected[figure].to_numpy(), rel=1e-9, abs=1e-5), figure


def test_pm4py_finds_the_same(plain, flow, workspace):
    with contextlib.redirect_stderr(io.StringIO()):
        import pm4py
    log = plain.set_axis(["case:concept:name", "concept:name", "time:timestamp"], axis=1)
    graph, starts, ends = pm4py.discover_dfg(log)
    assert {pair: t.events for pair, t in moves(flow).items()} == dict(graph)
    assert {t.name: t.starts for t in flow.touchpoints if t.starts} == dict(starts)
    assert {t.name: t.ends.total for t in flow.touchpoints if t.ends.total} == dict(ends)
    theirs = {path: n if isinstance(n, int) else len(n) for path, n in pm4py.get_variants_as_tuples(log).items()}
    assert {v.path: v.journeys for v in variants(workspace, top=None).variants} == theirs


def test_every_event_is_read_back(plain, workspace):
    rows = workspace.run(
        """SELECT j.key, t.name, e.time FROM event e JOIN journey j ON j.id = e.journey
           JOIN touchpoint t ON t.id = e.node ORDER BY j.key, e.position"""
    )
    found = pd.DataFrame(rows, columns=["journey", "touchpoint", "time"])
    expected = plain.sort_values("journey", kind="stable", ignore_index=True)
    assert found["journey"].tolist() == expected["journey"].tolist()
    assert found["touchpoint"].tolist() == expected["touchpoint"].tolist()
    assert (found["time"].dt.tz_localize("UTC") == expected["time"].dt.as_unit("us")).all()


def test_published_outcomes_of_the_loan_applications(name, workspace):
    if name != "bpic2012":
        pytest.skip("published for the loan applications alone")
    goals = ("A_APPROVED", "A_ACTIVATED", "A_REGISTERED")
    meant = Definitions(goals=goals, lost=("A_DECLINED", "A_CANCELLED"), timeout_s="never")
    define(workspace, meant)
    assert info(workspace).outcomes == {"completed": 2246, "lost": 10442, "dropped": 0, "open": 399}
    judged = define(workspace, Definitions(goals=goals, lost=meant.lost))
    assert judged.timeout_s / 86_400 == pytest.approx(10.0, abs=0.05)
    automatic = info(workspace).outcomes
    assert (automatic["completed"], automatic["lost"]) == (2246, 10442)
    assert automatic["dropped"] + automatic["open"] == 399


def test_published_figures_of_the_declarations(name, flow):
    if name != "domestic":
        pytest.skip("published for the declarations alone")
    assert moves(flow)["Request Payment", "Payment Handled"].journeys == 9911
    rejected = {t.name.removeprefix("Declaration REJECTED by "): t for t in flow.touchpoints if "REJECTED" in t.name}
    published = {"ADMINISTRATION": 936, "SUPERVISOR": 286, "MISSING": 89, "PRE_APPROVER": 86, "BUDGET OWNER": 57}
    assert {name: rejected[name].events for name in published} == published

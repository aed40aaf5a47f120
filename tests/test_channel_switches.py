"""Channel switches: by hand, counted again with pandas, as a scope, on the command line and on the page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest
from conftest import Answer, MakeLog
from server import made

from journey.analyses.channel_switches import Move, channel_switches, switch_steps
from journey.analyses.command import scope_arguments
from journey.analyses.info import scope_counts
from journey.errors import WrongInput
from journey.ingest.import_log import import_log
from journey.model import Level, Mapping
from journey.sample import definitions, generate, mapping
from journey.scope import Scope, Switch
from journey.store.workspace import Workspace
from journey.text.scope_words import sentence
from pages import headline, opened, problems, told, workspaces

__all__ = ["made", "workspaces"]

COLUMNS = "journey touchpoint time channel initiator"
# a: web web phone web; b: web phone (the call comes from the company); c: web alone; d: phone phone.
ROWS = [
    ("a", "Search", 0, "web", "customer"), ("a", "Basket", 1, "web", "customer"),
    ("a", "Call", 3, "phone", "customer"), ("a", "Pay", 4, "web", "customer"),
    ("b", "Search", 0, "web", "customer"), ("b", "Call", 6, "phone", "company"),
    ("c", "Search", 0, "web", "customer"),
    ("d", "Call", 0, "phone", "customer"), ("d", "Call", 2, "phone", "customer"),
    ("z", "Search", 1000, "web", "customer"),
]  # fmt: skip


def of(moves: tuple[Move, ...], source: str, target: str) -> Move:
    return next(move for move in moves if (move.source, move.target) == (source, target))


def test_moves_by_hand(log: MakeLog) -> None:
    workspace = log(ROWS, COLUMNS, goals=("Pay",), horizon_s=3600 * 24.0, timeout_s=3600 * 48.0)
    found = channel_switches(workspace)
    assert [(c.name, c.events, c.journeys, c.departures, c.switches) for c in found.channels] == [
        ("web", 6, 4, 3, 2), ("phone", 4, 3, 2, 1),
    ]  # fmt: skip
    assert (found.departures, found.switches, found.guessed) == (5, 3, True)
    assert (found.switching.value, found.switching.n) == (2 / 5, 5)
    call = of(found.moves, "web", "phone")
    # Two hours in a, six in b, where the company called; of the two journeys a pays.
    assert (call.moves, call.journeys, call.by_customer, call.share) == (2, 2, 1, 2 / 3)
    assert (call.wait_median_s, call.wait_p90_s) == (4 * 3600, pytest.approx(5.6 * 3600))
    assert (call.conversion.value, call.conversion.n) == (1 / 2, 2)
    assert of(found.moves, "phone", "phone").conversion.value == 0
    assert of(found.moves, "phone", "web").conversion.value == 1
    assert len(found.moves) == 4
    [step, other] = switch_steps(workspace, Scope(), "web", "phone")
    assert {(step.source, step.target), (other.source, other.target)} == {("Basket", "Call"), ("Search", "Call")}


def test_forced_switches_are_counted_where_channels_are_classed(log: MakeLog) -> None:
    workspace = log(ROWS, COLUMNS)
    with workspace.transaction(definitions=True) as cursor:
        cursor.execute("UPDATE channel SET assisted = (name = 'phone')")
    found = channel_switches(workspace)
    assert found.forced == 2
    assert [of(found.moves, *pair).forced for pair in (("web", "phone"), ("phone", "web"), ("web", "web"))] == [
        True, False, False,
    ]  # fmt: skip
    assert of(found.moves, "web", "phone").conversion.value is None  # no goal, no conversion


def test_hidden_touchpoints_are_passed_over_and_the_level_does_not_matter(log: MakeLog) -> None:
    workspace = log(ROWS, COLUMNS)
    found = channel_switches(workspace, Scope(hidden=("Call",)))
    assert {(m.source, m.target): m.moves for m in found.moves} == {("web", "web"): 2}
    assert channel_switches(workspace, Scope(level=Level.CHANNEL)).moves == channel_switches(workspace).moves


@pytest.mark.parametrize(
    ("switch", "journeys"), [(("web", "phone"), 2), (("phone", "web"), 1), (("web", "web"), 1), (("phone", "phone"), 1)]
)
def test_a_switch_is_a_scope(log: MakeLog, switch: tuple[str, str], journeys: int) -> None:
    workspace = log(ROWS, COLUMNS)
    scope = Scope(switches=(Switch(*switch),))
    assert scope_counts(workspace, scope) == (journeys, 5)
    assert Scope.parse(scope.text()) == scope
    assert sentence(scope) == f"Journeys where: channel {switch[0]}, directly {switch[1]}."
    assert scope_arguments(scope) == ["--switch", f"{switch[0]}>{switch[1]}"]


def test_a_switch_that_cannot_be_is_told(log: MakeLog) -> None:
    with pytest.raises(WrongInput, match="no channel 'fax'"):
        scope_counts(log(ROWS, COLUMNS), Scope(switches=(Switch("web", "fax"),)))
    for text in ('{"switches":["web"]}', '{"switches":[["a","b","c"]]}', '{"switches":[1]}'):
        with pytest.raises(WrongInput, match="cannot be read"):
            Scope.parse(text)
    assert scope_arguments(Scope(switches=(Switch("a>b", "c"),)))[0] == "--scope"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("switches") / "small.duckdb"
    import_log(generate(600), path, mapping=mapping(), definitions=definitions())
    return path


@pytest.mark.parametrize("scope", [Scope(), Scope(contains=("Payment",)), Scope(hidden=("Landing page", "Basket"))])
def test_pandas_counts_the_same(sample: Path, scope: Scope) -> None:
    with Workspace(sample) as workspace:
        found = channel_switches(workspace, scope)
        events = workspace.frame(
            """SELECT e.journey, e.position, t.name AS node, c.name AS channel, e.time, j.mature, j.converted,
                      j.goal_position
               FROM event e JOIN touchpoint t ON t.id = e.node JOIN channel c ON c.id = e.channel
               JOIN journey j ON j.id = e.journey ORDER BY e.journey, e.position"""
        )
    for name in scope.contains:
        events = events[events.journey.isin(events.journey[events.node == name])]
    events = events[~events.node.isin(scope.hidden)]
    after = events.groupby("journey").shift(-1)
    pairs = events.assign(target=after.channel, wait=(after.time - events.time).dt.total_seconds())
    pairs = pairs.dropna(subset="target")
    wanted = {}
    for (source, target), rows in pairs.groupby(["channel", "target"]):
        first = rows.drop_duplicates("journey")
        judged = first[first.mature & (first.position < first.goal_position)]
        wanted[source, target] = (
            len(rows), len(first), rows.wait.median(), rows.wait.quantile(0.9), len(judged), int(judged.converted.sum())
        )  # fmt: skip
    got = {
        (m.source, m.target): (
            m.moves, m.journeys, pytest.approx(m.wait_median_s), pytest.approx(m.wait_p90_s), m.conversion.n,
            round((m.conversion.value or 0) * m.conversion.n),
        )
        for m in found.moves
    }  # fmt: skip
    assert wanted == got
    assert sum(move.moves for move in found.moves) == found.departures == len(pairs)
    assert found.switches == int((pairs.channel != pairs.target).sum())


def test_the_command_line_tells_the_same(cli: Callable[..., Answer], sample: Path) -> None:
    given = cli("channels", "--workspace", sample, "--switch", "web>call centre", "--json").json
    with Workspace(sample) as workspace:
        found = channel_switches(workspace, Scope(switches=(Switch("web", "call centre"),)))
    assert given["moves"] == [asdict(move) for move in found.moves]
    assert given["journeys"] == found.journeys_shown < 600
    wrong = cli("channels", "--workspace", sample, "--switch", "web")
    assert (wrong.status, wrong.err) == (2, "'web' is not written A>B. Like --switch 'web>phone'.\n")


def test_the_page_helps_where_there_is_no_channel_or_one(workspaces: Path) -> None:
    rows = pd.DataFrame({"id": ["a", "a"], "step": ["x", "y"], "at": ["2026-01-01", "2026-01-02"], "where": "shop"})
    for name, channel in (("none", None), ("single", "where")):
        one = Mapping(journey="id", touchpoint=("step",), time="at", channel=channel)
        import_log(rows, workspaces / f"{name}.duckdb", mapping=one)
    app = opened("as_is/channels", "none")
    assert not problems(app)
    assert headline(app) == "This log does not say in which channel its events happened."
    assert "say which column is the channel" in told(app)
    assert headline(opened("as_is/channels", "single")) == "All events are in one channel, shop."
    shutil.copy(workspaces / "sample.duckdb", workspaces / "again.duckdb")
    app = opened("as_is/channels", "again", **{"from": "web", "to": "chat", "shade": "share"})
    assert not problems(app)
    assert [box.value for box in app.selectbox if box.label in ("From", "To")] == ["web", "chat"]
    app.button(key="switch_only").click().run()
    assert app.query_params["scope"] == '{"switches":[["web","chat"]]}'
    app = opened("as_is/channels", "again", **{"from": "nowhere", "to": "<b>", "shade": "?"})
    assert not problems(app)

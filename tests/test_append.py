"""A further source: whose journeys its rows join, what is known already, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import moment
from two_sources import CALL_MAPPING, CALLS, WEB, call, content, frame, paths, web

from journey.analyses.flow import flow_map
from journey.analyses.sources import sources
from journey.errors import WrongInput
from journey.ingest.append_log import append_log
from journey.ingest.import_log import import_log
from journey.model import Definitions, Grain, Mapping
from journey.store.outcomes import read_definitions
from journey.store.workspace import Workspace


def test_a_journey_of_two_sources_worked_by_hand(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb", goals=("Pay",))
    done = call(shop)
    # ann's v1 runs from 0 h to 100 h, when v2 starts; her call at -1 h lies before both, and joins the first.
    assert paths(shop) == {
        "v1": ["Call: Card", "Basket", "Call: Card", "Pay", "Call: Bill"],
        "v2": ["Basket", "Call: Bill", "Pay"],
        "v3": ["Basket", "Call: Card"],
    }
    assert (done.read, done.added, done.known, done.rejected) == (5, 5, 0, 0)
    assert (done.journeys, done.customers, done.events, done.touchpoints) == (3, 2, 10, 4)
    assert (done.match["matched"], done.match["only_here"], done.match["only_there"], done.match["before"]) == (
        2,
        0,
        0,
        1,
    )
    with Workspace(shop) as workspace:
        flow = flow_map(workspace)
        names = {t.id: t.name for t in flow.touchpoints}
        waits = {(names[m.source], names[m.target]): (m.events, m.wait_median_s) for m in flow.transitions}
        assert waits == {
            ("Call: Card", "Basket"): (1, 3600.0), ("Basket", "Call: Card"): (2, 1.5 * 3600),
            ("Call: Card", "Pay"): (1, 8 * 3600.0), ("Pay", "Call: Bill"): (1, 89 * 3600.0),
            ("Basket", "Call: Bill"): (1, 0.0), ("Call: Bill", "Pay"): (1, 3600.0),
        }  # fmt: skip
        # Who names no channel is one, under the name of the source.
        channels = workspace.run("SELECT c.name, count(*) FROM event e JOIN channel c ON c.id = e.channel GROUP BY ALL")
        assert dict(channels) == {"web": 5, "Phone": 5}
        begun = dict(workspace.run("SELECT key, started FROM journey"))
        assert (begun["v1"], begun["v2"]) == (moment(-1), moment(100))
        assert [(s.name, s.events, s.journeys, s.customers) for s in sources(workspace)] == [
            ("web", 5, 3, 2), ("calls", 5, 3, 2),
        ]  # fmt: skip


def test_rows_of_strangers_are_journeys_of_their_own_or_left_out(tmp_path: Path) -> None:
    rows = [*CALLS, ("eve", "Card", 3), ("v3", "Card", 4)]
    done = call(web(tmp_path / "kept.duckdb"), rows)
    assert (done.match["only_there"], done.match["examples_there"]) == (2, ("eve", "v3"))
    # A customer whose id is that of somebody's journey does not slip into it.
    assert {key: path for key, path in paths(tmp_path / "kept.duckdb").items() if key[0] == "e" or "+" in key} == {
        "eve": ["Call: Card"], "v3+": ["Call: Card"],
    }  # fmt: skip
    left = call(web(tmp_path / "left.duckdb"), rows, alone="drop")
    assert (left.read, left.added, left.rejected, left.journeys) == (7, 5, 2, 3)


def test_a_newer_export_adds_only_what_is_new(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb")
    call(shop, [("ann", "Card", 2), ("ann", "Card", 2), ("bob", "Card", 6)])
    newer = [("ann", "Card", 2), ("ann", "Card", 2), ("ann", "Card", 2), ("bob", "Card", 6), ("bob", "Bill", 6)]
    done = call(shop, newer)
    # The third of three equal rows is new, as two were there.
    assert (done.source, done.read, done.known, done.added, done.events) == ("calls", 5, 3, 2, 10)
    again = call(shop, newer)
    assert (again.added, again.known, again.events) == (0, 5, 10)
    web_again = append_log(frame([*WEB, ("v4", "eve", "Basket", 7)], "visit who step at"), shop, source="web")
    assert (web_again.known, web_again.added, web_again.journeys) == (5, 1, 4)
    with Workspace(shop) as workspace:
        assert [len(source.files) for source in sources(workspace)] == [2, 2]


def test_the_same_file_twice_is_noticed(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb")
    file = tmp_path / "calls.csv"
    frame(CALLS, "client about at").to_csv(file, index=False)
    append_log(file, shop, mapping=CALL_MAPPING)
    before = content(shop)
    with pytest.raises(WrongInput, match=r"calls\.csv is in the workspace already: it came as 'calls'"):
        append_log(file, shop, mapping=CALL_MAPPING, source="other")
    assert content(shop) == before


def test_ids_that_match_nothing_are_refused_with_both_sides_named(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb")
    before = content(shop)
    strangers = [("C-1", "Card", 1), ("C-2", "Card", 2)]
    with pytest.raises(WrongInput, match="it has 'ann', 'bob', the file has 'C-1', 'C-2'") as refused:
        call(shop, strangers)
    assert "--customer" in refused.value.hint
    assert content(shop) == before
    with pytest.raises(WrongInput, match=r"Column 'about' holds ids of the workspace\."):
        call(shop, [("C-1", "v1", 1)])
    assert call(shop, strangers, alone="keep").journeys == 5


def test_a_file_that_knows_the_journeys_joins_by_them(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb")
    log = frame([("v1", "ann", "Chat", 200), ("v2", "ann", "Chat", 1)], "visit who step at")
    done = append_log(
        log, shop, source="chat", mapping=Mapping(journey="visit", customer="who", touchpoint=("step",), time="at")
    )
    assert (done.match["by"], done.match["matched"]) == ("journey", 2)
    assert (paths(shop)["v1"][-1], paths(shop)["v2"][0]) == ("Chat", "Chat")


def test_ids_of_its_own_do_not_keep_a_file_from_joining_by_customer(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb")
    log = frame([("T1", "ann", "Ticket", 1), ("T2", "bob", "Ticket", 7)], "ticket who step at")
    done = append_log(log, shop, mapping=Mapping(journey="ticket", customer="who", touchpoint=("step",), time="at"))
    assert (done.match["by"], done.match["column"], done.journeys) == ("customer", "who", 3)


@pytest.mark.parametrize("gap_s", [None, 50 * 3600.0])
def test_where_customers_make_the_journeys_the_rule_holds_for_all_events(tmp_path: Path, gap_s: float | None) -> None:
    grain = Grain.CUSTOMER if gap_s is None else Grain.GAP
    mapping = Mapping(customer="who", touchpoint=("step",), time="at", grain=grain, gap_s=gap_s)
    one = [(who, step, at) for _visit, who, step, at in WEB]
    two = [("ann", "Card", 60), ("eve", "Card", 3)]
    import_log(frame([*one, *two], "who step at"), tmp_path / "whole.duckdb", mapping=mapping)
    import_log(frame(one, "who step at"), tmp_path / "parts.duckdb", mapping=mapping)
    call(
        tmp_path / "parts.duckdb",
        two,
        mapping=Mapping(customer="client", touchpoint=("about",), time="at", grain=Grain.CUSTOMER),
    )
    assert paths(tmp_path / "parts.duckdb") == paths(tmp_path / "whole.duckdb")


def test_a_zone_mistaken_by_two_hours_is_seen(tmp_path: Path) -> None:
    rows = [(f"v{n}", f"c{n}", "Call logged", 24 * n + 0.01 * (n % 7)) for n in range(40)]
    shop = web(tmp_path / "shop.duckdb", rows)
    calls = [(who, "Card", at + 2) for _visit, who, _step, at in rows]
    done = call(shop, calls)
    assert (done.match["shift"]["hours"], done.match["shift"]["share"]) == (2, 1.0)
    assert any("+2 h" in warning for warning in done.warnings)
    right = web(tmp_path / "right.duckdb", rows)
    assert call(right, [(who, "Card", at - 2) for who, _about, at in calls]).match["shift"] is None


def test_times_without_a_zone_beside_a_source_with_one_are_told(tmp_path: Path) -> None:
    shop = tmp_path / "shop.duckdb"
    berlin = Mapping(journey="visit", customer="who", touchpoint=("step",), time="at", timezone="Europe/Berlin")
    import_log(frame(WEB, "visit who step at"), shop, mapping=berlin)
    assert any("Europe/Berlin" in warning for warning in call(shop).warnings)


def test_the_log_ends_where_the_source_with_the_goal_does(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb", goals=("Pay",))
    call(shop, [("bob", "Card", 900)])
    with Workspace(shop) as workspace, workspace.cursor() as cursor:
        assert read_definitions(cursor)[1].observed_end == moment(101).isoformat()


def test_a_survey_has_one_touchpoint_for_all_rows(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb")
    log = frame([("ann", 3, 9), ("bob", 6, 2)], "who at nps")
    mapping = Mapping(customer="who", time="at", scores=("nps",), grain=Grain.CUSTOMER, as_touchpoint="Survey")
    append_log(log, shop, mapping=mapping, source="survey")
    assert paths(shop)["v1"] == ["Basket", "Survey", "Pay"]
    with Workspace(shop) as workspace:
        assert workspace.run("SELECT value FROM answer ORDER BY value") == [(2.0,), (9.0,)]


def test_definitions_stay(tmp_path: Path) -> None:
    shop = web(tmp_path / "shop.duckdb", goals=("Pay",), timeout_s=3600.0)
    call(shop)
    with Workspace(shop) as workspace, workspace.cursor() as cursor:
        assert read_definitions(cursor)[0] == Definitions(goals=("Pay",), timeout_s=3600.0)

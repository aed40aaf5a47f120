"""`import`: roles by flag or by guess, what has to be given, and what it prints."""

from __future__ import annotations

import openpyxl
import pytest

from journey.store.workspace import Workspace

KEYS = {
    "workspace", "journeys", "customers", "events", "touchpoints", "rejected", "read", "first", "last", "seconds",
    "mapping", "warnings", "kept",
}  # fmt: skip
LOG = """case,client,step,kind,at,done,shop,euro,stars,note,state,by
007,ann,01,view,2026-01-01 10:00,2026-01-01 11:00,web,"1,5",4,good,start,customer
007,ann,01,view,2026-01-01 10:00,2026-01-01 12:00,web,"1,5",4,good,complete,customer
007,ann,02,buy,2026-01-03 10:00,2026-01-03 12:00,app,"2,5",,bad,complete,customer
NA,ann,02,buy,2026-01-09 10:00,2026-01-09 11:00,app,x,2,,complete,company
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return path


def test_it_prints_what_came_in(cli, file):
    told = cli(
        "import", file, "--workspace", "w", "--journey", "case", "--touchpoint", "step", "--time", "at", "--json"
    )
    content = told.json
    assert content.keys() == KEYS
    counts = ("workspace", "journeys", "events", "touchpoints", "rejected", "read", "first", "last")
    assert [content[key] for key in counts] == [
        "w", 2, 4, 2, 0, 4, "2026-01-01T10:00:00", "2026-01-09T10:00:00",
    ]  # fmt: skip
    assert (content["mapping"]["journey"], content["mapping"]["touchpoint"]) == ("case", ["step"])
    assert told.err == ""


def test_ids_and_touchpoints_stay_text(cli, file):
    cli("import", file, "--workspace", "w", "--journey", "case", "--touchpoint", "step", "--time", "at")
    assert {t["name"] for t in cli("map", "--workspace", "w", "--json").json["touchpoints"]} == {"01", "02"}
    assert [j["key"] for j in cli("journeys", "--workspace", "w", "--json").json["journeys"]] == ["007", "NA"]


def test_every_part_can_be_given(cli, file):
    content = cli(
        "import", file, "--workspace", "w", "--json", "--journey", "case", "--customer", "client",
        "--touchpoint", "kind", "--touchpoint", "step", "--time", "at", "--end-time", "done", "--channel", "shop",
        "--cost", "euro", "--decimal", ",", "--score", "stars", "--comment", "note", "--initiator", "by",
        "--lifecycle-column", "state", "--lifecycle", "COMPLETE", "--where", "kind=buy", "--where", "kind=view",
        "--attribute", "case", "--attribute", "state", "--timezone", "Europe/Amsterdam",
    ).json  # fmt: skip
    assert (content["events"], content["rejected"], content["customers"]) == (3, 1, 1)
    assert content["first"] == "2026-01-01T11:00:00"
    assert "1 values of 'euro' are no numbers; they are blank." in content["warnings"]
    told = cli("journeys", "--workspace", "w", "--key", "007", "--json").json
    assert [e["touchpoint"] for e in told["timeline"]] == ["view / 01", "buy / 02"]
    first = told["timeline"][0]
    assert (first["handling_s"], first["cost"], first["scores"], first["comment"]) == (7200, 1.5, {"stars": 4}, "good")
    assert cli("journeys", "--workspace", "w", "--key", "NA", "--json").json["timeline"][0]["by_company"]


def test_a_flag_wins_over_the_guess(cli, tmp_path):
    (tmp_path / "log.csv").write_text(
        "case_id,activity,timestamp,entered\na,X,2026-01-01,2026-03-02\na,Y,2026-01-02,2026-03-01\n"
    )
    guessed = cli("import", "log.csv", "--workspace", "w", "--json").json["mapping"]
    assert (guessed["journey"], guessed["touchpoint"], guessed["time"]) == ("case_id", ["activity"], "timestamp")
    words = ("--touchpoint", "case_id", "--journey", "activity", "--time", "entered", "--replace", "--json")
    fixed = cli("import", "log.csv", "--workspace", "w", *words).json
    assert (fixed["mapping"]["journey"], fixed["mapping"]["touchpoint"]) == ("activity", ["case_id"])
    assert (fixed["mapping"]["time"], fixed["first"]) == ("entered", "2026-03-01T00:00:00")
    assert fixed["journeys"] == 2


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("case,activity,time\na,X,03/04/2026\na,Y,05/04/2026\n", "--date-format"),
        ("foo,bar,time\nx,1,2026-01-01\ny,2,2026-01-02\n", "--journey"),
        ("case,activity,day\na,X,monday\na,Y,tuesday\n", "--time"),
    ],
)
def test_what_a_page_would_ask_is_refused_with_the_flag_to_give(cli, tmp_path, text, flag):
    (tmp_path / "log.csv").write_text(text)
    answer = cli("import", "log.csv", "--workspace", "w")
    assert answer.status == 2
    assert flag in answer.err
    assert list((tmp_path).glob("workspaces/*")) == []


def test_a_date_format_answers_the_question(cli, tmp_path):
    (tmp_path / "log.csv").write_text("case,activity,time\na,X,03/04/2026\na,Y,05/04/2026\n")
    content = cli("import", "log.csv", "--workspace", "w", "--date-format", "%d/%m/%Y", "--json").json
    assert (content["first"], content["last"]) == ("2026-04-03T00:00:00", "2026-04-05T00:00:00")


@pytest.fixture
def visits(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text(
        "user_id,page,timestamp\n"
        "u1,Home,2026-01-01 10:00\nu1,Help,2026-01-01 10:20\nu1,Home,2026-01-01 10:51\nu2,Home,2026-01-02 09:00\n"
    )
    return path


def test_a_customer_alone_makes_one_journey_each(cli, visits):
    content = cli("import", visits, "--workspace", "w", "--customer", "user_id", "--touchpoint", "page", "--json").json
    assert (content["journeys"], content["customers"], content["mapping"]["grain"]) == (2, 2, "customer")


def test_a_gap_splits_the_events_of_a_customer(cli, visits):
    words = ("--customer", "user_id", "--touchpoint", "page", "--gap", "30m", "--json")
    content = cli("import", visits, "--workspace", "w", *words).json
    assert (content["journeys"], content["customers"]) == (3, 2)
    assert (content["mapping"]["grain"], content["mapping"]["gap_s"]) == ("gap", 1800)
    keys = [journey["key"] for journey in cli("journeys", "--workspace", "w", "--json").json["journeys"]]
    assert keys == ["u1 #1", "u1 #2", "u2 #1"]


def test_a_gap_needs_a_customer_and_no_journey(cli, file):
    assert "--customer" in cli("import", file, "--workspace", "w", "--journey", "case", "--gap", "30m").err


def test_definitions_are_set_at_once(cli, file):
    cli(
        "import", file, "--workspace", "w", "--journey", "case", "--touchpoint", "kind", "--time", "at",
        "--goal", "buy", "--timeout", "14d", "--horizon", "1d",
    )  # fmt: skip
    told = cli("info", "--workspace", "w", "--json").json
    assert (told["goals"], told["lost"], told["timeout_s"], told["horizon_s"]) == (["buy"], [], 14 * 86_400, 86_400)
    assert told["outcomes"] == {"completed": 2, "lost": 0, "dropped": 0, "open": 0}


def test_touchpoints_can_be_grouped_by_pattern(cli, file):
    words = ("--journey", "case", "--touchpoint", "kind", "--time", "at", "--group", "^(view|buy)$=shop")
    assert cli("import", file, "--workspace", "w", *words, "--json").json["touchpoints"] == 1


def test_repeated_rows_are_dropped_on_demand(cli, tmp_path):
    (tmp_path / "log.csv").write_text("case,activity,time\na,X,2026-01-01\na,X,2026-01-01\nb,Y,2026-01-02\n")
    assert cli("import", "log.csv", "--workspace", "w", "--json").json["events"] == 3
    content = cli("import", "log.csv", "--workspace", "w", "--replace", "--duplicates", "drop", "--json").json
    assert (content["events"], content["rejected"], content["read"]) == (2, 1, 3)


def test_bad_rows_are_left_out_or_stop_the_import(cli, tmp_path):
    rows = "".join(f"a,X,2026-01-{day:02d}\n" for day in range(1, 20))
    (tmp_path / "log.csv").write_text(f"case,activity,time\n{rows}a,X,\n,X,2026-01-01\n")
    content = cli("import", "log.csv", "--workspace", "w", "--json").json
    assert (content["events"], content["rejected"], content["read"]) == (19, 2, 21)
    assert "1 row left out: no journey or customer id (log.csv: row 22, column case, empty)." in content["warnings"]
    assert "1 row left out: no time (log.csv: row 21, column time, empty)." in content["warnings"]
    told = cli("import", "log.csv", "--workspace", "w", "--replace").out
    assert "Note: 1 row left out: no journey or customer id (log.csv: row 22, column case, empty)." in told
    assert "Note: 1 row left out: no time (log.csv: row 21, column time, empty)." in told
    answer = cli("import", "log.csv", "--workspace", "other", "--bad-rows", "stop")
    assert answer.status == 2
    assert "no journey or customer id" in answer.err
    # What a filter leaves out on purpose stops nothing, and is not told as a reason.
    words = ("--where", "case=a", "--where", "activity=X", "--bad-rows", "stop")
    answer = cli("import", "log.csv", "--workspace", "other", *words)
    assert answer.status == 2 and "no time" in answer.err and "a filter" not in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ["--timezone", "Mars/Olympus"], ["--date-format", "%Q"], ["--date-format", "banana"], ["--encoding", "klingon"],
        ["--group", "[=x"], ["--group", "x"], ["--where", "nowhere=1"], ["--where", "case=nobody"],
        ["--goal", "Nowhere"], ["--goal", "X", "--lost", "X"], ["--lifecycle", "complete"], ["--gap", "30m"],
        ["--time", "nowhere"], ["--goal", "X", "--timeout", "0s"], ["--bad-rows", "eat"], ["--observed-end", "never"],
    ],
)  # fmt: skip
def test_what_cannot_be_used_changes_nothing(cli, tmp_path, words):
    (tmp_path / "log.csv").write_text("case,activity,time\na,X,2026-01-01\na,Y,2026-01-02\n")
    cli("import", "log.csv", "--workspace", "w")
    answer = cli("import", "log.csv", "--workspace", "w", "--replace", *words)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert cli("info", "--workspace", "w", "--json").json["events"] == 2
    assert sorted(path.name for path in (tmp_path / "workspaces").iterdir()) == ["mappings.json", "w.duckdb"]


@pytest.mark.parametrize("text", ["", "case,activity,time\n", "case,activity,time\n,,\n"])
def test_a_log_without_events_is_refused(cli, tmp_path, text):
    (tmp_path / "log.csv").write_text(text)
    answer = cli(
        "import", "log.csv", "--workspace", "w", "--journey", "case", "--touchpoint", "activity", "--time", "time"
    )
    assert (answer.status, answer.err.count("\n")) == (2, 1)


def test_a_path_can_be_the_workspace(cli, file, tmp_path):
    target = tmp_path / "elsewhere.duckdb"
    words = ("--journey", "case", "--touchpoint", "kind", "--time", "at")
    assert cli("import", file, "--workspace", target, *words).status == 0
    with Workspace(target) as workspace:
        assert workspace.one("SELECT count(*) FROM event") == (4,)


def test_as_text_it_tells_the_counts_and_what_was_guessed(cli, file):
    text = cli("import", file, "--workspace", "w", "--journey", "case", "--touchpoint", "kind", "--time", "at").out
    assert "w: 2 journeys" in text
    assert "4 rows read, 0 left out" in text
    assert "\ntouchpoint" in text


def test_of_several_sheets_one_has_to_be_named(cli, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "May"
    for sheet, steps in ((book.active, ("Ask", "Buy")), (book.create_sheet("June 2026"), ("Call", "Pay"))):
        for row in (["case", "step", "at"], ["a", steps[0], "2026-01-01"], ["a", steps[1], "2026-01-02"]):
            sheet.append(row)
    book.save(tmp_path / "log.xlsx")
    answer = cli("import", "log.xlsx", "--workspace", "w")
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert "Say which with --sheet: 'May', 'June 2026'." in answer.err
    answer = cli("import", "log.xlsx", "--workspace", "w", "--sheet", "July")
    assert answer.status == 2 and "no sheet 'July'" in answer.err and "'June 2026'" in answer.err
    assert cli("import", "log.xlsx", "--workspace", "w", "--sheet", "June 2026", "--json").json["events"] == 2
    assert [t["name"] for t in cli("map", "--workspace", "w", "--json").json["touchpoints"]] == ["Call", "Pay"]


def test_too_many_touchpoints_are_refused_and_taken_as_groups(cli, tmp_path):
    rows = "".join(f"c{n // 4},/item/{n},2026-01-01 {n // 60 % 24:02d}:{n % 60:02d}\n" for n in range(2_001))
    (tmp_path / "log.csv").write_text(f"case,page,at\n{rows}")
    words = ("import", "log.csv", "--workspace", "w", "--journey", "case", "--touchpoint", "page", "--time", "at")
    answer = cli(*words)
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert "There are 2,001 different touchpoints" in answer.err and "readable up to 2,000" in answer.err
    assert "--group 'REGEX=NAME'" in answer.err
    assert list((tmp_path / "workspaces").glob("*")) == []
    found = cli(*words, "--group", "^/item/=Item", "--json").json
    assert (found["touchpoints"], found["events"]) == (1, 2_001)


def test_a_map_takes_2000_touchpoints(cli, tmp_path):
    rows = "".join(f"c{n // 4},/item/{n},2026-01-01 {n // 60 % 24:02d}:{n % 60:02d}\n" for n in range(2_000))
    (tmp_path / "log.csv").write_text(f"case,page,at\n{rows}")
    words = ("--journey", "case", "--touchpoint", "page", "--time", "at", "--json")
    assert cli("import", "log.csv", "--workspace", "w", *words).json["touchpoints"] == 2_000


def test_how_times_were_read_is_told(cli, tmp_path):
    (tmp_path / "log.csv").write_text("case,activity,time\na,X,2026-01-01 10:00\na,Y,2026-01-01 11:00Z\n")
    words = ("import", "log.csv", "--workspace", "w", "--timezone", "Europe/Berlin", "--json")
    content = cli(*words).json
    assert (content["first"], content["last"]) == ("2026-01-01T09:00:00", "2026-01-01T11:00:00")
    assert (
        "1 of 2 times of 'time' name no time zone: those are read as Europe/Berlin, the others in the zone they name."
        in content["warnings"]
    )
    assert content.keys() == KEYS

"""Surveys joined to the log: by hand, every reason for staying out, and again after the log was laid anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from journey.analyses.metrics import metrics
from journey.errors import WrongInput
from journey.ingest.survey_file import Survey
from journey.ingest.survey_join import join_survey, surveys, take_out_survey
from journey.ingest.survey_places import rejoin
from journey.store.score_declarations import Declaration, declarations
from journey.store.workspace import Workspace

COLUMNS = Survey("who", "when", ("nps",), "said")


@pytest.fixture
def shop(log) -> Workspace:
    # Hours since 2026-01-01: ann sees at 0 and buys at 24, and comes again at 400; bob sees at 10.
    rows = [
        ("j1", "ann", "See", 0), ("j1", "ann", "Buy", 24), ("j2", "ann", "See", 400), ("j3", "bob", "See", 10),
    ]  # fmt: skip
    return log(rows, "journey customer touchpoint time")


def survey(folder: Path, *rows: str, head: str = "who,when,nps,said") -> Path:
    path = folder / "answers.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def answers(workspace: Workspace) -> list[tuple[str, str, float]]:
    return workspace.run(
        """SELECT j.key, t.name, a.value FROM answer a JOIN journey j ON j.id = a.journey
           JOIN event e ON e.journey = a.journey AND e.position = a.position JOIN touchpoint t ON t.id = e.node
           ORDER BY a.journey, a.position, a.value"""
    )


def test_answers_join_the_last_touchpoint_before_them_and_every_other_is_told(shop, tmp_path):
    file = survey(
        tmp_path,
        "ann,2026-01-02 06:00,9,Call me at ann@example.com",  # row 2: at hour 30, six after Buy
        "ann,2026-01-02 00:00,4,",  # 3: the moment of Buy itself, and superseded by row 2
        "ann,2025-12-31 23:00,8,",  # 4: before the first touchpoint
        "ann,2026-01-12 00:00,8,",  # 5: ten days after Buy
        "eve,2026-01-02 00:00,8,",  # 6: nobody
        "bob,2026-01-01 12:00,great,",  # 7: a text
        "bob,2026-01-01 12:00,11,",  # 8: outside
        ",2026-01-01 12:00,7,",  # 9: no customer
        "bob,yesterday,7,",  # 10: no time
        "bob,2026-01-01 12:00,,only words",  # no answer at all
        "bob,2026-01-01 13:00,0,",  # 12: two hours after See
        *(f"bob,2026-06-{day:02d} 12:00,5," for day in range(1, 29)),
    )
    told = join_survey(shop, file, COLUMNS)
    (one,) = told.scores
    assert answers(shop) == [("j1", "Buy", 9.0), ("j3", "See", 0.0)]
    assert one.joined == 2 and one.scale == (0, 10)
    assert one.rows["superseded"] == (3,) and one.rows["before first contact"] == (4,)
    assert one.rows["too late"][:2] == (5, 13) and len(one.rows["too late"]) == 10 and one.left_out["too late"] == 29
    assert one.rows["unknown customer"] == (6,) and one.rows["no number"] == (7,) and one.rows["outside scale"] == (8,)
    assert one.rows["no customer"] == (9,) and one.rows["no time"] == (10,)
    assert one.answers == one.joined + sum(one.left_out.values()) == 38
    assert shop.run("SELECT comment FROM event_detail WHERE comment IS NOT NULL") == [("Call me at [e-mail]",)]


def test_a_longer_window_joins_more_and_the_same_file_gives_way_to_itself(shop, tmp_path):
    file = survey(tmp_path, "ann,2026-01-12 00:00,8,", "bob,2026-01-01 12:00,3,")
    assert not join_survey(shop, file, COLUMNS).replaced
    assert len(answers(shop)) == 1
    again = join_survey(shop, file, COLUMNS, window_s=30 * 86_400)
    assert again.replaced and len(answers(shop)) == 2 and len(surveys(shop)) == 1


def test_answers_find_their_touchpoints_again_when_events_were_laid_anew(shop, tmp_path):
    join_survey(shop, survey(tmp_path, "ann,2026-01-02 06:00,9,Fine"), COLUMNS)
    with shop.transaction(data=True) as cursor:
        # As an append does: an event of another source comes between, and the answers that came by survey are gone.
        cursor.execute("UPDATE event SET position = position + 1 WHERE journey = 0 AND position = 1")
        cursor.execute("DELETE FROM answer")
        rejoin(cursor)
        rejoin(cursor)
    assert answers(shop) == [("j1", "Buy", 9.0)]


def test_a_day_counts_until_its_end(shop, tmp_path):
    join_survey(shop, survey(tmp_path, "ann,2026-01-02,9,"), COLUMNS)
    assert answers(shop) == [("j1", "Buy", 9.0)]


def test_a_survey_that_joins_to_nothing_is_refused_and_nothing_is_kept(shop, tmp_path):
    with pytest.raises(WrongInput, match=r"Not one of the 2 answers.*unknown customer.*nothing was kept"):
        join_survey(shop, survey(tmp_path, "eve,2026-01-02,9,", "eve,2026-01-03,9,"), COLUMNS)
    assert not surveys(shop) and not shop.run("FROM score") and not shop.run("FROM answer")


@pytest.mark.parametrize(
    ("head", "row", "told"),
    [
        ("who,when,stars,said", "ann,2026-01-02,9,", "has no column 'nps'"),
        ("who,when,nps,said", "ann,soon,9,", "holds no times"),
        ("who,when,nps,said", "ann,03/04/2026,9,", "day or month first"),
        ("who,when,nps,said", "ann,2026-01-02,,", "no answer"),
    ],
)
def test_files_of_no_use_say_why(shop, tmp_path, head, row, told):
    with pytest.raises(WrongInput, match=told):
        join_survey(shop, survey(tmp_path, row, head=head), COLUMNS)


def test_a_score_of_the_log_is_never_mixed_with_one_of_a_survey(log, tmp_path):
    workspace = log([("j1", "ann", "See", 0, 4)], "journey customer touchpoint time score_x")
    file = survey(tmp_path, "ann,2026-01-02,9,", head="who,when,score_x,said")
    told = join_survey(workspace, file, Survey("who", "when", ("score_x",)))
    assert told.scores[0].score == "score_x (survey)"
    assert [one.score for one in declarations(workspace)] == ["score_x", "score_x (survey)"]
    take_out_survey(workspace, "answers.csv")
    assert [one.score for one in declarations(workspace)] == ["score_x"]
    assert workspace.run("SELECT value FROM answer") == [(4.0,)]


def test_relationship_scores_belong_to_the_customer_and_to_no_touchpoint(shop, tmp_path):
    file = survey(tmp_path, "ann,2026-09-01,9,", "eve,2026-09-01,2,")
    told = join_survey(shop, file, COLUMNS, relationship=True)
    assert (told.scores[0].joined, told.scores[0].left_out) == (1, {"unknown customer": 1})
    assert not shop.run("FROM answer")
    (declared,) = declarations(shop)
    assert declared == Declaration(
        score="nps", low=0, high=10, method=declared.method, good_from=9, relationship=True, version=1
    )
    assert all(not row.scores for row in metrics(shop, by="touchpoint").rows)


def test_the_command_joins_reports_lists_and_takes_out(cli, tmp_path):
    (tmp_path / "log.csv").write_text("id,who,what,when\nj1,ann,See,2026-01-01\nj2,bob,See,2026-01-01\n")
    assert cli("import", "log.csv", "--workspace", "w", "--journey", "id", "--customer", "who", "--touchpoint", "what",
               "--time", "when").status == 0  # fmt: skip
    survey(tmp_path, "ann,2026-01-02,9,", "bob,2026-03-02,9,")
    words = ("survey", "answers.csv", "--workspace", "w", "--customer", "who", "--time", "when", "--score", "nps")
    plain = cli(*words).out
    assert "nps: 1 of 2 answers joined (50 %), on a scale of 0 to 10." in plain
    assert "1 came later than the window allows (rows 3)" in plain
    assert cli(*words, "--window", "90d", "--json").json["scores"][0]["share"] == 1.0
    assert [one["survey"] for one in cli("survey", "--workspace", "w", "--json").json] == ["answers.csv"]
    rows = cli("metrics", "--workspace", "w", "--by", "touchpoint", "--json").json
    assert [(row["by"], row["score"], row["method"], row["n"], row["value"]) for row in rows] == [
        ("See", "nps", "nps", 2, 100.0)
    ]
    assert cli("survey", "--workspace", "w", "--take-out", "answers.csv").status == 0
    assert cli(*words[:-2]).err.startswith("No --score is given.")
    assert cli(*words, "--relationship").status == 0
    rows = cli("metrics", "--workspace", "w", "--score", "nps", "--json").json
    (apart,) = [row for row in rows if row["score"]]
    assert apart["relationship"] and apart["low"] < apart["high"] == 100.0
    assert (apart["by"], apart["score"], apart["method"], apart["n"], apart["value"]) == (None, "nps", "nps", 2, 100.0)
    told = cli("metrics", "--workspace", "w").out
    assert "asked about the company, in no row" in told and "settled at once" in told


def test_a_score_that_the_file_groups_itself_is_an_nps(cli, tmp_path):
    (tmp_path / "log.csv").write_text("id,who,what,when\nj1,ann,See,2026-01-01\nj2,bob,See,2026-01-01\n")
    columns = ("--journey", "id", "--customer", "who", "--touchpoint", "what", "--time", "when")
    assert cli("import", "log.csv", "--workspace", "w", *columns).status == 0
    survey(
        tmp_path, "ann,2026-01-02 10:00,9,Promoter", "bob,2026-01-02 10:00,3,Detractor", head="who,when,Q1,Q1_NPS_GROUP"
    )
    words = ("survey", "answers.csv", "--workspace", "w", "--customer", "who", "--time", "when", "--score", "Q1")
    assert cli(*words, "--json").json["scores"][0]["scale"] == [0, 10]
    (row,) = cli("metrics", "--workspace", "w", "--score", "Q1", "--by", "touchpoint", "--json").json
    assert (row["method"], row["value"], row["n"]) == ("nps", 0, 2)


def test_what_is_masked_is_told_and_can_be_kept(cli, tmp_path):
    (tmp_path / "log.csv").write_text("id,who,what,when\nj1,ann,See,2026-01-01\nj2,bob,See,2026-01-01\n")
    columns = ("--journey", "id", "--customer", "who", "--touchpoint", "what", "--time", "when")
    assert cli("import", "log.csv", "--workspace", "w", *columns).status == 0
    survey(tmp_path, "ann,2026-01-02 10:00,9,Call 555-0142 or me@example.com", "bob,2026-01-02 10:00,8,Thanks")
    words = ("survey", "answers.csv", "--workspace", "w", "--customer", "who", "--time", "when", "--comment", "said")
    words += ("--score", "nps")
    assert "Masked in comments: 1 phone number, 1 e-mail address." in cli(*words).out
    assert cli(*words, "--json").json["masked"] == {"phone": 1, "e-mail": 1}
    kept = cli(*words, "--keep-personal", "--json").json
    assert kept["masked"] == {} and kept["replaced"]


def test_an_appended_source_may_hold_the_touchpoint_that_was_last(cli, tmp_path):
    (tmp_path / "log.csv").write_text("id,who,what,when\nj1,ann,See,2026-01-01\nj2,bob,See,2026-01-01\n")
    (tmp_path / "calls.csv").write_text("id,who,what,when\nj1,ann,Call,2026-01-01 12:00\nj2,bob,Call,2026-01-05\n")
    columns = ("--journey", "id", "--customer", "who", "--touchpoint", "what", "--time", "when")
    assert cli("import", "log.csv", "--workspace", "w", *columns).status == 0
    survey(tmp_path, "ann,2026-01-02 10:00,9,Good", "bob,2026-01-02 10:00,2,")
    words = ("--customer", "who", "--time", "when", "--score", "nps", "--comment", "said")
    assert cli("survey", "answers.csv", "--workspace", "w", *words).status == 0
    assert cli("append", "calls.csv", "--workspace", "w", *columns).status == 0
    rows = cli("metrics", "--workspace", "w", "--by", "touchpoint", "--json").json
    assert {row["by"]: (row["n"], row["value"]) for row in rows} == {"See": (1, -100.0), "Call": (1, 100.0)}


@pytest.mark.parametrize(("values", "scale", "outside"), [
    ([-3, *[0] * 30, 3], (-3, 3), 0),  # no name says the scale: it holds every answer
    ([1, 2, 3, 4, 4], (1, 5), 0),
])  # fmt: skip
def test_a_scale_without_a_name_holds_every_answer(log, tmp_path, values, scale, outside):
    workspace = log([(f"j{n}", f"c{n}", "See", 0) for n in range(len(values))], "journey customer touchpoint time")
    rows = [f"c{n},2026-01-01 10:00,{value}," for n, value in enumerate(values)]
    told = join_survey(
        workspace, survey(tmp_path, *rows, head="who,when,mood,said"), Survey("who", "when", ("mood",))
    ).scores[0]
    assert told.scale == scale and told.left_out.get("outside scale", 0) == outside and told.joined == len(values)

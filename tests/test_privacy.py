"""Where others see or take home: pseudonyms everywhere, and no group under 10, nor what would tell one."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from journey.analyses.funnel_question import Funnel
from journey.analyses.paths import PathQuestion, paths
from journey.analyses.trends.metric import TrendMetric
from journey.analyses.trends.trend import trend
from journey.analyses.variants import variants
from journey.charts.coverage import coverage
from journey.charts.incidence_lines import ENDED
from journey.charts.paths_sankey import paths_sankey
from journey.charts.trend_lines import trend_lines
from journey.ingest.import_log import import_log
from journey.model import Definitions
from journey.scope import Scope
from journey.store.privacy import Pseudonyms, privacy_wanted, pseudonyms, set_privacy
from journey.store.workspace import Workspace
from journey.stories import Slide, slide_at
from journey.stories.few.ended import ends_are_few, private_ends_table, told_points
from journey.stories.few.figure import private_figure
from journey.stories.few.table import private_table
from journey.stories.few.text import complement, hidden
from journey.stories.picture import FigurePicture, MapPicture
from journey.stories.privacy import private
from journey.stories.table import Table

# 300 see, 295 of them put into the basket, 200 pay; 7 of all call, 4 of whom pay.
SEEN, PUT, PAID, CALLED = 300, 295, 200, 7


def log() -> pd.DataFrame:
    rows = []
    for n in range(SEEN):
        path = ["See", *(["Basket"] if n < PUT else []), *(["Call"] if 196 <= n < 196 + CALLED else []),
                *(["Pay"] if n < PAID else [])]  # fmt: skip
        for step, name in enumerate(path):
            at = datetime(2026, 1, 1) + timedelta(hours=n, minutes=step)
            rows.append((f"journey-{n:03}", f"customer-{n % 250:03}", name, at.isoformat(), "web", "north"))
    return pd.DataFrame(rows, columns=["journey", "customer", "touchpoint", "time", "channel", "region"])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("privacy") / "few.duckdb"
    import_log(log(), path, definitions=Definitions(goals=("Pay",), timeout_s=3600.0))
    return path


def shown(path: Path, page: str, scope: Scope = Scope(), **settings: str) -> tuple[Slide, Slide]:  # noqa: B008
    with Workspace(path) as workspace:
        open_ = slide_at(workspace, page, scope, settings)
        return open_, private(workspace, open_)


def test_pseudonyms_are_stable_in_a_workspace_and_secret(path: Path, tmp_path: Path) -> None:
    import_log(log(), tmp_path / "other.duckdb")
    with Workspace(path) as workspace, Workspace(tmp_path / "other.duckdb") as other:
        names = pseudonyms(workspace)
        assert names == pseudonyms(workspace) != pseudonyms(other)
        assert len(names.secret) == 32
        made = {names.customer(f"customer-{n}") for n in range(20_000)}
        assert len(made) == 20_000 and all(re.fullmatch(r"C-[0-9A-Z]{5}-[0-9A-Z]{5}", name) for name in made)
        assert names.customer("x") != Pseudonyms(b"guess").customer("x")
        assert privacy_wanted(workspace)
        set_privacy(workspace, wanted=False)
        assert not privacy_wanted(workspace) and pseudonyms(workspace) == names
        set_privacy(workspace, wanted=True)


def test_one_journey_has_pseudonyms_and_no_dates(path: Path) -> None:
    scope = Scope(customers=("customer-003",))
    open_, kept = shown(path, "as_is/journeys", scope, journey="journey-003")
    before, after = json.dumps(open_.to_json()), json.dumps(kept.to_json())
    assert "journey-003" in before and "customer-003" in before and "2026" in before.replace(open_.footer.drawn, "")
    assert "journey-003" not in after and "customer-003" not in after
    assert "2026" not in after.replace(open_.footer.drawn, "") and "north" not in after
    with Workspace(path) as workspace:
        names = pseudonyms(workspace)
        assert names.journey("journey-003") in kept.answer
        assert names.customer("customer-003") in kept.footer.scope
        # What is frozen, and what was changed before, comes out the same.
        assert private(workspace, Slide.read(json.loads(before))) == kept == private(workspace, kept)


def test_a_map_tells_no_group_under_ten(path: Path) -> None:
    open_, kept = shown(path, "as_is/map", boxes="9", curves="40")
    assert isinstance(open_.picture, MapPicture) and isinstance(kept.picture, MapPicture)
    facts = {box.name: dict(box.facts) for box in open_.picture.spec.boxes}
    assert facts["Call"]["Journeys"].startswith("7 ")
    call = next(box for box in kept.picture.spec.boxes if box.name == "Call")
    assert call.figure == "–" and {value for _label, value in call.facts} == {hidden()}
    for thing in (*kept.picture.spec.boxes, *kept.picture.spec.curves):
        for label, value in thing.facts:
            assert not re.match(r"[1-9]( \(|$)", value), (thing.name, label, value)
    # Of the ways out of See one is few (to Dropped: 5); the other would tell it, and is kept back with it.
    ways = {curve.name: curve.figure for curve in kept.picture.spec.curves if curve.source.startswith("t")}
    alone = [name for name, figure in ways.items() if name.startswith("See to") and figure == "–"]
    assert len(alone) == 2
    table = kept.table
    calls = next(row for row in table.rows if row[0] == "Call")
    assert {cell for cell in calls if isinstance(cell, int | float)} == set()
    ends = [n for n, name in enumerate(table.columns) if name.startswith("Ends ")]
    for row in table.rows:
        assert sum(row[n] == hidden() for n in ends) != 1


def test_a_funnel_tells_no_few_by_a_difference(path: Path) -> None:
    question = Funnel(steps=(("See",), ("Basket",), ("Pay",)), optional=(), window_s=3600.0)
    open_, kept = shown(path, "friction/drop_off", funnel=question.text())
    assert isinstance(open_.picture, FigurePicture) and isinstance(kept.picture, FigurePicture)
    entries = open_.table.column("Entries")
    few = entries[0] - entries[1]
    assert 0 < few < 10
    for picture in (kept.picture.light, kept.picture.dark):
        reached, lost = (trace["x"] for trace in picture["data"])
        assert reached[:2] == [entries[0], entries[1] - entries[1] % 10] and lost[1] is None
        words = json.dumps([picture["data"], picture["layout"]["annotations"]])
        assert f"{entries[1]}" not in words and "or more" in words
    assert kept.table.column("Entries")[1] == entries[1] - entries[1] % 10
    assert kept.table.column("Of the step before")[1] == hidden()
    # The large ones are as they were.
    assert kept.table.column("Entries")[2] == entries[2]


def test_ribbons_lines_and_cells_of_few_go(path: Path) -> None:
    with Workspace(path) as workspace:
        found = paths(workspace, Scope(), PathQuestion(anchor="See", steps=2))
        weekly = trend(workspace, Scope(contains=("Basket",)), TrendMetric("journeys"), "day")
    few = {count for link in found.links if (count := link.journeys) < 10}
    assert few
    kept = private_figure(json.loads(paths_sankey(found, "light").to_json()))
    [sankey] = kept["data"]
    assert (
        min(value for value in sankey["link"]["value"] if value > 1e-6) >= 10
        and len({len(sankey["link"][name]) for name in ("source", "color")}) == 1
    )
    assert not [label for label in sankey["node"]["label"] if re.search(r" [1-9]$", label)]
    sizes = [point.measured.figure.value for point in weekly.points]
    assert any(0 < size < 10 for size in sizes) and max(sizes) >= 10
    lines = private_figure(json.loads(trend_lines([("all", weekly)], [], "light").to_json()))
    assert {y for trace in lines["data"] for y in trace["y"] if y} == {size for size in sizes if size >= 10}
    grid = {"type": "heatmap", "z": [[1, 2]], "hovertext": [["30 %, n 100", "30 %, n 20"]], "xaxis": "x2"}
    told = [{"xref": "x2", "x": x, "y": 0, "text": "30 %"} for x in (0, 1)]
    kept = private_figure({"data": [grid], "layout": {"annotations": told}})
    assert kept["data"][0]["z"] == [[1, None]] and [one["x"] for one in kept["layout"]["annotations"]] == [0]


def test_the_curve_over_variants_ends_where_they_are_of_few(path: Path) -> None:
    with Workspace(path) as workspace:
        found = variants(workspace, Scope())
    sizes = sorted((variant.journeys for variant in found.variants), reverse=True)
    large = sum(size >= 10 for size in sizes)
    assert 0 < large < len(sizes)
    [curve] = private_figure(json.loads(coverage(found, "light").to_json()))["data"]
    told = {n: share for n, share in zip(curve["x"], curve["y"], strict=True) if share is not None}
    assert list(told) == list(range(large + 1))
    assert told[large] == pytest.approx(sum(sizes[:large]) / found.journeys)


def test_the_curves_of_ends_rise_by_ten_journeys_or_more(path: Path) -> None:
    open_, kept = shown(path, "friction/time_to_goal")
    assert isinstance(open_.picture, FigurePicture) and isinstance(kept.picture, FigurePicture)
    lines = [trace for trace in open_.picture.light["data"] if trace.get("meta") and trace["meta"][0] == ENDED]
    assert [trace["name"] for trace in lines] == ["Completed", "Dropped"]
    for picture in (kept.picture.light, kept.picture.dark):
        told = [trace for trace in picture["data"] if trace.get("name")]
        bands = [trace for trace in picture["data"] if not trace.get("name")]
        assert len(told) == len(bands) == len(lines)
        for line, band in zip(told, bands, strict=True):
            steps = np.diff(np.array(line["y"]) * SEEN).round(6)
            assert 0 < len(line["x"]) == len(line["y"]) and all(step == 0 or step >= 10 for step in steps)
            assert len(band["x"]) == len(band["y"]) == 2 * len(line["x"])
    for name in ("Completed", "Dropped"):
        shares = [cell for cell in kept.table.column(name) if isinstance(cell, float)]
        assert all(step == 0 or step >= 10 for step in (np.diff(shares) * SEEN).round(6)) and shares
    assert kept.answer == open_.answer and private_twice(path, kept)


def test_an_end_of_few_is_told_nowhere() -> None:
    # By the horizon 200 of 300 have completed, and 5 were lost: the 95 others would tell it, the completed not.
    assert told_points([[200 / 300], [5 / 300], [0.0]], 300, [200 / 300, 5 / 300, 0.0]) == [[True], [False], [True]]
    table = Table(("Group", "Journeys", "Days", "Horizon", "Completed", "Lost", "Dropped"),
                  (("all", 300, 2.0, True, 200 / 300, 5 / 300, 0.0),))  # fmt: skip
    assert ends_are_few(table)
    [row] = private_ends_table(table).rows
    assert row[4:] == (200 / 300, hidden(), 0.0)


def test_what_is_left_of_many_can_not_be_worked_out() -> None:
    # All but 5 of 20,000 have ended by the horizon: shares in steps of ten journeys leave that open.
    ends = (0.41, 0.034, 1 - 0.41 - 0.034 - 5 / 20_000)
    table = Table(("Group", "Journeys", "Days", "Horizon", "Completed", "Lost", "Dropped"),
                  (("all", 20_000, 2.0, True, *ends),))  # fmt: skip
    assert not ends_are_few(table)
    [row] = private_ends_table(table).rows
    counts = [round(float(cell) * 20_000, 6) for cell in row[4:] if isinstance(cell, float)]
    assert len(counts) == 3 and all(count % 10 == 0 for count in counts) and 20_000 - sum(counts) != 5


def test_a_row_of_few_tells_no_figure_in_words() -> None:
    table = Table(("When", "From", "To", "Journeys", "Share of the box"), (("next", "3 D Secure", "Pay", 4, "0.4 %"),))
    [row] = private_table(table).rows
    assert row == ("next", "3 D Secure", "Pay", hidden(), hidden())


def private_twice(path: Path, kept: Slide) -> bool:
    with Workspace(path) as workspace:
        return private(workspace, kept) == kept


def test_a_scope_of_few_shows_nothing_but_words(path: Path) -> None:
    open_, kept = shown(path, "as_is/map", Scope(contains=("Call",)))
    assert open_.footer.journeys_shown == CALLED
    assert kept.footer.few and kept.footer.journeys_shown == 0 and not kept.table.rows
    assert isinstance(kept.picture, FigurePicture)
    assert "Fewer than 10" in kept.answer


@pytest.mark.parametrize("page", ["experience/metrics", "as_is/map", "friction/drop_off"])
def test_large_groups_stay_as_they_are(page: str, path: Path, tmp_path: Path) -> None:
    rows = [
        (f"j{n}", name, (datetime(2026, 1, 1) + timedelta(hours=n, minutes=step)).isoformat())
        for n in range(120)
        for step, name in enumerate(["See", "Basket", "Pay"][: 1 if n < 30 else 2 if n < 60 else 3])
    ]  # fmt: skip
    import_log(pd.DataFrame(rows, columns=["journey", "touchpoint", "time"]), tmp_path / "big.duckdb",
               definitions=Definitions(goals=("Pay",), timeout_s=3600.0))  # fmt: skip
    open_, kept = shown(tmp_path / "big.duckdb", page)
    assert kept.picture == open_.picture and kept.answer == open_.answer


def test_a_way_of_few_takes_the_next_with_it_in_a_table() -> None:
    ways = Table(
        ("When", "From", "To", "Journeys", "Share of the box"),
        (("step 1", "A", "B", 60, "60 %"), ("step 1", "A", "C", 35, "35 %"), ("step 1", "A", "D", 5, "5 %"),
         ("step 2", "B", "E", 40, "67 %"), ("step 2", "B", "F", 20, "33 %")),
    )  # fmt: skip
    kept = private_table(ways)
    # 5 are few, and 100 less 60 less 35 would tell them.
    assert kept.column("Journeys") == (60, hidden(), hidden(), 40, 20)
    assert kept.column("Share of the box") == ("60 %", hidden(), hidden(), "67 %", "33 %")
    assert private_table(kept) == kept
    around = Table(
        ("Side", "Touchpoint", "Events", "Journeys"),
        (("before", "A", 8, 7), ("before", "B", 40, 30), ("before", "C", 90, 80), ("after", "D", 138, 117)),
    )
    kept = private_table(around)
    assert kept.column("Events") == (hidden(), hidden(), 90, 138)
    assert kept.column("Journeys") == (hidden(), hidden(), 80, 117)


def test_a_trial_of_few_tells_neither_group_nor_their_difference() -> None:
    table = Table(
        ("Trial", "Treated", "Treated, n", "Control", "Control, n", "Difference", "Difference, low", "Forecast"),
        (("Half", 0.05, 60, 0.5, 50, -0.45, -0.5, 0.02), ("All", 0.5, 600, 0.4, 500, 0.1, 0.05, 0.02)),
    )
    kept = private_table(table)
    # Three of 60: the control less the difference would tell them.
    assert kept.rows[0] == ("Half", *[hidden()] * 6, 0.02)
    assert kept.rows[1] == table.rows[1]


def test_the_complement_is_kept_back_with_a_single_part() -> None:
    assert complement([100, 3, 50], [1]) == {1, 2}
    assert complement([100, 3, 4], [1, 2]) == {1, 2}
    assert complement([3], [0]) == {0}

"""What goes with falling out at a step, against scipy and statsmodels; and what may not count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import MakeLog
from scipy.stats import chi2_contingency, fisher_exact
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.multitest import multipletests

from journey.analyses.dropoff_drivers import dropoff_drivers
from journey.analyses.funnel_question import Funnel
from journey.analyses.two_by_two import chance, odds_ratio
from journey.errors import WrongInput
from journey.scope import Scope

HOUR = 3600.0
QUESTION = Funnel(steps=(("A",), ("B",), ("C",)), window_s=100 * HOUR)


@pytest.mark.parametrize("table", [(20, 10, 10, 20), (3, 1, 1, 3), (120, 3, 90, 30), (0, 40, 9, 31)])
def test_a_table_of_four(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    found = odds_ratio(*table)
    theirs = Table2x2(np.array([[a, b], [c, d]]) + 0.5)
    assert found.value == pytest.approx(theirs.oddsratio)
    assert (found.low, found.high) == pytest.approx(theirs.oddsratio_confint())
    cells = np.array([[a, b], [c, d]])
    expected = np.outer(cells.sum(1), cells.sum(0)) / cells.sum()
    plain = fisher_exact(cells).pvalue if expected.min() < 5 else chi2_contingency(cells, correction=False).pvalue
    assert chance(*table) == pytest.approx(plain)


def rows() -> list[tuple[str, str, float, str, str]]:
    """200 journeys A, some Help, B; of the old half two in three go on to C, of the new one in three."""
    found = []
    for n in range(200):
        key, kind, channel = f"j{n}", "old" if n % 2 else "new", "web" if n % 3 else "app"
        found.append((key, "A", 0.0, channel, kind))
        if n % 5 == 0:
            found.append((key, "Help", 1.0, channel, kind))
        found.append((key, "B", 2.0, channel, kind))
        if n % 3 == 0 or (n % 2 and n % 3 == 1):
            found.append((key, "C", 3.0, channel, kind))
        found.append((key, "After", 4.0, channel, kind))
    return [*found, ("z", "Elsewhere", 500.0, "web", "old")]


COLUMNS = "journey touchpoint time channel kind"


def test_drivers_are_those_of_a_cross_table(log: MakeLog) -> None:
    found = dropoff_drivers(log(rows(), COLUMNS), Scope(), QUESTION, 1)
    frame = pd.DataFrame(rows(), columns=COLUMNS.split())
    came = frame[frame["touchpoint"] == "B"].set_index("journey")
    lost = ~came.index.isin(frame[frame["touchpoint"] == "C"]["journey"])
    assert (found.lost.n, found.lost.value) == (200, pytest.approx(lost.mean()))
    groups = {
        ("attribute", "kind", "new"): came["kind"] == "new",
        ("attribute", "kind", "old"): came["kind"] == "old",
        ("channel", "", "app"): came["channel"] == "app",
        ("channel", "", "web"): came["channel"] == "web",
        ("visited", "Help", ""): came.index.isin(frame[frame["touchpoint"] == "Help"]["journey"]),
    }
    assert {(one.kind, one.name, one.value) for one in found.drivers} == set(groups)
    chances = {}
    for one in found.drivers:
        inside = np.asarray(groups[one.kind, one.name, one.value])
        assert one.inside.value == pytest.approx(lost[inside].mean())
        assert one.outside.value == pytest.approx(lost[~inside].mean())
        assert one.risk_difference.value == pytest.approx(lost[inside].mean() - lost[~inside].mean())
        cells = pd.crosstab(inside, lost)
        chances[one] = chi2_contingency(cells, correction=False).pvalue
        assert one.p == pytest.approx(chances[one])
    adjusted = multipletests(list(chances.values()), method="fdr_bh")[1]
    assert [one.q for one in found.drivers] == pytest.approx(list(adjusted))
    assert [one.above_line for one in found.drivers] == [bool(q <= 0.05) for q in adjusted]
    assert found.drivers[0].above_line and not found.drivers[-1].above_line


def test_only_what_was_known_counts_and_nothing_that_holds_by_construction(log: MakeLog) -> None:
    found = dropoff_drivers(log(rows(), COLUMNS), Scope(), QUESTION, 1)
    # After comes later; A all have passed; C is the next step.
    assert not {"After", "A", "B", "C"} & {one.name for one in found.drivers}
    assert found.thin == 1  # all came in January: there is nobody to compare with


def test_groups_under_30_customers_are_left_out(log: MakeLog) -> None:
    one_customer = [(key, "c" if int(key[1:] or 0) % 5 == 0 else key, *rest) for key, *rest in rows() if key != "z"]
    workspace = log([*one_customer, ("z", "z", "Elsewhere", 500.0, "web", "old")], f"journey customer{COLUMNS[7:]}")
    found = dropoff_drivers(workspace, Scope(), QUESTION, 1)
    assert "Help" not in {one.name for one in found.drivers}  # 40 journeys of one customer


def test_the_step_that_loses_most_is_taken_and_others_refused(log: MakeLog) -> None:
    workspace = log(rows(), COLUMNS)
    assert dropoff_drivers(workspace, Scope(), QUESTION).name == "B"
    with pytest.raises(WrongInput, match="Nobody can fall out after step 3"):
        dropoff_drivers(workspace, Scope(), QUESTION, 2)


def test_nobody_there_gives_no_drivers(log: MakeLog) -> None:
    found = dropoff_drivers(log(rows(), COLUMNS), Scope(avoids=("A",)), QUESTION, 0)
    assert (found.lost.value, found.drivers) == (None, ())

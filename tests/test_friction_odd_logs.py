"""The pages of the sections Friction and To be on logs with little to tell: each says so plainly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from journey.ingest.import_log import import_log
from journey.model import Definitions, Outcome
from journey.scope import Scope
from journey.views import long_work
from journey.views.session import library
from pages import FILES, headline, opened, plain, problems, told

PAGES = sorted(page for page in FILES if page.startswith(("friction/", "to_be/")))
CALM = Definitions(goals=("Goal",), observed_end="2027-01-01", horizon_s=864_000.0)
LOGS = {
    "no-goal": (["Look Pay"] * 40, Definitions()),
    "all-open": (["Look Pay"] * 40, Definitions(goals=("Goal",), timeout_s="never")),
    "one-journey": (["Look Pay Goal"], CALM),
    "identical": (["Look Pay Goal"] * 60, CALM),
    "no-way": ([*["Look Pay"] * 40, "Goal Look"], CALM),
}


@pytest.fixture(scope="module", autouse=True)
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace for each of LOGS."""
    folder = tmp_path_factory.mktemp("odd")
    for name, (ways, definitions) in LOGS.items():
        rows = [
            (f"j{n}", f"c{n}", step, f"2026-01-{1 + n % 28:02} {hour:02}:00", "ab"[n % 2])
            for n, way in enumerate(ways) for hour, step in enumerate([*way.split()])
        ]  # fmt: skip
        # The goal is known, even where nobody reaches it.
        if name == "all-open":
            rows.append(("late", "late", "Goal", "2026-01-29 00:00", "a"))
        table = pd.DataFrame(rows, columns=["journey", "customer", "touchpoint", "time", "kind"])
        import_log(table, folder / f"{name}.duckdb", definitions=definitions)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESIRE_PATH_WORKSPACES", str(folder))
        patch.setattr(long_work, "PATIENCE_S", 60.0)
        library().close()
        yield folder
        library().close()


@pytest.mark.parametrize("name", LOGS)
def test_every_page_says_plainly_what_is_missing(name: str) -> None:
    for page in PAGES:
        app = opened(page, name, Scope(outcomes=(Outcome.OPEN,)) if name == "all-open" else "")
        assert not app.exception, page
        assert "This page failed" not in told(app), page
        # What is wrong is no error of the person: it is said where the answer stands.
        assert not problems(app), (page, problems(app))
        assert headline(app), page


@pytest.mark.parametrize(
    ("funnel", "says"),
    [
        ('{"steps":[["Look"],["Goal"]]}', "Nobody of 41 who entered comes as far as Goal."),
        ('{"steps":[["Look"],["Pay"]],"window_s":0}', "must be longer than nothing"),
        ('{"steps":[["Look"],["Look"]]}', "is in step 1 and in step 2"),
        ('{"steps":[["Nowhere"],["Pay"]]}', "Choose the steps to follow."),
        ("{", "The funnel cannot be read."),
    ],
)
def test_a_funnel_in_the_address_that_cannot_be_followed_is_told(funnel: str, says: str) -> None:
    app = opened("friction/drop_off", "identical", Scope(avoids=("Goal",), inverse=True), funnel=funnel)
    app = app if "Goal" not in funnel else opened("friction/drop_off", "no-way", funnel=funnel)
    assert not problems(app)
    assert says in " ".join((told(app), *(plain(one.value) for one in app.warning)))
    assert headline(app)

"""A trial among the journeys where the change begins needs fewer weeks than one among all."""

from __future__ import annotations

import pytest
from conftest import MakeLog

from journey.charts.forecast_shading import forecast_shading
from journey.design.preview import preview
from journey.design.scenario import Scenario, parse
from journey.design.trial import need
from journey.design.trial_narrow import _before, narrower
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.text.format import MINUS

LEAVES_LESS = parse('{"name": "form", "edits": [{"kind": "exit_rate", "touchpoint": "Form", "factor": 0.5}]}')
SKIPPED = parse('{"name": "no letter", "edits": [{"kind": "bypass", "touchpoint": "Letter"}]}')


@pytest.fixture(scope="module")
def log_of_forms(log: MakeLog) -> Workspace:
    """800 journeys: each fourth gets a letter, each eighth a form after it, where half of them leave."""
    rows: list[tuple[str, str, str, float]] = []
    for n in range(800):
        path = ["Ad", *(["Letter"] if n % 4 == 0 else []), *(["Form"] if n % 8 == 0 else [])]
        path += [] if n % 16 == 0 else ["Wait"] if n % 5 == 0 else ["Pay"]
        rows += [(f"j{n}", f"c{n}", name, 3 * n + step / 10) for step, name in enumerate(path)]
    return log(rows, "journey customer touchpoint time", goals=("Pay",), timeout_s=3600.0, horizon_s=86_400.0)


def test_those_who_come_to_the_form_show_it_sooner(log_of_forms: Workspace) -> None:
    found = narrower(log_of_forms, Scope(), LEAVES_LESS, 0.5)
    assert found is not None
    assert (found.touchpoint, found.scope) == ("Form", Scope(contains=("Form",)))
    whole = preview(log_of_forms, Scope(), LEAVES_LESS)
    before, after = whole.as_is["conversion"], whole.figures["conversion"]
    # An eighth of the journeys, each with the whole of the difference.
    assert found.gap == pytest.approx(8 * (after - before), rel=0.02)
    # Eight times the difference needs less than an eighth of the journeys; an eighth of them begin a week.
    assert found.need.weeks < need(log_of_forms, Scope(), before, after, 0.5).weeks


def test_fewer_who_leave_are_the_good_end_of_the_colours(log_of_forms: Workspace) -> None:
    found = preview(log_of_forms, Scope(), LEAVES_LESS)
    (form,) = [t.id for t in found.both.touchpoints if t.name == "Form"]
    exits, visits = (forecast_shading(found, side) for side in ("exits", "difference"))
    # 100 of 800 come to the form and 50 leave there: half of them are 25 fewer, or 3.1 of 100; nearly all are mature.
    fewer = float(exits.boxes[form].text.replace(MINUS, "-"))
    assert fewer == pytest.approx(-100 * 25 / 800, rel=0.03) and exits.boxes[form].level == 1.0
    (pay,) = [t.id for t in found.both.touchpoints if t.name == "Pay"]
    assert visits.boxes[pay].text.startswith("+") and (visits.boxes[pay].level or 0) > 0.5
    # Nobody leaves on a curve.
    assert {curve.level for curve in exits.curves.values()} == {None}
    assert any(curve.level is not None for curve in visits.curves.values())


def test_who_is_chosen_is_no_work_of_the_change(log_of_forms: Workspace) -> None:
    # Nobody treated comes to the letter, so its visitors cannot be compared: those at the place before it can.
    flow = preview(log_of_forms, Scope(), SKIPPED).flow
    (edit,) = SKIPPED.edits
    assert list(_before(flow, edit)) == ["Ad"]


def test_a_scope_that_is_that_narrow_already_has_nothing_narrower(log_of_forms: Workspace) -> None:
    assert narrower(log_of_forms, Scope(contains=("Form",)), LEAVES_LESS, 0.5) is None
    assert narrower(log_of_forms, Scope(), Scenario(name="nothing"), 0.5) is None

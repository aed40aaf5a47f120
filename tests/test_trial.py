"""Trials: sizes by the book, draws that stay, and verdicts on journeys that came later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from conftest import MakeLog
from statsmodels.stats.proportion import power_proportions_2indep

from journey.design.kept import change, delete, keep, scenarios, undo
from journey.design.kept_trials import Action, actions, begin, give_up, set_actions, trials
from journey.design.linked_edits import alone, edit_names, same_change
from journey.design.scenario import Scenario, parse
from journey.design.trial import Trial, is_treated, journeys_needed, need, verdict
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.designs import accept, accepted, launch_of, set_launch
from journey.store.opportunities import (
    Opportunity,
    add_opportunity,
    change_opportunity,
    delete_opportunity,
    opportunities,
)
from journey.store.workspace import Workspace
from journey.views.opportunity_change import take_move

NO_CALL = parse('{"name": "no call", "edits": [{"kind": "remove", "touchpoint": "Call"}]}')


def rows(lift: float, called: float = 0.0) -> list[tuple[str, str, str, float]]:
    """1,600 customers over 80 days: half pay; from day 40 the treated pay more often by `lift`, and call less."""
    random = np.random.default_rng(5)
    found = []
    for i in range(1600):
        who, day = f"c{i}", i // 20
        treated = day >= 40 and is_treated(who, 3, 0.5)
        path = ["Ad", *(["Call"] if random.random() < (called if treated else 0.5) else [])]
        path += ["Pay"] if random.random() < 0.5 + (lift if treated else 0.0) else ["Wait"]
        found += [(f"j{i}", who, name, 24 * day + step) for step, name in enumerate(path)]
    return found


def trial(**changes: object) -> Trial:
    given = {
        "name": "no call", "scenario": NO_CALL, "scope": Scope(), "begins": date(2026, 2, 10), "share": 0.5, "seed": 3,
        "forecast": (0.15, 0.1, 0.2),
    }  # fmt: skip
    return Trial(**(given | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def worked(log: MakeLog) -> Workspace:
    return log(rows(0.15), "journey customer touchpoint time", goals=("Pay",), timeout_s=7200.0, horizon_s=86_400.0)


@pytest.mark.parametrize(("before", "after", "share"), [(0.4, 0.45, 0.5), (0.1, 0.07, 0.5), (0.6, 0.7, 0.2)])
def test_so_many_journeys_have_the_power_asked_for(before: float, after: float, share: float) -> None:
    treated, control = journeys_needed(before, after, share)
    peer = power_proportions_2indep(after - before, before, control, ratio=treated / control, return_results=False)
    assert peer == pytest.approx(0.8, abs=0.02)
    assert treated / (treated + control) == pytest.approx(share, abs=0.01)


def test_a_move_goes_into_a_scenario_that_changes_the_as_is(log: MakeLog) -> None:
    workspace = log(rows(0.1), "journey customer touchpoint time", goals=("Pay",))
    design = parse('{"name": "drawn", "edits": [], "start": {"kind": "empty"}}')
    keep(workspace, parse('{"name": "mine", "edits": []}'))
    keep(workspace, design)
    number = add_opportunity(workspace, Opportunity(title="Call less"))
    (one,) = (held for held in opportunities(workspace) if held.id == number)
    take_move(workspace, one, NO_CALL.edits[0])
    # Not into the newest, which no log is behind.
    assert {kept.scenario.name: len(kept.scenario.edits) for kept in scenarios(workspace)} == {"mine": 1, "drawn": 0}
    for kept in scenarios(workspace):
        if kept.scenario.name == "mine":
            delete(workspace, kept)
    take_move(workspace, opportunities(workspace)[0], NO_CALL.edits[0])
    assert [kept.scenario.name for kept in scenarios(workspace)] == ["drawn", "To-be"]


def test_no_difference_needs_no_trial() -> None:
    with pytest.raises(WrongInput, match="no difference"):
        journeys_needed(0.5, 0.5)


def test_the_weeks_follow_from_the_pace(worked: Workspace) -> None:
    found = need(worked, Scope(), 0.5, 0.6, 0.5)
    # 20 journeys begin a day; the horizon is a day.
    assert found.weekly == pytest.approx(140, rel=0.06)
    assert found.weeks == pytest.approx((found.treated + found.control) / found.weekly + 1 / 7, rel=0.02)


def test_what_came_true_is_said_so_with_the_assumption_that_holds(worked: Workspace) -> None:
    found = verdict(worked, trial())
    assert found.word == "true" and found.gap.low < 0.15 < found.gap.high
    assert found.treated.n + found.control.n + found.waiting == 800
    (measured,) = found.measured
    assert measured.holds and measured.treated.value == 0 and measured.control.value == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize(("forecast", "word"), [(0.4, "less"), (0.02, "more"), (-0.1, "worse")])
def test_other_forecasts_get_other_verdicts(worked: Workspace, forecast: float, word: str) -> None:
    assert verdict(worked, trial(forecast=(forecast, forecast, forecast))).word == word


def test_nothing_happened_or_too_little_is_known(log: MakeLog) -> None:
    flat = log(rows(0.0, 0.4), "journey customer touchpoint time", goals=("Pay",), timeout_s=7200.0, horizon_s=86_400.0)
    assert verdict(flat, trial(forecast=(0.3, 0.2, 0.4))).word == "not true"
    assert verdict(flat, trial(forecast=(0.03, 0.0, 0.1))).word == "cannot tell"
    assert verdict(flat, trial(begins=date(2026, 3, 20))).word == "early"
    assert not verdict(flat, trial()).measured[0].holds


def test_without_a_control_group_what_was_before_stands_in(worked: Workspace) -> None:
    found = verdict(worked, trial(share=1.0))
    assert found.control.n == 800


def test_trials_and_the_register_are_kept_as_they_were_laid_down(worked: Workspace) -> None:
    number = begin(worked, trial(scope=Scope(contains=("Ad",))))
    ((kept, _made, same),) = trials(worked)
    assert kept == number and same == trial(scope=Scope(contains=("Ad",)))
    with pytest.raises(WrongInput, match="name"):
        begin(worked, trial(name=" "))
    give_up(worked, number)
    assert trials(worked) == ()
    line = Action("Hired two agents", date(2026, 3, 1), "Ann", "")
    set_actions(worked, (line,), ())
    with pytest.raises(WrongInput, match="Somebody else"):
        set_actions(worked, (), ())
    assert actions(worked) == (line,)


def test_opportunities_keep_their_version(log: MakeLog) -> None:
    workspace = log([("a", "Ad", 0)])
    number = add_opportunity(workspace, Opportunity(title="  Call   less "))
    (one,) = opportunities(workspace)
    assert (one.id, one.title, one.version) == (number, "Call less", 1)
    change_opportunity(workspace, Opportunity(id=number, title="Call less", effort=2, version=1))
    with pytest.raises(WrongInput, match="Somebody else"):
        change_opportunity(workspace, one)
    with pytest.raises(WrongInput, match="Effort"):
        add_opportunity(workspace, Opportunity(title="x", effort=9))
    with pytest.raises(WrongInput, match="title"):
        add_opportunity(workspace, Opportunity(title=" "))
    assert opportunities(workspace)[0].effort == 2


def test_an_opportunity_is_tied_to_single_edits_whatever_their_numbers(log: MakeLog) -> None:
    workspace = log([("a", "Ad", 0)])
    edits = parse("""{"name": "to be", "edits": [
        {"kind": "exit_rate", "touchpoint": "Pay", "factor": 0.5}, {"kind": "remove", "touchpoint": "Call"}]}""")
    names = edit_names(edits.edits)
    number = add_opportunity(workspace, Opportunity(title="Call less", scenario="to be", edits=names[1:]))
    (one,) = opportunities(workspace)
    assert one.edits == names[1:]
    assert [edit.kind for edit in alone(edits, one.edits).edits] == ["remove"]
    assert alone(edits, ()) == edits
    other = parse('{"edits": [{"kind": "exit_rate", "touchpoint": "Pay", "factor": [0.6, 0.7, 0.8], "note": "seen"}]}')
    assert edit_names(other.edits) == names[:1] and names[0] != names[1]
    change_opportunity(workspace, replace(one, edits=names))
    assert set(opportunities(workspace)[0].edits) == set(names)
    delete_opportunity(workspace, number)
    assert workspace.run("SELECT count(*) FROM opportunity_edit") == [(0,)]


def test_two_changes_of_one_wait_are_two_edits() -> None:
    waits = parse("""{"edits": [{"kind": "wait", "source": "A", "target": "B", "cap_s": 60},
        {"kind": "wait", "source": "A", "target": "B", "factor": 0.5}]}""")
    first, second = edit_names(waits.edits)
    assert alone(waits, {second}).edits == waits.edits[1:] and alone(waits, {first}).edits == waits.edits[:1]
    assert not same_change(*waits.edits) and same_change(waits.edits[0], replace(waits.edits[0], note="seen", on=False))


def test_what_hangs_by_the_name_of_a_scenario_follows_it(log: MakeLog) -> None:
    workspace = log([("a", "Ad", 0)])
    keep(workspace, NO_CALL)
    keep(workspace, replace(NO_CALL, name="taken"))
    number = add_opportunity(workspace, Opportunity(title="Call less", scenario="no call"))
    accept(workspace, "no call", ("skipped", "Ad", ""))
    set_launch(workspace, "no call", date(2026, 3, 1))
    with pytest.raises(WrongInput, match="'taken' already"):
        change(workspace, scenarios(workspace)[0], replace(NO_CALL, name="taken"))
    change(workspace, scenarios(workspace)[0], replace(NO_CALL, name="silence"))

    def held(name: str) -> tuple[object, ...]:
        (one,) = opportunities(workspace)
        assert one.id == number
        return one.scenario, accepted(workspace, name), launch_of(workspace, name)

    follows = ((("skipped", "Ad", ""),), date(2026, 3, 1))
    assert held("silence") == ("silence", *follows) and accepted(workspace, "no call") == ()
    undo(workspace, scenarios(workspace)[0])
    assert held("no call") == ("no call", *follows) and launch_of(workspace, "silence") is None
    delete(workspace, scenarios(workspace)[0])
    assert held("no call") == ("no call", (), None)


def test_a_scenario_without_edits_measures_nothing(worked: Workspace) -> None:
    assert verdict(worked, trial(scenario=Scenario(name="nothing"))).measured == ()

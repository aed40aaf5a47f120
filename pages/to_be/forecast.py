"""What would the to-be change?"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.analyses.command import options
from journey.charts.forecast_bands import bands, rollout
from journey.charts.forecast_shading import Side
from journey.charts.forecast_table import figure_table
from journey.charts.forecast_tornado import tornado
from journey.charts.forecast_words import (
    change,
    edit_words,
    figure_name,
    figure_text,
    headline,
    preview_words,
    range_words,
    start_words,
)
from journey.charts.to_be_map import to_be_map
from journey.design.forecast import Forecast, forecast
from journey.design.kept import scenarios
from journey.design.preview import Preview, preview
from journey.design.scenario import WrongEdit
from journey.errors import WrongInput
from journey.text import _
from journey.text.format import count, percent
from journey.views import frame
from journey.views.copied import no_command, say_command
from journey.views.long_work import long_work
from journey.views.page_registry import page_file
from journey.views.page_settings import seed, tell
from journey.views.results import kept as result
from journey.views.scenario_choice import scenario_choice
from journey.views.scope_bar import scope_bar
from journey.views.session import address

QUESTION = _("What would the to-be change?")
FEW = ("conversion", "median_duration_s", "cost_per_journey", "value_per_journey", "contacts_per_journey")


def designer(label: str) -> None:
    st.page_link(page_file("to_be/designer"), label=label, icon=":material/design_services:", query_params=address())


workspace, scope = scope_bar()
kept = scenario_choice(workspace, editing=False)
if kept is None or not kept.scenario.active:
    frame.headline(QUESTION, _("There is no to-be yet.") if kept is None else _("The to-be has no edit that is on."))
    designer(_("Design it"))
    st.stop()
if kept.scenario.start.is_design:
    frame.headline(QUESTION, _("No log is behind this design, so nothing can be forecast."))
    st.info(frame.escape(start_words(kept.scenario.start)), icon=":material/info:")
    with st.container(horizontal=True):
        st.page_link(
            page_file("to_be/conformance"), label=_("Hold journeys against it"), icon=":material/rule:",
            query_params=address(),
        )  # fmt: skip
        designer(_("Start from the as-is instead"))
    st.stop()
last = f"forecast_last_{workspace.name}_{kept.id}"


def trust(found: Forecast) -> None:
    """The verdict of the trust test, before any figure."""
    words = frame.escape(frame.together(found.trust.words))
    if found.trust.passed:
        st.success(words, icon=":material/verified:")
    elif found.trust.passed is None:
        st.info(words, icon=":material/help:")
    else:
        st.warning(words, icon=":material/warning:")
    frame.explain(_("Reproducing today does not prove the effect of an edit; only a trial does."))


def metrics(found: Forecast) -> None:
    with st.container(horizontal=True, key="forecast_figures"):
        for name in [name for name in FEW if name in found.difference][:4]:
            band = found.difference[name]
            with st.container(width="content", gap="xxsmall"):
                st.metric(figure_name(name), change(name, band.value))
                st.caption(frame.together(range_words(name, band)))
                st.caption(
                    frame.together(
                        _("{before} becomes {after}").format(
                            before=figure_text(name, found.as_is[name].value),
                            after=figure_text(name, found.to_be[name].value),
                        )
                    )
                )


def checks(found: Forecast) -> pd.DataFrame:
    verdict = {True: _("yes"), False: _("no"), None: _("cannot tell")}
    return pd.DataFrame(
        {
            _("Check"): [check.words for check in found.trust.checks],
            _("Predicted"): [figure_text(_as_figure(c.figure), c.predicted) for c in found.trust.checks],
            _("Seen"): [figure_text(_as_figure(c.figure), c.observed) for c in found.trust.checks],
            _("Passes"): [verdict[check.passed] for check in found.trust.checks],
            _("Journeys"): [check.n for check in found.trust.checks],
        }
    )


def _as_figure(check: str) -> str:
    return check if check.endswith("_s") else "conversion"


def places(found: Forecast) -> pd.DataFrame:
    rows = found.effect.places
    return pd.DataFrame(
        {
            _("Touchpoint"): [place.name for place in rows],
            _("Exits per 100 journeys, change"): [100 * (place.exits[1] - place.exits[0]) for place in rows],
            _("Visits per 100 journeys, change"): [100 * (place.visits[1] - place.visits[0]) for place in rows],
            _("Exit rate, as is"): [percent(place.exit_rate[0]) for place in rows],
            _("to be"): [percent(place.exit_rate[1]) for place in rows],
        }
    )


def by_edit(found: Forecast) -> pd.DataFrame:
    edits = found.scenario.edits
    return pd.DataFrame(
        {
            _("Edit"): [f"{part.number + 1}. {edit_words(edits[part.number])}" for part in found.effect.parts],
            _("Adds to conversion"): [change("conversion", part.conversion) for part in found.effect.parts],
            _("To events per journey"): [change("contacts_per_journey", part.contacts) for part in found.effect.parts],
            _("To cost per journey"): [change("cost_per_journey", part.cost) for part in found.effect.parts],
        }
    )


def on_the_map(shown: Preview) -> None:
    """Where it arises: who leaves more and less, or where journeys come more and less often."""
    st.markdown(f"**{_('Where does it arise?')}**")
    sides: dict[Side, str] = {"exits": _("Who leaves"), "difference": _("Where journeys come")}
    seed("side", "forecast_side", "exits", lambda text: text if text in sides else None)
    side = st.segmented_control(
        _("Show"), list(sides), format_func=sides.__getitem__, required=True, key="forecast_side",
        label_visibility="collapsed",
    )  # fmt: skip
    tell("side", side, "exits")
    frame.flow(to_be_map(shown, side), key=f"forecast_map_{workspace.name}_{scope.level}", height=460)


def side_by_side() -> pd.DataFrame:
    """What is expected of every scenario of the workspace, in the scope."""
    rows = []
    for one in scenarios(workspace):
        try:
            quick = result(preview, workspace, scope, one.scenario)
        except WrongInput as error:
            # A design that no log is behind, or a part of which too little is in scope: said in its row.
            rows.append({_("Scenario"): one.scenario.name, _("Remark"): error.message})
            continue
        names = [name for name in FEW if name in quick.figures]
        row = {_("Scenario"): one.scenario.name, _("Edits"): len(one.scenario.active), _("Remark"): ""}
        if quick.wrong is not None:
            row[_("Remark")] = str(quick.wrong)
        elif one.scenario.start.kind != "as_is":
            row[_("Remark")] = start_words(one.scenario.start)
        rows.append(row | {figure_name(n): change(n, quick.figures[n] - quick.as_is[n]) for n in names})
    return pd.DataFrame(rows)


found: Forecast | None
above = st.container(key="forecast_above")
try:
    say_command("simulate", workspace, scope, *options(scenario=kept.scenario.name))
    # What can be told at once stands there while the intervals are worked out.
    quick = result(preview, workspace, scope, kept.scenario)
    found = long_work(forecast, workspace, scope, kept.scenario, label=_("Forecasting"))
    if found is not None:
        st.session_state[last] = (workspace.version, scope.text(), found)
except WrongEdit as error:
    no_command()
    st.error(frame.escape(str(error)), icon=":material/error:")
    designer(_("Put it right"))
    earlier = st.session_state.get(last)
    found = earlier[2] if earlier and earlier[:2] == (workspace.version, scope.text()) else None
    if found is not None:
        st.info(_("Below is the last forecast that could be made."))
    elif any(number < error.number for number, _edit in kept.scenario.active):
        edits = tuple(replace(edit, on=edit.on and n < error.number) for n, edit in enumerate(kept.scenario.edits))
        st.info(_("Below is the forecast of the edits before it."))
        found = long_work(forecast, workspace, scope, replace(kept.scenario, edits=edits), label=_("Forecasting"))
except WrongInput as error:
    no_command()
    frame.headline(QUESTION, error.message)
    st.info(frame.escape(error.hint), icon=":material/info:")
    st.stop()
if found is None:
    with above:
        frame.headline(QUESTION, preview_words(quick))
    st.stop()
with above:
    # Where the model misses, that is said before any figure.
    if found.trust.passed is False:
        trust(found)
    frame.headline(QUESTION, headline(found))
    if found.trust.passed is not False:
        trust(found)
metrics(found)
if kept.scenario.start.kind != "as_is":
    frame.explain(frame.escape(start_words(kept.scenario.start)))
on_the_map(quick)
choices = list(found.difference)
seed("figure", "forecast_figure", choices[0], lambda text: text if text in choices else None)
if st.session_state["forecast_figure"] not in choices:
    st.session_state["forecast_figure"] = choices[0]
figure = st.selectbox(_("Look closer at"), choices, format_func=figure_name, key="forecast_figure", width=320)
tell("figure", figure, choices[0])
words = _("{figure} {change}; {range}").format(
    figure=figure_name(figure), change=change(figure, found.difference[figure].value),
    range=range_words(figure, found.difference[figure]),
)  # fmt: skip
st.markdown(f"**{_('How sure is it?')}**")
frame.chart(lambda mode: bands(found, figure, mode), alt=words, key="forecast_bands")
if found.swings:
    st.markdown(f"**{_('Which assumption matters?')}**")
    frame.chart(
        lambda mode: tornado(found, figure, mode), alt=_("Assumptions by how much they move it"), key="forecast_tornado"
    )
else:
    frame.explain(_("Every assumption is a single value. Give low, likely and high to see which one matters."))
st.markdown(f"**{_('Rolled out to a share of the journeys')}**")
frame.chart(lambda mode: rollout(found, figure, mode), alt=words, key="forecast_rollout")
st.markdown(f"**{_('What each edit adds, after those before it')}**")
st.dataframe(by_edit(found), hide_index=True, alt=_("What each edit adds"))
designer(_("See it on the map"))
with st.expander(_("Compare with the other scenarios"), icon=":material/compare_arrows:", on_change="rerun") as here:
    if here.open:
        st.dataframe(side_by_side(), hide_index=True, alt=_("Scenarios side by side"))
frame.table(places(found), name="forecast_places", label=_("Where it arises"))
frame.table(figure_table(found), name="forecast_figures", label=_("All figures"))
if found.trust.checks:
    frame.table(checks(found), name="forecast_trust", label=_("The test of the model"))
frame.explain(
    _(
        "Fitted to {n} journeys; looks back {depth} steps. Expectations are solved exactly, times to the goal walked "
        "with {runs} journeys; intervals are of 200 draws of the customers, which as-is and to-be share."
    ).format(n=count(found.journeys), depth=found.depth, runs=count(found.runs))
)

"""What goes with a good or a bad end?"""

import streamlit as st

from journey.analyses.command import options
from journey.analyses.drivers.find import drivers, journeys_of, moments
from journey.analyses.drivers.pairs import driver_twins
from journey.analyses.drivers.question import Feature, Question
from journey.analyses.drivers.words import feature_words
from journey.charts.driver_picture import difference_bars, importance_matrix
from journey.charts.driver_words import driver_table, drivers_answer, listed_drivers, no_drivers, results_offered
from journey.charts.opportunity_words import evidence_text
from journey.model import Interval
from journey.scope import Scope
from journey.store.opportunities import Opportunity
from journey.text import _
from journey.text.format import count, percent
from journey.views import frame
from journey.views.copied import say_command
from journey.views.long_work import long_work
from journey.views.opportunity_new import opportunity_button
from journey.views.page_settings import seed, tell
from journey.views.results import kept, workspace_info
from journey.views.scope_bar import scope_bar
from journey.views.session import open_journeys
from journey.views.twins import twins

QUESTION = _("What goes with a good or a bad end?")
PARTS = ("differences", "importance")


def suggested(feature: Feature) -> Opportunity:
    """The opportunity that a driver suggests."""
    about = _("{result}: {feature}").format(result=words, feature=feature_words(feature))
    return Opportunity(
        title=_("How might we act on “{feature}”?").format(feature=feature_words(feature))[:200],
        goal=", ".join(held.definitions.goals) if question.result == "goal" else words,
        evidence=evidence_text(
            "drivers", about, scope=scope.text(), result=words,
            touchpoint=feature.name if feature.name in held.touchpoints else "",
        ),
        metric=_("Conversion") if question.result == "goal" else question.score,
    )  # fmt: skip


workspace, scope = scope_bar()
held = workspace_info(workspace)
offered = results_offered(bool(held.outcomes), tuple(held.scores))
if not offered:
    frame.headline(QUESTION, _("Nothing says yet how a journey ended."))
    st.info(_("Set a goal on the page Workspace, or bring in answers to a survey."), icon=":material/flag:")
    st.stop()
plain = Scope() if scope.relinks else scope
if scope.relinks:
    frame.explain(_("What came before a moment is told by touchpoints: hidden ones and levels are put aside here."))
    plain = scope.selection()
place = st.container()
asking = st.container(horizontal=True, vertical_alignment="bottom")
first = next(iter(offered))
seed("result", "drivers_result", first, lambda text: text if text in offered else None)
with asking:
    words = st.selectbox(_("Result"), list(offered), key="drivers_result", width=240) or first
tell("result", words, first)
question = offered[words]
if question.result == "goal":
    told = long_work(moments, workspace, plain, label=_("Looking for the moment that tells most"))
    if told is None:
        with place:
            frame.headline(QUESTION, _("One moment: journeys are being compared."))
        st.stop()
    labels = {
        moment.landmark: _("{place} · tells {skill}").format(
            place=frame.short(moment.landmark), skill=percent(max(0.0, moment.skill.value or 0.0))
        )
        for moment in told
    }
    if told:
        seed("moment", "drivers_moment", told[0].landmark, lambda text: text if text in labels else None)
        if st.session_state["drivers_moment"] not in labels:
            st.session_state["drivers_moment"] = told[0].landmark
        landmark = asking.selectbox(
            _("Known on arriving at"),
            [moment.landmark for moment in told],
            format_func=lambda name: labels[name],
            key="drivers_moment",
            width=320,
            help=_("Only what happened before a journey first comes here is looked at. The share says how much of the "
                   "differences in outcome that tells, on customers held out."),
        )  # fmt: skip
        tell("moment", landmark, told[0].landmark)
        question = Question("goal", landmark=landmark)
asked = options(score=question.score, bad=question.result == "bad", at=question.landmark)
say_command("drivers", workspace, plain, *asked)
found = long_work(drivers, workspace, plain, question, label=_("Comparing journeys"))
if found is None:
    with place:
        frame.headline(QUESTION, _("One moment: journeys are being compared."))
    st.stop()
with place:
    frame.headline(QUESTION, drivers_answer(found, words))
if not found.drivers:
    st.info(no_drivers(found), icon=":material/balance:")
    st.stop()
shown = listed_drivers(found)
good = question.result != "bad"
names = (_("Differences"), _("Importance and performance"))
seed("part", "drivers_tabs", names[0], lambda text: names[PARTS.index(text)])
bars, matrix = st.tabs(names, on_change="rerun", key="drivers_tabs")
tell("part", PARTS[names.index(st.session_state["drivers_tabs"])], PARTS[0])
if bars.open:
    with bars:
        frame.chart(
            lambda mode: difference_bars(shown, good=good, mode=mode),
            alt=drivers_answer(found, words),
            key="drivers_bars",
        )
if matrix.open:
    with matrix:
        frame.chart(
            lambda mode: importance_matrix(shown, mode=mode), alt=drivers_answer(found, words), key="drivers_matrix"
        )
        frame.explain(
            _("High up: much goes with it. To the left: few of them have the result. Bubbles grow with the cases.")
        )
features = {feature_words(driver.feature): driver.feature for driver in found.drivers}
seed("with", "drivers_open", first := next(iter(features)), lambda text: text if text in features else None)
if st.session_state["drivers_open"] not in features:
    st.session_state["drivers_open"] = first
with st.container(horizontal=True, vertical_alignment="bottom"):
    named = st.selectbox(_("Journeys with"), list(features), key="drivers_open", width=380) or first
    tell("with", named, first)
    chosen = features[named]
    if st.button(_("Show these journeys"), icon=":material/timeline:", key="drivers_show"):
        open_journeys(Scope(journeys=journeys_of(workspace, plain, question, chosen)))
    opportunity_button(workspace, suggested(chosen), key="drivers_opportunity")
if chosen.kind != "first":
    twins(
        workspace,
        kept(driver_twins, workspace, plain, question, next(d for d in found.drivers if d.feature == chosen)),
        key="drivers",
        titles=(named, _("without that")),
        ends=question.result == "goal",
    )
frame.table(
    driver_table(found.drivers), name="drivers", label=_("All that was looked at ({n})").format(n=len(found.drivers))
)
skill = found.skill or Interval(None, None, None, 0)
frame.explain(
    _(
        "Associated with, not caused by. {cases} cases of {customers} customers; {rate} have the result. Differences "
        "hold everything else in the list equal (linear probability model); whiskers: 95 %, customers drawn anew 300 "
        "times. Beyond chance: Benjamini-Hochberg at 5 %. On customers held out, the model tells {skill} of the "
        "differences ({low} to {high})."
    ).format(
        cases=count(found.cases),
        customers=count(found.customers),
        rate=percent(found.rate.value),
        skill=percent(skill.value),
        low=percent(skill.low),
        high=percent(skill.high),
    )
)

"""Which ways do customers take?"""

from dataclasses import replace

import streamlit as st

from journey.analyses.command import options
from journey.charts.coverage import coverage
from journey.charts.variant_rows import variant_rows
from journey.charts.variant_words import variant_table, variants_answer
from journey.components.variant_list import variant_list
from journey.stories.pictures.variants import STEP, ways_asked
from journey.text import _, ngettext
from journey.views import frame
from journey.views.copied import say_command
from journey.views.page_settings import seed, tell
from journey.views.results import flow_map
from journey.views.results import variant_list as find_variants
from journey.views.scope_bar import scope_bar
from journey.views.session import set_scope

workspace, scope = scope_bar()
seed("top", "variants_top", STEP, ways_asked)
top = st.session_state["variants_top"]
tell("top", top, STEP)
say_command("variants", workspace, scope, *options(top=top))
found = find_variants(workspace, scope, top)
if not found.variants:
    st.info(_("Every touchpoint of these journeys is hidden. Show one again above."))
    st.stop()
frame.headline(_("Which ways do customers take?"), variants_answer(found))

if found.distinct > 1:
    frame.chart(lambda mode: coverage(found, mode), alt=variants_answer(found), key="coverage")
above = st.container()

stages = {t.name: t.stage for t in flow_map(workspace, scope).touchpoints if t.stage}
labels = {
    "variant": _("Way"),
    "journeys": _("Journeys"),
    "duration": _("Median time"),
    "conversion": _("Conversion"),
    "choose": _("Choose variant"),
}
chosen = variant_list(variant_rows(found, stages), labels=labels, key=f"variants_{workspace.name}")
with above:
    st.button(
        ngettext("Show only {n} variant", "Show only {n} variants", len(chosen)).format(n=len(chosen))
        if chosen
        else _("Tick variants to show only them"),
        type="primary",
        icon=":material/filter_alt:",
        disabled=not chosen or set(chosen) == set(scope.variants),
        on_click=set_scope,
        args=(replace(scope, variants=tuple(chosen)),),
        key="variants_only",
    )
if found.distinct > len(found.variants):
    st.button(
        _("{n} more").format(n=min(STEP, found.distinct - len(found.variants))),
        on_click=st.session_state.__setitem__,
        args=("variants_top", top + STEP),
        key="variants_more",
    )
if scope.relinks:
    frame.explain(_("Events are hidden or folded here, so single ways cannot be taken into the scope."))
frame.table(variant_table(found), name="variants", label=_("The table behind it"))
frame.explain(
    _(
        "A way is the sequence of touchpoints of a journey. Conversion: journeys that reached the goal in time, of "
        "those old enough to be judged, with Wilson's 95 % interval; under 30 it is grey."
    )
)
if stages:
    frame.explain(_("Touchpoints of one stage have one colour."))

"""Which ways do customers take?"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.analyses.variants import VariantList
from journey.charts.coverage import coverage
from journey.charts.variant_rows import variant_rows
from journey.components.variant_list import variant_list
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.views import frame
from journey.views.page_settings import seed, tell
from journey.views.results import flow_map
from journey.views.results import variant_list as find_variants
from journey.views.scope_bar import scope_bar
from journey.views.session import set_scope

STEP = 25
MOST = 1_000  # ways that an address may ask for
FEW = 10  # so many variants need no curve


def answer(found: VariantList) -> str:
    first = found.variants[0]
    if found.distinct == 1:
        return ngettext(
            "There is one journey, and one way.", "All {n} journeys take the same way.", found.journeys
        ).format(n=count(found.journeys))
    if found.distinct <= FEW:
        return _("The commonest of {n} ways holds {share} of the journeys.").format(
            n=count(found.distinct), share=percent(first.share)
        )
    ten = next((share for n, share in reversed(found.coverage) if n <= 10), first.share)
    return _("The commonest of {n} ways holds {share} of the journeys; the first ten hold {ten}.").format(
        n=count(found.distinct), share=percent(first.share), ten=percent(ten)
    )


workspace, scope = scope_bar("variants")
seed("top", "variants_top", STEP, lambda text: max(STEP, min(int(text), MOST)))
top = st.session_state["variants_top"]
tell("top", top, STEP)
found = find_variants(workspace, scope, top)
if not found.variants:
    st.info(_("Every touchpoint of these journeys is hidden. Show one again above."))
    st.stop()
frame.headline(_("Which ways do customers take?"), answer(found))

if found.distinct > FEW:
    frame.chart(lambda mode: coverage(found, mode), alt=answer(found), key="coverage")
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
frame.table(
    pd.DataFrame(
        {
            _("Way"): [" → ".join(v.path) for v in found.variants],
            _("Journeys"): [v.journeys for v in found.variants],
            _("Share"): [v.share for v in found.variants],
            _("Median time (s)"): [v.median_duration_s for v in found.variants],
            _("Conversion"): [v.conversion.value for v in found.variants],
            _("Mature journeys"): [v.conversion.n for v in found.variants],
        }
    ),
    name="variants",
    label=_("The table behind it"),
)
frame.explain(
    _(
        "A way is the sequence of touchpoints of a journey. Conversion: journeys that reached the goal in time, of "
        "those old enough to be judged, with Wilson's 95 % interval; under 30 it is grey."
    )
)
if stages:
    frame.explain(_("Touchpoints of one stage have one colour."))

"""In what do two groups of journeys differ?"""

import streamlit as st

from journey.analyses.command import command, options
from journey.analyses.compare import Difference, compare
from journey.analyses.compare_groups import compare_journeys
from journey.analyses.compare_twins import compare_twins
from journey.charts.compare_table import difference_table, differences_at, listed_differences
from journey.charts.compare_words import compare_answer, difference_shading, kind_name, place_name
from journey.charts.flow_map import spec
from journey.components.flow_map import Selection
from journey.errors import WrongInput
from journey.scope import Scope
from journey.stories.map_place import known_place
from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame, shown
from journey.views.behind_list import behind_list
from journey.views.compare_choice import choose_groups
from journey.views.copied import no_command, say_command
from journey.views.long_work import long_work
from journey.views.map_controls import sliders
from journey.views.page_settings import seed, tell
from journey.views.results import flow_map, kept, workspace_info
from journey.views.scope_bar import scope_bar
from journey.views.ticked_row import ticked_row
from journey.views.twins import twins

QUESTION = _("In what do two groups of journeys differ?")


def journeys_of(row: Difference) -> None:
    """Twins, and the journeys of A and of B behind a row, each a tab."""
    names = [_("Two journeys, one of each"), _("Journeys of A"), _("Journeys of B")]
    pair, *sides = st.tabs(names, on_change="rerun", key="compare_sides")
    if pair.open:
        with pair:
            found_twins, of_first = kept(compare_twins, workspace, scope, of_a, of_b, row)
            titles = (_("A: {name}").format(name=a), _("B: {name}").format(name=b))
            twins(
                workspace, found_twins, key="compare", titles=titles if of_first else titles[::-1],
                ends=row.kind in ("conversion", "converted"),
            )  # fmt: skip
    for number, (side, (name, _scope)) in enumerate(zip(sides, chosen, strict=True)):
        if side.open:
            with side:
                _side(row, number, name)


def _side(row: Difference, number: int, name: str) -> None:
    behind_list(
        lambda top: kept(compare_journeys, workspace, scope, of_a, of_b, number, row.source, row.target, top),
        lambda n: ngettext("{n} journey of {name}: {place}", "{n} journeys of {name}: {place}", n).format(
            n=count(n), name=frame.short(name, 40), place=place_name(row)
        ),
        scope, key=f"compare_{number}",
    )  # fmt: skip


workspace, scope = scope_bar()
held = workspace_info(workspace)
flow = flow_map(workspace, scope)
if not flow.touchpoints:
    st.info(_("Every touchpoint of these journeys is hidden. Show one again above."))
    st.stop()
head = st.container()
chosen = choose_groups(workspace, held)
if chosen is None:
    with head:
        frame.headline(QUESTION, _("Choose two groups."))
    st.stop()
(a, of_a), (b, of_b) = chosen
groups = options(a=of_a.text(), b=of_b.text())
say_command("compare", workspace, scope, *groups)
try:
    found = long_work(compare, workspace, scope, of_a, of_b, label=_("Comparing the groups"))
except WrongInput as error:
    no_command()
    with head:
        frame.headline(QUESTION, _("These two cannot be compared."))
    st.warning(frame.escape(str(error)), icon=":material/edit:")
    st.stop()
if found is None:
    with head:
        frame.headline(QUESTION, _("The groups are being compared."))
    st.stop()
with head:
    frame.headline(QUESTION, compare_answer(found, a, b))
key = f"compare_{workspace.name}_{scope.level}"
with st.container(horizontal=True, vertical_alignment="bottom"):
    base = flow_map(workspace, Scope(level=scope.level, hidden=scope.hidden))
    touchpoints, transitions = sliders(base, flow, key)
shading = difference_shading(flow, found)
kept_at = f"{key}_at"


def select(selected: Selection | None) -> None:
    st.session_state[kept_at] = selected.id if selected else None


seed("place", kept_at, None, known_place)
place = st.session_state[kept_at]
tell("place", place)
frame.flow(
    spec(flow, base, shading=shading, touchpoints=touchpoints, transitions=transitions, selected=place),
    key=key, on_select=select,
)  # fmt: skip
here, rows = differences_at(found, place), listed_differences(found, place)
shown.tell_table(lambda: difference_table(rows or found.differences, a, b))
if here:
    st.markdown(_("**What was compared there**"))
elif place:
    frame.explain(_("Nothing is compared there. All differences:"))
if rows:
    named = [_("{place}: {kind}").format(place=place_name(row), kind=kind_name(row)) for row in rows]
    ticked = ticked_row(
        difference_table(rows, a, b), named, alt=QUESTION,
        height=min(420, 38 + 35 * len(rows)), key=f"{key}_rows_{hash((of_a, of_b, place))}",
    )  # fmt: skip
    if ticked is not None:
        journeys_of(rows[ticked])
    else:
        frame.explain(_("Tick a row to see its journeys of A and of B; click the map to see only what is there."))
for side, only in ((a, found.only_a), (b, found.only_b)):
    if only:
        frame.table(
            difference_table(only, a, b), name=f"only_{'a' if only is found.only_a else 'b'}",
            label=_("Only in {name}: {n}").format(name=frame.escape(frame.short(side, 40)), n=count(len(only))),
        )  # fmt: skip
below = [row for row in found.differences if not row.above_line]
if below:
    frame.table(
        difference_table(below, a, b), name="compare_below",
        label=_("{n} that do not differ clearly, or rest on fewer than 30 customers").format(n=count(len(below))),
    )  # fmt: skip
with st.expander(_("The same on the command line"), icon=":material/terminal:"):
    st.code(command("compare", workspace.name, scope, *groups), language="bash", wrap_lines=True)
notes = [
    _("A: {a} ({n}), B: {b} ({m}).").format(
        a=frame.escape(frame.short(a)), b=frame.escape(frame.short(b)),
        n=ngettext("{n} journey", "{n} journeys", found.groups.journeys[0]).format(n=count(found.groups.journeys[0])),
        m=ngettext("{n} journey", "{n} journeys", found.groups.journeys[1]).format(n=count(found.groups.journeys[1])),
    )
]  # fmt: skip
if found.groups.overlap:
    notes.append(_("{n} journeys are in both groups, and on neither side.").format(n=count(found.groups.overlap)))
if sum(found.groups.young):
    notes.append(_("{n} are too young to be judged, and left out.").format(n=count(sum(found.groups.young))))
if found.ends_chosen:
    notes.append(_("As the groups differ by their end, only what came before it is compared."))
if found.by_construction:
    names = ", ".join(frame.escape(frame.short(name)) for name in found.by_construction)
    notes.append(_("Left out, as the groups are chosen by it: {names}.").format(names=names))
notes.append(
    _(
        "Ranked by how far the groups are apart, times the journeys concerned; listed above what passes a "
        "false-discovery rate of 5 %. Intervals are over customers. Groups may differ for many reasons."
    )
)
frame.explain(" ".join(notes))

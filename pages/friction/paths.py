"""Which ways lead on from here?"""

import streamlit as st

from journey.analyses.command import options
from journey.analyses.path_journeys import path_journeys
from journey.analyses.paths import PathQuestion, paths
from journey.charts.paths_sankey import box_name, paths_sankey
from journey.charts.paths_words import LISTED, paths_answer, ribbon_table
from journey.stories.pictures.paths import NAMED, STEPS, named_asked, steps_asked
from journey.text import _, ngettext
from journey.text.format import count
from journey.views import frame
from journey.views.behind_list import behind_list
from journey.views.copied import say_command
from journey.views.page_settings import seed, tell
from journey.views.results import flow_map, kept
from journey.views.scope_bar import scope_bar
from journey.views.ticked_row import ticked_row

QUESTION = _("Which ways lead on from a touchpoint, and which lead to it?")

workspace, scope = scope_bar()
flow = flow_map(workspace, scope)
if not flow.touchpoints:
    st.info(_("Every touchpoint of these journeys is hidden. Show one again above."))
    st.stop()
names = [touchpoint.name for touchpoint in flow.touchpoints]
head = st.container()
key = f"{workspace.name}_{scope.level}"
directions = {"after": _("what follows"), "before": _("what leads to it")}
visits = {"first": _("the first"), "last": _("the last")}
seed("at", f"paths_anchor_{key}", names[0], lambda text: text if text in names else None)
seed("unroll", "paths_direction", "after", lambda text: text if text in directions else None)
seed("visit", "paths_occurrence", "first", lambda text: text if text in visits else None)
seed("steps", "paths_steps", STEPS, steps_asked)
seed("named", "paths_top", NAMED, named_asked)
with st.container(horizontal=True, vertical_alignment="bottom", key="paths_controls"):
    anchor = st.selectbox(_("Touchpoint"), names, key=f"paths_anchor_{key}", width=280, persist_state="session")
    direction = st.segmented_control(
        _("Unroll"), list(directions), required=True, key="paths_direction", format_func=directions.__getitem__,
        persist_state="session",
    )  # fmt: skip
    occurrence = st.segmented_control(
        _("Of a journey's visits"), list(visits), required=True, key="paths_occurrence",
        format_func=visits.__getitem__, persist_state="session",
    )  # fmt: skip
    steps = st.number_input(_("Steps"), 1, 12, key="paths_steps", width=110, persist_state="session")
    top = st.number_input(_("Named at each"), 1, 20, key="paths_top", width=110, persist_state="session")
for word, value, default in (
    ("at", anchor, names[0]), ("unroll", direction, "after"), ("visit", occurrence, "first"), ("steps", steps, STEPS),
    ("named", top, NAMED),
):  # fmt: skip
    tell(word, value, default)
question = PathQuestion(
    anchor=anchor or names[0],
    direction=direction or "after",
    occurrence=occurrence or "first",
    steps=int(steps),
    top=int(top),
)
say_command(
    "paths", workspace, scope,
    *options(
        anchor=question.anchor, direction=question.direction, occurrence=question.occurrence, length=question.steps,
        top=question.top,
    ),
)  # fmt: skip
found = kept(paths, workspace, scope, question)
with head:
    frame.headline(QUESTION, paths_answer(found))
if not found.links:
    st.stop()
with st.container(key="paths_picture"):
    frame.chart(lambda mode: paths_sankey(found, mode), alt=paths_answer(found), key="paths_sankey")
strongest = found.links[:LISTED]
listing = ribbon_table(found)
st.caption(_("Every ribbon of the picture, the widest first. Tick one to see its journeys."))
ribbons = [
    _("{step} {source} → {target}").format(
        step=found.nodes[link.source].step, source=box_name(found.nodes[link.source]),
        target=box_name(found.nodes[link.target]),
    )
    for link in strongest
]  # fmt: skip
ticked = ticked_row(
    listing, ribbons, alt=_("Ribbons of the picture"), height=260, word="ribbon",
    key=f"paths_links_{hash((workspace.name, scope.text(), question))}",
)  # fmt: skip
if ticked is not None:
    link = strongest[ticked]
    source, target = (frame.short(box_name(found.nodes[n])) for n in (link.source, link.target))
    behind_list(
        lambda top: kept(path_journeys, workspace, scope, question, link.source, link.target, top),
        lambda n: ngettext(
            "{n} journey went from {source} to {target}", "{n} journeys went from {source} to {target}", n
        ).format(n=count(n), source=source, target=target),
        scope, key="paths", next=False,
    )  # fmt: skip
frame.download(lambda: listing, name="paths")
frame.explain(
    _(
        "Columns are steps, counted in touchpoints; boxes are as tall as their journeys are many. At each step the "
        "busiest touchpoints are named, the others are one box. Ends show how the journey stands: completed, lost, "
        "dropped (silent too long) or open (not known yet)."
    )
)

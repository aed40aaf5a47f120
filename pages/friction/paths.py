"""Which ways lead on from here?"""

import pandas as pd
import streamlit as st

from journey.analyses.path_journeys import path_journeys
from journey.analyses.paths import PathQuestion, Paths, paths
from journey.charts.paths_sankey import box_name, paths_sankey, step_name
from journey.text import _, ngettext
from journey.text.format import count, percent
from journey.views import frame
from journey.views.behind_list import behind_list
from journey.views.page_settings import seed, tell
from journey.views.results import flow_map, kept
from journey.views.scope_bar import scope_bar
from journey.views.ticked_row import ticked_row

QUESTION = _("Which ways lead on from a touchpoint, and which lead to it?")
LISTED = 300


def answer(found: Paths) -> str:
    anchor = frame.short(found.question.anchor)
    if not found.journeys:
        return _("No journey here comes to {anchor}.").format(anchor=anchor)
    after = found.question.direction == "after"
    near = max(
        (node for node in found.nodes if node.step == (1 if after else -1)),
        key=lambda node: node.journeys,
        default=None,
    )
    came = ngettext("{n} journey comes to {anchor}", "{n} journeys come to {anchor}", found.journeys).format(
        n=count(found.journeys), anchor=anchor
    )
    if near is None:
        return (
            _("{came}, and none goes on.").format(came=came)
            if after
            else _("{came}, all as their first step.").format(came=came)
        )
    share = percent(near.journeys / found.journeys)
    pattern = _("{came}; {share} go on to {box}.") if after else _("{came}; {share} of them from {box}.")
    return pattern.format(came=came, share=share, box=frame.short(box_name(near)))


workspace, scope = scope_bar("paths")
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
seed("steps", "paths_steps", 5, lambda text: min(12, max(1, int(text))))
seed("named", "paths_top", 6, lambda text: min(20, max(1, int(text))))
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
    ("at", anchor, names[0]), ("unroll", direction, "after"), ("visit", occurrence, "first"), ("steps", steps, 5),
    ("named", top, 6),
):  # fmt: skip
    tell(word, value, default)
question = PathQuestion(
    anchor=anchor or names[0],
    direction=direction or "after",
    occurrence=occurrence or "first",
    steps=int(steps),
    top=int(top),
)
found = kept(paths, workspace, scope, question)
with head:
    frame.headline(QUESTION, answer(found))
if not found.links:
    st.stop()
with st.container(key="paths_picture"):
    frame.chart(lambda mode: paths_sankey(found, mode), alt=answer(found), key="paths_sankey")
strongest = found.links[:LISTED]
listing = pd.DataFrame(
    {
        _("When"): [step_name(found.nodes[link.source].step) for link in strongest],
        _("From"): [box_name(found.nodes[link.source]) for link in strongest],
        _("To"): [box_name(found.nodes[link.target]) for link in strongest],
        _("Journeys"): [link.journeys for link in strongest],
        _("Share of the box"): [percent(link.journeys / found.nodes[link.source].journeys) for link in strongest],
    }
)
st.caption(_("Every ribbon of the picture, the widest first. Tick one to see its journeys."))
ribbons = [
    f"{found.nodes[link.source].step} {box_name(found.nodes[link.source])} → {box_name(found.nodes[link.target])}"
    for link in strongest
]
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

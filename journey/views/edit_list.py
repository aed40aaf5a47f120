"""The edits of a scenario: a card each, with its switch, its place in the order, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.charts.forecast_words import KIND_NAMES, edit_words
from journey.design.draft import Draft
from journey.design.edits import Edit
from journey.design.kept import Kept
from journey.design.preview import Preview
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import MINUS
from journey.views import frame
from journey.views.edit_form import EVIDENCE_NAMES, Choices, edit_form
from journey.views.scenario_choice import alter

__all__ = ["edit_list"]


def edit_list(workspace: Workspace, kept: Kept, found: Preview | Draft, choices: Choices) -> None:
    """Draw them, in the order they are made."""
    draft = isinstance(found, Draft)
    parts = {} if isinstance(found, Draft) else {part.number: part.conversion for part in found.effect.parts}
    has_goal = not isinstance(found, Draft) and "conversion" in found.figures
    for number, edit in enumerate(kept.scenario.edits):
        with st.container(border=True, key=f"edit_{number}", gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center"):
                # The key holds the version: what is switched here stands in the scenario, not in the widget.
                on = st.toggle(
                    _("Edit {number} is on").format(number=number + 1), edit.on, label_visibility="collapsed",
                    key=f"edit_on_{kept.id}_{kept.version}_{number}",
                )  # fmt: skip
                if on != edit.on:
                    _put(workspace, kept, number, replace(edit, on=on))
                    st.rerun()
                st.badge(KIND_NAMES[edit.kind], color="blue" if edit.on else "gray")
                st.markdown(f"{number + 1}. {frame.escape(frame.together(edit_words(edit)))}", width="stretch")
                _effect(parts.get(number), has_goal=has_goal)
                with st.popover("", icon=":material/edit:", help=_("Change this edit"), type="tertiary",
                                key=f"edit_change_{number}", on_change="rerun") as opened:  # fmt: skip
                    if opened.open:
                        prefix = f"change_{kept.id}_{kept.version}_{number}"
                        edit_form(workspace, kept, choices, prefix=prefix, number=number)
                _tools(workspace, kept, number)
            if not draft:
                _notes(edit)
            if found.wrong is not None and found.wrong.number == number:
                words = f"{found.wrong.reason[:1].upper()}{found.wrong.reason[1:]} {found.wrong.hint}"
                st.error(frame.escape(words.strip()), icon=":material/error:")
            elif found.wrong is not None and edit.on and number > found.wrong.number:
                st.caption(_("Not counted until edit {number} is put right.").format(number=found.wrong.number + 1))
            for problem in found.problems:
                if problem.number == number:
                    st.warning(frame.escape(problem.text[:1].upper() + problem.text[1:]), icon=":material/info:")


def _effect(conversion: float | None, *, has_goal: bool) -> None:
    if conversion is None or not has_goal:
        return
    sign = "" if abs(conversion) < 0.0005 else "+" if conversion > 0 else MINUS
    st.markdown(
        _("{change} points").format(change=f"**{sign}{100 * abs(conversion):.1f}**"), width="content",
        help=_("What this edit adds to the conversion, after those before it."),
    )  # fmt: skip


def _notes(edit: Edit) -> None:
    rests = [_("Rests on {what}").format(what=EVIDENCE_NAMES[edit.evidence])]
    if edit.linked:
        rests.append(_("goes with: {group}").format(group=edit.linked))
    if edit.note:
        rests.append(edit.note)
    if edit.kind == "wait" and edit.text("carry") != "no":
        rests.append(_("who waited longer is taken to go on as those do who waited less"))
    if edit.kind in ("remove", "limit_repeats"):
        stays = edit.text("stay") == "yes"
        rests.append(
            _("who came there goes on elsewhere") if stays else _("who came there goes on or leaves as the others do")
        )
    st.caption(frame.escape(" · ".join(rests)))


def _tools(workspace: Workspace, kept: Kept, number: int) -> None:
    last = len(kept.scenario.edits) - 1
    for icon, words, to, off in (
        ("arrow_upward", _("Make it earlier"), number - 1, number == 0),
        ("arrow_downward", _("Make it later"), number + 1, number == last),
    ):
        st.button(
            "", icon=f":material/{icon}:", help=words, disabled=off, type="tertiary", key=f"edit_{icon}_{number}",
            on_click=_move, args=(workspace, kept, number, to),
        )  # fmt: skip
    st.button(
        "", icon=":material/delete:", help=_("Take this edit away"), type="tertiary", key=f"edit_delete_{number}",
        on_click=_take, args=(workspace, kept, number),
    )  # fmt: skip


def _put(workspace: Workspace, kept: Kept, number: int, edit: Edit) -> None:
    edits = list(kept.scenario.edits)
    edits[number] = edit
    alter(workspace, kept, replace(kept.scenario, edits=tuple(edits)))


def _move(workspace: Workspace, kept: Kept, number: int, to: int) -> None:
    edits = list(kept.scenario.edits)
    edits.insert(to, edits.pop(number))
    alter(workspace, kept, replace(kept.scenario, edits=tuple(edits)))


def _take(workspace: Workspace, kept: Kept, number: int) -> None:
    edits = [edit for n, edit in enumerate(kept.scenario.edits) if n != number]
    alter(workspace, kept, replace(kept.scenario, edits=tuple(edits)))

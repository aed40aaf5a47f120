"""Pins as the stage draws them; what takes long is waited for beside the page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from journey.components.present_stage import StageSlide
from journey.errors import JourneyError
from journey.store.privacy import privacy_wanted
from journey.store.story_pins import Pin
from journey.store.workspace import Workspace
from journey.stories import slide_of
from journey.stories.foot import foot
from journey.stories.picture import picture_json
from journey.stories.privacy import private
from journey.text import _
from journey.views.asking import NotReady, ask
from journey.views.frame import together

__all__ = ["again_when_ready", "staged"]

EVERY_S = 1.0


def staged(workspace: Workspace, held: Pin) -> tuple[StageSlide, bool]:
    """The slide of a pin, and whether it stays so: what is still being computed, or cannot be drawn, is said on it.

    It shows pseudonyms and no group under 10, unless the host said otherwise.
    """
    try:
        slide = slide_of(workspace, held, ask)
    except NotReady:
        return _words(held, _("This slide is still being computed …")), False
    except JourneyError as error:
        return _words(held, str(error)), True
    if privacy_wanted(workspace):
        slide = private(workspace, slide)
    return (
        StageSlide(
            title=slide.title or together(slide.answer),
            sentence=slide.sentence,
            answer=together(slide.answer) if slide.title else "",
            foot=foot(slide.footer, frozen=held.frozen is not None),
            notes=held.notes,
            picture=picture_json(slide.picture),
        ),
        True,
    )


def again_when_ready(workspace: Workspace, waiting: Sequence[Pin]) -> None:
    """Run the page again once one of these pins can be drawn."""

    @st.fragment(run_every=EVERY_S)
    def draw() -> None:
        if any(staged(workspace, held)[1] for held in waiting):
            st.rerun()

    draw()


def _words(held: Pin, words: str) -> StageSlide:
    picture = {"kind": "words", "text": words}
    return StageSlide(held.title, held.sentence, "", "", held.notes, picture)

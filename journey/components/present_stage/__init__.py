"""Slides before a room: fills the window, and walks by keys, a clicker or swipes, without the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from journey.charts.drawing_parts import drawing_script, drawing_styles
from journey.charts.map_tools import map_tools
from journey.charts.theme import FONT, MODES, tokens
from journey.text import _

__all__ = ["StageSlide", "present_stage"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "desire_path_present_stage",
    css=(_HERE / "present_stage.css").read_text(encoding="utf-8"),
    # One inline module; a later part uses what an earlier one defines.
    js="\n".join(
        [
            drawing_script(),
            *((_HERE / f"{part}.js").read_text(encoding="utf-8") for part in ("pictures", "stage", "present_stage")),
        ]
    ),
)


@dataclass(frozen=True)
class StageSlide:
    """What the stage draws of a slide.

    Attributes
    ----------
    title, sentence, answer, foot, notes : str
        Shown as text, never as markup; the notes on a key only.
    picture : dict
        `stories.picture.picture_json`.
    """

    title: str
    sentence: str
    answer: str
    foot: str
    notes: str
    picture: dict[str, Any]


def present_stage(
    slides: Sequence[StageSlide],
    *,
    name: str,
    at: int = 0,
    channel: str = "",
    on_leave: Callable[[], None] | None = None,
    key: str,
) -> None:
    """Show the slides: before a room, or where nobody can leave, small, as a preview on a page.

    Parameters
    ----------
    name : str
        Of the story.
    at : int
        The slide to begin with, from 0.
    channel : str
        Windows of one browser that show the same story walk together; they share this.
    on_leave : callable, optional
        Told when Escape is pressed with nothing left to close. None: a preview.
    """
    data = {
        "name": name,
        "at": at,
        "channel": channel,
        "preview": on_leave is None,
        "font": FONT,
        "slides": [vars(slide) for slide in slides],
        "themes": {mode: tokens(mode) for mode in MODES},
        "styles": drawing_styles(),
        "words": _words(),
    }
    _component(key=key, data=data, on_left_change=on_leave or (lambda: None))


def _words() -> dict[str, Any]:
    return {
        "notes": _("Notes"),
        "none": _("No notes for this slide."),
        "next": _("Next: {title}"),
        "speaker": _("Notes of the speaker"),
        "hint": _("→ next · ← back · ↓ look closer · F full screen · ? all keys"),
        "keys": [
            (_("→  Page Down  Space"), _("next slide")),
            (_("←  Page Up"), _("slide before")),
            (_("Home  End"), _("first and last slide")),
            (_("↓  ↑"), _("walk through the picture: stage by stage, or further down")),
            (_("1 … 9"), _("one stage, the rest dimmed")),
            (_("Click"), _("outline one box, cell or row, the rest faded")),
            ("0", _("the whole map")),
            ("F", _("full screen")),
            ("N", _("notes, here")),
            ("S", _("notes in a window of their own")),
            ("T", _("timer; with Shift from zero")),
            ("B", _("black screen")),
            ("D", _("dark or light")),
            ("Esc", _("close what is open, then leave")),
        ],
        "map": map_tools(_("Click a box to outline it.")),
    }

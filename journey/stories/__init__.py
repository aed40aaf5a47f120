"""Pages as slides: what a room sees of them, drawn by what the pages draw with."""

from __future__ import annotations

from journey.stories.pages import slide_at, slide_of
from journey.stories.slide import Slide

__all__ = ["Slide", "slide_at", "slide_of"]

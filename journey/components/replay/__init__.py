"""Journeys as tokens that move over the flow map; time, speed and camera never leave the browser."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from journey.charts.map_tools import map_tools
from journey.charts.replay_spec import Clock, ReplaySpec
from journey.charts.theme import CHANNELS, MODES, tokens
from journey.text import _

__all__ = ["replay"]

_HERE = Path(__file__).parent
_MAP = _HERE.parent / "flow_map"
# Inline modules; a later part uses what an earlier one defines.
_PARTS = (
    *(_MAP / f"{part}.js" for part in ("shapes", "view", "map")),
    *(_HERE / f"{part}.js" for part in ("tokens", "player", "replay")),
)
_WIDE, _AROUND = 1_100, 200
"""px: the usual room for a map, and what names above it and tokens that fall out below it take."""
_LOWEST, _HIGHEST = 320, 520

_component = st.components.v2.component(
    "journey.replay",
    css="".join(path.read_text(encoding="utf-8") for path in (_MAP / "flow_map.css", _HERE / "replay.css")),
    js="\n".join(path.read_text(encoding="utf-8") for path in _PARTS),
)


def replay(spec: ReplaySpec, *, clock: Clock, key: str) -> None:
    """Show a replay; it plays at once, but where the system asks for less motion.

    Parameters
    ----------
    clock : str
        Which time runs.
    key : str
        Pan, zoom and the place in time are kept for this key.
    """
    _component(
        key=key,
        data={
            "key": key,
            "height": _height_of(spec.map.width, spec.map.height),
            "spec": spec.map.to_json(),
            "selected": None,
            "themes": {mode: tokens(mode) for mode in MODES},
            "categories": list(CHANNELS),
            "replay": spec.to_json(),
            "clock": clock,
            "words": _words(),
        },
    )


def _height_of(width: float, height: float) -> int:
    """px: the stage of a map of that size, which is seen whole, is no taller than it fills."""
    return round(min(_HIGHEST, max(_LOWEST, _WIDE * height / max(width, 1.0) + _AROUND)))


def _words() -> dict[str, str]:
    return {
        **map_tools(_("Space plays and pauses.")),
        "play": _("Play"),
        "pause": _("Pause"),
        "time": _("Time"),
        "speed": _("Speed"),
        "day": _("Day {n}, {time}"),
        "step": _("Step {n}"),
        "under_way": _("under way"),
        "completed": _("completed"),
        "lost": _("lost"),
        "dropped": _("dropped"),
        "open": _("open"),
        "undecided": _("ended"),
    }

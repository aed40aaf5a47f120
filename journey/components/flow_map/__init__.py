"""The flow map in the browser: draws a `MapSpec`, tells what was clicked; pan and zoom never leave the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from journey.charts.map_spec import MapSpec
from journey.charts.map_tools import map_tools
from journey.charts.theme import MODES, tokens
from journey.text import _

__all__ = ["Selection", "flow_map"]

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "journey.flow_map",
    css=(_HERE / "flow_map.css").read_text(encoding="utf-8"),
    # One inline module; a later part uses what an earlier one defines.
    js="\n".join(
        (_HERE / f"{part}.js").read_text(encoding="utf-8") for part in ("shapes", "view", "map", "ways", "flow_map")
    ),
)


@dataclass(frozen=True)
class Selection:
    """What is selected on a flow map.

    Attributes
    ----------
    kind : str
        "box" or "curve".
    id : str
        As in the map spec: "t12", "start", "end-lost"; "t12>t7", "start>t3", "t7>end-lost".

    Examples
    --------
    >>> Selection("box", "t12").touchpoint, Selection("curve", "t12>t7").transition, Selection("box", "end-lost").end
    (12, (12, 7), 'lost')
    """

    kind: Literal["box", "curve"]
    id: str

    @property
    def touchpoint(self) -> int | None:
        """The touchpoint id of a box; None for the start, an end or a curve."""
        return _number(self.id) if self.kind == "box" else None

    @property
    def transition(self) -> tuple[int, int] | None:
        """Source and target of a curve between two touchpoints."""
        source, _arrow, target = self.id.partition(">")
        ends = _number(source), _number(target)
        return ends if self.kind == "curve" and None not in ends else None  # type: ignore[return-value]

    @property
    def start(self) -> int | None:
        """The touchpoint of a curve from the start."""
        source, _arrow, target = self.id.partition(">")
        return _number(target) if source == "start" else None

    @property
    def end(self) -> str | None:
        """The kind of end ("completed", "lost" ...) of an end node, or of a curve into one."""
        *_source, target = self.id.split(">")
        return target.removeprefix("end-") if target.startswith("end-") else None

    @property
    def end_of(self) -> int | None:
        """The touchpoint of a curve into an end."""
        return _number(self.id.split(">")[0]) if self.kind == "curve" and self.end else None


def _number(key: str) -> int | None:
    return int(key[1:]) if key.startswith("t") and key[1:].isdigit() else None


def flow_map(
    spec: MapSpec,
    *,
    key: str,
    height: int = 560,
    together: str = "",
    on_select: Callable[[Selection | None], None] | None = None,
    on_draw: Callable[[Selection], None] | None = None,
    on_cut: Callable[[Selection], None] | None = None,
) -> Selection | None:
    """Show a flow map.

    A click on a box or curve, or Enter on it, selects it and reruns the script; a click on empty space, or Escape,
    clears.

    Parameters
    ----------
    spec : MapSpec
        From `journey.charts.flow_map.spec`.
    key : str
        Pan and zoom are kept for this key.
    height : int
        px.
    together : str
        Maps on one page with the same word here are panned and zoomed together.
    on_select : callable, optional
        Told what was selected, before the script runs again. The caller then keeps the selection, and gives it back
        as `spec.selected`.
    on_draw, on_cut : callable, optional
        The map can be edited: told which way was drawn from the handle of a box to another box, or which curve is to
        go (Delete on it).

    Returns
    -------
    Selection or None
    """

    def chosen() -> Selection | None:
        return _selection((st.session_state.get(key) or {}).get("selected"))

    def drawn() -> Selection | None:
        told = (st.session_state.get(key) or {}).get("drawn")
        if not isinstance(told, dict):
            return None
        return _selection({"kind": "curve", "id": f"{told.get('source')}>{told.get('target')}"})

    def cut() -> Selection | None:
        told = (st.session_state.get(key) or {}).get("cut")
        return _selection({"kind": "curve", "id": told.get("id")}) if isinstance(told, dict) else None

    def tell(act: Callable[[Selection], None] | None, told: Selection | None) -> None:
        if act is not None and told is not None:
            act(told)

    selected = spec.selected
    if on_select is None and selected is None and (before := chosen()):
        selected = before.id
    result = _component(
        key=key,
        data={
            "key": key,
            "height": height,
            "spec": spec.to_json(),
            "selected": selected,
            "together": together,
            "editable": on_draw is not None,
            "themes": {mode: tokens(mode) for mode in MODES},
            "words": map_tools(
                _("Arrow keys walk from box to box, with Shift along the curves. Enter opens, Escape clears.")
            ),
        },
        on_selected_change=lambda: on_select(chosen()) if on_select else None,
        on_drawn_change=lambda: tell(on_draw, drawn()),
        on_cut_change=lambda: tell(on_cut, cut()),
    )
    return _selection(result.selected)


def _selection(value: Any) -> Selection | None:
    """What the browser sent, which is anybody's: only the two kinds, only text."""
    if not isinstance(value, dict) or value.get("kind") not in ("box", "curve") or not isinstance(value.get("id"), str):
        return None
    return Selection(value["kind"], value["id"])

"""The pictures a slide can hold, each the very description that its page draws from."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import plotly.graph_objects as go

from journey.charts.map_spec import MapSpec
from journey.charts.theme import Mode
from journey.charts.timeline_rows import TimelineRow
from journey.stories.revive import revive

__all__ = [
    "BoardPicture",
    "FigurePicture",
    "MapPicture",
    "MetricsPicture",
    "Picture",
    "TimelinePicture",
    "board_picture",
    "figure_picture",
    "metrics_picture",
    "picture_json",
    "read_picture",
]


@dataclass(frozen=True)
class MapPicture:
    """A flow map (`charts.flow_map.spec`)."""

    spec: MapSpec


@dataclass(frozen=True)
class BoardPicture:
    """A board (`charts.board_spec.board_spec`): texts, numbers and lists only."""

    spec: dict[str, Any]


@dataclass(frozen=True)
class FigurePicture:
    """A Plotly figure for each theme, as Plotly's own JSON: data and layout."""

    light: dict[str, Any]
    dark: dict[str, Any]

    def figure(self, mode: Mode) -> go.Figure:
        """The figure itself."""
        return go.Figure(self.light if mode == "light" else self.dark)


@dataclass(frozen=True)
class TimelinePicture:
    """One journey, event by event (`charts.timeline_rows`), for each theme."""

    light: tuple[TimelineRow, ...]
    dark: tuple[TimelineRow, ...]


@dataclass(frozen=True)
class MetricsPicture:
    """A table of metrics (`charts.metric_table`): texts, numbers and lists only."""

    spec: dict[str, Any]


Picture = MapPicture | BoardPicture | FigurePicture | TimelinePicture | MetricsPicture

_KINDS: dict[str, type[Any]] = {
    "map": MapPicture,
    "board": BoardPicture,
    "figure": FigurePicture,
    "timeline": TimelinePicture,
    "metrics": MetricsPicture,
}


def figure_picture(draw: Callable[[Mode], go.Figure]) -> FigurePicture:
    """A figure as it is drawn in each theme."""
    light, dark = (json.loads(draw(mode).to_json() or "{}") for mode in ("light", "dark"))
    return FigurePicture(light, dark)


def board_picture(spec: dict[str, Any]) -> BoardPicture:
    """A board, as JSON keeps it."""
    return BoardPicture(_plain(spec))


def metrics_picture(spec: dict[str, Any]) -> MetricsPicture:
    """A table of metrics, as JSON keeps it."""
    return MetricsPicture(_plain(spec))


def picture_json(picture: Picture) -> dict[str, Any]:
    """A picture as dicts, lists, strings and numbers, with its kind."""
    kind = next(name for name, made in _KINDS.items() if isinstance(picture, made))
    return {"kind": kind, **_plain(asdict(picture))}


def read_picture(content: dict[str, Any]) -> Picture:
    """The picture that `picture_json` wrote."""
    kind = _KINDS[content["kind"]]
    found: Picture = revive(kind, {name: value for name, value in content.items() if name != "kind"})
    return found


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    """Once through JSON, so that what is kept and what is read back are the same lists."""
    found: dict[str, Any] = json.loads(json.dumps(content))
    return found

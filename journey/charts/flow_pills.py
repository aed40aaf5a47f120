"""Numbers on the curves of a flow map: on the strongest, and never on one another or on a box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from journey.charts.flow_layout import Layout
from journey.charts.flow_routes import LOOP_PX, Route
from journey.charts.label import text_width

__all__ = ["Pill", "place_pills"]

HEIGHT_PX = 18
TEXT_PX = 13
SHORT_PX = 110
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9)


@dataclass(frozen=True)
class Pill:
    """A number on a curve: its centre and size in px."""

    x: float
    y: float
    width: float
    height: float
    text: str

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.x - self.width / 2, self.y - self.height / 2, self.x + self.width / 2, self.y + self.height / 2


def place_pills(
    layout: Layout, routes: Mapping[str, Route], texts: Mapping[str, str], wanted: Sequence[str], most: int = 12
) -> dict[str, Pill]:
    """Place numbers on curves.

    Parameters
    ----------
    texts : dict of str to str
        What to write, by the key of the route.
    wanted : sequence of str
        Keys in order of importance. Loops always carry their number, others while there are fewer than `most` and
        where there is room.

    Returns
    -------
    dict of str to Pill
    """
    taken = [(p.left - 2, p.top - 2, p.right + 2, p.bottom + 2) for p in layout.places.values()]
    pills: dict[str, Pill] = {}
    for key in routes:
        if routes[key].loop and key in texts:
            pills[key] = _at_loop(routes[key], texts[key])
            taken.append(pills[key].edges)
    lines = np.concatenate([r.points for r in routes.values()]) if routes else np.empty((0, 2))
    placed = 0
    for key in (key for key in wanted if not routes[key].loop):
        if placed == most:
            break
        pill = _on_curve(routes[key], texts[key], taken, lines)
        if pill:
            pills[key] = pill
            taken.append(pill.edges)
            placed += 1
    return pills


def _at_loop(route: Route, text: str) -> Pill:
    """To the left of the arc, over the box."""
    x, y = route.points[0]
    width = text_width(text, TEXT_PX) + 6
    return Pill(x - width / 2 - 4, y - LOOP_PX / 2 - 1, width, HEIGHT_PX - 2, text)


def _on_curve(
    route: Route, text: str, taken: Iterable[tuple[float, float, float, float]], lines: np.ndarray
) -> Pill | None:
    best: tuple[int, int, Pill] | None = None
    for rank, pill in enumerate(_candidates(route, text)):
        left, top, right, bottom = pill.edges
        if any(left < r and right > x0 and top < b and bottom > y0 for x0, y0, r, b in taken):
            continue
        inside = (lines[:, 0] > left) & (lines[:, 0] < right) & (lines[:, 1] > top) & (lines[:, 1] < bottom)
        found = (int(inside.sum()) // 12, rank, pill)
        if best is None or found[:2] < best[:2]:
            best = found
            if not found[0]:
                break
    return best[2] if best else None


def _candidates(route: Route, text: str) -> Iterator[Pill]:
    """Along the curve from its middle; over a short level one, which a pill would hide."""
    width = text_width(text, TEXT_PX)
    points = route.points
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    if along[-1] < SHORT_PX and np.ptp(points[:, 1]) < 2:
        x = (points[0, 0] + route.head[0][0]) / 2
        yield Pill(float(x), float(points[0, 1]) - route.width / 2 - HEIGHT_PX / 2, width + 2, HEIGHT_PX - 3, text)
        return
    for share in _ALONG:
        x, y = points[int(np.searchsorted(along, share * along[-1]))]
        yield Pill(float(x), float(y), width + 10, HEIGHT_PX, text)

"""A map as a stand-alone SVG file: the picture, its legend and its coverage, for slides and print."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from journey.charts.label import clean, text_width
from journey.charts.map_spec import Box, Curve, Legend, MapSpec
from journey.charts.theme import FONT, SIZES, STEPS, Mode, tokens

__all__ = ["to_svg"]

LEGEND_PX = 64.0
MARGIN_PX = 28.0
_STAR = "M0-8l2.4 5l5.4.6l-4 3.7l1.1 5.3l-4.9-2.7l-4.9 2.7l1.1-5.3l-4-3.7l5.4-.6z"
_ICONS = {
    "completed": "M-6 0L-2 4.5L6 -5",
    "lost": "M-5 -5L5 5M5 -5L-5 5",
    "dropped": "M0 -6V5M-5 1L0 6L5 1",
    "open": "M-5.5 0h.1M0 0h.1M5.5 0h.1",
    "undecided": "M-5 0H5",
    "start": "M-3.5 -5L5 0L-3.5 5Z",
}
_SIGNS = {
    "happy": ("curve-happy", 4, ""),
    "forward": ("curve", 2.5, ""),
    "back": ("curve", 2.5, ' stroke-dasharray="7 4"'),
    "loop": ("curve", 2.5, ' stroke-dasharray="1 3"'),
    "exits": ("lost", 3, ""),
    "truth": ("wait-7", 3, ""),
}


def to_svg(spec: MapSpec, theme: Mode = "light") -> str:
    """Write a map as SVG.

    Parameters
    ----------
    spec : MapSpec
    theme : "light" or "dark"

    Returns
    -------
    str
        An SVG document, without scripts and links. Whatever stands in a name is text in it.
    """
    look = tokens(theme)
    width, height = max(spec.width, 640.0), spec.height + LEGEND_PX
    label = quoteattr(clean(spec.alt))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{spec.x:.1f} {spec.y:.1f} {width:.1f} {height:.1f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label={label} '
        f'font-family="{FONT}" font-size="{SIZES["label"]}">',
        f"<title>{_text(spec.alt)}</title>",
        '<defs><pattern id="hatching" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M0 0V6" stroke="{look["open"]}" stroke-width="1.5" opacity=".22"/></pattern></defs>',
        _rect(spec.x, spec.y, width, height, look["background"]),
    ]
    for band in spec.bands:
        parts.append(_rect(band.x, spec.y + 6, band.width, spec.height - 12, look["band"], radius=8))
        parts.append(_write(band.x + 10, spec.y + 24, band.label, look["muted"], bold=True, anchor="start"))
    # The first is the most important: it is drawn last, on top.
    parts += [_curve(curve, look) for curve in reversed(spec.curves)]
    for box in spec.boxes:
        parts += _box(box, look)
    for curve in spec.curves:
        parts += _pill(curve, look)
    parts += _legend(spec.legend, look, spec.x + MARGIN_PX, spec.y + spec.height + 14)
    return "".join(parts) + "</svg>\n"


def _text(value: str) -> str:
    return escape(clean(value))


def _write(x: float, y: float, text: str, colour: str, *, bold: bool = False, anchor: str = "middle") -> str:
    weight = ' font-weight="600"' if bold else ""
    # A machine without our font shows a wider one: it is held to the measured width.
    held = f' textLength="{text_width(text):.0f}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"{weight}{held}>{_text(text)}</text>'


def _rect(
    x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0.0, stroke: str = "", more: str = ""
) -> str:
    line = f' stroke="{stroke}"' if stroke else ""
    size = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {size} rx="{radius:.1f}" fill="{fill}"{line}{more}/>'


def _curve(curve: Curve, look: dict[str, str]) -> str:
    colour = look[curve.stroke]
    dashes = ' stroke-dasharray="7 4"' if curve.kind == "back" else ""
    faint = ' opacity=".55"' if curve.thin else ""
    return (
        f"<g{faint}><title>{_text(curve.name)}: {_text(curve.figure)}</title>"
        f'<path d="{curve.path}" fill="none" stroke="{colour}" stroke-width="{curve.width}"{dashes}/>'
        f'<path d="{curve.head}" fill="{colour}"/></g>'
    )


def _box(box: Box, look: dict[str, str]) -> Iterator[str]:
    ink = look["muted"] if box.ghost else look[box.ink]
    node = box.kind != "touchpoint"
    edge = ink if node else look["curve-happy" if box.happy else "border"]
    dashes = ' stroke-dasharray="4 4"' if box.ghost else ""
    fill = look["background"] if box.ghost else look[box.fill]
    radius = box.height / 2 if node else 8.0
    yield f"<g><title>{_text(box.name)}</title>"
    yield _rect(box.x, box.y, box.width, box.height, fill, radius=radius, stroke=edge, more=dashes)
    if box.kind == "open":
        yield _rect(box.x, box.y, box.width, box.height, "url(#hatching)", radius=radius)
    if node:
        x, y = box.x + box.width / 2 + 9, box.y + box.height / 2
        yield (
            f'<path d="{_ICONS[box.kind]}" transform="translate({box.x + 20:.1f} {y:.1f})" fill="none" '
            f'stroke="{ink}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>'
        )
        yield _write(x, y - 4, box.lines[0], ink, bold=True)
        yield _write(x, y + 13, box.figure, ink)
    else:
        x = box.x + box.width / 2
        y = box.y + (box.height - 16 * len(box.lines) - 18) / 2 + 12
        for n, line in enumerate(box.lines):
            yield _write(x, y + 16 * n, line, ink, bold=True)
        yield _write(x, y + 16 * len(box.lines) + 2, box.figure, ink)
    if box.truth:
        yield (
            f'<path d="{_STAR}" transform="translate({box.x + box.width - 3:.1f} {box.y + 3:.1f})" '
            f'fill="{look["wait-7"]}" stroke="{look["background"]}" stroke-width="1.2"/>'
        )
    if box.exits:
        yield _rect(
            box.x + 8, box.y + box.height - 6, (box.width - 16) * box.exits, 3, look["lost"], radius=1.5,
            stroke=look["background"], more=' stroke-width=".6"',
        )  # fmt: skip
    yield "</g>"


def _pill(curve: Curve, look: dict[str, str]) -> Iterator[str]:
    if pill := curve.pill:
        left, top, _right, _bottom = pill.edges
        faint = ' opacity=".92"'
        yield _rect(left, top, pill.width, pill.height, look["background"], radius=pill.height / 2, more=faint)
        yield _write(pill.x, pill.y + 4.5, pill.text, look["muted" if curve.thin else "ink"])


def _legend(legend: Legend, look: dict[str, str], x: float, y: float) -> Iterator[str]:
    yield _write(x, y + 10, legend.title, look["ink"], bold=True, anchor="start")
    at = x + text_width(legend.title) + 12
    if legend.high:
        yield _write(at, y + 10, legend.low, look["muted"], anchor="start")
        at += text_width(legend.low) + 6
        for n in range(STEPS):
            yield _rect(at + 12 * n, y, 12, 11, look[f"{legend.scale}-{n}"])
        at += 12 * STEPS + 6
        yield _write(at, y + 10, legend.high, look["muted"], anchor="start")
        at += text_width(legend.high)
    for sign, text in legend.entries:
        colour, width, more = _SIGNS[sign]
        yield f'<path d="M{at + 24:.1f} {y + 6:.1f}h30" stroke="{look[colour]}" stroke-width="{width}"{more}/>'
        yield _write(at + 60, y + 10, text, look["muted"], anchor="start")
        at += 60 + text_width(text)
    yield _write(x, y + 34, legend.coverage, look["ink"], anchor="start")

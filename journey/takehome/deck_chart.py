"""A native chart on a slide: its numbers stand in a sheet of its own, where people can change them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from journey.charts.theme import tokens
from journey.takehome.figure_series import Series, SeriesChart
from journey.text.spreadsheet import harmless

__all__ = ["add_chart"]

_EPOCH = datetime(1899, 12, 30)
"""Day 0 of a spreadsheet."""
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def add_chart(slide: Any, found: SeriesChart, box: tuple[int, int, int, int]) -> Any:
    """Put a chart on a slide.

    Parameters
    ----------
    box : tuple of int
        Left, top, width and height, EMU.

    Returns
    -------
    pptx.chart.chart.Chart
    """
    kind, data = _bar_data(found) if found.kind == "bar" else _xy_data(found)
    chart = slide.shapes.add_chart(kind, *box, data).chart
    chart.font.size = Pt(14)
    chart.font.color.rgb = _rgb(tokens("light")["ink"])
    chart.has_title = False
    named = [one for one in found.series if one.name]
    chart.has_legend = len(named) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        _leave_out(chart, [n for n, one in enumerate(found.series) if not one.name])
    _axes(chart, found)
    for drawn, one in zip(chart.plots[0].series, found.series, strict=True):
        if found.kind == "bar":
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = _rgb(one.colour)
            drawn.invert_if_negative = False
        else:
            _line(drawn, one)
        if one.low:
            direction = None if found.kind == "bar" else "y"
            _add_whiskers(drawn, one, direction)
    if found.kind == "bar":
        plot = chart.plots[0]
        plot.gap_width = 45
        plot.overlap = 100 if found.stacked else 0
        plot.has_data_labels = True
        plot.data_labels.number_format = _format(found) if found.percent else "#,##0;-#,##0;"
        plot.data_labels.number_format_is_linked = False
        plot.data_labels.font.size = Pt(12)
        if found.stacked:
            for drawn, one in zip(plot.series, found.series, strict=True):
                drawn.data_labels.show_value = True
                drawn.data_labels.number_format = "#,##0;-#,##0;"
                drawn.data_labels.number_format_is_linked = False
                drawn.data_labels.font.size = Pt(12)
                drawn.data_labels.font.color.rgb = _ink_on(one.colour)
                _spare(drawn, one, found)
    return chart


def _spare(drawn: Any, one: Series, found: SeriesChart) -> None:
    """A bar too short for its number has none: half a number would be another one. The sheet behind it has all."""
    most = max(sum(each.y[n] or 0 for each in found.series) for n in range(len(one.y)))
    labels = drawn.data_labels._element
    for n in reversed([n for n, value in enumerate(one.y) if value is not None and abs(value) < 0.05 * most]):
        left_out = etree.Element(f"{_C}dLbl")
        etree.SubElement(left_out, f"{_C}idx", val=str(n))
        etree.SubElement(left_out, f"{_C}delete", val="1")
        labels.insert(0, left_out)


def _bar_data(found: SeriesChart) -> tuple[Any, CategoryChartData]:
    data = CategoryChartData(number_format=_format(found))
    data.categories = [str(harmless(name)) for name in found.categories]
    for one in found.series:
        data.add_series(str(harmless(one.name)), one.y)
    if found.horizontal:
        return (XL_CHART_TYPE.BAR_STACKED if found.stacked else XL_CHART_TYPE.BAR_CLUSTERED), data
    return (XL_CHART_TYPE.COLUMN_STACKED if found.stacked else XL_CHART_TYPE.COLUMN_CLUSTERED), data


def _xy_data(found: SeriesChart) -> tuple[Any, XyChartData]:
    data = XyChartData(number_format=_format(found))
    for one in found.series:
        made = data.add_series(str(harmless(one.name)))
        for x, y in zip(one.x, one.y, strict=True):
            if y is not None:
                made.add_data_point(_serial(x), y)
    return XL_CHART_TYPE.XY_SCATTER_LINES, data


def _axes(chart: Any, found: SeriesChart) -> None:
    look = tokens("light")
    category, value = chart.category_axis, chart.value_axis
    for axis, title in ((category, found.y_title if found.horizontal else found.x_title),
                        (value, found.x_title if found.horizontal else found.y_title)):  # fmt: skip
        axis.has_major_gridlines = False
        axis.format.line.color.rgb = _rgb(look["border"])
        axis.tick_labels.font.size = Pt(12)
        axis.has_title = bool(title)
        if title:
            axis.axis_title.text_frame.text = title
            axis.axis_title.text_frame.paragraphs[0].font.size = Pt(12)
            axis.axis_title.text_frame.paragraphs[0].font.bold = False
    value.tick_labels.number_format = _format(found)
    value.tick_labels.number_format_is_linked = False
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if found.kind == "bar":
        value.minimum_scale = min(0.0, *(v for one in found.series for v in one.y if v is not None), 0.0)
        # The numbers stand on the bars.
        value.visible = False
        category.tick_labels.font.size = Pt(13)
        if found.horizontal:
            category.reverse_order = True  # from the top down, as on the page
    elif any(isinstance(x, datetime) for one in found.series for x in one.x):
        category.tick_labels.number_format = "d mmm yyyy"
        category.tick_labels.number_format_is_linked = False
        days = [_serial(x) for one in found.series for x in one.x]
        category.minimum_scale, category.maximum_scale = min(days), max(days)
    else:
        category.tick_labels.number_format = "General"
        category.tick_labels.number_format_is_linked = False


def _line(drawn: Any, one: Series) -> None:
    drawn.smooth = False
    if one.line:
        drawn.format.line.color.rgb = _rgb(one.colour)
        drawn.format.line.width = Pt(2.25)
        if one.dashed:
            drawn.format.line.dash_style = MSO_LINE.DASH
    else:
        drawn.format.line.fill.background()
    drawn.marker.style = XL_MARKER_STYLE.CIRCLE if one.points else XL_MARKER_STYLE.NONE
    if one.points:
        drawn.marker.size = 8
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = _rgb(one.colour)


def _add_whiskers(drawn: Any, one: Series, direction: str | None) -> None:
    """Intervals as error bars, which the library has no call for."""
    bars = etree.Element(f"{_C}errBars")
    if direction:
        etree.SubElement(bars, f"{_C}errDir", val=direction)
    etree.SubElement(bars, f"{_C}errBarType", val="both")
    etree.SubElement(bars, f"{_C}errValType", val="cust")
    etree.SubElement(bars, f"{_C}noEndCap", val="1")
    known = [n for n, y in enumerate(one.y) if y is not None]
    for tag, lengths in (("plus", one.high), ("minus", one.low)):
        literal = etree.SubElement(etree.SubElement(bars, f"{_C}{tag}"), f"{_C}numLit")
        etree.SubElement(literal, f"{_C}ptCount", val=str(len(known)))
        for at, n in enumerate(known):
            point = etree.SubElement(literal, f"{_C}pt", idx=str(at))
            etree.SubElement(point, f"{_C}v").text = repr(float(lengths[n]))
    element = drawn._element
    # The schema wants them before the values.
    before = next(child for child in element if child.tag in (f"{_C}cat", f"{_C}val", f"{_C}xVal", f"{_C}yVal"))
    before.addprevious(bars)


def _leave_out(chart: Any, which: Sequence[int]) -> None:
    """Series without a name are decoration, and none of the legend's."""
    legend = chart.legend._element
    place = legend.find(f"{_C}legendPos")
    for n in reversed(which):
        entry = etree.Element(f"{_C}legendEntry")
        etree.SubElement(entry, f"{_C}idx", val=str(n))
        etree.SubElement(entry, f"{_C}delete", val="1")
        place.addnext(entry)


def _format(found: SeriesChart) -> str:
    return "0%" if found.percent else "General" if found.kind == "xy" else "#,##0.###"


def _serial(x: Any) -> float:
    return (x - _EPOCH).total_seconds() / 86_400 if isinstance(x, datetime) else float(x)


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour[1:])


def _ink_on(colour: str) -> RGBColor:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return RGBColor(0, 0, 0) if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else RGBColor(255, 255, 255)

"""Charts that PowerPoint draws: its own bars and lines over a workbook that stands inside the slide.

The workbook holds what the chart shows and nothing else: figures as the report prints them, and no formula.
"""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter
from babel import Locale, numbers
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from reportgen.charts.theme import GRID, INK, RULE, SECONDARY
from reportgen.deck.content import Form, Measured
from reportgen.deck.shapes import shown

if TYPE_CHECKING:
    from pptx.chart.axis import CategoryAxis
    from pptx.chart.chart import Chart
    from pptx.chart.series import BarSeries
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide as PptxSlide

    from reportgen.deck.content import ChartSeries, NativeChart
    from reportgen.deck.house import Frame

_KINDS = {
    Form.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    Form.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    Form.LINES: XL_CHART_TYPE.LINE,
}
_SIZE = Pt(11)
_FEW = 8
"""Columns up to which each carries its figure."""
_MOST_LABELS = 6
"""Labels below lines; of more, every so many."""
_SKIPS = (1, 2, 3, 4, 5, 6, 12)
_CENTS_BELOW = 10
"""Amounts below are printed with cents."""
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - Excel knows no time zones


def add_chart(
    slide: PptxSlide, chart: NativeChart, box: Frame, locale: str, currency: str | None
) -> GraphicFrame:
    """Draw a chart into a slide.

    Args:
        slide: gets it.
        chart: its numbers.
        box: where.
        locale: how amounts are written.
        currency: ISO 4217; None for bare amounts.
    """
    code = number_code(chart, locale, currency)
    data = CategoryChartData(number_format=code)
    data.categories = [shown(each) for each in chart.categories]
    for series in chart.series:
        data.add_series(shown(series.name), series.values)
    frame: GraphicFrame = slide.shapes.add_chart(_KINDS[chart.form], *box.emu, data)
    drawn = frame.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(_workbook(chart, code))
    drawn.font.size, drawn.font.color.rgb = _SIZE, _rgb(SECONDARY)
    drawn.has_title = False
    _legend(drawn, shown_in_legend=len(chart.series) > 1)
    if chart.form is Form.LINES:
        _lines(drawn, chart, code)
    else:
        _bars(drawn, chart, code)
    return frame


def number_code(chart: NativeChart, locale: str, currency: str | None) -> str:
    """How a spreadsheet writes the chart's numbers."""
    match chart.measured:
        case Measured.SHARE:
            return _share_code(locale)
        case Measured.DEGREE:
            return "0.00"
        case Measured.COUNT:
            return "#,##0"
        case Measured.MONEY:
            values = [value for each in chart.series for value in each.values if value is not None]
            cents = any(abs(value) < _CENTS_BELOW and value != round(value) for value in values)
            return money_code(locale, currency, cents=cents)


def _share_code(locale: str) -> str:
    pattern: str = Locale.parse(locale).percent_formats[None].pattern
    return pattern.split(";", maxsplit=1)[0].replace("#,##0", "0")


def money_code(locale: str, currency: str | None, *, cents: bool) -> str:
    """An amount in a spreadsheet's code; the signs that part thousands are those of its reader's machine."""
    digits = "#,##0.00" if cents else "#,##0"
    if currency is None:
        return digits
    pattern = Locale.parse(locale).currency_formats["standard"].pattern.split(";")[0]
    before, _, after = pattern.replace("#,##0.00", "|").replace("#,##,##0.00", "|").partition("|")
    sign = numbers.get_currency_symbol(currency, locale)
    left, right = (part.replace("\u00a4", sign) for part in (before, after))
    return "".join((f'"{left}"' if left else "", digits, f'"{right}"' if right else ""))


def _workbook(chart: NativeChart, code: str) -> bytes:
    """The chart's table as PowerPoint expects it: categories in the first column, then a column a series."""
    made = BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": EPOCH})
    sheet, written = book.add_worksheet("Sheet1"), book.add_format({"num_format": code})
    for row, category in enumerate(chart.categories, start=1):
        sheet.write_string(row, 0, shown(category))
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(0, column, shown(series.name))
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value, written)
    book.close()
    return made.getvalue()


def _legend(drawn: Chart, *, shown_in_legend: bool) -> None:
    drawn.has_legend = shown_in_legend
    if shown_in_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = _SIZE


def _bars(drawn: Chart, chart: NativeChart, code: str) -> None:
    """Bars or columns with their figures at the end; the first category of lying bars on top."""
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 45, -5
    plot.vary_by_categories = False
    names, values = drawn.category_axis, drawn.value_axis
    names.format.line.color.rgb, names.major_tick_mark = _rgb(RULE), XL_TICK_MARK.NONE
    names.tick_labels.font.size = _SIZE
    values.minimum_scale = min(0.0, *(v for s in chart.series for v in s.values if v is not None))
    labelled = chart.form is Form.BARS or len(chart.categories) <= _FEW
    values.has_major_gridlines, values.visible = not labelled, not labelled
    if not labelled:
        _skip_labels(names, chart)
        values.major_gridlines.format.line.color.rgb = _rgb(GRID)
        values.format.line.fill.background()
        values.tick_labels.number_format, values.tick_labels.number_format_is_linked = code, False
    if chart.form is Form.BARS:
        names.reverse_order = True
        names.tick_labels.font.color.rgb = _rgb(INK)
    for series, given in zip(plot.series, chart.series, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _rgb(given.colour)
        series.invert_if_negative = False
        for place, colour in enumerate(chart.colours):
            point = series.points[place].format.fill
            point.solid()
            point.fore_color.rgb = _rgb(colour)
        if labelled:
            _label(series, given, code)


def _label(series: BarSeries, given: ChartSeries, code: str) -> None:
    labels = series.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = code, False
    labels.font.size, labels.font.color.rgb = _SIZE, _rgb(INK)
    for place, text in enumerate(given.texts):
        if text is not None:
            point = series.points[place].data_label
            point.text_frame.text = shown(text)
            point.position = XL_LABEL_POSITION.OUTSIDE_END


def _lines(drawn: Chart, chart: NativeChart, code: str) -> None:
    names, values = drawn.category_axis, drawn.value_axis
    names.format.line.color.rgb, names.major_tick_mark = _rgb(RULE), XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _skip_labels(names, chart)
    values.minimum_scale = 0.0
    if chart.measured is Measured.SHARE:
        values.maximum_scale, values.major_unit = 1.0, 0.25
    values.major_gridlines.format.line.color.rgb = _rgb(GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = code, False
    for series, given in zip(drawn.plots[0].series, chart.series, strict=True):
        series.smooth = False
        line = series.format.line
        line.width, line.color.rgb = Pt(1.25 if given.dashed else 2.5), _rgb(given.colour)
        if given.dashed:
            line.dash_style = MSO_LINE.DASH
        series.marker.style = XL_MARKER_STYLE.NONE


def _skip_labels(names: CategoryAxis, chart: NativeChart) -> None:
    """Every label where there is room, else every second, fifth and so on."""
    step = next((step for step in _SKIPS if len(chart.categories) <= step * _MOST_LABELS), _SKIPS[-1])
    for name in ("tickLblSkip", "tickMarkSkip"):
        place = names._element.find(qn("c:noMultiLvlLbl"))  # noqa: SLF001
        skip = parse_xml(f'<c:{name} {nsdecls("c")} val="{step}"/>')
        if place is None:
            names._element.append(skip)  # noqa: SLF001
        else:
            place.addprevious(skip)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())

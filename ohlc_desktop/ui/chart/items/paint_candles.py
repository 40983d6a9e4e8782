"""Candles, bars, lines and volume. Everything upright stands on whole device pixels, so nothing is blurred."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ohlc_desktop.core.candles import Bools
from ohlc_desktop.core.chart.appearance import ColourBy
from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.line_look import Stroke
from ohlc_desktop.core.chart.lod import Spans
from ohlc_desktop.core.chart.options import Style
from ohlc_desktop.ui.chart.items.batch import draw_lines, draw_polylines, fill_columns, fill_rects, rows
from ohlc_desktop.ui.chart.items.colours import ChartColours
from ohlc_desktop.ui.chart.panes.frame import APART, Frame, Pane, bucket_edges

Float64 = NDArray[np.float64]

#: Share of a candle's room that its body takes.
_BODY = 0.72
#: A line that is no wider than this, in logical pixels, is a hair line where candles stand close.
_USUAL = 1.5
#: Lengths of a dash and of the gap after it, in widths of the line.
_PATTERNS = {Stroke.DASHED: (5.0, 4.0), Stroke.DOTTED: (1.0, 2.5)}
#: Nothing is drawn further outside a pane than this, in device pixels.
_BEYOND = 4.0


def paint_candles(painter: QPainter, frame: Frame) -> None:
    """The prices, in the chosen style."""
    if not len(frame.bars):
        return
    style = frame.options.style
    if style in (Style.LINE, Style.AREA):
        _paint_closes(painter, frame)
    elif frame.time.pitch < APART * max(frame.look.ratio, 1.0) or frame.size > 1:
        _paint_ranges(painter, frame)
    elif style is Style.BARS:
        _paint_bars(painter, frame)
    else:
        _paint_bodies(painter, frame)


def paint_volume(painter: QPainter, frame: Frame, pane: Pane) -> None:
    """Volume, in the colour of its candle."""
    bars, columns = frame.bars, frame.columns
    if not len(bars):
        return
    top = np.floor(_pixels(pane, bars.volume))
    height = np.where(bars.volume > 0, np.maximum(pane.scale.bottom - top, 1.0), 0.0)
    gap = frame.look.px(1) if frame.time.pitch >= APART else 0
    width = np.maximum(columns.right - columns.left - gap, 1)
    rising, colours = _rising(frame), frame.look.colours
    sides = (colours.up_soft, rising), (colours.down_soft, ~rising)
    fill_columns(painter, columns.left, pane.scale.bottom - height, width, height, *sides)


def paint_line(
    painter: QPainter, frame: Frame, scale: PriceScale, spans: Spans, colour: QColor, width: float = 1.5,
    stroke: Stroke = Stroke.SOLID,
) -> None:  # fmt: skip
    """A line through the values of the visible candles, ``width`` logical pixels wide; it breaks where there is none."""
    if not len(spans):
        return
    if frame.size > 1:
        _paint_dense_line(painter, frame, scale, spans, colour, width, stroke)
        return
    # Where candles stand close, a hair line: a third of the work, and what it becomes when they are put together.
    close = frame.time.pitch < APART * frame.look.ratio
    pen = dashed_pen(QPen(colour, (1.0 if close and width <= _USUAL else width) * frame.look.ratio), stroke)
    _paint_segments(painter, frame, scale, spans, pen)


def dashed_pen(pen: QPen, stroke: Stroke) -> QPen:
    """The pen, made to draw such a line; its dashes are as long as it is wide, times so many."""
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if stroke is not Stroke.SOLID:
        pen.setDashPattern(_PATTERNS[stroke])
    return pen


def paint_histogram(
    painter: QPainter, frame: Frame, scale: PriceScale, spans: Spans, colour: QColor | None = None
) -> None:
    """Columns that rise and fall from zero, in the colours of rising and falling candles unless there is one for both."""
    if not len(spans):
        return
    zero = float(np.clip(scale.pixel(0.0), scale.top, scale.bottom))
    left, right = np.floor(bucket_edges(frame.time, spans.first, spans.last))
    value = np.where(np.abs(spans.high) >= np.abs(spans.low), spans.high, spans.low).astype(np.float64)
    known = np.isfinite(value)
    y = np.clip(scale.pixel(np.where(known, value, 0.0)), scale.top, scale.bottom)
    top, height = np.floor(np.minimum(y, zero)), np.maximum(np.abs(np.rint(y - zero)), 1.0)
    gap = frame.look.px(1) if frame.time.pitch >= APART else 0
    up, down = colour or frame.look.colours.up_soft, colour or frame.look.colours.down_soft
    sides = (up, known & (value >= 0)), (down, known & (value < 0))
    fill_columns(painter, left, top, np.maximum(right - left - gap, 1), height, *sides)


# -- candles -----------------------------------------------------------------------------------------


def _rising(frame: Frame) -> Bools:
    """Which bars have the colour of those that rise."""
    if frame.options.appearance.colour_by is ColourBy.PRIOR_CLOSE or frame.options.style is Style.HOLLOW:
        return _above_last(frame)
    return np.asarray(frame.bars.close >= frame.bars.open)


def _pixels(pane: Pane, prices: NDArray[np.floating]) -> Float64:
    """Pixels of prices; what lies far outside ends just outside the pane, for Qt's rectangles have their limits.

    What has no pixel (NaN) ends where the lowest prices are.
    """
    above, below = pane.scale.top - _BEYOND, pane.scale.bottom + _BEYOND
    found: Float64 = pane.scale.pixel(prices)
    if pane.scale.inverted:
        return np.minimum(np.fmax(found, above), below)
    return np.maximum(np.fmin(found, below), above)


def _from_top(scale: PriceScale, greater: NDArray[np.floating], less: NDArray[np.floating]) -> tuple[Any, Any]:
    """Two columns of prices, first those that are drawn above the others."""
    return (less, greater) if scale.inverted else (greater, less)


def _paint_ranges(painter: QPainter, frame: Frame) -> None:
    """From high to low, one column beside the other: there is no room for more."""
    pane, columns = frame.price, frame.columns
    upper, lower = _from_top(pane.scale, frame.bars.high, frame.bars.low)
    top = np.floor(_pixels(pane, upper))
    height = np.maximum(np.floor(_pixels(pane, lower)) + 1 - top, 1.0)
    rising, colours = _rising(frame), frame.look.colours
    sides = (colours.up, rising), (colours.down, ~rising)
    fill_columns(painter, columns.left, top, columns.right - columns.left, height, *sides)


def _widths(frame: Frame) -> tuple[int, int]:
    """Pixels of a wick and of a body; their difference is even, so that the wick is in the middle."""
    wick = frame.look.px(1)
    body = max(int(frame.time.pitch * _BODY), wick)
    return wick, body - (body - wick) % 2


def _paint_bodies(painter: QPainter, frame: Frame) -> None:
    pane, bars = frame.price, frame.bars
    wick, body = _widths(frame)
    middle = np.floor(frame.columns.middle - wick / 2)
    ends = _from_top(pane.scale, bars.high, bars.low)
    inner = _from_top(pane.scale, np.maximum(bars.open, bars.close), np.minimum(bars.open, bars.close))
    high, low = np.floor(_pixels(pane, ends[0])), np.floor(_pixels(pane, ends[1])) + 1
    top = np.floor(_pixels(pane, inner[0]))
    bottom = np.maximum(np.floor(_pixels(pane, inner[1])), top + wick)
    left = middle - (body - wick) // 2
    wicks, bodies = rows(middle, high, wick, np.maximum(low - high, 1)), rows(left, top, body, bottom - top)
    rising, hollow = _rising(frame), _hollow(frame)
    for colours, chosen in zip(_sides(frame.look.colours), (rising, ~rising), strict=True):
        if frame.options.appearance.wick:
            fill_rects(painter, colours.wick, wicks.compress(chosen, axis=0))
        _fill_bodies(painter, frame, colours, bodies.compress(chosen, axis=0), hollow[chosen], wick)


class _Side(NamedTuple):
    """The colours of candles that rise, or of those that do not."""

    body: QColor
    border: QColor
    wick: QColor


def _sides(colours: ChartColours) -> tuple[_Side, _Side]:
    return (
        _Side(colours.up_body, colours.up_border, colours.up_wick),
        _Side(colours.down_body, colours.down_border, colours.down_wick),
    )


def _hollow(frame: Frame) -> Bools:
    """Which bodies are not filled."""
    if not frame.options.appearance.body:
        return np.ones(len(frame.bars), dtype=np.bool_)
    if frame.options.style is Style.HOLLOW:
        return np.asarray(frame.bars.close >= frame.bars.open)
    return np.zeros(len(frame.bars), dtype=np.bool_)


def _fill_bodies(
    painter: QPainter, frame: Frame, colours: _Side, bodies: Float64, hollow: Bools, border: int
) -> None:  # fmt: skip
    """Bodies and their borders; where a border leaves no room inside, as in a narrow one, it is all that is seen."""
    chosen = frame.options.appearance
    bordered = chosen.border or frame.options.style is Style.HOLLOW
    if not (chosen.body or bordered):
        return
    fill_rects(painter, colours.border if bordered else colours.body, bodies)
    plain = colours.border == colours.body or not bordered
    if plain and not hollow.any():
        return
    inner = bodies + np.array([border, border, -2 * border, -2 * border])
    roomy = (inner[:, 2] > 0) & (inner[:, 3] > 0)
    if not plain:
        fill_rects(painter, colours.body, inner[roomy & ~hollow])
    fill_rects(painter, frame.look.colours.base, inner[roomy & hollow])


def _above_last(frame: Frame) -> Bools:
    """Whether each candle closed at or above the one before."""
    closes = frame.model.shown.close
    before = closes[np.maximum(frame.bars.first - 1, 0)]
    return np.asarray(frame.bars.close >= np.where(frame.bars.first > 0, before, frame.bars.open))


def _paint_bars(painter: QPainter, frame: Frame) -> None:
    pane, bars = frame.price, frame.bars
    wick, body = _widths(frame)
    middle = np.floor(frame.columns.middle - wick / 2)
    ends = _from_top(pane.scale, bars.high, bars.low)
    high, low = np.floor(_pixels(pane, ends[0])), np.floor(_pixels(pane, ends[1])) + 1
    arm = (body - wick) // 2
    upright = rows(middle, high, wick, np.maximum(low - high, wick))
    opens = rows(middle - arm, np.floor(_pixels(pane, bars.open)), arm, wick)
    closes = rows(middle + wick, np.floor(_pixels(pane, bars.close)), arm, wick)
    rising = _rising(frame)
    for colour, chosen in ((frame.look.colours.up, rising), (frame.look.colours.down, ~rising)):
        fill_rects(painter, colour, np.concatenate((upright[chosen], opens[chosen], closes[chosen])))


# -- lines -------------------------------------------------------------------------------------------


def _paint_closes(painter: QPainter, frame: Frame) -> None:
    closes = frame.model.shown.close.astype(np.float32, copy=False)
    spans = frame.spans(closes, frame.model.closes)
    if frame.options.style is Style.AREA:
        _paint_area(painter, frame, spans)
    paint_line(painter, frame, frame.price.scale, spans, frame.look.colours.line)


def _paint_area(painter: QPainter, frame: Frame, spans: Spans) -> None:
    """Down from the line to the bottom of the pane, a column for each pixel."""
    scale, last = frame.price.scale, float(frame.look.plot_width)
    middle = frame.time.pixel((spans.first + spans.last) / 2)
    y = np.clip(scale.pixel(spans.leave), scale.top, scale.bottom)
    x = np.arange(max(np.floor(middle[0]), 0.0), min(middle[-1] + 1, last))
    top = np.floor(np.interp(x, middle, y))
    fill_rects(painter, frame.look.colours.area, rows(x, top, 1.0, scale.bottom - top))


def _paint_segments(painter: QPainter, frame: Frame, scale: PriceScale, spans: Spans, pen: QPen) -> None:
    x = frame.time.pixel(spans.first)
    y = np.clip(scale.pixel(spans.leave.astype(np.float64)), scale.top - 1e4, scale.bottom + 1e4)
    known = np.isfinite(y)
    both = known[:-1] & known[1:] & np.isfinite(spans.enter[1:])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if pen.style() is Qt.PenStyle.SolidLine:
        draw_lines(painter, pen, rows(x[:-1], y[:-1], x[1:], y[1:])[both] if len(x) > 1 else np.empty((0, 4)))
    else:  # Along time, so that dashes move with the candles as long as the line is level.
        pen.setDashOffset(float(spans.first[0]) * frame.time.pitch / pen.widthF())
        draw_polylines(painter, pen, np.column_stack((x, y)), both)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if len(x) == 1 and known[0]:
        fill_rects(painter, pen.color(), rows(np.floor(x) - 1, np.floor(y) - 1, 3.0, 3.0))


def _paint_dense_line(
    painter: QPainter, frame: Frame, scale: PriceScale, spans: Spans, colour: QColor, width: float, stroke: Stroke
) -> None:
    """A column for each bucket, from its least to its greatest value and on to where the one before left off."""
    left, right = np.floor(bucket_edges(frame.time, spans.first, spans.last))
    y = scale.pixel(np.array(_from_top(scale, *_joined(spans))))
    top, bottom = np.floor(np.clip(y, scale.top - _BEYOND, scale.bottom + _BEYOND))
    more = frame.look.px(width) // 2 if width > _USUAL else 0
    height = np.maximum(bottom - top, frame.look.px(1)) + 2 * more
    drawn = np.isfinite(spans.high) & _dashed(frame, spans, width, stroke)
    fill_columns(painter, left, top - more, np.maximum(right - left, 1.0), height, (colour, drawn))


def _joined(spans: Spans) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Greatest and least value of each bucket and of where the one before left off, unless the line starts anew there."""
    greatest, least = spans.high.copy(), spans.low.copy()
    before = np.where(np.isfinite(spans.enter[1:]), spans.leave[:-1], np.nan)
    np.fmax(greatest[1:], before, out=greatest[1:])
    np.fmin(least[1:], before, out=least[1:])
    return greatest, least


def _dashed(frame: Frame, spans: Spans, width: float, stroke: Stroke) -> Bools:
    """Which buckets a dashed line is drawn in; the dashes move with the candles."""
    if stroke is Stroke.SOLID:
        return np.ones(len(spans), dtype=np.bool_)
    drawn, empty = _PATTERNS[stroke]
    unit = width * frame.look.ratio
    return np.asarray(np.mod(spans.first * frame.time.pitch / unit, drawn + empty) < drawn)

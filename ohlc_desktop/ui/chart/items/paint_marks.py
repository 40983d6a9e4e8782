"""What a chart tells beside its candles: sessions, holes, rolls, levels of the day before, extremes, the last price."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from ohlc_desktop.core.chart.annotations.days import eth_spans, prior_levels
from ohlc_desktop.core.chart.appearance import ColourBy
from ohlc_desktop.core.chart.series import Hole, Roll
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.chart.items.batch import draw_lines, fill_rects, flat_pen, rows
from ohlc_desktop.ui.chart.panes.axes import pane_text
from ohlc_desktop.ui.chart.panes.frame import Frame
from ohlc_desktop.ui.widgets.theme import severity_pixmap

#: Sessions narrower than this are not shaded, logical pixels.
_NARROWEST_DAY = 12.0
#: A hole is at least so wide, for on an axis without gaps it has no width at all.
_HOLE = 7.0
#: Side of the sign of a hole, logical pixels.
ICON = 13.0
#: No hole is drawn further outside than this, in device pixels; its hatching is cut from strips of this width.
_BEYOND, _STRIP = 64.0, 64
#: Qt's hatching repeats after so many device pixels.
_PATTERN = 8
#: So many rolls in sight are lines without dashes.
_MANY = 16
#: Of a dash and of the gap after it, in widths of the line.
_DASHES = (4.0, 4.0)

_Mark = TypeVar("_Mark", Hole, Roll)


def paint_ground(painter: QPainter, frame: Frame) -> None:
    """The ground of the panes, in another shade where something trades outside of the regular hours.

    No pixel is filled twice: to fill a chart takes as long as to draw its candles.
    """
    look, (left, right) = frame.look, _shaded(frame)
    begin, end = np.append(0.0, right), np.append(left, float(look.plot_width))
    plain = rows(begin, 0.0, end - begin, look.plot_height).compress(end > begin, axis=0)
    fill_rects(painter, look.colours.base, plain)
    fill_rects(painter, look.colours.eth, rows(left, 0.0, right - left, look.plot_height))


def _shaded(frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """Left and right pixels of what trades outside of the regular hours, from left to right; none where it is not told."""
    series = frame.model.series
    if frame.options.rth_only or not frame.options.sessions or not room_for_days(frame, _NARROWEST_DAY):
        return np.empty(0), np.empty(0)
    spans = eth_spans(series, frame.first, frame.last)
    return _edge(frame, spans[:, 0], before=True), _edge(frame, spans[:, 1] - 1, before=False)


def room_for_days(frame: Frame, least: float) -> bool:
    """Whether the trade dates in sight are so many logical pixels wide on average; there may be none at all."""
    days = frame.model.series.days.first
    if not len(days):
        return False
    begin, end = np.searchsorted(days, (frame.first, frame.last)).tolist()
    return bool(frame.look.plot_width / (end - begin + 1) >= least * frame.look.ratio)


def _edge(frame: Frame, places: np.ndarray, before: bool) -> np.ndarray:
    """Left or right pixel of candles."""
    half = frame.time.pitch / 2
    if not frame.time.real:
        return np.asarray(np.floor(frame.time.pixel(places - 0.5 if before else places + 0.5)))
    return np.asarray(np.floor(frame.time.pixel(places) + (-half if before else half)))


# -- holes -------------------------------------------------------------------------------------------


def hole_boxes(frame: Frame) -> list[tuple[Hole, QRectF]]:
    """The visible holes, left to right, and where they are drawn; those on the same pixels are drawn once."""
    holes = frame.model.series.holes
    if frame.options.holes and not frame.time.real:
        holes = _near(frame, holes, frame.look.px(_HOLE) * 2)
    if not frame.options.holes or not holes:
        return []
    left, right = _hole_edges(frame, holes)
    seen = (right >= 0) & (left <= frame.look.plot_width)
    seen[1:] &= right[1:] > right[:-1]
    left, right = np.maximum(left, -_BEYOND), np.minimum(right, frame.look.plot_width + _BEYOND)
    height = float(frame.look.plot_height)
    return [
        (holes[at], QRectF(float(left[at]), 0.0, float(right[at] - left[at]), height)) for at in np.flatnonzero(seen)
    ]


def _near(frame: Frame, marks: tuple[_Mark, ...], beyond: float) -> tuple[_Mark, ...]:
    """Those of holes or rolls, which are sorted by their place, that are in sight or at most so many pixels beyond it."""
    left, right = frame.time.place(-beyond), frame.time.place(frame.time.width + beyond)
    place = attrgetter("place")
    return marks[bisect_left(marks, left, key=place) : bisect_right(marks, right, key=place)]


def _hole_edges(frame: Frame, holes: tuple[Hole, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Left and right pixel of each hole, also of those out of sight."""
    least = frame.look.px(_HOLE)
    if frame.time.real:
        spans = np.array([(hole.start, hole.end) for hole in holes], dtype=np.float64)
        edges = (spans - frame.time.left) * frame.time.per_unit
        width = np.maximum(edges[:, 1] - edges[:, 0], least)
        left = np.floor((edges.sum(axis=1) - width) / 2)
        return left, left + np.ceil(width)
    places = np.array([hole.place for hole in holes])
    behind = places >= len(frame.model) - 0.5  # behind the newest candle there is room
    middle = frame.time.pixel(places)
    left = np.floor(np.where(behind, middle, middle - least / 2))
    return left, left + np.where(behind, least * 2, least)


def hole_at(boxes: list[tuple[Hole, QRectF]], point: QPointF) -> Hole | None:
    """The hole drawn at a device pixel."""
    return next((hole for hole, box in boxes if box.contains(point)), None)


def paint_holes(painter: QPainter, frame: Frame, boxes: list[tuple[Hole, QRectF]]) -> None:
    """Hatch where candles are missing: nobody must take a hole for a quiet market. What is not served is only tinted."""
    if not boxes:
        return
    colours = frame.look.colours
    strip = _hatched(frame.look.plot_height, colours.hole.rgb(), colours.hole_line.rgb())
    for hole, box in boxes:
        if hole.unserved:
            painter.fillRect(box, colours.unserved)
            continue
        begin, end = int(box.left()), int(box.right())
        for left in range(begin, end, _STRIP):
            painter.drawImage(left, 0, strip, left % _PATTERN, 0, min(end - left, _STRIP), strip.height())


@lru_cache(maxsize=8)
def _hatched(height: int, ground: int, line: int) -> QImage:
    """A hatched strip to be cut to size: a picture is painted ten times as fast as a pattern."""
    strip = QImage(_STRIP + _PATTERN, height, QImage.Format.Format_RGB32)
    strip.fill(QColor(ground))
    with QPainter(strip) as painter:
        painter.fillRect(strip.rect(), QBrush(QColor(line), Qt.BrushStyle.BDiagPattern))
    return strip


def paint_hole_signs(painter: QPainter, frame: Frame, boxes: list[tuple[Hole, QRectF]]) -> None:
    """A sign at the foot of each hole that can be clicked, as far as they do not touch each other."""
    pressed = [(hole, box) for hole, box in boxes if not hole.unserved]
    if not pressed:
        return
    side, last = frame.look.px(ICON), -np.inf
    y = frame.price.rect.bottom() - side - frame.look.px(3)
    signs = [severity_pixmap(mark, side, 1.0, frame.look.colours.theme) for mark in (Severity.OFF, Severity.ATTENTION)]
    for hole, box in pressed:
        left = int(box.center().x() - side / 2)
        if left > last:
            painter.drawPixmap(left, y, signs[hole.repairable])
            last = left + side


# -- lines -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LevelLines:
    """High, low and close of the trade date before, over each trade date in sight; float64, device pixels.

    Attributes:
        left: Where the lines of each trade date begin; ``right`` where they end.
        y: One row each for high, low and close, one column a trade date.
    """

    left: np.ndarray
    right: np.ndarray
    y: np.ndarray


def level_lines(frame: Frame) -> LevelLines | None:
    """Where they are; None where they are not to be drawn."""
    if not frame.options.levels or not room_for_days(frame, _NARROWEST_DAY):
        return None
    levels = prior_levels(frame.model.series, frame.first, frame.last)
    if not len(levels):
        return None
    left, right = _edge(frame, levels.start, before=True), _edge(frame, levels.end - 1, before=False)
    return LevelLines(left, right, np.floor(frame.price.scale.pixel(np.stack((levels.high, levels.low, levels.close)))))


def paint_levels(painter: QPainter, frame: Frame, levels: LevelLines | None) -> None:
    """Draw them."""
    if levels is None:
        return
    inside = (levels.y >= frame.price.rect.top()) & (levels.y <= frame.price.rect.bottom())
    found = rows(levels.left, levels.y, levels.right - levels.left, frame.look.px(1))
    fill_rects(painter, frame.look.colours.level, found.compress(inside.ravel(), axis=0))


def seen_rolls(frame: Frame) -> list[tuple[Roll, float]]:
    """Where the front month changes, or shares were split, and the device pixels of the lines there, left to right."""
    rolls = _near(frame, frame.model.series.rolls, 1.0) if frame.options.rolls else ()
    if not rolls:
        return []
    x = np.floor(frame.time.pixel(np.array([roll.place for roll in rolls])))
    seen = np.flatnonzero((x >= 0) & (x < frame.look.plot_width))
    return [(rolls[at], left) for at, left in zip(seen.tolist(), x[seen].tolist(), strict=True)]


def paint_rolls(painter: QPainter, frame: Frame) -> None:
    """Lines where prices on both sides are of different contracts."""
    look, x = frame.look, np.array([left for _, left in seen_rolls(frame)])
    if not len(x):
        return
    pen, middle = flat_pen(look.colours.level, look.px(1)), x + look.px(1) / 2
    if len(x) < _MANY:
        pen.setDashPattern(_DASHES)
    draw_lines(painter, pen, rows(middle, 0.0, middle, look.plot_height))


@dataclass(frozen=True, slots=True)
class LastPrice:
    """The newest close: its device pixel, colour and text."""

    pixel: float
    colour: QColor
    text: str


def last_price(frame: Frame) -> LastPrice | None:
    """The newest close; None where it is not to be seen."""
    candles = frame.model.series.candles
    if not frame.options.last_price or not len(candles) or not frame.price.open:
        return None
    close = float(candles.close[-1])
    pixel = float(np.floor(frame.price.scale.pixel(close)))
    if not frame.price.rect.top() <= pixel <= frame.price.rect.bottom():
        return None
    by_close = frame.options.appearance.colour_by is ColourBy.PRIOR_CLOSE and len(candles) > 1
    rising = close >= float(candles.close[-2] if by_close else candles.open[-1])
    colour = frame.look.colours.up if rising else frame.look.colours.down
    return LastPrice(pixel, colour, pane_text(frame, frame.price, close))


def paint_last_price(painter: QPainter, frame: Frame, last: LastPrice) -> None:
    """A line at the newest close."""
    width = frame.look.px(1)
    pen, middle = flat_pen(last.colour, width), last.pixel + width / 2
    pen.setDashPattern(_DASHES)
    draw_lines(painter, pen, rows(0.0, middle, frame.look.plot_width, middle))


def paint_last_label(painter: QPainter, frame: Frame, last: LastPrice) -> None:
    """The newest close, at the axis."""
    look = frame.look
    height = look.line_height + look.px(4)
    box = QRectF(look.plot_width + look.px(1), last.pixel - height / 2, look.axis - look.px(1), height)
    painter.fillRect(box, last.colour)
    painter.setPen(look.colours.base)
    painter.setFont(look.font)
    painter.drawStaticText(QPointF(box.left() + look.px(5), box.top() + look.px(2)), look.text(last.text))

"""Marks of candles that are not to be relied on: a diamond above each, filled for suspect, hollow for disputed ones.

Below those of which sources have different prices there are two rings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ohlc_desktop.core.candles import Bools, Float64, Int64
from ohlc_desktop.core.chart.series import Knowns
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.ui.chart.panes.frame import Frame
from ohlc_desktop.ui.sources.source_texts import difference_pixmap
from ohlc_desktop.ui.widgets.known_texts import doubt_pixmap

#: Side of a mark, and what is between it and its candle, logical pixels.
_SIDE, _AIR = 12.0, 2.0
#: Where candles are narrower than this, differences are not marked: feeds differ by a tick in many of them.
_NARROWEST = 4.0


@dataclass(frozen=True, slots=True)
class DoubtMarks:
    """The marks in sight, left to right, one row each; device pixels.

    Attributes:
        place: int64, of the candle.
        suspect: bool, it is suspect, not just disputed.
        left: int64, of the mark; ``top`` likewise.
        high: float64, where the candle begins; ``low`` where it ends.
        side: Of a mark.
        width: Of a candle, or of what can be hit of it.
    """

    place: Int64
    suspect: Bools
    left: Int64
    top: Int64
    high: Float64
    low: Float64
    side: int = 0
    width: float = 0.0

    def __len__(self) -> int:
        return len(self.place)

    def box(self, row: int) -> QRectF:
        """Where a mark is drawn."""
        return QRectF(float(self.left[row]), float(self.top[row]), self.side, self.side)

    def body(self, row: int) -> QRectF:
        """Where its candle is drawn."""
        left = float(self.left[row]) + (self.side - self.width) / 2
        return QRectF(left, float(self.high[row]), self.width, max(float(self.low[row] - self.high[row]), 1.0))

    def at(self, point: QPointF) -> int | None:
        """Place of the marked candle at a device pixel: of its mark, or itself."""
        rows = range(len(self)) if len(self) and self._near(point) else ()
        hit = next((row for row in rows if self.box(row).contains(point) or self.body(row).contains(point)), None)
        return None if hit is None else int(self.place[hit])

    def _near(self, point: QPointF) -> bool:
        """Whether a mark is in the pixel's column at all."""
        reach = max(self.side, self.width)
        return bool((np.abs(self.left + self.side / 2 - point.x()) <= reach).any())


def doubt_marks(frame: Frame) -> DoubtMarks:
    """The marks of the visible candles; where candles are narrower than marks, the worst known has one."""
    series = frame.model.series
    first, last = np.searchsorted(series.doubtful, (frame.first, frame.last))
    if first == last or not len(frame.bars) or not frame.price.open:
        return _no_marks()
    places = _worst(series.doubtful[first:last], series.known, frame)
    return _placed(frame, places, series.known[places] == Confidence.SUSPECT, below=False)


def difference_marks(frame: Frame) -> DoubtMarks:
    """The marks of the visible candles of which sources have different prices; none while these are narrow."""
    series = frame.model.series
    first, last = np.searchsorted(series.differing, (frame.first, frame.last))
    narrow = frame.time.pitch < frame.look.px(_NARROWEST)
    if narrow or first == last or not len(frame.bars) or not frame.price.open:
        return _no_marks()
    places = series.differing[first:last]
    slots = np.floor(places * frame.time.pitch / frame.look.px(_SIDE))
    places = places[np.diff(slots, prepend=-1.0) != 0]
    return _placed(frame, places, np.zeros(len(places), dtype=np.bool_), below=True)


def _no_marks() -> DoubtMarks:
    whole, real = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64)
    return DoubtMarks(whole, np.empty(0, dtype=np.bool_), whole, whole, real, real)


def _placed(frame: Frame, places: Int64, suspect: Bools, below: bool) -> DoubtMarks:
    """The marks above or below some candles."""
    look, rect = frame.look, frame.price.rect
    bars = np.minimum(frame.bars.last.searchsorted(places), len(frame.bars) - 1)
    one, other = frame.price.scale.pixel(np.array((frame.bars.high[bars], frame.bars.low[bars])))
    high, low = np.minimum(one, other), np.maximum(one, other)  # an inverted axis has them the other way round
    shown = np.isfinite(high) & np.isfinite(low)  # a price that a logarithm has not is nowhere
    places, high, low, suspect = places[shown], high[shown], low[shown], suspect[shown]
    side, width = look.px(_SIDE), max(frame.time.pitch, 2.0 * look.px(_AIR))
    beside = low + look.px(_AIR) if below else high - side - look.px(_AIR)
    top = np.clip(beside, rect.top(), rect.bottom() - side).astype(np.int64)
    left = np.floor(frame.time.pixel(places) - side / 2).astype(np.int64)
    return DoubtMarks(places, suspect, left, top, high, low, side, width)


def _worst(places: Int64, known: Knowns, frame: Frame) -> Int64:
    """Of the places that one mark covers, the first of the worst known; panning does not change which those are."""
    slots = np.floor(places * frame.time.pitch / frame.look.px(_SIDE))
    begins = np.concatenate(([0], np.flatnonzero(slots[1:] != slots[:-1]) + 1))
    levels = known[places]
    worst = np.maximum.reduceat(levels, begins)
    left = np.flatnonzero(levels == worst.repeat(np.diff(begins, append=len(places))))
    return places[left[left.searchsorted(begins)]]


def paint_doubts(painter: QPainter, frame: Frame, doubts: DoubtMarks) -> None:
    """Paint the marks."""
    if not len(doubts):
        return
    colours = frame.look.colours
    lefts, tops, suspects = doubts.left.tolist(), doubts.top.tolist(), doubts.suspect.tolist()
    marks = {
        suspect: doubt_pixmap(suspect, doubts.side, 1.0, colours.theme.attention, colours.base)
        for suspect in set(suspects)
    }
    for left, top, suspect in zip(lefts, tops, suspects, strict=True):
        painter.drawPixmap(left, top, marks[suspect])


def paint_differences(painter: QPainter, frame: Frame, marks: DoubtMarks) -> None:
    """Paint the marks of candles of which sources have different prices."""
    if len(marks):
        colours = frame.look.colours
        rings = difference_pixmap(marks.side, 1.0, colours.theme.attention, colours.base)
        for left, top in zip(marks.left.tolist(), marks.top.tolist(), strict=True):
            painter.drawPixmap(left, top, rings)

"""Marks of candles that are not to be relied on: a diamond above each, filled for suspect, hollow for disputed ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.voices.levels import Known
from ohlc_desktop.ui.chart.frame import Frame
from ohlc_desktop.ui.known_words import doubt_pixmap

#: Side of a mark, and what is between it and its candle, logical pixels.
_SIDE, _AIR = 12.0, 2.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mark.

    Attributes:
        place: Of the candle.
        suspect: It is suspect, not just disputed.
        box: Where the mark is drawn, device pixels.
        body: Where the candle is drawn.
    """

    place: int
    suspect: bool
    box: QRectF
    body: QRectF


def doubt_marks(frame: Frame) -> list[Doubt]:
    """The marks of the visible candles, left to right; where candles are narrower than marks, the worst known has one."""
    series = frame.model.series
    first, last = np.searchsorted(series.doubtful, (frame.first, frame.last))
    if first == last or not len(frame.bars):
        return []
    places = _worst(series.doubtful[first:last], series.known, frame)
    bars = np.minimum(np.searchsorted(frame.bars.last, places), len(frame.bars) - 1)
    x, scale, look = frame.time.pixel(places), frame.price.scale, frame.look
    tops, feet = scale.pixel(frame.bars.high[bars]), scale.pixel(frame.bars.low[bars])
    side, half = look.px(_SIDE), max(frame.time.pitch / 2, look.px(_AIR))
    shown = np.isfinite(tops) & np.isfinite(feet)  # a price that a logarithm has not is nowhere
    places, x, tops, feet = places[shown], x[shown], tops[shown], feet[shown]
    top = np.clip(tops - side - look.px(_AIR), frame.price.rect.top(), frame.price.rect.bottom() - side)
    columns = zip(places.tolist(), np.floor(x - side / 2).tolist(), np.floor(top).tolist(), tops.tolist(), feet.tolist(), strict=True)  # fmt: skip
    return [
        Doubt(
            place,
            bool(series.known[place] == Known.SUSPECT),
            QRectF(left, y, side, side),
            QRectF(left + side / 2 - half, above, 2 * half, max(below - above, 1.0)),
        )
        for place, left, y, above, below in columns
    ]


def _worst(places: Int64, known: np.ndarray, frame: Frame) -> Int64:
    """Of the places that one mark covers, the worst known; which those are does not change while panning."""
    slots = np.floor(places * frame.time.pitch / frame.look.px(_SIDE)).astype(np.int64)
    order = np.lexsort((places, -known[places].astype(np.int64), slots))
    _, begins = np.unique(slots[order], return_index=True)
    return places[order[begins]]


def doubt_at(doubts: list[Doubt], point: QPointF) -> Doubt | None:
    """The marked candle at a device pixel: its mark, or itself."""
    return next((doubt for doubt in doubts if doubt.box.contains(point) or doubt.body.contains(point)), None)


def paint_doubts(painter: QPainter, frame: Frame, doubts: list[Doubt]) -> None:
    """Paint the marks."""
    if not doubts:
        return
    look, side = frame.look, frame.look.px(_SIDE)
    colour, ground = look.colours.theme.attention, look.colours.base
    marks = [doubt_pixmap(suspect, side, 1.0, colour, ground) for suspect in (False, True)]
    for doubt in doubts:
        painter.drawPixmap(doubt.box.topLeft(), marks[doubt.suspect])

"""What is written among the candles, and where each text would like to stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import product

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from ohlc_desktop.core.chart.annotations.day_notes import day_notes
from ohlc_desktop.core.chart.axes.price_labels import format_axis
from ohlc_desktop.core.chart.options import Style
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.items.paint_marks import ICON, LevelLines, room_for_days, seen_rolls
from ohlc_desktop.ui.chart.labels.label_placing import LabelBox, LabelSpot, PlotLabel, placed
from ohlc_desktop.ui.chart.panes.frame import Frame

PlacedLabels = Sequence[tuple[PlotLabel, LabelSpot]]

#: Over trade dates that are narrower than this nothing is written, logical pixels.
_NAMED = 80.0
#: Lines above the foot of the pane in which notes and rolls may stand.
_ROWS = 3
#: Of more rolls in sight none looks for a place without candles.
_FEW_ROLLS = 3


class Priority(IntEnum):
    """Who gets a place first."""

    ROLL = 1
    NOTE = 2
    LEVEL = 3
    SCALE = 4
    EXTREME = 5


def plot_labels(
    frame: Frame, levels: LevelLines | None, taken: Sequence[LabelBox] = (), others: Iterable[PlotLabel] = ()
) -> PlacedLabels:
    """The texts among the candles that are seen, and ``others``; none on another, nor on what is taken."""
    if not frame.price.open:
        return ()
    rect = frame.price.rect
    room = LabelBox(rect.left(), rect.top(), rect.width(), rect.height())
    wanted = [
        *_extremes(frame),
        *_level_names(frame, levels),
        *_day_notes(frame),
        *_rolls(frame),
        *_own_scales(frame),
        *others,
    ]
    return placed(wanted, room, taken)


def paint_plot_labels(painter: QPainter, frame: Frame, labels: PlacedLabels) -> None:
    """Write them."""
    painter.setFont(frame.look.font)
    for label, spot in labels:
        painter.setPen(label.colour)
        painter.drawStaticText(QPointF(spot.box.left, spot.box.top), frame.look.text(spot.text))


def label_spot(frame: Frame, left: float, top: float, text: str) -> LabelSpot:
    """A place for a text, by the device pixel of its upper left corner."""
    return LabelSpot(LabelBox(left, top, frame.look.advance(text), frame.look.line_height), text)


def label_spots(frame: Frame, corners: Iterable[tuple[float, float]], text: str) -> list[LabelSpot]:
    """The same for several places of one text."""
    width, height = frame.look.advance(text), frame.look.line_height
    return [LabelSpot(LabelBox(left, top, width, height), text) for left, top in corners]


def _label(spots: Sequence[LabelSpot], priority: Priority, colour: QColor) -> PlotLabel:
    return PlotLabel(tuple(spots), priority, colour)


# -- the highest and the lowest price ----------------------------------------------------------------


def _extremes(frame: Frame) -> Iterator[PlotLabel]:
    """The highest and the lowest visible price, beside the candles that reached them."""
    bars = frame.bars
    if not frame.options.extremes or not len(bars):
        return
    lined = frame.size == 1 and frame.options.style in (Style.LINE, Style.AREA)
    highs, lows = (bars.close, bars.close) if lined else (bars.high, bars.low)
    inverted = frame.price.scale.inverted
    highest, lowest = int(highs.argmax()), int(lows.argmin())
    yield from _extreme(frame, highest, float(highs[highest]), above=not inverted)
    yield from _extreme(frame, lowest, float(lows[lowest]), above=inverted)


def _extreme(frame: Frame, at: int, price: float, above: bool) -> Iterator[PlotLabel]:
    look = frame.look
    x, y = float(frame.columns.middle[at]), float(frame.price.scale.pixel(price))
    if not frame.price.rect.top() <= y <= frame.price.rect.bottom():
        return
    text, gap, line = frame.price_text(price), look.px(4), look.line_height
    right, left = f"← {text}", f"{text} →"
    top = y - line + look.px(2) if above else y - look.px(2)
    beyond = top - line if above else top + line
    tops = (top, y - line / 2, beyond)  # beside the end of the wick, where the legend leaves nothing above it
    sides = [(x + gap, right), (x - look.advance(left) - gap, left)]
    sides = sides if x < look.plot_width / 2 else sides[::-1]
    spots = [label_spot(frame, side, y, text) for y in tops for side, text in sides]
    yield _label(spots, Priority.EXTREME, look.colours.theme.muted)


def _own_scales(frame: Frame) -> Iterator[PlotLabel]:
    """The highest and lowest price of each instrument with a scale of its own, at the left edge: what that scale is."""
    look, line = frame.look, frame.look.legend_line
    for number, scale in enumerate(frame.own_scales):
        other, spans, _ = frame.compared[number]
        known = np.isfinite(spans.low)
        for price in (spans.high[known].max(), spans.low[known].min()) if known.any() else ():
            text, y = format_axis(other.instrument, float(price)), float(scale.pixel(float(price)))
            spots = label_spots(frame, [(look.px(8), y + line * (row - 0.5)) for row in (0, 1, -1, 2, -2)], text)
            yield _label(spots, Priority.SCALE, frame.compared_colour(number))


# -- lines -------------------------------------------------------------------------------------------


def _level_names(frame: Frame, levels: LevelLines | None) -> Iterator[PlotLabel]:
    """High, low and close of the trade date before, at their lines over the newest one.

    Beyond their ends, where no candles are, or else below or above them.
    """
    look = frame.look
    if levels is None or levels.right[-1] - levels.left[-1] <= _NAMED * look.ratio:
        return
    left, end = max(float(levels.left[-1]), 0.0) + look.px(4), min(float(levels.right[-1]), look.plot_width)
    for y, name in zip(levels.y[:, -1].tolist(), ("PDH", "PDL", "PDC"), strict=True):
        if frame.price.rect.top() <= y <= frame.price.rect.bottom():
            height, width = look.line_height, look.advance(name)
            sides, tops = (left, end - width - look.px(4)), (y + look.px(1), y - height)
            spots = label_spots(frame, product(sides, tops), name)
            if end + width + look.px(8) <= look.plot_width:
                spots.insert(0, label_spot(frame, end + look.px(4), y - height / 2, name))
            yield _label(spots, Priority.LEVEL, look.colours.level)


def _rows(frame: Frame) -> list[float]:
    """Tops of the lines at the foot of the pane, above the signs of holes, the lowest first."""
    foot, line = frame.price.rect.bottom() - frame.look.px(ICON + 6), frame.look.line_height
    return [foot - line * row for row in range(1, _ROWS + 1)]


def _clear_first(frame: Frame, spots: Sequence[LabelSpot]) -> list[LabelSpot]:
    """The spots, those through which candles go last."""
    every = {spot.box.left: spot.box for spot in spots}
    candles = {left: _candles_at(frame, box) for left, box in every.items()}
    return sorted(spots, key=lambda spot: spot.box.meets(candles[spot.box.left]))


def _candles_at(frame: Frame, box: LabelBox) -> LabelBox:
    """From the highest to the lowest price within the width of a box; of no height where there are no candles."""
    first, last = np.searchsorted(frame.columns.middle, (box.left, box.left + box.width))
    if first == last:
        return LabelBox(box.left, box.top, 0.0, 0.0)
    prices = np.array((frame.bars.high[first:last].max(), frame.bars.low[first:last].min()))
    one, other = frame.price.scale.pixel(prices).tolist()  # upside down they are the other way round
    return LabelBox(box.left, min(one, other), box.width, abs(one - other))


def _day_notes(frame: Frame) -> Iterator[PlotLabel]:
    """Early closes and holidays, at the foot of the trade date that ends there."""
    look = frame.look
    if not frame.options.sessions or not room_for_days(frame, _NAMED):
        return
    for place, note in day_notes(frame.model.series, frame.first, frame.last):
        text = shown(note.value)
        left = frame.x(place) - look.advance(text) - look.px(4)
        spots = label_spots(frame, [(left, top) for top in _rows(frame)], text)
        yield _label(_clear_first(frame, spots), Priority.NOTE, look.colours.theme.muted)


def _rolls(frame: Frame) -> Iterator[PlotLabel]:
    """From which contract to which, beside the line; where many lines are in sight, beside as many as have room."""
    look, last = frame.look, -np.inf
    seen = seen_rolls(frame)
    few = len(seen) <= _FEW_ROLLS  # among so many months there is no place without candles to look for
    tops = _rows(frame) if few else _rows(frame)[:1]
    for roll, x in seen:
        if x <= last:
            continue
        text = shown(roll.label)
        width = look.advance(text)
        last = x + width
        spots = label_spots(frame, product((x + look.px(4), x - width - look.px(4)), tops), text)
        yield _label(_clear_first(frame, spots) if few else spots, Priority.ROLL, look.colours.level)

"""What stands at the axes, worked out once for a picture: the grid is drawn from it below the candles, the labels above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ohlc_desktop.core.chart.axes.price_labels import (
    axis_texts,
    log_steps,
    percent_of,
    percent_steps,
    percent_text,
    price_at,
    price_steps,
)
from ohlc_desktop.core.chart.axes.time_labels import Weight
from ohlc_desktop.core.chart.axes.time_texts import zone_text
from ohlc_desktop.core.chart.options import Scale
from ohlc_desktop.ui.chart.items.batch import fill_rects, rows
from ohlc_desktop.ui.chart.panes.frame import Frame, Pane

#: Between labels of prices, logical pixels; and around those of times.
_PRICES_APART, _TIMES_APART = 38.0, 26.0
_SEPARATORS_APART = 38.0
#: Whatever is smaller is what rounding leaves of nothing.
_NONE = 1e-9
#: A line of the grid nearer than this to one between trade dates is left out.
_BESIDE = 24.0


class Mark(NamedTuple):
    """A label at a device pixel of its axis."""

    pixel: float
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Axes:
    """Labels of the panes' axes, one list a pane; of the time axis; and pixels of the lines between trade dates."""

    values: tuple[tuple[Mark, ...], ...]
    times: tuple[Mark, ...]
    separators: np.ndarray


def make_axes(frame: Frame, before: tuple[Frame, Axes] | None = None) -> Axes:
    """Work out what stands at the axes; ``before`` is what stood there last, of which much is often the same."""
    known = _kept(frame, *before) if before is not None else {}
    values = tuple(known[pane.name] if pane.name in known else _values(frame, pane) for pane in frame.panes)
    return Axes(values, _times(frame), _separators(frame))


def axis_width(frame: Frame, axes: Axes) -> int:
    """Logical pixels that the price axis needs for its labels, in steps, so that it does not jump with each digit."""
    scale = frame.price.scale
    texts = [pane_text(frame, frame.price, price) for price in (scale.low, scale.high)]
    texts += [mark.text for marks in axes.values for mark in marks]
    widest = max(map(frame.look.advance, texts)) / frame.look.ratio
    return int(-(-(widest + 14) // 8) * 8)


def pane_text(frame: Frame, pane: Pane, value: float) -> str:
    """A value as the axis of its pane writes it."""
    if pane is not frame.price:
        return plain(value)
    if _in_percent(frame):
        return percent_text(percent_of(value, frame.base))
    return frame.price_text(value)


def plain(value: float) -> str:
    """A number in few digits, for what is no price: ``1.234M``, ``34.5k``, ``56.21``, ``0.001234``."""
    size = abs(value)
    for unit, least, name in ((1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e3, 1e4, "k")):
        if size >= least:
            return f"{value / unit:.4g}{name}"
    if size < _NONE:
        return "0"
    if size < 0.01:
        return np.format_float_positional(value, precision=4, unique=False, fractional=False, trim="-")
    text = f"{value:.{2 if size >= 10 else 4}f}"
    return text.rstrip("0").rstrip(".") or "0"


# -- working out -------------------------------------------------------------------------------------


def _kept(frame: Frame, before: Frame, axes: Axes) -> dict[str, tuple[Mark, ...]]:
    """Labels of the panes that show the same range as in the frame before, by the pane's name."""
    same = before.look is frame.look and before.options is frame.options
    same = same and before.model.series.instrument is frame.model.series.instrument
    if not same or _in_percent(frame):
        return {}
    panes = {pane.name: pane for pane in frame.panes}
    return {
        pane.name: marks
        for pane, marks in zip(before.panes, axes.values, strict=True)
        if pane.name in panes and _shows_same(pane, panes[pane.name])
    }


def _shows_same(one: Pane, other: Pane) -> bool:
    return one.scale == other.scale and one.rect == other.rect and one.study is other.study and one.open is other.open


def _values(frame: Frame, pane: Pane) -> tuple[Mark, ...]:
    if not pane.open:
        return ()
    apart = _PRICES_APART * frame.look.ratio
    if pane is not frame.price:
        apart = min(apart, max(pane.rect.height() / 3, 24 * frame.look.ratio))
    half = frame.look.line_height / 2
    steps, texts = _steps(frame, pane, apart)
    return tuple(
        Mark(pixel, text)
        for pixel, text in zip(pane.scale.pixel(steps).tolist(), texts, strict=True)
        if pane.rect.top() + half <= pixel <= pane.rect.bottom() - half
    )


def _steps(frame: Frame, pane: Pane, apart: float) -> tuple[np.ndarray, list[str]]:
    """Round values of a pane's axis, and their texts."""
    scale, height = pane.scale, pane.scale.bottom - pane.scale.top
    if pane is not frame.price:
        steps = _with_levels(pane, price_steps(scale.low, scale.high, height, None, apart), apart)
        return steps, list(map(plain, steps.tolist()))
    instrument = frame.model.series.instrument
    if _in_percent(frame):
        percents = percent_steps(scale.low, scale.high, frame.base, height, apart).tolist()
        step = percents[1] - percents[0] if len(percents) > 1 else 0.0
        prices = np.array([price_at(percent, frame.base) for percent in percents])
        return prices, [percent_text(percent, step) for percent in percents]
    make = log_steps if scale.kind is Scale.LOG else price_steps
    steps = make(scale.low, scale.high, height, instrument.tick, apart)
    return steps, axis_texts(instrument, steps, frame.options.appearance.precision)


def _with_levels(pane: Pane, steps: np.ndarray, apart: float) -> np.ndarray:
    """The levels of a pane's study, and of the round values those that are not beside one."""
    levels = np.array(pane.study.kind.levels if pane.study is not None else (), dtype=np.float64)
    away = np.abs(pane.scale.pixel(steps)[:, None] - pane.scale.pixel(levels)).min(axis=1, initial=np.inf)
    return np.concatenate([levels, steps[away >= apart]])


def _in_percent(frame: Frame) -> bool:
    return frame.options.scale is Scale.PERCENT and np.isfinite(frame.base) and frame.base != 0


def _times(frame: Frame) -> tuple[Mark, ...]:
    distance = frame.look.label_width + _TIMES_APART * frame.look.ratio
    found = frame.time_labels(distance)
    return tuple(Mark(pixel, label.text, label.weight >= Weight.DAY) for pixel, label in found)


def _separators(frame: Frame) -> np.ndarray:
    places = frame.times.separators(frame.first, frame.last, _SEPARATORS_APART * frame.look.ratio / frame.time.pitch)
    return np.floor(frame.time.pixel(places - 0.5)) if len(places) else np.empty(0)


# -- painting ----------------------------------------------------------------------------------------


def paint_grid(painter: QPainter, frame: Frame, axes: Axes) -> None:
    """Lines at the labels, and between trade dates."""
    look, line, chosen = frame.look, frame.look.px(1), frame.options.appearance
    if frame.options.grid:
        across = np.floor([mark.pixel for marks in axes.values for mark in marks if chosen.grid_horizontal])
        upright = np.floor([mark.pixel for mark in axes.times if chosen.grid_vertical])
        if len(axes.separators):  # which stand half a candle before the label of a trade date
            near = np.abs(upright[:, None] - axes.separators).min(axis=1, initial=np.inf) < _BESIDE * look.ratio
            upright = upright[~near]
        lines = rows(0.0, across, look.plot_width, line), rows(upright, 0.0, line, look.plot_height)
        fill_rects(painter, look.colours.grid, np.concatenate(lines))
    if len(axes.separators):
        fill_rects(painter, look.colours.separator, rows(axes.separators, 0.0, line, look.plot_height))


def paint_axes(
    painter: QPainter, frame: Frame, axes: Axes, taken: Sequence[float], times_taken: Sequence[QRectF] = ()
) -> None:
    """The axes themselves, over whatever reaches into them.

    ``taken`` are the pixels of labels that are painted later, beside which there is no room for others; ``times_taken``
    the rooms of those on the time axis.
    """
    look = frame.look
    painter.fillRect(QRectF(look.plot_width, 0, look.axis, look.height), look.colours.base)
    painter.fillRect(QRectF(0, look.plot_height, look.width, look.time_axis), look.colours.base)
    painter.setPen(look.colours.theme.muted)
    painter.setFont(look.font)
    height, left = look.line_height, look.plot_width + look.px(6)
    apart = height + look.px(3)
    for marks in axes.values:
        for mark in marks:
            if all(abs(mark.pixel - pixel) >= apart for pixel in taken):
                painter.drawStaticText(QPointF(left, mark.pixel - height / 2), look.text(mark.text))
    _paint_zone(painter, frame)
    _paint_times(painter, frame, axes, times_taken)
    line = look.px(1)
    painter.fillRect(look.plot_width, 0, line, look.height, look.colours.separator)
    for top in (look.plot_height, *(pane.rect.top() - line for pane in frame.panes[1:])):
        painter.fillRect(0, top, look.width, line, look.colours.separator)


def _paint_zone(painter: QPainter, frame: Frame) -> None:
    """In which zone times are written, where both axes meet; trade dates are of none."""
    series, look = frame.model.series, frame.look
    if series.timeframe.daily or frame.first >= frame.last:
        return
    text, left = zone_text(int(series.candles.ts[frame.last - 1]), frame.zone), look.px(6)
    if left + look.advance(text) <= look.axis:
        painter.drawStaticText(QPointF(look.plot_width + left, _time_top(frame)), look.text(text))


def _time_top(frame: Frame) -> float:
    """Where texts of the time axis begin."""
    look = frame.look
    return look.plot_height + (look.time_axis - look.line_height) / 2


def _paint_times(painter: QPainter, frame: Frame, axes: Axes, taken: Sequence[QRectF]) -> None:
    look, top = frame.look, _time_top(frame)
    for mark in axes.times:
        half = (look.strong_advance if mark.strong else look.advance)(mark.text) / 2
        if mark.pixel < half or mark.pixel + half > look.plot_width:
            continue
        if any(
            box.left() - look.px(4) < mark.pixel + half and mark.pixel - half < box.right() + look.px(4)
            for box in taken
        ):
            continue
        painter.setFont(look.strong if mark.strong else look.font)
        painter.setPen(look.colours.theme.text if mark.strong else look.colours.theme.muted)
        text = (look.strong_text if mark.strong else look.text)(mark.text)
        painter.drawStaticText(QPointF(mark.pixel - half, top), text)

"""What a chart has in sight, and how that changes: time and prices are panned, zoomed and followed, and the crosshair moves along.

What is in sight is a :class:`TimeScale`, and prices a :class:`PriceScale` that follows them or was dragged; the ranges of
pyqtgraph's view boxes are set to what a frame shows of them, and followed where others set them.

The pixels of this module are logical ones; those of frames and painters are the device's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QWidget

from ohlc_desktop.core.candles import Candles, Int64, empty
from ohlc_desktop.core.chart.appearance import Appearance
from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.axes.time_scale import TimeScale, fitted
from ohlc_desktop.core.chart.model import ChartModel, restyled
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.pane_layout.pane_state import PRICE, PaneState
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.chart.engine.canvas import ChartCanvas, Staleness
from ohlc_desktop.ui.chart.panes.cursor import Cursor
from ohlc_desktop.ui.chart.panes.frame import Float64

#: Logical pixels of a candle in a chart that was just opened.
PITCH = 7.0


class MovableChart(ChartCanvas):
    """A chart that shows whatever stretch of its candles is wanted.

    Attributes:
        crosshair_moved: Stamp under the crosshair (int), or None; only what the user does here.
        pointed: Another candle is under the crosshair, or none, whoever moved it.
        range_changed: Another stretch is visible.
        coordinates_changed: The panes' coordinates mean something else: other candles, another axis.
        options_changed: The user changed :class:`ChartOptions` in the chart itself.
    """

    crosshair_moved = Signal(object)
    pointed = Signal()
    range_changed = Signal()
    coordinates_changed = Signal()
    options_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pointer: QPointF | None = None
        box = self._stack[PRICE].box  # whose time the other panes are linked to
        box.sigXRangeChanged.connect(self._follow_time)
        box.sigYRangeChanged.connect(self._follow_prices)

    # -- what is shown -----------------------------------------------------------------------------

    @property
    def series(self) -> ChartSeries:
        """What is shown. Only to be asked for while something is."""
        return self.surface.series

    def show_model(self, model: ChartModel, keep_view: bool = True) -> None:
        """Show candles.

        Args:
            model: They, and what goes with them.
            keep_view: What was in sight stays in sight; else the newest candles are shown.
        """
        other = self.model is None or self.model.series.instrument.symbol != model.series.instrument.symbol
        before, self.model = self.time, restyled(model, self.options.indicators)
        stamps, seconds, real = model.shown.ts, model.series.timeframe.seconds, self.options.real_time
        if keep_view and before is not None and len(before.stamps):
            before = replace(before, hours=model.series.instrument.calendar)
            self.time = before.over(stamps, seconds, real).in_reach_of(before)
            self.cursor_at = self.cursor_at.over(before, self.time)
        else:
            width, pitch = self.plot_width * self._ratio, PITCH * self._ratio
            hours, beside = model.series.instrument.calendar, self.options.appearance.margin_right
            self.time = fitted(stamps, seconds, real, width, pitch, hours, beside)
            self.cursor_at = Cursor()
        if other or not keep_view:
            self.stretched.clear()
        if (other or not keep_view) and not self.options.lock_ratio:
            self.show_prices(None)  # a range that was dragged is of no use for others
        elif other or not keep_view:
            self._fixed = None
        self._describe()
        self.invalidate(Staleness.FRAME)
        self._fix_prices()
        self.coordinates_changed.emit()
        self.range_changed.emit()

    def show_nothing(self) -> None:
        """Show nothing: what is wanted cannot be read, and what was shown before is something else."""
        self.model, self.cursor_at = None, Cursor()
        self.invalidate(Staleness.FRAME)

    def set_options(self, options: ChartOptions) -> None:
        """Draw in another way what is known already; whatever must be computed comes with the next model."""
        before, scale = self.options, self.price_scale
        self.options = options
        if self.model is not None:
            self.model = restyled(self.model, options.indicators)
        kept = self._fixed or scale
        if options.auto_scale or options.scale is not before.scale or kept is None:
            self._fixed = None
        else:
            self._fixed = replace(kept, inverted=options.invert)
        if options.real_time != before.real_time and self.time is not None:
            time = self.time
            self.time = time.over(time.stamps, time.seconds, options.real_time)
        self._take_appearance(before.appearance)
        self.invalidate(Staleness.FRAME)
        self._fix_prices()
        if (options.real_time, options.scale) != (before.real_time, before.scale):
            self.coordinates_changed.emit()

    def _fix_prices(self) -> None:
        """Where prices do not follow the candles, have those stay that are seen now."""
        if not self.options.auto_scale and self._fixed is None and self.model is not None:
            self._fixed = self.price_scale

    def _take_appearance(self, before: Appearance) -> None:
        """Take on other colours and margins; the room beside the newest candle only where that is in sight."""
        chosen, time = self.options.appearance, self.time
        if chosen != before:
            self.invalidate(Staleness.LOOK)
        if time is not None and chosen.margin_right != time.beside:
            fresh = replace(time, beside=chosen.margin_right)
            self.show_time(fresh.latest() if time.follows() else fresh)

    def set_title(self, title: str) -> None:
        """What the legend begins with, instead of the instrument's symbol and name."""
        self.title = title
        self.invalidate(Staleness.CURSOR)

    # -- moving ------------------------------------------------------------------------------------

    def go_to(self, stamp: int) -> None:
        """Bring the candle at a stamp (UTC epoch seconds) to the middle, and point at it."""
        if self.time is None or not len(self.time.stamps):
            return
        self.show_time(self.time.centred(stamp))
        self.show_crosshair(stamp)

    def pan(self, candles: float) -> None:
        """Move on by so many candles; back if negative."""
        self.change_time(lambda time: time.panned(-candles * time.pitch))

    def zoom(self, factor: float) -> None:
        """Make candles ``factor`` times as wide; the newest in sight stays where it is."""
        time = self.time
        if time is not None:
            newest = min(float(time.pixel(len(time.stamps) - 0.5)), time.width)
            self.show_time(time.zoomed(factor, max(newest, 0.0)))

    def zoom_to(self, box: QRectF) -> None:
        """Show what is in a rectangle of the price pane."""
        time, scale, ratio = self.time, self.price_scale, self._ratio
        if time is None or scale is None:
            return
        low, high = sorted((scale.price(box.bottom() * ratio), scale.price(box.top() * ratio)))
        self.show_time(time.showing(time.place(box.left() * ratio), time.place(box.right() * ratio)), along=False)
        if low < high and np.isfinite(low) and np.isfinite(high):
            self.show_prices(replace(scale, low=low, high=high))

    def reset(self) -> None:
        """Show the newest candles in their usual width, and all their prices."""
        pitch = PITCH * self._ratio
        self.change_time(
            lambda time: fitted(time.stamps, time.seconds, time.real, time.width, pitch, time.hours, time.beside)
        )
        if self.time is not None:
            self.stretched.clear()
            self.show_prices(None)

    def change_time(self, change: Callable[[TimeScale], TimeScale]) -> None:
        """Show what a change makes of the stretch in sight; nothing happens before there is one."""
        if self.time is not None and self.model is not None:
            self.show_time(change(self.time))

    def show_time(self, time: TimeScale, along: bool = True) -> None:
        """Show another stretch; the crosshair stays at the pointer.

        Prices on a locked scale become taller by as much as candles become wider, unless ``along`` is false.
        """
        if time != self.time:
            if along and self.options.lock_ratio and self.time is not None and self.price_scale is not None:
                self._fixed = self.price_scale.zoomed(time.pitch / self.time.pitch)
            self.time = time
            self.invalidate(Staleness.FRAME)
            if self._pointer is not None:
                self.point_at(self._pointer)
            self.range_changed.emit()

    def stretch_prices(self, scale: PriceScale, time: TimeScale, factor: float, pixel: float | None = None) -> None:
        """Show prices ``factor`` times as tall as on a scale; where it is locked, candles as much wider than at a time.

        What is at ``pixel``, the middle if not given, and the right edge stay where they are.
        """
        self.show_prices(scale.zoomed(factor, pixel))
        if self.options.lock_ratio:
            self.show_time(time.zoomed(factor, time.width), along=False)

    def show_prices(self, scale: PriceScale | None) -> None:
        """Show another range of prices, which then stays; None lets them follow the candles again."""
        self._fixed = scale
        self.invalidate(Staleness.FRAME)
        if self.options.auto_scale != (scale is None):
            self.options = replace(self.options, auto_scale=scale is None)
            self.options_changed.emit(self.options)

    def _follow_time(self, _box: object, shown: tuple[float, float]) -> None:
        """Another range of time was set to a pane's box, by pyqtgraph's means."""
        time = self.time
        if not self._showing and time is not None and len(time.stamps):
            every = time.all()
            whole = every.right - every.left
            left, right = np.clip(shown, every.left - whole, every.right + whole).tolist()
            self.show_time(replace(time, left=left, right=max(right, left + 1)).zoomed(1.0, time.width / 2))

    def _follow_prices(self, _box: object, shown: tuple[float, float]) -> None:
        """Another range of prices was set to the box of the price pane, by pyqtgraph's means."""
        scale = None if self._showing else self.price_scale
        if scale is not None:
            self.show_prices(scale.with_bounds(*shown))

    # -- options -----------------------------------------------------------------------------------

    def edit(self, options: ChartOptions) -> None:
        """Draw in another way, because the user wants it here."""
        self.set_options(options)
        self.options_changed.emit(options)

    def show_panes(self, panes: tuple[PaneState, ...], tell: bool = True) -> None:
        """Give panes other heights; a drag tells of it when it ends."""
        self.options = replace(self.options, panes=panes)
        self.invalidate(Staleness.LOOK)
        if tell:
            self.options_changed.emit(self.options)

    # -- the crosshair -----------------------------------------------------------------------------

    def show_crosshair(self, stamp: int | None) -> None:
        """Show where a linked chart is pointed at; nothing is emitted."""
        if self.time is None or not len(self.time.stamps):
            return
        place = self.time.holding(stamp) if stamp is not None else -1
        known = 0 <= place < len(self.time.stamps)  # else it has no candle there, and the legend no prices
        self.point(Cursor(place, None) if known else Cursor(), tell=False)

    def point(self, cursor: Cursor, tell: bool = True) -> None:
        """Move the crosshair, wherever the pointer is."""
        self._pointer = None
        self._point(cursor, tell)

    def point_at(self, pointer: QPointF) -> None:
        """Move the crosshair to the pointer; it is nowhere outside of the panes."""
        time, ratio = self.time, self._ratio
        self._pointer = pointer
        if time is None or not len(time.stamps) or self.model is None or not self._in_plot(pointer):
            self._point(Cursor())
        else:
            self._point(Cursor(time.nearest(pointer.x() * ratio), int(pointer.y() * ratio)))

    def _point(self, cursor: Cursor, tell: bool = True) -> None:
        if cursor == self.cursor_at:
            return
        before, self.cursor_at = self.cursor_at, cursor
        self.invalidate(Staleness.CURSOR)
        if cursor.place != before.place:
            self.pointed.emit()
        if tell and cursor.place != before.place and self.time is not None:
            known = cursor.place is not None and len(self.time.stamps) > 0
            self.crosshair_moved.emit(round(float(self.time.stamp_at(cursor.place))) if known else None)

    def _in_plot(self, at: QPointF) -> bool:
        return at.x() < self.plot_width and at.y() < self._stack.plot_height

    # -- what is visible ---------------------------------------------------------------------------

    @property
    def price_scale(self) -> PriceScale | None:
        """The range of prices; None while there are no candles."""
        if self._fixed is not None and self._found is not None:  # no frame is made for it
            shown = self._found[0].price.scale
            return self._fixed.over(shown.top, shown.bottom, self.options.lock_ratio)
        frame = self.frame
        return frame.price.scale if frame is not None else None

    def visible_places(self) -> tuple[int, int]:
        """First visible place, and the one after the last."""
        return self.time.visible() if self.time is not None else (0, 0)

    def visible_range(self) -> tuple[int, int]:
        """Stamps of the first and the last visible candle (UTC epoch seconds); (0, 0) where there is none."""
        first, last = self.visible_places()
        if self.time is None or first >= last:
            return 0, 0
        return int(self.time.stamps[first]), int(self.time.stamps[last - 1])

    def end_in_sight(self) -> float | None:
        """The moment (UTC epoch seconds) at the right edge; None where there are no candles."""
        return None if self.time is None or not len(self.time.stamps) else self.time.end()

    def visible_candles(self) -> Candles:
        """The visible candles as they are stored: never Heikin-Ashi."""
        first, last = self.visible_places()
        return self.model.series.candles.take(slice(first, last)) if self.model is not None else empty()

    def x_of(self, stamps: Int64) -> Float64:
        """The panes' ``x`` of times (int64, UTC epoch seconds, also between and beyond candles); float64, NaN before any."""
        time = self.time
        if time is None or not len(time.stamps):
            return np.full(len(stamps), np.nan)
        return time.coordinates(stamps)

    def _describe(self) -> None:
        """Tell a screen reader what is shown."""
        assert self.model is not None
        series = self.model.series
        text = self.tr("{symbol} {timeframe}, {count} candles, {state}").format(
            symbol=series.instrument.symbol,
            timeframe=series.timeframe.name,
            count=len(series),
            state=shown(series.state.word),
        )
        if len(series.doubtful):
            told = self.tr("{description}, disputed or suspect: {count}")
            text = told.format(description=text, count=len(series.doubtful))
        self.setAccessibleDescription(text)

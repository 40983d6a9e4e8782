"""One chart: prices, volume and studies over one time axis, drawn by the painters, moved by mouse and keyboard.

The picture is drawn into an image when something of it changes, and only copied to the screen while nothing but the
crosshair moves: see :class:`Level`. All pixels inside are device pixels; the drawing tool and the signals get logical
ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ohlc_desktop.core.candles import Candles, empty
from ohlc_desktop.core.chart.drawings import Drawing
from ohlc_desktop.core.chart.model import ChartModel
from ohlc_desktop.core.chart.options import ChartOptions, Zone, zone_of
from ohlc_desktop.core.chart.price_scale import PriceScale
from ohlc_desktop.core.chart.series import ChartSeries, Hole
from ohlc_desktop.core.chart.time_labels import TimeAxis
from ohlc_desktop.core.chart.time_scale import TimeScale, fitted
from ohlc_desktop.core.chart.time_texts import Names
from ohlc_desktop.ui.chart.axes import Axes, axis_width, make_axes
from ohlc_desktop.ui.chart.batch import painting
from ohlc_desktop.ui.chart.colours import chart_colours
from ohlc_desktop.ui.chart.cursor import Cursor, KeptLegend, paint_cursor
from ohlc_desktop.ui.chart.drawing_menu import fill_menu
from ohlc_desktop.ui.chart.drawing_tool import DrawingTool
from ohlc_desktop.ui.chart.frame import Frame, Look, make_frame, make_look
from ohlc_desktop.ui.chart.keys import act
from ohlc_desktop.ui.chart.mouse import Mouse, Spot
from ohlc_desktop.ui.chart.names import chart_names
from ohlc_desktop.ui.chart.paint import paint_frame
from ohlc_desktop.ui.chart.paint_marks import hole_at
from ohlc_desktop.ui.chart.pictures import write_svg
from ohlc_desktop.ui.state_words import state_word
from ohlc_desktop.ui.theme import colours

#: Logical pixels of a candle in a chart that was just opened.
PITCH = 7.0
_SMALLEST = QSize(220, 140)
_SNAP = 8.0


class Level(IntEnum):
    """How much of the picture is out of date.

    Attributes:
        NONE: Nothing.
        CURSOR: The crosshair and the legend, which are painted over the image each time.
        FRAME: What is drawn: another stretch, other candles or drawings.
        LOOK: Size, scaling or colours.
    """

    NONE = 0
    CURSOR = 1
    FRAME = 2
    LOOK = 3


class ChartView(QWidget):
    """The chart.

    Attributes:
        typed: A letter or digit was typed: the window asks what for.
        crosshair_moved: Stamp under the crosshair (int), or None; only what the user does here.
        range_changed: Another stretch is visible.
        hole_pressed: A :class:`Hole` was clicked.
        options_changed: The user changed :class:`ChartOptions` in the chart itself.
        tool: Makes and moves drawings.
    """

    typed = Signal(str)
    crosshair_moved = Signal(object)
    range_changed = Signal()
    hole_pressed = Signal(object)
    options_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: ChartModel | None = None
        self._options = ChartOptions()
        self._time: TimeScale | None = None
        self._fixed: PriceScale | None = None
        self._frame: Frame | None = None
        self._look: Look | None = None
        self._image = QImage()
        self._level = Level.LOOK
        self._axis = 0
        self._title = ""
        self._legend = KeptLegend()
        self._times: TimeAxis | None = None
        self._times_of: tuple[ChartSeries | None, Zone, Names] = (None, Zone.UTC, chart_names())
        self.cursor_at = Cursor()
        self.mouse = Mouse(self)
        self.tool = DrawingTool(self, self)
        self.tool.changed.connect(lambda _drawings: self.repaint_drawings())
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_SMALLEST)
        self.setAccessibleName(self.tr("Chart"))

    # -- what is shown -----------------------------------------------------------------------------

    @property
    def model(self) -> ChartModel | None:
        """What is drawn; None before the first."""
        return self._model

    @property
    def options(self) -> ChartOptions:
        """How it is drawn."""
        return self._options

    @property
    def time(self) -> TimeScale | None:
        """The visible stretch; None before the first model."""
        return self._time

    @property
    def frame(self) -> Frame | None:
        """The picture on the screen, brought up to date; None while there are no candles."""
        self._bring_up_to_date()
        return self._frame

    def show_model(self, model: ChartModel, keep_view: bool = True) -> None:
        """Show candles.

        Args:
            model: They, and what goes with them.
            keep_view: What was in sight stays in sight; else the newest candles are shown.
        """
        other = self._model is None or self._model.series.instrument.symbol != model.series.instrument.symbol
        before, self._model = self._time, model
        stamps, seconds, real = model.shown.ts, model.series.timeframe.seconds, self._options.real_time
        if keep_view and before is not None and len(before.stamps):
            self._time = _in_reach(before, before.over(stamps, seconds, real))
            self.cursor_at = self.cursor_at.over(before, self._time)
        else:
            self._time = fitted(stamps, seconds, real, self._plot_width(), PITCH * self.devicePixelRatioF())
            self.cursor_at = Cursor()
        if other or not keep_view:
            self.show_prices(None)  # a range that was dragged is of no use for others
        self._describe()
        self.invalidate(Level.FRAME)
        self.range_changed.emit()

    def clear(self) -> None:
        """Show nothing: what is wanted cannot be read, and what was shown before is something else."""
        self._model, self.cursor_at = None, Cursor()
        self.invalidate(Level.FRAME)

    def set_options(self, options: ChartOptions) -> None:
        """Draw in another way what is known already; whatever must be computed comes with the next model."""
        before, self._options = self._options, options
        if options.auto_scale or options.scale is not before.scale:
            self._fixed = None
        elif before.auto_scale and self.frame is not None:
            self._fixed = self.frame.price.scale
        if options.real_time != before.real_time and self._time is not None:
            time = self._time
            self._time = time.over(time.stamps, time.seconds, options.real_time)
        self.invalidate(Level.FRAME)

    def set_title(self, title: str) -> None:
        """What the legend begins with, instead of the instrument's symbol and name."""
        self._title = title
        self.invalidate(Level.CURSOR)

    def set_drawings(self, symbol: str, drawings: Sequence[Drawing]) -> None:
        """Show what is stored for an instrument."""
        self.tool.set_drawings(symbol, drawings)
        self.repaint_drawings()

    def show_crosshair(self, stamp: int | None) -> None:
        """Show where a linked chart is pointed at; nothing is emitted."""
        if self._time is None or not len(self._time.stamps):
            return
        if stamp is None:
            self.point(Cursor(), tell=False)
            return
        place = self._time.holding(stamp)
        known = 0 <= place < len(self._time.stamps)  # else it has no candle there, and the legend no prices
        self.point(Cursor(place, None) if known else Cursor(), tell=False)

    def invalidate(self, level: Level) -> None:
        """Have as much of the picture painted anew, soon."""
        self._level = max(self._level, level)
        self.update()

    # -- moving ------------------------------------------------------------------------------------

    def go_to(self, stamp: int) -> None:
        """Bring the candle at a stamp (UTC epoch seconds) to the middle, and point at it."""
        if self._time is None or not len(self._time.stamps):
            return
        self.show_time(self._time.centred(stamp))
        self.show_crosshair(stamp)

    def to_latest(self) -> None:
        """Show the newest candles."""
        if self._time is not None:
            self.show_time(self._time.latest())

    def to_oldest(self) -> None:
        """Show the oldest candles."""
        if self._time is not None:
            self.show_time(self._time.oldest())

    def show_all(self) -> None:
        """Show every candle."""
        if self._time is not None:
            self.show_time(self._time.all())

    def pan(self, candles: float) -> None:
        """Move on by so many candles; back if negative."""
        if self._time is not None:
            self.show_time(self._time.panned(-candles * self._time.pitch))

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Make candles ``factor`` times as wide; the place ``at``, or else the newest in sight, stays where it is."""
        time = self._time
        if time is None:
            return
        newest = float(time.pixel(len(time.stamps) - 0.5))
        pixel = min(newest, time.width) if at is None else float(time.pixel(at))
        self.show_time(time.zoomed(factor, max(pixel, 0.0)))

    def reset(self) -> None:
        """Show the newest candles in their usual width, and all their prices."""
        if self._time is not None:
            time = self._time
            pitch = PITCH * self.devicePixelRatioF()
            self.show_time(fitted(time.stamps, time.seconds, time.real, time.width, pitch))
            self.show_prices(None)

    def show_time(self, time: TimeScale) -> None:
        """Show another stretch."""
        if time != self._time:
            self._time = time
            self.invalidate(Level.FRAME)
            self.range_changed.emit()

    def show_prices(self, scale: PriceScale | None) -> None:
        """Show another range of prices, which then stays; None lets them follow the candles again."""
        self._fixed = scale
        self.invalidate(Level.FRAME)
        if self._options.auto_scale != (scale is None):
            self._options = replace(self._options, auto_scale=scale is None)
            self.options_changed.emit(self._options)

    def point(self, cursor: Cursor, tell: bool = True) -> None:
        """Move the crosshair."""
        if cursor == self.cursor_at:
            return
        before, self.cursor_at = self.cursor_at, cursor
        self.invalidate(Level.CURSOR)
        if tell and cursor.place != before.place and self._time is not None:
            known = cursor.place is not None and len(self._time.stamps) > 0
            self.crosshair_moved.emit(round(float(self._time.stamp_at(cursor.place))) if known else None)

    # -- what is visible ---------------------------------------------------------------------------

    def visible_places(self) -> tuple[int, int]:
        """First visible place, and the one after the last."""
        return self._time.visible() if self._time is not None else (0, 0)

    def visible_range(self) -> tuple[int, int]:
        """Stamps of the first and the last visible candle (UTC epoch seconds); (0, 0) where there is none."""
        first, last = self.visible_places()
        if self._time is None or first >= last:
            return 0, 0
        return int(self._time.stamps[first]), int(self._time.stamps[last - 1])

    def visible_candles(self) -> Candles:
        """The visible candles as they are stored: never Heikin-Ashi."""
        first, last = self.visible_places()
        return self._model.series.candles.take(slice(first, last)) if self._model is not None else empty()

    def picture(self, scale: float = 1.0) -> QImage:
        """The chart as it stands, without the crosshair, ``scale`` times the device's pixels."""
        ratio = self.devicePixelRatioF() * scale
        found = self._frame_at(ratio)
        image = QImage(round(self.width() * ratio), round(self.height() * ratio), QImage.Format.Format_RGB32)
        image.fill(chart_colours(colours(self)).base)
        if found is not None:
            with painting(image) as painter:
                paint_frame(painter, *found, self.tool.shown())
                paint_cursor(painter, found[0], Cursor(), self._title)
        image.setDevicePixelRatio(ratio)
        return image

    def write_svg(self, path: Path) -> None:
        """Write the chart as it stands, without the crosshair, as a vector picture.

        Raises:
            OSError: the file cannot be written.
        """
        write_svg(path, self.size(), self._frame_at(1.0), self.tool.shown(), self._title)

    # -- the drawing tool's surface ----------------------------------------------------------------

    @property
    def series(self) -> ChartSeries:
        """What is shown. Only to be asked for while something is."""
        assert self._model is not None
        return self._model.series

    def to_pixel(self, ts: float, price: float) -> QPointF:
        """Logical pixel of a stamp (UTC epoch seconds) and a price."""
        frame = self.frame
        if frame is None:
            return QPointF(-1e6, -1e6)
        ratio = frame.look.ratio
        return QPointF(frame.time.pixel_of(ts) / ratio, float(frame.price.scale.pixel(price)) / ratio)

    def from_pixel(self, point: QPointF) -> tuple[int, float]:
        """Stamp of the nearest place, also beyond the newest candle, and the price at a logical pixel."""
        frame = self.frame
        if frame is None:
            return 0, 0.0
        ratio = frame.look.ratio
        return frame.time.nearest_stamp(point.x() * ratio), frame.price.scale.price(point.y() * ratio)

    def snap(self, point: QPointF) -> tuple[int, float]:
        """The nearest open, high, low or close of the nearest candle within 8 px; else as :meth:`from_pixel`."""
        stamp, price = self.from_pixel(point)
        frame = self.frame
        if frame is None or not len(frame.model):
            return stamp, price
        row = frame.model.shown.take(slice(at := frame.time.nearest(point.x() * frame.look.ratio), at + 1))
        prices = [float(column[0]) for column in (row.open, row.high, row.low, row.close)]
        nearest = min(prices, key=lambda found: abs(self.to_pixel(stamp, found).y() - point.y()))
        near = abs(self.to_pixel(stamp, nearest).y() - point.y()) <= _SNAP
        return (int(row.ts[0]), nearest) if near else (stamp, price)

    def price_rect(self) -> QRectF:
        """The pane of the prices, logical pixels."""
        frame = self.frame
        if frame is None:
            return QRectF(self.rect())
        ratio, rect = frame.look.ratio, frame.price.rect
        return QRectF(rect.x() / ratio, rect.y() / ratio, rect.width() / ratio, rect.height() / ratio)

    def repaint_drawings(self) -> None:
        """Paint the drawings anew, soon."""
        self.invalidate(Level.FRAME)

    def hole_under(self, point: QPointF) -> Hole | None:
        """The hole drawn at a logical pixel."""
        frame = self.frame
        return hole_at(frame, point * frame.look.ratio) if frame is not None else None

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Copy the image, drawn anew if it is out of date, and paint the crosshair and the legend over it."""
        self._bring_up_to_date()
        with painting(self) as painter:
            painter.drawImage(0, 0, self._image)
            if self._frame is not None:
                painter.scale(1 / self._frame.look.ratio, 1 / self._frame.look.ratio)
                paint_cursor(painter, self._frame, self.cursor_at, self._title, self._legend)
                self.mouse.paint(painter, self._frame)

    def _bring_up_to_date(self) -> None:
        # Another screen may scale otherwise. No event() tells of it: under one in Python an exception of numpy's in any
        # other event kills the process (PySide 6.11 on Python 3.11).
        if self._image.devicePixelRatio() != self.devicePixelRatioF():
            self._level = Level.LOOK
        if self._level >= Level.FRAME:
            found = self._frame_at(self.devicePixelRatioF())
            self._frame = found[0] if found is not None else None
            self._draw(found)
        self._level = Level.NONE

    def _draw(self, found: tuple[Frame, Axes] | None) -> None:
        ratio = self.devicePixelRatioF()
        size = QSize(max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1))
        if self._image.size() != size:
            self._image = QImage(size, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(1.0)
        if found is None:
            self._image.fill(chart_colours(colours(self)).base)
        else:
            with painting(self._image) as painter:
                paint_frame(painter, *found, self.tool.shown())
        self._image.setDevicePixelRatio(ratio)

    def _frame_at(self, ratio: float) -> tuple[Frame, Axes] | None:
        """The picture at a scaling. The price axis is as wide as its labels, and grows narrower only by a lot."""
        if self._model is None or self._time is None or not len(self._model):
            return None
        frame = self._fitted(ratio, max(self._axis, 1))
        axes = make_axes(frame)
        wanted = axis_width(frame, axes)
        if not self._axis * 0.75 <= wanted <= self._axis:
            self._axis = wanted
            frame = self._fitted(ratio, wanted)
            axes = make_axes(frame)
        return frame, axes

    def _fitted(self, ratio: float, axis: int) -> Frame:
        assert self._model is not None
        assert self._time is not None
        look = self._look_at(ratio, round(axis * ratio))
        time = self._time.stretched(look.plot_width)
        if ratio == self.devicePixelRatioF():
            self._time = time
        return make_frame(self._model, self._options, look, time, self._time_axis(), self._fixed)

    def _time_axis(self) -> TimeAxis:
        """The labels of the time axis, made anew for other candles, another zone or language."""
        assert self._model is not None
        key = (self._model.series, self._options.zone, chart_names())
        if self._times is None or self._times_of[0] is not key[0] or self._times_of[1:] != key[1:]:
            self._times_of = key
            self._times = TimeAxis(key[0], zone_of(key[1]), key[2])
        return self._times

    def _look_at(self, ratio: float, axis: int) -> Look:
        theme = chart_colours(colours(self))
        wanted = (round(self.width() * ratio), round(self.height() * ratio), ratio, axis)
        look = self._look
        same = look is not None and (look.width, look.height, look.ratio, look.axis) == wanted
        if not same or look is None or look.colours is not theme or self._level is Level.LOOK:
            self._look = look = make_look(*wanted, theme, QFont(self.font()))
        return look

    def _plot_width(self) -> float:
        ratio = self.devicePixelRatioF()
        return max((self.width() - max(self._axis, 60)) * ratio, 1.0)

    def _describe(self) -> None:
        """Tell a screen reader what is shown."""
        assert self._model is not None
        series = self._model.series
        text = self.tr("{symbol} {timeframe}, {count} candles, {state}").format(
            symbol=series.instrument.symbol,
            timeframe=series.timeframe.name,
            count=len(series),
            state=state_word(series.state),
        )
        self.setAccessibleDescription(text)

    # -- events ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # named by Qt
        """Show more or fewer candles, each as wide as before."""
        super().resizeEvent(event)
        if self._time is not None:
            self._time = self._time.resized(self._plot_width())
        self.invalidate(Level.LOOK)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Take on another theme or font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.invalidate(Level.LOOK)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # named by Qt
        """Zoom or pan."""
        self.mouse.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Begin to drag, or draw."""
        if self._model is None or not self.tool.press(event):
            self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Point, drag or draw."""
        taken = self._model is not None and not self.mouse.dragging and self.tool.move(event)
        self.mouse.move(event, drag=not taken)
        self._show_shape(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Let go."""
        if self.mouse.dragging or self._model is None or not self.tool.release(event):
            self.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Set an axis back."""
        if self._model is None or not self.tool.double_click(event):
            self.mouse.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Hide the crosshair."""
        super().leaveEvent(event)
        self.tool.leave()
        self.point(Cursor())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Move about; letters and digits are told to the window."""
        if self._model is not None and self.tool.key(event):
            return
        if not act(self, event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # named by Qt
        """What can be done with the drawing under the pointer; else the window's own menu."""
        items = self.tool.context_menu_items(QPointF(event.pos())) if self._model is not None else []
        if not items:  # there is no drawing
            event.ignore()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, items)
        menu.popup(event.globalPos())

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # named by Qt
        """A drag that the window has lost is over."""
        super().focusOutEvent(event)
        self.mouse.cancel()

    def _show_shape(self, at: QPointF) -> None:
        shape = self.tool.cursor() if self._model is not None else None
        wanted = shape.shape() if shape is not None else self.mouse.shape(at)
        if self.cursor().shape() is not wanted:
            self.setCursor(wanted)

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """A chart wants room."""
        return QSize(960, 600)

    def stamp_under(self, point: QPoint) -> int | None:
        """Stamp of the candle nearest to a logical pixel of the panes; None elsewhere and where there are none."""
        place = self.place_under(point)
        if place is None or self._time is None or self.mouse.spot(QPointF(point)) is not Spot.PLOT:
            return None
        return int(self._time.stamps[place])

    def place_under(self, point: QPoint) -> int | None:
        """Place of the candle nearest to a logical pixel."""
        frame = self.frame
        return None if frame is None else frame.time.nearest(point.x() * frame.look.ratio)


def _in_reach(before: TimeScale, after: TimeScale) -> TimeScale:
    """What is seen of other candles: where they end earlier, or begin later, than those before, their end and no void."""
    if not len(after.stamps):
        return after
    oldest, latest = after.oldest(), after.latest()
    if after.stamps[-1] < before.stamps[-1] and after.right > latest.right:
        return latest
    if after.stamps[0] > before.stamps[0] and after.left < oldest.left:
        return oldest if oldest.right < latest.right else latest
    return after

"""One chart: prices, volume and studies over one time axis, moved by mouse and keyboard, open to items of others.

The pixels of this module are logical ones; those of frames and painters are the device's.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QWidget

from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.series import Hole, Roll
from ohlc_desktop.ui.chart.engine.borders import PaneBorder
from ohlc_desktop.ui.chart.engine.canvas import Staleness
from ohlc_desktop.ui.chart.engine.gestures import PaneBox
from ohlc_desktop.ui.chart.engine.movable_chart import MovableChart
from ohlc_desktop.ui.chart.items.paint_doubts import difference_marks, doubt_marks
from ohlc_desktop.ui.chart.items.paint_marks import hole_at, hole_boxes, seen_rolls
from ohlc_desktop.ui.chart.legend.legend_control import LegendControl
from ohlc_desktop.ui.chart.legend.legend_lines import place_told
from ohlc_desktop.ui.chart.pane_control.pane_control import PaneControl
from ohlc_desktop.ui.chart.panes.cursor import Cursor
from ohlc_desktop.ui.chart.panes.keys import act

#: The line of a roll is as thin as a pixel: so many beside it count, logical ones.
_NEAR_ROLL = 5.0


class ChartView(MovableChart):
    """The chart as its user acts on it: by pointer, keys, legend and panes.

    Attributes:
        hole_pressed: A :class:`Hole` was clicked.
        roll_pressed: A :class:`Roll` of which there is a receipt was clicked.
        candle_pressed: What was said of a candle is to be shown; its stamp (int).
        resized: It has another size now.
        pane_control: Acts on its panes.
        legend: What the mouse and keys do to its studies.
    """

    hole_pressed = Signal(object)
    roll_pressed = Signal(object)
    candle_pressed = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pick: Callable[[int], object] | None = None
        self.pane_control = PaneControl(self)
        self.legend = LegendControl(self)
        self.setAccessibleName(self.tr("Chart"))

    def show_nothing(self) -> None:
        """Show nothing: what is wanted cannot be read, and what was shown before is something else."""
        super().show_nothing()
        self.pane_control.hover(None)

    def set_options(self, options: ChartOptions) -> None:
        """Draw in another way what is known already; whatever must be computed comes with the next model."""
        before = self.options
        super().set_options(options)
        if options.panes != before.panes:
            self.pane_control.hover(None)
        self.legend.follow(before, options)

    # -- what is under the pointer -----------------------------------------------------------------

    def hole_under(self, point: QPointF) -> Hole | None:
        """The hole drawn at a logical pixel of the panes."""
        frame, picture = self.frame, self.painted
        if frame is None or not self._in_plot(point):
            return None
        boxes = picture.holes if picture is not None and picture.frame is frame else hole_boxes(frame)
        return hole_at(boxes, point * frame.look.ratio)

    def roll_under(self, point: QPointF) -> Roll | None:
        """The roll with a receipt whose line is drawn at a logical pixel of the panes, or beside it."""
        frame = self.frame
        if frame is None or not self._in_plot(point):
            return None
        near = [
            (abs(point.x() - x / frame.look.ratio), roll) for roll, x in seen_rolls(frame) if roll.receipt is not None
        ]
        distance, roll = min(near, key=itemgetter(0), default=(_NEAR_ROLL + 1, None))
        return roll if distance <= _NEAR_ROLL else None

    def doubt_under(self, point: QPointF) -> int | None:
        """Stamp of the candle at a logical pixel of the panes that is marked: not to be relied on, or other in a source."""
        frame, picture = self.frame, self.painted
        if frame is None or not self._in_plot(point):
            return None
        if picture is not None and picture.frame is frame:
            marks = (picture.doubts, picture.differences)
        else:
            marks = (doubt_marks(frame), difference_marks(frame))
        found = (each.at(point * frame.look.ratio) for each in marks)
        place = next((each for each in found if each is not None), None)
        return int(frame.model.series.candles.ts[place]) if place is not None else None

    def place_under(self, point: QPoint) -> int | None:
        """Place of the candle nearest to a logical pixel of the panes; None elsewhere and where there are none."""
        seen = self.time is not None and len(self.time.stamps) and self._in_plot(QPointF(point))
        return self.time.nearest(point.x() * self._ratio) if self.time is not None and seen else None

    def stamp_under(self, point: QPoint) -> int | None:
        """Stamp (UTC epoch seconds) of that candle."""
        place = self.place_under(point)
        return None if place is None or self.time is None else int(self.time.stamps[place])

    def point_of(self, place: float) -> QPoint:
        """Logical pixel in the middle of the prices at a place."""
        prices = self.surface.price_rect()
        middle = (QRectF(self.rect()) if prices.isEmpty() else prices).center()
        if self.time is None:
            return middle.toPoint()
        return QPoint(round(float(self.time.pixel(place)) / self._ratio), round(middle.y()))

    def press_candle(self) -> None:
        """Have shown what was said of the candle that the legend tells of."""
        frame = self.frame
        if frame is not None:
            self.candle_pressed.emit(int(frame.model.series.candles.ts[place_told(frame, self.cursor_at.place)]))

    # -- a candle that is asked for ----------------------------------------------------------------

    def pick_candle(self, take: Callable[[int], object] | None) -> None:
        """Give the stamp (UTC epoch seconds) of the candle that is clicked next, or chosen with Enter; Esc gives none."""
        self._pick = take

    @property
    def picking(self) -> bool:
        """Whether a candle is asked for."""
        return self._pick is not None

    def _picked(self, stamp: int | None) -> bool:
        """Give the candle that was asked for; False where none was."""
        take, self._pick = self._pick, None
        if take is not None and stamp is not None:
            take(stamp)
        return take is not None

    def _pick_by_key(self, key: int) -> bool:
        """Choose the candle under the crosshair, or none."""
        if (
            self._pick is None
            or self.time is None
            or key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        ):
            return False
        place = self.cursor_at.place
        chosen = place is not None and key != Qt.Key.Key_Escape
        return self._picked(int(self.time.stamps[place]) if chosen else None)

    # -- events ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  # named by Qt
        """Show more or fewer candles, each as wide as before."""
        super().resizeEvent(event)
        if not self._built:
            return
        self._stack.fit(QSizeF(self.size()))
        self.pane_control.hover(None)
        if self.time is not None:
            self.time = self.time.resized(self.plot_width * self._ratio)
        self.invalidate(Staleness.LOOK)
        self._bring_up_to_date()  # else the paint that follows moves what it paints, and is followed by others
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Draw, or let the items of the scene have it."""
        if event.button() is Qt.MouseButton.LeftButton and self._picked(self.stamp_under(event.position().toPoint())):
            return
        if event.buttons() == event.button():  # the first: what pyqtgraph still holds was let go elsewhere
            self._let_go()
        if not self._takes(event):
            super().mousePressEvent(event)
            event.accept()  # else what is below the chart would get it as well

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Draw, or drag, and point."""
        if self.model is None or self._dragged is not None or not self.tool.move(event):
            super().mouseMoveEvent(event)
        self.point_at(event.position())
        self.legend.hover(event.position(), bool(event.buttons()))
        self._show_shape(event.position())
        self.pane_control.hover(None if event.buttons() else event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Let go."""
        taken = self._dragged is None and self.model is not None
        if not taken or not (self.legend.release(event) or self.tool.release(event)):
            super().mouseReleaseEvent(event)
            event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Draw, or set an axis back."""
        if not self._takes(event, double=True):
            super().mouseDoubleClickEvent(event)
            event.accept()

    def _takes(self, event: QMouseEvent, double: bool = False) -> bool:
        """Whether the legend or the drawings use a press up."""
        if self.model is None:
            return False
        if self.legend.press(event, double):
            return True
        taken = self.tool.press(event)
        if taken:
            self.legend.select(None)
        return taken

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Hide the crosshair."""
        super().leaveEvent(event)
        self.tool.leave()
        self.pane_control.hover(None)
        self.legend.leave()
        self.point(Cursor())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Move about; the window gets whatever is left, as letters and digits."""
        known = self.model is not None
        taken = self._pick_by_key(event.key()) or (known and (self.legend.key(event) or self.tool.key(event)))
        if not taken and not act(self, event):
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # named by Qt
        """Leave it to the window, which has the menus of all places."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # named by Qt
        """A drag that the window has lost is over."""
        super().focusOutEvent(event)
        if self._dragged is not None:
            self._let_go()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:  # noqa: N802  # named by Qt
        """Where a menu that is asked for by key appears: in the middle, not in the scene's corner."""
        return QWidget.inputMethodQuery(self, query)

    def _let_go(self) -> None:
        """Forget which buttons are held: where they are let go is not told to a chart below a menu or a dialog."""
        scene = self.scene()
        scene.dragItem, scene.dragButtons, scene.clickEvents, scene.lastDrag = None, [], [], None
        self.show_box(None)

    @property
    def _dragged(self) -> QGraphicsItem | None:
        """The item of the scene that is dragged."""
        item: QGraphicsItem | None = self.scene().dragItem
        return item

    def _show_shape(self, at: QPointF) -> None:
        """Let the pointer tell what a press would do."""
        tool = self.tool.cursor() if self.model is not None else None
        wanted = tool.shape() if tool is not None else self._shape_at(at)
        if self.viewport().cursor().shape() is not wanted:
            self.viewport().setCursor(wanted)

    def _shape_at(self, at: QPointF) -> Qt.CursorShape:
        if isinstance(self._dragged, PaneBorder):
            return Qt.CursorShape.SplitVCursor
        if isinstance(self._dragged, PaneBox) and not self._box.isVisible():
            return Qt.CursorShape.ClosedHandCursor
        if self.model is None or not len(self.model):
            return Qt.CursorShape.ArrowCursor
        if self._stack.border_at(at.y()):
            return Qt.CursorShape.SplitVCursor
        over = self.legend.shape(at)
        if over is not None:
            return over
        if self._in_plot(at):
            told = self.doubt_under(at), self.hole_under(at), self.roll_under(at)
            pressed = any(each is not None for each in told)
            return Qt.CursorShape.PointingHandCursor if pressed else Qt.CursorShape.CrossCursor
        if at.y() >= self._stack.plot_height:
            return Qt.CursorShape.SizeHorCursor
        return Qt.CursorShape.SizeVerCursor

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """A chart wants room."""
        return QSize(960, 600)

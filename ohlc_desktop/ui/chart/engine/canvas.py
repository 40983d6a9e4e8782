"""What a chart is drawn on: panes of pyqtgraph in a grid, and the items that paint into and above them.

Whatever changes only says how much is out of date. One frame is worked out and painted when the event loop comes round,
however much has changed; what a frame shows can be asked for before, and costs no paint.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

import pyqtgraph as pg
from pyqtgraph import debug
from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtWidgets import QGraphicsRectItem, QSizePolicy, QWidget

from ohlc_desktop.core.chart.axes.price_scale import PriceScale
from ohlc_desktop.core.chart.axes.time_scale import TimeScale
from ohlc_desktop.core.chart.indicators import IndicatorSpec
from ohlc_desktop.core.chart.model import ChartModel
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.pane_layout.pane_state import PRICE
from ohlc_desktop.ui.chart.drawing.drawing_tool import DrawingTool
from ohlc_desktop.ui.chart.engine.framing import FrameMaker
from ohlc_desktop.ui.chart.engine.guards import report
from ohlc_desktop.ui.chart.engine.panes import ChartPane, PaneStack
from ohlc_desktop.ui.chart.engine.picture_items import BOX_Z, OverlayItem, PictureItem
from ohlc_desktop.ui.chart.engine.pictures import scene_image, write_svg
from ohlc_desktop.ui.chart.engine.surface import PriceSurface
from ohlc_desktop.ui.chart.items.colours import chart_colours
from ohlc_desktop.ui.chart.items.paint import ChartPicture, make_picture
from ohlc_desktop.ui.chart.labels.label_placing import LabelBox
from ohlc_desktop.ui.chart.legend.legend_lines import LegendLine
from ohlc_desktop.ui.chart.panes.axes import Axes
from ohlc_desktop.ui.chart.panes.cursor import Cursor, crosshair_of
from ohlc_desktop.ui.chart.panes.frame import Frame, pane_slots
from ohlc_desktop.ui.widgets.theme import colours

if TYPE_CHECKING:
    from ohlc_desktop.core.chart.profile.profiling import ChartProfiles

_SMALLEST = QSize(220, 140)


debug.printExc = report  # else what is raised while an item handles the mouse is printed where nobody looks
pg.setConfigOption("mouseRateLimit", -1)  # take every move of the mouse


class Staleness(IntEnum):
    """How much of what is seen is out of date.

    Attributes:
        NONE: Nothing.
        CURSOR: The crosshair and the legend.
        DRAWINGS: What the user drew.
        FRAME: What is in sight: another stretch, other candles.
        LOOK: Size, scaling or colours.
    """

    NONE = 0
    CURSOR = 1
    DRAWINGS = 2
    FRAME = 3
    LOOK = 4


class ChartCanvas(pg.GraphicsLayoutWidget):
    """A chart as it is drawn. All attributes are to be read only.

    Attributes:
        model: What is drawn; None before the first.
        options: How it is drawn.
        time: The visible stretch; None before the first model.
        title: What the legend begins with; empty for the instrument's symbol.
        cursor_at: Where the crosshair is.
        selected_study: The study that is marked as selected.
        painted: The picture that is on the screen; None while there are no candles.
        surface: The price pane, for drawings.
        tool: Makes and moves drawings.
        profiles: The volume profiles that are drawn; None where there are none.
        pane_stack: The panes, and how tall they are.
        stretched: The values of panes below the prices that do not follow what is in sight, by the pane's name.
        axis_changed: The price axis needs another width.
        panes_changed: Panes came, went or got other heights. What asks for their places then is to be connected queued.
        over: Widgets over the plot, below which nothing is written while they are seen.
    """

    axis_changed = Signal()
    panes_changed = Signal()
    _outdated = Signal()
    _built = False  # pyqtgraph's own beginning sends events
    close = QWidget.close  # pyqtgraph's own takes the scene apart below the items that are shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: ChartModel | None = None
        self.options = ChartOptions()
        self.time: TimeScale | None = None
        self.title, self.cursor_at = "", Cursor()
        self.selected_study: IndicatorSpec | None = None
        self.painted: ChartPicture | None = None
        self.profiles: ChartProfiles | None = None
        self._fixed: PriceScale | None = None
        self.stretched: dict[str, PriceScale] = {}
        self.over: list[QWidget] = []
        self._found: tuple[Frame, Axes] | None = None
        self._laid_out: tuple[ChartModel | None, ChartOptions | None] = (None, None)
        self._level, self._waiting, self._fresh, self._showing = Staleness.NONE, False, False, False
        self._build()
        self._built = True
        self.invalidate(Staleness.LOOK)

    def _build(self) -> None:
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        # Else a paint that comes between a move of an item and Qt's look at it leaves the item where it was, too.
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.setBackground(None)  # items cover all of it
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.scene().setItemIndexMethod(self.scene().ItemIndexMethod.NoIndex)
        self.scene().minDragTime = math.inf  # a slow click is a click
        self._outdated.connect(self._bring_up_to_date, Qt.ConnectionType.QueuedConnection)
        self._plot, self._overlay = PictureItem(self, self.ci), OverlayItem(self, self.ci)
        self.pane_stack = self._stack = PaneStack(self)
        self._box = QGraphicsRectItem(self.ci)
        self._box.setZValue(BOX_Z)
        self._box.hide()
        self._maker = FrameMaker(self, self._stack)
        self.surface = PriceSurface(self)
        self.tool = DrawingTool(self.surface, self)
        self.viewport().setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_SMALLEST)

    @property
    def ground(self) -> QColor:
        """What it is painted on."""
        return chart_colours(colours(self), self.options.appearance).base

    @property
    def frame(self) -> Frame | None:
        """What the next paint shows, worked out now if it is not yet; None while there are no candles."""
        found = self._brought_up()
        return found[0] if found is not None else None

    def pane(self, name: str) -> ChartPane:
        """A pane, open to items of others: ``price``, ``volume``, or the label of a study with a pane of its own.

        Raises:
            KeyError: there is none of that name now.
        """
        self._lay_out()
        if not self._stack.shared:
            self._stack.share()
            if self.painted is not None:
                self._show_ranges(self.painted.frame)
        return self._stack[name]

    @property
    def legend_lines(self) -> Sequence[LegendLine]:
        """The legend as it stands on the screen, device pixels."""
        return self._overlay.lines

    @property
    def plot_width(self) -> float:
        """Logical pixels beside the price axis."""
        return float(max(self.width() - self._maker.axis, 1))

    @property
    def needed_axis(self) -> int:
        """Logical pixels that the price axis needs for its labels."""
        return self._maker.needed

    def set_least_axis(self, width: int) -> None:
        """Have a price axis of at least so many logical pixels, as wide as in the charts above and below."""
        before, self._maker.least = self._maker.axis, width
        if self._maker.axis != before:
            self._stack.set_axis_width(self._maker.axis)
            self.invalidate(Staleness.LOOK)

    def invalidate(self, level: Staleness) -> None:
        """Have as much of what is seen painted anew when the event loop comes round."""
        self._level = max(self._level, level)
        self._fresh = self._fresh and level < Staleness.FRAME
        if not self._waiting:
            self._waiting = True
            self._outdated.emit()

    def repaint_drawings(self) -> None:
        """Paint the drawings anew, soon."""
        self.invalidate(Staleness.DRAWINGS)

    def show_profiles(self, profiles: ChartProfiles | None) -> None:
        """Show volume profiles; None for none."""
        if profiles is not self.profiles:
            self.profiles = profiles
            self.invalidate(Staleness.DRAWINGS)

    def show_box(self, box: QRectF | None) -> None:
        """Show what will be zoomed to, logical pixels; None for nothing."""
        self._box.setVisible(box is not None)
        if box is not None:
            self._box.setRect(box)

    def picture(self, scale: float = 1.0) -> QImage:
        """The chart as it stands, without the crosshair, ``scale`` times the device's pixels."""
        ratio = self._ratio * scale
        with self._exported(ratio):
            return scene_image(self.scene(), self.size(), ratio)

    def write_svg(self, path: Path) -> None:
        """Write the chart as it stands, without the crosshair, as a vector picture.

        Raises:
            OSError: the file cannot be written.
        """
        with self._exported(1.0):
            write_svg(path, self.scene(), self.size(), self.title, self.ground)

    @contextmanager
    def _exported(self, ratio: float) -> Iterator[None]:
        """Have the scene painted at a scaling, without the crosshair, until it is shown again."""
        self._bring_up_to_date()
        found, shown, boxed = self._made(ratio), self.painted, self._box.isVisible()
        self.painted = self._picture_of(found)
        self._box.hide()
        try:
            yield
        finally:
            self.painted = shown
            self._box.setVisible(boxed)
            self.invalidate(Staleness.LOOK)

    # -- bringing up to date -----------------------------------------------------------------------

    @property
    def _ratio(self) -> float:
        return float(self.devicePixelRatioF())

    def _bring_up_to_date(self) -> None:
        """Let the scene show what has changed; nothing is left to do where a paint came first."""
        if not self._waiting:
            return
        self._waiting = False
        found, level = self._brought_up(), self._level
        self._level = Staleness.NONE
        frame = found[0] if found is not None else None
        crosshair = crosshair_of(frame, self.cursor_at)
        self._overlay.show_cursor(frame, self.cursor_at.place, self.title, crosshair, self.selected_study)
        if level >= Staleness.DRAWINGS:
            self.painted = self._picture_of(found, self.selected_study)
            self._show_picture(level)
        self.scene().prepareForPaint()

    def _picture_of(
        self, found: tuple[Frame, Axes] | None, selected: IndicatorSpec | None = None
    ) -> ChartPicture | None:  # fmt: skip
        """What is painted of a frame; what is written in it keeps clear of what is over the chart."""
        if found is None:
            return None
        shown = self.tool.shown()
        return make_picture(*found, shown, selected, self._taken(found[0].look.ratio), self.profiles)

    def _taken(self, ratio: float) -> list[LabelBox]:
        """What the legend and widgets cover, device pixels at a scaling."""
        scale = ratio / self._ratio
        boxes = [(scale, line.ground) for line in self.legend_lines]
        boxes += [(ratio, QRectF(widget.geometry())) for widget in self.over if widget.isVisible()]
        return [
            LabelBox(by * at.x(), by * at.y(), by * at.width(), by * at.height()) for by, at in boxes
        ]  # fmt: skip

    def _show_picture(self, level: Staleness) -> None:
        if level is Staleness.LOOK:
            self._take_look()
        if self.painted is None:
            self._plot.forget()
        elif level >= Staleness.FRAME:
            self._show_ranges(self.painted.frame)
        self.viewport().update()

    def _show_ranges(self, frame: Frame) -> None:
        """Let the panes have the coordinates of a frame, if anybody can see them."""
        if self._stack.shared:
            self._showing = True
            self._stack.show_frame(frame)
            self._showing = False

    def _take_look(self) -> None:
        """Take on size, scaling and colours."""
        for item in (self._plot, self._overlay):
            item.cover(QRectF(self.rect()))
        theme = chart_colours(colours(self), self.options.appearance).theme
        self._box.setPen(pg.mkPen(theme.accent, width=max(round(self._ratio), 1), style=Qt.PenStyle.DashLine))

    def _brought_up(self) -> tuple[Frame, Axes] | None:
        """The frame of what is wanted now, made at most once for any number of changes."""
        # Another screen may scale otherwise. No event() tells of it: under one in Python an exception of numpy's in any
        # other event kills the process (PySide 6.11 on Python 3.11).
        if self._found is not None and self._found[0].look.ratio != self._ratio:
            self._level, self._fresh = Staleness.LOOK, False
        if not self._fresh:
            self._found = self._made(self._ratio)
            self._fresh = True
        return self._found

    def _made(self, ratio: float) -> tuple[Frame, Axes] | None:
        """A frame at a scaling; None while there are no candles."""
        if self.model is None or self.time is None or not len(self.model):
            return None
        self._lay_out()
        prices = {PRICE: self._fixed} if self._fixed is not None else {}
        found = self._maker.make(self.model, self.time, {**self.stretched, **prices}, ratio)
        if ratio == self._ratio:
            self.time = found[0].time
        return found

    def _lay_out(self) -> None:
        """Have the panes that the model needs."""
        model, options = self.model, self.options
        other = False
        if model is not self._laid_out[0] or options is not self._laid_out[1]:
            self._laid_out = model, options
            other = self._stack.lay_out(pane_slots(model.studies if model is not None else (), options))
        if other or self._stack.size != QSizeF(self.size()):  # as of a chart that is hidden, which Qt does not tell
            self._level = Staleness.LOOK
            self._stack.fit(QSizeF(self.size()))
            self.panes_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Paint the scene, brought up to date if the event loop has not come round yet."""
        if self.painted is not None and self.painted.frame.look.ratio != self._ratio:
            self.invalidate(Staleness.LOOK)
        self._bring_up_to_date()
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Take on another theme or font."""
        super().changeEvent(event)
        looks = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if self._built and event.type() in looks:
            self.invalidate(Staleness.LOOK)

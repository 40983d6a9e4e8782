"""The data window: beside the charts, what is known of the candle under the crosshair, or of the newest in sight.

It tells of the same candle as the legend. However often the crosshair moves, it is filled once for each turn of the event
loop, and then only with other texts; while the chart is panned, some times a second.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ohlc_desktop.ui.chart.data.fact_list import FactList
from ohlc_desktop.ui.chart.data.facts import Fact, candle_facts
from ohlc_desktop.ui.chart.legend.legend_lines import place_told
from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
from ohlc_desktop.ui.chart.toolbar.overflow_toolbar import StripButton
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture
from ohlc_desktop.ui.widgets.theme import GAP, colours, heading

_WIDTH = 250
#: While the chart is panned it is filled so often at most, in milliseconds.
_PAN_MS = 50


class DataPanel(QWidget):
    """The data window.

    Attributes:
        list: What it says.
        closed: Its button was pressed.
    """

    closed = Signal()

    def __init__(self, feed: str, parent: QWidget | None = None) -> None:
        """
        Args:
            feed: Name of the feed, for people.
            parent: The window.
        """
        super().__init__(parent)
        self._feed = feed
        self._cell: ChartCell | None = None
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(self.tr("Data window"))
        self.list = FactList(self)
        self.list.setAccessibleName(self.tr("What is known of the candle"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head())
        column.addWidget(self.list, 1)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.fill)

    def follow(self, cell: ChartCell | None) -> None:
        """Tell of the candles of this chart; of none."""
        if cell is self._cell:
            return
        if self._cell is not None:
            for signal in (self._cell.view.pointed, self._cell.changed):
                signal.disconnect(self._fill_now)
            self._cell.view.range_changed.disconnect(self._fill_soon)
        self._cell = cell
        if cell is not None:
            for signal in (cell.view.pointed, cell.changed):
                signal.connect(self._fill_now)
            cell.view.range_changed.connect(self._fill_soon)
            self._fill_now()

    def fill(self) -> None:
        """Tell what is so now."""
        self._soon.stop()
        if self.isHidden():
            return
        view = self._cell.view if self._cell is not None else None
        frame = view.frame if view is not None and self._cell is not None and self._cell.series is not None else None
        if view is None or frame is None:
            self.list.facts.show([Fact(self.tr("There are no candles."))])
        else:
            self.list.facts.show(candle_facts(frame, place_told(frame, view.cursor_at.place), self._feed))

    def _fill_now(self) -> None:
        """Once the event loop comes round."""
        self._soon.start(0)

    def _fill_soon(self) -> None:
        """The newest candle in sight is another with every step of a pan: not in every frame of it."""
        if not self._soon.isActive():
            self._soon.start(_PAN_MS)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(GAP, 2, 2, 2)
        row.addWidget(heading(QLabel(self.tr("Data"))), 1)
        close = StripButton(self.tr("Close the data window"), Picture.CLOSE, tip=self.tr("Close (Alt+D)"))
        close.clicked.connect(self.closed)
        row.addWidget(close)
        return row

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Colours are those of the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._fill_now()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The ground, and a hairline towards the charts."""
        c = colours(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), c.base)
            painter.fillRect(0, 0, 1, self.height(), c.line)

"""The data window and the table of candles of one chart window. Each is loaded and made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.data.candle_table import CandleTable
    from ohlc_desktop.ui.chart.data.data_panel import DataPanel
    from ohlc_desktop.ui.chart.inspection.candle_inspector import Choose, Inspect
    from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell


class DataViews(QObject):
    """Both tell of the active chart; the data window of another one while that is pointed at.

    Attributes:
        panel: The data window; None before it was first wanted.
        table: The table of candles; likewise.
        changed: The data window came or went.
    """

    changed = Signal()

    def __init__(
        self, window: QWidget, inspect: Inspect, feed: str, put: Callable[[QWidget], object], save: Callable[[], None],
        choose: Choose,
    ) -> None:  # fmt: skip
        """
        Args:
            window: The window with the charts.
            inspect: Reads what is stored of a candle.
            feed: Name of the feed, for people.
            put: Puts the data window in its place beside the charts.
            save: Asks for a file and saves the candles in sight as CSV.
            choose: Lets what a source says of a candle stand.
        """
        super().__init__(window)
        self._choose = choose
        self._window, self._inspect, self._feed, self._put, self._save = window, inspect, feed, put, save
        self._cell: ChartCell | None = None
        self.panel: DataPanel | None = None
        self.table: CandleTable | None = None

    @property
    def shown(self) -> bool:
        """Whether the data window is there."""
        return self.panel is not None and not self.panel.isHidden()

    def show_panel(self, on: bool) -> None:
        """Show or hide the data window."""
        if on == self.shown:
            return
        panel = self.panel or self._made_panel()
        panel.setVisible(on)
        panel.follow(self._cell if on else None)
        self.changed.emit()

    def toggle(self) -> None:
        """Show the data window, or hide it."""
        self.show_panel(not self.shown)

    def open_table(self) -> None:
        """Show the table of candles in front, the candle under the crosshair chosen."""
        table = self.table or self._made_table()
        table.follow(self._cell)
        table.show()
        table.raise_()
        table.activateWindow()
        table.table.setFocus()
        place = self._cell.view.cursor_at.place if self._cell is not None else None
        if place is not None and table.model.series is not None and 0 <= place < len(table.model.series):
            table.choose(int(table.model.series.candles.ts[place]))

    def follow(self, cell: ChartCell) -> None:
        """Tell of this chart from now on."""
        self._cell = cell
        if self.panel is not None and self.shown:
            self.panel.follow(cell)
        if self.table is not None and self.table.isVisible():
            self.table.follow(cell)

    def point(self, cell: ChartCell) -> None:
        """Let the data window tell of a chart that is pointed at, be it not the active one."""
        if self.panel is not None and self.shown:
            self.panel.follow(cell)

    def let_go(self) -> None:
        """Let go of all candles; the window is about to be deleted."""
        self._cell = None
        if self.panel is not None:
            self.panel.follow(None)
        if self.table is not None:
            self.table.close()

    def _made_panel(self) -> DataPanel:
        from ohlc_desktop.ui.chart.data.data_panel import DataPanel

        self.panel = panel = DataPanel(self._feed, self._window)
        panel.hide()
        panel.closed.connect(lambda: self.show_panel(False))
        self._put(panel)
        return panel

    def _made_table(self) -> CandleTable:
        from ohlc_desktop.ui.chart.data.candle_table import CandleTable

        self.table = CandleTable(self._inspect, self._feed, self._save, self._window, self._choose)
        return self.table

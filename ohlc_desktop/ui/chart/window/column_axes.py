"""Charts that stand above one another in a window have price axes of one width, so that their candles align."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from ohlc_desktop.ui.chart.panes.view import ChartView


class ColumnAxes(QObject):
    """Keeps the axes of each column as wide as the one that needs most."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._columns: list[list[ChartView]] = []

    def align(self, columns: Sequence[Sequence[ChartView]]) -> None:
        """Look after these charts, column by column, and no others."""
        known = {view for column in self._columns for view in column}
        self._columns = [list(column) for column in columns]
        for view in (view for column in columns for view in column if view not in known):
            view.axis_changed.connect(self._spread)
        self._spread()

    def _spread(self) -> None:
        for column in self._columns:
            widest = max(view.needed_axis for view in column)
            for view in column:
                view.set_least_axis(widest if len(column) > 1 else 0)

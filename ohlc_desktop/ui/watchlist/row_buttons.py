"""The line below the watchlist: how much there is, and what can be done with the selected rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from ohlc_desktop.services.i18n import wording
from ohlc_desktop.ui.watchlist.model import WatchlistModel
from ohlc_desktop.ui.watchlist.rows import Watched
from ohlc_desktop.ui.widgets.boxes import hbox
from ohlc_desktop.ui.widgets.labels import ElidedLabel


class RowButtons(QWidget):
    """A sum, and buttons that offer themselves where they can do something.

    Attributes:
        total: How many instruments and candles there are.
        chart: Opens a chart.
        own: Goes back to the user's own order.
        up: Moves rows up; ``down`` moves them down.
        remove: Takes them off the list.
    """

    def __init__(self, model: WatchlistModel) -> None:
        super().__init__()
        self._model = model
        self.total = ElidedLabel()
        self.own = QPushButton(self.tr("Back to &own order"))
        self.own.setToolTip(self.tr("A third click on the title of the sorted column does so too"))
        self.chart = QPushButton(self.tr("Open &chart"))
        self.chart.setToolTip(self.tr("Enter, or a double click on the row"))
        self.up = QPushButton(self.tr("Move &up"))
        self.down = QPushButton(self.tr("Move &down"))
        self.remove = QPushButton(self.tr("&Remove…"))
        self.up.setToolTip(self.tr("Import it earlier (Alt+Up)"))
        self.down.setToolTip(self.tr("Import it later (Alt+Down)"))
        self.remove.setToolTip(self.tr("Take it off the watchlist (Delete)"))
        self.remove.setAccessibleName(self.tr("Remove the selected instruments"))
        hbox((self.total, 1), self.chart, self.own, self.up, self.down, self.remove, parent=self)

    def show_rows(self, rows: Sequence[Watched], chosen: Sequence[int], current: bool) -> None:
        """Show what can be done.

        Args:
            rows: The list as it is shown.
            chosen: Numbers of the selected rows, in order.
            current: Whether a row has the keyboard.
        """
        self.remove.setEnabled(bool(chosen))
        self.up.setEnabled(bool(chosen) and list(chosen) != list(range(len(chosen))))
        self.down.setEnabled(bool(chosen) and list(chosen) != list(range(len(rows) - len(chosen), len(rows))))
        own = self._model.sorted_by is None
        self.chart.setEnabled(current)
        for button, shown_now in (
            (self.chart, True),
            (self.remove, True),
            (self.up, own),
            (self.down, own),
            (self.own, not own),
        ):
            button.setVisible(bool(rows) and shown_now)
        self.total.show_text(self._summary(rows) if rows else "")

    def _summary(self, rows: Sequence[Watched]) -> str:
        """How much there is, and that it is imported in another order than it is shown in."""
        if self._model.sorted_by is None:
            return self._amount(rows)
        return self.tr("{amount}; sorted by {column}, imported in your own order").format(
            amount=self._amount(rows), column=self._model.titles[self._model.sorted_by]
        )

    def _amount(self, rows: Sequence[Watched]) -> str:
        candles = wording.count(sum(row.candles for row in rows))
        if len(rows) == 1:
            return self.tr("1 instrument, {candles} candles").format(candles=candles)
        return self.tr("{count} instruments, {candles} candles").format(count=wording.count(len(rows)), candles=candles)

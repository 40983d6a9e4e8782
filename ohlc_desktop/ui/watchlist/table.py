"""The table of the watchlist: sorted by a click on a title, as wide as its window, with a menu for the keyboard too."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QActionGroup, QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTreeView

from ohlc_desktop.ui.watchlist.model import WatchlistModel
from ohlc_desktop.ui.watchlist.rows import WatchlistColumn
from ohlc_desktop.ui.watchlist.sparkline import Sparklines
from ohlc_desktop.ui.widgets.form import Card
from ohlc_desktop.ui.widgets.tables import open_menu, roomy
from ohlc_desktop.ui.widgets.theme import GAP

#: A picture needs room, whatever its title needs.
_LEAST = {WatchlistColumn.COURSE: 112}
#: A name gets so much room before columns are left out for it, in this order; the symbol's tooltip has what they say.
_NAME_WIDTH = 110
_FIRST_OUT = (WatchlistColumn.TICK, WatchlistColumn.EXCHANGE, WatchlistColumn.CANDLES, WatchlistColumn.COURSE)


class WatchlistTable(QTreeView):
    """The table. A click on a title sorts by its column, a second one the other way, a third one not at all.

    Attributes:
        frame: What it stands in.
        chart_wanted: Open the chart of a symbol: Enter, or a double click.
        up_wanted: Move what is selected up; ``down_wanted`` down.
        removal_wanted: Take what is selected off the list.
    """

    chart_wanted = Signal(str)
    up_wanted = Signal()
    down_wanted = Signal()
    removal_wanted = Signal()

    def __init__(self, model: WatchlistModel) -> None:
        super().__init__()
        self._model = model
        self._widths: dict[WatchlistColumn, int] = {}
        self._lengths: list[int] = []
        self.frame: Card = roomy(self)
        self.setModel(model)
        self.setAccessibleName(self.tr("Watchlist"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setItemDelegateForColumn(WatchlistColumn.COURSE, Sparklines(self))
        self._make_sortable()
        self.doubleClicked.connect(lambda index: self.chart_wanted.emit(model.at(index.row()).symbol))

    def fit_columns(self) -> None:
        """Make columns as wide as what they say, and leave out what there is no room for.

        Nothing is measured while all texts are as long as before: measuring takes longer than showing new prices.
        """
        lengths = [self._model.longest(column) for column in WatchlistColumn]
        if lengths == self._lengths:
            return
        self._lengths = lengths
        for column in _FIRST_OUT:
            self.setColumnHidden(column, False)
        for column in WatchlistColumn:
            if column is not WatchlistColumn.NAME:
                self.resizeColumnToContents(column)
                self.setColumnWidth(column, max(self.columnWidth(column) + GAP, _LEAST.get(column, 0)))
        self._widths = {column: self.columnWidth(column) for column in WatchlistColumn}
        self._leave_out()

    def chosen(self) -> list[int]:
        """Numbers of the selected rows, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def choose(self, symbols: Iterable[str]) -> None:
        """Select the rows of those symbols that are there; the first of them gets the keyboard."""
        selection, first = QItemSelection(), None
        for symbol in symbols:
            row = self._model.row_of(symbol)
            if row is not None:
                index = self._model.index(row, 0)
                selection.select(index, index)
                first = first or index
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        if first is not None:
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.scrollTo(first)

    def sort_by(self, column: WatchlistColumn | None, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by None, back to the user's own order."""
        self.header().setSortIndicator(-1 if column is None else column, order)

    def open_chart(self) -> None:
        """Open the chart of the row that has the keyboard."""
        if self.currentIndex().isValid():
            self.chart_wanted.emit(self._model.at(self.currentIndex().row()).symbol)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Enter opens a chart."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.open_chart()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # named by Qt
        """What can be done with what is selected, and how the list is sorted."""
        open_menu(self, self.make_menu(), event)

    def make_menu(self) -> QMenu:
        """The menu, as the list is now."""
        menu, chosen = QMenu(self), self.selectionModel().hasSelection()
        own = self._model.sorted_by is None
        opening = menu.addAction(self.tr("Open &chart"), self.open_chart)
        opening.setEnabled(self.currentIndex().isValid())
        menu.addMenu(self._sort_menu(menu))
        menu.addSeparator()
        for text, signal, possible in (
            (self.tr("Move &up"), self.up_wanted, own), (self.tr("Move &down"), self.down_wanted, own),
            (self.tr("&Remove…"), self.removal_wanted, True),
        ):  # fmt: skip
            menu.addAction(text, signal.emit).setEnabled(chosen and possible)
        return menu

    def _sort_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(self.tr("&Sort by"), parent)
        choices = QActionGroup(menu)
        names = [(None, self.tr("Own order")), *zip(WatchlistColumn, self._model.titles, strict=True)]
        for column, name in names:
            action = menu.addAction(name, partial(self._choose, column))
            action.setCheckable(True)
            action.setChecked(column is self._model.sorted_by)
            choices.addAction(action)
        return menu

    def _choose(self, column: WatchlistColumn | None) -> None:
        """Sort by a column, by the present one the other way."""
        header, role = self.header(), Qt.ItemDataRole.InitialSortOrderRole
        rising, falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        if column is None or column is not self._model.sorted_by:
            order = rising if column is None else self._model.headerData(column, Qt.Orientation.Horizontal, role)
        else:
            order = rising if header.sortIndicatorOrder() == falling else falling
        self.sort_by(column, order)

    def _make_sortable(self) -> None:
        header = self.header()
        header.setSectionResizeMode(WatchlistColumn.NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # named by Qt
        """Columns come and go with the room there is."""
        super().resizeEvent(event)
        self._leave_out()

    def _leave_out(self) -> None:
        """Hide as many columns as the name needs; a column that the list is sorted by stays."""
        wide = sum(width for column, width in self._widths.items() if column is not WatchlistColumn.NAME)
        room = self.viewport().width() - _NAME_WIDTH
        for column in _FIRST_OUT if self._widths else ():
            hidden = wide > room and column is not self._model.sorted_by
            wide -= self._widths[column] if hidden else 0
            if self.isColumnHidden(column) != hidden:
                self.setColumnHidden(column, hidden)

"""The tables of the page *Contracts*: contracts in them are links to their charts; rows can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyleOptionViewItem, QTreeView

from ohlc_desktop.ui.widgets.form import Card
from ohlc_desktop.ui.widgets.tables import Index, RowsModel, copy_action, open_menu, roomy
from ohlc_desktop.ui.widgets.theme import GAP, colours

#: What a model tells of a cell besides what it shows: the contract whose chart it opens (a symbol, or empty), the row that
#: it stands in, what is copied of it, and whether a line parts it from what is above.
CONTRACT, ROW, COPIED, OPENS_GROUP = (int(Qt.ItemDataRole.UserRole) + number for number in range(4))


class ContractRows(RowsModel):
    """Rows that can be replaced, and sorted by their ``keys``: values by column, None before all others."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sorted_by: tuple[int, bool] | None = None

    def set_rows(self, rows: Sequence[Any]) -> bool:
        """Show other rows; whether they are others."""
        wanted = self._in_order(rows)
        if wanted == self.rows:
            return False
        self.beginResetModel()
        self.rows = wanted
        self.endResetModel()
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what is selected stays so."""
        self._sorted_by = column, order is Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        before, kept = self.rows, self.persistentIndexList()
        self.rows = self._in_order(before)
        places = {id(row): number for number, row in enumerate(self.rows)}
        self.changePersistentIndexList(
            kept, [self.index(places[id(before[index.row()])], index.column()) for index in kept]
        )
        self.layoutChanged.emit()

    def _in_order(self, rows: Sequence[Any]) -> list[Any]:
        if self._sorted_by is None:
            return list(rows)
        column, falling = self._sorted_by
        return sorted(rows, key=lambda row: (row.keys[column] is not None, row.keys[column]), reverse=falling)


def emphasised(font: QFont) -> QFont:
    """The font of what stands out in the first column."""
    found = QFont(font)
    found.setWeight(QFont.Weight.DemiBold)
    return found


class ContractsTable(QTreeView):
    """A table.

    Attributes:
        frame: What it stands in.
        chart_wanted: Open the chart of a contract: a click on it, or Enter for the first of its row.
        looked_at: The row (of the model) that is selected; None when none is.
    """

    chart_wanted = Signal(str)
    looked_at = Signal(object)

    def __init__(self, model: ContractRows, name: str, sortable: bool = False) -> None:
        super().__init__()
        self._rows = model
        self.frame: Card = roomy(self)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.copy_action = copy_action(self, self.tr("&Copy"))
        self.copy_action.triggered.connect(self.copy)
        self.header().setStretchLastSection(True)
        if sortable:
            self._make_sortable()
        self.clicked.connect(self._follow)
        self.selectionModel().selectionChanged.connect(lambda: self.looked_at.emit(self.selected_row))

    @property
    def selected_row(self) -> Any:
        """The first selected row, as the model has it; None when none is."""
        chosen = self.selectionModel().selectedRows()
        return chosen[0].data(ROW) if chosen else None

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; what was selected stays so only where nothing has changed."""
        if self._rows.set_rows(rows):
            self._fit_columns()

    def copy(self) -> None:
        """Copy the selected rows, or all, tab separated below the titles."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        lines = [self._copied(row) for row in chosen or range(self.model().rowCount())]
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in [self._rows.titles, *lines]))

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802  # named by Qt
        """The row, below a line where a group begins."""
        super().drawRow(painter, option, index)
        if index.row() and index.data(OPENS_GROUP):
            painter.fillRect(QRect(option.rect.topLeft(), QSize(option.rect.width(), 1)), colours(self).line)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """A hand over a contract."""
        super().mouseMoveEvent(event)
        link = bool(self.indexAt(event.position().toPoint()).data(CONTRACT))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Enter opens a chart."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            for contract in self._contracts(self.currentIndex())[:1]:
                self.chart_wanted.emit(contract)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # named by Qt
        """What can be done with the row."""
        open_menu(self, self.make_menu(), event)

    def make_menu(self) -> QMenu:
        """The menu of the row that has the keyboard."""
        menu = QMenu(self)
        menu.addAction(self.copy_action)
        for contract in self._contracts(self.currentIndex()):
            text = self.tr("Open the chart of {contract}").format(contract=contract)
            menu.addAction(text, partial(self.chart_wanted.emit, contract))
        return menu

    def _make_sortable(self) -> None:
        header = self.header()
        header.setSectionsClickable(True)
        header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def _fit_columns(self) -> None:
        """Room for texts and titles, and for the arrow where titles sort; else the last column has what is left."""
        arrow = " ▼" if self.isSortingEnabled() else ""
        fitted = self._rows.titles if self.isSortingEnabled() else self._rows.titles[:-1]
        for column, title in enumerate(fitted):
            texts = {title + arrow, *(row.cells[column] for row in self._rows.rows)}
            longest = max(map(len, texts))
            near = (text for text in texts if len(text) >= longest - 2)
            metrics = QFontMetrics(emphasised(self.font())) if not column else self.fontMetrics()
            self.setColumnWidth(column, max(map(metrics.horizontalAdvance, near)) + 2 * GAP + 2)

    def _copied(self, row: int) -> list[str]:
        return [str(self.model().index(row, column).data(COPIED)) for column in range(self.model().columnCount())]

    def _contracts(self, index: QModelIndex) -> list[str]:
        """The contracts of a row."""
        cells = (index.siblingAtColumn(column).data(CONTRACT) for column in range(self.model().columnCount()))
        return [contract for contract in cells if contract]

    def _follow(self, index: QModelIndex) -> None:
        contract = index.data(CONTRACT)
        if contract and QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self.chart_wanted.emit(contract)

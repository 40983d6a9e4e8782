"""Menus of the matrix: of a cell, and of the titles of rows and columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ohlc_desktop.ui.coverage.cells import COLUMNS, Cell, repairable
from ohlc_desktop.ui.coverage.matrix import MatrixView
from ohlc_desktop.ui.coverage.model import CoverageModel


class MatrixMenus(QObject):
    """Opens them.

    Attributes:
        details_wanted: Show the details of what is selected.
        chart_wanted: Open the chart of a place of the matrix (QModelIndex).
        sessions_wanted: Show how the sessions of a place are witnessed (QModelIndex).
        order_wanted: Show the order of sources.
        repair_wanted: Ask for what is missing in some cells (Sequence[Cell]).
    """

    details_wanted = Signal()
    chart_wanted = Signal(QModelIndex)
    sessions_wanted = Signal(QModelIndex)
    order_wanted = Signal()
    repair_wanted = Signal(object)

    def __init__(
        self, matrix: MatrixView, model: CoverageModel, offer: Callable[[QAction, Sequence[Cell], str], object]
    ) -> None:
        """
        Args:
            matrix: What they belong to.
            model: What it shows.
            offer: Gives an action its text, by what there is to repair in some cells.
        """
        super().__init__(matrix)
        self._matrix, self._model, self._offer = matrix, model, offer
        matrix.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        matrix.customContextMenuRequested.connect(self._cell_menu)
        matrix.verticalHeader().customContextMenuRequested.connect(self._row_menu)
        matrix.horizontalHeader().customContextMenuRequested.connect(self._column_menu)

    def _cell_menu(self, where: QPoint) -> None:
        place = self._matrix.indexAt(where)
        if not place.isValid():
            return
        if not self._matrix.selectionModel().isSelected(place):
            self._matrix.setCurrentIndex(place)
        menu = self._make_menu()
        menu.addAction(self.tr("&Details"), self.details_wanted.emit)
        if self._model.cell(place.row(), place.column()).candles:
            menu.addAction(self.tr("&Open chart"), lambda: self.chart_wanted.emit(place))
            menu.addAction(self.tr("&Witnesses of its sessions…"), lambda: self.sessions_wanted.emit(place))
        menu.addAction(self.tr("Order of &sources…"), self.order_wanted.emit)
        self._add_repair(menu, self._matrix.selected_cells(), self.tr("&Repair {count} series"))
        self._add_repairs_around(menu, place.row(), place.column())
        menu.popup(self._matrix.viewport().mapToGlobal(where))

    def _add_repairs_around(self, menu: QMenu, row: int, column: int) -> None:
        """Repair of the whole row and column, where there is something to repair."""
        of_row, of_column = self._model.row(row), self._model.column(column)
        if repairable(of_row):
            text = self.tr("Repair &instrument {symbol}: {count} series")
            self._add_repair(menu, of_row, text.replace("{symbol}", self._model.instrument(row).symbol))
        if repairable(of_column):
            text = self.tr("Repair &timeframe {timeframe}: {count} series")
            self._add_repair(menu, of_column, text.replace("{timeframe}", COLUMNS[column].name))

    def _row_menu(self, where: QPoint) -> None:
        row = self._matrix.rowAt(where.y())
        if row < 0:
            return
        text = self.tr("&Repair {symbol}: {count} series").replace("{symbol}", self._model.instrument(row).symbol)
        self._header_menu(self._model.row(row), text, self._matrix.verticalHeader().viewport().mapToGlobal(where))

    def _column_menu(self, where: QPoint) -> None:
        column = self._matrix.columnAt(where.x())
        if column < 0:
            return
        text = self.tr("&Repair {timeframe}: {count} series").replace("{timeframe}", COLUMNS[column].name)
        self._header_menu(
            self._model.column(column), text, self._matrix.horizontalHeader().viewport().mapToGlobal(where)
        )

    def _header_menu(self, cells: Sequence[Cell], text: str, where: QPoint) -> None:
        menu = self._make_menu()
        self._add_repair(menu, cells, text)
        menu.popup(where)

    def _add_repair(self, menu: QMenu, cells: Sequence[Cell], text: str) -> None:
        self._offer(menu.addAction("", lambda: self.repair_wanted.emit(cells)), cells, text)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self._matrix, toolTipsVisible=True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

"""All that is drawn on a chart, drawings and studies, as a list: shown or hidden, locked, deleted, selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QContextMenuEvent, QIcon, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QMenu,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ohlc_desktop.core.chart.drawings import edits
from ohlc_desktop.core.chart.drawings.drawings import Drawing
from ohlc_desktop.core.chart.indicators import IndicatorSpec, label
from ohlc_desktop.ui.chart.drawing.drawing_menu import items_for
from ohlc_desktop.ui.chart.drawing.drawing_tool import DrawingTool
from ohlc_desktop.ui.chart.menus.menu_items import fill_menu
from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
from ohlc_desktop.ui.chart.texts import kind_word
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture, tool_icon
from ohlc_desktop.ui.widgets.labels import Sentence
from ohlc_desktop.ui.widgets.theme import MARGIN, colours

_NAME, _EYE, _LOCK, _DELETE = range(4)
_HIGH, _CELL, _ICON = 30, 34, 18
_SIZE = QSize(380, 420)


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One line of the list.

    Attributes:
        name: What it is called; ``picture`` what it looks like.
        hidden: It is not shown.
        locked: It cannot be moved; None for what never is.
        open: Asks for its properties; ``show`` shows or hides it; ``lock`` locks it or not; ``delete`` takes it away.
        drawing: Its id; empty for a study.
    """

    name: str
    picture: Picture
    hidden: bool
    locked: bool | None
    open: Callable[[], object]
    show: Callable[[], object]
    lock: Callable[[], object]
    delete: Callable[[], object]
    drawing: str = ""


class ObjectTable(QTableWidget):
    """The lines, the nearest to the viewer first. Space or Enter does what the cell is for, Del deletes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.rows: list[ObjectRow] = []
        self.setShowGrid(False)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_HIGH)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(_CELL)
        self.horizontalHeader().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_EYE, _LOCK, _DELETE):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, _CELL)
        self.cellClicked.connect(lambda row, column: self._act(row, column) if column != _NAME else None)
        self.cellDoubleClicked.connect(lambda row, column: self._act(row, column) if column == _NAME else None)

    def show_rows(self, rows: list[ObjectRow], selected: str) -> None:
        """Show these, and which of the drawings is selected; the cell with the keyboard stays."""
        row, column = self.currentRow(), max(self.currentColumn(), _NAME)
        self.rows = rows
        with QSignalBlocker(self):
            self.setRowCount(len(rows))
            for number, each in enumerate(rows):
                self._fill(number, each)
            there = next(
                (number for number, each in enumerate(rows) if each.drawing and each.drawing == selected), None
            )
            self.setCurrentCell(min(row, len(rows) - 1) if there is None else there, column)
            if there is None and selected == "" and not self.hasFocus():
                self.clearSelection()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Draw texts and pictures anew in a new theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for number, row in enumerate(self.rows):
                self._fill(number, row)

    def _fill(self, number: int, row: ObjectRow) -> None:
        shown = self.tr("hidden: show") if row.hidden else self.tr("shown: hide")
        locked = self.tr("locked: unlock") if row.locked else self.tr("not locked: lock")
        self._put(number, _NAME, row.name, row.picture, "", faint=row.hidden)
        self._put(number, _EYE, "", Picture.EYE_OFF if row.hidden else Picture.EYE, f"{row.name}, {shown}", row.hidden)
        lock = None if row.locked is None else Picture.LOCK if row.locked else Picture.UNLOCK
        self._put(number, _LOCK, "", lock, f"{row.name}, {locked}" if lock else "", not row.locked)
        self._put(number, _DELETE, "", Picture.DELETE, self.tr("{name}, delete").format(name=row.name))

    def _put(self, row: int, column: int, text: str, picture: Picture | None, told: str, faint: bool = False) -> None:
        theme = colours(self)
        ink = theme.muted if faint else theme.text
        item = QTableWidgetItem(QIcon() if picture is None else tool_icon(picture, ink, theme.accent_text), text)
        item.setForeground(ink)
        if told:
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
            item.setToolTip(told)
        self.setItem(row, column, item)

    def _act(self, row: int, column: int) -> None:
        if 0 <= row < len(self.rows):
            found = self.rows[row]
            {_NAME: found.open, _EYE: found.show, _LOCK: found.lock, _DELETE: found.delete}[column]()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Do what the cell is for, or delete."""
        row, column = self.currentRow(), self.currentColumn()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(row, column)
        elif event.key() == Qt.Key.Key_Space:
            self._act(row, _EYE if column == _NAME else column)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._act(row, _DELETE)
        else:
            super().keyPressEvent(event)


class ObjectList(QDialog):
    """The list of one chart; it stays open beside the chart, and follows it.

    Attributes:
        table: The lines.
        study_wanted: Number of a study whose settings are to be asked for.
    """

    study_wanted = Signal(int)

    def __init__(self, cell: ChartCell, parent: QWidget) -> None:
        super().__init__(parent)
        self._cell = cell
        self.table, self._empty = ObjectTable(), Sentence()
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setText(self.tr("Nothing is drawn on this chart yet."))
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.addLayout(self._pages)
        self.table.currentCellChanged.connect(lambda row, *_: self._select(row))
        self.resize(_SIZE)
        self._listen(cell)

    def show_chart(self, cell: ChartCell) -> None:
        """Show the list of another chart."""
        if cell is not self._cell:
            for signal in self._signals():
                signal.disconnect(self._fill)
            self._listen(cell)

    def _listen(self, cell: ChartCell) -> None:
        self._cell = cell
        for signal in self._signals():
            signal.connect(self._fill)
        self._fill()

    def _signals(self) -> tuple[SignalInstance, ...]:
        tool = self._tool
        return self._cell.changed, tool.changed, tool.replaced, tool.selection_changed, tool.hiding_changed

    @property
    def _tool(self) -> DrawingTool:
        return self._cell.view.tool

    def _fill(self) -> None:
        """Show how things stand; a list that nobody sees is filled when it is shown."""
        if not self.isVisible():
            return
        self.setWindowTitle(self.tr("Objects of {symbol}").format(symbol=self._cell.symbol))
        drawings = [self._drawing_row(drawing) for drawing in reversed(self._tool.drawings)]
        rows = [
            *drawings,
            *(self._study_row(number, spec) for number, spec in enumerate(self._cell.options.indicators)),
        ]
        selected = self._tool.selected
        self.table.show_rows(rows, "" if selected is None else selected.id)
        self._pages.setCurrentWidget(self.table if rows else self._empty)

    def _drawing_row(self, drawing: Drawing) -> ObjectRow:
        tool, text = self._tool, " ".join(drawing.text.split())
        name = kind_word(drawing.kind)
        return ObjectRow(
            f"{name}: {text}" if text else name, Picture(drawing.kind), drawing.hidden or tool.all_hidden,
            drawing.locked, partial(tool.properties_wanted.emit, drawing), partial(tool.hide, drawing),
            partial(tool.change, replace(drawing, locked=not drawing.locked)),
            partial(tool.do, edits.delete, drawing.id), drawing.id,
        )  # fmt: skip

    def _study_row(self, number: int, spec: IndicatorSpec) -> ObjectRow:
        legend = self._cell.view.legend
        return ObjectRow(
            label(spec), Picture.INDICATORS, spec.hidden, None, partial(self.study_wanted.emit, number),
            partial(legend.toggle_hidden, number), lambda: None, partial(legend.remove, number),
        )  # fmt: skip

    def _select(self, row: int) -> None:
        if 0 <= row < len(self.table.rows):
            self._tool.select(self.table.rows[row].drawing)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # named by Qt
        """Fill it."""
        super().showEvent(event)
        self._fill()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # named by Qt
        """What can be done with the selected drawing."""
        drawing = self._tool.selected
        if drawing is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            fill_menu(menu, items_for(drawing, self._tool))
            menu.popup(event.globalPos())

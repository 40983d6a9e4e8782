"""The coverage matrix on the screen: the table with its keyboard, selection and widths.

No widget stands in a cell: ``matrix_cells`` paints them, so that a full screen costs a few milliseconds.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.ui.coverage.cells import COLUMNS, Cell
from ohlc_desktop.ui.coverage.matrix_cells import LEFT, PAD, CellDelegate, TextLines
from ohlc_desktop.ui.coverage.matrix_headers import SymbolHeader, TimeframeHeader
from ohlc_desktop.ui.coverage.model import CoverageModel
from ohlc_desktop.ui.widgets.labels import TintedLabel
from ohlc_desktop.ui.widgets.theme import colours

#: Rows that have room grow up to so many times the height of their texts.
_HIGHEST = 1.6
#: Events after which every look has to be painted anew.
_LOOKS_CHANGE = (
    QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange,
    QEvent.Type.ApplicationFontChange,
)  # fmt: skip


class MatrixView(QTableView):
    """The matrix: keyboard, selection and headers.

    Attributes:
        text_lines: Fonts and places of the two lines of a cell.
        ratio: Device pixels per pixel.
        details_wanted: Enter was pressed.
        repair_wanted: R was pressed.
        selection_moved: Other cells are selected, or the current one changed.
    """

    details_wanted = Signal()
    repair_wanted = Signal()
    selection_moved = Signal()

    def __init__(self, model: CoverageModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, showGrid=False, wordWrap=False)
        self._model = model
        self._kept: tuple[set[SeriesKey], SeriesKey | None] = (set(), None)
        self.text_lines = TextLines.of(self.font())
        self.bold = self._bold()
        self.ratio = self.devicePixelRatioF()
        self._delegate = CellDelegate(self, model)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.setHorizontalHeader(TimeframeHeader(Qt.Orientation.Horizontal, self, model))
        self.setVerticalHeader(SymbolHeader(Qt.Orientation.Vertical, self, model))
        self._hint = TintedLabel("", self.viewport())
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.hide()
        self._set_up()
        self._share_height()
        # a reset (filter, watchlist) leaves selected what is still shown
        model.modelAboutToBeReset.connect(self._note_selection)
        model.modelReset.connect(self._select_again)
        model.modelReset.connect(self._share_height)

    def selected_cells(self) -> list[Cell]:
        """The selected cells, in the order of the matrix."""
        places = sorted((index.row(), index.column()) for index in self.selectionModel().selectedIndexes())
        return [self._model.cell(row, column) for row, column in places]

    def current_cell(self) -> Cell | None:
        """The cell with the keyboard's focus."""
        index = self.currentIndex()
        return self._model.cell(index.row(), index.column()) if index.isValid() else None

    def show_hint(self, text: str) -> None:
        """Say in the middle why nothing is shown; empty hides it."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self._hint.setGeometry(self.viewport().rect())

    # -- setting up --------------------------------------------------------------------------------

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Coverage of instruments and timeframes"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setMinimumSectionSize(1)
        for area in (self, self.verticalHeader(), self.horizontalHeader()):
            area.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            corner.installEventFilter(self)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _share_height(self) -> None:
        """Rows share the height, within limits."""
        least = self.text_lines.height
        share = self.viewport().height() // max(self._model.rowCount(), 1)
        height = min(max(share, least), round(least * _HIGHEST))
        if height != self.verticalHeader().defaultSectionSize():
            self.verticalHeader().setDefaultSectionSize(height)
            self.verticalScrollBar().setSingleStep(height)

    def _note_selection(self) -> None:
        current = self.current_cell()
        self._kept = ({cell.key for cell in self.selected_cells()}, current.key if current else None)

    def _select_again(self) -> None:
        keys, current = self._kept
        flag = QItemSelectionModel.SelectionFlag
        if current is not None and (place := self._model.place(current)).isValid():
            self.selectionModel().setCurrentIndex(place, flag.NoUpdate)
        for place in map(self._model.place, keys):
            if place.isValid():
                self.selectionModel().select(place, flag.Select)
        self.selection_moved.emit()

    # -- Qt ----------------------------------------------------------------------------------------

    def selectionChanged(self, selected: Any, deselected: Any) -> None:  # noqa: N802  # named by Qt
        """Headers show where the selection is."""
        super().selectionChanged(selected, deselected)
        self.horizontalHeader().viewport().update()
        self.verticalHeader().viewport().update()
        self.selection_moved.emit()

    def dataChanged(self, first: Any, last: Any, roles: Any = ()) -> None:  # noqa: N802  # named by Qt
        """A row's header shows its worst series."""
        super().dataChanged(first, last, list(roles))
        self.verticalHeader().viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Enter shows the details, R repairs."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.details_wanted.emit()
        elif event.key() == Qt.Key.Key_R and not event.modifiers():
            self.repair_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:  # noqa: N802  # named by Qt
        """Nothing: a letter would search the percentages."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The scaling is looked up once, not for every cell."""
        self.ratio = self.devicePixelRatioF()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # named by Qt
        """Cells grow with the room."""
        super().resizeEvent(event)
        self._share_width()
        self._share_height()
        self._hint.setGeometry(self.viewport().rect())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Take on another theme or font."""
        super().changeEvent(event)
        if event.type() in _LOOKS_CHANGE and hasattr(self, "_delegate"):
            self.text_lines, self.bold = TextLines.of(self.font()), self._bold()
            self._delegate.forget()
            self._share_height()
            self._share_width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # named by Qt
        """Paint the corner, which selects everything, in the colours of the table."""
        if event.type() is not QEvent.Type.Paint or not isinstance(watched, QAbstractButton):
            return super().eventFilter(watched, event)
        painter = QPainter(watched)
        c, rect = colours(self), watched.rect()
        painter.fillRect(rect, c.base)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, c.line)
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), c.line)
        painter.setPen(c.muted)
        painter.setFont(self.text_lines.second)
        painter.drawText(rect.adjusted(PAD + 2, 0, 0, 0), LEFT, self.tr("Instrument"))
        painter.end()
        return True

    def _share_width(self) -> None:
        """Columns fill the width; where it is too narrow for their texts, they are scrolled."""
        header, count = self.horizontalHeader(), len(COLUMNS)
        width, wider = divmod(self.viewport().width(), count)
        if width < self.text_lines.narrowest:
            width, wider = self.text_lines.narrowest, 0
        for column in range(min(count, header.count())):
            header.resizeSection(column, width + (column < wider))

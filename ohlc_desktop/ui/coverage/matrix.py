"""The coverage matrix on the screen: table, headers and the painting of its cells.

No widget stands in a cell. A cell is painted once for each look it can have and then copied, so that a full screen
costs a few milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.states.series import CoverageState, worst
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.coverage.cells import COLUMNS, Cell, percent
from ohlc_desktop.ui.coverage.legend import tones
from ohlc_desktop.ui.coverage.model import CoverageModel
from ohlc_desktop.ui.widgets.known_texts import doubt_pixmap
from ohlc_desktop.ui.widgets.labels import TintedLabel
from ohlc_desktop.ui.widgets.theme import Colours, colours, mark_pixmap

_Index = QModelIndex | QPersistentModelIndex

_PAD = 5
_MARK = 11
_DOUBT = 10
_GAP = 3
_WIDEST = 96
_HEADER_WIDTH = 120
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FIRST_DAILY = next(place for place, tf in enumerate(COLUMNS) if tf.daily)
# Plain numbers: Python's flags cost more than copying the picture.
_SELECTED = QStyle.StateFlag.State_Selected.value
_FOCUS = QStyle.StateFlag.State_HasFocus.value
#: Looks kept as pictures; more than a full screen has.
_KEPT = 2048
#: Events after which every look has to be painted anew.
_LOOKS_CHANGE = (
    QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange,
    QEvent.Type.ApplicationFontChange,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Lines:
    """The two lines of a cell or a row's header, from the font of the table."""

    first: QFont
    second: QFont
    height: int
    first_top: int
    first_height: int
    second_top: int
    second_height: int

    @classmethod
    def of(cls, font: QFont) -> _Lines:
        first, second = _scaled(font, 0.95), _scaled(font, 0.85)
        upper, lower = QFontMetrics(first).height(), QFontMetrics(second).height()
        return cls(first, second, upper + lower + 9, 4, upper, 4 + upper, lower)

    @property
    def narrowest(self) -> int:
        """Width of a cell in which everything but an age beside a word has room."""
        full = _PAD + _MARK + _GAP + QFontMetrics(self.first).horizontalAdvance(percent(1, 0))
        told = (
            shown(state.word) for state in CoverageState if state is not CoverageState.COMPLETE
        )  # which shows how much instead
        words = _PAD + max(map(QFontMetrics(self.second).horizontalAdvance, told))
        return max(full, words) + 2


def _scaled(font: QFont, factor: float) -> QFont:
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    return scaled


class CellDelegate(QStyledItemDelegate):
    """Paints cells: the mark and how complete it is, below it the age, or the word of a state that needs a look."""

    def __init__(self, view: MatrixView, model: CoverageModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._looks: dict[tuple[Any, ...], QPixmap] = {}

    def forget(self) -> None:
        """Paint every look anew."""
        self._looks.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Copy the picture of the cell's look."""
        rect: QRect = option.rect
        state: int = option.state.value
        row, column = index.row(), index.column()
        cell = self._model.cell(row, column)
        selected, focus, separated = state & _SELECTED, state & _FOCUS, column == _FIRST_DAILY
        size, ratio = (rect.width(), rect.height()), self._view.ratio
        look = (
            cell.state,
            cell.main,
            cell.age,
            cell.doubts.total > 0,
            cell.doubts.suspect > 0,
            size,
            ratio,
            selected,
            focus,
            separated,
        )
        picture = self._looks.get(look)
        if picture is None:
            if len(self._looks) >= _KEPT:
                self._looks.clear()
            picture = self._looks[look] = self._draw(cell, QSize(*size), (selected, focus, separated))
        painter.drawPixmap(rect.topLeft(), picture)

    def _draw(self, cell: Cell, size: QSize, how: tuple[int, int, bool]) -> QPixmap:
        selected, focus, separated = how
        ratio = self._view.ratio
        picture = QPixmap((size.toSizeF() * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        c = tones(colours(self._view), cell.state)
        picture.fill(_background(c, cell.state, bool(selected)))
        painter = QPainter(picture)
        _draw_lines(painter, c, size, separated)
        if focus:
            _draw_frame(painter, c, size)
        self._draw_texts(painter, c, cell, size, ratio)
        if cell.doubts.total:
            _draw_doubt(painter, c, size, ratio, cell.doubts.suspect > 0)
        painter.end()
        return picture

    def _draw_texts(self, painter: QPainter, c: Colours, cell: Cell, size: QSize, ratio: float) -> None:
        lines, mark = self._view.text_lines, cell.state.severity
        top = lines.first_top + (lines.first_height - _MARK) // 2
        painter.drawPixmap(QPoint(_PAD, top), mark_pixmap(mark, _MARK, ratio, c))
        calm = cell.state.calm
        left = _PAD + _MARK + _GAP
        painter.setFont(lines.first)
        painter.setPen(c.muted if cell.state is CoverageState.OFF else c.text)
        painter.drawText(QRect(left, lines.first_top, size.width() - left, lines.first_height), _LEFT, cell.main)
        taken = _DOUBT if cell.doubts.total else 0
        room = QRect(_PAD, lines.second_top, size.width() - _PAD - 1 - taken, lines.second_height)
        painter.setFont(lines.second)
        painter.setPen(c.muted if calm else c.of(mark))
        painter.drawText(room, _LEFT, _fitting(cell.below, QFontMetrics(lines.second), room.width()))


def _draw_doubt(painter: QPainter, c: Colours, size: QSize, ratio: float, suspect: bool) -> None:
    """In a corner, for it says nothing against the state: candles are there, but not to be relied on."""
    mark = doubt_pixmap(suspect, _DOUBT, ratio, c.attention, c.base)
    painter.drawPixmap(QPoint(size.width() - _DOUBT - 2, size.height() - _DOUBT - 4), mark)


def _background(c: Colours, state: CoverageState, selected: bool) -> Any:
    if selected:
        return c.accent_soft
    return c.base if state.calm else c.soft(state.severity)


def _draw_lines(painter: QPainter, c: Colours, size: QSize, separated: bool) -> None:
    """A hair line below each row, and one between intraday and daily timeframes."""
    painter.fillRect(0, size.height() - 1, size.width(), 1, c.line)
    if separated:
        painter.fillRect(0, 0, 1, size.height(), c.line)


def _draw_frame(painter: QPainter, c: Colours, size: QSize) -> None:
    """Where the keyboard is."""
    width, height = size.width(), size.height()
    for rect in (
        (0, 0, width, 2), (0, height - 2, width, 2), (0, 0, 2, height), (width - 2, 0, 2, height)
    ):  # fmt: skip
        painter.fillRect(*rect, c.accent)


def _fitting(texts: tuple[str, ...], metrics: QFontMetrics, width: int) -> str:
    """The first text that fits; else the last one, shortened."""
    fits = (text for text in texts if metrics.horizontalAdvance(text) <= width)
    return next(fits, None) or metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, width)


class _Header(QHeaderView):
    """A header in the colours of the table."""

    def __init__(self, way: Qt.Orientation, view: MatrixView, model: CoverageModel) -> None:
        super().__init__(way, view)
        self._view, self._coverage = view, model
        self.setSectionsClickable(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _begin(self, painter: QPainter, rect: QRect, selected: bool) -> Colours:
        c = colours(self._view)
        painter.fillRect(rect, c.accent_soft if selected else c.base)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, c.line)
        return c


class TimeframeHeader(_Header):
    """The timeframes."""

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802  # named by Qt
        """The name, above the marks."""
        painter.save()
        c = self._begin(painter, rect, self._view.selectionModel().columnIntersectsSelection(section, QModelIndex()))
        if section == _FIRST_DAILY:
            painter.fillRect(rect.left(), rect.top(), 1, rect.height(), c.line)
        painter.setPen(c.text)
        painter.setFont(self._view.bold)
        painter.drawText(rect.adjusted(_PAD, 0, 0, 0), _LEFT, COLUMNS[section].name)
        painter.restore()

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """One line and some air."""
        return QSize(super().sizeHint().width(), QFontMetrics(self._view.font()).height() + 12)


class SymbolHeader(_Header):
    """The instruments: symbol and name; at the edge the mark of the worst series, unless all is well."""

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802  # named by Qt
        """Two lines and perhaps a mark."""
        painter.save()
        c = self._begin(painter, rect, self._view.selectionModel().rowIntersectsSelection(section, QModelIndex()))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), c.line)
        lines, instrument = self._view.text_lines, self._coverage.instrument(section)
        room = rect.adjusted(_PAD + 2, 0, -_PAD, 0)
        self._draw_mark(painter, c, room, section)
        painter.setPen(c.text)
        painter.setFont(self._view.bold)
        first = QRect(room.left(), rect.top() + lines.first_top, room.width() - _MARK - 4, lines.first_height)
        painter.drawText(first, _LEFT, self._elided(self._view.bold, instrument.symbol, first.width()))
        painter.setPen(c.muted)
        painter.setFont(lines.second)
        second = QRect(room.left(), rect.top() + lines.second_top, room.width(), lines.second_height)
        painter.drawText(second, _LEFT, self._elided(lines.second, instrument.name, second.width()))
        painter.restore()

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """As wide as a symbol and the better part of a name."""
        return QSize(_HEADER_WIDTH, super().sizeHint().height())

    def _draw_mark(self, painter: QPainter, c: Colours, room: QRect, section: int) -> None:
        state = worst(cell.state for cell in self._coverage.row(section))
        if state.calm:
            return
        lines = self._view.text_lines
        top = room.top() + lines.first_top + (lines.first_height - _MARK) // 2
        ratio = self._view.devicePixelRatioF()
        painter.drawPixmap(
            QPoint(room.right() - _MARK + 1, top), mark_pixmap(state.severity, _MARK, ratio, tones(c, state))
        )

    @staticmethod
    def _elided(font: QFont, text: str, width: int) -> str:
        return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


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
        super().__init__(parent)
        self._model = model
        self._kept: tuple[set[SeriesKey], SeriesKey | None] = (set(), None)
        self.text_lines = _Lines.of(self.font())
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
        self._size_rows()
        self._keep_selection()

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
        self.setShowGrid(False)
        self.setWordWrap(False)
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

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.text_lines.height)
        self.verticalScrollBar().setSingleStep(self.text_lines.height)

    def _keep_selection(self) -> None:
        """A reset (filter, watchlist) leaves selected what is still shown."""
        self._model.modelAboutToBeReset.connect(self._note_selection)
        self._model.modelReset.connect(self._select_again)

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
        """Columns share the width, within limits."""
        super().resizeEvent(event)
        self._share_width()
        self._hint.setGeometry(self.viewport().rect())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Take on another theme or font."""
        super().changeEvent(event)
        if event.type() in _LOOKS_CHANGE and hasattr(self, "_delegate"):
            self.text_lines, self.bold = _Lines.of(self.font()), self._bold()
            self._delegate.forget()
            self._size_rows()
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
        painter.drawText(rect.adjusted(_PAD + 2, 0, 0, 0), _LEFT, self.tr("Instrument"))
        painter.end()
        return True

    def _share_width(self) -> None:
        header, count = self.horizontalHeader(), len(COLUMNS)
        width, wider = divmod(self.viewport().width(), count)
        narrowest = self.text_lines.narrowest
        if not narrowest <= width < _WIDEST:
            width, wider = min(max(width, narrowest), _WIDEST), 0
        for column in range(min(count, header.count())):
            header.resizeSection(column, width + (column < wider))

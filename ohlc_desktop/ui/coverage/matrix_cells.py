"""How a cell of the coverage matrix is painted: once for each look it can have, then copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.coverage.cells import COLUMNS, Cell, percent
from ohlc_desktop.ui.coverage.legend import tones
from ohlc_desktop.ui.coverage.model import CoverageModel
from ohlc_desktop.ui.sources.source_texts import difference_pixmap
from ohlc_desktop.ui.widgets.known_texts import doubt_pixmap
from ohlc_desktop.ui.widgets.theme import Colours, colours, severity_pixmap

if TYPE_CHECKING:
    from ohlc_desktop.ui.coverage.matrix import MatrixView

_Index = QModelIndex | QPersistentModelIndex

PAD = 5
MARK = 11
_DOUBT = 10
_GAP = 3
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
FIRST_DAILY = next(place for place, tf in enumerate(COLUMNS) if tf.daily)
# Plain numbers: Python's flags cost more than copying the picture.
_SELECTED = QStyle.StateFlag.State_Selected.value
_FOCUS = QStyle.StateFlag.State_HasFocus.value
#: Looks kept as pictures; more than a full screen has.
_KEPT = 2048


@dataclass(frozen=True, slots=True)
class TextLines:
    """The two lines of a cell or a row's header, from the font of the table."""

    first: QFont
    second: QFont
    height: int
    first_top: int
    first_height: int
    second_top: int
    second_height: int

    @classmethod
    def of(cls, font: QFont) -> TextLines:
        first, second = _scaled(font, 0.95), _scaled(font, 0.85)
        upper, lower = QFontMetrics(first).height(), QFontMetrics(second).height()
        return cls(first, second, upper + lower + 9, 4, upper, 4 + upper, lower)

    def above(self, height: int) -> int:
        """Pixels above the lines that stand in the middle of so high a row."""
        return (height - self.height) // 2

    @property
    def narrowest(self) -> int:
        """Width of a cell in which everything but an age beside a word has room."""
        full = PAD + MARK + _GAP + QFontMetrics(self.first).horizontalAdvance(percent(1, 0))
        told = (
            shown(state.word) for state in CoverageState if state is not CoverageState.COMPLETE
        )  # which shows how much instead
        words = PAD + max(map(QFontMetrics(self.second).horizontalAdvance, told))
        return max(full, words) + 2


def _scaled(font: QFont, factor: float) -> QFont:
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    return scaled


class CellDelegate(QStyledItemDelegate):
    """Paints cells: how complete it is and the age in quiet colours; of a state that needs a look a mark and the word."""

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
        selected, focus, separated = state & _SELECTED, state & _FOCUS, column == FIRST_DAILY
        size, ratio = (rect.width(), rect.height()), self._view.ratio
        look = (
            cell.state,
            cell.main,
            cell.age,
            cell.doubts.total > 0,
            cell.doubts.suspect > 0,
            cell.differing > 0,
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
            _draw_doubt(painter, c, self._doubt_place(size), ratio, cell.doubts.suspect > 0)
        elif cell.differing:
            painter.drawPixmap(self._doubt_place(size), difference_pixmap(_DOUBT, ratio, c.attention, c.base))
        painter.end()
        return picture

    def _doubt_place(self, size: QSize) -> QPoint:
        """At the end of the second line."""
        lines = self._view.text_lines
        top = lines.above(size.height()) + lines.second_top + (lines.second_height - _DOUBT) // 2
        return QPoint(size.width() - _DOUBT - 2, top)

    def _draw_texts(self, painter: QPainter, c: Colours, cell: Cell, size: QSize, ratio: float) -> None:
        lines, severity, calm = self._view.text_lines, cell.state.severity, cell.state.calm
        above, left = lines.above(size.height()), PAD
        if not calm:
            top = above + lines.first_top + (lines.first_height - MARK) // 2
            painter.drawPixmap(QPoint(PAD, top), severity_pixmap(severity, MARK, ratio, c))
            left += MARK + _GAP
        painter.setFont(lines.first)
        painter.setPen(c.muted if calm or cell.state is CoverageState.OFF else c.text)
        painter.drawText(QRect(left, above + lines.first_top, size.width() - left, lines.first_height), LEFT, cell.main)
        taken = _DOUBT if cell.doubts.total or cell.differing else 0
        room = QRect(PAD, above + lines.second_top, size.width() - PAD - 1 - taken, lines.second_height)
        painter.setFont(lines.second)
        painter.setPen(c.muted if calm else c.of(severity))
        painter.drawText(room, LEFT, _fitting(cell.below, QFontMetrics(lines.second), room.width()))


def _draw_doubt(painter: QPainter, c: Colours, place: QPoint, ratio: float, suspect: bool) -> None:
    """At the edge, for it says nothing against the state: candles are there, but not to be relied on."""
    painter.drawPixmap(place, doubt_pixmap(suspect, _DOUBT, ratio, c.attention, c.base))


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

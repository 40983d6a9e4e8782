"""How tables of candles look and what keys do in them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from ohlc_desktop.ui.widgets.tables import FlatHeader, Index, dense
from ohlc_desktop.ui.widgets.theme import GAP, colours

_HIGHER = 6


class CandleRows(QTableView):
    """A table of many dense rows, as high as a line of text.

    Attributes:
        enter_pressed: It was.
    """

    enter_pressed = Signal()

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dense(self, model)
        self.setHorizontalHeader(FlatHeader(self, edge=GAP))
        self.setItemDelegate(_SpacedCells(self))
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _HIGHER)

    def height_of(self, rows: int) -> int:
        """Logical pixels that so many rows and the titles take."""
        return self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Enter is told."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        else:
            super().keyPressEvent(event)


class _SpacedCells(QStyledItemDelegate):
    """A cell with space at both sides, so that numbers at the right and words at the left of the next column stand apart.

    It paints without the style, which takes three times as long. Rows are chosen whole: no cell has a frame of its own.
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground and text."""
        theme, role = colours(option.palette), Qt.ItemDataRole
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.accent_soft)
        own = index.data(role.FontRole)
        painter.setFont(own or option.font)
        painter.setPen(index.data(role.ForegroundRole) or theme.text)
        room = option.rect.adjusted(GAP, 0, -GAP, 0)
        metrics = painter.fontMetrics() if own else option.fontMetrics
        text = metrics.elidedText(index.data(role.DisplayRole), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, index.data(role.TextAlignmentRole), text)

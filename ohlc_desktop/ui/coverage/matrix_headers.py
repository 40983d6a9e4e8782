"""The headers of the coverage matrix: timeframes above, instruments at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView

from ohlc_desktop.core.states.series import worst
from ohlc_desktop.ui.coverage.cells import COLUMNS
from ohlc_desktop.ui.coverage.legend import tones
from ohlc_desktop.ui.coverage.matrix_cells import FIRST_DAILY, LEFT, MARK, PAD
from ohlc_desktop.ui.coverage.model import CoverageModel
from ohlc_desktop.ui.widgets.theme import Colours, colours, severity_pixmap

if TYPE_CHECKING:
    from ohlc_desktop.ui.coverage.matrix import MatrixView

#: Width of the instruments: the least, the most, and as a share of the table's.
_NARROWEST, _WIDEST, _SHARE = 120, 220, 0.11


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
        if section == FIRST_DAILY:
            painter.fillRect(rect.left(), rect.top(), 1, rect.height(), c.line)
        painter.setPen(c.text)
        painter.setFont(self._view.bold)
        painter.drawText(rect.adjusted(PAD, 0, 0, 0), LEFT, COLUMNS[section].name)
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
        above = lines.above(rect.height())
        room = rect.adjusted(PAD + 2, above, -PAD, above)
        self._draw_severity(painter, c, room, section)
        painter.setPen(c.text)
        painter.setFont(self._view.bold)
        first = QRect(room.left(), room.top() + lines.first_top, room.width() - MARK - 4, lines.first_height)
        painter.drawText(first, LEFT, self._elided(self._view.bold, instrument.symbol, first.width()))
        painter.setPen(c.muted)
        painter.setFont(lines.second)
        second = QRect(room.left(), room.top() + lines.second_top, room.width(), lines.second_height)
        painter.drawText(second, LEFT, self._elided(lines.second, instrument.name, second.width()))
        painter.restore()

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """As wide as a symbol and the better part of a name; more where there is room."""
        width = min(max(round(self._view.width() * _SHARE), _NARROWEST), _WIDEST)
        return QSize(width, super().sizeHint().height())

    def _draw_severity(self, painter: QPainter, c: Colours, room: QRect, section: int) -> None:
        state = worst(cell.state for cell in self._coverage.row(section))
        if state.calm:
            return
        lines = self._view.text_lines
        top = room.top() + lines.first_top + (lines.first_height - MARK) // 2
        ratio = self._view.devicePixelRatioF()
        painter.drawPixmap(
            QPoint(room.right() - MARK + 1, top), severity_pixmap(state.severity, MARK, ratio, tones(c, state))
        )

    @staticmethod
    def _elided(font: QFont, text: str, width: int) -> str:
        return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)

"""One line of marks with words: how many days ended how, or the day looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.widgets.theme import GAP, colours, paint_severity

_MARK = 12
_NEAR = 5

#: A mark, or none, and the words beside it.
Part = tuple[Severity | None, str]


class DayLine(QWidget):
    """Marks and words from the right edge on; what has no room at the left is cut off with an ellipsis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The words."""
        return "  ·  ".join(words for _, words in self._parts)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show these, from left to right."""
        self._parts = tuple(parts)
        self.setAccessibleName(self.text)
        self.setToolTip(self.text)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """All of it."""
        return QSize(sum(map(self._width, self._parts)), max(self.fontMetrics().height(), _MARK) + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """It never makes a window wider."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Paint from the right edge, or from the left if there is not room for all."""
        painter = QPainter(self)
        c = colours(self)
        painter.setPen(c.text if len(self._parts) == 1 else c.muted)
        left = max(self.width() - self.sizeHint().width(), 0)
        for part in self._parts:
            self._paint_part(painter, left, part)
            left += self._width(part)

    def _paint_part(self, painter: QPainter, left: int, part: Part) -> None:
        severity, words = part
        left += GAP * 2
        if severity is not None:
            paint_severity(painter, QRectF(left, (self.height() - _MARK) / 2, _MARK, _MARK), severity, colours(self))
            left += _MARK + _NEAR
        room = self.width() - left
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(room, 0))
        painter.drawText(QRectF(left, 0, max(room, 0), self.height()), Qt.AlignmentFlag.AlignVCenter, shown)

    def _width(self, part: Part) -> int:
        severity, words = part
        return GAP * 2 + (0 if severity is None else _MARK + _NEAR) + self.fontMetrics().horizontalAdvance(words) + 1

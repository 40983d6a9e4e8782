"""The last 30 days as a strip of marks, today on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.history.run_days import Day
from ohlc_desktop.ui.widgets.theme import Colours, colours, paint_severity

_LEAST, _MOST, _SPACE, _WIDEST, _ROUND = 18, 32, 4, 48, 5


class RunStrip(QWidget):
    """One square for each day; its colour and shape tell what became of the day's import.

    Arrow keys, Home and End move between days; Enter, Space or a click chooses one.

    Attributes:
        chosen: Number of the run of the day that was chosen.
        looked_at: The day under the pointer or the keyboard; None when there is none.
        days: What is shown, oldest first. To be read only.
    """

    chosen = Signal(int)
    looked_at = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days: tuple[Day, ...] = ()
        self._current = -1
        self._hovered = -1
        self._selected: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Imports of the last 30 days"))

    @property
    def current(self) -> Day | None:
        """The day that the keyboard is on."""
        return self.days[self._current] if 0 <= self._current < len(self.days) else None

    @property
    def looked(self) -> Day | None:
        """The day that somebody looks at: that under the pointer, else the keyboard's while it is here."""
        if 0 <= self._hovered < len(self.days):
            return self.days[self._hovered]
        return self.current if self.hasFocus() else None

    def show_days(self, days: Sequence[Day]) -> None:
        """Show these days, oldest first; the keyboard stays on its date."""
        if tuple(days) == self.days:
            return
        date = self.current.date if self.current else None
        self.days = tuple(days)
        self._current = next((at for at, day in enumerate(days) if day.date == date), len(days) - 1)
        self._hovered = min(self._hovered, len(days) - 1)
        self.update()

    def select(self, run: int | None) -> None:
        """Frame the day that a run settled."""
        if run != self._selected:
            self._selected = run
            self.update()

    # -- size and places ---------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """Wide enough for every day, high enough for the dates."""
        return QSize(len(self.days or range(30)) * (_MOST + _SPACE), _MOST + 2 * self._label_height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """The narrowest that shows every mark."""
        return QSize(len(self.days or range(30)) * (_LEAST + _SPACE), self.sizeHint().height())

    def square(self, at: int) -> QRectF:
        """Where a day is painted."""
        side, step = self._side(), self._step()
        return QRectF(round(at * step), self._label_height() + (_MOST - side) // 2, side, side)

    def _step(self) -> float:
        """From one day to the next: the last square ends where the widget does, unless it is very wide."""
        gaps = max(len(self.days) - 1, 1)
        return max(_LEAST + _SPACE, min(_WIDEST, (self.width() - self._side()) / gaps))

    def _side(self) -> int:
        return max(_LEAST, min(_MOST, self.width() // max(len(self.days), 1) - _SPACE))

    def _label_height(self) -> int:
        return QFontMetrics(self._label_font()).height() + 3

    def _label_font(self) -> QFont:
        font = self.font()
        font.setPointSizeF(max(font.pointSizeF() * 0.85, 7.0))
        return font

    def _at(self, point: QPoint) -> int:
        at = int((point.x() + _SPACE // 2) // self._step())
        return at if 0 <= at < len(self.days) and point.x() <= self.square(at).right() + _SPACE else -1

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Paint the squares, the months above and the dates below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._label_font())
        c = colours(self)
        for at, day in enumerate(self.days):
            self._paint_square(painter, c, at, day)
            self._paint_date(painter, c, at, day)
        self._paint_months(painter, c)

    def _paint_square(self, painter: QPainter, c: Colours, at: int, day: Day) -> None:
        square = self.square(at)
        if day.severity is None:
            middle = square.center()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.line)
            painter.drawEllipse(middle, 2.0, 2.0)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.soft(day.severity))
            painter.drawRoundedRect(square, _ROUND, _ROUND)
            inset = max(3.0, square.width() * 0.22)
            paint_severity(painter, square.adjusted(inset, inset, -inset, -inset), day.severity, c)
        frame = self._frame(c, at, day)
        if frame is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(frame)
            painter.drawRoundedRect(square.adjusted(1, 1, -1, -1), _ROUND - 1, _ROUND - 1)

    def _frame(self, c: Colours, at: int, day: Day) -> QPen | None:
        if self.hasFocus() and at == self._current:
            return QPen(c.text, 2)
        if day.run is not None and day.run == self._selected:
            return QPen(c.accent, 2)
        return QPen(c.of(day.severity or Severity.OFF), 1) if at == self._hovered else None

    def _paint_date(self, painter: QPainter, c: Colours, at: int, day: Day) -> None:
        square = self.square(at)
        high = self._label_height()
        place = QRectF(square.left() - _SPACE, high + _MOST, square.width() + 2 * _SPACE, high)
        painter.setPen(c.accent if at == len(self.days) - 1 else c.muted)
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, str(day.date.day))

    def _paint_months(self, painter: QPainter, c: Colours) -> None:
        painter.setPen(c.muted)
        right = -1.0
        for at, day in enumerate(self.days):
            left = self.square(at).left()
            begins = at == 0 or day.date.day == 1
            if begins and left >= right:
                name = self.locale().standaloneMonthName(day.date.month)
                painter.drawText(QRectF(left, 0, 200, self._label_height()), Qt.AlignmentFlag.AlignLeft, name)
                right = left + painter.fontMetrics().horizontalAdvance(name) + _SPACE

    # -- pointer and keys --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Move between days, or choose one."""
        last = len(self.days) - 1
        places = {
            Qt.Key.Key_Left: self._current - 1, Qt.Key.Key_Right: self._current + 1,
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in places:
            self._go_to(max(0, min(places[key], last)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Choose the day that was clicked."""
        at = self._at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and at >= 0:
            self._go_to(at)
            self._choose(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Look at the day under the pointer."""
        self._hover(self._at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Look away."""
        self._hover(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # named by Qt
        """Look at the day that the keyboard is on."""
        super().focusInEvent(event)
        self._go_to(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # named by Qt
        """Look away."""
        super().focusOutEvent(event)
        self.looked_at.emit(self.looked)

    def event(self, event: QEvent) -> bool:
        """Show a tooltip for the day under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = self._at(event.pos())
            QToolTip.showText(event.globalPos(), self.days[at].text if at >= 0 else "", self)
            return True
        return super().event(event)

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            self._hovered = at
            self.looked_at.emit(self.looked)
            self.update()

    def _go_to(self, at: int) -> None:
        self._current = at
        if self.current is None:
            return
        self.setAccessibleDescription(self.current.text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.looked_at.emit(self.current)
        self.update()

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self.days):
            run = self.days[at].run
            if run is not None:
                self.chosen.emit(run)

"""One line above the pages for what needs a person: what is wrong, and one button that helps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from ohlc_desktop.ui.shell.problems import Problem
from ohlc_desktop.ui.widgets.boxes import MIDDLE, hbox
from ohlc_desktop.ui.widgets.theme import GAP, MARGIN, colours, severity_icon


class Banner(QFrame):
    """Shows the first of the problems it is given; hidden while there are none.

    Attributes:
        pressed: The button was pressed; carries the ``action`` of the problem shown.
        problem: The problem shown. To be read only.
    """

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem: Problem | None = None
        self._more = 0
        self._icon, self._text, self.button = QLabel(), QLabel(), QPushButton()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button.clicked.connect(self._press)
        hbox(
            (self._icon, MIDDLE),
            (self._text, 1),
            (self.button, MIDDLE),
            parent=self,
            margins=(MARGIN, GAP, MARGIN, GAP),
        )
        self.hide()

    def show_problems(self, problems: list[Problem]) -> None:
        """Show the first one, or nothing."""
        first, more = (problems[0] if problems else None), max(len(problems) - 1, 0)
        if (first, more) == (self.problem, self._more):
            return
        self.problem, self._more = first, more
        self.setVisible(first is not None)
        if first is not None:
            self._fill(first)

    def _fill(self, problem: Problem) -> None:
        self._icon.setPixmap(severity_icon(problem.severity, 16).pixmap(16))
        others = self.tr("(and {count} more)").format(count=self._more) if self._more else ""
        self._text.setText(f"{problem.text} {others}".strip())
        self.button.setText(problem.button)
        self.button.setVisible(bool(problem.button))
        self.update()

    def _press(self) -> None:
        if self.problem is not None:
            self.pressed.emit(self.problem.action)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Draw the mark anew in a new theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.problem is not None:
            self._fill(self.problem)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The soft ground of what is wrong."""
        if self.problem is not None:
            with QPainter(self) as painter:
                painter.fillRect(self.rect(), colours(self).soft(self.problem.severity))

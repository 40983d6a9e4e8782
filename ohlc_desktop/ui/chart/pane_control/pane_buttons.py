"""The buttons of a pane: small, in its upper right corner, and there only while the pointer is over it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QCursor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.pane_layout.pane_edits import PaneCommand
from ohlc_desktop.ui.chart.pane_control.pane_menu import command_text, pane_title
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture, tool_pixmap
from ohlc_desktop.ui.widgets.theme import colours, paint_ground

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.pane_control.pane_control import PaneControl
    from ohlc_desktop.ui.chart.panes.frame import Pane
    from ohlc_desktop.ui.chart.panes.view import ChartView

#: A button, its picture, and what is left free to the right, where the sign of a link is, and above; logical pixels.
_SIDE, _PICTURE, _RIGHT, _ABOVE = 20, 16, 26, 2

_PICTURES = {
    PaneCommand.UP: Picture.PANE_UP, PaneCommand.DOWN: Picture.PANE_DOWN, PaneCommand.COLLAPSE: Picture.PANE_COLLAPSE,
    PaneCommand.EXPAND: Picture.PANE_EXPAND, PaneCommand.MAXIMISE: Picture.PANE_MAXIMISE,
    PaneCommand.RESTORE: Picture.PANE_RESTORE, PaneCommand.CLOSE: Picture.CLOSE,
}  # fmt: skip


class PaneButton(QToolButton):
    """One of them. It never takes the keyboard from the chart: the chart's menus offer the same."""

    def __init__(self, command: PaneCommand, pane: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture, text = _PICTURES[command], command_text(command).replace("&", "")
        self.setToolTip(text)
        self.setAccessibleName(f"{text}: {pane_title(pane)}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFixedSize(_SIDE, _SIDE)

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """A square."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The picture, on a ground of its own while it is pointed at."""
        c, inset = colours(self), (_SIDE - _PICTURE) // 2
        with QPainter(self) as painter:
            if self.underMouse() or self.isDown():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(c.line if c.dark else c.off_soft)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
            ink = c.text if self.underMouse() else c.muted
            painter.drawPixmap(inset, inset, tool_pixmap(self._picture, ink, _PICTURE, self.devicePixelRatioF()))


class PaneButtons(QWidget):
    """The row of them, over whichever pane is pointed at."""

    def __init__(self, view: ChartView, control: PaneControl) -> None:
        super().__init__(view.viewport())
        self._view, self._control = view, control
        self._at: tuple[object, ...] | None = None
        self._options: ChartOptions | None = None
        self._shown: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self.hide()

    def show_for(self, pane: Pane | None) -> None:
        """Show what can be done with a pane; nothing for none, or where they would leave no room for its legend."""
        now = (pane.name, pane.rect, self._view.plot_width) if pane is not None else None
        if self.isVisible() and now == self._at and self._view.options is self._options:
            return  # as with nearly each move of the mouse
        self._at, self._options = now, self._view.options
        commands = tuple(self._control.commands(pane.name)) if pane is not None else ()
        width = len(commands) * _SIDE + 2
        if pane is None or not commands or 2 * width > self._view.plot_width:
            self.hide()
            return
        if (pane.name, *commands) != self._shown:
            self._shown = (pane.name, *commands)
            self._fill(pane.name, commands)
        top = round(pane.rect.top() / self._view.devicePixelRatioF())
        self.setGeometry(round(self._view.plot_width) - width - _RIGHT, top + _ABOVE, width, _SIDE + 2)
        self.show()

    def _fill(self, name: str, commands: tuple[PaneCommand, ...]) -> None:
        for gone in self.findChildren(PaneButton):
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for command in commands:
            button = PaneButton(command, name, self)
            button.clicked.connect(partial(self._run, name, command))
            self._row.addWidget(button)
            button.show()

    def _run(self, name: str, command: PaneCommand, _on: bool = False) -> None:
        """Do it, and show the buttons of what is then below the pointer."""
        self._control.run(name, command)
        self._control.hover(QPointF(self._view.viewport().mapFromGlobal(QCursor.pos())))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Nothing happens between the buttons."""
        event.accept()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """A ground of their own, or candles would show between them."""
        c = colours(self)
        paint_ground(self, c.off_soft if c.dark else c.base, QPen(c.line, 1))

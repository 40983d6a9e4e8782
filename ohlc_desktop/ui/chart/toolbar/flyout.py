"""A button that stands for several tools: it shows the last one, and opens the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QMenu, QToolButton

from ohlc_desktop.ui.chart.toolbar.overflow_toolbar import StripButton
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture, tool_icon
from ohlc_desktop.ui.widgets.labels import key_text
from ohlc_desktop.ui.widgets.theme import colours

# So far from the right edge a press opens the menu; side of the mark in the corner.
_OPENS, _CORNER = 9, 4


class FlyoutButton(StripButton):
    """Takes the last tool when it is clicked. Its corner, a long press, the right button or the down key open the others."""

    def __init__(self, name: str, tools: Sequence[tuple[QAction, Picture]]) -> None:
        """
        Args:
            name: What the tools are together.
            tools: What each does, checkable, and its picture; the first is shown until another was used.
        """
        super().__init__(name, tools[0][1], checkable=True)
        self._tools = dict(tools)
        self._name, self._current = name, tools[0][0]
        self.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        menu = QMenu(self)
        menu.addActions(list(self._tools))
        menu.aboutToShow.connect(self._show_icons)
        self.setMenu(menu)
        self.clicked.connect(self._take)
        self.show_tool(self._current)

    def show_tool(self, action: QAction) -> None:
        """Show the tool that was used last, and whether one is in use."""
        self._current = action
        self.show_picture(self._tools[action])
        self.setChecked(any(each.isChecked() for each in self._tools))
        keys = key_text(action.shortcut().toString())
        tip = f"{action.text()} ({keys})" if keys else action.text()
        more = self.tr("{tool}; more: press its right edge, or hold")
        self.setToolTip(more.format(tool=tip) if len(self._tools) > 1 else tip)
        self.setAccessibleName(f"{self._name}: {action.text()}" if len(self._tools) > 1 else action.text())

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """Room for the picture alone: the mark lies in its corner."""
        return QSize(super().sizeHint().height(), super().sizeHint().height())

    def _take(self) -> None:
        self.setChecked(any(each.isChecked() for each in self._tools))  # the tool decides what is checked
        self._current.trigger()

    def _show_icons(self) -> None:
        """Icons in the colour of the theme, which may have changed."""
        for action, picture in self._tools.items():
            action.setIcon(tool_icon(picture, colours(self).text))

    def _open(self) -> None:
        if len(self._tools) > 1:
            self.menu().popup(self.mapToGlobal(QPoint(self.width(), 0)))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # named by Qt
        """Open the menu at the right edge."""
        if event.button() is Qt.MouseButton.LeftButton and event.position().x() >= self.width() - _OPENS:
            self._open()
        else:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # named by Qt
        """Open the menu."""
        event.accept()
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # named by Qt
        """Open the menu by the down or the right key."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            self._open()
        else:
            super().keyPressEvent(event)

    def _paint_arrow(self, painter: QPainter) -> None:
        """A mark in the corner, where there is more than one tool."""
        if len(self._tools) > 1:
            x, y = self.width() - 4.0, self.height() - 4.0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours(self).muted)
            painter.drawPolygon(QPolygonF([QPointF(x, y - _CORNER), QPointF(x, y), QPointF(x - _CORNER, y)]))

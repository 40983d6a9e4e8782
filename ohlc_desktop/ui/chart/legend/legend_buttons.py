"""What stands beside the name of a study in the legend while the pointer is there: hide, settings, remove."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ohlc_desktop.core.chart.indicators import IndicatorSpec
from ohlc_desktop.ui.chart.toolbar.tool_icons import Picture, tool_pixmap
from ohlc_desktop.ui.widgets.theme import colours

#: Sides of a picture and of a button, logical pixels.
_ICON, _WIDTH, _HEIGHT = 14, 20, 18


class LegendButtons(QWidget):
    """Three buttons over the chart. They never take the keyboard: the menus of the window offer the same.

    Attributes:
        hide_pressed: Show or hide it.
        settings_pressed: Change it.
        remove_pressed: Take it off the chart.
        left: The pointer has left them.
    """

    hide_pressed = Signal()
    settings_pressed = Signal()
    remove_pressed = Signal()
    left = Signal()

    def __init__(self, chart: QWidget) -> None:
        super().__init__(chart)
        self._hidden = False
        self.eye, self.gear, self.cross = (_FlatButton(self) for _ in range(3))
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for button, pressed in (
            (self.eye, self.hide_pressed), (self.gear, self.settings_pressed), (self.cross, self.remove_pressed)
        ):  # fmt: skip
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.clicked.connect(pressed)
        row.addStretch()
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.hide()

    def open_at(self, at: QPoint, study: IndicatorSpec | None, settings: bool, ends: Sequence[int]) -> None:
        """Appear.

        Args:
            at: Middle of the left edge, logical pixels of the chart.
            study: What they are for; None for what is no study, and cannot be hidden.
            settings: It has some.
            ends: Where words and numbers behind the name end, from left to right: none is covered by half.
        """
        self._hidden = study is not None and study.hidden
        self.eye.setVisible(study is not None)
        self.gear.setVisible(settings)
        self._name()
        size = self.sizeHint()
        right = next((end for end in ends if end >= at.x() + size.width()), at.x() + size.width())
        self.setGeometry(at.x(), at.y() - size.height() // 2, right - at.x(), size.height())
        self.show()
        self.raise_()

    def _name(self) -> None:
        """Say what each button does, in words and as a picture of the theme."""
        named = {
            self.eye: (Picture.EYE_OFF, self.tr("Show")) if self._hidden else (Picture.EYE, self.tr("Hide")),
            self.gear: (Picture.GEAR, self.tr("Settings…")), self.cross: (Picture.CLOSE, self.tr("Remove")),
        }  # fmt: skip
        for button, (picture, text) in named.items():
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.show_picture(picture)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Tell."""
        super().leaveEvent(event)
        self.left.emit()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The chart's ground with a thin frame, over the values that are beside the name."""
        c = colours(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), c.base)
            painter.setPen(c.line)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class _FlatButton(QToolButton):
    """A small picture that can be pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = Picture.CLOSE
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_picture(self, picture: Picture) -> None:
        """Show this one."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """Its fixed size."""
        return QSize(_WIDTH, _HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The picture, on a lighter or darker ground while the pointer is over it."""
        c, over = colours(self), self.underMouse()
        with QPainter(self) as painter:
            if over or self.isDown():
                painter.fillRect(self.rect(), c.line if self.isDown() else c.off_soft)
            pixmap = tool_pixmap(self._picture, c.text if over else c.muted, _ICON, self.devicePixelRatioF())
            painter.drawPixmap((_WIDTH - _ICON) // 2, (_HEIGHT - _ICON) // 2, pixmap)

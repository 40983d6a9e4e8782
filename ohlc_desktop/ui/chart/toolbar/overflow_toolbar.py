"""Rows and columns of quiet buttons; what does not fit into the window goes into a menu at the end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QCursor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ohlc_desktop.ui.chart.toolbar.tool_icons import SIDE, Picture, tool_pixmap
from ohlc_desktop.ui.widgets.theme import colours

#: Height of a row of buttons, and width of a column of them.
THICK = 40
_HIGH = 32
_EDGE = 6
_CHEVRON = 10
_BETWEEN = 2
_APART = 10
_BOX = 80


class StripButton(QToolButton):
    """A flat button with a picture, a text or both; one that opens a menu shows it by a small arrow.

    It takes the keyboard's focus by Tab only, so that a click leaves it with the chart.
    """

    def __init__(
        self, name: str, picture: Picture | None = None, text: str = "", tip: str = "", checkable: bool = False,
        menu: QMenu | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """
        Args:
            name: What screen readers say, and what the menu of what does not fit says.
            picture: What it shows.
            text: What is written on it.
            tip: What is told of it while the pointer rests there; the name if empty.
            checkable: It is on or off.
            menu: What it opens.
            parent: The parent widget.
        """
        super().__init__(parent)
        self._picture, self._dot, self._boxed, self._short = picture, QColor(), False, False
        self._measured = ("", 0)
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        if menu is not None:
            menu.setTitle(name)
            menu.aboutToHide.connect(self._forget_pointer)
            self.setMenu(menu)

    def show_picture(self, picture: Picture) -> None:
        """Show another picture."""
        if picture is not self._picture:
            self._picture = picture
            self.updateGeometry()
            self.update()

    def show_dot(self, colour: QColor) -> None:
        """Show a disc in this colour instead of the picture; an invalid one takes it back."""
        self._dot = colour
        self.update()

    def set_strong(self, boxed: bool = False) -> None:
        """Write the text in bold, and ``boxed`` in a frame like a field."""
        self._boxed = boxed
        font = self.font()
        font.setBold(True)
        self.setFont(font)

    def set_short(self, short: bool) -> None:
        """Leave the text out: there is a picture, and little room."""
        self._short = short

    @property
    def _shown_text(self) -> str:
        return "" if self._short else self.text()

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """Room for picture, text and arrow."""
        width = 2 * _EDGE + (SIDE if self._picture else 0)
        if self._shown_text:
            width += self._text_width() + (_EDGE if self._picture else 2)
        if self._boxed:
            return QSize(max(width + _APART, _BOX), _HIGH)
        return QSize(width + (_CHEVRON if self._arrow else 0), _HIGH)

    def _text_width(self) -> int:
        """Measured once a text: a strip asks again and again while it finds out what fits."""
        text = self.text()
        if self._measured[0] != text:
            self._measured = (text, self.fontMetrics().horizontalAdvance(text))
        return self._measured[1]

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """The same as the hint: nothing is cut."""
        return self.sizeHint()

    def _forget_pointer(self) -> None:
        """Qt does not tell a button that the pointer has left it for the menu which it opened."""
        inside = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, inside)
        self.update()

    @property
    def _arrow(self) -> bool:
        return self.menu() is not None and self._picture is not Picture.MORE

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """Ground, picture, text, arrow and focus ring."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter)
            ink = self._ink()
            left = _EDGE + 2 if self._boxed else _EDGE
            if self._picture is not None:
                picture, colour = (Picture.DOT, self._dot) if self._dot.isValid() else (self._picture, ink)
                pixmap = tool_pixmap(picture, colour, SIDE, self.devicePixelRatioF())
                painter.drawPixmap(left, (self.height() - SIDE) // 2, pixmap)
                left += SIDE + _EDGE
            painter.setPen(ink)
            room = self.rect().adjusted(left if self._picture else left + 1, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._shown_text)
            if self._arrow:
                self._paint_arrow(painter)

    def _ink(self) -> QColor:
        c = colours(self)
        if not self.isEnabled():
            return c.line if not c.dark else QColor("#565d67")
        return c.accent if self.isChecked() else c.text

    def _paint_ground(self, painter: QPainter) -> None:
        c, pointed = colours(self), self.underMouse() or self.isDown()
        ground, brush = QRectF(self.rect()).adjusted(1, 1, -1, -1), None
        opened = self.menu() is not None and self.menu().isVisible()
        if self._boxed:
            ground.adjust(0.5, 1.5, -0.5, -1.5)
            brush = c.off_soft if pointed else c.base
        elif self.isChecked():
            brush = c.accent_soft
        elif self.isEnabled() and (pointed or opened):
            brush = c.line if c.dark else c.off_soft
        if brush is not None:
            painter.setPen(QPen(c.line, 1) if self._boxed else Qt.PenStyle.NoPen)
            painter.setBrush(brush)
            painter.drawRoundedRect(ground, 5, 5)
        if self.hasFocus():
            painter.setPen(QPen(c.accent, 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, 5, 5)

    def _paint_arrow(self, painter: QPainter) -> None:
        x, y = self.width() - _CHEVRON - 1.0, self.height() / 2
        painter.setPen(QPen(colours(self).muted, 1.3))
        painter.drawPolyline(QPolygonF([QPointF(x, y - 1.5), QPointF(x + 3, y + 1.5), QPointF(x + 6, y - 1.5)]))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # named by Qt
        """Another theme, another picture; another font, another width; a window that comes to the front changes nothing."""
        super().changeEvent(event)
        if event.type() != QEvent.Type.ActivationChange:
            self._measured = ("", 0)
            self.update()


@dataclass(frozen=True, slots=True)
class _Item:
    """A button in a strip; see :meth:`Strip.add`."""

    widget: StripButton
    rank: int
    apart: bool
    far: bool
    shrinks: bool


class Strip(QWidget):
    """Buttons in a row, or in a column."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._across = orientation is Qt.Orientation.Horizontal
        self._items: list[_Item] = []
        self.more = StripButton("", Picture.MORE, parent=self)
        self._menu = QMenu(self.more)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self._menu)
        self.more.hide()
        (self.setFixedHeight if self._across else self.setFixedWidth)(THICK)

    def set_names(self, name: str, more: str) -> None:
        """What screen readers call it, and the button behind which the rest is."""
        self.setAccessibleName(name)
        self.more.setAccessibleName(more)
        self.more.setToolTip(more)

    def add(
        self, button: StripButton, rank: int = 0, apart: bool = False, far: bool = False, shrinks: bool = False,
        before: StripButton | None = None,
    ) -> StripButton:  # fmt: skip
        """Put a button after the others.

        Args:
            button: What to add.
            rank: Buttons with the greatest rank are the first to go into the menu; those of rank 0 stay.
            apart: It begins a group.
            far: It stands at the far end, as do all that follow.
            shrinks: It loses its text before any button gives way.
            before: Put it before this one instead.
        """
        button.setParent(self)
        widgets = [item.widget for item in self._items]
        at = len(widgets) if before is None else widgets.index(before)
        self._items.insert(at, _Item(button, rank, apart, far, shrinks))
        # Tab goes through the buttons as they stand, and to the menu of the rest last.
        for one, other in pairwise([*(item.widget for item in self._items), self.more]):
            QWidget.setTabOrder(one, other)
        return button

    def remove(self, button: StripButton) -> None:
        """Take a button away for good."""
        self._items = [item for item in self._items if item.widget is not button]
        button.hide()
        button.deleteLater()

    def arrange(self) -> None:
        """Lay everything out anew: a text has changed. One that is not shown yet waits until it is."""
        if not self.isVisible():
            return
        room = (self.width() if self._across else self.height()) - 2 * _EDGE
        shown = self._fitting(room)
        hidden = len(shown) < len(self._items)
        for item in self._items:
            item.widget.setVisible(item in shown)
        self._place(shown, room - (self._length(self.more) + _BETWEEN if hidden else 0))
        self.more.setVisible(hidden)
        if hidden:
            end = (self.width() if self._across else self.height()) - _EDGE - self._length(self.more)
            self._put(self.more, end)

    def hidden_buttons(self) -> list[StripButton]:
        """What is in the menu at the moment."""
        return [item.widget for item in self._items if item.widget.isHidden()]

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """Room for what never gives way."""
        kept = [item for item in self._items if item.rank == 0]
        length = self._total(kept) + self._length(self.more) + _BETWEEN + 2 * _EDGE
        return QSize(length, THICK) if self._across else QSize(THICK, length)

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """Room for all."""
        length = self._total(self._items) + 2 * _EDGE
        return QSize(length, THICK) if self._across else QSize(THICK, length)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # named by Qt
        """Show what has changed meanwhile."""
        super().showEvent(event)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # named by Qt
        """Show what fits."""
        super().resizeEvent(event)
        self.arrange()

    def _fitting(self, room: int) -> list[_Item]:
        """The buttons that fit: those that give way first are left out first, the last of equals before the others."""
        shown = list(self._items)
        for item in self._items:
            item.widget.set_short(False)
        total = self._total(shown)
        for item in (item for item in self._items if item.shrinks):
            if total <= room:
                break
            total -= self._length(item.widget)
            item.widget.set_short(True)
            total += self._length(item.widget)
        if total <= room:
            return shown
        room -= self._length(self.more) + _BETWEEN
        for _, item in sorted(enumerate(self._items), key=lambda pair: (-pair[1].rank, -pair[0])):
            if total <= room or item.rank == 0:
                break
            shown.remove(item)
            total -= self._total([item])
        return shown

    def _total(self, items: list[_Item]) -> int:
        lengths = [self._length(item.widget) + (_APART if item.apart else _BETWEEN) for item in items]
        return sum(lengths)

    def _length(self, button: StripButton) -> int:
        return button.sizeHint().width() if self._across else _HIGH

    def _place(self, items: list[_Item], room: int) -> None:
        at, spare = _EDGE, max(room - self._total(items), 0)
        for number, item in enumerate(items):
            if item.far and spare:
                at, spare = at + spare, 0
            elif number:
                at += _APART if item.apart else _BETWEEN
            self._put(item.widget, at)
            at += self._length(item.widget)

    def _put(self, button: StripButton, at: int) -> None:
        side = (THICK - _HIGH) // 2
        length = self._length(button)
        rect = QRect(at, side, length, _HIGH) if self._across else QRect(side, at, THICK - 2 * side, length)
        button.setGeometry(rect)

    def _fill_menu(self) -> None:
        """What is hidden, as lines of the menu."""
        self._menu.clear()
        for button in self.hidden_buttons():
            menu = button.menu()
            if menu is not None:
                menu.setTitle(button.accessibleName())
                self._menu.addMenu(menu)
            else:
                self._menu.addAction(self._line_for(button))

    def _line_for(self, button: StripButton) -> QAction:
        action = QAction(button.accessibleName(), self._menu)
        action.setCheckable(button.isCheckable())
        action.setChecked(button.isChecked())
        action.setEnabled(button.isEnabled())
        action.triggered.connect(button.click)
        return action

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The ground, and a hairline towards the chart."""
        c, whole = colours(self), self.rect()
        ground = whole.adjusted(0, 0, 0, -1) if self._across else whole.adjusted(0, 0, -1, 0)
        with QPainter(self) as painter:
            painter.fillRect(whole, c.line)
            painter.fillRect(ground, c.panel)

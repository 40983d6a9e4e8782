"""A button that shows a colour and lets another be chosen: the theme's, one that suits both themes, or any."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QColorDialog, QMenu, QPushButton, QWidget

from ohlc_desktop.ui.chart.drawing.drawing_menu import colour_names
from ohlc_desktop.ui.chart.menus.menu_items import swatch
from ohlc_desktop.ui.widgets.theme import colours

_WIDTH, _HEIGHT = 56, 26


class ColourWell(QPushButton):
    """A colour.

    Attributes:
        chosen: ``#rrggbb`` that the user wants; empty for the theme's. While another is sought in the dialog, each that is
            looked at is told; the one before comes back when nothing is chosen there.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._colour, self._shown = name, "", QColor()
        self.setFixedSize(_WIDTH, _HEIGHT)
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.setMenu(menu)

    def show_colour(self, colour: str, shown: QColor) -> None:
        """Show what was chosen (empty for the theme's), and what that looks like."""
        self._colour, self._shown = colour, shown
        told = self.tr("{name}: {colour}").format(name=self._name, colour=self._names()[colour])
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.update()

    def _names(self) -> dict[str, str]:
        """Colours to choose, and what they are called; one of the user's by its value."""
        named = {**colour_names(), "#000000": self.tr("Black"), "#ffffff": self.tr("White")}
        return {**named, self._colour: named.get(self._colour, self._colour)}

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for value, word in self._names().items():
            action = group.addAction(menu.addAction(swatch(value), word))
            action.setCheckable(True)
            action.setChecked(value == self._colour)
            action.triggered.connect(lambda _on=False, value=value: self.chosen.emit(value))
        menu.addSeparator()
        menu.addAction(self.tr("&Other…"), self._ask)

    def _ask(self) -> None:
        before = self._colour
        dialog = QColorDialog(self._shown, self)
        dialog.setWindowTitle(self._name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.currentColorChanged.connect(lambda colour: self.chosen.emit(colour.name()))
        dialog.rejected.connect(lambda: self.chosen.emit(before))
        dialog.open()

    def sizeHint(self) -> QSize:  # noqa: N802  # named by Qt
        """Room for a patch of colour."""
        return QSize(_WIDTH, _HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802  # named by Qt
        """The colour in a frame; with the keyboard's focus in the theme's accent."""
        c = colours(self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            marked = self.hasFocus() or self.underMouse()
            painter.setPen(QPen(c.accent if marked else c.line, 1.4))
            painter.setBrush(c.base)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._shown if self.isEnabled() else c.line)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(5, 5, -5, -5), 3, 3)

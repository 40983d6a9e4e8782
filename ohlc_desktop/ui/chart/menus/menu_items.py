"""A menu as data, and how it becomes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from ohlc_desktop.ui.widgets.labels import key_text
from ohlc_desktop.ui.widgets.theme import colours

_SWATCH = 14


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu; without a text a separator.

    Attributes:
        run: What to do when it is chosen.
        checked: None where it cannot be checked.
        single: It is one of several of which one is checked: those beside it that are ``single`` as well.
        colour: ``#rrggbb`` of a swatch in front of the text.
        items: Of a menu within the menu.
        keys: What does the same by keyboard.
    """

    text: str = ""
    run: Callable[[], object] | None = None
    checked: bool | None = None
    enabled: bool = True
    single: bool = False
    colour: str = ""
    items: tuple[MenuItem, ...] = ()
    keys: str = ""


def fill_menu(menu: QMenu, items: Iterable[MenuItem]) -> None:
    """Add the items to a menu, which owns everything that is made."""
    group: QActionGroup | None = None
    for item in items:
        group = (group or QActionGroup(menu)) if item.single else None
        if not item.text:
            menu.addSeparator()
        elif item.items:
            fill_menu(menu.addMenu(item.text), item.items)
        else:
            action = _add_action(menu, item)
            if group is not None:
                group.addAction(action)


def user_text(text: str) -> str:
    """A text of the user's or of an instrument in a menu, where ``&`` marks a letter."""
    return text.replace("&", "&&")


def _add_action(menu: QMenu, item: MenuItem) -> QAction:
    action = menu.addAction("\t".join(filter(None, (item.text, key_text(item.keys)))))
    action.setEnabled(item.enabled)
    if item.checked is not None:
        action.setCheckable(True)
        action.setChecked(item.checked)
    if item.colour:
        action.setIcon(swatch(item.colour))
    if item.run is not None:
        run = item.run
        action.triggered.connect(lambda *_: run())
    return action


def swatch(colour: str) -> QIcon:
    """A square in a colour (``#rrggbb``); a crossed one for the empty colour, which is the theme's."""
    pixmap = QPixmap(2 * _SWATCH, 2 * _SWATCH)
    pixmap.setDevicePixelRatio(2.0)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setPen(colours().muted)
        painter.setBrush(QColor(colour) if colour else Qt.BrushStyle.NoBrush)
        painter.drawRect(0, 0, _SWATCH - 1, _SWATCH - 1)
        if not colour:
            painter.drawLine(0, _SWATCH - 1, _SWATCH - 1, 0)
    return QIcon(pixmap)

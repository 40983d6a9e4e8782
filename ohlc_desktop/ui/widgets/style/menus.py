"""Menus and the lists of fields: a tick for what is on, a dot for the one of several that is chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter
from PySide6.QtWidgets import QComboBox, QStyleOption, QStyleOptionMenuItem, QWidget

from ohlc_desktop.ui.widgets.style.strokes import SELECTED, chevron, dot, enabled, ground, tick
from ohlc_desktop.ui.widgets.theme import Colours, colours

_Type, _Check = QStyleOptionMenuItem.MenuItemType, QStyleOptionMenuItem.CheckType
#: Width of the place for ticks and dots.
MARK = 20
_EDGE, _GAP, _END = 8, 8, 26
_HIGHER, _LEAST, _LINE = 10, 16, 9
_TEXT = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


def item_size(option: QStyleOptionMenuItem, contents: QSize, widget: QWidget | None) -> QSize:
    """How large a line of a menu, or of the list of a field, is around its text."""
    if option.menuItemType is _Type.Separator:
        return QSize(contents.width() + 2 * _EDGE, option.fontMetrics.height() + _HIGHER if option.text else _LINE)
    high = max(option.fontMetrics.height(), _LEAST) + _HIGHER
    if isinstance(widget, QComboBox):  # its list is as wide as it is
        return QSize(contents.width(), high)
    return QSize(_text_left(option) + contents.width() + _END, high)


def panel(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """The ground of a menu or tooltip."""
    c = colours(option.palette)
    painter.fillRect(option.rect, c.edge)
    painter.fillRect(option.rect.adjusted(1, 1, -1, -1), c.base)


def item(option: QStyleOptionMenuItem, painter: QPainter, widget: QWidget | None) -> None:
    """A line of a menu, or of the list of a field."""
    c = colours(option.palette)
    if isinstance(widget, QComboBox) and option.icon.isNull():
        option.maxIconWidth = 0  # Qt keeps room for one
    painter.save()
    painter.setFont(option.font)
    if option.menuItemType is _Type.Separator:
        _separator(option, painter, c)
    else:
        if option.state & SELECTED and enabled(option):
            ground(painter, option.rect.adjusted(1, 0, -1, 0), c.accent_soft, None, corner=4.0)
        _marks(option, painter, c)
        _texts(option, painter, c)
    painter.restore()


def _separator(option: QStyleOptionMenuItem, painter: QPainter, c: Colours) -> None:
    """A line, or the title of what follows."""
    inner = option.rect.adjusted(_EDGE, 0, -_EDGE, 0)
    if not option.text:
        painter.fillRect(QRect(inner.left(), inner.center().y(), inner.width(), 1), c.line)
        return
    font = QFont(option.font)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(c.muted)
    painter.drawText(inner.adjusted(0, 4, 0, 0), _TEXT, option.text)


def _marks(option: QStyleOptionMenuItem, painter: QPainter, c: Colours) -> None:
    """Whether it is on, its picture, and whether there is more behind it."""
    rect, ink = option.rect, c.accent if enabled(option) else c.disabled
    if option.checkType is not _Check.NotCheckable and option.checked:
        place = QRect(rect.left() + _EDGE - 2, rect.top(), 16, rect.height())
        (dot if option.checkType is _Check.Exclusive else tick)(painter, place, ink)
    if not option.icon.isNull():
        mode = QIcon.Mode.Normal if enabled(option) else QIcon.Mode.Disabled
        place = QRect(_icon_left(option), rect.top(), option.maxIconWidth, rect.height())
        option.icon.paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
    if option.menuItemType is _Type.SubMenu:
        chevron(painter, QRect(rect.right() - 20, rect.top(), 16, rect.height()), c.muted, 3)


def _texts(option: QStyleOptionMenuItem, painter: QPainter, c: Colours) -> None:
    """What it says, and its keys at the right."""
    text, _, keys = option.text.partition("\t")
    room = option.rect.adjusted(_text_left(option), 0, -_EDGE, 0)
    mnemonic = Qt.TextFlag.TextShowMnemonic
    painter.setPen(c.text if enabled(option) else c.disabled)
    painter.drawText(room, _TEXT | mnemonic, text)
    if keys:
        painter.setPen(c.muted if enabled(option) else c.disabled)
        painter.drawText(room, _TEXT | Qt.AlignmentFlag.AlignRight, keys)


def _icon_left(option: QStyleOptionMenuItem) -> int:
    return option.rect.left() + _EDGE + (MARK if option.menuHasCheckableItems else 0)


def _text_left(option: QStyleOptionMenuItem) -> int:
    """From the left edge of the line."""
    icons = option.maxIconWidth + _GAP // 2 if option.maxIconWidth else 0
    return _EDGE + (MARK if option.menuHasCheckableItems else 0) + icons

"""Buttons, check boxes and tabs."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyleOption, QStyleOptionButton, QStyleOptionTab, QWidget

from ohlc_desktop.ui.widgets.style.strokes import (
    BETWEEN,
    BY_KEYS,
    DOWN,
    ON,
    SELECTED,
    dash,
    dot,
    enabled,
    ground,
    hovered,
    ringed,
    tick,
)
from ohlc_desktop.ui.widgets.theme import Colours, colours

#: Qt property of a button that is the one thing to do on a page; the default button of a dialog is one without it.
PRIMARY = "primary"

_Feature = QStyleOptionButton.ButtonFeature
_CORNER_OF_BOX = 4.0
#: How much higher Fusion lets the text of the tab in front begin.
_SHIFT = 2


def is_primary(option: QStyleOption, widget: QWidget | None) -> bool:
    """Whether a button is the one thing to do."""
    default = isinstance(option, QStyleOptionButton) and bool(option.features & _Feature.DefaultButton)
    return default or bool(widget is not None and widget.property(PRIMARY))


def is_flat(option: QStyleOption) -> bool:
    """Whether a button reads like a link."""
    return isinstance(option, QStyleOptionButton) and bool(option.features & _Feature.Flat)


def push_button(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """The ground of a button."""
    c = colours(option.palette)
    if is_primary(option, widget):
        _primary(option, painter, c)
    elif is_flat(option):
        ground(painter, option.rect, c.accent_soft if hovered(option) else None, c.accent if ringed(option) else None)
    else:
        fill = c.pressed if option.state & (DOWN | ON) else c.hovered if hovered(option) else c.control
        edge = c.accent if ringed(option) else c.edge
        if not enabled(option):
            fill, edge = c.panel, c.line
        ground(painter, option.rect, fill, edge, 2.0 if ringed(option) else 1.0)


def _primary(option: QStyleOption, painter: QPainter, c: Colours) -> None:
    if not enabled(option):
        ground(painter, option.rect, c.pressed, None)
        return
    fill = c.accent_pressed if option.state & DOWN else c.accent_hovered if hovered(option) else c.accent
    ground(painter, option.rect, fill, c.text if ringed(option) else None, 2.0)


def text_colour(option: QStyleOptionButton, widget: QWidget | None) -> QColor:
    """Of what is written on a button."""
    c = colours(option.palette)
    if not enabled(option):
        return c.disabled
    return c.accent_text if is_primary(option, widget) else c.accent if is_flat(option) else c.text


def written_in(option: QStyleOptionButton, widget: QWidget | None) -> QStyleOptionButton:
    """The same option with the colour of its text."""
    found = QStyleOptionButton(option)
    palette = QPalette(option.palette)
    palette.setColor(QPalette.ColorRole.ButtonText, text_colour(option, widget))
    found.palette = palette
    return found


def tool_button(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """The ground of a quiet button: nothing, unless something points at it."""
    c = colours(option.palette)
    fill = c.pressed if option.state & (DOWN | ON) else c.hovered if hovered(option) else None
    if fill is not None:
        ground(painter, option.rect, fill, None)


def focus_ring(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """Where the keyboard is, once it was moved by keys."""
    if option.state & BY_KEYS:
        ground(painter, option.rect, None, colours(option.palette).accent, 1.5, 4.0)


def check_box(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """The box of a check box: a tick, or a dash where it is neither on nor off."""
    c, on, between = colours(option.palette), bool(option.state & ON), bool(option.state & BETWEEN)
    _box(option, painter, c, on or between, _CORNER_OF_BOX)
    if on or between:
        (tick if on else dash)(painter, option.rect, c.accent_text if enabled(option) else c.disabled)


def radio_button(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """The disc of a radio button."""
    c, on = colours(option.palette), option.state & ON
    _box(option, painter, c, bool(on), option.rect.height() / 2)
    if on:
        dot(painter, option.rect, c.accent_text if enabled(option) else c.disabled)


def _box(option: QStyleOption, painter: QPainter, c: Colours, on: bool, corner: float) -> None:
    if not enabled(option):
        ground(painter, option.rect, c.panel, c.line, corner=corner)
    elif on:
        ground(painter, option.rect, c.accent_hovered if hovered(option) else c.accent, None, corner=corner)
    else:
        ground(painter, option.rect, c.base, c.accent if hovered(option) else c.edge, corner=corner)


def tab(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """The ground of a tab: a line below the one in front."""
    c, rect = colours(option.palette), option.rect
    if hovered(option) and not option.state & SELECTED:
        ground(painter, rect.adjusted(2, 2, -2, -4), c.hovered, None)
    if option.state & SELECTED:
        painter.fillRect(QRect(rect.left() + 4, rect.bottom() - 1, rect.width() - 8, 2), c.accent)


def tab_written_in(option: QStyleOptionTab) -> QStyleOptionTab:
    """The same option with the colour of its text; the text of the one in front stands no higher than the others."""
    c, found, palette = colours(option.palette), QStyleOptionTab(option), QPalette(option.palette)
    if option.state & SELECTED:
        found.rect = option.rect.adjusted(0, _SHIFT, 0, 0)
    front = option.state & SELECTED or hovered(option)
    palette.setColor(QPalette.ColorRole.WindowText, c.text if front else c.muted)
    found.palette = palette
    return found

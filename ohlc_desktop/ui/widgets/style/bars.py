"""Scroll bars without buttons, headers of tables, and progress."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QWidget,
)

from ohlc_desktop.ui.widgets.style.strokes import DOWN, enabled, ground, hovered
from ohlc_desktop.ui.widgets.theme import colours

_Control = QStyle.SubControl
_SHORTEST = 32
_INSET = 4


def scroll_bar(option: QStyleOptionComplex, painter: QPainter, _: QWidget | None) -> None:
    """The handle; it stands out while it is used."""
    assert isinstance(option, QStyleOptionSlider)
    if option.minimum == option.maximum or not enabled(option):
        return
    c, handle = colours(option.palette), _handle(option)
    used = option.state & DOWN or (hovered(option) and option.activeSubControls & _Control.SC_ScrollBarSlider)
    inner = handle.adjusted(_INSET, 2, -_INSET, -2) if _upright(option) else handle.adjusted(2, _INSET, -2, -_INSET)
    ground(painter, inner, c.muted if used else c.edge, None, corner=min(inner.width(), inner.height()) / 2)


def part_of_scroll_bar(option: QStyleOptionSlider, control: QStyle.SubControl) -> QRect | None:
    """Where a part of a scroll bar is: the handle, what is before and behind it, no buttons."""
    whole, handle = option.rect, _handle(option)
    match control:
        case _Control.SC_ScrollBarAddLine | _Control.SC_ScrollBarSubLine:
            return QRect()
        case _Control.SC_ScrollBarGroove:
            return whole
        case _Control.SC_ScrollBarSlider:
            return handle
        case _Control.SC_ScrollBarSubPage:
            return _stretch(option, 0, _start(option, handle) - _start(option, whole))
        case _Control.SC_ScrollBarAddPage:
            end = _start(option, handle) - _start(option, whole) + _length(option, handle)
            return _stretch(option, end, _length(option, whole) - end)
    return None


def _handle(option: QStyleOptionSlider) -> QRect:
    """As long, of the bar, as what is in sight is of the whole."""
    length, span = _length(option, option.rect), option.maximum - option.minimum
    size = min(max(length * option.pageStep // max(span + option.pageStep, 1), _SHORTEST), length)
    at = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - size, option.upsideDown
    )
    return _stretch(option, at, size)


def _upright(option: QStyleOptionSlider) -> bool:
    return option.orientation is Qt.Orientation.Vertical


def _start(option: QStyleOptionSlider, rect: QRect) -> int:
    return rect.top() if _upright(option) else rect.left()


def _length(option: QStyleOptionSlider, rect: QRect) -> int:
    return rect.height() if _upright(option) else rect.width()


def _stretch(option: QStyleOptionSlider, at: int, length: int) -> QRect:
    """A part of the bar, from its start on."""
    whole = option.rect
    if _upright(option):
        return QRect(whole.left(), whole.top() + at, whole.width(), length)
    return QRect(whole.left() + at, whole.top(), length, whole.height())


def header(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """The ground of a title of a table: a hairline below."""
    c, rect = colours(option.palette), option.rect
    painter.fillRect(rect, c.base)
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, c.line)


def groove(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """What a progress bar fills."""
    rect = option.rect
    ground(painter, rect, colours(option.palette).pressed, None, corner=rect.height() / 2)


def progress(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """How far it is; a piece in the middle while nothing can be told."""
    assert isinstance(option, QStyleOptionProgressBar)
    rect, span = option.rect, option.maximum - option.minimum
    share = (option.progress - option.minimum) / span if span else 1 / 3
    width = round(rect.width() * min(max(share, 0.0), 1.0))
    if width <= 0:
        return
    filled = QRect(
        rect.left() + (0 if span else (rect.width() - width) // 2), rect.top(), max(width, rect.height()), rect.height()
    )
    ground(painter, filled, colours(option.palette).accent, None, corner=rect.height() / 2)

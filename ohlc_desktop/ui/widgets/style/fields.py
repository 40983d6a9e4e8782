"""Fields to write in, to choose from and to count with: one height, one frame, which is the accent's with the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QPlainTextEdit,
    QStyle,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionFrame,
    QStyleOptionSpinBox,
    QTextEdit,
    QWidget,
)

from ohlc_desktop.ui.widgets.style.strokes import DOWN, FOCUS, chevron, enabled, ground, hovered
from ohlc_desktop.ui.widgets.theme import Colours, colours

#: Pixels between frame and text, and the width of the arrow's place.
PADDING, ARROW = 8, 24

_Control = QStyle.SubControl
_Step = QAbstractSpinBox.StepEnabledFlag
#: The buttons of a field that counts, with the turns of their arrows.
_STEPS = ((_Control.SC_SpinBoxUp, 2, _Step.StepUpEnabled), (_Control.SC_SpinBoxDown, 0, _Step.StepDownEnabled))


def line_edit(option: QStyleOption, painter: QPainter, _: QWidget | None) -> None:
    """The ground of a field; one inside another field has none."""
    if isinstance(option, QStyleOptionFrame) and option.lineWidth > 0:
        _field(option, painter, colours(option.palette))


def frame(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> bool:
    """The frame of a field with many lines, or of what pops up; whether it is one of these."""
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        _field(option, painter, colours(option.palette))
        return True
    popped = widget is not None and widget.windowType() is Qt.WindowType.Popup
    if popped:
        ground(painter, option.rect, None, colours(option.palette).edge, corner=0.0)
    return popped


def combo_box(option: QStyleOptionComplex, painter: QPainter, _: QWidget | None) -> None:
    """A field that opens a list."""
    c = colours(option.palette)
    _field(option, painter, c)
    arrow = arrow_rect(option.rect)
    chevron(painter, arrow, c.muted if enabled(option) else c.disabled)


def spin_box(option: QStyleOptionComplex, painter: QPainter, _: QWidget | None) -> None:
    """A field that counts."""
    assert isinstance(option, QStyleOptionSpinBox)
    c = colours(option.palette)
    _field(option, painter, c)
    if option.buttonSymbols is QAbstractSpinBox.ButtonSymbols.NoButtons:
        return
    for part, turns, step in _STEPS:
        alive = enabled(option) and bool(option.stepEnabled & step)
        rect = step_rect(option.rect, part)
        if alive and option.activeSubControls & part:
            ground(painter, rect, c.pressed if option.state & DOWN else c.hovered, None, corner=3.0)
        chevron(painter, rect, c.muted if alive else c.line, turns)


def _field(option: QStyleOption, painter: QPainter, c: Colours) -> None:
    if not enabled(option):
        ground(painter, option.rect, c.panel, c.line)
        return
    focus = bool(option.state & FOCUS)
    edge = c.accent if focus else c.muted if hovered(option) else c.edge
    ground(painter, option.rect, c.base, edge, 2.0 if focus else 1.0)


def arrow_rect(rect: QRect) -> QRect:
    """Where the arrow of a field stands that opens a list."""
    return QRect(rect.right() - ARROW + 1, rect.top(), ARROW - 2, rect.height())


def step_rect(rect: QRect, control: QStyle.SubControl) -> QRect:
    """Where a step button of a field stands that counts."""
    half = (rect.height() - 4) // 2
    top = rect.top() + 2 if control is _Control.SC_SpinBoxUp else rect.bottom() - half - 1
    return QRect(rect.right() - ARROW + 2, top, ARROW - 4, half)


def part_of_combo(option: QStyleOptionComboBox, control: QStyle.SubControl) -> QRect | None:
    """Where a part of a field is that opens a list; None as Fusion has it."""
    rect = option.rect
    if control is _Control.SC_ComboBoxArrow:
        return arrow_rect(rect)
    if control is _Control.SC_ComboBoxEditField:
        return rect.adjusted(PADDING, 2, -ARROW, -2)
    return None


def part_of_spin_box(option: QStyleOptionSpinBox, control: QStyle.SubControl) -> QRect | None:
    """Where a part of a field is that counts; None as Fusion has it."""
    rect, bare = option.rect, option.buttonSymbols is QAbstractSpinBox.ButtonSymbols.NoButtons
    if control in (_Control.SC_SpinBoxUp, _Control.SC_SpinBoxDown):
        return QRect() if bare else step_rect(rect, control)
    if control is _Control.SC_SpinBoxEditField:
        return rect.adjusted(PADDING - 2, 2, -PADDING if bare else -ARROW, -2)
    return None

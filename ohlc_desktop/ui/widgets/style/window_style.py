"""The style as Qt asks for it: each part is drawn by a function of its own, and what is not named here by Fusion.

Only what is asked for seldom is answered here, never metrics and hints: Qt asks for these thousands of times while a
window is laid out, and an answer in Python costs some microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QTextCharFormat
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionMenuItem,
    QStyleOptionSlider,
    QStyleOptionSpinBox,
    QStyleOptionTab,
    QTextEdit,
    QWidget,
)

from ohlc_desktop.ui.widgets.style import bars, buttons, fields, menus
from ohlc_desktop.ui.widgets.style.box_icons import box_icon
from ohlc_desktop.ui.widgets.style.strokes import chevron
from ohlc_desktop.ui.widgets.theme import colours

Draw = Callable[[Any, QPainter, QWidget | None], object]

_Primitive, _Element, _Complex = QStyle.PrimitiveElement, QStyle.ControlElement, QStyle.ComplexControl
_Contents, _Control = QStyle.ContentsType, QStyle.SubControl
#: Height of buttons and fields around a text, and the least.
_HIGHER, _LEAST = 11, 28
_BESIDE, _TAB = 28, (4, 16)


def _arrow(turns: int) -> Draw:
    return lambda option, painter, _: chevron(painter, option.rect, colours(option.palette).muted, turns)


_PRIMITIVES: Mapping[QStyle.PrimitiveElement, Draw] = {
    _Primitive.PE_PanelButtonCommand: buttons.push_button,
    _Primitive.PE_PanelButtonTool: buttons.tool_button,
    _Primitive.PE_FrameFocusRect: buttons.focus_ring,
    _Primitive.PE_IndicatorCheckBox: buttons.check_box,
    _Primitive.PE_IndicatorRadioButton: buttons.radio_button,
    _Primitive.PE_PanelLineEdit: fields.line_edit,
    _Primitive.PE_FrameLineEdit: fields.line_edit,
    _Primitive.PE_PanelMenu: menus.panel,
    _Primitive.PE_FrameMenu: menus.panel,
    _Primitive.PE_PanelTipLabel: menus.panel,
    _Primitive.PE_PanelScrollAreaCorner: lambda *_: None,
    _Primitive.PE_IndicatorArrowDown: _arrow(0),
    _Primitive.PE_IndicatorArrowLeft: _arrow(1),
    _Primitive.PE_IndicatorArrowUp: _arrow(2),
    _Primitive.PE_IndicatorArrowRight: _arrow(3),
}
_ELEMENTS: Mapping[QStyle.ControlElement, Draw] = {
    _Element.CE_MenuItem: menus.item,
    _Element.CE_TabBarTabShape: buttons.tab,
    _Element.CE_HeaderSection: bars.header,
    _Element.CE_HeaderEmptyArea: lambda *_: None,
    _Element.CE_ProgressBarGroove: bars.groove,
    _Element.CE_ProgressBarContents: bars.progress,
}
_COMPLEX: Mapping[QStyle.ComplexControl, Draw] = {
    _Complex.CC_ComboBox: fields.combo_box,
    _Complex.CC_SpinBox: fields.spin_box,
    _Complex.CC_ScrollBar: bars.scroll_bar,
}


class WindowStyle(QProxyStyle):
    """Fusion, but flat; colours are those of the theme at the moment of painting."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(  # noqa: N802  # named by Qt
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        """A ground, a frame or a mark."""
        draw = _PRIMITIVES.get(element)
        if draw is not None:
            draw(option, painter, widget)
        elif element is not _Primitive.PE_Frame or not fields.frame(option, painter, widget):
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(  # noqa: N802  # named by Qt
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        """A part of a widget."""
        draw = _ELEMENTS.get(element)
        if draw is not None:
            draw(option, painter, widget)
            return
        if element is _Element.CE_PushButtonLabel and isinstance(option, QStyleOptionButton):
            option = buttons.written_in(option, widget)
        elif element is _Element.CE_TabBarTabLabel and isinstance(option, QStyleOptionTab):
            option = buttons.tab_written_in(option)
        super().drawControl(element, option, painter, widget)

    def drawComplexControl(  # noqa: N802  # named by Qt
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """A widget of several parts."""
        draw = _COMPLEX.get(control)
        if draw is not None:
            draw(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def subControlRect(  # noqa: N802  # named by Qt
        self, control: QStyle.ComplexControl, option: QStyleOptionComplex, part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:  # fmt: skip
        """Where a part of a widget is."""
        found = None
        if isinstance(option, QStyleOptionComboBox):
            found = fields.part_of_combo(option, part)
        elif isinstance(option, QStyleOptionSpinBox):
            found = fields.part_of_spin_box(option, part)
        elif control is _Complex.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            found = bars.part_of_scroll_bar(option, part)
        if found is not None:
            return found
        rect = super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]  # Qt passes none at times
        return rect.adjusted(0, 0, menus.MARK, 0) if part is _Control.SC_ComboBoxListBoxPopup else rect

    def sizeFromContents(  # noqa: N802  # named by Qt
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        """How large a widget is around what it holds."""
        high = max(size.height() + _HIGHER, _LEAST)
        match kind:
            case _Contents.CT_PushButton:
                return QSize(size.width() + _BESIDE, high)
            case _Contents.CT_LineEdit:
                return QSize(size.width() + 4, high)
            case _Contents.CT_ComboBox:  # Fusion keeps a pixel free at both ends of the text
                return QSize(size.width() + fields.PADDING + fields.ARROW + 2, high)
            case _Contents.CT_SpinBox:  # what it holds is a field of that height already
                return QSize(size.width() + fields.PADDING + fields.ARROW, max(size.height(), _LEAST))
            case _Contents.CT_MenuItem if isinstance(option, QStyleOptionMenuItem):
                return menus.item_size(option, size, widget)
            case _Contents.CT_TabBarTab:
                return QSize(size.width() + _TAB[0], size.height() + _TAB[1])
        return super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # Qt passes none at times

    def standardIcon(  # noqa: N802  # named by Qt
        self, which: QStyle.StandardPixmap, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> QIcon:
        """The marks of message boxes are those of the rest of the window."""
        found = box_icon(which)
        return super().standardIcon(which, option, widget) if found is None else found

    def polish(self, thing: Any) -> Any:
        """Give fields and menus the space that no metric gives them."""
        if isinstance(thing, QLineEdit) and not isinstance(thing.parent(), QAbstractSpinBox | QComboBox):
            thing.setTextMargins(fields.PADDING - 4, 0, 0, 0)
        elif isinstance(thing, QTextEdit | QPlainTextEdit):
            thing.viewport().setAutoFillBackground(False)  # its square corners would lie over the round frame
        elif isinstance(thing, QCalendarWidget):
            for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
                thing.setWeekdayTextFormat(day, QTextCharFormat())  # else red, which means something here
        elif isinstance(thing, QMenu):
            thing.setContentsMargins(4, 4, 4, 4)
        return super().polish(thing)

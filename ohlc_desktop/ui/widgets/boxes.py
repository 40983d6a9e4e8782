"""Rows and columns of widgets, each laid out in one call."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFormLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ohlc_desktop.ui.widgets.theme import GAP, MARGIN

TOP, MIDDLE, CENTRE = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignHCenter

#: A widget or layout, alone or with its share of the room that is left; a widget with its place; a share of empty room.
Part = QWidget | QLayout | tuple[QWidget | QLayout, int] | tuple[QWidget, Qt.AlignmentFlag] | int
Margins = int | tuple[int, int, int, int]
_Box = TypeVar("_Box", bound=QBoxLayout)


def hbox(*parts: Part, parent: QWidget | None = None, margins: Margins = 0, spacing: int = GAP) -> QHBoxLayout:
    """A row, from left to right.

    Args:
        parts: What is in it.
        parent: The widget that it fills; None for a part of another row or column.
        margins: Pixels around it: everywhere, or left, above, right and below.
        spacing: Pixels between the parts.
    """
    return _filled(QHBoxLayout(), parts, parent, margins, spacing)


def vbox(*parts: Part, parent: QWidget | None = None, margins: Margins = 0, spacing: int = GAP) -> QVBoxLayout:
    """A column, from above; see :func:`hbox`."""
    return _filled(QVBoxLayout(), parts, parent, margins, spacing)


def form_rows(parent: QWidget | None = None, margins: Margins = 0) -> QFormLayout:
    """Rows of labels and fields, each field as wide as it wants; see :func:`hbox`."""
    rows = QFormLayout()
    if parent is not None:
        parent.setLayout(rows)
    rows.setContentsMargins(*_around(margins))
    rows.setHorizontalSpacing(MARGIN)
    rows.setVerticalSpacing(GAP)
    rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
    return rows


def scrolled(page: QWidget) -> QScrollArea:
    """A page that can be scrolled where the screen is low."""
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    page.setAutoFillBackground(False)
    return area


def _filled(box: _Box, parts: tuple[Part, ...], parent: QWidget | None, margins: Margins, spacing: int) -> _Box:
    if parent is not None:
        parent.setLayout(box)
    box.setContentsMargins(*_around(margins))
    box.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            box.addStretch(part)
        else:
            _add(box, *(part if isinstance(part, tuple) else (part, 0)))
    return box


def _around(margins: Margins) -> tuple[int, int, int, int]:
    return margins if isinstance(margins, tuple) else (margins, margins, margins, margins)


def _add(box: QBoxLayout, part: QWidget | QLayout, how: int | Qt.AlignmentFlag) -> None:
    if isinstance(part, QLayout):
        box.addLayout(part, int(how))
    elif isinstance(how, Qt.AlignmentFlag):
        box.addWidget(part, 0, how)
    else:
        box.addWidget(part, how)

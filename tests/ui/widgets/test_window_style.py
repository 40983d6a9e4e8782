"""The one style: flat buttons, frames that can be seen, a dot for the one of several that is chosen, and our own marks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QActionGroup, QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollBar,
    QSpinBox,
    QStyle,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.widgets.labels import PrimaryButton
from ohlc_desktop.ui.widgets.theme import DARK, LIGHT, Colours, apply_theme, severity_icon


@pytest.fixture(params=["LIGHT", "DARK"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Colours]:
    apply_theme(qapp, request.param)
    yield DARK if request.param == "DARK" else LIGHT
    apply_theme(qapp, "LIGHT")


def row_of(qtbot: QtBot, *widgets: QWidget) -> QDialog:
    """The widgets side by side in a dialog."""
    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QHBoxLayout(dialog)
    for widget in widgets:
        layout.addWidget(widget)
    dialog.grab()
    return dialog


def seen(widget: QWidget, place: QRect | None = None) -> dict[str, int]:
    """How often each colour is seen on a widget, or in a part of it."""
    image: QImage = widget.grab(place or QRect(QPoint(), widget.size())).toImage()
    found: dict[str, int] = {}
    for y in range(image.height()):
        for x in range(image.width()):
            name = image.pixelColor(x, y).name()
            found[name] = found.get(name, 0) + 1
    return found


def test_one_button_is_filled_and_flat_the_others_have_a_frame(qtbot: QtBot, theme: Colours) -> None:
    primary, default, other = PrimaryButton("Import"), QPushButton("OK"), QPushButton("Cancel")
    default.setDefault(True)
    _kept = row_of(qtbot, other, primary, default)
    for button in (primary, default):
        grounds = seen(button, button.rect().adjusted(8, 3, -8, -3))
        assert grounds[theme.accent.name()] > sum(grounds.values()) / 2
        lightness = [QColor(name).lightness() for name in grounds]
        assert min(abs(light - theme.accent_text.lightness()) for light in lightness) < 60
    assert seen(other)[theme.control.name()] > seen(other)[theme.edge.name()] > 2 * other.width() * 0.8
    primary.set_primary(False)
    assert theme.accent.name() not in seen(primary)


def test_fields_are_as_high_as_buttons_and_framed(qtbot: QtBot, theme: Colours) -> None:
    fields = (QLineEdit("ES"), QComboBox(), QSpinBox(), QPushButton("Copy"))
    dialog = row_of(qtbot, QPushButton("First"), *fields)
    assert len({field.sizeHint().height() for field in fields}) == 1
    dialog.setFocus()
    for field in fields[:3]:
        assert seen(field)[theme.edge.name()] > 2 * field.width() * 0.8


def test_a_dot_tells_which_of_several_is_chosen_and_a_tick_what_is_on(qtbot: QtBot, theme: Colours) -> None:
    pictures = []
    for exclusive in (True, False):
        menu, group = QMenu(), QActionGroup(None)
        qtbot.addWidget(menu)
        action = menu.addAction("5m")
        action.setCheckable(True)
        action.setChecked(True)
        if exclusive:
            group.addAction(action)
        menu.ensurePolished()
        menu.adjustSize()
        place = menu.actionGeometry(action)
        pictures.append(seen(menu, QRect(place.topLeft(), place.bottomLeft() + QPoint(26, 0))))
    dot, tick = (picture[theme.accent.name()] for picture in pictures)
    assert dot > 2 * tick > 0


def test_message_boxes_have_the_marks_that_tell_the_same_elsewhere(qtbot: QtBot, theme: Colours) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, "Title", "Text")
    qtbot.addWidget(box)
    ours = severity_icon(Severity.ATTENTION, 32, theme).pixmap(32).toImage()
    assert box.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning).pixmap(32).toImage() == ours
    for icon in (QMessageBox.Icon.Question, QMessageBox.Icon.Information):
        box.setIcon(icon)
        assert box.iconPixmap().toImage().pixelColor(8, 16) == theme.accent


def test_buttons_of_dialogs_have_no_icons_also_where_the_desktop_asks_for_them(qtbot: QtBot, theme: Colours) -> None:
    style = QApplication.style()
    assert style.standardIcon(QStyle.StandardPixmap.SP_DialogOkButton).isNull()
    assert style.standardIcon(QStyle.StandardPixmap.SP_DialogCancelButton).isNull()


def test_a_scroll_bar_is_all_handle_and_way(qtbot: QtBot, theme: Colours) -> None:
    bar = QScrollBar()
    qtbot.addWidget(bar)
    bar.setRange(0, 100)
    bar.setPageStep(100)
    bar.resize(bar.sizeHint().width(), 200)
    for y, value in ((190, 100), (5, 0)):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, y))
        assert bar.value() == value

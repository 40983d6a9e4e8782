"""Texts without room are found, and those with room are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QIcon, QPixmap, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ohlc_desktop.ui.widgets.labels import ElidedLabel
from tests.translations.screen import cut_off, overlapping, texts_of

TEXT = "Zwischenspeicher verwenden"


class Wrapped(QLabel):
    """A text of several lines."""

    def __init__(self) -> None:
        super().__init__(" ".join([TEXT] * 3))
        self.setWordWrap(True)

    def lines(self) -> int:
        """How high it has to be at its width."""
        return self.heightForWidth(self.width())


def combo() -> QComboBox:
    box = QComboBox()
    box.addItems(["Ja", TEXT])
    return box


def tabs() -> QTabBar:
    bar = QTabBar()
    bar.addTab(TEXT)
    bar.setUsesScrollButtons(True)
    return bar


def placeholder() -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(TEXT)
    return line


def icon_button() -> QToolButton:
    picture = QPixmap(16, 16)
    picture.fill()
    button = QToolButton()
    button.setText(TEXT)
    button.setIcon(QIcon(picture))
    return button


MAKERS: dict[str, Callable[[], QWidget]] = {
    "label": lambda: QLabel(TEXT), "button": lambda: QPushButton(f"&{TEXT}"), "check": lambda: QCheckBox(TEXT),
    "icon": icon_button, "combo": combo, "tabs": tabs, "placeholder": placeholder, "group": lambda: QGroupBox(TEXT),
}  # fmt: skip


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """An empty one without a layout."""
    made = QWidget()
    made.resize(600, 300)
    qtbot.addWidget(made)
    made.show()
    return made


def put(widget: QWidget, into: QWidget, width: int, height: int = 60) -> None:
    """Show a widget in a place of this size."""
    widget.setParent(into)
    widget.setGeometry(0, 0, width, height)
    widget.show()


@pytest.mark.parametrize("name", MAKERS)
def test_a_text_is_cut_off_where_it_has_too_little_width(window: QWidget, name: str) -> None:
    put(widget := MAKERS[name](), window, 400)
    assert list(cut_off(window)) == []
    widget.resize(80, 60)
    (found,) = cut_off(window)
    assert TEXT in found.replace("&", "")


@pytest.mark.parametrize("name", ["label", "button"])
def test_a_text_is_cut_off_where_it_has_too_little_height(window: QWidget, name: str) -> None:
    put(MAKERS[name](), window, 400, 6)
    assert len(list(cut_off(window))) == 1


def test_a_wrapped_text_needs_all_its_lines_and_its_longest_word(window: QWidget) -> None:
    put(label := Wrapped(), window, 220)
    label.resize(220, label.lines())
    assert list(cut_off(window)) == []
    label.resize(220, label.lines() - 5)
    assert len(list(cut_off(window))) == 1
    label.resize(40, 290)
    assert len(list(cut_off(window))) == 1


def test_the_title_of_a_column_is_cut_off(window: QWidget) -> None:
    model = QStandardItemModel(0, 2, window)
    model.setHorizontalHeaderLabels([TEXT, "Ja"])
    tree = QTreeView()
    tree.setModel(model)
    put(tree, window, 500, 200)
    tree.header().resizeSection(0, 300)
    assert list(cut_off(window)) == []
    tree.header().resizeSection(0, 60)
    assert [found.endswith(TEXT) for found in cut_off(window)] == [True]


def test_a_text_is_cut_off_by_what_it_stands_in(window: QWidget) -> None:
    holder, label = QWidget(), QLabel(TEXT)
    put(holder, window, 500)
    put(label, holder, 400)
    assert list(cut_off(window)) == []
    holder.resize(300, 40)
    assert len(list(cut_off(window))) == 1
    holder.resize(500, 40)
    holder.move(400, 0)
    assert len(list(cut_off(window))) == 1


def test_what_can_be_scrolled_into_sight_is_not_cut_off(window: QWidget) -> None:
    area, label = QScrollArea(), QLabel(TEXT)
    area.setWidget(label)
    put(area, window, 60, 60)
    label.resize(400, 40)
    assert list(cut_off(window)) == []


def test_a_text_that_is_shortened_on_purpose_tells_all_in_its_tooltip(window: QWidget) -> None:
    put(label := ElidedLabel(), window, 60)
    label.show_text(TEXT)
    assert label.text() != TEXT
    assert list(cut_off(window)) == []
    label.setToolTip("")
    assert len(list(cut_off(window))) == 1


def test_what_is_hidden_is_not_looked_at(window: QWidget) -> None:
    put(label := QLabel(TEXT), window, 20)
    label.hide()
    assert list(cut_off(window)) == []


def test_widgets_over_one_another_are_found(window: QWidget) -> None:
    column, row = QVBoxLayout(window), QHBoxLayout()
    column.addWidget(first := QLabel(TEXT))
    column.addLayout(row)
    row.addWidget(second := QLabel(TEXT))
    row.addWidget(third := QLabel(TEXT))
    for label in (first, second, third):
        label.show()
    column.activate()
    assert list(overlapping(window)) == []
    second.setGeometry(first.geometry())
    assert list(overlapping(window)) == ["QWidget: QLabel and QLabel"]
    second.hide()
    assert list(overlapping(window)) == []


def test_all_texts_are_heard_of(window: QWidget) -> None:
    for maker in MAKERS.values():
        put(maker(), window, 400)
    window.setWindowTitle("Titel")
    window.setToolTip("Tipp")
    said = [(where, text.replace("&", "")) for where, text in texts_of(window)]
    speakers = {where for where, text in said if text == TEXT}
    assert {f"QWidget/{type(maker()).__name__}" for maker in MAKERS.values()} <= speakers
    assert {"Titel", "Tipp", "Ja"} <= {text for _, text in said}

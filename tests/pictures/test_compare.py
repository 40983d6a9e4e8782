"""What the comparison of pictures sees, and what it overlooks: on widgets of the window and its colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ohlc_desktop.services.health.health_checks import Indicator, IndicatorName, Severity
from ohlc_desktop.ui.shell.indicator_strip import IndicatorStrip
from ohlc_desktop.ui.widgets.theme import LIGHT, apply_theme
from tests.pictures.compare import STEP, Pixels, difference, pixels, shrunk

SENTENCE = "84 of 119 series are not complete: 13,171 candles are missing in ES=F, NQ=F, RTY=F and CL=F."


class ButtonPanel(QWidget):
    """A row of indicators, a sentence, a coloured field and two buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.strip, self.text, self.field = IndicatorStrip(), QLabel(SENTENCE), QFrame()
        self.field.setFixedSize(56, 32)
        self.copy, self.open = QPushButton("Copy"), QPushButton("Open folder")
        for name in IndicatorName:
            self.set_severity(name, Severity.OK)
        self.fill(LIGHT.attention_soft)
        buttons = QHBoxLayout()
        for button in (self.copy, self.open):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        for widget in (self.strip, self.text, self.field):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setFixedSize(760, 220)

    def set_severity(self, name: IndicatorName, severity: Severity) -> None:
        """Let an indicator show a mark, with the same word."""
        self.strip.show_indicators({name: Indicator(name, severity, "working", "")})

    def fill(self, colour: QColor) -> None:
        """Colour the field."""
        self.field.setStyleSheet(f"background: {colour.name()}")

    def hint(self, preference: QFont.HintingPreference) -> None:
        """Let letters be drawn another way."""
        font = self.font()
        font.setHintingPreference(preference)
        self.setFont(font)

    def whole(self) -> Pixels:
        """As it is on the screen."""
        return pixels(self.grab().toImage())

    def picture(self) -> Pixels:
        """As it is compared."""
        return shrunk(self.whole(), 2)


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot) -> Iterator[ButtonPanel]:
    """A panel in the light theme."""
    before = qapp.palette()
    apply_theme(qapp, "LIGHT")
    made = ButtonPanel()
    made.hint(QFont.HintingPreference.PreferNoHinting)
    qtbot.addWidget(made)
    made.show()
    yield made
    qapp.setPalette(before)


def hide_a_button(panel: ButtonPanel) -> None:
    """A widget less."""
    panel.open.setVisible(False)


def hide_a_sentence(panel: ButtonPanel) -> None:
    """Its place stays."""
    panel.text.setText("")


def cut_a_sentence(panel: ButtonPanel) -> None:
    """Clipped text."""
    panel.text.setText(SENTENCE[:-9])


def another_mark(panel: ButtonPanel) -> None:
    """Another colour and shape, of 16 pixels."""
    panel.set_severity(IndicatorName.FEED, Severity.FAILING)


def another_background(panel: ButtonPanel) -> None:
    """One soft colour for another, in a field as large as a cell of the matrix."""
    panel.fill(LIGHT.ok_soft)


def another_theme(panel: ButtonPanel) -> None:
    """Dark."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "DARK")
    app.processEvents()


def another_place(panel: ButtonPanel) -> None:
    """A button that stands elsewhere."""
    panel.copy.setMinimumWidth(panel.copy.width() + 24)


SEEN = [
    hide_a_button, hide_a_sentence, cut_a_sentence, another_mark, another_background, another_theme, another_place,
]  # fmt: skip


@pytest.mark.parametrize("change", SEEN)
def test_what_a_person_would_see_is_seen(panel: ButtonPanel, change: Callable[[ButtonPanel], None]) -> None:
    before = panel.picture()
    change(panel)
    assert not difference(before, panel.picture()).alike


@pytest.mark.parametrize("shift", [(1, 0), (0, 1), (1, 1), (-1, -1)])
def test_a_pixel_elsewhere_is_overlooked(panel: ButtonPanel, shift: tuple[int, int]) -> None:
    moved = shrunk(np.roll(panel.whole(), shift, (0, 1)), 2)
    found = difference(panel.picture(), moved)
    assert found.alike, found


def test_letters_drawn_otherwise_are_overlooked(panel: ButtonPanel) -> None:
    before = panel.picture()
    panel.hint(QFont.HintingPreference.PreferVerticalHinting)
    after = panel.picture()
    found = difference(before, after)
    assert found.alike, found


def test_colours_a_step_apart_are_overlooked_and_sizes_are_not(panel: ButtonPanel) -> None:
    before = panel.picture()
    assert difference(before, before + STEP / 16).alike
    assert not difference(before, before + STEP).alike
    assert not difference(before, before[:-1]).alike

"""What labels show, and what screen readers hear of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ohlc_desktop.ui.widgets.labels import ElidedLabel, Sentence, SpokenLabel, TintedLabel
from ohlc_desktop.ui.widgets.theme import DARK, LIGHT, apply_theme


def heard(label: QLabel) -> str:
    """What a screen reader is given as the label's name."""
    return QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)


def test_a_value_is_heard_with_its_title_whenever_it_changes(qtbot: QtBot) -> None:
    label = SpokenLabel("Requests")
    qtbot.addWidget(label)
    assert heard(label) == "Requests"
    for value in ("28", "29"):
        label.setText(value)
        assert label.text() == value
        assert heard(label) == f"Requests: {value}"
    label.setText("")
    assert heard(label) == "Requests"


def test_values_are_plain_text(qtbot: QtBot) -> None:
    label = SpokenLabel("Message", wrap=False, selectable=False)
    qtbot.addWidget(label)
    label.setText("<b>x</b>")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert not label.wordWrap()
    assert not label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_tinted_labels_follow_the_theme_and_their_colour(qtbot: QtBot, qapp: QApplication) -> None:
    quiet, sentence = TintedLabel("quiet"), Sentence(colour="failing")
    for label in (quiet, sentence):
        qtbot.addWidget(label)

    def colour(label: QLabel) -> str:
        return label.palette().color(QPalette.ColorRole.WindowText).name()

    for theme, c in (("DARK", DARK), ("LIGHT", LIGHT)):
        apply_theme(qapp, theme)
        qtbot.waitUntil(lambda c=c: colour(quiet) == c.muted.name())
        assert colour(sentence) == c.failing.name()
    sentence.set_colour("text")
    assert colour(sentence) == LIGHT.text.name()
    sentence.set_colour("muted")
    assert colour(sentence) == LIGHT.muted.name()


def test_a_shortened_text_that_changes_behind_the_ellipsis_is_told_by_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(60, 20)
    for whole in ("Yahoo asks for a pause. (45 s)", "Yahoo asks for a pause. (42 s)"):
        label.show_text(whole)
        assert label.text().endswith("…")
        assert label.toolTip() == whole
    label.resize(2000, 20)
    label.show_text(whole)
    assert (label.text(), label.toolTip()) == (whole, "")

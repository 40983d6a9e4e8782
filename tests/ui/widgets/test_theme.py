"""Colours that can be read, marks that can be told apart without colour, and a theme that can be switched."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.ui.widgets.theme import (
    DARK,
    LIGHT,
    Colours,
    apply_theme,
    colours,
    heading,
    paint_severity,
    severity_icon,
    severity_pixmap,
)

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, with its looks put back afterwards."""
    yield qapp
    qapp.styleHints().unsetColorScheme()
    qapp.setPalette(QPalette())


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def shape(severity: Severity, side: int, theme: Colours = LIGHT) -> list[bool]:
    """Which pixels a mark covers, whatever its colour."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_severity(painter, QRectF(0, 0, side, side), severity, theme)
    painter.end()
    ground = theme.of(severity)
    return [
        image.pixelColor(x, y).alpha() > 127 and abs(image.pixelColor(x, y).lightness() - ground.lightness()) < 40
        for y in range(side)
        for x in range(side)
    ]


@THEMES
def test_text_can_be_read(theme: Colours) -> None:
    for name in ("text", "muted", "accent", "ok", "attention", "failing", "busy", "off"):
        colour: QColor = getattr(theme, name)
        grounds = [theme.base, theme.panel]
        grounds += [getattr(theme, f"{name}_soft")] if hasattr(theme, f"{name}_soft") else []
        assert min(contrast(colour, ground) for ground in grounds) >= 4.5, name


@THEMES
def test_text_on_coloured_grounds_can_be_read(theme: Colours) -> None:
    assert contrast(theme.accent_text, theme.accent) >= 4.5
    assert min(contrast(theme.text, theme.soft(severity)) for severity in Severity) >= 7


@THEMES
def test_marks_differ_in_shape(theme: Colours) -> None:
    for side in (12, 16, 32):
        shapes = {severity: shape(severity, side, theme) for severity in Severity}
        for one, other in combinations(Severity, 2):
            differing = sum(a != b for a, b in zip(shapes[one], shapes[other], strict=True))
            assert differing >= side * side * 0.08, (one, other, side)


def test_a_mark_keeps_inside_its_rectangle(qapp: QApplication) -> None:
    image = QImage(60, 40, QImage.Format.Format_ARGB32)
    for severity in Severity:
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        paint_severity(painter, QRectF(10, 10, 40, 20), severity)
        painter.end()
        covered = {(x, y) for y in range(40) for x in range(60) if image.pixelColor(x, y).alpha()}
        assert covered
        assert covered <= {(x, y) for y in range(9, 31) for x in range(19, 41)}, severity


def test_marks_are_sharp_at_every_scaling(qapp: QApplication) -> None:
    for ratio in (1.0, 1.5, 2.0):
        pixmap = severity_pixmap(Severity.OK, 16, ratio)
        assert pixmap.deviceIndependentSize().width() == 16
        assert pixmap.width() == 16 * ratio
    assert severity_icon(Severity.OK, 16).pixmap(16, 16).width() == 16


def test_a_mark_is_drawn_once_for_each_look(qapp: QApplication) -> None:
    assert severity_pixmap(Severity.BUSY, 14, 1.0, LIGHT).cacheKey() == severity_pixmap(Severity.BUSY, 14, 1.0, LIGHT).cacheKey()
    assert severity_pixmap(Severity.BUSY, 14, 1.0, LIGHT).cacheKey() != severity_pixmap(Severity.BUSY, 14, 1.0, DARK).cacheKey()


def test_colours_follow_what_is_under_the_text(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    dark = QPalette(QColor("#202020"))
    assert colours(dark) is DARK
    assert colours(QPalette(QColor("#f0f0f0"))) is LIGHT
    widget.setPalette(dark)
    assert colours(widget) is DARK


def test_the_theme_can_be_switched_where_the_platform_has_none(app: QApplication, qtbot: QtBot) -> None:
    open_window = QWidget()
    qtbot.addWidget(open_window)
    for theme, expected in (("DARK", DARK), ("LIGHT", LIGHT), ("DARK", DARK), ("SYSTEM", LIGHT)):
        apply_theme(app, theme)
        assert colours() is expected
        qtbot.waitUntil(lambda expected=expected: colours(open_window) is expected)
        palette = open_window.palette()
        assert contrast(palette.windowText().color(), palette.window().color()) >= 7
        assert contrast(palette.highlightedText().color(), palette.highlight().color()) >= 4.5


@THEMES
def test_what_can_be_used_can_be_seen(theme: Colours) -> None:
    grounds = (theme.base, theme.panel, theme.off_soft if theme.dark else theme.base)
    assert min(contrast(theme.edge, ground) for ground in grounds) >= 3
    for ground in (theme.control, theme.hovered, theme.pressed):
        assert contrast(theme.text, ground) >= 4.5
    for ground in (theme.accent, theme.accent_hovered, theme.accent_pressed):
        assert contrast(theme.accent_text, ground) >= 4.5


def test_a_heading_stands_out(qtbot: QtBot) -> None:
    label = QLabel("Coverage")
    qtbot.addWidget(label)
    before = label.font()
    after = heading(label).font()
    assert after.pointSizeF() > before.pointSizeF()
    assert after.weight() > before.weight()

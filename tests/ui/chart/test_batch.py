"""Many shapes at once, straight from numpy arrays."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

from ohlc_desktop.ui.chart.items import batch


@pytest.fixture
def image(qapp: QApplication) -> QImage:
    found = QImage(300, 200, QImage.Format.Format_RGB32)
    found.fill(0)
    return found


def some_rects() -> np.ndarray:
    rng = np.random.default_rng(4)
    return np.floor(np.column_stack((np.arange(280), rng.uniform(0, 100, 280), np.ones(280), rng.uniform(1, 90, 280))))


def test_shapes_by_their_address_are_those_of_a_list(image: QImage) -> None:
    """The quick way is what the speed of the chart rests on, and another binding could take the memory for another."""
    rects, plain, red = some_rects(), image.copy(), QColor("red")
    with QPainter(image) as painter:
        batch.fill_rects(painter, red, rects)
        batch.draw_lines(painter, QPen(QColor("blue")), rects)
    with QPainter(plain) as painter:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(red)
        painter.drawRects([QRectF(*row) for row in rects.tolist()])
        painter.setPen(QPen(QColor("blue")))
        painter.drawLines([QLineF(*row) for row in rects.tolist()])
    assert image == plain
    assert {image.pixelColor(x, y).name() for x in range(300) for y in range(200)} == {"#000000", "#ff0000", "#0000ff"}


def test_rectangles_fill_exactly_their_pixels(image: QImage) -> None:
    with QPainter(image) as painter:
        batch.fill_rects(painter, QColor("#ff0000"), batch.rows(np.array([10, 20]), 5, 3, np.array([1, 4])))
    red = [(x, y) for y in range(20) for x in range(30) if image.pixelColor(x, y) == QColor("#ff0000")]
    assert red == [(x, 5) for x in (10, 11, 12, 20, 21, 22)] + [(x, y) for y in (6, 7, 8) for x in (20, 21, 22)]


@pytest.mark.parametrize("widest", [1, 2, 3])
def test_columns_are_the_same_rectangles(image: QImage, widest: int) -> None:
    """Narrow ones are drawn as lines, which must not be seen: those without height, outside of it and on others neither."""
    rng, plain, colours = np.random.default_rng(5), image.copy(), (QColor("red"), QColor("lime"))
    left, top = rng.integers(-5, 310, 400), rng.integers(-30, 220, 400)
    width, height, some = rng.integers(1, widest + 1, 400), rng.integers(0, 60, 400), rng.integers(0, 3, 400)
    with QPainter(image) as painter, QPainter(plain) as other:
        for each in (painter, other):
            each.setClipRect(20, 10, 250, 150)
            each.translate(3, 2)
        batch.fill_columns(painter, left, top, width, height, *((colour, some == n) for n, colour in enumerate(colours)))
        for number, colour in enumerate(colours):
            batch.fill_rects(other, colour, batch.rows(left, top, width, height)[some == number])
    assert image == plain
    assert {image.pixelColor(x, y).name() for x in range(300) for y in range(200)} == {"#000000", "#ff0000", "#00ff00"}


def test_nothing_is_drawn_for_nothing(image: QImage) -> None:
    with QPainter(image) as painter:
        batch.fill_rects(painter, QColor("red"), batch.rows(np.empty(0), 0.0, 1.0, 50.0))
        for none, height in ((np.empty(0), np.empty(0)), (np.zeros(2), np.zeros(2))):
            batch.fill_columns(painter, none, none, none + 1, height, (QColor("red"), none == 0))
        batch.draw_lines(painter, QPen(QColor("red")), np.empty((0, 4)))
    assert image.pixelColor(0, 0) == QColor("black")

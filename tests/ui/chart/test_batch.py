"""Many shapes at once, by the quick way and by the plain one."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

from ohlc_desktop.ui.chart import batch


@pytest.fixture
def image(qapp: QApplication) -> QImage:
    found = QImage(300, 200, QImage.Format.Format_RGB32)
    found.fill(0)
    return found


def some_rects() -> np.ndarray:
    rng = np.random.default_rng(4)
    return np.floor(np.column_stack((np.arange(280), rng.uniform(0, 100, 280), np.ones(280), rng.uniform(1, 90, 280))))


def drawn(image: QImage, draw: object, shapes: np.ndarray) -> QImage:
    copy = image.copy()
    with batch.painting(copy) as painter:
        painter.setPen(QPen(QColor("red")))
        painter.setBrush(QColor("red"))
        draw(painter, shapes)  # type: ignore[operator]
    return copy


def test_this_binding_draws_by_address(image: QImage) -> None:
    """The quick way is what the speed of the chart rests on: a new version that refuses it must not go unnoticed."""
    probe = some_rects()
    assert batch.alike(batch.rects_by_address, batch.rects_one_by_one, np.array([[1.0, 0.0, 1.0, 1.0]]))
    assert drawn(image, batch.rects_by_address, probe) == drawn(image, batch.rects_one_by_one, probe)
    assert drawn(image, batch.lines_by_address, probe) == drawn(image, batch.lines_one_by_one, probe)
    assert drawn(image, batch.rects_by_address, probe) != image


def test_a_binding_that_cannot_is_noticed() -> None:
    def refuses(painter: QPainter, rects: np.ndarray) -> None:
        raise TypeError("no such overload")

    def is_wrong(painter: QPainter, rects: np.ndarray) -> None:
        painter.drawPoint(0, 0)

    probe = np.array([[1.0, 0.0, 1.0, 1.0], [3.0, 0.0, 1.0, 2.0]])
    assert not batch.alike(refuses, batch.rects_one_by_one, probe)
    assert not batch.alike(is_wrong, batch.rects_one_by_one, probe)


@pytest.mark.parametrize("way", [batch.rects_by_address, batch.rects_one_by_one])
def test_rectangles_fill_exactly_their_pixels(image: QImage, way: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_rects", lambda: way)
    with batch.painting(image) as painter:
        batch.fill_rects(painter, QColor("#ff0000"), batch.rows(np.array([10, 20]), 5, 3, np.array([1, 4])))
    red = [(x, y) for y in range(20) for x in range(30) if image.pixelColor(x, y) == QColor("#ff0000")]
    assert red == [(x, 5) for x in (10, 11, 12, 20, 21, 22)] + [(x, y) for y in (6, 7, 8) for x in (20, 21, 22)]


def test_nothing_is_drawn_for_nothing(image: QImage) -> None:
    with batch.painting(image) as painter:
        batch.fill_rects(painter, QColor("red"), batch.rows(np.empty(0), 0.0, 1.0, 50.0))
        batch.draw_lines(painter, QPen(QColor("red")), np.empty((0, 4)))
    assert image.pixelColor(0, 0) == QColor("black")


def test_a_fault_while_painting_leaves_the_device_free(image: QImage) -> None:
    with pytest.raises(ValueError, match="oh"), batch.painting(image):
        raise ValueError("oh")
    assert not image.paintingActive()

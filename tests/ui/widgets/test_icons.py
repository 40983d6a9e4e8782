"""The icons: legible on light and dark panels, every state with a shape of its own, no edge between pixels."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from ohlc_desktop.resource_files import resource
from ohlc_desktop.ui.widgets.icons import SIZES, TRAY_SIZES, TrayState, app_icon, draw, tray_icon

SMALL = (16, 20, 22, 24, 32)
PANELS = ("#f4f4f4", "#1e1e1e", "#000000", "#ffffff", "#7f7f7f")


def grey(
    side: int, state: TrayState, progress: float | None = None, demo: bool = False, panel: str = "#7f7f7f"
) -> list[int]:
    """The icon on a panel without its colours, row by row."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(panel))
    painter = QPainter(image)
    painter.drawPixmap(0, 0, draw(side, state, progress, demo))
    painter.end()
    return [image.pixelColor(x, y).lightness() for y in range(side) for x in range(side)]


def differing(one: list[int], other: list[int]) -> float:
    """Share of pixels that look different without colour."""
    return sum(abs(a - b) > 40 for a, b in zip(one, other, strict=True)) / len(one)


def test_the_icon_stands_out_on_every_panel(qapp: QApplication) -> None:
    for side, panel in product(SMALL, PANELS):
        found = grey(side, TrayState.IDLE, panel=panel)
        ground = QColor(panel).lightness()
        assert sum(abs(value - ground) > 60 for value in found) / len(found) > 0.2
        assert max(found) - min(found) > 120  # candles against their tile


def test_states_differ_without_colour(qapp: QApplication) -> None:
    for side in SMALL:
        looks = {state: grey(side, state, 0.5) for state in TrayState}
        for one, other in combinations(TrayState, 2):
            assert differing(looks[one], looks[other]) > 0.04, (one, other)


def test_progress_can_be_seen(qapp: QApplication) -> None:
    for side in SMALL:
        looks = [grey(side, TrayState.IMPORTING, share) for share in (0.0, 0.5, 1.0)]
        assert differing(looks[0], looks[1]) > 0.03
        assert differing(looks[1], looks[2]) > 0.03
        assert grey(side, TrayState.IMPORTING, None) not in looks
        assert grey(side, TrayState.IMPORTING, 7.0) == looks[2]


def test_the_demo_is_marked_in_every_state(qapp: QApplication) -> None:
    for side in SMALL:
        for state in TrayState:
            assert differing(grey(side, state, 0.5), grey(side, state, 0.5, demo=True)) > 0.04


def test_candles_lie_on_whole_pixels(qapp: QApplication) -> None:
    """No colour between that of a candle and the tile: each row of a candle is exactly its colour, edge to edge."""
    for side in SIZES:
        image = draw(side, TrayState.IDLE).toImage()
        rising = QColor("#3fd6a4")
        row = next(y for y in range(side // 2, side) if image.pixelColor(side * 3 // 4, y) == rising)
        runs = [image.pixelColor(x, row) == rising for x in range(side)]
        left = runs.index(True)
        assert image.pixelColor(left - 1, row).lightness() < 80
        assert image.pixelColor(left + runs[left:].index(False), row).lightness() < 80


def test_every_size_is_there(qapp: QApplication) -> None:
    assert [size.width() for size in tray_icon(TrayState.IDLE).availableSizes()] == list(TRAY_SIZES)
    assert [size.width() for size in app_icon().availableSizes()] == list(SIZES)


@pytest.mark.parametrize("name", ["hicolor/scalable/apps/ohlc-desktop.svg", "ohlc-desktop-256.png"])
def test_the_shipped_icon_is_the_drawn_one(qapp: QApplication, name: str) -> None:
    drawn = app_icon().pixmap(256, 256).toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    shipped = QImage(256, 256, QImage.Format.Format_ARGB32_Premultiplied)
    shipped.fill(Qt.GlobalColor.transparent)
    path = str(resource(f"icons/{name}"))
    painter = QPainter(shipped)
    if name.endswith("svg"):
        QSvgRenderer(path).render(painter)
    else:
        painter.drawImage(0, 0, QImage(path))
    painter.end()
    points = [(x, y) for y in range(0, 256, 3) for x in range(0, 256, 3)]
    assert max(abs(shipped.pixelColor(*at).lightness() - drawn.pixelColor(*at).lightness()) for at in points) <= 3

"""Windows on screens: where one is, and how it comes back there."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QStyle, QWidget

from ohlc_desktop.core.chart.saved.screens import Area, ScreenArea, WindowPlace, placed


def place_of(window: QWidget) -> WindowPlace:
    """Where a window is, or would be if it were neither maximised nor in full screen."""
    normal = window.normalGeometry()
    area = normal if normal.isValid() else window.geometry()
    return WindowPlace(_area(area), _screen_area(window.screen()), window.isMaximized())


def put_back(window: QWidget, geometry: str, place: WindowPlace | None) -> bool:
    """Bring a window back to where it was; False where nothing tells that.

    Args:
        window: Not shown yet.
        geometry: As ``QWidget.saveGeometry`` told it, in base 64.
        place: The same with its screen; None if an older version wrote the geometry.
    """
    known = bool(geometry) and window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))
    if place is None:
        return known
    title = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    primary = QGuiApplication.primaryScreen()
    screens = sorted(QGuiApplication.screens(), key=lambda screen: screen is not primary)
    area = placed(place, [_screen_area(screen) for screen in screens], title)
    states = window.windowState() & ~Qt.WindowState.WindowMinimized
    if place.maximised:  # which Qt forgets when the screen is gone
        states |= Qt.WindowState.WindowMaximized
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.setGeometry(area.x, area.y, area.width, area.height)
    window.setWindowState(states)
    return True


def _area(rect: QRect) -> Area:
    return Area(rect.x(), rect.y(), max(rect.width(), 1), max(rect.height(), 1))


def _screen_area(screen: QScreen) -> ScreenArea:
    return ScreenArea(screen.name(), screen.serialNumber(), _area(screen.availableGeometry()))

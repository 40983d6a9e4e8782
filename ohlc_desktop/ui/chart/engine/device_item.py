"""Items that are painted in device pixels of the whole chart, whatever the scene is painted on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject

from ohlc_desktop.ui.chart.engine.guards import report

#: A painter that is nearer than this to a whole pixel is at it.
_EXACT = 1e-6


class DeviceItem(QGraphicsObject):
    """An item that covers a rectangle of the scene and is never picked: the mouse belongs to the panes below it."""

    def __init__(self, parent: QGraphicsItem, z: float) -> None:
        self._area = QRectF()
        super().__init__(parent)
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def cover(self, area: QRectF) -> None:
        """Cover this part of the parent, in its coordinates."""
        if area != self._area:
            self.prepareGeometryChange()
            self._area = QRectF(area)

    def boundingRect(self) -> QRectF:  # noqa: N802  # named by Qt
        """What is covered."""
        return self._area

    def shape(self) -> QPainterPath:
        """Nothing that could be picked."""
        return QPainterPath()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw it, and report what is raised."""
        try:
            self.draw(painter)
        except Exception:  # noqa: BLE001  # it must not reach Qt
            report()

    def draw(self, painter: QPainter) -> None:
        """Draw it."""
        raise NotImplementedError


@contextmanager
def device_pixels(painter: QPainter, at: QPointF, ratio: float) -> Iterator[None]:
    """Let a painter of an item paint in device pixels of the whole chart.

    Args:
        painter: As the scene hands it to an item.
        at: Where the item is in the scene.
        ratio: Device pixels of a pixel of the scene.
    """
    given = painter.worldTransform()
    scale = given.m11() / ratio
    x, y = given.dx() - at.x() * given.m11(), given.dy() - at.y() * given.m22()
    painter.save()
    painter.setWorldTransform(QTransform(scale, 0.0, 0.0, scale, _exact(x), _exact(y)))
    try:
        yield
    finally:
        painter.restore()


def logical(area: QRectF, ratio: float) -> QRectF:
    """Device pixels as pixels of the scene."""
    return QRectF(area.x() / ratio, area.y() / ratio, area.width() / ratio, area.height() / ratio)


def _exact(pixel: float) -> float:
    """Without the rounding errors of transforms: Qt cuts them off, to the pixel before."""
    near = round(pixel)
    return float(near) if abs(pixel - near) < _EXACT else pixel

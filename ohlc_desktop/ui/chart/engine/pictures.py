"""A chart as a picture, and files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRect, QRectF, QSaveFile, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsScene


def scene_image(scene: QGraphicsScene, size: QSize, ratio: float) -> QImage:
    """A scene of this size in logical pixels, ``ratio`` times as large, with that as the picture's scaling.

    pyqtgraph's ``ImageExporter`` stretches a scene to whole pixels, which blurs it at fractional scalings.
    """
    wide, high = round(size.width() * ratio), round(size.height() * ratio)
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        scene.render(painter, QRectF(QPointF(), size.toSizeF() * ratio), QRectF(QPointF(), size))
    image.setDevicePixelRatio(ratio)
    return image


def write_svg(path: Path, scene: QGraphicsScene, size: QSize, title: str, ground: QColor) -> None:
    """Write a scene of this size; its ground is below all, for where a viewer leaves a seam between two rectangles.

    Raises:
        OSError: the file cannot be written.
    """
    memory, area = QBuffer(), QRect(0, 0, size.width(), size.height())
    memory.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(memory)
    generator.setSize(size)
    generator.setViewBox(area)
    generator.setTitle(title)
    with QPainter(generator) as painter:
        painter.fillRect(area, ground)
        scene.render(painter, QRectF(area), QRectF(area))
    write_whole(path, bytes(memory.data().data()))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside the old one, then put it in its place.

    Raises:
        OSError: it cannot be written; the old one stays.
    """
    file = QSaveFile(str(path))
    file.setDirectWriteFallback(True)  # a folder that takes no new files may still let this one be written
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(content) != len(content) or not file.commit():
        raise OSError(0, file.errorString())

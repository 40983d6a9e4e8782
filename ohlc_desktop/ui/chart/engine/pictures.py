"""A chart as a picture, and files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSaveFile
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgGenerator

from ohlc_desktop.ui.chart.batch import painting


def scene_image(view: pg.GraphicsView, ratio: float) -> QImage:
    """What a view shows, ``ratio`` times as large, with that as the picture's scaling."""
    from pyqtgraph.exporters import ImageExporter  # with all that reads and writes XML: no first chart waits for it

    exporter = ImageExporter(view.scene())
    sizes = {"width": round(view.width() * ratio), "height": round(view.height() * ratio)}
    for (name, size), follow in zip(sizes.items(), (exporter.widthChanged, exporter.heightChanged), strict=True):
        exporter.params.param(name).setValue(size, blockSignal=follow)
    exporter.params["antialias"] = False
    image: QImage = exporter.export(toBytes=True)
    image.setDevicePixelRatio(ratio)
    return image


def write_svg(path: Path, view: pg.GraphicsView) -> None:
    """Write what a view shows.

    Raises:
        OSError: the file cannot be written.
    """
    memory, area = QBuffer(), QRect(0, 0, view.width(), view.height())
    memory.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(memory)
    generator.setSize(area.size())
    generator.setViewBox(area)
    generator.setTitle(view.title)
    with painting(generator) as painter:
        view.scene().render(painter, QRectF(area), QRectF(area))
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

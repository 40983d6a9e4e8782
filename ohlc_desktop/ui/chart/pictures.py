"""A chart as a vector picture, and files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSaveFile, QSize
from PySide6.QtSvg import QSvgGenerator

from ohlc_desktop.ui.chart.axes import Axes
from ohlc_desktop.ui.chart.batch import painting
from ohlc_desktop.ui.chart.cursor import Cursor, paint_cursor
from ohlc_desktop.ui.chart.frame import Frame
from ohlc_desktop.ui.chart.paint import paint_frame
from ohlc_desktop.ui.chart.paint_drawings import Shown


def write_svg(path: Path, size: QSize, found: tuple[Frame, Axes] | None, drawings: Shown, title: str) -> None:
    """Write a picture of a chart; an empty one where nothing is shown.

    Raises:
        OSError: the file cannot be written.
    """
    memory = QBuffer()
    memory.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(memory)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    with painting(generator) as painter:
        if found is not None:
            paint_frame(painter, *found, drawings)
            paint_cursor(painter, found[0], Cursor(), title)
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

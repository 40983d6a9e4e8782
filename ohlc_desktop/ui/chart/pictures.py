"""A chart as a vector picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
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
    path.write_bytes(bytes(memory.data().data()))

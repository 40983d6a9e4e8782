"""Many rectangles or lines in one call, straight from numpy arrays.

QPainter takes an array of rectangles by the address of the first one and a count. PySide6 has that overload, and
shiboken can name the address of a numpy array as its first element, so no Python object is made per rectangle: 1,000
rectangles cost a hundredth of a list of them. Where that ever fails (another binding, another memory layout), which is
tried out once, a list is drawn instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintDevice, QPainter, QPen
from shiboken6 import Shiboken

#: float64, one row a rectangle (left, top, width, height) or a line (x1, y1, x2, y2).
Rows = NDArray[np.float64]


def rows(*columns: Any) -> Rows:
    """Four columns of one length, or numbers that hold for every row, as rows."""
    count = next((len(column) for column in columns if isinstance(column, np.ndarray)), 1)
    found = np.empty((count, 4), dtype=np.float64)
    for place, column in enumerate(columns):
        found[:, place] = column
    return found


def fill_rects(painter: QPainter, colour: QColor, rects: Rows) -> None:
    """Fill rectangles, whose edges are on whole device pixels, with a colour."""
    if not len(rects):
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    _rects()(painter, np.ascontiguousarray(rects, dtype=np.float64))


def draw_lines(painter: QPainter, pen: QPen, lines: Rows) -> None:
    """Draw separate lines with a pen."""
    if not len(lines):
        return
    painter.setPen(pen)
    _lines()(painter, np.ascontiguousarray(lines, dtype=np.float64))


def rects_by_address(painter: QPainter, rects: Rows) -> None:
    """All at once, as rectangles of whole numbers: Qt fills those in half the time."""
    corners = rects.astype(np.int32)  # QRect: left, top, and the last pixels that belong to it
    left, top, right, bottom = corners.T
    right += left - 1
    bottom += top - 1
    first: Any = Shiboken.wrapInstance(corners.ctypes.data, QRect)
    painter.drawRects(first, len(corners))


def rects_one_by_one(painter: QPainter, rects: Rows) -> None:
    """The same by public means only."""
    painter.drawRects([QRectF(*row) for row in rects.tolist()])


def lines_by_address(painter: QPainter, lines: Rows) -> None:
    """All at once."""
    first: Any = Shiboken.wrapInstance(lines.ctypes.data, QLineF)
    painter.drawLines(first, len(lines))


def lines_one_by_one(painter: QPainter, lines: Rows) -> None:
    """The same by public means only."""
    painter.drawLines([QLineF(*row) for row in lines.tolist()])


@lru_cache(maxsize=1)
def _rects() -> Callable[[QPainter, Rows], None]:
    probe = np.array([[1.0, 0.0, 1.0, 1.0], [3.0, 0.0, 1.0, 2.0]])
    return rects_by_address if alike(rects_by_address, rects_one_by_one, probe) else rects_one_by_one


@lru_cache(maxsize=1)
def _lines() -> Callable[[QPainter, Rows], None]:
    probe = np.array([[0.0, 0.0, 3.0, 0.0], [0.0, 2.0, 1.0, 3.0]])
    return lines_by_address if alike(lines_by_address, lines_one_by_one, probe) else lines_one_by_one


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """A painter that ends whatever happens: Qt crashes on a device that goes while it is painted on."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


def alike(one: Callable[[QPainter, Rows], None], other: Callable[[QPainter, Rows], None], probe: Rows) -> bool:
    """Whether two ways of drawing give the same picture."""
    try:
        return _picture(one, probe) == _picture(other, probe)
    except (AttributeError, TypeError, RuntimeError, NotImplementedError):
        return False


def _picture(draw: Callable[[QPainter, Rows], None], probe: Rows) -> QImage:
    image = QImage(6, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    with painting(image) as painter:
        painter.setPen(QPen(Qt.GlobalColor.white))
        painter.setBrush(Qt.GlobalColor.white)
        draw(painter, probe)
    return image

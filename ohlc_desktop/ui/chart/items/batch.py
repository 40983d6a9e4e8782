"""Many rectangles or lines in one call, straight from numpy arrays.

QPainter takes an array of rectangles by the address of the first one and a count. PySide6 has that overload, and
shiboken can name the address of a numpy array as its first element, so no Python object is made per rectangle: 1,000
rectangles cost a hundredth of a list of them. pyqtgraph, which the charts are built on, draws in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import create_qpolygonf, ndarray_from_qpolygonf
from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from shiboken6 import Shiboken

from ohlc_desktop.core.candles import Bools

_NO_PEN = Qt.PenStyle.NoPen
#: float64, one row a rectangle (left, top, width, height) or a line (x1, y1, x2, y2).
Rows = NDArray[np.float64]
#: float64, one row a point (x, y).
Points = NDArray[np.float64]
#: Whole device pixels, one a rectangle.
Pixels = NDArray[np.float64] | NDArray[np.int64]
#: Device pixels of the widest rectangle that is drawn as lines.
_NARROW = 2.0
#: Added to a line it is the one a pixel to the right.
_BESIDE = np.array((1.0, 0.0, 1.0, 0.0))


def rows(*columns: Any) -> Rows:
    """Four columns of one length, or numbers that hold for every row, as rows; of tables, one row after the other."""
    found = np.empty((*np.broadcast(*columns).shape, 4), dtype=np.float64)
    for place, column in enumerate(columns):
        found[..., place] = column
    return found.reshape(-1, 4)


def fill_rects(painter: QPainter, colour: QColor, rects: Rows) -> None:
    """Fill rectangles, whose edges are on whole device pixels, with a colour."""
    if not len(rects):
        return
    painter.setPen(_NO_PEN)
    painter.setBrush(colour)
    corners = rects.astype(np.int32, order="C")  # whole numbers: Qt fills those in half the time
    left, top, right, bottom = corners.T
    right += left - 1  # QRect: left, top, and the last pixels that belong to it
    bottom += top - 1
    first: Any = Shiboken.wrapInstance(_address(corners), QRect)
    painter.drawRects(first, len(corners))


def fill_columns(
    painter: QPainter, left: Pixels, top: Pixels, width: Pixels, height: Pixels, *colours: tuple[QColor, Bools]
) -> None:
    """Fill rectangles that may be narrow, and many, each with the colour that is chosen for it; as :func:`fill_rects`."""
    if width.max(initial=0) > _NARROW:
        found = rows(left, top, width, height)
        for colour, chosen in colours:
            fill_rects(painter, colour, found.compress(chosen, axis=0))
    else:
        _draw_columns(painter, left, top, width, height, colours)


def _draw_columns(
    painter: QPainter, left: Pixels, top: Pixels, width: Pixels, height: Pixels, colours: Iterable[tuple[QColor, Bools]]
) -> None:
    """Draw a line down the middle of each pixel of their width: Qt needs a quarter of a rectangle's time for a short one."""
    middle, wide = left + 0.5, width > 1
    lines = rows(middle, top, middle, top + height)
    lines = np.concatenate((lines, lines.compress(wide, axis=0) + _BESIDE))
    for colour, chosen in colours:
        seen = chosen & (height > 0)  # Qt draws a pixel where a line has no length
        if not seen.any():
            continue
        draw_lines(painter, flat_pen(colour, 1.0), lines.compress(np.concatenate((seen, seen.compress(wide))), axis=0))


def flat_pen(colour: QColor, width: float) -> QPen:
    """A pen whose lines are so many pixels wide, and exactly as long as from one of their ends to the other."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def draw_lines(painter: QPainter, pen: QPen, lines: Rows) -> None:
    """Draw separate lines with a pen."""
    if not len(lines):
        return
    painter.setPen(pen)
    ends = np.ascontiguousarray(lines, dtype=np.float64)
    first: Any = Shiboken.wrapInstance(_address(ends), QLineF)
    painter.drawLines(first, len(ends))


def draw_polylines(painter: QPainter, pen: QPen, points: Points, joined: Bools) -> None:
    """Draw runs of points that are joined to the next ones, each as one line, so that dashes go on over its corners.

    A Python object is made per point: it is for some hundred of them.

    Args:
        painter: On any device.
        pen: To draw with.
        points: In device pixels.
        joined: For each point but the last, whether it is joined to the one after it.
    """
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ends = np.flatnonzero(np.diff(np.concatenate(([False], joined, [False])).astype(np.int8)))
    for first, last in ends.reshape(-1, 2).tolist():
        painter.drawPolyline([QPointF(x, y) for x, y in points[first : last + 1].tolist()])


def fill_between(painter: QPainter, colour: QColor, x: Rows, one: Rows, other: Rows) -> None:
    """Fill the ground between two lines through the same columns ``x``: float64 pixels, all finite.

    One polygon, which Qt fills in a tenth of the time of a column for each pixel.
    """
    if len(x) < 2:
        return
    polygon = create_qpolygonf(2 * len(x))
    points = ndarray_from_qpolygonf(polygon)
    points[: len(x), 0], points[: len(x), 1] = x, one
    points[len(x) :, 0], points[len(x) :, 1] = x[::-1], other[::-1]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(polygon)


def _address(values: NDArray[Any]) -> int:
    """Where an array's numbers begin. To ask ``values.ctypes`` takes twice as long: it imports each time."""
    return int(values.__array_interface__["data"][0])

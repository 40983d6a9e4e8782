"""Paints the legend. Its ground lets candles be seen through it: what is below is dimmed, never hidden."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ohlc_desktop.core.chart.indicators import IndicatorSpec
from ohlc_desktop.ui.chart.items.look import Look
from ohlc_desktop.ui.chart.legend.legend_lines import LegendLine, LegendRow

#: How much of the chart's ground lies over what is below the legend, of 255.
_VEIL = 200


def paint_legend(
    painter: QPainter, look: Look, lines: Sequence[LegendLine], folded: bool | None = None,
    selected: IndicatorSpec | None = None,
) -> None:  # fmt: skip
    """Write the legend.

    Args:
        painter: On a device whose pixels are those of the lines.
        look: As the lines were laid out with.
        lines: What it says.
        folded: Whether the list of studies is folded, which its sign tells; None without a sign.
        selected: The study that is selected: its line has a frame.
    """
    veil, margin = QColor(look.colours.base), look.px(2) / 2
    veil.setAlpha(_VEIL)
    for line in lines:
        painter.fillRect(line.ground, veil)
        if line.row is LegendRow.STUDY and line.about == selected:
            _paint_frame(painter, look, line.ground)
        _paint_parts(painter, look, line, line.ground.top() + margin)
        if line.fold is not None and folded is not None:
            _paint_fold(painter, look, line.fold, folded)


def _paint_parts(painter: QPainter, look: Look, line: LegendLine, top: float) -> None:
    bold, colour = None, None
    for x, part in line.parts:
        if part.bold is not bold:
            bold = part.bold
            painter.setFont(look.strong if bold else look.font)
        if part.colour is not colour:
            colour = part.colour
            painter.setPen(colour)
        painter.drawStaticText(QPointF(x, top), (look.strong_text if bold else look.text)(part.text))


def _paint_frame(painter: QPainter, look: Look, ground: QRectF) -> None:
    half = look.px(1) / 2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colours.theme.accent, look.px(1)))
    painter.drawRect(ground.adjusted(half, half, -half, -half))


def _paint_fold(painter: QPainter, look: Look, room: QRectF, folded: bool) -> None:
    """A corner that points down where the list is folded, up where it can be."""
    reach = room.width() * (0.18 if folded else -0.18)
    middle, width = room.center(), room.width() * 0.32
    corner = QPointF(middle.x(), middle.y() + reach)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colours.theme.muted, 1.4 * look.ratio, c=Qt.PenCapStyle.RoundCap))
    for side in (-width, width):
        painter.drawLine(QPointF(middle.x() + side, middle.y() - reach), corner)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

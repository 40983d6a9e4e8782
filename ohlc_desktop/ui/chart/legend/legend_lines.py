"""Where the legend stands: line by line in the corner of each pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from ohlc_desktop.core.chart.indicators import Place
from ohlc_desktop.ui.chart.legend.legend_texts import (
    LegendPart,
    compared_parts,
    heading_parts,
    study_parts,
    values_parts,
    volume_text,
)
from ohlc_desktop.ui.chart.panes.frame import Frame, Look, Pane

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One line of the legend, in device pixels: its ground, and each part with the pixel where it begins."""

    ground: QRectF
    parts: tuple[tuple[float, LegendPart], ...]


def place_told(frame: Frame, place: int | None) -> int:
    """The candle that the legend tells of: the one at a place, or the newest in sight where that is not in sight."""
    if place is not None and frame.first <= place < frame.last:
        return place
    return (frame.last if frame.last > frame.first else len(frame.model)) - 1


def legend_of(frame: Frame, place: int | None, title: str) -> list[LegendLine]:
    """What a candle says, and the studies' values there, in the corner of each pane."""
    at = place_told(frame, place)
    found = []
    for pane in frame.panes:
        y, lowest = pane.rect.top() + frame.look.px(5), pane.rect.bottom() + frame.look.px(1)
        for parts in _lines(frame, pane, at, title):
            if y + _line_height(frame.look) > lowest:
                break
            found.append(_placed(frame.look, frame.look.px(8), y, parts))
            y += _line_height(frame.look)
    return found


def paint_legend(painter: QPainter, look: Look, lines: Sequence[LegendLine]) -> None:
    """Write it, on the chart's own ground so that candles do not disturb it."""
    for line in lines:
        painter.fillRect(line.ground, look.colours.base)
        top = line.ground.top() + look.px(2) / 2
        for x, part in line.parts:
            painter.setFont(look.strong if part.bold else look.font)
            painter.setPen(part.colour)
            painter.drawStaticText(QPointF(x, top), (look.strong_text if part.bold else look.text)(part.text))


def _line_height(look: Look) -> int:
    return round(look.metrics.height()) + look.px(2)


def _lines(frame: Frame, pane: Pane, at: int, title: str) -> list[list[LegendPart]]:
    """The lines of one pane's legend."""
    if pane is frame.price:
        overlaid = [study for study in frame.model.studies if study.kind.place is Place.PRICE]
        found = [
            heading_parts(frame, title),
            values_parts(frame, at),
            *(study_parts(frame, study, at) for study in overlaid),
        ]
        return [*found, *compared_parts(frame, at)]
    if pane.study is not None:
        return [study_parts(frame, pane.study, at)]
    volume = frame.model.series.candles.volume
    head = [
        LegendPart(translate("Chart", "Volume"), frame.look.colours.theme.muted),
        LegendPart(volume_text(int(volume[at])), frame.look.colours.theme.text),
    ]
    for study in frame.model.studies:
        if study.kind.place is Place.VOLUME:
            head += study_parts(frame, study, at)
    return [head]


def _placed(look: Look, x: float, y: float, parts: Sequence[LegendPart]) -> LegendLine:
    """One line, as far as there is room."""
    left, gap, room, found = x, look.px(6), look.plot_width - x, []
    widths = [look.strong_advance(part.text) if part.bold else look.advance(part.text) for part in parts]
    total = min(sum(widths) + gap * max(len(parts) - 1, 0), room)
    for part, width, following in zip(parts, widths, [*widths[1:], 0.0], strict=True):
        if width + (gap + following if part.leads else 0.0) > room:
            break
        found.append((x, part))
        x, room = x + width + gap, room - width - gap
    ground = QRectF(left - look.px(3), y, total + look.px(6), _line_height(look))
    return LegendLine(ground, tuple(found))

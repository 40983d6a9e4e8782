"""Values at the axes of their panes, one below the other where they would collide: the newest of studies and other
instruments, and prices of drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from ohlc_desktop.core.chart.axes.label_stack import stacked
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.core.chart.options import Scale
from ohlc_desktop.ui.chart.legend.legend_texts import study_text
from ohlc_desktop.ui.chart.panes.axes import pane_text
from ohlc_desktop.ui.chart.panes.frame import Frame, Pane
from ohlc_desktop.ui.chart.studies.study_lines import studies_in


@dataclass(frozen=True, slots=True)
class ValueLabel:
    """The value of a line, of a study the newest: the device pixel of its middle, its text, and the line's colour."""

    pixel: float
    text: str
    colour: QColor


def value_labels(frame: Frame, last: float | None, prices: Sequence[ValueLabel] = ()) -> list[ValueLabel]:
    """The labels at all axes.

    Args:
        frame: What is painted.
        last: Pixel of the label of the newest close, which keeps its place; None where there is none.
        prices: Others at the axis of prices.
    """
    found: list[ValueLabel] = []
    for pane in (pane for pane in frame.panes if pane.open):
        wanted = [label for study in studies_in(frame, pane) for label in _labels(frame, pane, study)]
        if pane is frame.price:
            wanted += prices
        if pane is frame.price and frame.options.scale is Scale.PERCENT:
            wanted += _compared(frame)
        found += _stacked(frame, pane, wanted, last if pane is frame.price else None)
    return found


def paint_value_labels(painter: QPainter, frame: Frame, labels: Sequence[ValueLabel]) -> None:
    """Write them."""
    look, height = frame.look, _height(frame)
    painter.setFont(look.font)
    painter.setPen(look.colours.base)
    for label in labels:
        box = QRectF(look.plot_width + look.px(1), label.pixel - height / 2, look.axis - look.px(1), height)
        painter.fillRect(box, label.colour)
        painter.drawStaticText(QPointF(box.left() + look.px(5), box.top() + look.px(1)), look.text(label.text))


def _height(frame: Frame) -> float:
    return float(frame.look.legend_line)


def _labels(frame: Frame, pane: Pane, study: Study) -> list[ValueLabel]:
    """Those of one study, where they are seen."""
    found = []
    for line in study.drawn:
        values = study.computed.lines[line.key]
        if not len(values) or not line.look.value_label:
            continue
        value = float(values[-1])
        pixel = float(pane.scale.pixel(value)) if np.isfinite(value) else float("nan")
        if pane.rect.top() <= pixel <= pane.rect.bottom():
            text = pane_text(frame, pane, value) if pane is frame.price else study_text(frame, study, value)
            found.append(ValueLabel(pixel, text, frame.line_colour(study, line.key)))
    return found


def _compared(frame: Frame) -> list[ValueLabel]:
    """What other instruments made, in percent, where they share the axis of the prices."""
    found = []
    for number, (other, _, factor) in enumerate(frame.compared):
        value = float(other.closes[-1]) * factor if len(other.closes) else float("nan")
        pixel = float(frame.price.scale.pixel(value)) if np.isfinite(value) else float("nan")
        if frame.price.rect.top() <= pixel <= frame.price.rect.bottom():
            found.append(ValueLabel(pixel, pane_text(frame, frame.price, value), frame.compared_colour(number)))
    return found


def _stacked(frame: Frame, pane: Pane, wanted: Sequence[ValueLabel], last: float | None) -> list[ValueLabel]:
    """The labels beside the newest close, which keeps its place; those without room are left out."""
    rect = pane.rect
    found = stacked([label.pixel for label in wanted], _height(frame), rect.top(), rect.bottom() + 1, last)
    return [ValueLabel(y, label.text, label.colour) for label, y in zip(wanted, found, strict=True) if y is not None]

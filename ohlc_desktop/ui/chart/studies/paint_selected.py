"""Marks the study that is selected: its lines are wider, with handles on them."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainter

from ohlc_desktop.core.chart.indicators import IndicatorSpec, LineStyle
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.ui.chart.items.batch import fill_rects, rows
from ohlc_desktop.ui.chart.items.paint_candles import paint_line
from ohlc_desktop.ui.chart.panes.frame import Frame, Pane, line_width
from ohlc_desktop.ui.chart.studies.study_lines import studies_in, study_lines

#: Between handles, and their side, logical pixels.
_APART, _SIDE = 110.0, 7.0
#: A selected line is so much wider.
_WIDER = 1.0


def paint_selected(painter: QPainter, frame: Frame, spec: IndicatorSpec) -> None:
    """Paint the marks above everything else in the pane."""
    for pane in (pane for pane in frame.panes if pane.open):
        for study in studies_in(frame, pane):
            if study.spec == spec:
                painter.setClipRect(pane.rect)
                _paint(painter, frame, pane, study)
                painter.setClipping(False)


def _paint(painter: QPainter, frame: Frame, pane: Pane, study: Study) -> None:
    for line, spans in study_lines(frame, study):
        look, colour = study.lines[line.key].look, frame.line_colour(study, line.key)
        if line.style is not LineStyle.HISTOGRAM:
            paint_line(painter, frame, pane.scale, spans, colour, line_width(line, look) + _WIDER, look.stroke)
    for line, _ in study_lines(frame, study):
        _paint_handles(painter, frame, pane, study, line.key)


def _paint_handles(painter: QPainter, frame: Frame, pane: Pane, study: Study, key: str) -> None:
    """Squares on candles that lie a step apart, so that they move with the candles."""
    step = 2 ** max(round(np.log2(_APART * frame.look.ratio / frame.time.pitch)), 0)
    places = np.arange(-(-frame.first // step) * step, frame.last, step)
    values = study.computed.lines[key][places].astype(np.float64)
    places, values = places[np.isfinite(values)], values[np.isfinite(values)]
    x, y = np.floor(frame.time.pixel(places)), np.floor(pane.scale.pixel(values))
    side, edge = frame.look.px(_SIDE) | 1, frame.look.px(1)
    left, top = x - side // 2, y - side // 2
    fill_rects(painter, frame.line_colour(study, key), rows(left, top, side, side))
    fill_rects(painter, frame.look.colours.base, rows(left + edge, top + edge, side - 2 * edge, side - 2 * edge))

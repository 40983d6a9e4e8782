"""Finds the study whose line is under the pointer. It is asked when the mouse is pressed, never while it moves."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from ohlc_desktop.core.chart.indicators import IndicatorSpec, LineStyle
from ohlc_desktop.core.chart.lod import Spans
from ohlc_desktop.ui.chart.panes.frame import Frame, Pane
from ohlc_desktop.ui.chart.studies.study_lines import studies_in, study_lines

Float64 = NDArray[np.float64]

#: A line is under a pointer that is no further from it than this, logical pixels.
REACH = 5.0


def study_at(frame: Frame, point: QPointF) -> IndicatorSpec | None:
    """The study whose line is at a device pixel of the chart, of several the one that is painted last."""
    pane = next((pane for pane in frame.panes if pane.open and pane.rect.contains(point.toPoint())), None)
    if pane is None:
        return None
    for study in reversed(studies_in(frame, pane)):
        for line, spans in study_lines(frame, study):
            if _distance(frame, pane, spans, point, line.style) <= REACH * frame.look.ratio:
                return study.spec
    return None


def _distance(frame: Frame, pane: Pane, spans: Spans, point: QPointF, style: LineStyle) -> float:
    """Device pixels from a point to a line; infinite where there is none."""
    if not len(spans):
        return math.inf
    x = frame.time.pixel((spans.first + spans.last) / 2)
    enter, leave, low, high = (
        pane.scale.pixel(v.astype(np.float64)) for v in (spans.enter, spans.leave, spans.low, spans.high)
    )
    upright = (x, pane.scale.pixel(np.zeros(len(x))) if style is LineStyle.HISTOGRAM else low, x, high)
    across = (x[:-1], leave[:-1], x[1:], enter[1:])
    segments = [upright] if style is LineStyle.HISTOGRAM else [upright, across]
    return min(_nearest(np.stack(segment), point) for segment in segments if len(segment[0]))


def _nearest(segments: Float64, point: QPointF) -> float:
    """Distance from a point to the nearest of segments (x1, y1, x2, y2, one column each); infinite without any."""
    x1, y1, x2, y2 = segments[:, np.isfinite(segments).all(axis=0)]
    if not len(x1):
        return math.inf
    along, up = x2 - x1, y2 - y1
    length = np.maximum(along * along + up * up, 1e-12)
    share = np.clip(((point.x() - x1) * along + (point.y() - y1) * up) / length, 0.0, 1.0)
    return float(np.hypot(x1 + share * along - point.x(), y1 + share * up - point.y()).min())

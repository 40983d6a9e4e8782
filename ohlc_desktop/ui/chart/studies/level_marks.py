"""What is written at the levels of studies: which of them each is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ohlc_desktop.core.chart.indicators import Place, mark_of
from ohlc_desktop.core.chart.lod import Spans
from ohlc_desktop.ui.chart.labels.label_placing import PlotLabel
from ohlc_desktop.ui.chart.labels.plot_labels import Priority, label_spot
from ohlc_desktop.ui.chart.panes.frame import Frame, bucket_edges


def level_marks(frame: Frame) -> Iterator[PlotLabel]:
    """At the newest value in sight of each level: beyond its end, else above or below it."""
    height, gap = frame.look.metrics.height(), frame.look.px(4)
    for study in (study for study in frame.model.studies if study.kind.place is Place.PRICE):
        for line in (each.line for each in study.drawn if each.line.mark):
            end = _end(frame, frame.study_spans(study, line.key))
            if end is None:
                continue
            (x, y), text = end, mark_of(study.spec, line)
            inner = x - gap - frame.look.advance(text)
            spots = [(x + gap, y - height / 2), (inner, y - height), (inner, y + frame.look.px(1))]
            places = tuple(label_spot(frame, *spot, text) for spot in spots)
            yield PlotLabel(places, Priority.LEVEL, frame.line_colour(study, line.key))


def _end(frame: Frame, spans: Spans) -> tuple[float, float] | None:
    """Pixel of the right end of the newest value in sight; None where there is none in the pane."""
    known = np.flatnonzero(np.isfinite(spans.leave) & (spans.first < frame.last) & (spans.last >= frame.first))
    if not len(known):
        return None
    at = slice(int(known[-1]), int(known[-1]) + 1)
    x = float(bucket_edges(frame.time, spans.first[at], spans.last[at])[1][0])
    y = float(frame.price.scale.pixel(float(spans.leave[at][0])))
    inside = frame.price.rect.top() <= y <= frame.price.rect.bottom()
    return (min(x, float(frame.look.plot_width)), y) if inside else None

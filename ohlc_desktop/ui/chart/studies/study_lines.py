"""Which studies a pane shows, and the visible part of their lines."""

from __future__ import annotations

from collections.abc import Iterator

from ohlc_desktop.core.chart.indicators import Line, Place
from ohlc_desktop.core.chart.lod import Spans
from ohlc_desktop.core.chart.model import Study
from ohlc_desktop.ui.chart.panes.frame import Frame, Pane


def studies_in(frame: Frame, pane: Pane) -> list[Study]:
    """The studies that a pane shows, in the order in which they are painted."""
    if pane.study is not None:
        return [pane.study]
    place = Place.PRICE if pane is frame.price else Place.VOLUME
    return [study for study in frame.model.studies if study.kind.place is place]


def study_lines(frame: Frame, study: Study) -> Iterator[tuple[Line, Spans]]:
    """The lines that are drawn of a study, each with its visible part."""
    for each in study.drawn:
        yield each.line, line_spans(frame, study, each.key)


def line_spans(frame: Frame, study: Study, key: str) -> Spans:
    """The visible part of a line; that of a study which starts anew each trade date is broken there."""
    spans = frame.study_spans(study, key)
    return spans.broken(frame.model.series.days.first) if study.kind.intraday_only else spans

"""What the axes of a chart's panes show: scales that fit what is in sight."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect

from ohlc_desktop.core.chart.axes.price_range import with_studies
from ohlc_desktop.core.chart.axes.price_scale import PriceScale, fitted
from ohlc_desktop.core.chart.indicators import Line, LineStyle, Place
from ohlc_desktop.core.chart.lod import Spans
from ohlc_desktop.core.chart.model import Compared, Study
from ohlc_desktop.core.chart.options import CompareScale, Scale, Style
from ohlc_desktop.ui.chart.legend.legend_room import legend_height

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.panes.frame import Frame

#: Candles of fewer ticks from low to high count as so many where studies are fitted beside them.
_FLAT = 10


def price_scale(frame: Frame, rect: QRect, fixed: PriceScale | None) -> PriceScale:
    """The prices in sight and what is drawn over them, or those that the user dragged there."""
    if fixed is not None:
        return fixed.over(*edges(rect), frame.options.lock_ratio)
    low, high = _visible_range(frame)
    step, above = float(frame.model.series.instrument.tick or 0), legend_height(frame, rect.height())
    return fitted(
        low, high, frame.options.scale, *edges(rect), step, above, _margins(frame), frame.options.invert
    )  # fmt: skip


def own_scale(frame: Frame, rect: QRect, other: Compared, spans: Spans) -> PriceScale:
    """Another instrument's own scale over the pane of the prices. It is never inverted: so one can be held against both."""
    low, high = _least(spans.low), _greatest(spans.high)
    kind = Scale.LOG if frame.options.scale is Scale.LOG else Scale.LINEAR
    step, above = float(other.instrument.tick or 0), legend_height(frame, rect.height())
    return fitted(low, high, kind, *edges(rect), step, above, _margins(frame))


def edges(rect: QRect) -> tuple[float, float]:
    """Upper and lower edge of a pane, also of one that is not shown."""
    return float(rect.top()), float(max(rect.bottom(), rect.top()) + 1)


def _margins(frame: Frame) -> tuple[float, float]:
    chosen = frame.options.appearance
    return chosen.margin_top / 100, chosen.margin_bottom / 100


def _visible_range(frame: Frame) -> tuple[float, float]:
    """Lowest and highest price that is drawn."""
    if not len(frame.bars):
        return float("nan"), float("nan")
    lined = frame.options.style in (Style.LINE, Style.AREA)
    if lined and frame.size == 1:
        lows, highs = [_least(frame.bars.close)], [_greatest(frame.bars.close)]
    else:
        lows, highs = [_least(frame.bars.low)], [_greatest(frame.bars.high)]
    for _, spans, factor in frame.compared:
        if np.isfinite(factor) and frame.options.compare_scale is CompareScale.PERCENT:
            lows.append(_least(spans.low) * factor)
            highs.append(_greatest(spans.high) * factor)
    low, high = float(np.fmin.reduce(lows)), float(np.fmax.reduce(highs))
    if frame.options.scale_price_only:
        return low, high
    overlaid = [study for study in frame.model.studies if study.kind.place is Place.PRICE]
    ends = [_ends(frame, study, _fitted_lines(study)) for study in overlaid]
    tick = frame.model.series.instrument.tick
    return with_studies(low, high, chain.from_iterable(ends), float(tick or 0) * _FLAT)


def _fitted_lines(study: Study) -> list[Line]:
    """The lines that prices make room for: not levels, which may be far from what is traded now."""
    return [each.line for each in study.drawn if each.line.style is not LineStyle.LEVEL]


def _ends(frame: Frame, study: Study, lines: Iterable[Line]) -> list[tuple[float, float]]:
    """Least and greatest visible value of each of these lines of a study."""
    spans = [frame.study_spans(study, line.key) for line in lines if line.key in study.computed.lines]
    return [(_least(each.low), _greatest(each.high)) for each in spans]


def volume_scale(frame: Frame, rect: QRect) -> PriceScale:
    """From nothing to the greatest volume in sight."""
    most = float(frame.bars.volume.max()) if len(frame.bars) else 0.0
    return PriceScale(Scale.LINEAR, 0.0, max(most, 1.0) * 1.12, *edges(rect))


def study_scale(frame: Frame, study: Study, rect: QRect) -> PriceScale:
    """What is drawn of a study in a pane of its own, and the levels that it has."""
    lines = [each.line for each in study.drawn] or study.kind.lines  # a hidden one keeps its axis
    ends = _ends(frame, study, lines)
    finite = [value for value in chain(study.kind.levels, *ends) if np.isfinite(value)]
    low, high = (min(finite), max(finite)) if finite else (float("nan"), float("nan"))
    return fitted(low, high, Scale.LINEAR, *edges(rect), above=frame.look.line_height + frame.look.px(6))


def _least(values: np.ndarray) -> float:
    return float(np.fmin.reduce(values)) if len(values) else float("nan")


def _greatest(values: np.ndarray) -> float:
    return float(np.fmax.reduce(values)) if len(values) else float("nan")

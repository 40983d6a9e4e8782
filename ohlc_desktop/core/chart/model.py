"""All that a chart draws, computed before it is drawn: on the worker thread, from a series and what the user chose.

A model is immutable. When an import brings new candles, or the user another indicator, a new model is built that takes
over whatever has not changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.heikin_ashi import heikin_ashi
from ohlc_desktop.core.chart.indicators import (
    Computed,
    IndicatorKind,
    IndicatorSpec,
    StyledLine,
    compute,
    drawn_lines,
    extend,
    kind_of,
    label,
    styled,
)
from ohlc_desktop.core.chart.lod import CandleLevel, Float32, LineLevel, build_line_pyramid, build_pyramid
from ohlc_desktop.core.chart.options import ChartOptions, Style
from ohlc_desktop.core.chart.series import ChartSeries, Days, regular_hours, same_candles
from ohlc_desktop.core.market.instruments import Instrument

_NONE: Mapping[str, ChartSeries] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Study:
    """An indicator, computed: its lines by key, and their levels of detail.

    Attributes:
        lines: How each line of its kind is drawn, by key.
        drawn: Those that are: computed, and not hidden by the user.
    """

    spec: IndicatorSpec
    kind: IndicatorKind
    label: str
    computed: Computed
    pyramids: Mapping[str, tuple[LineLevel, ...]]
    lines: Mapping[str, StyledLine] = field(init=False, repr=False, compare=False)
    drawn: tuple[StyledLine, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines = {line.key: styled(self.spec, line) for line in self.kind.lines}
        shown = (lines[line.key] for line in drawn_lines(self.spec) if line.key in self.computed.lines)
        object.__setattr__(self, "lines", lines)
        object.__setattr__(self, "drawn", tuple(shown))


@dataclass(frozen=True, slots=True)
class Compared:
    """Another instrument beside this one: its closes at the places of this series (float32), NaN where it has none."""

    instrument: Instrument
    symbol: str
    closes: Float32
    pyramid: tuple[LineLevel, ...]


@dataclass(frozen=True, slots=True)
class ChartModel:
    """What a chart draws.

    Attributes:
        source: The series as it was loaded.
        series: The series as it is drawn: all of it, or its regular trading hours.
        shown: Its candles as they are drawn: themselves, or Heikin-Ashi.
        pyramid: Levels of detail of ``shown``.
        closes: Levels of detail of its closes, for lines and areas.
        studies: Its indicators, computed from the real candles.
        compared: Other instruments.
        traded: Levels of detail of the candles of a continuous series as they were traded; ``traded_closes`` of their
            closes, for lines and areas. None where those are not at hand.
    """

    source: ChartSeries
    series: ChartSeries
    shown: Candles
    pyramid: tuple[CandleLevel, ...]
    closes: tuple[LineLevel, ...] = ()
    studies: tuple[Study, ...] = ()
    compared: tuple[Compared, ...] = field(default=())
    traded: tuple[CandleLevel, ...] = ()
    traded_closes: tuple[LineLevel, ...] = ()

    def __len__(self) -> int:
        return len(self.shown)


def build_model(
    source: ChartSeries, options: ChartOptions, compared: Mapping[str, ChartSeries] = _NONE,
    before: ChartModel | None = None,
) -> ChartModel:  # fmt: skip
    """Compute what is drawn.

    Args:
        source: The series, as loaded.
        options: What the user chose; an indicator that is not meant for its timeframe is left out, one that
            fails, or is not installed, becomes a study with a problem.
        compared: Series of the other symbols of ``options.compare``, in the same timeframe.
        before: A model of the same instrument and timeframe; what has not changed is taken from it.
    """
    series = regular_hours(source) if options.rth_only else source
    own = series.instrument.symbol
    shown = heikin_ashi(series.candles) if options.style is Style.HEIKIN_ASHI else series.candles
    same = before is not None and (before.series.instrument.symbol, before.series.timeframe) == (own, series.timeframe)
    known = before if same else None
    kept = _unchanged(known.series, series) if known else 0
    lined = options.style in (Style.LINE, Style.AREA)
    possible = (s for s in options.indicators if not (series.timeframe.daily and kind_of(s).intraday_only))
    model = ChartModel(
        source, series, shown, build_pyramid(shown), _closes(shown) if lined else (),
        tuple(_study(spec, series, known, kept) for spec in possible),
        # without itself, once the chart is switched to one of them: it would hide its own prices
        tuple(_beside(each, compared[each], series) for each in options.compare if each in compared and each != own),
    )  # fmt: skip
    return _with_traded(model, lined)


def _closes(candles: Candles) -> tuple[LineLevel, ...]:
    return build_line_pyramid(candles.close.astype(np.float32, copy=False))


def _with_traded(model: ChartModel, lined: bool) -> ChartModel:
    """The model with levels of detail of what a continuous series was before it was adjusted."""
    if model.series.traded is None:
        return model
    candles = model.series.traded.candles.candles
    if candles is model.shown:
        return replace(model, traded=model.pyramid, traded_closes=model.closes)
    return replace(model, traded=build_pyramid(candles), traded_closes=_closes(candles) if lined else ())


def restyled(model: ChartModel, indicators: Sequence[IndicatorSpec]) -> ChartModel:
    """The model with its studies drawn as these indicators say; nothing is computed.

    A study that none of them asks for stays as it is.
    """
    wanted, studies = list(indicators), []
    for study in model.studies:
        spec = next((each for each in wanted if each.computation == study.spec.computation), study.spec)
        if spec in wanted:
            wanted.remove(spec)
        studies.append(_drawn_as(study, spec))
    changed = any(new is not old for new, old in zip(studies, model.studies, strict=True))
    return replace(model, studies=tuple(studies)) if changed else model


def _drawn_as(study: Study, spec: IndicatorSpec) -> Study:
    """A study that is drawn in another way."""
    return study if spec == study.spec else replace(study, spec=spec, computed=replace(study.computed, spec=spec))


def _unchanged(old: ChartSeries, new: ChartSeries) -> int:
    """How many leading candles are the same in both, and of the same trade dates, of which the same is known."""
    places = (same_candles(old.candles, new.candles), *_changed_days(old.days, new.days), *_changed_holes(old, new))
    return math.ceil(max(min(places), 0))


def _changed_days(old: Days, new: Days) -> Iterator[int]:
    """The place from which on trade dates are others, and the one from which on the prices of earlier ones are others.

    Candles that are not drawn can move those: where only regular hours are.
    """
    count = min(len(old), len(new))
    longer = old if len(old) > count else new
    for names, later in ((("first", "open", "rth_open"), 0), (("high", "low", "last"), 1)):
        differs = np.zeros(count, dtype=np.bool_)
        for name in names:
            differs |= getattr(old, name)[:count] != getattr(new, name)[:count]
        row = (int(differs.argmax()) if differs.any() else count) + later
        if row < len(longer):
            yield int(min(days.first[row] for days in (old, new) if row < len(days)))


def _changed_holes(old: ChartSeries, new: ChartSeries) -> Iterator[float]:
    """Places of the holes that only one has; levels are made of what is whole."""
    before, after = ({(hole.place, hole.unserved) for hole in series.holes} for series in (old, new))
    yield from (place for place, _ in before ^ after)


def _study(spec: IndicatorSpec, series: ChartSeries, before: ChartModel | None, unchanged: int) -> Study:
    """An indicator over the series, going on from what the model before has of it."""
    alike = [study for study in before.studies if study.spec.computation == spec.computation] if before else []
    known = next((study for study in alike if study.spec == spec), alike[0] if alike else None)
    if known is not None and before is not None and unchanged == len(series) == len(before.series):
        return _drawn_as(known, spec)
    computed = extend(known.computed, spec, series, unchanged) if known and unchanged else compute(spec, series)
    pyramids = {key: build_line_pyramid(values) for key, values in computed.lines.items()}
    return Study(spec, kind_of(spec), label(spec), computed, pyramids)


def _beside(symbol: str, other: ChartSeries, series: ChartSeries) -> Compared:
    """Closes of another series at the stamps of this one; before its first candle there are none.

    Sessions that open at other hours have other stamps: then it is the candle that began last, less than one ago.
    """
    closes = np.full(len(series), np.nan, dtype=np.float32)
    if len(other):
        at = np.searchsorted(other.candles.ts, series.candles.ts, side="right") - 1
        since = series.candles.ts - other.candles.ts[np.maximum(at, 0)]
        same = (at >= 0) & (since < series.timeframe.seconds)
        closes[same] = other.candles.close[at[same]]
    return Compared(other.instrument, symbol, closes, build_line_pyramid(closes))

"""A chart whose adjustment is switched at once shows what a chart shows of which all candles were adjusted, to the bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.annotations.days import build_days, build_flags, traded_sessions, with_levels
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.model import ChartModel, build_model
from ohlc_desktop.core.chart.options import ChartOptions, Style
from ohlc_desktop.core.chart.series import ChartSeries, TradedSeries
from ohlc_desktop.core.continuous.adjustment import Adjustment, adjusted_for_charts, adjustment
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll, RollProof
from ohlc_desktop.core.continuous.readjusting import readjusted, readjusted_model
from ohlc_desktop.core.continuous.spec import Adjusting
from ohlc_desktop.core.continuous.stitching import ContinuousCandles
from ohlc_desktop.core.continuous.views import AdjustedPrices, settled
from ohlc_desktop.core.timeframes import TIMEFRAMES
from tests.core.helpers import CATALOGUE, calendar

COUNT = 9000
#: Rolls within sessions, one of them after a single candle, and one outside of regular hours on both sides.
STARTS = np.array([0, 1001, 1002, 4100, 4103, 8999])
STEPS = (250.3, -90.5, 33.0, 0.0, 17.25)
SYMBOLS = {kind: f"CL@volume:{kind}".removesuffix(":none") for kind in Adjusting}


def roll(step: float, proof: RollProof = RollProof.PROVEN) -> LedgerRoll:
    return LedgerRoll(
        Family.INTRADAY, "volume", "CLG26.NYM", "CLH26.NYM", 0, 0, "volume", proof, 0, 2000.0, 2000.0 + step, points=step
    )  # fmt: skip


def traded_candles() -> Candles:
    """Five minutes of a month, prices that float32 has not exactly."""
    sessions = calendar("cme_energy")
    ts = np.concatenate(
        [np.arange(*each, 300) for each in zip(sessions.open[300:360].tolist(), sessions.close[300:360].tolist(), strict=True)]
    )[:COUNT]
    random = np.random.default_rng(5)
    close = 2000 + np.cumsum(random.integers(-80, 81, COUNT)) / 100
    prices = ((close + add / 100).astype(np.float32) for add in (0, 331, -207, 103))
    return Candles(ts, *prices, random.integers(1, 99, COUNT))


def series_of(kind: Adjusting, rolls: tuple[LedgerRoll, ...] = tuple(map(roll, STEPS))) -> ChartSeries:
    """A series as it is read, adjusted the long way."""
    raw, instrument = traded_candles(), CATALOGUE.products["CL"].continuous()
    sessions = traded_sessions(raw.ts, instrument.calendar, calendar("cme_energy"))
    what = adjustment(kind, STARTS, rolls, instrument, estimated=True)
    candles = raw if what.changes_nothing else adjusted_for_charts(raw, what)
    days = build_days(candles, sessions)
    none = np.empty(0, dtype=np.int64)
    flags = build_flags(raw.ts, TIMEFRAMES["5m"], days, sessions, (), none)
    contracts = ContinuousCandles(raw, STARTS, ("",) * len(STARTS), rolls)
    traded = TradedSeries(contracts, with_levels(days, raw), float(raw.low.min()))
    return ChartSeries(
        replace(instrument, symbol=SYMBOLS[kind]), TIMEFRAMES["5m"], candles, flags, days, traded=traded
    )  # fmt: skip


def columns(model: ChartModel) -> dict[str, object]:
    """All that a model tells of prices."""
    found: dict[str, object] = {}
    for name, candles in (("source", model.source.candles), ("series", model.series.candles), ("shown", model.shown)):
        found |= {f"{name} {number}": column for number, column in enumerate(candles.columns)}
    for name in ("pyramid", "closes", "traded", "traded_closes"):
        for number, level in enumerate(getattr(model, name)):
            found |= {f"{name} {number} {end}": getattr(level, end) for end in ("high", "low")}
    for name, days in (("source", model.source.days), ("series", model.series.days)):
        found |= {f"{name} days {end}": getattr(days, end) for end in ("first", "high", "low", "last")}
    return found


def test_it_is_the_model_that_is_built_of_adjusted_candles() -> None:
    whole = {kind: series_of(kind) for kind in Adjusting}
    for options in (ChartOptions(), ChartOptions(style=Style.LINE), ChartOptions(rth_only=True)):
        built = {kind: build_model(series, options) for kind, series in whole.items()}
        assert len(built[Adjusting.NONE].pyramid) == (1 if options.rth_only else 2)
        for before in Adjusting:
            for kind in Adjusting:
                source = readjusted(whole[before], SYMBOLS[kind])
                assert source is not None
                found, expected = readjusted_model(built[before], source), built[kind]
                assert found.series.instrument == expected.series.instrument
                ours, theirs = columns(found), columns(expected)
                assert ours.keys() == theirs.keys()
                for name, column in ours.items():
                    assert np.array_equal(column, theirs[name]), (options, before, kind, name)
                assert isinstance(settled(found.shown).close, np.ndarray)


def test_studies_are_blank_until_they_are_computed_and_keep_their_places() -> None:
    series = series_of(Adjusting.NONE)
    model = build_model(series, ChartOptions(indicators=(indicator("BB"), indicator("RSI"))))
    source = readjusted(series, SYMBOLS[Adjusting.DIFFERENCE])
    assert source is not None
    blank = readjusted_model(model, source).studies
    for now, before in zip(blank, model.studies, strict=True):
        assert (now.spec, now.drawn) == (before.spec, before.drawn)
        for key, values in before.computed.lines.items():
            assert len(now.computed.lines[key]) == len(values)
            assert np.isnan(now.computed.lines[key]).all()
            assert len(now.pyramids[key]) == len(before.pyramids[key])


def test_prices_are_read_like_an_array() -> None:
    raw = np.arange(100, 110, dtype=np.float32)
    what = Adjustment(np.array([0, 4, 4, 9]), np.array([2.0, 3.0, 1.0, 1.0]), np.array([0.0, 0.0, 0.5, 0.0]))
    view = AdjustedPrices(raw, what, np.array([5]), np.array([7], dtype=np.float32))
    whole = np.asarray(view)
    assert whole.tolist() == [200, 202, 204, 206, 104.5, 7, 106.5, 107.5, 108.5, 109]
    for index in (
        0, -1, 5, np.int64(4), slice(None), slice(2, 7), slice(7, 2), slice(-3, None), slice(None, None, -2), slice(20, 30),
        [1, 5, -1], np.array([9, 0]), np.array([], dtype=np.int64), whole > 150,
    ):  # fmt: skip
        assert np.array_equal(view[index], whole[index]), index
    assert type(view[5]) is type(view[1]) is np.float32
    assert (len(view), view.dtype, view.astype(np.float32, copy=False) is view) == (10, np.float32, True)
    assert (view.astype(np.float64).dtype, list(view) == whole.tolist()) == (np.float64, True)


def test_what_cannot_be_shown_so_has_to_be_read() -> None:
    series = series_of(Adjusting.NONE)
    for symbol in ("CL=F", "CL@expiry", "NQ@volume", "CL@volume-1"):
        assert readjusted(series, symbol) is None, symbol
    assert readjusted(replace(series, traded=None), SYMBOLS[Adjusting.RATIO]) is None
    unproven = series_of(Adjusting.NONE, (*map(roll, STEPS[:-1]), roll(1.0, RollProof.ESTIMATED)))
    assert readjusted(unproven, SYMBOLS[Adjusting.DIFFERENCE]) is None
    assert series.traded is not None
    below = replace(series, traded=replace(series.traded, lowest=-37.63))
    assert readjusted(below, SYMBOLS[Adjusting.RATIO]) is None
    assert readjusted(below, SYMBOLS[Adjusting.DIFFERENCE]) is not None
    negative = series_of(Adjusting.NONE, (*map(roll, STEPS[:-1]), roll(-2010.0)))
    assert readjusted(negative, SYMBOLS[Adjusting.RATIO]) is None

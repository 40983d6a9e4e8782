"""Reads a continuous series for a chart: adjusted, with marks at its rolls. Imports numpy: for a worker thread only.

Prices are adjusted by proven differences only. What lies before a roll of which none is known is left out, and the chart
says so: never are two kinds of prices side by side without a word.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.annotations.days import build_days, build_flags, traded_sessions, with_levels
from ohlc_desktop.core.chart.series import ChartSeries, Roll, TradedSeries
from ohlc_desktop.core.continuous.adjustment import (
    Adjustment,
    NotPositive,
    adjustable_from,
    adjusted_for_charts,
    adjustment,
    unadjusted,
)
from ohlc_desktop.core.continuous.evidence import is_guessed
from ohlc_desktop.core.continuous.ledger import LedgerRoll
from ohlc_desktop.core.continuous.periods import period_candles
from ohlc_desktop.core.continuous.spec import ContinuousSpec, parse_spec
from ohlc_desktop.core.continuous.stitching import ContinuousCandles
from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_of
from ohlc_desktop.core.messages import NOTHING, Message, sentences
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import EVER, Timeframe
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.store_access.snapshot_reader import catalogue
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.continuous_candles import made_of, read_candles
from ohlc_desktop.store.contracts.roll_ledger import root_state
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.series.series_summary import load_calendar


def read_continuous(profile: Profile, symbol: str, timeframe: Timeframe, known: str = "") -> ChartSeries:
    """A continuous series, whole; without its candles where ``known`` already names what it would be made of.

    Raises:
        OhlcError: it cannot be read, or prices cannot be adjusted so.
    """
    spec = parse_spec(symbol, catalogue().products)
    product = catalogue().products[spec.root]
    instrument = replace(product.continuous(), symbol=str(spec))
    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        name = f"{facts.contents(connection)} {root_state(connection, product)}"
        if name == known:
            return ChartSeries(instrument, timeframe, store=name)
        return replace(_series(connection, product, spec, instrument, timeframe), store=name)


def _series(
    connection: Connection, product: Product, spec: ContinuousSpec, instrument: Instrument, timeframe: Timeframe
) -> ChartSeries:
    source = made_of(timeframe)
    calendar = load_calendar(connection, product.calendar)
    raw = read_candles(connection, product, spec.rolling, source)
    series, left_out = _adjustable(raw, spec)
    series = replace(series, candles=adjusted_for_charts(series.candles, unadjusted(series.starts)))
    what = adjustment(spec.adjusting, series.starts, series.rolls, product.continuous())
    try:
        candles = (
            series.candles if what.changes_nothing else adjusted_for_charts(series.candles, what, series.contracts)
        )
    except NotPositive as error:
        raise StoreError(error.title, error.message, error.hint) from error
    if source is not timeframe:
        candles, _ = period_candles(candles, series.contract_numbers(), timeframe, calendar)
    told = _told(instrument, timeframe, candles, series, calendar, _problem(candles, series, spec, left_out))
    return told if left_out is not None or source is not timeframe else _with_traded(told, series, what)


def _with_traded(told: ChartSeries, series: ContinuousCandles, what: Adjustment) -> ChartSeries:
    """The series with what it was before it was adjusted, so that it can be adjusted in another way at once."""
    raw = series.candles
    days = told.days if what.changes_nothing else with_levels(told.days, raw)
    return replace(told, traded=TradedSeries(series, days, float(raw.low.min(initial=np.inf))))


def _adjustable(raw: ContinuousCandles, spec: ContinuousSpec) -> tuple[ContinuousCandles, LedgerRoll | None]:
    """The part of a series that can be adjusted, and the roll that ends the rest; None where that is all of it."""
    first = adjustable_from(spec.adjusting, raw.rolls)
    if not first:
        return raw, None
    return raw.between(int(raw.candles.ts[raw.starts[first]]), EVER), raw.rolls[first - 1]


def _problem(
    candles: Candles, series: ContinuousCandles, spec: ContinuousSpec, left_out: LedgerRoll | None
) -> Message:  # fmt: skip
    if len(series) and not len(candles) and left_out is None:
        return Message("No candle of this timeframe has all of its days stored.")
    if not len(candles) and left_out is None:
        return Message("Nothing is stored that {series} could be made of. Import its contracts.", series=str(spec))
    if left_out is None:
        return NOTHING
    return sentences(
        Message("Candles up to {day} are left out.", day=day_of(left_out.until).isoformat()),
        Message(
            "What {new} was above {old} is not proven; import {contracts}.",
            old=left_out.old,
            new=left_out.new,
            contracts=", ".join(left_out.missing),
        ),
    )


def _told(
    instrument: Instrument, timeframe: Timeframe, candles: Candles, series: ContinuousCandles, calendar: Calendar | None,
    problem: Message,
) -> ChartSeries:  # fmt: skip
    """The candles with trade dates and marks."""
    sessions = traded_sessions(candles.ts[: 0 if timeframe.daily else None], instrument.calendar, calendar)
    days = build_days(candles, sessions)
    flags = build_flags(candles.ts, timeframe, days, sessions, (), candles.ts[:0], candles.ts[:0])
    state = CoverageState.COMPLETE if not problem else CoverageState.PARTIAL
    return ChartSeries(
        instrument, timeframe, candles, flags, days, (), _marks(candles, series), 0, True, state, problem
    )


def _marks(candles: Candles, series: ContinuousCandles) -> tuple[Roll, ...]:
    """A mark before the first candle of each contract."""
    places = np.searchsorted(candles.ts, [int(series.candles.ts[start]) for start in series.starts[1:].tolist()])
    names = [contract.partition(".")[0] for contract in series.contracts]
    found = {
        int(place): Roll(int(candles.ts[place]), int(place) - 0.5, old, new, is_guessed(roll), roll)
        for place, old, new, roll in zip(places.tolist(), names, names[1:], series.rolls, strict=False)
        if 0 < place < len(candles)
    }
    return tuple(found.values())

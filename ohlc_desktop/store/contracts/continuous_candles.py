"""The candles of a continuous series, made of what is stored of its contracts and of the feed's own series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64, empty
from ohlc_desktop.core.continuous.adjustment import adjusted, adjustment
from ohlc_desktop.core.continuous.evidence import is_guessed
from ohlc_desktop.core.continuous.ledger import Family, LedgerRoll
from ohlc_desktop.core.continuous.making import before_all, followed
from ohlc_desktop.core.continuous.periods import days_of_periods, period_candles, period_levels
from ohlc_desktop.core.continuous.spec import ContinuousSpec, Rolling, RollRule
from ohlc_desktop.core.continuous.stitching import ContinuousCandles, SeriesStretch, stitched, stretches
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.timeframes import EVER, TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.continuous_levels import read_levels
from ohlc_desktop.store.contracts.roll_ledger import read_by_rules
from ohlc_desktop.store.contracts.stored_root import FAMILIES, stored_contracts
from ohlc_desktop.store.evidence import followed as followed_evidence
from ohlc_desktop.store.series.point_in_time import read_at
from ohlc_desktop.store.series.series_summary import load_calendar
from ohlc_desktop.store.watchlist import find_instrument

_FEED = Rolling(RollRule.FEED)


@dataclass(frozen=True, slots=True)
class ContinuousTable:
    """Candles of a continuous series as they are handed out.

    Attributes:
        candles: Sorted, adjusted.
        known: int8, how well each is known (``Confidence``), where that was asked for; a longer one as well as the least
            known of its days.
        numbers: int64, for each the number of its contract in ``contracts``.
        contracts: Symbols; "" where nobody knows whose the candles are.
        estimated: Rolls whose difference is only estimated, and that prices were adjusted by.
        guessed: Rolls of a feed's own series of which no candle tells when they were.
    """

    candles: Candles
    known: NDArray[np.int8]
    numbers: Int64
    contracts: tuple[str, ...]
    estimated: tuple[LedgerRoll, ...]
    guessed: tuple[LedgerRoll, ...]


def made_of(timeframe: Timeframe) -> Timeframe:
    """The timeframe whose candles a continuous series is made of: longer ones of adjusted days."""
    return timeframe if timeframe.seconds <= TIMEFRAMES["1d"].seconds else TIMEFRAMES["1d"]


def read_table(
    connection: Connection, product: Product, spec: ContinuousSpec, timeframe: Timeframe,
    start: int | None = None, end: int | None = None, estimated: bool = False, known: bool = False,
    moment: float | None = None,
) -> ContinuousTable:  # fmt: skip
    """The adjusted candles of a continuous series with ``start <= ts < end``.

    Prices are adjusted to the newest contract that has candles before ``end``, not to what came later.

    Args:
        connection: Of the store.
        product: The root's.
        spec: Which series.
        timeframe: Of the candles.
        start: First stamp; None from the first candle on.
        end: The stamp after the last; None up to the last candle.
        estimated: Take differences of contracts that are only estimated as well.
        known: Tell how well each candle is known, which takes as long again; only of what is known now.
        moment: As it was then, UTC epoch seconds: the candles that were stored, by the rolls that followed from them and
            from what else was known; None as it is now.

    Raises:
        UnprovenRoll, NotPositive: prices cannot be adjusted so.
        NotRecorded: what was known at that moment is not.
    """
    source = made_of(timeframe)
    bounds = -EVER if start is None else start, EVER if end is None else end
    series = read_candles(connection, product, spec.rolling, source, moment)
    calendar = load_calendar(connection, product.calendar, moment) if source is not timeframe else None
    if source is not timeframe:
        bounds = days_of_periods(series.candles.ts, *bounds, timeframe, calendar)
    series = series.between(*bounds)
    what = adjustment(spec.adjusting, series.starts, series.rolls, product.continuous(), estimated)
    candles = adjusted(series.candles, what, product.continuous(), series.contracts)
    numbers = series.contract_numbers()
    levels = np.full(len(candles), Confidence.SINGLE, dtype=np.int8)
    if known:
        levels = read_levels(connection, product, spec.rolling, series, source)
    if source is not timeframe:
        days = candles.ts
        candles, numbers = period_candles(candles, numbers, timeframe, calendar)
        levels = period_levels(days, levels, candles.ts, timeframe, calendar)
    guessed = tuple(roll for roll in series.rolls if is_guessed(roll))
    return ContinuousTable(candles, levels, numbers, series.contracts, what.estimated, guessed)


def read_candles(
    connection: Connection, product: Product, rolling: Rolling, timeframe: Timeframe, moment: float | None = None
) -> ContinuousCandles:
    """The candles of a continuous series as they were traded, in a timeframe that is stored; ``moment`` as above."""
    family = Family.DAILY if timeframe.daily else Family.INTRADAY
    numbers = stored_contracts(connection, product, timeframe.name, moment)
    rolls, feed_rolls = read_by_rules(connection, product, (rolling, _FEED), family, moment)
    before = _proven_front if rolling == _FEED else _before_any_roll
    front = () if rolls else before(connection, product, timeframe, moment)
    wanted, between = followed(rolling, rolls, front)
    lent = stretches(feed_rolls) if rolling != _FEED else wanted
    own = {} if rolling == _FEED else _own(connection, numbers, timeframe, wanted, moment)
    return stitched(wanted, between, own, _front(connection, product, timeframe, moment), lent)


def _before_any_roll(
    connection: Connection, product: Product, timeframe: Timeframe, moment: float | None
) -> tuple[str, ...]:
    """The contract that a series is of before anything has rolled; the first one stored where no days tell what is in front."""
    days = _held(connection, product, TIMEFRAMES["1d"], moment)
    return before_all(product, days) if days else tuple(_held(connection, product, timeframe, moment))


def _proven_front(
    connection: Connection, product: Product, timeframe: Timeframe, moment: float | None
) -> tuple[str, ...]:
    """The one contract that the candles of the feed's series are proven to be of; none where nothing tells, or told it then."""
    number = find_instrument(connection, product.symbol)
    if number is None or moment is not None:
        return ()
    family = FAMILIES[Family.DAILY if timeframe.daily else Family.INTRADAY]
    proven = {each.contract for each in followed_evidence.stretches(connection, number, family.name)}
    return tuple(proven) if len(proven) == 1 else ()


def _held(connection: Connection, product: Product, timeframe: Timeframe, moment: float | None) -> list[str]:
    """The contracts of which candles were stored at a moment, oldest first."""
    numbers = stored_contracts(connection, product, timeframe.name, moment)
    return [each for each, n in numbers.items() if moment is None or len(read_at(connection, n, timeframe, moment))]


def _own(
    connection: Connection, numbers: Mapping[str, int], timeframe: Timeframe, wanted: Sequence[SeriesStretch],
    moment: float | None,
) -> dict[str, Candles]:  # fmt: skip
    """The contracts' own candles, each for the time in which it is followed."""
    return {
        each.contract: read_at(connection, numbers[each.contract], timeframe, moment, each.start, each.end)
        for each in wanted
        if each.contract in numbers and each.start < each.end
    }


def _front(connection: Connection, product: Product, timeframe: Timeframe, moment: float | None) -> Candles:
    number = find_instrument(connection, product.symbol)
    return empty() if number is None else read_at(connection, number, timeframe, moment)

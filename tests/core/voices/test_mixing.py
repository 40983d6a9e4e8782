"""Two contracts in one candle, found from one answer; what looks like it and is none; where the contract changed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, concat, make
from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.timeframes import DAY, HOUR
from ohlc_desktop.core.voices.candidates import Grid, gather
from ohlc_desktop.core.voices.choice import choose
from ohlc_desktop.core.voices.evidence import weigh
from ohlc_desktop.core.voices.levels import Confidence, Why
from ohlc_desktop.core.voices.mixing import spreads
from ohlc_desktop.core.voices.rolls import changes
from tests.core.helpers import utc

GRID = Grid(300, 0.25)
START = utc("2025-09-01 00:00")
#: The roll: from here on the new contract, and for a day both.
ROLL, SPREAD = START + 10 * DAY + 8 * HOUR, 60.0


def walk(days: int = 14) -> Candles:
    """A market of candles of about three points that steps up by the spread at the roll."""
    rng = np.random.default_rng(4)
    ts = START + np.arange(days * 288) * 300
    close = np.round((5000 + np.cumsum(rng.normal(0, 1, len(ts)))) * 4) / 4 + np.where(ts >= ROLL, SPREAD, 0)
    open_ = np.where(ts == ROLL, close, np.concatenate(([close[0]], close[:-1])))
    high, low = np.maximum(open_, close) + 1, np.minimum(open_, close) - 1
    return make(ts, open_, high, low, close, np.full(len(ts), 200))


def changed(block: Candles, where: np.ndarray, **columns: np.ndarray) -> Candles:
    """The candles with other values where a mask says so."""
    names = ("ts", "open", "high", "low", "close", "volume")
    return make(*(np.where(where, columns.get(name, old), old) for name, old in zip(names, block.columns, strict=True)))


def mixture(block: Candles, share: float = 0.9) -> tuple[Candles, np.ndarray]:
    """For a day most candles reach down to the old contract, and some open or close there."""
    rng = np.random.default_rng(5)
    day = (block.ts >= ROLL) & (block.ts < ROLL + DAY)
    hit = day & (rng.random(len(block)) < share)
    low = block.low - SPREAD
    open_ = np.where(rng.random(len(block)) < 0.3, low + 0.5, block.open)
    return changed(block, hit, low=low, open=open_), hit


def found(block: Candles) -> np.ndarray:
    rows = gather([block])
    return spreads(rows, weigh(rows, GRID))


def test_a_mixing_answer_betrays_itself() -> None:
    block, hit = mixture(walk())
    told = found(block)
    assert np.array_equal(told != 0, hit)
    assert np.abs(told[hit] - SPREAD).max() < 5


def test_where_the_next_contract_is_lower_the_spread_is_negative() -> None:
    block, hit = mixture(walk())
    mirrored = make(block.ts, *(10_000 - column for column in (block.open, block.low, block.high, block.close)), block.volume)
    told = found(mirrored)
    assert np.array_equal(told != 0, hit)
    assert np.abs(told[hit] + SPREAD).max() < 5


def test_the_other_voice_is_innocent() -> None:
    assert not found(walk()).any()


def test_a_few_wide_candles_are_no_roll() -> None:
    block, hit = mixture(walk())
    few = np.flatnonzero(hit)[::20][:11]
    assert not found(changed(walk(), np.isin(np.arange(len(block)), few), low=block.low)).any()


def _crash(block: Candles, rng: np.random.Generator) -> Candles:
    """A day on which each candle moves by 30 points, mostly down."""
    day = (block.ts >= ROLL - DAY) & (block.ts < ROLL)
    steps = np.where(day, rng.normal(-2, 30, len(block)), 0.0)
    path = block.close + np.cumsum(steps)
    open_ = np.concatenate(([path[0]], path[:-1]))
    wick = np.where(day, 10, 1)
    return make(block.ts, open_, np.maximum(open_, path) + wick, np.minimum(open_, path) - wick, path, block.volume)


def _whipsaw(block: Candles, rng: np.random.Generator) -> Candles:
    """Twenty candles as wide as the spread about one level, that open and close anywhere in them."""
    hit = (block.ts >= ROLL - DAY) & (block.ts < ROLL - DAY + 20 * 300)
    middle = block.close[np.argmax(hit)]
    ends = middle + rng.uniform(-30, 30, (2, len(block)))
    return changed(block, hit, open=ends[0], close=ends[1], low=np.full_like(ends[0], middle - 31), high=np.full_like(ends[0], middle + 31))  # fmt: skip


def _stairs(block: Candles, rng: np.random.Generator) -> Candles:
    """Twenty candles as wide as the spread that open at one end and close at the other, one below the other."""
    hit = (block.ts >= ROLL - DAY) & (block.ts < ROLL - DAY + 20 * 300)
    top = block.close - np.cumsum(hit) * SPREAD
    return changed(block, hit, open=top, high=top + 1, close=top - SPREAD, low=top - SPREAD - 1)


@pytest.mark.parametrize("day", [_crash, _whipsaw, _stairs])
def test_wild_markets_are_not_taken_for_mixing(day: Callable[[Candles, np.random.Generator], Candles]) -> None:
    assert not found(day(walk(), np.random.default_rng(6))).any()


def test_without_history_nothing_is_called_mixed() -> None:
    block, _ = mixture(walk())
    assert not found(block.between(ROLL, ROLL + DAY)).any()


def test_the_days_after_will_do_where_a_series_begins_with_a_roll() -> None:
    block, hit = mixture(walk(24))
    late = block.ts >= ROLL
    assert np.array_equal(found(block.take(late)) != 0, hit[late])


def test_the_voice_that_does_not_mix_is_believed() -> None:
    block, hit = mixture(walk())
    choice = choose(gather([block, walk()]), GRID)
    assert np.array_equal(choice.candles.low, walk().low)
    assert set(choice.known[hit].tolist()) == {Confidence.CHOSEN}


def test_what_only_the_mixing_voice_has_is_suspect() -> None:
    block, hit = mixture(walk())
    night = (block.ts >= ROLL + 2 * HOUR) & (block.ts < ROLL + 4 * HOUR)
    choice = choose(gather([block, walk().take(~night)]), GRID)
    assert np.array_equal(choice.known == Confidence.SUSPECT, hit & night)
    assert np.array_equal((choice.why & Why.MIXED) > 0, hit & night)
    assert np.array_equal(choice.spread != 0, hit)


def test_a_real_candle_as_wide_as_the_spread_is_not_mixed_where_the_other_voice_shows_it() -> None:
    plain, at = walk(), ROLL + 6 * HOUR
    wild = plain.ts == at
    real = changed(plain, wild, low=plain.low - SPREAD, volume=np.full(len(plain), 3000))
    mixed, _ = mixture(plain, 1.0)
    mixed = changed(mixed, wild, low=plain.low - 2 * SPREAD, volume=np.full(len(plain), 3000))
    place = int(np.flatnonzero(wild)[0])
    assert choose(gather([real, mixed]), GRID).candles.low[place] == real.low[place]


def test_the_change_of_contract_is_found_where_it_is() -> None:
    block, _ = mixture(walk())
    both = choose(gather([block, walk()]), GRID)
    place = int(np.searchsorted(both.candles.ts, ROLL))
    step = both.candles.open[place] - both.candles.close[place - 1]
    assert changes(both) == (ContractChange(ROLL, float(step)),)
    assert abs(step - SPREAD) < 5


def test_a_gap_as_wide_as_the_spread_after_a_pause_is_no_change() -> None:
    pause = (ROLL - 6 * HOUR, ROLL - 5 * HOUR)
    gapped = [_fallen(block, *pause) for block in (walk(), mixture(walk())[0])]
    assert [change.ts for change in changes(choose(gather(gapped), GRID))] == [ROLL]


def _fallen(block: Candles, start: int, end: int) -> Candles:
    """The candles without those of a pause, and higher by the spread before it."""
    higher = np.where(block.ts < start, SPREAD, 0.0)
    moved = make(block.ts, *(column + higher for column in block.columns[1:5]), block.volume)
    return moved.take((block.ts < start) | (block.ts >= end))


def test_without_mixtures_no_change_is_told() -> None:
    assert changes(choose(gather([walk()]), GRID)) == ()
    assert changes(choose(gather([concat(())]), GRID)) == ()

"""Which row is chosen, what is said of it, and what becomes of volume, on a calm market with one contested candle."""

from __future__ import annotations

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, concat, make
from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.core.voices.candidates import Grid, gather
from ohlc_desktop.core.voices.choice import ChosenCandles, Finer, choose, kept
from ohlc_desktop.core.voices.evidence import local_seconds, weigh
from ohlc_desktop.core.voices.levels import Confidence, Why
from tests.core.helpers import ny, utc

GRID = Grid(300, 0.25)
START, DAYS = utc("2025-09-08 00:00"), 12
#: A candle in the middle of the last day.
AT = START + (DAYS - 1) * DAY + 150 * 300

Row = tuple[float, float, float, float, int]
#: What the calm market says of it.
CALM: Row = (1000.0, 1002.0, 998.0, 1000.0, 100)


def market(*rows: Row) -> Candles:
    """Candles of four points at one level without end, and these rows in place of the one at ``AT``."""
    ts = START + np.arange(DAYS * 288) * 300
    calm = make(ts, *(np.full(len(ts), value) for value in CALM))
    return concat((calm.take(calm.ts != AT), *(make([AT], *([value] for value in row)) for row in rows)))


def chosen(*rows: Row, finer: Finer | None = None) -> tuple[Row, Confidence, Why]:
    choice = choose(gather([market(*rows)]), GRID, finer=finer)
    return _at(choice)


def _at(choice: ChosenCandles) -> tuple[Row, Confidence, Why]:
    place = int(np.searchsorted(choice.candles.ts, AT))
    row = tuple(float(column[place]) for column in choice.candles.columns[1:5])
    volume = int(choice.candles.volume[place])
    return (*row, volume), Confidence(int(choice.known[place])), Why(int(choice.why[place]))


def test_an_only_row_stands() -> None:
    assert chosen(CALM) == (CALM, Confidence.SINGLE, Why.NOTHING)


def test_two_voices_that_say_the_same_agree() -> None:
    found = gather([market(CALM)])
    assert _at(choose(found, GRID, np.ones(len(found.first), dtype=np.bool_)))[1] == Confidence.AGREED


def test_a_trade_at_the_edge_belongs_to_the_wider_row() -> None:
    wider: Row = (1000.0, 1002.75, 998.0, 1000.0, 104)
    assert chosen(CALM, wider) == (wider, Confidence.CHOSEN, Why.EDGE)


def test_the_row_that_holds_the_other_has_the_lost_trades() -> None:
    full: Row = (1000.0, 1004.0, 997.0, 1000.0, 140)
    poor: Row = (1001.5, 1002.0, 1000.0, 1000.0, 80)
    assert chosen(full, poor) == (full, Confidence.CHOSEN, Why.FULLER)


def test_of_two_rows_as_wide_the_one_that_joins_its_neighbours_is_full() -> None:
    joining: Row = (1000.0, 1002.0, 998.0, 1000.0, 90)
    late: Row = (1001.75, 1002.0, 998.0, 1000.0, 500)
    assert chosen(joining, late) == (joining, Confidence.CHOSEN, Why.FULLER)


def test_a_row_without_range_never_replaces_one_with_more() -> None:
    assert chosen(CALM, (1000.0, 1000.0, 1000.0, 1000.0, 0)) == (CALM, Confidence.CHOSEN, Why.REFUTED)


def test_a_row_of_another_level_is_refused_by_its_joints() -> None:
    other: Row = (1010.0, 1012.0, 1008.0, 1010.0, 100)
    assert chosen(CALM, other) == (CALM, Confidence.CHOSEN, Why.JOINS)


def test_what_cannot_be_decided_claims_the_less_and_says_so() -> None:
    up: Row = (1000.0, 1005.0, 999.0, 1000.0, 100)
    down: Row = (1000.0, 1001.0, 996.0, 1000.0, 100)
    assert chosen(up, down) == (down, Confidence.DISPUTED, Why.NOTHING)


def test_one_price_that_stands_out_by_more_than_a_candle_is_not_taken_for_lost_trades() -> None:
    stray: Row = (1000.0, 1008.0, 998.0, 1000.0, 100)
    assert chosen(CALM, stray)[:2] == (CALM, Confidence.DISPUTED)


@pytest.mark.parametrize("volume", [100, 10_000])
def test_a_far_too_wide_row_is_refuted_by_a_narrow_one(volume: int) -> None:
    wild: Row = (1000.0, 1002.0, 900.0, 1000.0, volume)
    assert chosen(CALM, wild) == (CALM, Confidence.CHOSEN, Why.REFUTED)


def test_a_far_too_wide_row_alone_is_suspect_and_kept() -> None:
    wild: Row = (1000.0, 1002.0, 900.0, 1000.0, 100)
    assert chosen(wild) == (wild, Confidence.SUSPECT, Why.BROAD)


@pytest.mark.parametrize(
    ("row", "known"),
    [
        ((1000.0, 1000.0, 900.0, 905.0, 400), Confidence.SINGLE),
        ((1000.0, 1000.0, 900.0, 905.0, 200), Confidence.SUSPECT),
        ((1000.0, 1000.0, 900.0, 905.0, 0), Confidence.SINGLE),
        ((1000.0, 1000.0, 900.0, 1000.0, 400), Confidence.SUSPECT),
        ((1000.0, 1000.0, 900.0, 1000.0, 600), Confidence.SINGLE),
        ((1000.0, 1000.0, 900.0, 1000.0, 0), Confidence.SUSPECT),
    ],
)
def test_the_volume_of_news_explains_a_wide_candle_and_a_wick_needs_more_of_it(row: Row, known: Confidence) -> None:
    assert chosen(row)[1] == known


def test_volume_zero_is_unknown_and_another_row_can_know_it() -> None:
    silent: Row = (1000.0, 1002.0, 998.0, 1000.0, 0)
    assert chosen(silent) == (silent, Confidence.SINGLE, Why.NOTHING)
    assert chosen(silent, CALM) == (CALM, Confidence.SINGLE, Why.NOTHING)


def test_of_volumes_far_apart_the_one_like_the_neighbours_is_taken() -> None:
    wider: Row = (1000.0, 1002.25, 998.0, 1000.0, 900_000)
    assert chosen(CALM, wider) == ((*wider[:4], 100), Confidence.CHOSEN, Why.EDGE | Why.VOLUME)


@pytest.mark.parametrize(
    ("minutes", "volume"),
    [
        ([10, 20, 30, 5, 5], 70),
        ([0, 20, 30, 5, 5], 0),  # the minute of 18:00 has none either: nobody knows
        ([10, 20, 30], 0),  # two minutes are missing
        ([0, 0, 0, 0, 0], 0),
        ([], 0),
    ],
)
def test_a_finer_timeframe_lends_its_volume(minutes: list[int], volume: int) -> None:
    ts = AT + np.arange(len(minutes)) * 60
    finer = Finer(make(ts, *[np.full(len(ts), 1000.0)] * 4, minutes), 60)
    silent: Row = (1000.0, 1002.0, 998.0, 1000.0, 0)
    row, _, why = chosen(silent, finer=finer)
    assert (row[4], bool(why & Why.VOLUME)) == (volume, volume > 0)


def test_a_candle_whose_volume_was_lent_keeps_its_row() -> None:
    silent: Row = (1000.0, 1002.0, 998.0, 1000.0, 0)
    found = gather([market(silent)])
    finer = Finer(make([AT], [1000.0], [1000.0], [1000.0], [1000.0], [70]), 300)
    assert not kept(found, choose(found, GRID)).any()
    mask = kept(found, choose(found, GRID, finer=finer))
    assert found.rows.ts[mask].tolist() == [AT]


def test_contradicted_candles_keep_all_their_rows() -> None:
    found = gather([market(CALM, (1000.0, 1002.0, 998.0, 1000.0, 0))])
    assert found.rows.ts[kept(found, choose(found, GRID))].tolist() == [AT, AT]


def test_prices_below_zero_are_judged_like_others() -> None:
    # Crude oil on 2020-04-20.
    block = market(CALM, (1000.0, 1002.0, 900.0, 1000.0, 100))
    lower = Candles(block.ts, *(column - 1010 for column in block.columns[1:5]), block.volume)
    above, below = (choose(gather([rows]), GRID) for rows in (block, lower))
    assert np.array_equal(above.known, below.known)
    assert np.array_equal(above.why, below.why)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_candles_are_derived_too(count: int) -> None:
    block = market(CALM).take(slice(0, count))
    choice = choose(gather([block]), Grid(300))
    assert (len(choice.candles), choice.known.tolist()) == (count, [Confidence.SINGLE] * count)


@pytest.mark.parametrize("first", ["2025-10-20", "2026-02-23"])  # the clocks change in the second week
def test_what_is_usual_stays_at_its_hour_in_new_york_when_clocks_change(first: str) -> None:
    """Wide candles from 09:00 to 12:00 New York every day are expected then, before the change and after it."""
    opened = np.array([ny(f"{np.datetime64(first) + np.timedelta64(day, 'D')} 09:00") for day in range(14)])
    ts = (opened[:, None] + np.arange(-36, 72) * 300).ravel()
    busy = (ts[:, None] >= opened) & (ts[:, None] < opened + 3 * 3600)
    width = np.where(busy.any(axis=1), 10.0, 1.0)
    low = np.full(len(ts), 100.0)
    evidence = weigh(gather([make(ts, low, low + width, low, low, width)]), GRID)
    early, late = (np.isin(ts, opened + seconds) for seconds in (2700, 8100))
    for expected in (evidence.range, evidence.volume):
        assert set(expected[early | late].tolist()) == {10.0}
    assert set((local_seconds(opened, GRID.zone) % DAY).tolist()) == {9 * 3600}

"""Which rows of an answer speak of whole candles, and the set that any number of answers make."""

from __future__ import annotations

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, empty, make
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.candidates import gather, settled
from tests.core.helpers import instrument, ny, utc

FIVE = TIMEFRAMES["5m"]


def rows(*found: tuple[int, float, float, float, float, int]) -> Candles:
    return make(*zip(*found, strict=True)) if found else empty()


def test_the_live_row_and_the_candle_it_stands_in_are_left_out() -> None:
    at = utc("2025-11-12 01:35")
    answer = rows((at, 2, 3, 1, 2, 9), (at + 300, 2, 5, 2, 4, 0), (at + 302, 4, 4, 4, 4, 0))
    assert settled(answer, instrument("MNQ=F"), FIVE).ts.tolist() == [at]


def test_after_the_weeks_close_the_live_row_stands_in_the_last_candle() -> None:
    close = ny("2025-11-07 17:00")
    answer = rows((close - 600, 2, 3, 1, 2, 9), (close - 300, 2, 3, 2, 3, 7), (close - 1, 3, 3, 3, 3, 0))
    assert settled(answer, instrument("MNQ=F"), FIVE).ts.tolist() == [close - 600]


def test_a_live_row_that_happens_to_lie_on_the_grid_is_left_out_alone() -> None:
    at = utc("2025-11-12 01:35")
    answer = rows((at, 2, 3, 1, 2, 9), (at + 300, 4, 4, 4, 4, 0))
    assert settled(answer, instrument("MNQ=F"), FIVE).ts.tolist() == [at]


@pytest.mark.parametrize("answer", [empty(), rows((utc("2025-11-12 01:36"), 1, 1, 1, 1, 0))])
def test_an_answer_can_hold_nothing_that_is_settled(answer: Candles) -> None:
    assert len(settled(answer, instrument("MNQ=F"), FIVE)) == 0


def test_prices_are_on_the_tick_and_high_and_low_take_in_open_and_close() -> None:
    # 23782.8 is 23782.75 as some answers show it, with one decimal.
    answer = rows((0, 23782.8, 23782.8, 23770.4, 23770.2, 5), (300, 1, 1, 1, 1, 5))
    first = settled(answer, instrument("MNQ=F"), FIVE).take(slice(0, 1))
    assert [float(column[0]) for column in first.columns[1:5]] == [23782.75, 23782.75, 23770.25, 23770.25]


def test_rows_come_sorted_whatever_the_answer_does() -> None:
    answer = rows((600, 1, 2, 1, 2, 1), (0, 1, 2, 1, 2, 1), (300, 1, 2, 1, 2, 1))
    assert settled(answer, instrument("AAPL"), FIVE).ts.tolist() == [0, 300, 600]


def test_rows_that_differ_in_any_column_are_kept_and_equal_ones_once() -> None:
    one, two = (0, 2.0, 3.0, 1.0, 2.0, 5), (300, 2.0, 3.0, 1.0, 2.0, 5)
    variants = [tuple(value + (place == column) for place, value in enumerate(one)) for column in range(1, 6)]
    found = gather([rows(two, *variants), rows(one, two)])
    assert found.count.tolist() == [6, 1]
    assert found.ts.tolist() == [0, 300]
    assert found.contested.tolist() == [True, False]
    assert np.array_equal(found.candle, [0] * 6 + [1])


def test_rows_that_differ_in_volume_alone_contest_no_price() -> None:
    found = gather([rows((0, 2, 3, 1, 2, 5), (0, 2, 3, 1, 2, 0))])
    assert (found.count.tolist(), found.contested.tolist()) == ([2], [False])


def test_a_stretch_of_the_candidates_is_what_its_rows_alone_make() -> None:
    found = gather([rows(*((n * 300, 2, 3, 1, 2, v) for n in range(5) for v in (1, 2)))])
    part = found.between(300, 900)
    assert part.ts.tolist() == [300, 600]
    assert (part.first.tolist(), part.candle.tolist()) == ([0, 2], [0, 0, 1, 1])

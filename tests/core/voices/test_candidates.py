"""The set of rows that any number of answers make."""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.candles import Candles, empty, make
from ohlc_desktop.core.voices.candidates import gather


def rows(*found: tuple[int, float, float, float, float, int]) -> Candles:
    return make(*zip(*found, strict=True)) if found else empty()


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

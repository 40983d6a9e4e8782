"""What an axis shows beside the candles."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.chart.axes.price_range import CANDLES, with_studies

PRICES = st.floats(-1e6, 1e6)
LINES = st.lists(st.tuples(PRICES, PRICES).map(sorted).map(tuple), max_size=6)


def test_near_lines_are_seen_and_far_ones_do_not_crush_the_candles() -> None:
    assert with_studies(100.0, 110.0, [(98.0, 104.0), (105.0, 113.0)]) == (98.0, 113.0)
    assert with_studies(100.0, 110.0, [(98.0, 104.0), (0.0, 0.0)]) == (98.0, 110.0)
    assert with_studies(100.0, 110.0, [(math.nan, math.nan), (math.inf, 3.0)]) == (100.0, 110.0)
    assert with_studies(100.0, 100.0, [(99.5, 100.0)]) == (100.0, 100.0)
    assert with_studies(100.0, 100.0, [(99.5, 100.0)], least=2.5) == (99.5, 100.0)


def test_without_candles_there_is_nothing_to_widen() -> None:
    assert all(map(math.isnan, with_studies(math.nan, math.nan, [(1.0, 2.0)])))


@settings(max_examples=60)
@given(low=PRICES, height=st.floats(0.01, 1e5), lines=LINES)
def test_candles_keep_their_share(low: float, height: float, lines: list[tuple[float, float]]) -> None:
    least, most = with_studies(low, low + height, lines)
    assert least <= low
    assert most >= low + height
    assert height / (most - least) >= CANDLES * (1 - 1e-6)
    if least < low:
        assert least in [line[0] for line in lines]

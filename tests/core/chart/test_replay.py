"""Replay: nothing of the future, and all of the past, to the last bit."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from ohlc_desktop.core.chart.indicators import KINDS, IndicatorSpec
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions, Style
from ohlc_desktop.core.chart.replay import closed_by, end_of, replayed
from tests.core.chart.making import make_series
from tests.core.helpers import utc

EVERY_KIND = tuple(IndicatorSpec(name) for name in KINDS)


def same(one: object, other: object) -> bool:
    """Whether two values are the same to the last bit, arrays within them too."""
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if is_dataclass(one):
        names = [field.name for field in fields(one) if field.name != "carry"]
        return type(one) is type(other) and all(same(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, tuple):
        return isinstance(other, tuple) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other or (one != one and other != other)  # NaN is the same as NaN


@pytest.mark.parametrize("style", [Style.CANDLES, Style.HEIKIN_ASHI, Style.AREA])
def test_a_replay_is_what_the_past_alone_gives(style: Style) -> None:
    series, options = make_series(9000), ChartOptions(style=style, indicators=EVERY_KIND)
    whole = build_model(series, options)
    for count in (1, 511, 512, 4097, 8999):
        shown = replayed(whole, end_of(series, count - 1))
        alone = build_model(shown.series, options)
        assert len(shown) == count
        for name in ("shown", "pyramid", "closes", "studies"):
            assert same(getattr(shown, name), getattr(alone, name)), (count, name)
        assert shown.series.days.high[-1] == shown.series.candles.high[int(shown.series.days.first[-1]) :].max()


def test_a_moment_within_a_candle_leaves_it_out() -> None:
    series = make_series(500, name="1h")
    ts = int(series.candles.ts[300])
    assert [closed_by(series, moment) for moment in (ts, ts + 3599, ts + 3600)] == [300, 300, 301]


@pytest.mark.parametrize("day", ["2026-03-06", "2026-03-09", "2026-10-30", "2026-11-02"])  # before and after both changes
def test_a_trade_date_is_over_at_its_close_in_new_york(day: str) -> None:
    daily, fine = make_series(300, name="1d"), make_series(60_000, name="5m")
    at = int(np.searchsorted(daily.candles.ts, utc(f"{day} 00:00")))
    last = int(np.searchsorted(fine.candles.ts, end_of(daily, at))) - 1
    row = int(np.searchsorted(fine.days.first, last, side="right")) - 1
    assert fine.days.trade_date[row] * 86400 == daily.candles.ts[at]
    assert closed_by(daily, end_of(daily, at)) == at + 1
    assert closed_by(daily, end_of(fine, last)) == at  # the last hour of the trade date is the exchange's pause
    assert closed_by(fine, end_of(daily, at)) == last + 1


def test_a_week_is_shown_when_the_next_one_begins() -> None:
    weekly = make_series(40, name="1wk")
    assert [closed_by(weekly, end_of(weekly, at)) for at in range(38)] == list(range(1, 39))
    assert closed_by(weekly, end_of(weekly, 20) - 1) == 20


def test_before_the_oldest_candle_one_is_left() -> None:
    assert len(replayed(build_model(make_series(10), ChartOptions()), 0)) == 1
    assert len(replayed(build_model(make_series(0), ChartOptions()), 0)) == 0

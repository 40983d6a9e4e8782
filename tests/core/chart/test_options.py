"""What the user chose comes back, whatever became of the file."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.options import (
    ChartOptions,
    ChartZone,
    CompareScale,
    Scale,
    Style,
    options_from_json,
    zone_of,
)


def test_everything_comes_back_from_a_file() -> None:
    options = ChartOptions(
        Style.HOLLOW, Scale.LOG, auto_scale=False, scale_price_only=True, invert=True, lock_ratio=True, real_time=True, zone=ChartZone.LOCAL, rth_only=True, volume=False,
        sessions=False, levels=True, extremes=False, last_price=False, grid=False, rolls=False, holes=False,
        indicators=(indicator("SMA", period=50), indicator("MACD", ["#112233"])), compare=("NQ=F", "GC=F"), compare_scale=CompareScale.OWN,
    )  # fmt: skip
    assert options_from_json(json.loads(json.dumps(options.to_json()))) == options


@pytest.mark.parametrize(
    "damaged",
    [
        None, 5, [], "x", {"style": 5}, {"style": "pie"}, {"grid": "no"}, {"indicators": 3}, {"compare": [1, None]},
        {"indicators": [{"kind": ""}, None, {"kind": 5}]}, {"zone": ["utc"]}, {"auto_scale": 0},
    ],
)  # fmt: skip
def test_what_is_damaged_is_as_by_default(damaged: object) -> None:
    assert options_from_json(damaged) == ChartOptions()


def test_only_what_is_wrong_is_left_out() -> None:
    plain = replace(ChartOptions(), indicators=(indicator("RSI"),)).to_json()
    plain["indicators"] += [{"kind": "of the future"}, {"kind": None}]
    plain["unknown"] = 1
    unknown = replace(indicator("of the future"), first_colour=1)
    assert options_from_json(plain) == ChartOptions(indicators=(indicator("RSI"), unknown))


def test_zones_have_their_rules() -> None:
    assert str(zone_of(ChartZone.PACIFIC)) == "America/Los_Angeles"
    assert zone_of(ChartZone.LOCAL) is None


def test_prices_that_follow_the_candles_have_no_fixed_ratio() -> None:
    locked = ChartOptions(auto_scale=False, lock_ratio=True)
    assert locked.lock_ratio
    assert not replace(locked, auto_scale=True).lock_ratio
    assert not options_from_json({"lock_ratio": True}).lock_ratio

"""Colours, margins and numbers come back as they were chosen, and prices are written as wanted."""

from __future__ import annotations

import json

import numpy as np
import pytest

from ohlc_desktop.core.chart.appearance import Appearance, ColourBy, Precision, appearance_from_json, contrast
from ohlc_desktop.core.chart.axes.price_labels import axis_texts, format_axis
from ohlc_desktop.core.chart.axes.price_scale import fitted as fitted_prices
from ohlc_desktop.core.chart.axes.time_scale import fitted as fitted_time
from ohlc_desktop.core.chart.options import ChartOptions, Scale, options_from_json
from tests.core.helpers import instrument

CHOSEN = Appearance(
    "#112233", "#445566", "#778899", "#aabbcc", "#ddeeff", "#000000", body=False, border=False, wick=False,
    colour_by=ColourBy.PRIOR_CLOSE, background="#fafafa", grid="#010101", session="#020202", line="#030303",
    grid_horizontal=False, grid_vertical=False, margin_top=0, margin_bottom=40, margin_right=12,
    precision=Precision.THIRTY_SECONDS, text_size=15,
)  # fmt: skip


def test_everything_comes_back_from_a_file() -> None:
    options = ChartOptions(appearance=CHOSEN)
    assert options_from_json(json.loads(json.dumps(options.to_json()))) == options
    assert Appearance().to_json() == {}  # so that a better standard is everybody's who chose nothing


@pytest.mark.parametrize(
    "damaged",
    [
        None, 5, [], {"up_body": "red"}, {"up_body": "#12345"}, {"up_body": 3}, {"body": "no"}, {"margin_top": 41},
        {"margin_top": True}, {"margin_right": "many"}, {"text_size": 1000}, {"precision": "1/3"}, {"precision": []},
        {"colour_by": "mood"}, {"of the future": 1},
    ],
)  # fmt: skip
def test_what_is_damaged_is_as_by_default(damaged: object) -> None:
    assert appearance_from_json(damaged) == Appearance()
    assert options_from_json({"appearance": damaged}) == ChartOptions()


def test_contrast_goes_from_one_to_twenty_one() -> None:
    assert contrast("#777777", "#777777") == 1
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)  # the grey that WCAG calls just readable


@pytest.mark.parametrize(
    ("precision", "price", "text"),
    [
        (Precision.INSTRUMENT, 6012.25, "6012.25"),
        (Precision.DECIMALS_0, 6012.6, "6013"),
        (Precision.DECIMALS_3, 6012.25, "6012.250"),
        (Precision.DECIMALS_1, -0.04, "0.0"),
        (Precision.THIRTY_SECONDS, 118.53125, "118'17"),
        (Precision.THIRTY_SECONDS, 118.999, "119'00"),
        (Precision.EIGHTHS, -37.63, "-37'5"),
        (Precision.HUNDRED_TWENTY_EIGHTHS, 1.0625, "1'008"),
        (Precision.HALVES, float("nan"), ""),
    ],
)
def test_prices_are_written_as_wanted(precision: Precision, price: float, text: str) -> None:
    assert format_axis(instrument("ES"), price, precision=precision) == text
    assert axis_texts(instrument("ES"), np.array([price]), precision) == [text]


def test_margins_are_kept_free() -> None:
    scale = fitted_prices(100.0, 200.0, Scale.LINEAR, 0.0, 400.0, margins=(0.25, 0.2))
    assert (scale.pixel(200.0), scale.pixel(100.0)) == (pytest.approx(100), pytest.approx(320))
    assert fitted_prices(100.0, 200.0, Scale.LINEAR, 0.0, 400.0, above=60, margins=(0, 0)).pixel(200.0) == pytest.approx(60)


@pytest.mark.parametrize("real", [False, True])
def test_so_many_candles_have_room_beside_the_newest(real: bool) -> None:
    stamps = np.arange(1000, dtype=np.int64) * 300
    scale = fitted_time(stamps, 300, real, 700.0, beside=20)
    room = (scale.width - scale.pixel(999.5)) / scale.pitch
    assert room == pytest.approx(20)
    zoomed = scale.zoomed(2.0, 0.0).latest()
    assert (zoomed.width - zoomed.pixel(999.5)) / zoomed.pitch == pytest.approx(20)
    assert scale.all().visible()[0] == 0
    assert scale.over(stamps // 2, 150, real).beside == 20  # another timeframe
    few = fitted_time(stamps, 300, real, 700.0, beside=500)
    assert few.pixel(999.5) == pytest.approx(few.width / 2)  # never more room than candles

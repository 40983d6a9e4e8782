"""What a chart draws, computed anew only as far as it has changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.chart.heikin_ashi import heikin_ashi
from ohlc_desktop.core.chart.indicators import indicator
from ohlc_desktop.core.chart.line_look import LineLook
from ohlc_desktop.core.chart.model import ChartModel, build_model, restyled
from ohlc_desktop.core.chart.options import ChartOptions, Style
from ohlc_desktop.core.chart.series import ChartSeries, Flag, Hole, Roll, regular_hours
from ohlc_desktop.core.messages import Message
from tests.core.chart.making import make_series
from tests.core.helpers import ny

OPTIONS = ChartOptions(indicators=(indicator("SMA", period=20), indicator("RSI")))


def cut(series: ChartSeries, count: int) -> ChartSeries:
    return replace(series, candles=series.candles.take(slice(count)), flags=series.flags[:count])


def line_of(model: ChartModel) -> np.ndarray:
    return next(iter(model.studies[0].computed.lines.values()))


def assert_same_lines(one: ChartModel, other: ChartModel) -> None:
    for study, same in zip(one.studies, other.studies, strict=True):
        assert study.computed.lines.keys() == same.computed.lines.keys()
        for key, values in same.computed.lines.items():
            np.testing.assert_array_equal(study.computed.lines[key], values)


def test_new_candles_extend_what_was_computed() -> None:
    series = make_series(1000)
    before = build_model(cut(series, 900), OPTIONS)
    after = build_model(series, OPTIONS, before=before)
    assert_same_lines(after, build_model(series, OPTIONS))


def test_a_revised_candle_is_computed_anew() -> None:
    series = make_series(600)
    before = build_model(series, OPTIONS)
    close = series.candles.close.copy()
    close[400] += 5
    revised = replace(series, candles=replace(series.candles, close=close))
    after = build_model(revised, OPTIONS, before=before)
    fresh = build_model(revised, OPTIONS)
    assert_same_lines(after, fresh)
    assert not np.array_equal(line_of(after), line_of(before), equal_nan=True)


def test_what_has_not_changed_is_not_computed_again() -> None:
    series = make_series(600)
    before = build_model(series, OPTIONS)
    more = replace(OPTIONS, indicators=(*OPTIONS.indicators, indicator("EMA")))
    after = build_model(series, more, before=before)
    assert after.studies[:2] == before.studies
    assert after.studies[0] is before.studies[0]
    assert len(after.studies) == 3


def test_what_is_drawn_in_another_way_is_not_computed_again() -> None:
    series = make_series(600)
    before = build_model(series, OPTIONS)
    one, other = OPTIONS.indicators
    styled = replace(OPTIONS, indicators=(replace(one, hidden=True, looks=(LineLook("#123456"),)), other))
    for after in (build_model(series, styled, before=before), restyled(before, styled.indicators)):
        assert tuple(study.spec for study in after.studies) == styled.indicators
        assert after.studies[0].computed.lines is before.studies[0].computed.lines
        assert after.studies[1] is before.studies[1]
    assert restyled(before, (one,)) is before


def test_indicators_are_computed_from_real_candles_whatever_is_drawn() -> None:
    series = make_series(300)
    drawn = build_model(series, replace(OPTIONS, style=Style.HEIKIN_ASHI))
    assert drawn.series.candles is series.candles
    assert not np.array_equal(drawn.shown.close, series.candles.close)
    assert_same_lines(drawn, build_model(series, OPTIONS))


def test_an_indicator_that_needs_sessions_is_left_out_where_there_are_none() -> None:
    options = ChartOptions(indicators=(indicator("VWAP"), indicator("SMA")))
    assert [study.spec.kind for study in build_model(make_series(100, name="1d"), options).studies] == ["SMA"]
    assert len(build_model(make_series(100), options).studies) == 2


def test_another_instrument_stands_at_the_same_stamps() -> None:
    series, other = make_series(200), make_series(150, "NQ=F", start=21000)
    model = build_model(series, ChartOptions(compare=("NQ=F", "GC=F")), {"NQ=F": other})
    (compared,) = model.compared
    assert compared.symbol == "NQ=F"
    assert np.isnan(compared.closes[:50]).all()
    np.testing.assert_array_equal(compared.closes[50:], other.candles.close)


def test_another_instrument_whose_session_opens_at_another_hour() -> None:
    series, grains = make_series(60, name="4h"), make_series(60, "ZC=F", "4h", start=400.0)
    assert not np.isin(series.candles.ts, grains.candles.ts).any()
    (compared,) = build_model(series, ChartOptions(compare=("ZC=F",)), {"ZC=F": grains}).compared
    held = np.flatnonzero(~np.isnan(compared.closes))
    assert len(held) > 30
    for place in held.tolist():
        began = np.flatnonzero(grains.candles.ts < series.candles.ts[place])[-1]
        assert series.candles.ts[place] - grains.candles.ts[began] < 4 * 3600
        assert compared.closes[place] == grains.candles.close[began]


def test_a_line_has_levels_of_detail_of_its_own() -> None:
    series = make_series(6000, name="1m")
    assert build_model(series, ChartOptions()).closes == ()
    assert build_model(series, ChartOptions(style=Style.AREA)).closes


def test_an_empty_series_is_a_model() -> None:
    model = build_model(make_series(0), OPTIONS)
    assert len(model) == 0
    assert len(build_model(make_series(50), OPTIONS, before=model)) == 50


# -- Heikin-Ashi -------------------------------------------------------------------------------------


def slow_heikin_ashi(candles: Candles) -> list[tuple[float, float, float, float]]:
    found: list[tuple[float, float, float, float]] = []
    for o, h, low, c in zip(*(column.astype(float).tolist() for column in candles.columns[1:5]), strict=True):
        close = (o + h + low + c) / 4
        opened = (found[-1][0] + found[-1][3]) / 2 if found else (o + c) / 2
        found.append((opened, max(h, opened, close), min(low, opened, close), close))
    return found


def test_heikin_ashi_is_as_defined() -> None:
    candles = make_series(400).candles
    fast = np.column_stack(heikin_ashi(candles).columns[1:5])
    np.testing.assert_allclose(fast, np.array(slow_heikin_ashi(candles)), rtol=1e-6)
    assert len(heikin_ashi(candles.take(slice(0)))) == 0
    assert heikin_ashi(candles.take(slice(1))).open[0] == (candles.open[0] + candles.close[0]) / 2


# -- regular trading hours ---------------------------------------------------------------------------


def test_regular_hours_keep_days_holes_and_rolls_in_their_places() -> None:
    series = make_series(1200)
    regular = np.flatnonzero(series.flags & Flag.RTH)
    hole = Hole(0, 1, float(regular[100]) - 0.5, 3, Message("why"), True)
    roll = Roll(0, float(regular[200]) - 0.5, "ESU26", "ESZ26")
    found = regular_hours(replace(series, holes=(hole,), rolls=(roll,)))
    np.testing.assert_array_equal(found.candles.ts, series.candles.ts[regular])
    assert (found.flags & Flag.RTH).all()
    assert (found.holes[0].place, found.rolls[0].place) == (99.5, 199.5)
    for n in range(len(found.days)):
        first = int(found.candles.ts[found.days.first[n]])
        assert found.days.open[n] <= first < found.days.close[n]
    assert regular_hours(found).candles.ts.tolist() == found.candles.ts.tolist()


def test_holes_outside_of_regular_hours_are_none_among_them() -> None:
    series = make_series(1200)
    spans = {
        "night": ("2026-11-20 03:00", "2026-11-20 04:00"), "evening": ("2026-11-20 16:00", "2026-11-20 17:00"),
        "morning": ("2026-11-20 09:00", "2026-11-20 09:35"), "noon": ("2026-11-20 12:00", "2026-11-20 12:05"),
        "two sessions": ("2026-11-20 16:30", "2026-11-22 19:00"),
    }  # fmt: skip
    holes = tuple(Hole(ny(start), ny(end), 500.5, 1, Message(name), True) for name, (start, end) in spans.items())
    found = regular_hours(replace(series, holes=holes))
    assert [str(hole.reason) for hole in found.holes] == ["morning", "noon", "two sessions"]


def test_what_has_no_regular_hours_stays_whole() -> None:
    for series in (make_series(100, name="1d"), make_series(100, "BTC=F"), make_series(0)):
        assert regular_hours(series) is series

"""Charts of what is in no catalogue: trade dates, session averages and moments in the time of the instrument's market."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from ohlc_desktop.core.chart.axes.time_scale import fitted
from ohlc_desktop.core.chart.indicators import compute, indicator
from ohlc_desktop.core.chart.indicators.kinds.vwap import anchor_place
from ohlc_desktop.core.chart.series import ChartSeries, Flag
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.chart_data.chart_reading import read_whole
from tests.importer.bench import ImportBench, at
from tests.standins import market_truth as truth
from tests.standins.market_truth import DAY, HOUR


def chart(bench: ImportBench, symbol: str, name: str) -> ChartSeries:
    """What a chart of a series shows now."""
    return read_whole(Profile(bench.folder), symbol, TIMEFRAMES[name], bench.clock.now())


#: After each change of clocks on the way, and the hours at which a trade date begins, on the clock of the market.
BEGINS = {"^N225": "09:00", "CCL.AX": "10:00", "AAPL": "09:30", "VOD.L": "08:00", "BTC-USD": "00:00", "BBCA.JK": "09:00"}


@pytest.mark.usefixtures("far")
@pytest.mark.parametrize("moment", ["2026-04-07 17:05:05", "2026-11-10 17:05:05"])
def test_trade_dates_begin_with_the_market_and_vwap_with_them(bench: ImportBench, moment: str) -> None:
    bench.clock.set(at(moment))
    assert bench.run(*BEGINS, sources=("5m",)).done.exit_code == 0
    for symbol, begins in BEGINS.items():
        series, zone = chart(bench, symbol, "5m"), ZoneInfo(truth.zone_of(symbol))
        firsts = series.days.first.tolist()
        opens = [datetime.fromtimestamp(ts, zone) for ts in series.candles.ts[firsts].tolist()]
        assert {f"{opened:%H:%M}" for opened in opens[1:]} == {begins}, symbol
        assert [opened.date() for opened in opens] == [day_of(d) for d in series.days.trade_date.tolist()]
        (line,) = compute(indicator("VWAP", source="close"), series).lines.values()
        traded = series.candles.volume[firsts] > 0
        np.testing.assert_allclose(line[firsts][traded], series.candles.close[firsts][traded], rtol=1e-6)
        assert not series.holes


def test_candles_that_noon_cuts_short_say_so(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-10 17:05:05"))
    assert bench.run("^N225", sources=("5m",)).done.exit_code == 0
    series, zone = chart(bench, "^N225", "1h"), ZoneInfo("Asia/Tokyo")
    short = series.candles.ts[(series.flags & Flag.SHORT) > 0].tolist()
    assert {f"{datetime.fromtimestamp(ts, zone):%H:%M}" for ts in short} == {"11:00", "12:30", "15:00"}


def test_a_moment_belongs_to_the_day_of_its_market(bench: ImportBench) -> None:
    """In daily charts: an anchor, or what was drawn in shorter candles."""
    bench.clock.set(at("2026-11-10 17:05:05"))
    assert bench.run("^N225", "BTC-USD", "AAPL", sources=("1d",)).done.exit_code == 0
    tokyo = int(datetime(2026, 11, 9, 14, 0, tzinfo=ZoneInfo("Asia/Tokyo")).timestamp())
    evening = int(datetime(2026, 11, 8, 23, 30, tzinfo=UTC).timestamp())
    afternoon = int(datetime(2026, 11, 6, 15, 30, tzinfo=ZoneInfo("America/New_York")).timestamp())
    for symbol, moment, day in (
        ("^N225", tokyo, "2026-11-09"), ("BTC-USD", evening, "2026-11-08"), ("AAPL", afternoon, "2026-11-06"),
    ):  # fmt: skip
        series = chart(bench, symbol, "1d")
        place = anchor_place(series, moment)
        assert place is not None
        assert day_of(int(series.candles.ts[place]) // DAY).isoformat() == day
        scale = fitted(series.candles.ts, DAY, False, 500.0, hours=series.instrument.calendar)
        assert scale.holding(moment) == place


def test_beyond_the_stored_sessions_days_are_those_of_the_exchange(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-10 17:05:05"))
    assert bench.run("^N225", sources=("5m",)).done.exit_code == 0
    before = chart(bench, "^N225", "5m")
    with bench.store.transaction() as connection:
        connection.execute("DELETE FROM session WHERE calendar='tokyo' AND trade_date<'2026-10-01'")
    after = chart(bench, "^N225", "5m")
    weekdays = np.isin(after.days.trade_date, before.days.trade_date)
    assert weekdays.all()
    assert after.candles.ts[after.days.first].tolist() == before.candles.ts[before.days.first].tolist()
    assert (before.candles.ts[before.days.first] % DAY == 0).all()
    assert set((before.days.close - before.days.open).tolist()) == {int(6.5 * HOUR)}

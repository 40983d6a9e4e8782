"""A continuous series on a chart: adjusted by what is proven, marked at its rolls, anew when its contracts change."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.core.chart.symbol_input import understand
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.states.series import CoverageState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.profile import Profile, create
from ohlc_desktop.services.chart_data.chart_reading import read_newest_part, read_whole, refresh
from ohlc_desktop.store.database import open_store
from tests.core.continuous.paper_market import PaperMarket
from tests.core.helpers import instrument
from tests.store.contracts.paper_store import fill, put

NOW = 1_800_000_000.0
D1 = TIMEFRAMES["1d"]


@cache
def market() -> PaperMarket:
    return PaperMarket("NQ")


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    profile = Profile(tmp_path, demo=False)
    create(profile)
    fill(profile.database, market())
    return profile


def test_the_series_is_adjusted_and_marked_at_its_rolls(profile: Profile) -> None:
    raw = read_whole(profile, "NQ@volume", D1, NOW)
    series = read_newest_part(profile, "NQ@volume:difference", D1, NOW)
    truth = market().rolls("volume")
    assert (series.whole, series.state, bool(series.problem)) == (True, CoverageState.COMPLETE, False)
    assert [(roll.old, roll.new) for roll in series.rolls] == [
        (each.old.removesuffix(".CME"), each.new.removesuffix(".CME")) for each in truth
    ]
    assert [int(series.candles.ts[int(roll.place - 0.5)]) // DAY for roll in series.rolls] == [each.until for each in truth]
    steps = np.diff(series.candles.close - raw.candles.close)
    at = np.flatnonzero(steps)
    assert (steps[at] * 4).tolist() == [-each.ticks for each in truth if each.ticks]
    assert (series.candles.close.dtype, series.instrument.symbol) == (np.float32, "NQ@volume:difference")
    weeks = read_whole(profile, "NQ@volume:difference", TIMEFRAMES["1wk"], NOW)
    fives = read_whole(profile, "NQ@volume", TIMEFRAMES["5d"], NOW)
    assert len(series) / 5 - 2 < len(fives) <= len(series) / 5 + 1
    assert 0 < len(weeks) < len(series) / 4
    assert len(weeks.rolls) == len(truth)


def test_it_is_made_anew_when_a_contract_changes_and_only_then(profile: Profile) -> None:
    series = read_whole(profile, "NQ@volume:difference", D1, NOW)
    assert refresh(profile, series, NOW) is None
    newest = next(each for each in market().contracts if each.symbol == "NQM27.CME")
    days = market().daily(newest)
    higher = type(days)(days.ts, *(column + 1 for column in days.columns[1:5]), days.volume)  # type: ignore[arg-type, call-arg]
    with closing(open_store(profile.database, demo=False)) as store, store.transaction() as connection:
        put(connection, newest.symbol, "1d", higher.take(slice(-1, None)))
    found = refresh(profile, series, NOW)
    assert found is not None
    assert (found.unchanged, float(found.series.candles.close[-1] - series.candles.close[-1])) == (len(series) - 1, 1.0)


def test_what_lies_before_a_roll_that_is_not_proven_is_left_out_and_that_is_told(profile: Profile) -> None:
    roll = market().rolls("expiry")[-3]
    with closing(open_store(profile.database, demo=False)) as store, store.transaction() as connection:
        connection.execute(
            "DELETE FROM candle WHERE ts=? AND instrument_id=(SELECT id FROM instrument WHERE symbol=?)",
            (roll.priced * DAY, roll.new),
        )
    series = read_whole(profile, "NQ@expiry:difference", D1, NOW)
    assert int(series.candles.ts[0]) // DAY > roll.until
    assert series.state is CoverageState.PARTIAL
    assert str(series.problem).startswith(f"Candles up to {day_of(roll.until)} are left out.")
    assert len(read_whole(profile, "NQ@expiry", D1, NOW)) > len(series)


def test_what_cannot_be_shown_is_said(profile: Profile) -> None:
    empty = read_whole(profile, "CL@volume:difference", D1, NOW)
    assert (len(empty), "Import its contracts" in str(empty.problem)) == (0, True)


def test_typing_one_offers_what_it_may_become() -> None:
    watched = [instrument("NQ=F"), instrument("CL=F"), instrument("AAPL")]
    found = understand("nq@", watched, ("CL=F", "1h")).choices
    assert [choice.symbol for choice in found[:3]] == ["NQ@volume:difference", "NQ@expiry:difference", "NQ@notice:difference"]
    assert ({choice.timeframe for choice in found}, found[0].name) == ({"1h"}, "E-mini Nasdaq-100")
    (first, *_) = understand("CL@expiry-5:ratio 1d", watched, ("NQ=F", "5m")).choices
    assert (first.symbol, first.timeframe) == ("CL@expiry-5:ratio", "1d")
    assert [choice.symbol for choice in understand("nq@v", watched, ("CL=F", "1h")).choices] == [
        "NQ@volume:difference", "NQ@volume", "NQ@volume:ratio",
    ]  # fmt: skip
    for text in ("GC@volume", "NQ@monday", "AAPL@volume", "NQ@volume nonsense"):
        typed = understand(text, watched, ("CL=F", "1h"))
        assert (typed.choices, "expiry notice volume feed" in str(typed.problem)) == ((), True), text

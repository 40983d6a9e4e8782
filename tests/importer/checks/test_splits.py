"""Splits through the real importer: one scale in every series, whatever the feed does and however late we come."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles as MyCandles
from ohlc_desktop.core.chart.series import Flag
from ohlc_desktop.core.errors import OtherStore
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.arbitration import put
from ohlc_desktop.importer.ingest import CandleWriter
from ohlc_desktop.importer.run_setup import read_state
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.chart_data.chart_reading import load_drawings, read_whole, refresh, save_drawings
from ohlc_desktop.store import drawings, markets, watchlist
from ohlc_desktop.store.evidence import facts, splits
from ohlc_desktop.store.evidence.splits import SplitState
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources.source_rows import rows_of
from tests.importer.bench import ImportBench, Ran, at, future
from tests.standins import market_truth as truth
from tests.standins.market_truth import Candles
from tests.standins.splits import SplitEvent

AAPL = "AAPL"
TUESDAY = at("2026-11-24 09:30")


@pytest.fixture
def few(bench: ImportBench) -> None:
    """A bench without 1m and 2m: enough to see minutes and days at one scale."""
    bench.sources = ("5m", "1d")


def run_at(bench: ImportBench, moment: str, **how: object) -> Ran:
    """Import at a New York time."""
    bench.clock.set(at(moment))
    ran = bench.run(AAPL, **how)  # type: ignore[arg-type]
    assert ran.done.exit_code == 0, str(ran.done.message)
    return ran


def on_monday(bench: ImportBench, *events: SplitEvent) -> None:
    """Everything was imported on Monday, before any of the splits."""
    bench.yahoo.splits[AAPL] = [*events]
    bench.begin_with("apple", "2026-11-23 17:05", lambda: run_at(bench, "2026-11-23 17:05"))


def on_tuesday(bench: ImportBench) -> None:
    """A 4:1 split was found on Tuesday."""
    bench.yahoo.splits[AAPL] = [SplitEvent(TUESDAY, 4)]

    def imported() -> None:
        on_monday(bench, SplitEvent(TUESDAY, 4))
        run_at(bench, "2026-11-24 17:05")

    bench.begin_with("split apple", "2026-11-24 17:05", imported)


def divided(block: Candles, ratio: Fraction) -> Candles:
    """The same prices at another scale, by another arithmetic than the program's; volumes whole."""
    up, down = ratio.numerator, ratio.denominator
    prices = (
        (column.astype(np.longdouble) * down / up).astype(np.float32).astype(np.float64) for column in block[1:5]
    )
    return Candles(block.ts, *prices, (2 * block.volume * up + down) // (2 * down))


def assert_scale(bench: ImportBench, ratio: Fraction) -> None:
    """Every stored candle is the market's at this one scale."""
    for name in bench.sources:
        stored = bench.candles(AAPL, name)
        known = truth.last_trade(AAPL, bench.clock.now() - bench.yahoo.delay)
        right = truth.truth(AAPL, name, float(stored.ts[0]), bench.clock.now(), known)
        expected = divided(right, ratio)
        _, mine, theirs = np.intersect1d(stored.ts, expected.ts, return_indices=True)
        assert len(mine) > 0.99 * len(stored.ts), name
        for field in Candles._fields:
            a, b = getattr(stored, field)[mine], getattr(expected, field)[theirs]
            rounded = name == "2m" and field == "volume"  # a sum of two minutes, each of them rounded
            assert (np.abs(a - b) <= rounded).all(), f"{name} {field}: {a[a != b][:3]} {b[a != b][:3]}"


def assert_smooth(bench: ImportBench) -> None:
    """No timeframe has a step, as two scales would make."""
    for name in TIMEFRAMES:
        block = bench.candles(AAPL, name)
        if len(block.ts) > 1:
            steps = np.abs(np.log(block.open[1:] / block.close[:-1]))
            assert steps.max() < 0.15, name
            assert (np.abs(np.log(block.high / block.low)) < 0.25).all(), name


def states(bench: ImportBench) -> list[tuple[str, SplitState]]:
    return [(found.split.text, found.state) for found in splits.noticed(bench.store.connection)]


def test_a_split_brings_every_timeframe_to_the_new_scale(bench: ImportBench) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 4))
    before = bench.candles(AAPL, "1d")
    assert_scale(bench, Fraction(1))
    ran = run_at(bench, "2026-11-24 17:05")
    assert_scale(bench, Fraction(4))
    assert_smooth(bench)
    assert states(bench) == [("4:1", SplitState.APPLIED)]
    [text] = ran.notices("split")
    assert text.startswith("AAPL had a 4:1 split on 2026-11-24. Older candles brought to the new scale: ")
    assert text in str(ran.done.message)
    assert ran.done.state is RunState.DONE
    kept = bench.sql("SELECT ts, close, volume FROM revision WHERE timeframe='1d' ORDER BY ts")
    assert [row[1] for row in kept] == before.close.tolist()[-len(kept) :]


def live(bench: ImportBench, first: str, last: str) -> list[Ran]:
    """Import every weekday at 17:05 New York."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [begin + timedelta(n) for n in range((end - begin).days + 1)]
    return [run_at(bench, f"{day} 17:05") for day in days if day.weekday() < 5]


@pytest.mark.usefixtures("few")
def test_a_reverse_split(bench: ImportBench) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 1, 10))
    ran, _ = live(bench, "2026-11-24", "2026-11-25")
    assert_scale(bench, Fraction(1, 10))
    assert_smooth(bench)
    assert "had a 1:10 reverse split" in ran.notices("split")[0]
    sums = bench.candles(AAPL, "1h"), bench.candles(AAPL, "5m")
    inside = sums[1].cut((sums[1].ts >= sums[0].ts[0]) & (sums[1].ts < sums[0].ts[-1] + 3600))
    assert sums[0].volume.sum() == inside.volume.sum()  # coarser candles stay sums of finer ones


@pytest.mark.usefixtures("few")
def test_nothing_happens_twice(bench: ImportBench) -> None:
    on_tuesday(bench)
    before = bench.sql("SELECT count(*) FROM revision")
    for moment in ("2026-11-24 17:35", "2026-11-25 17:05"):
        assert run_at(bench, moment).notices("split") == []
    assert bench.sql("SELECT count(*) FROM revision") == before
    assert_scale(bench, Fraction(4))
    assert len(states(bench)) == 1


def test_the_next_run_asks_once_for_all_that_the_feed_still_has(bench: ImportBench) -> None:
    on_tuesday(bench)
    missing = bench.missing(AAPL)
    bench.yahoo.clear()
    run_at(bench, "2026-11-25 17:05")
    asked = {r.interval: min(int(q.period1 or 0) for q in bench.yahoo.chart_requests() if q.interval == r.interval)
             for r in bench.yahoo.chart_requests()}  # fmt: skip
    assert set(asked) == {"1m", "2m", "5m", "1d"}
    assert asked["5m"] < at("2026-11-06 00:00")
    assert asked["1d"] < at("2025-11-26 00:00")
    assert missing == bench.missing(AAPL)  # what is stored was never called missing
    bench.asked()
    run_at(bench, "2026-11-27 17:05")
    assert bench.asked() == {AAPL: ["1d", "1m", "5m"]}
    assert bench.sql("SELECT checked FROM split") == [(1,)]


def test_it_asks_until_all_was_answered(bench: ImportBench) -> None:
    on_tuesday(bench)
    bench.yahoo.fault("html", interval="5m")
    bench.clock.set(at("2026-11-25 17:05"))
    assert bench.run(AAPL).done.exit_code == 1
    assert bench.sql("SELECT checked FROM split") == [(0,)]
    bench.yahoo.clear_faults()
    run_at(bench, "2026-11-27 17:05")
    assert bench.sql("SELECT checked FROM split") == [(1,)]


@pytest.mark.usefixtures("few")
def test_two_splits_on_two_days(bench: ImportBench) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 4), SplitEvent(at("2026-12-01 09:30"), 3, 2))
    for day in ("2026-11-24", "2026-12-01"):
        run_at(bench, f"{day} 17:05")
    assert_scale(bench, Fraction(6))
    assert_smooth(bench)
    assert states(bench) == [("4:1", SplitState.APPLIED), ("3:2", SplitState.APPLIED)]


@pytest.mark.usefixtures("few")
def test_two_splits_while_two_weeks_were_missed(bench: ImportBench) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 1281, 1000), SplitEvent(at("2026-12-01 09:30"), 1, 3))
    ran = run_at(bench, "2026-12-07 17:05")
    assert_scale(bench, Fraction(427, 1000))
    assert_smooth(bench)
    assert len(ran.notices("split")) == 2


@pytest.mark.usefixtures("far")
@pytest.mark.parametrize(
    ("back", "ratio"),
    [
        ("2026-12-24 17:05", (21, 20)),  # the minutes are out of reach
        ("2027-06-24 17:05", (4, 1)),  # nothing but the days is within reach
    ],
)
def test_a_split_while_nobody_imported(bench: ImportBench, back: str, ratio: tuple[int, int]) -> None:
    on_monday(bench, SplitEvent(TUESDAY, *ratio))
    ran = run_at(bench, back)
    assert_scale(bench, Fraction(*ratio))
    assert len(ran.notices("split")) == 1
    run_at(bench, f"{date.fromisoformat(back[:10]) + timedelta(1)} 17:05")
    assert_scale(bench, Fraction(*ratio))


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("interval", ["5m", "1d"])
def test_one_series_failed_on_the_day(bench: ImportBench, interval: str) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 4))
    bench.yahoo.fault("html", interval=interval)
    bench.clock.set(at("2026-11-24 17:05"))
    bench.run(AAPL)
    assert_smooth(bench)
    bench.yahoo.clear_faults()
    live(bench, "2026-11-25", "2026-11-25")
    assert_scale(bench, Fraction(4))
    assert len(states(bench)) == 1


@pytest.mark.usefixtures("few")
def test_only_the_days_failed_for_three_months(bench: ImportBench) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 4))
    bench.yahoo.fault("html", interval="1d")
    bench.clock.set(at("2027-02-24 17:05"))
    bench.run(AAPL)
    bench.yahoo.clear_faults()
    run_at(bench, "2027-02-25 17:05")
    assert_scale(bench, Fraction(4))
    assert_smooth(bench)


@pytest.mark.usefixtures("few")
def test_a_feed_that_adjusts_its_older_candles_two_days_late(bench: ImportBench) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 4, adjusted=at("2026-11-26 12:00")))
    live(bench, "2026-11-24", "2026-11-24")
    assert_smooth(bench)
    assert_scale(bench, Fraction(4))
    live(bench, "2026-11-25", "2026-11-27")
    assert_scale(bench, Fraction(4))
    assert states(bench) == [("4:1", SplitState.APPLIED)]


@pytest.mark.parametrize("behind", [("1d",), ("1m", "2m", "5m")])
def test_answers_of_different_intervals_at_different_scales(bench: ImportBench, behind: tuple[str, ...]) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 4, behind=behind))
    for day in ("2026-11-24", "2026-11-25", "2026-12-01", "2026-12-02"):
        ran = run_at(bench, f"{day} 17:05")
        assert_smooth(bench)
        assert "taken back" not in str(ran.done.message)
    assert_scale(bench, Fraction(4))
    assert states(bench) == [("4:1", SplitState.APPLIED)]


def test_a_wrong_split_that_the_feed_takes_back(bench: ImportBench) -> None:
    """All older prices are divided, though nothing was split; two days later they are as they were."""
    wrong = SplitEvent(TUESDAY, 7, 3, real=False, until=at("2026-11-27 12:00"))
    on_monday(bench, wrong)
    drawn = draw(bench)
    before = {name: bench.candles(AAPL, name) for name in TIMEFRAMES}
    live(bench, "2026-11-24", "2026-11-25")
    ran = run_at(bench, "2026-11-27 17:05")
    assert ran.notices("split")[0].startswith("Yahoo has taken back the 7:3 split of AAPL of 2026-11-24.")
    assert states(bench) == [("7:3", SplitState.TAKEN_BACK)]
    for name, old in before.items():
        now = bench.candles(AAPL, name)
        both = np.isin(now.ts, old.ts)
        for field in Candles._fields:
            assert np.array_equal(getattr(now, field)[both], getattr(old, field)), (name, field)
    assert_scale(bench, Fraction(1))
    assert_smooth(bench)
    assert drawings.load(bench.store.connection, AAPL) == drawn
    assert bench.sql("SELECT checked FROM split") == [(0,)]
    run_at(bench, "2026-11-30 17:05")  # which asks for all of it once more
    assert bench.sql("SELECT checked FROM split") == [(1,)]


def draw(bench: ImportBench) -> list[drawings.DrawingRow]:
    """A trend line and a level."""
    line = {"id": "a", "kind": "trend", "points": [[int(TUESDAY) - DAY, 231.17], [int(TUESDAY) - 60, 0.1]]}
    level = {"id": "b", "kind": "horizontal", "points": [[int(TUESDAY) - DAY, 200.0]], "width": 2}
    with bench.store.transaction() as connection:
        kept = [(str(each["kind"]), json.dumps(each)) for each in (line, level)]
        drawings.save(connection, AAPL, [*kept, ("strange", '{"points": 5}')], 1.0)
    return drawings.load(bench.store.connection, AAPL)


@pytest.mark.usefixtures("few")
def test_drawings_stay_on_the_candles(bench: ImportBench) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 4))
    draw(bench)
    name = facts.contents(bench.store.connection)
    ran = run_at(bench, "2026-11-24 17:05")
    line, level, strange = (json.loads(row.data) for row in drawings.load(bench.store.connection, AAPL))
    assert [price for _, price in line["points"]] == [231.17 / 4, 0.1 / 4]
    assert level == {"id": "b", "kind": "horizontal", "points": [[int(TUESDAY) - DAY, 50.0]], "width": 2}
    assert strange == {"points": 5}
    assert "drawings: 3." in ran.notices("split")[0]
    assert facts.contents(bench.store.connection) != name  # open charts read them anew


@pytest.mark.usefixtures("few")
def test_an_event_without_a_change_of_scale(bench: ImportBench) -> None:
    """The feed lists it days after it had adjusted everything, or by mistake."""
    on_monday(bench, SplitEvent(TUESDAY, 4, real=False, adjusted=math.inf))
    rans = live(bench, "2026-11-24", "2026-11-25")
    assert [ran.notices("split") for ran in rans] == [[]] * 2
    assert_scale(bench, Fraction(1))
    assert states(bench) == []


@pytest.mark.usefixtures("few")
def test_an_old_split_in_a_backfill_is_nothing_new(bench: ImportBench) -> None:
    bench.yahoo.splits[AAPL] = [SplitEvent(at("2026-06-10 09:30"), 4)]
    assert [ran.notices("split") for ran in live(bench, "2026-11-23", "2026-11-24")] == [[]] * 2
    assert_scale(bench, Fraction(4))


@pytest.mark.usefixtures("few")
def test_a_real_crash_is_no_split(bench: ImportBench) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 2, told=False, adjusted=math.inf))
    rans = live(bench, "2026-11-24", "2026-11-25")
    assert [ran.notices("split") for ran in rans] == [[]] * 2
    assert states(bench) == []
    daily = bench.candles(AAPL, "1d")
    tuesday = np.searchsorted(daily.ts, truth.utc_midnight(date(2026, 11, 24)))
    assert daily.close[tuesday - 1] > 1.8 * daily.open[tuesday]
    assert bench.sql("SELECT count(*) FROM revision") == [(0,)]


@pytest.mark.usefixtures("few")
def test_another_scale_without_event_is_refused_for_a_day(bench: ImportBench) -> None:
    """Pence for pounds on one day: nothing of it is stored."""
    on_monday(bench)
    wild = SplitEvent(
        at("2026-11-24 17:01"), 1, 100, told=False, real=False, adjusted=TUESDAY, until=at("2026-11-25 00:00")
    )
    bench.yahoo.splits[AAPL] = [wild]
    bench.clock.set(at("2026-11-24 17:05"))
    ran = bench.run(AAPL)
    assert ran.done.state is RunState.FAILED
    assert "differ from all stored ones by the ratio 1:100, and no split is told of" in str(ran.done.message)
    assert {item.cause for item in ran.items().values() if item.state is ItemState.FAILED} == {"other_scale"}
    assert_scale(bench, Fraction(1))
    run_at(bench, "2026-11-25 17:05")
    assert_scale(bench, Fraction(1))
    assert states(bench) == []


@pytest.mark.usefixtures("few")
def test_another_scale_without_event_that_stays_is_believed(bench: ImportBench) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 4, told=False))
    for moment in ("2026-11-24 17:05", "2026-11-24 17:35"):
        bench.clock.set(at(moment))
        assert bench.run(AAPL).done.state is RunState.FAILED
    ran = run_at(bench, "2026-11-25 17:05")
    assert "Yahoo tells of no split, but stays with it." in ran.notices("split")[0]
    assert_scale(bench, Fraction(4))
    assert_smooth(bench)
    assert states(bench) == [("4:1", SplitState.APPLIED)]
    assert run_at(bench, "2026-11-27 17:05").notices("split") == []


@pytest.mark.usefixtures("few")
def test_a_split_is_one_transaction(bench: ImportBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after rescaling and before the answer is stored: nothing has happened, the next run does it all."""
    on_monday(bench, SplitEvent(TUESDAY, 4))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(CandleWriter, "keep", killed)
        bench.clock.set(at("2026-11-24 17:05"))
        with pytest.raises(KeyboardInterrupt):
            bench.run(AAPL)
    assert_scale(bench, Fraction(1))
    assert states(bench) == []
    run_at(bench, "2026-11-24 17:06")
    assert_scale(bench, Fraction(4))


@pytest.mark.usefixtures("few")
def test_charts_mark_it_and_call_nothing_revised(bench: ImportBench) -> None:
    on_monday(bench, SplitEvent(TUESDAY, 4))
    draw(bench)
    profile = Profile(bench.folder, demo=False)
    before, drawn = read_whole(profile, AAPL, TIMEFRAMES["1h"], bench.clock.now()), load_drawings(profile, AAPL)
    run_at(bench, "2026-11-24 17:05")
    for name in ("5m", "1h", "1d", "1wk"):
        series = read_whole(profile, AAPL, TIMEFRAMES[name], bench.clock.now())
        assert [str(mark.label) for mark in series.rolls] == (["Split 4:1"] if name != "1wk" else [])  # its week is not over
        assert not (series.flags & Flag.REVISED).any()
    assert before.rolls == ()
    fresh = refresh(profile, before, bench.clock.now())
    assert fresh is not None
    assert fresh.unchanged == 0
    assert fresh.series.candles.close[0] == np.float32(before.candles.close[0] / 4)
    # a chart that was open all the while must not put its former prices back
    with pytest.raises(OtherStore):
        save_drawings(profile, AAPL, drawn.rows, bench.clock.now(), known=drawn.store)
    assert json.loads(load_drawings(profile, AAPL).rows[1].data)["points"][0][1] == 50.0


def test_futures_never_split(bench: ImportBench) -> None:
    bench.yahoo.splits["ES=F"] = [SplitEvent(at("2026-11-24 00:00"), 4, real=False)]
    bench.run("ES=F", sources=("1d",))
    bench.clock.set(at("2026-11-24 17:05"))
    assert bench.run("ES=F", sources=("1d",)).notices("split") == []
    assert splits.noticed(bench.store.connection) == []


@pytest.mark.usefixtures("few")
def test_a_split_that_is_told_of_for_tomorrow(bench: ImportBench) -> None:
    """Yfinance makes a row of it, without prices; it is none of the feed's."""
    bench.yahoo.splits[AAPL] = [SplitEvent(at("2026-11-23 16:30"), 4, real=False, adjusted=math.inf)]
    run_at(bench, "2026-11-23 17:05")
    assert bench.quarantined() == {}
    assert_scale(bench, Fraction(1))


def test_rows_of_another_source_are_brought_to_the_new_scale_as_well(bench: ImportBench, few: None) -> None:
    on_monday(bench)
    stored = bench.candles(AAPL, "1d")
    number, day = watchlist.instrument_id(bench.store.connection, AAPL), TIMEFRAMES["1d"]
    end = int(stored.ts[-1])
    has = MyCandles(*stored).take(slice(None, -1))
    other = replace(has, close=has.low.copy())
    with bench.store.transaction() as connection:
        calendar = series_summary.load_calendar(connection, markets.at_home(connection, future(AAPL)).calendar)
        assert calendar is not None
        _, state = read_state(connection, markets.at_home(connection, future(AAPL)), calendar, bench.feed, at("2026-11-23 17:05"))
        put(connection, number, state, day, "kibot", other, Interval(int(has.ts[0]), end), at("2026-11-23 17:05"))
    bench.yahoo.splits[AAPL] = [SplitEvent(TUESDAY, 4)]
    run_at(bench, "2026-11-24 17:05")
    connection = bench.store.connection
    file, feed = (rows_of(connection, number, day, name, int(has.ts[0]), end) for name in ("kibot", "yahoo"))
    assert np.allclose(file.close, other.close / 4, atol=0.006)
    assert np.allclose(feed.close, has.close / 4, atol=0.006)
    assert np.array_equal(bench.candles(AAPL, "1d").close[: len(file)], file.close), "the file stands still"
    assert {name for (name,) in bench.sql("SELECT DISTINCT source FROM candles WHERE timeframe='1d'")} == {"kibot", "yahoo"}
    assert bench.sql("SELECT max(abs(c.close-k.close)-apart) < 0.006 FROM contradiction AS c JOIN candle AS k"
                     " USING(instrument_id, timeframe, ts) WHERE timeframe='1d' AND c.close IS NOT NULL") == [(1,)]  # fmt: skip

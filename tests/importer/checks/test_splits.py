"""Splits through the real importer: one scale in every series, whatever the feed does and however late we come."""

from __future__ import annotations

import json
import math
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest

from ohlc_desktop.core.chart.series import Flag
from ohlc_desktop.core.errors import OtherStore
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.ingest import CandleWriter
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.chart_data.chart_reading import load_drawings, read_whole, refresh, save_drawings
from ohlc_desktop.store import drawings
from ohlc_desktop.store.evidence import facts, splits
from ohlc_desktop.store.evidence.splits import SplitState
from tests.importer.desk import Desk, Ran, at
from tests.standins import market_truth as truth
from tests.standins.market_truth import Candles
from tests.standins.splits import SplitEvent

AAPL = "AAPL"
TUESDAY = at("2026-11-24 09:30")
SOURCES = ("1m", "2m", "5m", "1d")


def run_at(desk: Desk, moment: str, **how: object) -> Ran:
    """Import at a New York time."""
    desk.clock.set(at(moment))
    ran = desk.run(AAPL, **how)  # type: ignore[arg-type]
    assert ran.done.exit_code == 0, str(ran.done.message)
    return ran


def on_monday(desk: Desk, *events: SplitEvent) -> None:
    """Everything was imported on Monday, before any of the splits."""
    desk.yahoo.splits[AAPL] = [*events]
    desk.begin_with("apple", "2026-11-23 17:05", lambda: run_at(desk, "2026-11-23 17:05"))


def on_tuesday(desk: Desk) -> None:
    """A 4:1 split was found on Tuesday."""
    desk.yahoo.splits[AAPL] = [SplitEvent(TUESDAY, 4)]

    def imported() -> None:
        on_monday(desk, SplitEvent(TUESDAY, 4))
        run_at(desk, "2026-11-24 17:05")

    desk.begin_with("split apple", "2026-11-24 17:05", imported)


def divided(block: Candles, ratio: Fraction) -> Candles:
    """The same prices at another scale, by another arithmetic than the program's; volumes whole."""
    up, down = ratio.numerator, ratio.denominator
    prices = (
        (column.astype(np.longdouble) * down / up).astype(np.float32).astype(np.float64) for column in block[1:5]
    )
    return Candles(block.ts, *prices, (2 * block.volume * up + down) // (2 * down))


def assert_scale(desk: Desk, ratio: Fraction, names: tuple[str, ...] = SOURCES) -> None:
    """Every stored candle is the market's at this one scale."""
    for name in names:
        stored = desk.candles(AAPL, name)
        known = truth.last_trade(AAPL, desk.clock.now() - desk.yahoo.delay)
        right = truth.truth(AAPL, name, float(stored.ts[0]), desk.clock.now(), known)
        expected = divided(right, ratio)
        _, mine, theirs = np.intersect1d(stored.ts, expected.ts, return_indices=True)
        assert len(mine) > 0.99 * len(stored.ts), name
        for field in Candles._fields:
            a, b = getattr(stored, field)[mine], getattr(expected, field)[theirs]
            rounded = name == "2m" and field == "volume"  # a sum of two minutes, each of them rounded
            assert (np.abs(a - b) <= rounded).all(), f"{name} {field}: {a[a != b][:3]} {b[a != b][:3]}"


def assert_smooth(desk: Desk) -> None:
    """No timeframe has a step, as two scales would make."""
    for name in TIMEFRAMES:
        block = desk.candles(AAPL, name)
        if len(block.ts) > 1:
            steps = np.abs(np.log(block.open[1:] / block.close[:-1]))
            assert steps.max() < 0.15, name
            assert (np.abs(np.log(block.high / block.low)) < 0.25).all(), name


def states(desk: Desk) -> list[tuple[str, SplitState]]:
    return [(found.split.text, found.state) for found in splits.noticed(desk.store.connection)]


def test_a_split_brings_every_timeframe_to_the_new_scale(desk: Desk) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 4))
    before = desk.candles(AAPL, "1d")
    assert_scale(desk, Fraction(1))
    ran = run_at(desk, "2026-11-24 17:05")
    assert_scale(desk, Fraction(4))
    assert_smooth(desk)
    assert states(desk) == [("4:1", SplitState.APPLIED)]
    [text] = ran.notices("split")
    assert text.startswith("AAPL had a 4:1 split on 2026-11-24. Older candles brought to the new scale: ")
    assert text in str(ran.done.message)
    assert ran.done.state is RunState.DONE
    kept = desk.sql("SELECT ts, close, volume FROM revision WHERE timeframe='1d' ORDER BY ts")
    assert [row[1] for row in kept] == before.close.tolist()[-len(kept) :]


def live(desk: Desk, first: str, last: str) -> list[Ran]:
    """Import every weekday at 17:05 New York."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [begin + timedelta(n) for n in range((end - begin).days + 1)]
    return [run_at(desk, f"{day} 17:05") for day in days if day.weekday() < 5]


def test_a_reverse_split(desk: Desk) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 1, 10))
    ran, _ = live(desk, "2026-11-24", "2026-11-25")
    assert_scale(desk, Fraction(1, 10))
    assert_smooth(desk)
    assert "had a 1:10 reverse split" in ran.notices("split")[0]
    sums = desk.candles(AAPL, "1h"), desk.candles(AAPL, "5m")
    inside = sums[1].cut((sums[1].ts >= sums[0].ts[0]) & (sums[1].ts < sums[0].ts[-1] + 3600))
    assert sums[0].volume.sum() == inside.volume.sum()  # coarser candles stay sums of finer ones


def test_nothing_happens_twice(desk: Desk) -> None:
    on_tuesday(desk)
    before = desk.sql("SELECT count(*) FROM revision")
    for moment in ("2026-11-24 17:35", "2026-11-25 17:05", "2026-11-27 17:05"):
        assert run_at(desk, moment).notices("split") == []
    assert desk.sql("SELECT count(*) FROM revision") == before
    assert_scale(desk, Fraction(4))
    assert len(states(desk)) == 1


def test_the_next_run_asks_once_for_all_that_the_feed_still_has(desk: Desk) -> None:
    on_tuesday(desk)
    missing = desk.missing(AAPL)
    desk.yahoo.clear()
    run_at(desk, "2026-11-25 17:05")
    asked = {r.interval: min(int(q.period1 or 0) for q in desk.yahoo.chart_requests() if q.interval == r.interval)
             for r in desk.yahoo.chart_requests()}  # fmt: skip
    assert set(asked) == {"1m", "2m", "5m", "1d"}
    assert asked["5m"] < at("2026-09-28 00:00")
    assert asked["1d"] < at("2025-11-26 00:00")
    assert missing == desk.missing(AAPL)  # what is stored was never called missing
    desk.asked()
    run_at(desk, "2026-11-27 17:05")
    assert desk.asked() == {AAPL: ["1d", "1m", "5m"]}
    assert desk.sql("SELECT checked FROM split") == [(1,)]


def test_it_asks_until_all_was_answered(desk: Desk) -> None:
    on_tuesday(desk)
    desk.yahoo.fault("html", interval="5m")
    desk.clock.set(at("2026-11-25 17:05"))
    assert desk.run(AAPL).done.exit_code == 1
    assert desk.sql("SELECT checked FROM split") == [(0,)]
    desk.yahoo.clear_faults()
    run_at(desk, "2026-11-27 17:05")
    assert desk.sql("SELECT checked FROM split") == [(1,)]


def test_two_splits_on_two_days(desk: Desk) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 4), SplitEvent(at("2026-12-01 09:30"), 3, 2))
    live(desk, "2026-11-24", "2026-11-25")
    live(desk, "2026-12-01", "2026-12-02")
    assert_scale(desk, Fraction(6))
    assert_smooth(desk)
    assert states(desk) == [("4:1", SplitState.APPLIED), ("3:2", SplitState.APPLIED)]


def test_two_splits_while_two_weeks_were_missed(desk: Desk) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 1281, 1000), SplitEvent(at("2026-12-01 09:30"), 1, 3))
    ran = run_at(desk, "2026-12-07 17:05")
    assert_scale(desk, Fraction(427, 1000))
    assert_smooth(desk)
    assert len(ran.notices("split")) == 2


@pytest.mark.parametrize(
    ("back", "ratio"),
    [
        ("2026-12-24 17:05", (21, 20)),  # the minutes are out of reach
        ("2027-06-24 17:05", (4, 1)),  # nothing but the days is within reach
    ],
)
def test_a_split_while_nobody_imported(desk: Desk, back: str, ratio: tuple[int, int]) -> None:
    on_monday(desk, SplitEvent(TUESDAY, *ratio))
    ran = run_at(desk, back)
    assert_scale(desk, Fraction(*ratio))
    assert len(ran.notices("split")) == 1
    run_at(desk, f"{date.fromisoformat(back[:10]) + timedelta(1)} 17:05")
    assert_scale(desk, Fraction(*ratio))


@pytest.mark.parametrize("interval", ["5m", "1d"])
def test_one_series_failed_on_the_day(desk: Desk, interval: str) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 4))
    desk.yahoo.fault("html", interval=interval)
    desk.clock.set(at("2026-11-24 17:05"))
    desk.run(AAPL)
    assert_smooth(desk)
    desk.yahoo.clear_faults()
    live(desk, "2026-11-25", "2026-11-25")
    assert_scale(desk, Fraction(4))
    assert len(states(desk)) == 1


def test_only_the_days_failed_for_three_months(desk: Desk) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 4))
    desk.yahoo.fault("html", interval="1d")
    desk.clock.set(at("2027-02-24 17:05"))
    desk.run(AAPL)
    desk.yahoo.clear_faults()
    run_at(desk, "2027-02-25 17:05")
    assert_scale(desk, Fraction(4))
    assert_smooth(desk)


def test_a_feed_that_adjusts_its_older_candles_two_days_late(desk: Desk) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 4, adjusted=at("2026-11-26 12:00")))
    live(desk, "2026-11-24", "2026-11-24")
    assert_smooth(desk)
    assert_scale(desk, Fraction(4))
    live(desk, "2026-11-25", "2026-11-27")
    assert_scale(desk, Fraction(4))
    assert states(desk) == [("4:1", SplitState.APPLIED)]


@pytest.mark.parametrize("behind", [("1d",), ("1m", "2m", "5m")])
def test_answers_of_different_intervals_at_different_scales(desk: Desk, behind: tuple[str, ...]) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 4, behind=behind))
    for day in ("2026-11-24", "2026-11-25", "2026-12-01", "2026-12-02"):
        ran = run_at(desk, f"{day} 17:05")
        assert_smooth(desk)
        assert "taken back" not in str(ran.done.message)
    assert_scale(desk, Fraction(4))
    assert states(desk) == [("4:1", SplitState.APPLIED)]


def test_a_wrong_split_that_the_feed_takes_back(desk: Desk) -> None:
    """All older prices are divided, though nothing was split; two days later they are as they were."""
    wrong = SplitEvent(TUESDAY, 7, 3, real=False, until=at("2026-11-27 12:00"))
    on_monday(desk, wrong)
    drawn = draw(desk)
    before = {name: desk.candles(AAPL, name) for name in TIMEFRAMES}
    live(desk, "2026-11-24", "2026-11-25")
    ran = run_at(desk, "2026-11-27 17:05")
    assert ran.notices("split")[0].startswith("Yahoo has taken back the 7:3 split of AAPL of 2026-11-24.")
    assert states(desk) == [("7:3", SplitState.TAKEN_BACK)]
    for name, old in before.items():
        now = desk.candles(AAPL, name)
        both = np.isin(now.ts, old.ts)
        for field in Candles._fields:
            assert np.array_equal(getattr(now, field)[both], getattr(old, field)), (name, field)
    assert_scale(desk, Fraction(1))
    assert_smooth(desk)
    assert drawings.load(desk.store.connection, AAPL) == drawn
    assert desk.sql("SELECT checked FROM split") == [(0,)]
    run_at(desk, "2026-11-30 17:05")  # which asks for all of it once more
    assert desk.sql("SELECT checked FROM split") == [(1,)]


def draw(desk: Desk) -> list[drawings.DrawingRow]:
    """A trend line and a level."""
    line = {"id": "a", "kind": "trend", "points": [[int(TUESDAY) - DAY, 231.17], [int(TUESDAY) - 60, 0.1]]}
    level = {"id": "b", "kind": "horizontal", "points": [[int(TUESDAY) - DAY, 200.0]], "width": 2}
    with desk.store.transaction() as connection:
        kept = [(str(each["kind"]), json.dumps(each)) for each in (line, level)]
        drawings.save(connection, AAPL, [*kept, ("strange", '{"points": 5}')], 1.0)
    return drawings.load(desk.store.connection, AAPL)


def test_drawings_stay_on_the_candles(desk: Desk) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 4))
    draw(desk)
    name = facts.contents(desk.store.connection)
    ran = run_at(desk, "2026-11-24 17:05")
    line, level, strange = (json.loads(row.data) for row in drawings.load(desk.store.connection, AAPL))
    assert [price for _, price in line["points"]] == [231.17 / 4, 0.1 / 4]
    assert level == {"id": "b", "kind": "horizontal", "points": [[int(TUESDAY) - DAY, 50.0]], "width": 2}
    assert strange == {"points": 5}
    assert "drawings: 3." in ran.notices("split")[0]
    assert facts.contents(desk.store.connection) != name  # open charts read them anew


def test_an_event_without_a_change_of_scale(desk: Desk) -> None:
    """The feed lists it days after it had adjusted everything, or by mistake."""
    on_monday(desk, SplitEvent(TUESDAY, 4, real=False, adjusted=math.inf))
    rans = live(desk, "2026-11-24", "2026-11-25")
    assert [ran.notices("split") for ran in rans] == [[]] * 2
    assert_scale(desk, Fraction(1))
    assert states(desk) == []


def test_an_old_split_in_a_backfill_is_nothing_new(desk: Desk) -> None:
    desk.yahoo.splits[AAPL] = [SplitEvent(at("2026-06-10 09:30"), 4)]
    assert [ran.notices("split") for ran in live(desk, "2026-11-23", "2026-11-24")] == [[]] * 2
    assert_scale(desk, Fraction(4))


def test_a_real_crash_is_no_split(desk: Desk) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 2, told=False, adjusted=math.inf))
    rans = live(desk, "2026-11-24", "2026-11-25")
    assert [ran.notices("split") for ran in rans] == [[]] * 2
    assert states(desk) == []
    daily = desk.candles(AAPL, "1d")
    tuesday = np.searchsorted(daily.ts, truth.utc_midnight(date(2026, 11, 24)))
    assert daily.close[tuesday - 1] > 1.8 * daily.open[tuesday]
    assert desk.sql("SELECT count(*) FROM revision") == [(0,)]


def test_another_scale_without_event_is_refused_for_a_day(desk: Desk) -> None:
    """Pence for pounds on one day: nothing of it is stored."""
    on_monday(desk)
    wild = SplitEvent(
        at("2026-11-24 17:01"), 1, 100, told=False, real=False, adjusted=TUESDAY, until=at("2026-11-25 00:00")
    )
    desk.yahoo.splits[AAPL] = [wild]
    desk.clock.set(at("2026-11-24 17:05"))
    ran = desk.run(AAPL)
    assert ran.done.state is RunState.FAILED
    assert "differ from all stored ones by the ratio 1:100, and no split is told of" in str(ran.done.message)
    assert {item.cause for item in ran.items().values() if item.state is ItemState.FAILED} == {"other_scale"}
    assert_scale(desk, Fraction(1))
    run_at(desk, "2026-11-25 17:05")
    assert_scale(desk, Fraction(1))
    assert states(desk) == []


def test_another_scale_without_event_that_stays_is_believed(desk: Desk) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 4, told=False))
    for moment in ("2026-11-24 17:05", "2026-11-24 17:35"):
        desk.clock.set(at(moment))
        assert desk.run(AAPL).done.state is RunState.FAILED
    ran = run_at(desk, "2026-11-25 17:05")
    assert "Yahoo tells of no split, but stays with it." in ran.notices("split")[0]
    assert_scale(desk, Fraction(4))
    assert_smooth(desk)
    assert states(desk) == [("4:1", SplitState.APPLIED)]
    assert run_at(desk, "2026-11-27 17:05").notices("split") == []


def test_a_split_is_one_transaction(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after rescaling and before the answer is stored: nothing has happened, the next run does it all."""
    on_monday(desk, SplitEvent(TUESDAY, 4))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(CandleWriter, "keep", killed)
        desk.clock.set(at("2026-11-24 17:05"))
        with pytest.raises(KeyboardInterrupt):
            desk.run(AAPL)
    assert_scale(desk, Fraction(1))
    assert states(desk) == []
    run_at(desk, "2026-11-24 17:06")
    assert_scale(desk, Fraction(4))


def test_charts_mark_it_and_call_nothing_revised(desk: Desk) -> None:
    on_monday(desk, SplitEvent(TUESDAY, 4))
    draw(desk)
    profile = Profile(desk.folder, demo=False)
    before, drawn = read_whole(profile, AAPL, TIMEFRAMES["1h"], desk.clock.now()), load_drawings(profile, AAPL)
    run_at(desk, "2026-11-24 17:05")
    for name in ("5m", "1h", "1d", "1wk"):
        series = read_whole(profile, AAPL, TIMEFRAMES[name], desk.clock.now())
        assert [str(mark.label) for mark in series.rolls] == (["Split 4:1"] if name != "1wk" else [])  # its week is not over
        assert not (series.flags & Flag.REVISED).any()
    assert before.rolls == ()
    fresh = refresh(profile, before, desk.clock.now())
    assert fresh is not None
    assert fresh.unchanged == 0
    assert fresh.series.candles.close[0] == np.float32(before.candles.close[0] / 4)
    # a chart that was open all the while must not put its former prices back
    with pytest.raises(OtherStore):
        save_drawings(profile, AAPL, drawn.rows, desk.clock.now(), known=drawn.store)
    assert json.loads(load_drawings(profile, AAPL).rows[1].data)["points"][0][1] == 50.0


def test_futures_never_split(desk: Desk) -> None:
    desk.yahoo.splits["ES=F"] = [SplitEvent(at("2026-11-24 00:00"), 4, real=False)]
    desk.run("ES=F", sources=("1d",))
    desk.clock.set(at("2026-11-24 17:05"))
    assert desk.run("ES=F", sources=("1d",)).notices("split") == []
    assert splits.noticed(desk.store.connection) == []


def test_a_split_that_is_told_of_for_tomorrow(desk: Desk) -> None:
    """Yfinance makes a row of it, without prices; it is none of the feed's."""
    desk.yahoo.splits[AAPL] = [SplitEvent(at("2026-11-23 16:30"), 4, real=False, adjusted=math.inf)]
    run_at(desk, "2026-11-23 17:05")
    assert desk.quarantined() == {}
    assert_scale(desk, Fraction(1))

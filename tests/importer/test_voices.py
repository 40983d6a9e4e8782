"""A feed that contradicts itself: the archive is the same whatever came last, and says how well each candle is known."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import numpy as np
import pytest

from ohlc_desktop.core.timeframes import TIMEFRAMES, fed_by
from ohlc_desktop.core.voices.levels import Confidence
from tests.core.voices.scores import made
from tests.importer.bench import ImportBench, at
from tests.standins import market_truth as truth
from tests.standins.market_truth import DAY
from tests.standins.twins import MARKETS, Twins, Voice

ES = MARKETS[1]
#: The Friday on which the twins end, half an hour after the feed's last row.
END = "2025-11-07 17:35:05"
FAMILY = [timeframe.name for timeframe in fed_by("5m")]


def twins() -> Twins:
    return made(ES, 3)


def say(bench: ImportBench, voice: Voice) -> None:
    """Let the feed speak with a voice from now on."""
    bench.yahoo.told["ES=F", "5m"] = truth.Candles(*voice.candles)


def ask_for_all(bench: ImportBench) -> None:
    """Import 5m as if it had never been asked for; its candles stay."""
    for table in ("coverage", "series"):
        bench.sql(f"DELETE FROM {table} WHERE timeframe='5m'")
    assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0


def archive(bench: ImportBench) -> list[list[tuple[Any, ...]]]:
    """All that follows from what the feed said."""
    return [
        bench.sql("SELECT timeframe, ts, open, high, low, close, volume, known FROM candle ORDER BY 1, 2"),
        bench.sql("SELECT ts, open, high, low, close, volume FROM said ORDER BY 1, 2, 3, 4, 5, 6"),
        bench.sql("SELECT * FROM lacked ORDER BY ts"),
        bench.sql("SELECT * FROM answer ORDER BY first"),
    ]


def heard(bench: ImportBench, order: str) -> list[list[tuple[Any, ...]]]:
    """The archive after whole answers of the voices a and b in some order, with restarts between."""
    bench.begin_with(f"voices {order}", END, lambda: hear(bench, order))
    return archive(bench)


def hear(bench: ImportBench, order: str) -> None:
    """Let the voices speak in some order; what others begin with is not asked for again."""
    if len(order) > 1:
        heard(bench, order[:-1])
    say(bench, twins().one if order[-1] == "a" else twins().other)
    ask_for_all(bench)


@pytest.mark.parametrize("order", ["ba", "abba"])
def test_the_archive_does_not_depend_on_who_spoke_last(bench: ImportBench, order: str) -> None:
    first = heard(bench, "ab")
    assert first[1]
    assert heard(bench, order) == first


def test_a_revision_is_a_candle_that_changed_not_a_feed_that_flipped(bench: ImportBench) -> None:
    heard(bench, "ab")
    before = bench.sql("SELECT count(*) FROM revision")
    assert before > [(0,)]
    for voice in (twins().one, twins().other, twins().one):
        say(bench, voice)
        ask_for_all(bench)
    assert bench.sql("SELECT count(*) FROM revision") == before


def test_every_coarser_candle_follows(bench: ImportBench) -> None:
    heard(bench, "ab")
    five = bench.candles("ES=F", "5m")
    for name in FAMILY[1:]:
        block = bench.candles("ES=F", name)
        assert len(block.ts)
        for ts, high, low, volume in zip(block.ts, block.high, block.low, block.volume, strict=True):
            within = five.cut((five.ts >= ts) & (five.ts < ts + TIMEFRAMES[name].seconds))
            assert (within.high.max(), within.low.min(), within.volume.sum()) == (high, low, volume), (name, ts)


@pytest.mark.usefixtures("far")
def test_how_well_each_candle_is_known(bench: ImportBench) -> None:
    heard(bench, "ab")
    told = Counter(dict(bench.sql("SELECT known, count(*) FROM candle WHERE timeframe='5m' GROUP BY known")))
    assert told[Confidence.AGREED] > 5000
    assert told[Confidence.CHOSEN] > 500
    known = dict(bench.sql("SELECT ts, known FROM candle WHERE timeframe='5m'"))
    for ts, worst in bench.sql("SELECT ts, known FROM candle WHERE timeframe='1h'"):
        assert worst == max(known[part] for part in known.keys() & set(range(ts, ts + 3600, 300)))


@pytest.mark.usefixtures("far")
def test_the_real_change_of_contract_is_noted_and_not_smoothed(bench: ImportBench) -> None:
    told = twins()
    heard(bench, "ab")
    for (ts, points), roll in zip(bench.sql("SELECT ts, points FROM contract_change ORDER BY ts"), told.rolls, strict=True):
        assert abs(ts - roll) <= 300
        assert abs(points - ES.spread * 0.25) < 10
        before, after = bench.sql("SELECT close, open FROM candle WHERE timeframe='5m' AND ts IN (?,?)", ts - 300, ts)
        assert after[1] - before[0] == points
    known = bench.sql("SELECT DISTINCT until, value FROM superseded WHERE kind='step 5m' AND value IS NULL")
    assert {until for until, _ in known} <= {at for (at,) in bench.sql("SELECT at FROM arrival UNION SELECT at FROM revision")}
    assert known, "since when they are known is not"


def test_only_contradictions_are_kept(bench: ImportBench) -> None:
    heard(bench, "ab")
    assert bench.sql("SELECT count(*) FROM said GROUP BY ts HAVING count(*) < 2") == []
    assert bench.sql("SELECT count(*) FROM said") < bench.sql("SELECT count(*) FROM candle WHERE timeframe='5m'")


@pytest.mark.usefixtures("far")
def test_mixed_contracts_never_enter_the_archive_once_the_other_voice_spoke(bench: ImportBench) -> None:
    told = twins()
    heard(bench, "a")
    known = dict(bench.sql("SELECT ts, known FROM candle WHERE timeframe='5m'"))
    found = {ts for ts in told.one.mixed if known.get(ts) == Confidence.SUSPECT}
    assert len(found) > 0.9 * len(told.one.mixed & known.keys())  # from this answer alone
    say(bench, told.other)
    ask_for_all(bench)
    right = {int(ts): n for n, ts in enumerate(told.truth.ts)}
    block = bench.candles("ES=F", "5m")
    mixed = np.isin(block.ts, sorted(told.one.mixed - told.other.mixed - told.other.stray))
    places = [right[int(ts)] for ts in block.ts[mixed]]
    assert (np.abs(block.close[mixed] - told.truth.close[places]) < 50).mean() > 0.99


def test_the_daily_import_sees_the_last_days_again_without_a_request_more(bench: ImportBench) -> None:
    told = twins()
    bench.clock.set(at("2025-10-31 17:35:05"))
    say(bench, told.other)
    assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
    for number, voice in zip(range(3, 8), itertools.cycle((told.one, told.other))):
        bench.clock.set(at(f"2025-11-{number:02} 17:35:05"))
        say(bench, voice)
        bench.yahoo.clear()
        assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
        assert bench.asked()["ES=F"] == ["5m"]
    week = bench.sql("SELECT known, count(*) FROM candle WHERE timeframe='5m' AND ts>=? GROUP BY known", at(END) - 6 * DAY)
    counted = Counter(dict(week))
    assert counted[Confidence.AGREED] > counted[Confidence.SINGLE]


def test_a_stray_price_is_refuted_by_the_next_look(bench: ImportBench) -> None:
    bench.yahoo.fault("spike_100x", interval="5m", times=1)
    bench.run("ES=F", sources=("5m",))
    ((ts,),) = bench.sql("SELECT ts FROM candle WHERE timeframe='5m' AND high>100000")
    assert bench.sql("SELECT known FROM candle WHERE timeframe='5m' AND ts=?", ts) == [(Confidence.SUSPECT,)]
    assert bench.sql("SELECT DISTINCT known FROM candle WHERE timeframe='1h' AND high>100000") == [(Confidence.SUSPECT,)]
    ask_for_all(bench)
    assert bench.sql("SELECT count(*) FROM candle WHERE high>100000") == [(0,)]
    assert bench.sql("SELECT known FROM candle WHERE timeframe='5m' AND ts=?", ts) == [(Confidence.CHOSEN,)]
    assert len(bench.sql("SELECT * FROM said WHERE ts=?", ts)) == 2
    assert bench.wrong("ES=F", names=("5m", "1h", "4h")) == []


@pytest.mark.parametrize("order", [("1m", "5m"), ("5m", "1m")])
def test_a_volume_that_was_not_told_is_that_of_the_minutes(bench: ImportBench, order: tuple[str, str]) -> None:
    session = truth.sessions("ES=F", at("2026-11-20 12:00"), at("2026-11-20 12:01"))[0]
    minutes = truth.session_minutes("ES=F", session)
    ts = int(minutes.ts[600]) // 300 * 300
    rows = bench.yahoo.feed("ES=F").rows("5m", bench.clock.now() - 61 * DAY, bench.clock.now()).candles
    bench.yahoo.told["ES=F", "5m"] = rows._replace(volume=np.where(rows.ts == ts, 0, rows.volume))
    for source in order:
        assert bench.run("ES=F", sources=(source,)).done.exit_code == 0
    right = int(minutes.volume[(minutes.ts >= ts) & (minutes.ts < ts + 300)].sum())
    assert bench.sql("SELECT volume FROM candle WHERE timeframe='5m' AND ts=?", ts) == [(right,)]
    assert bench.wrong("ES=F", names=("15m", "1h")) == []
    assert bench.sql("SELECT volume FROM said WHERE ts=?", ts) == [(0,)]


def looks(bench: ImportBench, hour: str) -> int:
    """Imports 5m at a time on the Friday on which the twins end; how many requests for older days that took."""
    bench.clock.set(at(f"2025-11-07 {hour}"))
    bench.yahoo.clear()
    assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
    asked = [request for request in bench.yahoo.chart_requests() if request.symbol == "ES=F"]
    return sum(request.period1 < at(END) - 10 * DAY for request in asked if request.period1)


def suspects(bench: ImportBench) -> int:
    """How many candles of 5m are suspect."""
    return int(bench.sql("SELECT count(*) FROM candle WHERE timeframe='5m' AND known=4")[0][0])


@pytest.mark.usefixtures("far")
def test_what_one_voice_leaves_doubtful_is_looked_at_once_more(bench: ImportBench) -> None:
    say(bench, twins().one)
    bench.begin_with("one voice", "2025-11-07 17:05:05", lambda: looks(bench, "17:05:05"))
    before = suspects(bench)
    assert before > 500
    assert looks(bench, "17:10:05") == 0  # nothing newer, and too soon for another voice
    say(bench, twins().other)
    assert looks(bench, "17:35:05") == 1
    assert suspects(bench) < before / 10
    # what only one of them has a row for, and that a suspect one
    assert looks(bench, "18:05:05") + looks(bench, "18:35:05") <= 2
    assert looks(bench, "18:55:05") == 0


def test_a_voice_that_stays_is_asked_twice_more_and_then_left_alone(bench: ImportBench) -> None:
    say(bench, twins().one)
    bench.yahoo.unlisted |= {"ESZ25.CME", "ESH26.CME"}  # which would decide
    bench.begin_with("one voice", "2025-11-07 17:05:05", lambda: looks(bench, "17:05:05"))
    before = suspects(bench)
    assert [looks(bench, f"{hour}:05") > 0 for hour in ("17:35", "18:05", "18:35", "18:55")] == [True, True, False, False]
    assert suspects(bench) == before
    bench.yahoo.clear()
    assert bench.run("ES=F", sources=("5m",), trigger="repair").done.requests == 1  # a person may insist


@pytest.mark.usefixtures("far")
def test_in_a_roll_week_the_contract_itself_decides(bench: ImportBench) -> None:
    told = twins()
    say(bench, told.one)
    bench.yahoo.told["ESZ25.CME", "5m"] = truth.Candles(*told.truth)
    bench.begin_with("one voice", "2025-11-07 17:05:05", lambda: looks(bench, "17:05:05"))
    before = set(bench.sql("SELECT ts FROM candle WHERE timeframe='5m' AND known=4"))
    bench.asked()
    bench.clock.set(at("2025-11-07 17:35:05"))
    ran = bench.run("ES=F", sources=("5m",))
    assert bench.asked() == {"ES=F": ["5m"], "ESZ25.CME": ["5m"]}
    assert "told apart by ESZ25.CME" in ran.notices("rolls")[0]
    assert suspects(bench) < len(before) / 20
    right = {int(ts): row for ts, *row in zip(*told.truth, strict=True)}
    stored = bench.sql("SELECT ts, open, high, low, close FROM candle WHERE timeframe='5m' AND known=2")
    put_right = [(right[ts], row) for ts, *row in stored if (ts,) in before and ts in told.one.mixed]
    assert len(put_right) > 500
    assert all(list(good[:4]) == row for good, row in put_right)
    looks(bench, "18:05:05")
    assert bench.sql("SELECT count(*) FROM instrument WHERE symbol='ESZ25.CME'") == [(0,)]


@pytest.mark.usefixtures("far")
def test_contracts_are_asked_for_once_and_in_roll_weeks_only(bench: ImportBench) -> None:
    say(bench, twins().one)
    bench.begin_with("one voice", "2025-11-07 17:05:05", lambda: looks(bench, "17:05:05"))
    bench.yahoo.unlisted.add("ESZ25.CME")
    asked = []
    for hour in ("17:10", "17:35", "18:05", "18:35"):
        looks(bench, f"{hour}:05")
        asked.append(sum(len(found) for symbol, found in bench.asked().items() if symbol != "ES=F"))
    assert asked[0] == 0
    assert sum(asked) in (1, 2)  # a 404 is sent again at once by yfinance
    say(bench, twins().other)
    looks(bench, "18:55:05")
    assert set(bench.asked()) <= {"ES=F"}

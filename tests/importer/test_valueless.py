"""Times that come without values are no answer: nothing that is made over them is complete, and they are asked for again."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from ohlc_desktop.core.planning.assess import provisional
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.run_setup import read_state
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store.series import series_summary
from tests.importer.bench import ImportBench, at, future
from tests.standins import market_truth as truth

#: The Mondays after both changes of the clock in New York.
SPRING, AUTUMN = "2026-03-09", "2026-11-02"
DERIVED = ("15m", "30m", "1h", "90m", "2h", "4h", "6h", "8h", "12h")


def backfilled(bench: ImportBench, day: str, interval: str) -> float:
    """A backfill of CL=F of which every seventh row of the newer half has no values; when it was made."""

    def imported() -> None:
        bench.yahoo.fault("null_rows", interval=interval, times=1)
        assert bench.run("CL=F", sources=(interval,)).done.exit_code == 0

    bench.begin_with(f"without values {day} {interval}", f"{day} 17:35:05", imported)
    return bench.clock.now()


def unsure(bench: ImportBench, *names: str) -> dict[str, set[int]]:
    """The candles of each series that are provisional."""
    connection, now = bench.store.connection, bench.clock.now()
    calendar = series_summary.load_calendar(connection, "cme_energy")
    assert calendar is not None
    _, state = read_state(connection, future("CL=F"), calendar, YAHOO, now)
    return {name: set(provisional(state, TIMEFRAMES[name], now).tolist()) for name in names}


def false(bench: ImportBench, name: str, began: float) -> set[int]:
    """The stored candles that are not what was traded."""
    stored = bench.candles("CL=F", name)
    right = bench.counted("CL=F", name, truth.truth("CL=F", name, began - 60 * 86400, began, began))
    _, mine, theirs = np.intersect1d(stored.ts, right.ts, return_indices=True)
    differs = np.zeros(len(mine), np.bool_)
    for one, other in zip(stored[1:], right[1:], strict=True):
        differs |= one[mine] != other[theirs]
    return set(stored.ts[mine[differs]].tolist())


def over_midnight(name: str, began: float) -> set[int]:
    """The candles over 00:00 New York, which the feed need not have."""
    days = [truth.new_york_date(began - n * 86400) for n in range(62)]
    opens = [int(at(f"{day - timedelta(days=1)} 18:00")) for day in days if day.weekday() < 5]
    seconds = TIMEFRAMES[name].seconds
    return {opened + 6 * 3600 // seconds * seconds for opened in opens}


def test_what_is_made_over_them_is_provisional_and_counted(bench: ImportBench) -> None:
    began = backfilled(bench, SPRING, "5m")
    missing = bench.missing("CL=F")
    assert (missing["5m"] or 0) > 250
    for name, marked in unsure(bench, *DERIVED).items():
        wrong = false(bench, name, began) - over_midnight(name, began)
        assert len(wrong) > 5, name  # the feed left something out that shows
        assert wrong <= marked, name
        assert missing[name] == len(marked), name


def test_they_are_asked_for_on_another_day_and_all_is_mended(bench: ImportBench) -> None:
    began = backfilled(bench, AUTUMN, "5m")
    bench.asked()
    bench.clock.advance(600)
    assert bench.run("CL=F", sources=("5m",)).states() == {ItemState.SKIPPED}
    bench.clock.advance(24 * 3600)
    assert bench.run("CL=F", sources=("5m",)).done.exit_code == 0
    assert bench.asked() == {"CL=F": ["5m"]}
    assert set(bench.missing("CL=F").values()) == {0}
    assert unsure(bench, "1h")["1h"] == set()
    assert bench.wrong("CL=F", began=began, names=("5m", *DERIVED), ends=True) == []


def test_however_often_they_come_they_settle_nothing(bench: ImportBench) -> None:
    backfilled(bench, "2026-11-17", "5m")
    for day in (18, 19):
        bench.clock.set(at(f"2026-11-{day} 17:35:05"))
        bench.yahoo.fault("null_rows", interval="5m", times=1)
        bench.run("CL=F", sources=("5m",))
        assert (bench.missing("CL=F")["5m"] or 0) > 50
        assert (bench.missing("CL=F")["12h"] or 0) > 3
    bench.clock.set(at("2026-11-23 17:35:05"))
    bench.run("CL=F", sources=("5m",))
    assert set(bench.missing("CL=F").values()) == {0}


def test_rows_that_do_not_come_at_all_settle_them_on_two_days(bench: ImportBench) -> None:
    """The feed no longer claims that there is something."""
    backfilled(bench, "2026-11-17", "5m")
    holes = bench.sql("SELECT start, end FROM coverage WHERE silent=1")
    bench.yahoo.lost["5m"] = [(start, end) for start, end in holes]
    for day, settled in ((18, False), (19, True)):
        bench.clock.set(at(f"2026-11-{day} 17:35:05"))
        assert bench.run("CL=F", sources=("5m",)).done.exit_code == 0
        assert bench.sql("SELECT count(*) FROM coverage WHERE silent=1") == [(0,)]
        assert (bench.missing("CL=F")["5m"] == 0) is settled


def test_minutes_without_values_make_two_minutes_provisional(bench: ImportBench) -> None:
    began = backfilled(bench, "2026-11-23", "1m")
    assert false(bench, "2m", began) <= unsure(bench, "2m")["2m"]
    assert len(false(bench, "2m", began)) > 100
    bench.clock.advance(24 * 3600)
    assert bench.run("CL=F", sources=("1m",)).done.exit_code == 0
    assert unsure(bench, "2m")["2m"] == set()
    assert bench.wrong("CL=F", began=began, names=("1m",)) == []
    assert false(bench, "2m", began) == set()


def test_days_without_values_make_weeks_provisional(bench: ImportBench) -> None:
    began = backfilled(bench, "2026-11-23", "1d")
    missing = bench.missing("CL=F")
    assert (missing["1d"] or 0) > 10
    assert missing["1wk"] == len(unsure(bench, "1wk")["1wk"]) > 10
    bench.clock.advance(24 * 3600)
    assert bench.run("CL=F", sources=("1d",)).done.exit_code == 0
    assert set(bench.missing("CL=F").values()) == {0}
    assert bench.wrong("CL=F", began=began, names=("1d", "5d", "1wk", "1mo", "3mo")) == []


def test_slots_in_the_pause_of_the_day_mean_nothing(bench: ImportBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Yahoo pads its answers with slots between the close and the next open."""
    bench.clock.set(at("2026-11-23 17:35:05"))
    from tests.standins import yahoo

    def padded(answer: yahoo._Answer) -> None:
        for day in ("2026-11-18", "2026-11-19", "2026-11-20"):
            for minute in range(0, 60, 5):
                stamp = int(at(f"{day} 17:{minute:02d}:00"))
                answer.add_row(stamp)
                answer.set_row(answer.stamps.index(stamp), open=None, high=None, low=None, close=None, volume=None)

    monkeypatch.setitem(yahoo._SPOILERS, "drop_first", padded)
    bench.yahoo.fault("drop_first", interval="5m", times=1)
    assert bench.run("CL=F", sources=("5m",)).done.exit_code == 0
    assert set(bench.missing("CL=F").values()) == {0}
    assert bench.wrong("CL=F", names=("5m", "1h", "12h"), ends=True) == []


@pytest.mark.parametrize("interval", ["5m", "1m", "1d"])
def test_a_volume_that_did_not_come_is_not_known_and_asked_for_again(bench: ImportBench, interval: str) -> None:
    """yfinance makes it 0, which would stay for ever."""
    bench.clock.set(at("2026-11-23 17:35:05"))
    bench.yahoo.fault("null_volume", interval=interval, times=1)
    bench.run("CL=F", sources=(interval,))
    began, coarser = bench.clock.now(), {"5m": "1h", "1m": "2m", "1d": "1wk"}[interval]
    stored, doubtful = bench.candles("CL=F", interval), unsure(bench, interval, coarser)
    marked = doubtful[interval]
    assert false(bench, interval, began) <= marked <= set(stored.ts[stored.volume == 0].tolist())
    assert len(false(bench, interval, began)) > 5
    assert bench.missing("CL=F")[interval] == len(marked)
    assert false(bench, coarser, began) <= doubtful[coarser] != set()
    bench.clock.advance(24 * 3600)
    assert bench.run("CL=F", sources=(interval,)).done.exit_code == 0
    assert unsure(bench, interval, coarser) == {interval: set(), coarser: set()}
    assert bench.wrong("CL=F", began=began, names=(interval,), ends=True) == []
    assert false(bench, coarser, began) == set()


def test_a_volume_that_is_known_stays_when_it_does_not_come_again(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-23 17:35:05"))
    assert bench.run("CL=F", sources=("1d",)).done.exit_code == 0
    began = bench.clock.now()
    bench.clock.advance(24 * 3600)
    fault = bench.yahoo.fault("null_volume", interval="1d", times=1)
    bench.run("CL=F", sources=("1d",))
    assert fault.hits == 1
    stored = bench.candles("CL=F", "1d")
    assert (stored.volume[stored.ts < began - 86400] > 0).all()
    assert len(unsure(bench, "1d")["1d"]) <= 1

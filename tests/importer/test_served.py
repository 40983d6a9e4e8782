"""A feed with the habits of the real one, from download to the summaries: what is missing, and what it never had.

The habits are written here as they were seen in public recordings of NQ=F from 2026-04-29 to 07-10, apart from the
file that the program reads.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store.reader import views
from tests.importer.bench import DAY, ImportBench, at, difference, future

SATURDAY = "2026-07-11 12:00:05"
HOLIDAYS = ("2026-05-25", "2026-06-19", "2026-07-03")
#: Holes of one candle that nothing explains.
LOST = ("2026-05-18 18:20", "2026-06-09 18:55", "2026-06-24 03:35")


def whole(day: str) -> tuple[int, int]:
    """A date in New York."""
    return int(at(f"{day} 00:00")), int(at(f"{date.fromisoformat(day) + timedelta(days=1)} 00:00"))


def with_habits(bench: ImportBench, first: date, last: date) -> None:
    """Let the stand-in leave out what the real feed leaves out, from one date to another."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    midnights = [(int(at(f"{day} 00:00")), int(at(f"{day} 00:05"))) for day in days if 1 <= day.weekday() <= 4]
    sundays = [day for day in days if day.weekday() == 6]
    late = [(int(at(f"{day} 18:00")), int(at(f"{day} 18:10"))) for day in sundays[::2]]
    evening = (int(at("2026-05-24 18:00")), int(at("2026-05-25 00:00")))
    holes = [(int(at(text)), int(at(text)) + 300) for text in LOST]
    holidays = [whole(day) for day in HOLIDAYS]
    bench.yahoo.lost["5m"] = [*midnights, *late, evening, *holidays, *holes]
    others = ("2025-09-01", "2025-11-27", "2026-01-19", "2026-02-16", "2026-04-03")
    bench.yahoo.lost["1d"] = [whole(day) for day in (*HOLIDAYS, *others)]


def apart(bench: ImportBench, symbol: str = "NQ=F") -> dict[str, tuple[int, int, int]]:
    """Missing, not served and silent of each series, as the summaries tell."""
    query = (
        "SELECT timeframe, missing, unserved, silent FROM series JOIN instrument ON id=instrument_id"
        " WHERE symbol=? AND missing IS NOT NULL"
    )
    return {name: tuple(counts) for name, *counts in bench.sql(query, symbol)}  # type: ignore[misc]


def asked_from(bench: ImportBench, interval: str) -> list[int]:
    """From when on the requests for an interval asked, since the last look."""
    found = [int(r.period1 or 0) for r in bench.yahoo.chart_requests() if r.interval == interval]
    bench.yahoo.clear()
    return found


@pytest.fixture
def summer(bench: ImportBench) -> ImportBench:
    """A bench at which NQ was backfilled on a Saturday in July 2026, with a feed that has the habits of the real one."""
    with_habits(bench, date(2026, 5, 1), date(2026, 8, 1))
    bench.begin_with("summer", SATURDAY, lambda: bench.run("NQ=F", sources=("5m", "1d")))
    return bench


@pytest.mark.usefixtures("far")
def test_what_the_feed_does_not_serve_is_not_missing(summer: ImportBench) -> None:
    found = apart(summer)
    assert found["5m"][0] == len(LOST)
    sundays, midnights = 5 * 2, 33  # those from 2026-05-12 on
    assert found["5m"][1] == pytest.approx(sundays + midnights + 300 + 2 * 156, abs=4)
    assert found["1d"] == (0, 8, 0)
    assert {name: counts[0] for name, counts in found.items() if counts[0] and name != "5m"} == {}
    assert summer.quarantined() == {}
    assert sum(counts[2] for counts in found.values()) == 0


@pytest.mark.usefixtures("far")
def test_every_reader_tells_the_same(summer: ImportBench) -> None:
    told = {
        view.timeframe.name: view
        for view in views(summer.store.connection, future("NQ=F"), YAHOO, summer.clock.now())
        if view.count
    }
    for name, (missing, unserved, silent) in apart(summer).items():
        if name in told and told[name].assessment is not None:
            found = told[name].assessment
            assert found is not None
            assert (found.missing, found.unserved, found.silent) == (missing, unserved, silent), name
    assert told["1d"].state == "complete"
    assert told["1h"].state == "complete"


@pytest.mark.usefixtures("far")
def test_no_import_asks_again_for_what_is_not_served(summer: ImportBench) -> None:
    summer.yahoo.clear()
    summer.clock.set(at("2026-07-13 17:05:05"))
    assert summer.run("NQ=F", sources=("5m",)).done.exit_code == 0
    assert asked_from(summer, "5m")[0] < at("2026-05-19 00:00")  # the holes that nothing explains, once more
    for day in ("2026-07-14", "2026-07-15"):
        summer.clock.set(at(f"{day} 17:05:05"))
        assert summer.run("NQ=F", sources=("5m",)).done.exit_code == 0
        (begins,) = asked_from(summer, "5m")
        assert begins > at(f"{day} 00:00") - 5 * DAY  # the last days, as on any day
        assert apart(summer)["5m"][0] == 0
    summer.clock.set(at("2026-07-15 17:20:05"))
    summer.run("NQ=F", sources=("5m",))
    assert summer.run("NQ=F", sources=("5m",)).done.requests == 0
    assert summer.run("NQ=F", sources=("5m",), trigger="repair").done.requests == 0


@pytest.mark.usefixtures("far")
def test_another_source_fills_it(summer: ImportBench) -> None:
    before = apart(summer)["5m"][1]
    summer.yahoo.lost.clear()
    with summer.store.transaction() as connection:
        connection.execute("DELETE FROM coverage")
    summer.clock.advance(DAY)
    assert summer.run("NQ=F", sources=("5m", "1d")).done.exit_code == 0
    assert before > 600
    assert apart(summer)["5m"][:2] == (0, 0)
    assert apart(summer)["1d"][:2] == (0, 0)


@pytest.mark.parametrize("fault", ["null", "padded"])
def test_slots_without_values_are_how_it_leaves_candles_out(bench: ImportBench, fault: str) -> None:
    bench.clock.set(at("2026-07-08 17:05:05"))
    bench.yahoo.lost["5m"] = [(int(at("2026-07-08 00:00")), int(at("2026-07-08 00:05")))]
    if fault == "padded":
        bench.yahoo.fault("padded", interval="5m")
    assert bench.run("NQ=F", sources=("5m",)).done.exit_code == 0
    found = apart(bench)
    assert {name: counts[0] for name, counts in found.items() if counts[0]} == {}
    assert found["5m"][1] == 1


def test_two_minutes_lack_what_the_minutes_lack_that_they_are_made_of(stocked: ImportBench) -> None:
    days = ("2026-11-24", "2026-11-25")
    stocked.yahoo.lost["1m"] = [(int(at(f"{day} 00:00")) - 60, int(at(f"{day} 00:09"))) for day in days]
    for day in days:
        stocked.clock.set(at(f"{day} 17:05:05"))
        assert stocked.run("ES=F", sources=("1m",)).done.exit_code == 0
        found = apart(stocked, "ES=F")
        assert (found["1m"][0], found["2m"][0]) == (0, 0)
    assert (found["1m"][1], found["2m"][1]) == (20, 8)


# -- a holiday as it comes and goes ------------------------------------------------------------------


THANKSGIVING = whole("2026-11-26")


def holiday(bench: ImportBench) -> np.ndarray:
    """The stored 5m candles of Thanksgiving."""
    block = bench.candles("ES=F", "5m")
    return block.ts[(block.ts >= THANKSGIVING[0]) & (block.ts < THANKSGIVING[1])]


def test_what_is_there_on_the_day_is_taken_and_kept_when_later_answers_hold_less(stocked: ImportBench) -> None:
    stocked.sources = ("5m", "1d")
    for day in ("2026-11-26", "2026-11-27"):
        stocked.clock.set(at(f"{day} 17:05:05"))
        assert stocked.run("ES=F").done.exit_code == 0
    held = {name: stocked.candles("ES=F", name) for name in ("5m", "15m", "1h", "4h", "1d", "1wk")}
    assert len(holiday(stocked)) == 13 * 12 + 6 * 12
    for interval in stocked.sources:
        stocked.yahoo.lost[interval] = [THANKSGIVING]
    for day in ("2026-11-30", "2026-12-14"):
        stocked.clock.set(at(f"{day} 17:05:05"))
        for trigger in ("manual", "repair"):
            stocked.run("ES=F", trigger=trigger)
        for name, before in held.items():
            after = stocked.candles("ES=F", name)
            after = after.cut(np.isin(after.ts, before.ts))
            if name in ("1d", "1wk"):  # whose volume is known days later
                after = after._replace(volume=before.volume)
            assert difference(after, before) == "", (day, name)
    assert apart(stocked, "ES=F")["5m"][1] == 0
    assert apart(stocked, "ES=F")["1d"][1] == 0


def test_a_holiday_that_is_cut_from_the_start_is_no_failure_and_asked_for_once_more(stocked: ImportBench) -> None:
    for interval in stocked.sources:
        stocked.yahoo.lost[interval] = [THANKSGIVING]
    stocked.clock.set(at("2026-11-26 17:05:05"))
    ran = stocked.run("ES=F")
    assert ran.done.exit_code == 0
    assert ItemState.FAILED not in ran.states()
    assert {name: counts[0] for name, counts in apart(stocked, "ES=F").items() if counts[0]} == {}
    assert apart(stocked, "ES=F")["5m"][1] >= 13 * 12
    stocked.yahoo.clear()
    stocked.clock.set(at("2026-11-27 17:05:05"))
    assert stocked.run("ES=F").done.exit_code == 0
    assert asked_from(stocked, "5m")[0] <= THANKSGIVING[0]
    assert len(holiday(stocked)) == 0
    stocked.clock.set(at("2026-12-02 17:05:05"))
    stocked.run("ES=F")
    stocked.yahoo.clear()
    stocked.clock.set(at("2026-12-03 17:05:05"))
    assert stocked.run("ES=F").done.exit_code == 0
    assert asked_from(stocked, "5m")[0] > THANKSGIVING[1]
    assert {name: counts[0] for name, counts in apart(stocked, "ES=F").items() if counts[0]} == {}


def test_the_day_after_brings_what_was_late(stocked: ImportBench) -> None:
    stocked.yahoo.lost["5m"] = [THANKSGIVING]
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        stocked.clock.set(at(f"{day} 17:05:05"))
        stocked.run("ES=F", sources=("5m",))
    assert len(holiday(stocked)) == 0
    stocked.yahoo.lost.clear()
    stocked.clock.set(at("2026-11-27 17:05:05"))
    assert stocked.run("ES=F", sources=("5m",)).done.exit_code == 0
    assert len(holiday(stocked)) == 13 * 12 + 6 * 12
    assert apart(stocked, "ES=F")["5m"][:2] == (0, 0)


# -- silence -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("far")
def test_what_no_instrument_has_is_not_missing_until_one_has_it(bench: ImportBench) -> None:
    halt = int(at("2026-11-19 21:40")), int(at("2026-11-20 08:30"))
    bench.yahoo.lost["5m"] = [halt]
    assert bench.run("ES=F", sources=("5m",)).done.exit_code == 0
    # 00:00 is not served: an hour with it is neither whole
    lost = (halt[1] - halt[0]) // 300 - 1
    assert apart(bench, "ES=F")["5m"] == (lost, 1, 0)
    ran = bench.run("NQ=F", "ES=F", sources=("5m",))
    assert ran.done.missing == 0
    assert apart(bench, "NQ=F")["5m"] == (0, 1, lost)
    assert apart(bench, "ES=F")["5m"] == (0, 1, lost)
    assert apart(bench, "ES=F")["1h"][0] == 0
    judged = {v.timeframe.name: v for v in views(bench.store.connection, future("ES=F"), YAHOO, bench.clock.now())}
    assert (judged["5m"].state, judged["1h"].state) == ("complete", "complete")

    bench.yahoo.lost.clear()
    bench.clock.set(at("2026-11-24 17:05:05"))
    assert bench.run("NQ=F", sources=("5m",)).done.exit_code == 0
    assert apart(bench, "NQ=F")["5m"] == (0, 0, 0)
    still = {v.timeframe.name: v for v in views(bench.store.connection, future("ES=F"), YAHOO, bench.clock.now())}["5m"]
    assert still.assessment is not None
    assert (still.assessment.missing or 0) >= lost
    assert still.assessment.silent == 0
    bench.run("ES=F", sources=("5m",))
    assert apart(bench, "ES=F")["5m"][:2] == (0, 0)


def test_instruments_of_other_hours_are_no_witnesses(bench: ImportBench) -> None:
    halt = int(at("2026-11-19 21:40")), int(at("2026-11-20 08:30"))
    bench.yahoo.lost["5m"] = [halt]
    assert bench.run("ES=F", "GC=F", sources=("5m",)).done.exit_code == 0
    assert apart(bench, "ES=F")["5m"][0] > 100
    assert apart(bench, "ES=F")["5m"][2] == 0


# -- databases of before -----------------------------------------------------------------------------


def test_a_database_that_kept_no_absences_finds_them_in_its_rows(summer: ImportBench) -> None:
    known = summer.sql("SELECT * FROM absence ORDER BY 1, 2, 3")
    assert known
    with summer.store.transaction() as connection:
        connection.execute("DELETE FROM absence")
        connection.execute("DELETE FROM meta WHERE key LIKE 'noted_absences:%'")
    summer.clock.advance(60)
    summer.run("NQ=F", sources=("5m", "1d"))
    assert summer.sql("SELECT * FROM absence ORDER BY 1, 2, 3") == known



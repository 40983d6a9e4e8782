"""A database whose stored sessions were wrong is put right by the next import, whatever day it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.importer.run_setup import up_to_date_calendar
from ohlc_desktop.store.series import series_summary
from tests.importer.bench import DAY, HOUR, ImportBench, at, load_sessions

COLUMNS = ("trade_date", "open", "close", "break_start", "break_end", "early")


def date(text: str) -> int:
    """Day number of a date."""
    return int(np.datetime64(text, "D").astype(int))


def as_it_was(name: str, first: int, last: int) -> Calendar:
    """The sessions of indices as earlier versions had them: the half day of 2026 a quarter of an hour short, a day of
    mourning closed, and a short session on Good Friday, which began a five-day candle."""
    right = load_sessions(name, first, last)
    good_friday, half_day = date("2025-04-18"), right.trade_date == date("2026-11-27")
    right = replace(right, close=np.where(half_day, int(at("2026-11-27 13:00")), right.close))
    thursday = right.take(right.trade_date == good_friday - 1)
    friday = replace(thursday, trade_date=thursday.trade_date + 1, open=thursday.open + DAY, close=thursday.open + DAY + 15 * HOUR)
    parts = (right.take(right.trade_date < good_friday), friday, right.take(right.trade_date > good_friday))
    columns = {key: np.concatenate([getattr(part, key) for part in parts]) for key in COLUMNS}
    was = Calendar(name, True, **columns, ordinal=columns["trade_date"])
    was = was.take(was.trade_date != date("2025-01-09"))
    return replace(was, ordinal=3950 + np.arange(len(was)) - int(np.searchsorted(was.trade_date, good_friday)))


def stored(bench: ImportBench, name: str = "cme_equity") -> Calendar:
    found = series_summary.load_calendar(bench.store.connection, name)
    assert found is not None
    return found


@pytest.fixture
def older(bench: ImportBench) -> ImportBench:
    """A bench at which an earlier version imported after the early close."""
    bench.clock.set(at("2026-11-27 17:05:05"))
    bench.load_sessions = as_it_was
    bench.yahoo.lost["5m"] = [(int(at("2026-11-27 13:00")), int(at("2026-11-27 13:15")))]  # it refused these rows
    assert bench.run("ES=F", sources=("5m", "1d")).done.exit_code in (0, 1)
    bench.yahoo.lost.clear()
    bench.store.connection.execute("DELETE FROM meta WHERE key LIKE 'edition:%'")
    bench.load_sessions = load_sessions
    return bench


def test_the_next_import_has_the_right_sessions_and_fetches_what_was_refused(older: ImportBench) -> None:
    began = older.clock.now()
    last = (int(at("2026-11-27 13:00")), int(at("2026-11-27 13:15")))
    count = "SELECT count(*) FROM candle WHERE timeframe='5m' AND ts>=? AND ts<?"
    assert older.sql(count, *last) == [(0,)]
    before = older.sql("SELECT ts FROM candle WHERE timeframe='5d' ORDER BY ts")
    older.clock.set(at("2026-11-27 17:35:05"))
    assert older.run("ES=F", sources=("5m", "1d")).done.exit_code == 0
    assert older.sql(count, *last) == [(3,)]
    assert older.wrong("ES=F", began=began, names=("5m", "15m", "1h", "12h")) == []
    found = stored(older)
    right = load_sessions("cme_equity", int(found.trade_date[0]), int(found.trade_date[-1]))
    for column in COLUMNS:
        assert getattr(found, column).tolist() == getattr(right, column).tolist(), column
    after = older.sql("SELECT ts FROM candle WHERE timeframe='5d' ORDER BY ts")
    assert after[: len(before)] == before
    assert len(after) - len(before) <= 1


def test_five_day_numbers_stay_through_the_correction(older: ImportBench) -> None:
    before = stored(older)
    numbers = dict(zip(before.trade_date.tolist(), before.ordinal.tolist(), strict=True))
    assert numbers[date("2025-04-18")] % 5 == 0
    older.run("ES=F", sources=("1d",))
    after = stored(older)
    today = date("2026-11-27")
    same = {d: n for d, n in zip(after.trade_date.tolist(), after.ordinal.tolist(), strict=True) if d in numbers and d <= today}
    assert same == {d: numbers[d] for d in same}
    assert len(same) == sum(d <= today for d in numbers) - 1
    mourning = int(np.flatnonzero(after.trade_date == date("2025-01-09"))[0])
    assert after.ordinal[mourning] == after.ordinal[mourning - 1]
    assert (np.diff(after.ordinal) >= 0).all()


def test_it_is_asked_for_once_and_only_where_hours_grew(older: ImportBench) -> None:
    older.clock.set(at("2026-11-27 17:45:05"))
    older.asked()
    assert older.run("ES=F", sources=("5m",)).done.exit_code == 0
    asked = older.yahoo.chart_requests()
    assert [request.interval for request in asked] == ["5m"]
    older.asked()
    assert older.run("ES=F", sources=("5m",)).done.requests == 0
    assert older.missing("ES=F")["5m"] == 0


def test_a_calendar_of_this_edition_is_not_asked_for_again(bench: ImportBench) -> None:
    asked: list[str] = []

    def load(name: str, first: int, last: int) -> Calendar:
        asked.append(name)
        return load_sessions(name, first, last)

    for days in (0, 6, 8):
        with bench.store.transaction() as connection:
            up_to_date_calendar(connection, "cme_fx", bench.clock.now() + days * DAY, load)
    assert asked == ["cme_fx", "cme_fx"]
    reached = [
        int(found.trade_date[-1])
        for past in (1, 0)
        if (found := series_summary.load_calendar(bench.store.connection, "cme_fx", bench.clock.now() + 8 * DAY - past))
    ]
    assert reached[0] < reached[1], "what came with the second is not known before it"
    with bench.store.transaction() as connection:
        connection.execute("UPDATE meta SET value='5.1 of before' WHERE key='edition:cme_fx'")
        up_to_date_calendar(connection, "cme_fx", bench.clock.now() + 8 * DAY, load)
    assert len(asked) == 3


def test_other_calendars_and_unknown_symbols_keep_their_answers(older: ImportBench) -> None:
    assert older.run("GC=F", "AAPL", sources=("5m",)).done.exit_code == 0
    with older.store.transaction() as connection:
        connection.execute("INSERT INTO instrument(symbol) VALUES ('ESZ19.CBT')")
    others = "SELECT symbol, start, end, day, settled FROM coverage JOIN instrument ON id=instrument_id WHERE symbol<>'ES=F'"
    before = older.sql(others)
    assert before
    with older.store.transaction() as connection:
        up_to_date_calendar(connection, "cme_equity", older.clock.now(), load_sessions)
    assert older.sql(others) == before
    answered = "SELECT max(end) FROM coverage JOIN instrument ON id=instrument_id WHERE symbol='ES=F' AND timeframe='5m'"
    assert older.sql(answered) == [(int(at("2026-11-27 13:00")),)]

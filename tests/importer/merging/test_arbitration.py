"""Several sources in one archive: what stands follows from what they say and from their order, and from nothing else."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ohlc_desktop.core.arbitration.verdict import Witnessed
from ohlc_desktop.core.arbitration.witnesses import session_witness
from ohlc_desktop.core.candles import empty
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES
from ohlc_desktop.importer.arbitration import prefer, put, rebuild, withdraw
from ohlc_desktop.importer.merging import resettling
from ohlc_desktop.importer.merging.choosing import choose
from ohlc_desktop.importer.merging.fresh import put_fresh
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources.source_rows import rows_of
from ohlc_desktop.store.sources.verdicts import series_verdict, session_verdicts
from ohlc_desktop.store.sources.witnesses import read
from tests.importer.merging.market import (
    FIRST,
    KINDS,
    NOW,
    STATE,
    Telling,
    archive,
    candles,
    opened,
    strongest,
    tell,
    tellings,
)

M1 = TIMEFRAMES["1m"]
SEEDS = range(2)


def told(folder: Path, acts: Sequence[Telling], order: Iterable[str] = KINDS, then: Iterable[str] = ()) -> Any:
    """The archive after some tellings in their order; after ``then``, an order of sources that comes later."""
    store = open_store(folder / f"{random.random()}.sqlite3", demo=False)
    store.connection.execute("PRAGMA synchronous=OFF")
    with store.transaction() as connection:
        number = opened(connection, order)
        for act in acts:
            tell(connection, number, act)
        if then:
            prefer(connection, then)
            rebuild(connection, number, STATE, NOW)
        found = archive(connection, number)
    store.close()
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_what_stands_follows_from_what_was_told_in_whatever_order(tmp_path: Path, seed: int) -> None:
    acts, dice = tellings(seed), random.Random(seed)
    found = told(tmp_path, acts)
    assert {row[7] for row in found[0]} >= {"person", "kibot", "ninjatrader", "yahoo", "derived"}
    assert found[1], "nothing contradicts: the test proves nothing"
    for _ in range(1 + seed):
        assert told(tmp_path, dice.sample(acts, len(acts)) + dice.sample(acts, 4)) == found
    for name in ("1m", "1h", "1d"):
        given = {row[1]: (row[7], row[5]) for row in found[0] if row[0] == name and row[7] != "derived"}
        right = strongest(acts, KINDS, name)
        assert {ts: right[ts] for ts in given} == given
        assert name == "1h" or given == right


def test_another_order_of_sources_gives_what_it_would_have_given_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resettling, "_SESSIONS", 2)
    acts, other = tellings(1), ("person", "yahoo", "ninjatrader", "kibot")
    assert told(tmp_path, acts, then=other[1:]) == told(tmp_path, acts, other) != told(tmp_path, acts)


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "twice.sqlite3", demo=False)
    with store.transaction() as connection:
        number = opened(connection)
        for act in tellings(7):
            tell(connection, number, act)
            before = archive(connection, number)
            revisions = connection.execute("SELECT timeframe, revision FROM series ORDER BY 1").fetchall()
            again = tell(connection, number, act)
            assert (again.added, again.revised, again.removed) == (0, 0, 0)
            assert not any(change.added + change.revised for change in again.derived.values())
            assert archive(connection, number) == before
            assert connection.execute("SELECT timeframe, revision FROM series ORDER BY 1").fetchall() == revisions
    store.close()


def test_every_source_keeps_its_rows_whatever_the_others_say(tmp_path: Path) -> None:
    store = open_store(tmp_path / "kept.sqlite3", demo=False)
    with store.transaction() as connection:
        number, acts = opened(connection), tellings(3)
        for act in acts:
            tell(connection, number, act)
        prefer(connection, ("yahoo", "kibot"))
        rebuild(connection, number, STATE, NOW)
        for act in acts:
            own = rows_of(connection, number, TIMEFRAMES[act.timeframe], act.source, *act.stretch)
            assert [column.tolist() for column in own.columns] == [column.tolist() for column in act.candles.columns]
    store.close()


def test_a_weaker_source_that_agreed_keeps_its_row_when_the_stronger_one_changes(tmp_path: Path) -> None:
    store, day = open_store(tmp_path / "agreed.sqlite3", demo=False), Interval(FIRST * DAY, (FIRST + 1) * DAY)
    with store.transaction() as connection:
        number = opened(connection)
        both = candles(random.Random(1), range(day.start, day.start + 600, 60))
        for source in ("kibot", "yahoo"):
            put(connection, number, STATE, M1, source, both, day, NOW)
        assert not connection.execute("SELECT 1 FROM contradiction WHERE timeframe='1m'").fetchall(), "equal rows are kept once"
        changed = candles(random.Random(1), both.ts.tolist())
        changed.close[3] += 0.5
        done = put(connection, number, STATE, M1, "kibot", changed, day, NOW)
        assert (done.added, done.revised, done.contradicted) == (0, 1, 1)
        assert np.array_equal(rows_of(connection, number, M1, "yahoo", *day).close, both.close)
        former = connection.execute("SELECT ts, close, origin, shown FROM revision WHERE timeframe='1m'").fetchall()
        assert former == [(int(both.ts[3]), float(both.close[3]), "kibot", 1)]
        lost = put(connection, number, STATE, M1, "kibot", changed.take(slice(0, 3)), day, NOW)
        assert (lost.removed, lost.revised) == (0, 1), "what Yahoo has stands in the place of what is taken out"
        assert connection.execute("SELECT count(*) FROM candle WHERE timeframe='1m'").fetchone() == (10,)
    store.close()


def test_a_choice_is_the_strongest_and_can_be_taken_back(tmp_path: Path) -> None:
    store, day = open_store(tmp_path / "choice.sqlite3", demo=False), Interval(FIRST * DAY, (FIRST + 1) * DAY)
    with store.transaction() as connection:
        number = opened(connection)
        for seed, source in enumerate(("kibot", "yahoo")):
            has = candles(random.Random(seed), range(day.start, day.start + 3600, 60))
            put(connection, number, STATE, M1, source, has, day, NOW)
        before = archive(connection, number)
        other = rows_of(connection, number, M1, "yahoo", *day)
        put(connection, number, STATE, M1, "person", other, day, NOW)
        stored = connection.execute("SELECT close FROM candle WHERE timeframe='1m' ORDER BY ts").fetchall()
        assert [close for (close,) in stored] == other.close.tolist()
        made = "SELECT DISTINCT source FROM candles WHERE origin='derived'"
        assert connection.execute(made).fetchall() == [("person",)], "what is made of the choice says so"
        withdraw(connection, number, STATE, M1, "person", day, NOW)
        assert archive(connection, number) == before
    store.close()


def test_a_choice_witnesses_nothing(tmp_path: Path) -> None:
    """It repeats what one source says: no second one has said it."""
    store, day = open_store(tmp_path / "chosen.sqlite3", demo=False), Interval(FIRST * DAY, (FIRST + 1) * DAY)
    with store.transaction() as connection:
        number, own = opened(connection), candles(random.Random(1), range(*day, 60))
        put(connection, number, STATE, M1, "kibot", own, day, NOW)
        choose(connection, number, STATE, M1, "kibot", day, NOW)
        whole = series_verdict(connection, number, M1, STATE.calendar)
        assert ("person" in whole.sources, whole.sessions) == (True, 0)
        parts = session_verdicts(connection, number, STATE.instrument, M1, STATE.calendar)
        assert [part.witnessed for part in parts] == [Witnessed.NOT]
        seen = session_witness(read(connection, number, M1, STATE.calendar, *day), day, own.ts, np.ones(len(own), np.int8))
        assert seen.witnessed is Witnessed.NOT
    store.close()


def test_candles_made_of_minutes_are_witnessed_only_by_those_who_make_the_same_of_theirs(tmp_path: Path) -> None:
    """The series of minutes tells where minutes differ: nobody knows what is made of them to be equal."""
    store, day = open_store(tmp_path / "made.sqlite3", demo=False), Interval(FIRST * DAY, (FIRST + 1) * DAY)
    later = Interval(day.end, day.end + DAY)
    minutes, other = candles(random.Random(1), range(day.start, later.end, 60)), candles(random.Random(2), range(*later, 60))
    with store.transaction() as connection:
        number = opened(connection)
        connection.execute("UPDATE instrument SET feed=NULL")
        put(connection, number, STATE, M1, "kibot", minutes.between(*day), day, NOW)
        put(connection, number, STATE, M1, "ninjatrader", minutes.between(*day), day, NOW)
        put(connection, number, STATE, M1, "kibot", minutes.between(*later), later, NOW)
        put(connection, number, STATE, M1, "ninjatrader", other, later, NOW)

        def seen(name: str) -> tuple[Any, ...]:
            whole = series_verdict(connection, number, TIMEFRAMES[name], STATE.calendar)
            parts = session_verdicts(connection, number, STATE.instrument, TIMEFRAMES[name], STATE.calendar)
            own = rows.read_rows(connection, number, TIMEFRAMES[name], -EVER, EVER).ts
            told = read(connection, number, TIMEFRAMES[name], STATE.calendar, day.start, later.end)
            stamps = [own[(own >= start) & (own < end)] for start, end in (day, later)]
            sessions = zip((day, later), stamps, strict=True)
            found = [session_witness(told, span, ts, np.ones(len(ts), np.int8)).witnessed for span, ts in sessions]
            return whole.sources, whole.sessions, whole.equal, [part.witnessed for part in parts], found

        both, one = ("kibot", "ninjatrader"), [Witnessed.EQUAL, Witnessed.NOT]
        assert seen("1m")[1:3] == (2, 1)
        for name in ("2m", "5m", "1d"):
            assert seen(name) == (both, 1, 1, one, one), name
        put(connection, number, STATE, TIMEFRAMES["5m"], "yahoo", candles(random.Random(3), range(*day, 300)), day, NOW)
        assert seen("5m")[3] == [Witnessed.DIFFERENT, Witnessed.NOT]
        prefer(connection, ("yahoo",))
        rebuild(connection, number, STATE, NOW)
        assert seen("5m")[3:] == ([Witnessed.NOT] * 2,) * 2, "what a file makes of its minutes does not stand there, nor is it kept"
    store.close()


def test_a_file_gives_what_the_feed_said_is_not_there_however_it_is_stored(tmp_path: Path) -> None:
    """The feed answered the day and had nothing: stored at once the file's minutes would have become the feed's as well."""
    store, day = open_store(tmp_path / "answered.sqlite3", demo=False), Interval(FIRST * DAY, (FIRST + 1) * DAY)
    minutes = candles(random.Random(1), range(*day, 60))
    with store.transaction() as connection:
        number = opened(connection)
        if put_fresh(connection, number, STATE, "kibot", minutes, day, NOW, threading.Event()) is None:
            put(connection, number, STATE, M1, "kibot", minutes, day, NOW)
        assert len(rows_of(connection, number, M1, "yahoo", *day)) == 0
        parts = session_verdicts(connection, number, STATE.instrument, M1, STATE.calendar)
        assert [part.witnessed for part in parts] == [Witnessed.NOT]
    store.close()


def test_longer_candles_are_made_of_the_strongest_whole_session(tmp_path: Path) -> None:
    store, day = open_store(tmp_path / "made.sqlite3", demo=False), Interval(FIRST * DAY, (FIRST + 1) * DAY)
    minutes = candles(random.Random(1), range(*day, 60))
    with store.transaction() as connection:
        number = opened(connection)
        own = candles(random.Random(2), range(*day, 300))
        put(connection, number, STATE, TIMEFRAMES["5m"], "yahoo", own, day, NOW)
        half = Interval(day.start, day.start + DAY // 2)
        put(connection, number, STATE, M1, "kibot", minutes.between(*half), half, NOW)
        origin = "SELECT origin, source, count(*) FROM candles WHERE timeframe=? GROUP BY 1, 2"
        assert connection.execute(origin, ("5m",)).fetchall() == [("yahoo", "yahoo", 288)], "half a session makes none"
        done = put(connection, number, STATE, M1, "kibot", minutes, day, NOW)
        assert connection.execute(origin, ("5m",)).fetchall() == [("derived", "kibot", 288)]
        assert {name for name, change in done.derived.items() if change.added + change.revised} == {*TIMEFRAMES} - {"1m"}
        assert connection.execute(origin, ("1d",)).fetchall() == [("derived", "kibot", 1)]
        settlement = candles(random.Random(3), [day.start])
        put(connection, number, STATE, TIMEFRAMES["1d"], "yahoo", settlement, day, NOW)
        assert connection.execute(origin, ("1d",)).fetchall() == [("yahoo", "yahoo", 1)], "a given day has its settlement"
        stored = connection.execute("SELECT high, low, volume FROM candle WHERE timeframe='12h'").fetchall()
        parts = [minutes.between(start, start + DAY // 2) for start in (day.start, day.start + DAY // 2)]
        assert stored == [(p.high.max(), p.low.min(), p.volume.sum()) for p in parts]
        assert np.array_equal(rows_of(connection, number, TIMEFRAMES["5m"], "yahoo", *day).close, own.close)
    store.close()


def test_a_session_that_a_file_lacks_but_for_a_row_makes_nothing_longer(tmp_path: Path) -> None:
    """Contract files of NinjaTrader lack whole days so; whatever came first, the other source's session stands."""
    day, minutes = Interval(FIRST * DAY, (FIRST + 1) * DAY), candles(random.Random(1), range(FIRST * DAY, (FIRST + 1) * DAY, 60))
    row = candles(random.Random(2), [day.start + 700 * 60])
    fives = candles(random.Random(3), range(*day, 300))
    said = [("kibot", "1m", row), ("ninjatrader", "1m", minutes)], [("kibot", "1m", row), ("yahoo", "5m", fives)]
    for number_of, tellings_ in enumerate((*said, *(list(reversed(each)) for each in said))):
        store = open_store(tmp_path / f"{number_of}.sqlite3", demo=False)
        with store.transaction() as connection:
            number = opened(connection)
            for source, name, given in tellings_:
                tell(connection, number, Telling(source, name, day, given))
            origin = "SELECT source, count(*) FROM candles WHERE timeframe=? GROUP BY 1"
            stronger = max(tellings_, key=lambda each: len(each[2].ts))[0]
            assert connection.execute(origin, ("5m",)).fetchall() == [(stronger, 288)]
            (volume,) = connection.execute("SELECT sum(volume) FROM candle WHERE timeframe='1h'").fetchone()
            assert volume == (minutes if stronger == "ninjatrader" else fives).volume.sum()
            days = connection.execute("SELECT source FROM candles WHERE timeframe='1d'").fetchall()
            assert days == [(stronger,)] * (stronger == "ninjatrader"), "a feed gives its days itself"
            whole = series_verdict(connection, number, TIMEFRAMES["5m"], STATE.calendar)
            parts = session_verdicts(connection, number, STATE.instrument, TIMEFRAMES["5m"], STATE.calendar)
            assert (whole.equal, [part.witnessed for part in parts]) == (0, [Witnessed.NOT]), "one row witnesses nothing"
        store.close()


def test_names_and_rows_that_cannot_be_are_refused_before_anything_is_stored(tmp_path: Path) -> None:
    store = open_store(tmp_path / "refused.sqlite3", demo=False)
    with store.transaction() as connection:
        number, day = opened(connection), Interval(0, DAY)
        for name in ("derived", "rescaled", "", "Yahoo", "a b", "ü", "x" * 33, "a'b"):
            with pytest.raises(UsageError, match="cannot be the name"):
                put(connection, number, STATE, M1, name, empty(), day, NOW)
        for stamps in ([60, 60], [120, 60], [DAY], [-60]):
            wrong = candles(random.Random(1), stamps).take(np.argsort(np.argsort(stamps)))
            with pytest.raises(ValueError, match="sorted"):
                put(connection, number, STATE, M1, "kibot", wrong, day, NOW)
        with pytest.raises(UsageError, match="known ones"):
            prefer(connection, ["nobody"])
        assert connection.execute("SELECT count(*) FROM candle").fetchone() == (0,)
        assert len(rows_of(connection, number, M1, "kibot", -EVER, EVER)) == 0
    store.close()


def test_what_nobody_gives_any_more_goes_and_is_kept_as_a_revision(tmp_path: Path) -> None:
    store, day = open_store(tmp_path / "gone.sqlite3", demo=False), Interval(FIRST * DAY, (FIRST + 1) * DAY)
    with store.transaction() as connection:
        number = opened(connection)
        has = candles(random.Random(1), range(day.start, day.start + 600, 60))
        put(connection, number, STATE, M1, "kibot", has, day, NOW)
        done = put(connection, number, STATE, M1, "kibot", has.take(slice(0, 5)), day, NOW)
        assert (done.added, done.revised, done.removed) == (0, 0, 5)
        archive(connection, number)
        counts = dict(connection.execute("SELECT timeframe, count(*) FROM candle GROUP BY 1").fetchall())
        assert {name: counts[name] for name in ("1m", "5m", "12h", "1d")} == {"1m": 5, "5m": 1, "12h": 1, "1d": 1}
        kept = connection.execute("SELECT ts, close FROM revision WHERE timeframe='1m' ORDER BY ts").fetchall()
        assert kept == list(zip(has.ts[5:].tolist(), has.close[5:].tolist(), strict=True))
        withdraw(connection, number, STATE, M1, "kibot", day, NOW)
        assert connection.execute("SELECT count(*) FROM candle").fetchone() == (0,)
    store.close()


def test_what_one_feed_alone_gave_is_its_own_when_another_source_comes(tmp_path: Path) -> None:
    """As in an archive of before there were sources: nothing is noted but its rows and what it was asked for."""
    store, day = open_store(tmp_path / "alone.sqlite3", demo=False), Interval(FIRST * DAY, (FIRST + 1) * DAY)
    early = Interval(day.start - DAY, day.start)  # nobody noted that it was answered
    with store.transaction() as connection:
        number = opened(connection)
        has = candles(random.Random(1), (*range(early.start, early.start + 600, 60), *range(day.start, day.start + 600, 60)))
        rows.write(connection, number, M1, has, "yahoo", 1, NOW)
        series_summary.recount(connection, number, "1m", 1)
        more = candles(random.Random(1), (*has.ts.tolist(), day.start + 1200))
        both = Interval(early.start, day.end)
        put(connection, number, STATE, M1, "kibot", more, both, NOW)
        for source, right in (("yahoo", has), ("kibot", more)):
            own = rows_of(connection, number, M1, source, *both)
            assert [column.tolist() for column in own.columns] == [column.tolist() for column in right.columns]
        absent = "SELECT ts FROM contradiction WHERE timeframe='1m' AND source='yahoo' AND close IS NULL"
        assert connection.execute(absent).fetchall() == [(day.start + 1200,)], "it was asked for that minute and had none"
    store.close()


def test_a_chosen_minute_is_part_of_what_is_made_of_the_others(tmp_path: Path) -> None:
    store, day = open_store(tmp_path / "part.sqlite3", demo=False), Interval(FIRST * DAY, (FIRST + 1) * DAY)
    with store.transaction() as connection:
        number = opened(connection)
        has = candles(random.Random(1), range(*day, 60))
        put(connection, number, STATE, M1, "kibot", has, day, NOW)
        spike = candles(random.Random(1), [day.start + 120])
        spike.high[0] = 500.0
        minute = Interval(day.start + 120, day.start + 180)
        put(connection, number, STATE, M1, "person", spike, minute, NOW)
        highs = "SELECT timeframe, max(high) FROM candle GROUP BY 1"
        assert set(dict(connection.execute(highs).fetchall()).values()) == {500.0}
        withdraw(connection, number, STATE, M1, "person", minute, NOW)
        assert 500.0 not in dict(connection.execute(highs).fetchall()).values()
    store.close()


def test_the_verdict_on_a_series_is_the_sum_of_those_on_its_sessions(tmp_path: Path) -> None:
    """Also of sessions that only one of two sources has, though both speak of them: a feed leaves holidays out."""
    for seed in range(3):
        with closing(open_store(tmp_path / f"{seed}.sqlite3", demo=False)) as store, store.transaction() as connection:
            number, acts = opened(connection), tellings(seed)
            for count, each in enumerate(acts, 1):
                thinned = each.candles.take(each.candles.ts // DAY % 5 != seed % 5) if each.source == "kibot" else each.candles
                tell(connection, number, replace(each, candles=thinned))
                if count > len(acts) // 2 and count % 2 == 0:
                    _assert_that_verdicts_agree(connection, number)


def _assert_that_verdicts_agree(connection: Connection, number: int) -> None:
    for name in ("1m", "5m", "1d"):
        whole = series_verdict(connection, number, TIMEFRAMES[name], STATE.calendar)
        parts = session_verdicts(connection, number, STATE.instrument, TIMEFRAMES[name], STATE.calendar)
        count = Counter(part.witnessed for part in parts)
        told = count[Witnessed.EQUAL], count[Witnessed.DIFFERENT], sum(part.different for part in parts)
        assert (whole.equal, whole.different, whole.candles) == told, name

"""What a chart reads of a store filled by real imports: all of it, only the newest, only what changed, or why not."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, concat
from ohlc_desktop.core.chart.series import ChartSeries, Flag, Roll, regular_hours
from ohlc_desktop.core.checking.quality import Quarantined, RejectReason
from ohlc_desktop.core.errors import CorruptStore, OhlcError, StoreBusy, StoreError
from ohlc_desktop.core.following.followed import FollowedContract, NamedContract
from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import REFUSED, Answered, subtract
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.chart_data import chart_reading
from ohlc_desktop.services.chart_data.chart_reading import (
    Refreshed,
    load_drawings,
    read_newest_part,
    read_whole,
    refresh,
    save_drawings,
)
from ohlc_desktop.services.store_access.snapshot_reader import look
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.contracts.roll_ledger import keep_ledger
from ohlc_desktop.store.evidence import endings, facts, followed, levels
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import quarantine, series_summary
from ohlc_desktop.store.series.removal import remove_candles
from tests.conftest import Once
from tests.core.continuous.paper_market import PaperMarket
from tests.services.chart_data.chart_store import DAY, NOW, future, import_at, imported, writing
from tests.store.contracts.paper_store import fill, put
from tests.store.test_revisions import previous

M1, M2, M5, H1, D1 = (TIMEFRAMES[name] for name in ("1m", "2m", "5m", "1h", "1d"))


@pytest.fixture(scope="module")
def original(once: Once) -> Profile:
    """A filled profile that must not be changed."""
    return Profile(once("charts", imported), demo=True)


@pytest.fixture
def profile(original: Profile, tmp_path: Path) -> Profile:
    """A filled profile of the test's own."""
    return Profile(Path(shutil.copytree(original.folder, tmp_path / "filled")), demo=True)


def whole(profile: Profile, timeframe: Timeframe = M5, symbol: str = "ES=F", now: float = NOW) -> ChartSeries:
    return read_whole(profile, symbol, timeframe, now)


def stored(profile: Profile, timeframe: Timeframe, symbol: str = "ES=F") -> Candles:
    """The rows themselves."""
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, symbol)
        return rows.read_rows(connection, number, timeframe, -(2**62), 2**62)


def same(one: ChartSeries, other: ChartSeries) -> bool:
    """Whether two series tell the same in every field."""
    for name in (field.name for field in fields(ChartSeries)):
        mine, theirs = getattr(one, name), getattr(other, name)
        if name in ("candles", "days"):
            columns = [(getattr(mine, f.name), getattr(theirs, f.name)) for f in fields(mine)]
            assert all(np.array_equal(a, b) for a, b in columns), name
        elif name in ("flags", "known", "doubtful", "differing"):
            assert np.array_equal(mine, theirs), name
        else:
            assert mine == theirs, name
    return True


# -- all and the newest ------------------------------------------------------------------------------


@pytest.mark.parametrize("timeframe", TIMEFRAMES.values(), ids=lambda tf: tf.name)
def test_all_candles_come_as_they_are_stored(original: Profile, timeframe: Timeframe) -> None:
    found, expected = whole(original, timeframe), stored(original, timeframe)
    assert len(found) > 0
    assert found.candles.ts.tolist() == expected.ts.tolist()
    assert found.candles.volume.tolist() == expected.volume.tolist()
    assert all(np.array_equal(mine, theirs.astype(np.float32)) for mine, theirs in zip(found.candles.columns[1:5], expected.columns[1:5], strict=True))
    assert {column.dtype.name for column in found.candles.columns[1:5]} == {"float32"}
    assert (found.whole, found.state, str(found.problem), found.missing, found.holes) == (True, "complete", "", 0, ())
    assert (len(found.days) > 0) == (not timeframe.daily)
    assert len(found.flags) == len(found)


def test_what_is_loaded_takes_little_more_than_it_must(original: Profile) -> None:
    found = whole(original, M1)
    assert sum(column.nbytes for column in found.candles.columns) == 32 * len(found)
    assert all(column.flags.owndata for column in found.candles.columns)


@pytest.mark.parametrize("timeframe", [M1, M2, M5], ids=lambda tf: tf.name)
def test_the_newest_part_is_the_end_of_it_in_whole_trade_dates(original: Profile, timeframe: Timeframe) -> None:
    part, all_of_it = read_newest_part(original, "ES=F", timeframe, NOW, count=1000), whole(original, timeframe)
    at = len(all_of_it) - len(part)
    assert not part.whole
    assert 1000 <= len(part) < 1000 + DAY // timeframe.seconds
    assert part.candles.ts.tolist() == all_of_it.candles.ts[at:].tolist()
    assert part.flags.tolist() == all_of_it.flags[at:].tolist()
    assert part.days.trade_date.tolist() == all_of_it.days.trade_date[-len(part.days) :].tolist()
    assert part.days.high.tolist() == all_of_it.days.high[-len(part.days) :].tolist()
    assert part.candles.ts[0] == part.days.open[0]
    assert (part.state, part.revision, str(part.problem)) == (all_of_it.state, all_of_it.revision, "")


@pytest.mark.parametrize("timeframe", [H1, D1, TIMEFRAMES["3mo"]], ids=lambda tf: tf.name)
def test_the_newest_part_of_a_short_series_is_the_whole(original: Profile, timeframe: Timeframe) -> None:
    assert same(read_newest_part(original, "ES=F", timeframe, NOW), whole(original, timeframe))


def test_the_newest_daily_candles(original: Profile) -> None:
    part = read_newest_part(original, "ES=F", D1, NOW, count=20)
    assert (len(part), part.whole) == (20, False)
    count = len(whole(original, D1))
    assert read_newest_part(original, "ES=F", D1, NOW, count=count).whole


# -- flags, rolls and completeness -------------------------------------------------------------------


def test_candles_that_were_derived_are_told(original: Profile) -> None:
    found = whole(original, M2)
    with writing(original) as connection:
        told = connection.execute("SELECT origin='derived' FROM candle WHERE timeframe='2m' AND instrument_id=? ORDER BY ts", (watchlist.find_instrument(connection, "ES=F"),))
        expected = [bool(row[0]) for row in told]
    assert ((found.flags & Flag.DERIVED) != 0).tolist() == expected
    assert 0 < sum(expected) < len(expected)
    assert (whole(original, H1).flags & Flag.DERIVED).all()
    assert not (whole(original, M1).flags & Flag.DERIVED).any()


def test_rolls_of_a_continuous_contract_only(original: Profile, profile: Profile) -> None:
    assert [roll.old for roll in whole(original, M5, "CL=F").rolls] == ["CLV26", "CLX26", "CLZ26"]
    import_at(profile, NOW, "ESZ26.CME", sources=("1d",))
    assert whole(profile, D1, "ESZ26.CME").rolls == ()


def test_rolls_are_marked_where_the_ledger_has_them(tmp_path: Path) -> None:
    """Contracts that were stored after the front month prove when it rolled, days before the last trading day."""
    market, filled = PaperMarket("NQ"), Profile(tmp_path, demo=True)
    fill(filled.database, market, demo=True)
    first, last = market.active[2:4]
    until = market.leaves[first.symbol]
    front = concat((market.daily(first).between(0, (until + 1) * 86400), market.daily(last).between((until + 1) * 86400, 2**40)))
    with writing(filled) as connection:
        put(connection, "NQ=F", "1d", front)
        keep_ledger(connection, market.product)
    (mark,) = (roll for roll in whole(filled, D1, "NQ=F").rolls if roll.old == first.symbol.removesuffix(".CME"))
    assert mark.receipt is not None
    assert (mark.receipt.old, mark.receipt.new, mark.receipt.until) == (first.symbol, last.symbol, until)
    assert (mark.ts, mark.estimated) == (int(front.ts[front.ts > until * 86400][0]), False)


def test_it_is_judged_like_the_coverage_of_the_window(profile: Profile) -> None:
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        for name, tail in (("1m", 2 * 86400), ("1d", 6 * 86400)):
            (piece,) = series_summary.coverage(connection, number, name)
            series_summary.save_coverage(connection, number, name, [piece._replace(end=piece.end - tail)])
        series_summary.note_failure(connection, number, ["1d", "5d"], "timeout", Message("Yahoo did not answer."))
    for now in (NOW, NOW + 5 * DAY):
        for (symbol, name), view in look(profile, now).snapshot.series.items():
            found = whole(profile, TIMEFRAMES[name], symbol, now)
            assert (found.state, len(found)) == (view.state, view.count)
            assert found.missing == ((view.assessment.missing if view.assessment else 0) or 0)
            assert (str(found.problem) == "") == (found.state == "complete")


def test_a_series_that_is_behind_says_so(original: Profile) -> None:
    found = whole(original, now=NOW + 2 * DAY)
    assert (found.state, found.holes[-1].place) == ("stale", len(found) - 0.5)
    assert str(found.problem) == "The newest candles are missing: the last one is of 2026-11-23."
    assert found.missing == sum(hole.candles for hole in found.holes)


def test_a_failure_is_told_with_its_reason(profile: Profile) -> None:
    with writing(profile) as connection:
        series_summary.note_failure(connection, watchlist.instrument_id(connection, "ES=F"), ["5m"], "timeout", Message("Yahoo did not answer."))
    assert str(whole(profile).problem) == ""  # nothing is missing for it
    later = whole(profile, now=NOW + 2 * DAY)
    assert (later.state, str(later.problem)) == ("failed", "The last import of this series failed: Yahoo did not answer.")
    assert str(later.holes[-1].reason) == "The last attempt to get them failed: Yahoo did not answer."


def test_a_hole_with_refused_rows(profile: Profile) -> None:
    ts = int(whole(profile).candles.ts[-40])
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        (piece,) = series_summary.coverage(connection, number, "5m")
        bad = Answered(ts, ts + 300, REFUSED, False)
        series_summary.save_coverage(connection, number, "5m", [piece._replace(end=ts), bad, piece._replace(start=ts + 300)])
        connection.execute("DELETE FROM candle WHERE timeframe='5m' AND ts=? AND instrument_id=?", (ts, number))
        rows.rebuild_blocks(connection, number, M5, 99)
        quarantine.keep(connection, 1, number, "5m", [Quarantined(ts, RejectReason.HIGH_LOW, "{}"), Quarantined(ts + 300, RejectReason.OFF_GRID, "{}")])
    found = whole(profile)
    (hole,) = found.holes
    assert (found.state, str(found.problem)) == ("partial", "One candle is missing.")
    assert (hole.start, hole.end, hole.candles) == (ts, ts + 300, 1)
    assert "a row that cannot be a candle (high and low contradict the other prices)" in str(hole.reason)
    assert read_newest_part(profile, "ES=F", M5, NOW, count=100).holes[0].reason == hole.reason


def test_what_is_made_over_times_without_prices_is_provisional(profile: Profile) -> None:
    ts = int(whole(profile).candles.ts[-40])
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        (piece,) = series_summary.coverage(connection, number, "5m")
        mute = Answered(ts, ts + 300, int(NOW // DAY), False, silent=True)
        series_summary.save_coverage(connection, number, "5m", [piece._replace(end=ts), mute, piece._replace(start=ts + 300)])
        connection.execute("DELETE FROM candle WHERE timeframe='5m' AND ts=? AND instrument_id=?", (ts, number))
        rows.rebuild_blocks(connection, number, M5, 99)
    (hole,) = whole(profile).holes
    assert (hole.start, hole.end) == (ts, ts + 300)
    assert str(hole.reason).startswith("Yahoo sent their times without prices when it was asked on 2026-11-23;")
    for name, seconds in (("15m", 900), ("1h", 3600)):
        found = whole(profile, TIMEFRAMES[name])
        unsure = found.candles.ts[(found.flags & Flag.PROVISIONAL) > 0]
        assert [at for at in unsure.tolist() if at <= ts < at + seconds] == unsure.tolist() != []
        assert (found.state, found.missing, found.holes) == ("partial", 1, ())
        assert str(found.problem) == "Missing or provisional candles: 1. Yahoo sent times of 5m candles without prices or volumes."


def test_minutes_without_trades_are_told_as_such(profile: Profile) -> None:
    found = whole(profile, M1)
    (ts, lost), day = (int(found.candles.ts[at]) for at in (-40, -3000)), int(NOW // DAY)
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        (piece,) = series_summary.coverage(connection, number, "1m")
        quiet = [Answered(at, at + 60, day, False) for at in (ts, ts + 120)]
        spans = subtract([(piece.start, piece.end)], [(part.start, part.end) for part in quiet])
        series_summary.save_coverage(connection, number, "1m", [*quiet, *(Answered(*span, day, True) for span in spans)])
        stamps = [(number, part.start) for part in quiet]
        connection.executemany("DELETE FROM candle WHERE instrument_id=? AND timeframe='1m' AND ts=?", stamps)
        rows.rebuild_blocks(connection, number, M1, 99)
    told = "Yahoo had no rows for 2 candles when it was asked: most likely nothing was traded."
    for read in (whole(profile, M1), read_newest_part(profile, "ES=F", M1, NOW)):
        assert (read.state, read.missing, read.holes, str(read.problem)) == ("partial", 2, (), told)
    with writing(profile) as connection:
        pieces = series_summary.coverage(connection, number, "1m")
        cut = [piece for start, end in subtract([pieces[0][:2]], [(lost, lost + 60)]) for piece in (Answered(start, end, day, True),)]
        series_summary.save_coverage(connection, number, "1m", [*cut, *pieces[1:]])
        connection.execute("DELETE FROM candle WHERE instrument_id=? AND timeframe='1m' AND ts=?", (number, lost))
        rows.rebuild_blocks(connection, number, M1, 100)
    found = whole(profile, M1)
    assert (found.missing, len(found.holes), str(found.problem)) == (3, 1, "One candle is missing.")


def test_a_hole_promises_no_import_for_what_is_not_watched(profile: Profile) -> None:
    assert str(whole(profile, now=NOW + 2 * DAY).holes[-1].reason) == "They have not been asked for yet; the next import does."
    with writing(profile) as connection:
        watchlist.set_watchlist(connection, ["CL=F"])
    assert str(whole(profile, now=NOW + 2 * DAY).holes[-1].reason) == (
        "They have not been asked for yet; no import asks for them while the instrument is not on the watchlist."
    )


# -- refreshing --------------------------------------------------------------------------------------


def refreshed(profile: Profile, before: ChartSeries, now: float = NOW) -> Refreshed:
    found = refresh(profile, before, now)
    assert found is not None
    return found


@pytest.mark.parametrize("timeframe", [M1, M2, M5, H1, D1], ids=lambda tf: tf.name)
def test_nothing_new_is_none(original: Profile, timeframe: Timeframe) -> None:
    assert refresh(original, whole(original, timeframe), NOW) is None
    assert refresh(original, read_newest_part(original, "ES=F", timeframe, NOW), NOW) is None


@pytest.fixture(scope="module")
def a_day_later(original: Profile, once: Once) -> Profile:
    """The same profile after the import of the next day; it must not be changed."""

    def fill(folder: Path) -> None:
        shutil.copytree(original.folder, folder, dirs_exist_ok=True)
        import_at(Profile(folder, demo=True), NOW + DAY, "ES", "CL")

    return Profile(once("charts a day later", fill), demo=True)


@pytest.mark.parametrize("timeframe", [M1, M2, M5, H1, D1], ids=lambda tf: tf.name)
def test_after_an_import_it_is_as_if_read_anew(original: Profile, a_day_later: Profile, timeframe: Timeframe) -> None:
    before, part = whole(original, timeframe), read_newest_part(original, "ES=F", timeframe, NOW)
    found = refreshed(a_day_later, before, NOW + DAY)
    expected = whole(a_day_later, timeframe, now=NOW + DAY)
    assert len(expected) > len(before)
    assert same(found.series, expected)
    assert found.unchanged == len(before)
    newest = refreshed(a_day_later, part, NOW + DAY)
    assert newest.unchanged == len(part)
    assert newest.series.candles.ts.tolist() == expected.candles.ts[-len(newest.series) :].tolist()
    assert newest.series.flags.tolist() == expected.flags[-len(newest.series) :].tolist()
    assert newest.series.candles.ts[0] == part.candles.ts[0]
    assert newest.series.whole == part.whole


def test_only_blocks_that_changed_are_read(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    before = whole(profile, M1)
    span = rows.chunk_seconds(M1)
    middle = int(before.candles.ts[len(before) // 2])
    asked: list[tuple[int | None, int | None]] = []

    def noted(*arguments: object) -> Candles:
        asked.append((arguments[3], arguments[4]))  # type: ignore[arg-type]
        return read(*arguments)  # type: ignore[arg-type]

    revise(profile, M1, before, middle)
    read = rows.read_series
    monkeypatch.setattr(chart_reading.rows, "read_series", noted)
    found = refreshed(profile, before)
    assert asked == [(middle // span * span, (middle // span + 1) * span)]
    assert found.unchanged == len(before) // 2
    monkeypatch.undo()
    assert same(found.series, whole(profile, M1))


def revise(profile: Profile, timeframe: Timeframe, before: ChartSeries, ts: int, at: float = NOW) -> None:
    """Correct one candle as an import does."""
    (place,) = np.flatnonzero(before.candles.ts == ts)
    old = before.candles.take(slice(place, place + 1))
    new = Candles(old.ts, *(column.astype(np.float64) + 1 for column in old.columns[1:5]), old.volume)
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        revision = series_summary.next_revision(connection, number, timeframe.name)
        change = rows.write(connection, number, timeframe, new, "demo", revision, at=at)
        series_summary.note_change(connection, number, timeframe.name, change, revision, ts, ts)


def test_a_corrected_candle_is_flagged_and_what_it_was_is_kept(profile: Profile) -> None:
    before = whole(profile, D1)
    ts, close = int(before.candles.ts[-3]), float(before.candles.close[-3])
    revise(profile, D1, before, ts)
    found = refreshed(profile, before)
    assert np.flatnonzero(found.series.flags & Flag.REVISED).tolist() == [len(before) - 3]
    assert found.unchanged == len(before) - 3
    with writing(profile) as connection:
        (old,) = previous(connection, watchlist.instrument_id(connection, "ES=F"), D1, ts)
    assert (old[0], old[-1]) == (NOW, "demo")
    assert old[5] == pytest.approx(close)
    assert before.flags[-3] & Flag.REVISED == 0  # what was loaded is never changed
    assert before.candles.close[-3] == close


def test_a_state_that_changed_alone_keeps_the_arrays(profile: Profile) -> None:
    before = whole(profile)
    found = refreshed(profile, before, NOW + 2 * DAY)
    assert found.series.candles is before.candles
    assert found.series.days is before.days
    assert (found.unchanged, found.series.state) == (len(before), "stale")
    assert refresh(profile, found.series, NOW + 2 * DAY) is None


def test_candles_deleted_while_the_chart_is_open(profile: Profile) -> None:
    before = whole(profile)
    with writing(profile) as connection:
        remove_candles(connection, "ES=F")
    found = refreshed(profile, before)
    assert (len(found.series), found.unchanged, found.series.state, found.series.whole) == (0, 0, "empty", True)
    assert str(found.series.problem) == "The candles of ES=F were deleted. Import to get them again."
    assert found.series.holes == ()
    import_at(profile, NOW, "ES", sources=("5m",))
    again = refreshed(profile, found.series)
    assert len(again.series) > 0
    assert same(again.series, whole(profile))


def test_rows_taken_away_by_another_program(profile: Profile) -> None:
    before = whole(profile)
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        connection.execute("DELETE FROM candle WHERE timeframe='5m' AND instrument_id=? AND ts<?", (number, int(before.candles.ts[5000])))
        revision = series_summary.next_revision(connection, number, "5m")
        rows.rebuild_blocks(connection, number, M5, revision)
        series_summary.recount(connection, number, "5m", revision)
    found = refreshed(profile, before)
    assert found.series.candles.ts.tolist() == before.candles.ts[5000:].tolist()
    assert found.unchanged == 0


def test_a_backup_put_in_its_place(original: Profile, a_day_later: Profile) -> None:
    before = whole(a_day_later, now=NOW + DAY)
    assert same(refreshed(original, before, NOW + DAY).series, whole(original, now=NOW + DAY))


def test_a_backup_that_has_come_as_far_as_the_chart(profile: Profile, a_day_later: Profile) -> None:
    before = whole(a_day_later, now=NOW + DAY)
    import_at(profile, NOW + 2 * DAY, "ES")
    expected = whole(profile, now=NOW + 2 * DAY)
    assert before.revision == expected.revision
    assert same(refreshed(profile, before, NOW + 2 * DAY).series, expected)


def test_another_store_that_has_come_as_far_and_as_long(profile: Profile, tmp_path: Path) -> None:
    before, part = whole(profile), read_newest_part(profile, "ES=F", M5, NOW)
    name = "another name"
    with writing(profile) as connection:
        number = watchlist.find_instrument(connection, "ES=F")
        assert number is not None
        ts = int(before.candles.ts[-1])
        connection.execute("UPDATE candle SET volume=volume+1 WHERE instrument_id=? AND timeframe='5m' AND ts=?", (number, ts))
        rows.rebuild_blocks(connection, number, M5, before.revision)
    assert refresh(profile, before, NOW) is None  # nobody tells
    with writing(profile) as connection:
        facts.keep_fact(connection, facts.STORE, name)
    found = refreshed(profile, before)
    assert same(found.series, whole(profile))
    assert (found.series.store, found.unchanged) == (name, len(before) - 1)
    newest = refreshed(profile, part).series
    assert newest.candles.volume[-1] == before.candles.volume[-1] + 1
    assert (len(newest), newest.whole) == (len(part), part.whole)
    assert refresh(profile, found.series, NOW) is None


# -- what can be wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize("read", [read_newest_part, read_whole])
def test_an_instrument_that_the_file_does_not_know(original: Profile, read: object) -> None:
    with pytest.raises(StoreError) as told:
        read(original, "GC=F", M5, NOW)  # type: ignore[operator]
    assert str(told.value.title) == "GC=F is not in this database."
    assert "watchlist" in str(told.value.hint)


def test_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database") as told:
        read_newest_part(Profile(tmp_path), "ES=F", M5, NOW)
    assert "import" in str(told.value.hint)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "ohlc.sqlite3").write_bytes(b"no database " * 999)
    with pytest.raises(CorruptStore):
        read_whole(Profile(tmp_path), "ES=F", M5, NOW)


@pytest.fixture
def held(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> Iterator[Profile]:
    """A profile whose file another program holds for itself alone, which is not waited for long."""
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(profile.database, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        yield profile
        other.execute("ROLLBACK")


def test_a_file_that_another_program_holds(held: Profile) -> None:
    with pytest.raises(StoreBusy) as told:
        read_newest_part(held, "ES=F", M5, NOW)
    assert str(told.value.hint)


def test_a_writer_is_no_hindrance(profile: Profile) -> None:
    expected = whole(profile)
    with writing(profile) as connection:
        connection.execute("UPDATE series SET count=0, cause='x'")
        assert same(whole(profile), expected)


def test_a_watched_instrument_before_its_first_import(tmp_path: Path) -> None:
    profile = Profile(tmp_path, demo=True)
    import_at(profile, NOW, "CL", sources=("1d",))
    with writing(profile) as connection:
        connection.execute("DELETE FROM meta WHERE key='watchlist'")
    found = read_newest_part(profile, "RTY=F", M5, NOW)
    assert (len(found), found.whole, found.state) == (0, True, "empty")
    assert str(found.problem) == "No 5m candles of RTY=F have been imported yet."
    assert found.instrument == future("RTY")
    assert refresh(profile, found, NOW) is None


@pytest.fixture(scope="module")
def without_candles(original: Profile, once: Once) -> Path:
    """The filled profile with no candle left, to be copied."""

    def fill(folder: Path) -> None:
        shutil.copytree(original.folder, folder, dirs_exist_ok=True)
        with closing(sqlite3.connect(folder / "ohlc.sqlite3", isolation_level=None)) as plain:
            for table in ("candle", "block", "coverage"):
                plain.execute(f"DELETE FROM {table}")
            plain.execute("UPDATE series SET count=0, first=NULL, last=NULL")
            plain.execute("VACUUM")

    return once("charts without candles", fill)


@pytest.mark.parametrize(
    ("change", "timeframe", "problem"),
    [
        ("DELETE FROM series WHERE timeframe='1h'", H1, "No 1h candles of ES=F have been imported yet."),
        ("UPDATE series SET asked=NULL, revision=0", M5, "No 5m candles of ES=F have been imported yet."),
        ("UPDATE series SET asked=NULL, revision=3", M5, "The candles of ES=F were deleted. Import to get them again."),
        ("UPDATE series SET cause='x', message='No network.'", M5, "The last import of this series failed: No network."),
        ("UPDATE series SET cause='x', message=''", M5, "The last import of this series failed."),
        ("SELECT 1", M5, "Yahoo had no 5m candles of ES=F when it was asked."),
        ("UPDATE series SET count=9 WHERE timeframe='1d'", TIMEFRAMES["3mo"], "There are not enough candles of ES=F yet to make one of 3mo."),
    ],
)  # fmt: skip
def test_an_empty_series_says_why(
    without_candles: Path, tmp_path: Path, change: str, timeframe: Timeframe, problem: str
) -> None:
    profile = Profile(Path(shutil.copytree(without_candles, tmp_path / "empty")), demo=True)
    with writing(profile) as connection:
        connection.execute(change)
    for found in (whole(profile, timeframe), read_newest_part(profile, "ES=F", timeframe, NOW)):
        assert (len(found), str(found.problem), found.whole, len(found.days), found.rolls) == (0, problem, True, 0, ())


def test_without_a_calendar_it_is_shown_all_the_same(profile: Profile) -> None:
    expected = whole(profile)
    with writing(profile) as connection:
        connection.execute("DELETE FROM session")
    found = whole(profile)
    assert (found.state, str(found.problem)) == ("stale", "How complete this series is will be known after the next import.")
    assert found.days.trade_date.tolist() == expected.days.trade_date.tolist()
    assert found.holes == ()


def damage(profile: Profile, data: bytes) -> None:
    """Put something else in the place of the newest packed block."""
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        newest = connection.execute("SELECT max(chunk) FROM block WHERE timeframe='5m'").fetchone()[0]
        connection.execute("UPDATE block SET data=? WHERE timeframe='5m' AND instrument_id=? AND chunk=?", (data, number, newest))


def test_a_damaged_block_is_made_up_for_from_the_rows(profile: Profile) -> None:
    before = whole(profile)
    damage(profile, b"x" * 47)
    assert whole(profile).candles.ts.tolist() == before.candles.ts.tolist()
    newest = read_newest_part(profile, "ES=F", M5, NOW)
    assert (newest.candles.ts[-1], newest.candles.close.dtype) == (before.candles.ts[-1], np.float32)


def test_an_empty_block_breaks_nothing(profile: Profile) -> None:
    before = whole(profile)
    damage(profile, b"")
    assert 0 < len(whole(profile)) < len(before)
    assert len(read_newest_part(profile, "ES=F", M5, NOW)) > 0


def test_a_share_without_a_calendar_of_its_own(profile: Profile) -> None:
    start = int(NOW) // 86400 * 86400 - 9 * 86400
    stamps = np.concatenate([np.arange(start + day * 86400 + 52200, start + day * 86400 + 75600, 300) for day in range(9)])
    price = np.full(len(stamps), 45.34)
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "AAPL")
        change = rows.write(connection, number, M5, Candles(stamps, price, price, price, price, stamps * 0), "yahoo", 1)
        series_summary.note_change(connection, number, "5m", change, 1, int(stamps[0]), int(stamps[-1]))
    found = whole(profile, M5, "AAPL")
    assert (len(found), len(found.days), found.holes, found.rolls) == (len(stamps), 9, (), ())
    assert not (found.flags & Flag.RTH).any()
    assert [day_of(d).isoformat() for d in found.days.trade_date[:2].tolist()] == ["2026-11-14", "2026-11-15"]


# -- drawings ----------------------------------------------------------------------------------------


def test_drawings_are_kept_per_instrument(profile: Profile) -> None:
    assert load_drawings(profile, "ES=F").rows == []
    save_drawings(profile, "ES=F", [("line", '{"price": 1}'), ("box", "{}")], NOW)
    assert load_drawings(profile, "ES=F").rows == [("line", '{"price": 1}'), ("box", "{}")]
    assert load_drawings(profile, "CL=F").rows == []
    with pytest.raises(OhlcError):
        save_drawings(profile, "ES=F", [("line", "no json")], NOW)
    assert len(load_drawings(profile, "ES=F").rows) == 2


def test_drawings_make_no_database_where_one_was_taken_away(profile: Profile) -> None:
    profile.database.rename(profile.folder / "elsewhere")
    with pytest.raises(StoreError, match="no database"):
        save_drawings(profile, "ES=F", [("line", "{}")], NOW)
    assert not profile.database.exists()


def test_a_contract_that_has_ended_says_so(profile: Profile) -> None:
    import_at(profile, NOW, "CLZ26.NYM", sources=("1d", "5m"))
    told = "CLZ26.NYM ended on 2026-11-20; nothing newer can come."
    for now in (NOW, NOW + 20 * DAY):
        found = whole(profile, H1, "CLZ26.NYM", now)
        assert (found.state, found.missing, found.holes, str(found.problem)) == ("complete", 0, (), told)


def test_a_contract_that_the_feed_dropped_too_early_says_so(profile: Profile) -> None:
    import_at(profile, NOW - 5 * DAY, "CLZ26.NYM", sources=("1d", "5m"))
    told = "CLZ26.NYM ended on 2026-11-20; nothing newer can come."
    behind = whole(profile, M5, "CLZ26.NYM")
    assert (behind.state, behind.missing) == ("stale", 23 * 12 - 1)  # of Thursday, but for midnight; of the last day no hour is known
    assert str(behind.problem).startswith(f"{told} The newest candles are missing")
    with writing(profile) as connection:
        for day_number in (20_784, 20_785):
            endings.note_unknown(connection, "CLZ26.NYM", day_number)
    gone = whole(profile, M5, "CLZ26.NYM")
    assert (gone.state, gone.missing) == ("partial", 23 * 12 - 1)
    assert str(gone.holes[-1].reason) == f"The last attempt to get them failed: {told} Yahoo knows it no more."


# -- how well candles are known ----------------------------------------------------------------------


def tell(profile: Profile, timeframe: Timeframe, places: list[int], level: Confidence) -> None:
    """Say how well some stored candles are known, as the importer does."""
    ts = stored(profile, timeframe).ts[places]
    with writing(profile) as connection:
        told = CandleConfidence(ts, np.full(len(ts), level, dtype=np.int8))
        levels.write(connection, watchlist.instrument_id(connection, "ES=F"), timeframe, ts, told)


def test_every_candle_says_how_well_it_is_known(profile: Profile) -> None:
    assert whole(profile, M5).known.tolist() == [Confidence.SINGLE] * len(whole(profile, M5))
    count = len(whole(profile, M5))
    for level, places in {Confidence.AGREED: [0, 5], Confidence.CHOSEN: [7], Confidence.DISPUTED: [9, count - 1], Confidence.SUSPECT: [8]}.items():
        tell(profile, M5, places, level)
    found = whole(profile, M5)
    assert found.known.dtype == np.int8
    assert found.known[:10].tolist() == [0, 1, 1, 1, 1, 0, 1, 2, 4, 3]
    assert found.doubtful.tolist() == [8, 9, count - 1]
    part = read_newest_part(profile, "ES=F", M5, NOW, count=1000)
    assert not part.whole
    assert (len(part.known), part.doubtful.tolist()) == (len(part), [len(part) - 1])
    regular = regular_hours(found)
    assert regular.known.tolist() == found.known[(found.flags & Flag.RTH) != 0].tolist()
    assert regular.doubtful.tolist() == np.flatnonzero(regular.known >= Confidence.DISPUTED).tolist()


def test_a_chart_hears_of_a_candle_that_is_known_better_or_worse_now(profile: Profile) -> None:
    """The prices stay as they are, so the series has no other revision."""
    before = whole(profile, M5)
    assert refresh(profile, before, NOW) is None
    tell(profile, M5, [3], Confidence.SUSPECT)
    found = refresh(profile, before, NOW)
    assert found is not None
    assert (found.unchanged, found.series.doubtful.tolist(), found.series.revision) == (len(before), [3], before.revision)
    assert found.series.candles is before.candles
    tell(profile, M5, [3], Confidence.AGREED)
    again = refresh(profile, found.series, NOW)
    assert again is not None
    assert (again.series.known[3], again.series.doubtful.tolist()) == (Confidence.AGREED, [])
    assert same(again.series, whole(profile, M5))


# -- which contract ----------------------------------------------------------------------------------


def test_the_contract_that_is_followed_and_its_proven_rolls_are_told(profile: Profile) -> None:
    """A proof that came without new candles reaches a chart that is open."""
    before = whole(profile, H1)
    assert (before.follows, before.rolls) == (None, ())  # that import knew no products
    at = int(before.candles.ts[len(before) // 2])
    with writing(profile) as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        followed.note_named(connection, number, "5m", NamedContract(int(NOW // DAY), "E-Mini S&P 500 Dec 26", "ESZ26.CME"))
        parts = [("ESU26.CME", int(before.candles.ts[0]), at - 300), ("ESZ26.CME", at, int(before.candles.ts[-1]))]
        found = [ContractStretch(*part, 99) for part in parts]
        followed.save_stretches(connection, number, "5m", 0, found)
    found_now = refresh(profile, before, NOW)
    assert found_now is not None
    assert found_now.unchanged == len(before)
    series = found_now.series
    assert series.follows == FollowedContract("ESZ26.CME", True)
    assert series.rolls == (Roll(at, len(before) // 2 - 0.5, "ESU26", "ESZ26"),)
    assert same(series, whole(profile, H1))
    assert refresh(profile, series, NOW) is None
    assert all(roll.estimated for roll in whole(profile, D1).rolls)  # days have proofs of their own
    assert whole(profile, D1).follows == FollowedContract("ESZ26.CME", False)

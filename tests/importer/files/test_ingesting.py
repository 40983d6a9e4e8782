"""Files are stored whole or not at all, once, beside what others say, and nothing that is adjusted or not proven is."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, concat
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.continuous.ledger import CloseKind
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.files.file_candles import Stamp
from ohlc_desktop.core.files.naming import instrument_named
from ohlc_desktop.core.files.stated import Stated
from ohlc_desktop.core.importing.events import Event, Progress
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.checks.answers import check_answer
from ohlc_desktop.importer.files import storing
from ohlc_desktop.importer.files.beside import read_beside
from ohlc_desktop.importer.files.ingest_plan import IngestWishes
from ohlc_desktop.importer.files.sessions import calendar_since
from ohlc_desktop.importer.ingest import CandleWriter
from ohlc_desktop.importer.merging.completeness import touching
from ohlc_desktop.importer.merging.made import daily
from ohlc_desktop.importer.run_setup import read_state
from ohlc_desktop.sources.files.refusals import FileRefused
from ohlc_desktop.sources.source import Answer
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import ledger, watchlist
from ohlc_desktop.store.contracts.day_sources import day_sources
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.core.helpers import CATALOGUE, calendar, instrument, utc
from tests.importer.files import generated
from tests.importer.files.ingesting import NOW, Archive, lines, minutes, same, sessions
from tests.sources.files import writing

MINUTE, DAILY = TIMEFRAMES["1m"], TIMEFRAMES["1d"]
CONTRACT = "ES 06-26.Last.txt"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty one."""
    (tmp_path / "profile").mkdir()
    return Archive(tmp_path / "profile")


def file(folder: Path, candles: Candles, name: str = CONTRACT) -> Path:
    """A file of NinjaTrader."""
    path = folder / name
    path.write_text(writing.ninjatrader(candles))
    return path


def refusal(archive: Archive, *paths: Path, wishes: IngestWishes = IngestWishes()) -> str:  # noqa: B008  # frozen
    """Why nothing can be stored of files."""
    with archive.plan(*paths, wishes=wishes) as plan:
        assert plan.series == []
        return " ".join(str(each.error) for each in plan.unusable)


def test_a_contract_is_stored_with_all_that_is_made_of_it_and_only_once(archive: Archive, tmp_path: Path) -> None:
    candles = minutes("2026-05-04 22:00", "2026-05-15 21:00")
    path = file(tmp_path, candles)
    done = archive.ingest(path)
    assert (done.state, done.exit_code, done.written > len(candles)) == (RunState.DONE, 0, True)
    assert same(archive.read("ESM26.CME", MINUTE), candles)
    stored = {name: len(archive.read("ESM26.CME", timeframe)) for name, timeframe in TIMEFRAMES.items()}
    assert (stored["2m"], stored["5m"], stored["1h"], stored["1d"], stored["1wk"]) == (6210, 2484, 207, 9, 1)
    day = archive.read("ESM26.CME", DAILY).take(slice(0, 1))
    of_it = candles.between(utc("2026-05-04 22:00"), utc("2026-05-05 21:00"))
    assert (day.high[0], day.low[0], day.volume[0]) == (of_it.high.max(), of_it.low.min(), of_it.volume.sum())
    with archive.store() as store:
        assert watchlist.watchlist(store.connection) == []
        (run,) = ledger.newest_runs(store.connection, 5)
        item = next(i for i in ledger.items_of(store.connection, run.id) if i.timeframe == "1m")
    assert (run.trigger, run.state, item.added, str(item.message)) == (
        Trigger.INGEST, RunState.DONE, len(candles), f"From {CONTRACT}.",
    )  # fmt: skip
    before = archive.rows()
    with archive.plan(path) as plan:
        assert plan.nothing_new
    assert archive.ingest(path).written == 0
    assert archive.rows() == before


@pytest.mark.parametrize(("until", "whole"), [("2026-06-18 13:30", True), ("2026-06-18 13:29", False)])
def test_the_last_session_of_a_contract_is_whole_up_to_its_end(
    archive: Archive, tmp_path: Path, until: str, whole: bool
) -> None:
    """ES stops at half past eight in Chicago on its last trading day; before that a file may have been cut off."""
    candles = minutes("2026-06-10 22:00", until)
    archive.ingest(file(tmp_path, candles))
    days, hours = (archive.read("ESM26.CME", TIMEFRAMES[name]) for name in ("1d", "1h"))
    last = utc("2026-06-18 00:00")
    assert (int(days.ts[-1]), int(hours.ts[-1])) == (
        (last, utc("2026-06-18 13:00")) if whole else (last - DAY, utc("2026-06-17 20:00"))
    )
    if whole:
        assert days.close[-1] == hours.close[-1] == candles.close[-1]


def test_what_a_file_covers_is_missing_in_no_timeframe(archive: Archive, tmp_path: Path) -> None:
    candles = minutes("2026-12-06 23:00", "2026-12-18 22:00")
    archive.ingest(file(tmp_path, candles, "ES 12-26.Last.txt"))
    with archive.store() as store:
        number = watchlist.find_instrument(store.connection, "ESZ26.CME")
        assert number is not None
        state = InstrumentState(instrument("ES"), calendar("cme_equity"), YAHOO, series_summary.states(store.connection, number))
    for name, timeframe in TIMEFRAMES.items():
        found = assess(state, timeframe, NOW)
        assert (found.newer, [part for part in found.windows if part.end > utc("2026-12-08")]) == (0, []), name
    assert assess(state, MINUTE, NOW).missing == 0


def give_days(archive: Archive, days: Candles) -> None:
    """Let a feed give days of the contract."""
    known = instrument_named(CONTRACT, CATALOGUE)
    assert known is not None
    given = Interval(int(days.ts[0]), int(days.ts[-1]) + DAY)
    raw = RawRows(*days.columns[:5], days.volume.astype(np.float64))
    request = FetchRequest(known, "1d", *given, given, Purpose.BACKFILL)
    with archive.store() as store, store.transaction() as connection:
        run = ledger.begin_run(connection, Trigger.MANUAL, None, NOW)
        held = calendar_since(connection, known.calendar, int(days.ts[0]) // DAY, NOW, sessions)
        number, state = read_state(connection, known, held, YAHOO, NOW)
        CandleWriter(connection, number, state).keep(check_answer(request, Answer(raw, NOW), held, NOW), run)


@pytest.mark.parametrize("days", ["none", "equal", "other"])
def test_what_is_stored_fast_is_what_the_arbitration_would_store(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: str
) -> None:
    """Thin sessions, one that begins and one that ends within, a day that is missing, in batches and at once, days of a feed."""
    longer = minutes("2026-05-03 22:00", "2026-05-22 21:00", share=0.9)
    every = longer.between(utc("2026-05-05 03:00"), utc("2026-05-19 15:00"))
    path = file(tmp_path, every.take((every.ts < utc("2026-05-11 22:00")) | (every.ts >= utc("2026-05-12 22:00"))))
    others = [Archive(tmp_path / name) for name in ("arbitrated", "batches")]
    for other in others:
        other.folder.mkdir()
    if days != "none":
        given = daily(longer, touching(calendar("cme_equity"), Interval(int(longer.ts[0]), int(longer.ts[-1]))))
        if days == "other":
            given = replace(given, high=given.high + 0.25 * (np.arange(len(given)) % 4 == 0))
        for each in (archive, *others):
            give_days(each, given.take(given.ts != utc("2026-05-08")))
    archive.ingest(path)
    arbitrated, batches = others
    monkeypatch.setattr(storing, "put_fresh", lambda *_: None)
    arbitrated.ingest(path)
    monkeypatch.undo()
    monkeypatch.setattr(storing, "FRESH_BATCH", 1000)
    batches.ingest(path)
    made = archive.read("ESM26.CME", DAILY)
    assert utc("2026-05-08") in made.ts
    assert days == "none" or same(made.take(made.ts != utc("2026-05-08")), given.take(given.ts != utc("2026-05-08")))
    for table, told in arbitrated.rows().items():
        if table == "block":  # their revisions tell how often they were written
            told = [(*row[:3], row[4]) for row in told]
        for fast in (archive, batches):
            found = fast.rows(table)[table]
            assert ([(*row[:3], row[4]) for row in found] if table == "block" else found) == told, table


def test_files_add_to_one_another_and_take_nothing_away(archive: Archive, tmp_path: Path) -> None:
    candles = minutes("2026-05-04 22:00", "2026-05-08 21:00")
    first = file(tmp_path, candles.take(slice(0, 4000)), "ES 06-26.Last.txt")
    rest = np.delete(np.arange(1200, len(candles)), slice(100, 900))  # the second lacks some that the first has
    second = file(tmp_path, candles.take(rest), "ES 06-26 later.Last.txt")
    with archive.plan(first, second) as plan:
        (series,) = plan.series
        assert (series.change.new.sum(), len(series.files.files)) == (len(candles), 2)
    archive.ingest(first)
    archive.ingest(second)
    assert same(archive.read("ESM26.CME", MINUTE), candles)


def test_what_two_files_leave_between_them_is_no_part_of_a_whole_session(archive: Archive, tmp_path: Path) -> None:
    """Two exports that end and begin at noon: the half sessions are no days, whether they come together or the newer one first."""
    candles = minutes("2026-05-03 22:00", "2026-05-15 21:00")
    early, late = utc("2026-05-06 12:00"), utc("2026-05-13 12:00")
    first = file(tmp_path, candles.take(candles.ts < early), "ES 06-26.Last.txt")
    second = file(tmp_path, candles.take(candles.ts >= late), "ES 06-26 later.Last.txt")
    archive.ingest(first, second)
    other = Archive(tmp_path / "other")
    other.folder.mkdir()
    other.ingest(second)
    other.ingest(first)
    assert archive.read("ESM26.CME", DAILY).ts.tolist() == [utc(f"2026-05-{day:02} 00:00") for day in (4, 5, 14, 15)]
    assert archive.rows("candle", "heard") == other.rows("candle", "heard")
    for timeframe in TIMEFRAMES.values():
        assert same(archive.read("ESM26.CME", timeframe), other.read("ESM26.CME", timeframe)), "the blocks have all rows"


def test_files_that_disagree_are_refused_with_both_lines(archive: Archive, tmp_path: Path) -> None:
    candles = minutes("2026-05-04 22:00", "2026-05-08 21:00")
    first = file(tmp_path, candles.take(slice(0, 4000)))
    second = file(tmp_path, candles.take(slice(1200, None)), "ES 06-26 later.Last.txt")
    half = candles.take(slice(3999, 4000))
    lines(first, lambda text: [*text[:-1], text[-1].replace(f";{half.close[0]};", f";{half.low[0]};")])  # its last is half done
    archive.ingest(first, second)
    assert same(archive.read("ESM26.CME", MINUTE), candles)
    lines(second, lambda text: [*text[:100], text[100].split(";")[0] + ";9;9;9;9;7", *text[101:]])
    before = archive.rows()
    with pytest.raises(FileRefused, match=r"different candles for 2026-05-\d\d \d\d:\d\d: lines 1301 and 101; 1 differ"):
        archive.ingest(first, second)
    assert archive.rows() == before


def test_a_cancel_leaves_whole_sessions_and_the_rest_follows(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "FRESH_BATCH", 3000)
    path = file(tmp_path, minutes("2026-05-04 22:00", "2026-05-15 21:00"))

    def press(event: Event) -> None:
        if isinstance(event, Progress):
            archive.cancel.set()

    done = archive.ingest(path, on_event=press)
    assert (done.state, done.exit_code) == (RunState.CANCELLED, 130)
    assert len(archive.read("ESM26.CME", MINUTE)) == 2 * 1380
    with pytest.raises(Cancelled):
        archive.ingest(path)
    archive.cancel = threading.Event()
    archive.ingest(path)
    whole = Archive(tmp_path)
    whole.ingest(path)
    assert archive.rows("candle", "heard") == whole.rows("candle", "heard")


def test_other_candles_of_a_feed_are_kept_beside_those_of_a_file(archive: Archive, tmp_path: Path) -> None:
    candles = minutes("2026-05-04 22:00", "2026-05-08 21:00")
    feed = replace(candles, close=candles.close + np.where(np.arange(len(candles)) % 50 == 0, 0.25, 0.0))
    feed = replace(feed, high=np.maximum(feed.high, feed.close)).take(slice(1380, 2 * 1380))
    with archive.store() as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ESM26.CME")
        rows.write(connection, number, MINUTE, feed, "yahoo", 1)
        connection.execute("UPDATE instrument SET feed='yahoo'")
    path = file(tmp_path, candles)
    with archive.plan(path) as plan:
        change = plan.series[0].change
    other = int(change.different.sum())
    assert (len(change.day), change.new.sum(), other > 20) == (4, len(candles) - 1380, True)
    assert change.equal.sum() == 1380 - other
    assert change.different.tolist() == [0, other, 0, 0]
    archive.ingest(path)
    assert same(archive.read("ESM26.CME", MINUTE), candles)
    with archive.store() as store:
        stretch = (int(feed.ts[0]), int(feed.ts[-1]) + 60)
    assert same(archive.given("ESM26.CME", MINUTE, "yahoo", *stretch), feed)


def days_of(candles: Candles) -> Candles:
    """Days as a feed has them."""
    cal = calendar("cme_equity")
    at = cal.session_at(candles.ts)
    first = np.flatnonzero(np.diff(at, prepend=-1))
    high, low = np.maximum.reduceat(candles.high, first), np.minimum.reduceat(candles.low, first)
    return Candles(cal.trade_date[at[first]] * DAY, candles.open[first], high, low, low, np.ones(len(first), dtype=np.int64))


def test_a_front_month_must_be_seen_to_be_unadjusted_before_its_last_roll(archive: Archive, tmp_path: Path) -> None:
    candles = minutes("2026-01-04 23:00", "2026-06-30 21:00", "30m")
    path = tmp_path / "ES.txt"
    path.write_text(writing.text(candles, lambda r: f"{r[0]:%Y%m%d %H%M%S};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}", later=1800))
    assert "--unadjusted" in refusal(archive, path)
    days = days_of(candles)
    with archive.store() as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        rows.write(connection, number, DAILY, days.take(days.ts >= utc("2026-06-01 00:00")), "yahoo", 1)
    assert "--unadjusted" in refusal(archive, path)  # equal since the last roll only
    with archive.store() as store, store.transaction() as connection:
        rows.write(connection, number, DAILY, days, "yahoo", 2)
    with archive.plan(path) as plan:
        assert len(plan.series) == 1
    moved = replace(candles, **{n: getattr(candles, n) + 62.5 * (candles.ts < utc("2026-03-20 00:00")) for n in ("open", "high", "low", "close")})
    path.write_text(writing.text(moved, lambda r: f"{r[0]:%Y%m%d %H%M%S};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}", later=1800))
    told = refusal(archive, path, wishes=IngestWishes(stated=Stated(unadjusted=True)))
    assert "were adjusted. Around line " in told
    assert "+62.5 off what is stored" in told


@pytest.mark.parametrize("begin", ["2026-05-10 22:00", "2026-05-13 22:00", "2026-05-17 22:00", "2026-05-21 22:00"])
def test_three_weeks_prove_it_wherever_they_begin(begin: str, archive: Archive, tmp_path: Path) -> None:
    """May 21 is a Thursday: a roll could hide in the days up to the next whole session, were the first one not looked at."""
    candles = minutes("2026-05-03 22:00", "2026-06-19 21:00", "30m")
    with archive.store() as store, store.transaction() as connection:
        rows.write(connection, watchlist.instrument_id(connection, "ES=F"), DAILY, days_of(candles), "yahoo", 1)
    some = candles.between(utc(begin), utc(begin) + 21 * DAY)
    path = tmp_path / "ES.txt"
    path.write_text(writing.text(some, lambda r: f"{r[0]:%Y%m%d %H%M%S};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}", later=1800))
    with archive.plan(path) as plan:
        assert len(plan.series) == 1


def test_so_must_a_file_of_days_whose_level_changes_at_each_roll(archive: Archive, tmp_path: Path) -> None:
    days = days_of(minutes("2026-01-04 23:00", "2026-06-30 21:00", "30m"))
    with archive.store() as store, store.transaction() as connection:
        rows.write(connection, watchlist.instrument_id(connection, "ES=F"), DAILY, days, "yahoo", 1)
    path = tmp_path / "ES.txt"
    path.write_text(writing.text(days, lambda r: f"{r[0]:%Y%m%d};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}"))
    with archive.plan(path) as plan:
        assert len(plan.series) == 1
    levels = [400.0 * (days.ts < utc(f"{roll} 00:00")) for roll in ("2026-02-12", "2026-03-10", "2026-04-08", "2026-05-20")]
    prices = {name: getattr(days, name) + sum(levels) for name in ("open", "high", "low", "close")}
    path.write_text(writing.text(replace(days, **prices), lambda r: f"{r[0]:%Y%m%d};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}"))
    told = refusal(archive, path, wishes=IngestWishes(stated=Stated(unadjusted=True)))
    assert "were adjusted. Around line 1 " in told
    assert "+1600 off what is stored" in told


def test_so_must_one_that_is_adjusted_by_ratios(archive: Archive, tmp_path: Path) -> None:
    """On a rising market no two days lie off by the same."""
    flat = days_of(minutes("2026-01-04 23:00", "2026-06-30 21:00", "30m"))
    path, names = tmp_path / "ES.txt", ("open", "high", "low", "close")

    def times(days: Candles, factors: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Candles:
        return replace(days, **{name: np.rint(getattr(days, name) * factors * 4) / 4 for name in names})

    days = times(flat, np.linspace(0.5, 1.0, len(flat)))
    with archive.store() as store, store.transaction() as connection:
        rows.write(connection, watchlist.instrument_id(connection, "ES=F"), DAILY, days, "yahoo", 1)
    for ratio in (0.96, 4.0):
        moved = times(days, np.where(days.ts < utc("2026-03-10 00:00"), ratio, 1.0))
        path.write_text(writing.text(moved, lambda r: f"{r[0]:%Y%m%d};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}"))
        told = refusal(archive, path, wishes=IngestWishes(stated=Stated(unadjusted=True)))
        assert "were adjusted. Around line 1 " in told
        found = re.search(r" of \d+ are (\S+) times what is stored", told)
        assert found is not None
        assert float(found[1]) == pytest.approx(ratio, abs=1e-4)


def test_what_nothing_proves_must_be_said_and_is_never_believed_against_a_proof(archive: Archive, tmp_path: Path) -> None:
    every = minutes("2026-05-04 22:00", "2026-05-15 21:00")
    hours = every.take((every.ts // 3600 % 24 >= 14) & (every.ts // 3600 % 24 < 19))
    path = file(tmp_path, hours)
    assert "--zone America/New_York --stamp open" in refusal(archive, path)
    assert "--zone" in refusal(archive, path, wishes=IngestWishes(stated=Stated(zone="UTC")))
    asleep = Stated("Asia/Tokyo", Stamp.END)  # 05:00 to 10:00 UTC, which trades too
    for stated, shift in ((Stated("UTC", Stamp.END), 0), (asleep, -9 * 3600)):
        with archive.plan(path, wishes=IngestWishes(stated=stated)) as plan:
            assert plan.files[0].finding.opens == (hours.ts[0] + shift, hours.ts[-1] + shift)
    assert "but the file proves UTC, end" in refusal(archive, file(tmp_path, every), wishes=IngestWishes(stated=asleep))


def test_a_file_that_was_put_together_of_two_zones_is_refused_with_the_line(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ohlc_desktop.importer.files.sample.PROVING", 9000)
    monkeypatch.setattr("ohlc_desktop.sources.files.blocks.BLOCK", 300_000)
    older, newer = minutes("2026-03-01 23:00", "2026-03-13 21:00"), minutes("2026-05-04 22:00", "2026-05-15 21:00")
    path = file(tmp_path, concat((replace(older, ts=older.ts - 5 * 3600), newer)))
    assert "mean America/New_York, end of the candle around line 1, but UTC, end of the candle at its end" in refusal(archive, path)


def test_stray_rows_go_into_quarantine_and_many_refuse_the_file(archive: Archive, tmp_path: Path) -> None:
    candles = minutes("2026-05-04 22:00", "2026-05-08 21:00")
    path = file(tmp_path, candles)
    stray = "20260505 213000;6000;6000;6000;6000;1"  # in the pause
    lines(path, lambda text: [*text[:1380], stray, *text[1380:4000], text[4000].split(";")[0] + ";6000;6001.3;5990;6000;5", *text[4001:]])
    done = archive.ingest(path)
    assert (done.quarantined, done.state) == (2, RunState.DONE)
    kept = archive.rows("quarantine")["quarantine"]
    assert sorted(str(row[4]) for row in kept) == ["off_tick", "out_of_session"]
    assert all('"line": ' in str(row[5]) for row in kept)
    unsorted = lines(path, lambda text: [*text[3000:], *text[:3000]])
    told = refusal(archive, unsorted)
    assert "are no candles that can be stored; line " in told
    assert "older than the row before it" in told


def test_candles_of_another_contract_s_time_and_of_the_future_are_refused(archive: Archive, tmp_path: Path) -> None:
    """One that ended in June has no candles of July; one that is still to come has none of anything."""
    later = minutes("2026-06-28 22:00", "2026-07-01 21:00")
    assert "later days than 2026-06-18, the last trading day of ESM26.CME" in refusal(archive, file(tmp_path, later))
    last = minutes("2026-06-15 22:00", "2026-06-18 13:00")
    with archive.plan(file(tmp_path, last)) as plan:
        assert len(plan.series) == 1
    coming = replace(last, ts=last.ts + 400 * DAY)
    assert "begin on 2027-07-20, which is still to come" in refusal(archive, file(tmp_path, coming, "ES 12-27.Last.txt"))


def test_what_cannot_be_stored_is_told_with_what_to_do(archive: Archive, tmp_path: Path) -> None:
    weeks = "".join(f"2026-0{1 + n // 4}-{5 + 7 * (n % 4):02},1,2,1,2\n" for n in range(12))
    week = tmp_path / "ES.csv"
    week.write_text("Date,Open,High,Low,Close\n" + weeks)
    nameless = file(tmp_path, minutes("2026-05-04 22:00", "2026-05-08 21:00"), "XYZ 06-26.txt")
    for path, words in ((week, "Export days."), (nameless, "--symbol NQ"), (tmp_path, "is a folder")):
        assert words in refusal(archive, path), path
    assert not archive.rows("run")["run"]


def test_no_generated_file_is_stored_wrongly(tmp_path: Path) -> None:
    """A few of the five hundred that ``python -m tests.benchmarks ingest-files`` looks at."""
    outcomes = generated.run(tmp_path, range(10))
    assert outcomes["wrong"] == 0
    assert outcomes["stored"] > 0
    assert outcomes["asked"] > 0


def test_prices_of_half_a_year_do_not_prove_the_other_half(archive: Archive, tmp_path: Path) -> None:
    """A clock that no reading knows: in summer it shows what Athens does, in winter an hour more."""
    candles = minutes("2026-01-04 23:00", "2026-06-30 21:00", "30m", share=0.05)
    path = tmp_path / CONTRACT
    moscow = ZoneInfo("Europe/Moscow")
    path.write_text(
        writing.text(candles, lambda r: f"{r[0]:%Y%m%d %H%M%S};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}", zone=moscow, later=1800)
    )
    with archive.store() as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ESM26.CME")
        stored = candles.take(candles.ts > utc("2026-05-01 00:00"))
        rows.write(connection, number, TIMEFRAMES["30m"], stored, "yahoo", 1)
    assert "for a part of the year only" in refusal(archive, path)


def in_zone(folder: Path, candles: Candles, name: str, zone: str) -> Path:
    """A file of NinjaTrader whose clock is of another zone than that of its maker."""
    path = folder / name
    path.write_text(writing.text(candles, lambda r: f"{r[0]:%Y%m%d %H%M%S};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}", "", ZoneInfo(zone), 300))
    return path


def test_a_piece_too_short_to_prove_anything_is_read_as_the_longer_file_beside_it(archive: Archive, tmp_path: Path) -> None:
    every = minutes("2026-05-04 22:00", "2026-05-20 21:00", "5m")
    day = every.take((every.ts > utc("2026-05-19 14:00")) & (every.ts < utc("2026-05-19 19:00")))
    piece = in_zone(tmp_path, day, "ES 09-26.Last.txt", "America/Chicago")
    longer = in_zone(tmp_path, every.take(every.ts < utc("2026-05-16 00:00")), CONTRACT, "America/Chicago")
    assert "--zone" in refusal(archive, piece)
    with archive.plan(piece, longer) as plan:
        first, second = plan.files  # in the order in which they were given
        assert (first.finding.path, second.finding.path) == (piece, longer)
        assert first.finding.opens == (day.ts[0], day.ts[-1])
        assert first.finding.proof is not None
        assert str(first.finding.proof.why) == (
            "It is too short to prove anything, and is read as ES 06-26.Last.txt, which is written alike: America/Chicago,"
            f" end of the candle. 0 of {len(day):,} candles stand outside of the sessions so, under no reading fewer."
        )
    archive.ingest(piece, longer)
    assert same(archive.read("ESU26.CME", TIMEFRAMES["5m"]), day)


@pytest.mark.parametrize("what", ["folder", "format", "clocks", "several", "contradicting"])
def test_such_a_piece_is_asked_for_where_nothing_sound_tells(archive: Archive, tmp_path: Path, what: str) -> None:
    first, last = ("2026-03-09 22:00", "2026-03-24 21:00") if what == "clocks" else ("2026-05-04 22:00", "2026-05-20 21:00")
    every = minutes(first, last, "5m")
    longer = every.take(every.ts < every.ts[0] + 11 * DAY)
    day = every.take(every.ts > every.ts[-1] - 7 * 3600)
    if what == "clocks":  # London's clocks change on the 29th, between them
        day = minutes("2026-03-30 14:00", "2026-03-30 19:00", "5m")
    if what == "contradicting":  # two whole sessions of another zone
        day = every.take(every.ts > every.ts[-1] - 2 * DAY)
    other = tmp_path / "other"
    other.mkdir()
    piece = in_zone(tmp_path, day, "ES 09-26.Last.txt", "America/Chicago" if what == "contradicting" else "UTC")
    beside = [in_zone(other if what == "folder" else tmp_path, longer, CONTRACT, "UTC")]
    if what == "format":
        beside[0].write_text(writing.text(longer, lambda r: f"{r[0]:%Y-%m-%d %H:%M:%S},{r[1]},{r[2]},{r[3]},{r[4]},{r[5]}", "", ZoneInfo("UTC"), 0))
    if what == "several":
        beside.append(in_zone(tmp_path, longer, "ES 12-26.Last.txt", "America/Chicago"))
    with archive.plan(piece, *beside) as plan:
        assert [each.finding.path for each in plan.files] == beside
        assert piece in [each.path for each in plan.unusable]


def test_what_a_person_said_of_one_file_is_no_proof_of_another(archive: Archive, tmp_path: Path) -> None:
    every = minutes("2026-05-04 22:00", "2026-05-20 21:00", "5m")
    hours = in_zone(tmp_path, every.take(every.ts // 3600 % 24 == 15), CONTRACT, "UTC")
    day = in_zone(tmp_path, every.take(every.ts > every.ts[-1] - 7 * 3600), "ES 09-26.Last.txt", "UTC")
    with archive.plan(hours, wishes=IngestWishes(stated=Stated("UTC", Stamp.END))) as said, archive.plan(day) as plan:
        (longer,), piece = said.files, plan.unusable[0].finding
        assert piece is not None
        assert longer.finding.proof is not None
        assert read_beside(piece, "", [longer]) is None
        proof = replace(longer.finding.proof, why=Message("It fits the sessions."))
        proven = replace(longer, finding=replace(longer.finding, proof=proof))
        assert read_beside(piece, "", [proven]) == Stated("UTC", Stamp.END, beside=CONTRACT)
        assert read_beside(piece, "time,open", [proven]) is None


def test_a_share_that_is_not_adjusted_for_its_split_is_told_to_be_adjusted_for_it(archive: Archive, tmp_path: Path) -> None:
    flat, apple = days_of(minutes("2026-01-04 23:00", "2026-06-30 21:00", "30m")), CATALOGUE.resolve("AAPL", date(2026, 11, 23))
    assert "adjusted for splits and not for dividends say so: --unadjusted" in refusal(archive, share(tmp_path, flat, 1.0), wishes=IngestWishes(apple))
    with archive.store() as store, store.transaction() as connection:
        rows.write(connection, watchlist.instrument_id(connection, "AAPL"), DAILY, flat, "yahoo", 1)
    for ratio in (4.0, 0.97):
        told = refusal(archive, share(tmp_path, flat, ratio), wishes=IngestWishes(apple, Stated(unadjusted=True)))
        assert "are on another scale than the stored ones. Around line" in told
        assert "times what is stored" in told
        assert "Export it adjusted for splits, and not for dividends" in told
        assert "without adjustment" not in told


def share(folder: Path, days: Candles, ratio: float) -> Path:
    """A file of a share, whose prices before a day of March are so many times the stored ones."""
    factors = np.where(days.ts < utc("2026-03-10 00:00"), ratio, 1.0)
    names = ("open", "high", "low", "close")
    path = folder / "AAPL.csv"
    moved = replace(days, **{name: getattr(days, name) * factors for name in names})
    path.write_text(writing.text(moved, lambda r: f"{r[0]:%Y-%m-%d},{r[1]},{r[2]},{r[3]},{r[4]},{r[5]}", "time,open,high,low,close,volume"))
    return path


def test_a_file_that_was_put_together_of_two_contracts_is_asked_with_the_line(archive: Archive, tmp_path: Path) -> None:
    candles = minutes("2026-05-03 22:00", "2026-05-15 21:00")
    since = utc("2026-05-07 22:00")
    more = np.where(candles.ts >= since, 180.0, 0.0)
    other = {name: getattr(candles, name) + more for name in ("open", "high", "low", "close")}
    path = file(tmp_path, replace(candles, **other))
    line = int(np.searchsorted(candles.ts, since)) + 1
    told = refusal(archive, path)
    assert f"may hold two contracts. From line {line} on, 2026-05-07 22:00 UTC, prices stand +1" in told
    assert f"--unadjusted. If it was put together of two give each by itself: line {line} is the first" in told
    (front,) = [file(tmp_path, replace(candles, **other), "ES.Last.txt")]
    assert "may hold two" not in refusal(archive, front)
    said = IngestWishes(stated=Stated(unadjusted=True))
    archive.ingest(path, wishes=said)
    assert len(archive.read("ESM26.CME", MINUTE)) == len(candles)
    with archive.plan(path) as plan:  # as it is stored it is not asked again
        assert plan.nothing_new


@pytest.mark.parametrize(("off", "kind"), [(0.0, CloseKind.SETTLEMENT), (0.25, CloseKind.UNKNOWN)])
def test_days_of_a_file_are_settlements_where_they_equal_those_of_a_feed(
    archive: Archive, tmp_path: Path, off: float, kind: CloseKind
) -> None:
    """Of most vendors nobody knows whether a day closes at its settlement, or with the last trade."""
    days = days_of(minutes("2026-04-20 22:00", "2026-05-15 21:00"))
    give_days(archive, days.take(slice(2, None)))
    path = tmp_path / "ES 06-26.Last.txt"
    path.write_text(writing.text(replace(days, close=days.close + off), lambda r: f"{r[0]:%Y%m%d};{r[1]};{r[2]};{r[3]};{r[4]};{r[5]}"))
    archive.ingest(path)
    with archive.store() as store:
        number = watchlist.find_instrument(store.connection, "ESM26.CME")
        assert number is not None
        told = day_sources(store.connection, number)
    assert len(told) == len(days)
    assert set(told.values()) == {("ninjatrader", kind)}

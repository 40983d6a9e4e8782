"""The store service: what it reads of a store filled by a real import, what it says of a bad one, and what it writes."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.errors import ImportRunning, OhlcError, StoreError, UnknownInstrument
from ohlc_desktop.core.schedule.times import IMPORT_TIME
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.profile import Profile, import_lock
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.store_access.instrument_names import Resolved
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.services.store_access.snapshot_reader import NAMES, due_by, resolve_names
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.sources.registry import feed_of
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.ledger import Item
from ohlc_desktop.store.watchlist_summary import WatchlistSummary
from tests.commands.conftest import CommandLine
from tests.conftest import Once
from tests.standins.clock import FakeClock

LIMIT = 20_000
PAUSE_MS = 200
NOW = datetime(2026, 11, 23, 23, 0, tzinfo=UTC).timestamp()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What changed is read sooner again, and another program's lock is not waited for long."""
    monkeypatch.setattr("ohlc_desktop.services.store_access.store_service.PAUSE_MS", PAUSE_MS)
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_SECONDS", 0.05)


class Shelf:
    """A store service whose snapshots are collected.

    Attributes:
        seen: Every snapshot told.
    """

    def __init__(self, qtbot: QtBot, profile: Profile) -> None:
        self.qtbot, self.profile = qtbot, profile
        self.clock = FakeClock(SystemClock().now())
        self.work = BackgroundWorker("store")
        self.settings = Settings()
        self.store_service = StoreService(profile, self.clock, self.work, lambda: self.settings)
        self.seen: list[Snapshot] = []
        self.store_service.changed.connect(self.seen.append)

    def look(self, ask: Callable[[], None] | None = None) -> Snapshot:
        """What is told after a refresh, or something else that leads to one."""
        with self.qtbot.waitSignal(self.store_service.changed, timeout=LIMIT):
            (ask or self.store_service.refresh)()
        return self.seen[-1]

    def settle(self) -> None:
        """Wait until everything that was asked of the worker so far has been answered."""
        with self.qtbot.waitCallback(timeout=LIMIT) as answered:
            self.work.run(lambda: None, lambda _nothing: answered())

    def get(self, ask: Callable[..., None], *arguments: object) -> object:
        """What a question is answered with."""
        with self.qtbot.waitCallback(timeout=LIMIT) as answered:
            ask(*arguments, answered)
        assert answered.args is not None
        return answered.args[0]

    def watch(self, *symbols: str, remove: tuple[str, ...] = ()) -> int | OhlcError:
        """Candles deleted by an edit of the watchlist, or the reason why nothing was changed."""
        with self.qtbot.waitCallback(timeout=LIMIT) as answered:
            self.store_service.watch(symbols, remove, answered, answered)
        assert answered.args is not None
        answer = answered.args[0]
        assert isinstance(answer, int | OhlcError)
        return answer

    def close(self) -> None:
        """Stop everything."""
        self.work.stop()
        self.store_service.deleteLater()

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Carry out a statement as another program would."""
        with closing(sqlite3.connect(self.profile.database)) as connection, connection:
            return connection.execute(statement).fetchall()


@pytest.fixture(scope="module")
def imported(once: Once) -> Path:
    """The data folder of a demo profile into which CL and ES were imported."""

    def fill(home: Path) -> None:
        shell = CommandLine(home)
        assert shell.run("import", "CL", "ES", "--json").code == 0
        with closing(open_store(shell.database, demo=True)) as store, store.transaction() as connection:
            watchlist.set_watchlist(connection, ["CL=F", "ES=F"])

    return once("imported crude oil", fill) / "demo"


@pytest.fixture
def shelf(qtbot: QtBot, imported: Path, tmp_path: Path) -> Iterator[Shelf]:
    """A store service on a filled demo profile of its own."""
    shutil.copytree(imported, tmp_path / "filled")
    made = Shelf(qtbot, Profile(tmp_path / "filled", demo=True))
    yield made
    made.close()


@pytest.fixture
def bare(qtbot: QtBot, tmp_path: Path) -> Iterator[Shelf]:
    """A store service on a profile that does not exist yet."""
    made = Shelf(qtbot, Profile(tmp_path / "new" / "profile"))
    yield made
    made.close()


# -- looking -----------------------------------------------------------------------------------------


def test_the_first_start(bare: Shelf) -> None:
    assert bare.store_service.snapshot is None
    snapshot = bare.look()
    assert snapshot is bare.store_service.snapshot
    assert snapshot.first_start
    assert [i.symbol for i in snapshot.watched] == ["ES=F", "NQ=F", "YM=F", "RTY=F", "MNQ=F", "CL=F", "GC=F"]
    assert {view.state for view in snapshot.series.values()} == {"empty"}
    assert len(snapshot.series) == 7 * len(TIMEFRAMES)
    assert (snapshot.runs, snapshot.last_run, snapshot.trade_dates) == ((), None, None)
    assert (str(snapshot.database.problem), snapshot.database.schema, snapshot.database.bytes) == ("", None, 0)
    assert bare.get(bare.store_service.read_summary) == WatchlistSummary()
    assert not bare.profile.folder.exists()


def test_a_filled_store(shelf: Shelf) -> None:
    counted = {(s, t): n for s, t, n in shelf.sql("SELECT symbol, timeframe, count(*) FROM candles GROUP BY 1, 2")}
    size = shelf.profile.database.stat().st_size
    snapshot = shelf.look()
    assert [i.symbol for i in snapshot.watched] == ["CL=F", "ES=F"]
    assert {key: view.count for key, view in snapshot.series.items()} == counted
    assert {view.state for view in snapshot.series.values()} == {"complete"}
    assert [run.state for run in snapshot.runs] == [RunState.DONE]
    assert (snapshot.last_run, snapshot.first_start) == (snapshot.runs[0], False)
    assert snapshot.trade_dates is not None
    assert date(2026, 12, 25) not in snapshot.trade_dates.dates
    assert (snapshot.database.bytes, str(snapshot.database.problem)) == (size, "")
    assert snapshot.database.written is not None
    items = shelf.get(shelf.store_service.items, snapshot.runs[0].id)
    assert isinstance(items, list)
    assert {(i.symbol, i.timeframe): i.added for i in items if isinstance(i, Item)} == counted


def test_the_glance_at_a_filled_store(shelf: Shelf) -> None:
    ((candles,),) = shelf.sql("SELECT count(*) FROM candle")
    seen = shelf.get(shelf.store_service.read_summary)
    assert isinstance(seen, WatchlistSummary)
    assert (seen.watched, seen.empty, seen.candles, seen.failed, str(seen.problem)) == (2, 0, candles, 0, "")
    assert seen.last_run is not None


def test_refreshes_do_not_pile_up(shelf: Shelf) -> None:
    for _ in range(50):
        shelf.store_service.refresh()
    shelf.qtbot.waitUntil(lambda: len(shelf.seen) == 2, timeout=LIMIT)
    shelf.settle()
    assert len(shelf.seen) == 2


def test_during_an_import_only_what_changed_is_read_and_not_too_often(shelf: Shelf) -> None:
    whole = shelf.look()
    shelf.sql("UPDATE series SET count=count+1")
    shelf.store_service.refresh_series(["ES=F"])
    shelf.store_service.refresh_series(["CL=F"])
    shelf.qtbot.waitUntil(lambda: len(shelf.seen) == 2, timeout=LIMIT)
    shelf.settle()
    part = shelf.seen[1]
    assert part.series["ES=F", "5m"].count == whole.series["ES=F", "5m"].count + 1
    assert part.series["CL=F", "5m"] is whole.series["CL=F", "5m"]
    assert list(part.series) == list(whole.series)
    began = SystemClock().monotonic()
    shelf.qtbot.waitUntil(lambda: len(shelf.seen) == 3, timeout=LIMIT)
    assert SystemClock().monotonic() - began > PAUSE_MS / 2000
    assert shelf.seen[2].series["CL=F", "5m"].count == whole.series["CL=F", "5m"].count + 1


def test_a_run_of_a_dead_process_is_shown_as_interrupted(shelf: Shelf) -> None:
    shelf.sql("UPDATE run SET state='RUNNING'")
    with import_lock(shelf.profile, shelf.clock, "manual"):
        assert shelf.look().runs[0].state is RunState.RUNNING
    dead = shelf.look()
    assert dead.runs[0].state is RunState.INTERRUPTED
    assert dead.last_run == dead.runs[0]
    seen = shelf.get(shelf.store_service.read_summary)
    assert isinstance(seen, WatchlistSummary)
    assert seen.last_run == dead.last_run


def test_the_file_is_read_again_only_when_it_is_another_or_time_has_passed(shelf: Shelf) -> None:
    shelf.look()
    shelf.store_service.check()
    shelf.settle()
    assert len(shelf.seen) == 1
    shelf.sql("UPDATE series SET count=count+1")
    changed = shelf.look(shelf.store_service.check)
    assert changed.series["ES=F", "1d"].count == shelf.seen[0].series["ES=F", "1d"].count + 1
    shelf.clock.advance(61)
    assert shelf.look(shelf.store_service.check).taken == changed.taken + 61
    shelf.clock.advance(-3600)
    assert shelf.look(shelf.store_service.check).taken == changed.taken + 61 - 3600


def test_what_cannot_be_read_as_a_symbol_is_shown_as_it_is(shelf: Shelf) -> None:
    shelf.sql("INSERT INTO instrument(symbol, position) VALUES ('not a symbol!', 9)")
    snapshot = shelf.look()
    assert [i.symbol for i in snapshot.watched] == ["CL=F", "ES=F", "not a symbol!"]
    assert snapshot.series["not a symbol!", "1d"].count == 0


# -- a file that cannot be read ----------------------------------------------------------------------


def delete(shelf: Shelf) -> None:
    for path in shelf.profile.folder.glob("ohlc.sqlite3*"):
        path.unlink()


def scribble(shelf: Shelf) -> None:
    delete(shelf)
    shelf.profile.database.write_text("not a database at all, but some text", "utf-8")


def damage(shelf: Shelf) -> None:
    with shelf.profile.database.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 200_000)


def renew(shelf: Shelf) -> None:
    shelf.sql("PRAGMA user_version=99")


def mix(shelf: Shelf) -> None:
    shelf.sql("UPDATE meta SET value='0' WHERE key='demo'")


def confuse(shelf: Shelf) -> None:
    shelf.sql("UPDATE run SET state='NONSENSE'")


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (delete, "no longer there"),
        (scribble, "damaged or not a database"),
        (damage, "damaged or not a database"),
        (renew, "newer version"),
        (mix, "real candles"),
        (confuse, "NONSENSE"),
    ],
)
def test_what_was_known_stays_when_the_file_cannot_be_read(
    shelf: Shelf, imported: Path, spoil: Callable[[Shelf], None], word: str
) -> None:
    before = shelf.look()
    spoil(shelf)
    after = shelf.look(shelf.store_service.check)
    assert word in str(after.database.problem)
    assert after.database.fix
    assert (after.series, after.watched, after.runs) == (before.series, before.watched, before.runs)
    assert not after.first_start
    assert word in str(shelf.look(shelf.store_service.check).database.problem)  # it stays so, and is asked again
    if spoil is not confuse:
        glance = shelf.get(shelf.store_service.read_summary)
        assert isinstance(glance, WatchlistSummary)
        assert spoil is delete or word in str(glance.problem)
    delete(shelf)
    shutil.copy(imported / "ohlc.sqlite3", shelf.profile.database)
    mended = shelf.look(shelf.store_service.check)
    assert (str(mended.database.problem), mended.runs) == ("", before.runs)


def test_a_file_that_was_never_readable_is_no_first_start(shelf: Shelf) -> None:
    scribble(shelf)
    snapshot = shelf.look()
    assert "damaged" in str(snapshot.database.problem)
    assert not snapshot.first_start
    assert (snapshot.known, snapshot.watched, dict(snapshot.series)) == (False, (), {})  # unknown is not empty


def test_a_fault_of_ours_at_the_first_look_is_told_too(shelf: Shelf) -> None:
    confuse(shelf)
    snapshot = shelf.look()
    assert (snapshot.watched, snapshot.first_start) == ((), False)
    assert "NONSENSE" in str(snapshot.database.problem)
    shelf.sql("UPDATE run SET state='DONE'")
    assert len(shelf.look(shelf.store_service.check).watched) == 2


def test_a_locked_file_is_told_and_read_when_it_is_free_again(shelf: Shelf) -> None:
    before = shelf.look()
    with closing(sqlite3.connect(shelf.profile.database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("UPDATE series SET count=count+1")
        locked = shelf.look()
        assert "locked" in str(locked.database.problem)
        assert locked.series == before.series
    assert str(shelf.look(shelf.store_service.check).database.problem) == ""


def test_another_file_in_its_place_is_read_whole(shelf: Shelf, tmp_path: Path) -> None:
    before = shelf.look()
    copy = tmp_path / "copy.sqlite3"
    shutil.copy(shelf.profile.database, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE series SET count=count+5")
    delete(shelf)
    copy.rename(shelf.profile.database)
    after = shelf.look(lambda: shelf.store_service.refresh_series(["ES=F"]))
    assert {key: view.count - 5 for key, view in after.series.items()} == {k: v.count for k, v in before.series.items()}


def test_items_of_a_file_that_is_gone(shelf: Shelf) -> None:
    delete(shelf)
    with shelf.qtbot.waitCallback(timeout=LIMIT) as answered:
        shelf.store_service.items(1, lambda items: None, answered)
    assert answered.args is not None
    assert isinstance(answered.args[0], StoreError)


# -- the watchlist -----------------------------------------------------------------------------------


def test_an_edit_makes_the_file_and_is_no_import(bare: Shelf) -> None:
    assert bare.watch("CL=F", "AAPL", "CL=F") == 0
    bare.qtbot.waitUntil(lambda: bool(bare.seen), timeout=LIMIT)
    snapshot = bare.seen[-1]
    assert [i.symbol for i in snapshot.watched] == ["CL=F", "AAPL"]
    assert snapshot.first_start
    assert snapshot.database.schema is not None
    assert bare.watch() == 0
    assert bare.look().watched == ()


def test_removed_instruments_keep_their_candles_unless_these_are_deleted(shelf: Shelf) -> None:
    ((kept, gone),) = shelf.sql("SELECT sum(symbol='CL=F'), sum(symbol='ES=F') FROM candles")
    assert shelf.watch("GC=F", "ES=F") == 0
    assert shelf.watch("ES=F", "GC=F", remove=("ES=F",)) == gone
    assert shelf.sql("SELECT symbol, count(*) FROM candles GROUP BY 1") == [("CL=F", kept)]
    snapshot = shelf.look()
    assert [i.symbol for i in snapshot.watched] == ["ES=F", "GC=F"]
    assert {view.state for view in snapshot.series.values()} == {"empty"}
    assert len(snapshot.runs) == 1


def test_deleted_candles_are_backfilled_by_the_next_import(shelf: Shelf, imported: Path) -> None:
    shelf.watch("CL=F", "ES=F", remove=("ES=F",))
    home = shelf.profile.folder.parent
    shelf.profile.folder.rename(home / "demo")
    shell = CommandLine(home)
    assert shell.run("import", "--json").code == 0
    with closing(sqlite3.connect(shell.database)) as now, closing(sqlite3.connect(imported / "ohlc.sqlite3")) as then:
        counts = "SELECT symbol, timeframe, count(*) FROM candles WHERE symbol LIKE '%=F' GROUP BY 1, 2"
        assert len(now.execute(counts).fetchall()) == len(then.execute(counts).fetchall()) == 2 * len(TIMEFRAMES)


def test_candles_are_not_deleted_under_a_running_import(shelf: Shelf) -> None:
    before = shelf.look()
    with import_lock(shelf.profile, shelf.clock, "manual"):
        refusal = shelf.watch("CL=F", remove=("ES=F",))
        assert isinstance(refusal, ImportRunning)
        assert "while an import runs" in str(refusal.title)
        assert shelf.look().series == before.series
        assert shelf.watch("ES=F", "CL=F") == 0  # the order may be changed
    assert [i.symbol for i in shelf.look().watched] == ["ES=F", "CL=F"]


def test_an_edit_that_fails_changes_nothing(shelf: Shelf) -> None:
    renew(shelf)
    refusal = shelf.watch("CL=F")
    assert isinstance(refusal, StoreError)
    assert shelf.sql("SELECT count(*) FROM instrument WHERE position IS NOT NULL") == [(2,)]


# -- names -------------------------------------------------------------------------------------------


def meant(text: str, demo: bool = False) -> list[str]:
    """The symbols meant by a list, with ``!`` before what is none."""
    found = resolve_names(text, NOW, feed_of(demo))
    return [r.instrument.symbol if r.instrument else f"!{r.text}" for r in found]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("", []),
        (" ,;\n\t ", []),
        ("ES, NQ; CL\nGC\tZN", ["ES=F", "NQ=F", "CL=F", "GC=F", "ZN=F"]),
        ("ES NQ CL", ["ES=F", "NQ=F", "CL=F"]),
        ("MNQ 12-26, ES DEC26", ["MNQZ26.CME", "ESZ26.CME"]),
        ("MNQ 12-26 NQ ##-## ES 03-27 CL", ["MNQZ26.CME", "NQ=F", "ESH27.CME", "CL=F"]),
        ("es, ES=F, ES ##-##", ["ES=F"]),
        ("MNQ 13-26, \"ES\", 'NQ'", ["!MNQ 13-26", "ES=F", "NQ=F"]),
        ("AAPL, what?!, ES", ["AAPL", "!what?!", "ES=F"]),
    ],
)
def test_lists_of_names(text: str, symbols: list[str]) -> None:
    assert meant(text) == symbols


names = st.sampled_from(["ES", "nq", "CL=F", "MNQ 12-26", "es dec26", "GC ##-##", "ZNH27.CBT", "AAPL", "^VIX", "6E"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(names, st.sampled_from([",", ";", "\n", "\t", " ", " , ", "\r\n"])), max_size=8))
def test_any_list_means_what_its_names_mean_one_by_one(parts: list[tuple[str, str]]) -> None:
    alone = [meant(name) for name, _ in parts]
    assert meant("".join(name + separator for name, separator in parts)) == list(
        dict.fromkeys(chain.from_iterable(alone))
    )


def test_why_a_name_means_nothing_and_what_to_know_of_a_strange_one() -> None:
    wrong, strange, typo = resolve_names("MNQ 11-26, AAPL, MNQQ", NOW, feed_of(demo=False))
    assert isinstance(wrong.error, UnknownInstrument)
    assert "MNQZ26.CME" in str(wrong.error.hint)
    assert "Did you mean" not in str(strange.note)
    assert "not in the catalogue" in str(strange.note).lower()
    assert "MNQ=F" in str(typo.note)


def test_the_simulated_market_has_futures_only(shelf: Shelf) -> None:
    found = shelf.get(shelf.store_service.resolve, "AAPL ES")
    assert isinstance(found, list)
    share, future = found
    assert isinstance(share, Resolved)
    assert "simulated market" in str(share.error)
    assert future.instrument.symbol == "ES=F"


def test_a_list_without_end_is_cut_and_says_so() -> None:
    found = resolve_names(" ".join(f"A{n}" for n in range(NAMES + 1000)), NOW, feed_of(demo=False))
    assert len(found) == NAMES + 1
    assert found[-1].instrument is None
    assert "999" in str(found[-1].error)


def test_the_catalogue_for_completion(bare: Shelf) -> None:
    listed = bare.get(bare.store_service.catalogue)
    assert isinstance(listed, list)
    assert ("MNQ=F", "Micro E-mini Nasdaq-100", "CME") in listed


# -- the idle tray -----------------------------------------------------------------------------------

_GLANCE = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.schedule.times import IMPORT_TIME
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.health import health_checks, health_monitor
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.services.background_worker import BackgroundWorker
app = QCoreApplication([])
work = BackgroundWorker("store")
store_service = StoreService(Profile(Path(sys.argv[1]), demo=True), SystemClock(), work, Settings)
store_service.read_summary(lambda seen: (print(seen.watched), app.quit()))
app.exec()
work.stop()
print(*sorted({"numpy", "pandas", "redis", "ssl"} & set(sys.modules)))
"""


def test_a_glance_loads_nothing_heavy(shelf: Shelf) -> None:
    command = [sys.executable, "-c", _GLANCE, str(shelf.profile.folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.split("\n"), done.stderr) == (["2", "", ""], "")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23 22:04", "2026-11-20 22:35"),  # before Monday's import: Friday's follow-up
        ("2026-11-23 22:05", "2026-11-23 22:05"),
        ("2026-11-23 22:34", "2026-11-23 22:05"),
        ("2026-11-23 22:35", "2026-11-23 22:35"),
        ("2026-11-24 16:12", "2026-11-23 22:35"),  # during the next session nothing is a hole yet
    ],
)
def test_completeness_is_judged_by_what_the_daily_imports_should_have_brought(now: str, due: str) -> None:
    def seconds(text: str) -> float:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()

    assert due_by(seconds(now), None, IMPORT_TIME) == seconds(due)

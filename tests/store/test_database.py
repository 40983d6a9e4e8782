"""Opening the file: new, old, newer, damaged, foreign, locked, full, read-only."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.errors import Cancelled, CorruptStore, DiskFull, NewerSchema, StoreBusy, StoreError
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import database, schema, watchlist
from ohlc_desktop.store.database import Store, open_reader, open_store
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.series import candles as rows

M1 = TIMEFRAMES["1m"]


def fill(store: Store, count: int = 3) -> int:
    """Some candles in a store; returns the number of the instrument."""
    stamps = np.arange(count) * 60
    ones = np.ones(count)
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        rows.write(connection, number, M1, Candles(stamps, ones, ones, ones, ones, stamps), "yahoo", 1)
    return number


def filled(path: Path, count: int = 3, demo: bool = False) -> bytes:
    """A closed file with some candles; returns its bytes."""
    store = open_store(path, demo)
    fill(store, count)
    store.close()
    return path.read_bytes()


def count_in(path: Path) -> int:
    """Rows in a file, by plain SQLite."""
    with closing(sqlite3.connect(path)) as plain:
        return int(plain.execute("SELECT count(*) FROM candle").fetchone()[0])


@contextmanager
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, locked for writing by another connection."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
        if other.in_transaction:
            other.execute("ROLLBACK")


def test_a_new_file_has_what_the_design_says(store: Store) -> None:
    answers = {
        name: store.connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "foreign_keys", "user_version")
    }
    assert answers == {"journal_mode": "wal", "foreign_keys": 1, "user_version": schema.SCHEMA}
    assert store.damage() == ""
    assert facts.fact(store.connection, "demo") == "0"
    assert len(facts.fact(store.connection, "store") or "") == 32


def test_two_files_are_two_stores_and_one_stays_one(tmp_path: Path) -> None:
    names = []
    for name in ("a", "b", "a"):
        with closing(open_store(tmp_path / name, demo=False)) as store:
            names.append(facts.fact(store.connection, "store"))
    assert names[0] == names[2] != names[1]


def test_the_view_for_outside_readers_is_that_of_this_version(path: Path) -> None:
    """Whichever version made the file: a view holds nothing, and needs no copy of the file first."""
    filled(path)
    for before in ("DROP VIEW candles", "DROP VIEW candles; CREATE VIEW candles AS SELECT date(ts, 'unixepoch') AS time FROM candle"):
        with closing(sqlite3.connect(path)) as plain:
            plain.executescript(before)
        open_store(path, demo=False).close()
        with closing(sqlite3.connect(path)) as plain:
            assert plain.execute("SELECT sql FROM sqlite_master WHERE type='view'").fetchall() == [(schema.VIEW,)]
            assert plain.execute("SELECT max(time) FROM candles").fetchone() == ("1970-01-01T00:02:00Z",)
        assert list(path.parent.glob("*.bak")) == []


def test_a_newer_schema_is_refused_and_left_alone(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA user_version=99")
    before = path.read_bytes()
    for opener in (open_store, open_reader):
        with pytest.raises(NewerSchema) as told:
            opener(path, False)
        assert "schema 99" in str(told.value.title)
        assert "newer version" in str(told.value.title)
        assert "--profile" in str(told.value.hint)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if p.suffix == ".bak"] == []


@pytest.mark.parametrize("demo", [False, True])
@pytest.mark.parametrize("opener", [open_store, open_reader])
def test_an_empty_file_becomes_a_store_of_the_right_kind(path: Path, demo: bool, opener: object) -> None:
    path.touch()
    opener(path, demo).close()  # type: ignore[operator]
    with closing(open_store(path, demo)) as store:
        assert facts.fact(store.connection, "demo") == str(int(demo))


@pytest.mark.parametrize("opener", [open_store, open_reader])
@pytest.mark.parametrize("content", [b"this is no database\n" * 500, b"x", b"short", bytes(100_000)])
def test_what_is_no_database_is_left_alone(path: Path, content: bytes, opener: object) -> None:
    path.write_bytes(content)
    with pytest.raises(CorruptStore) as told:
        opener(path, False)  # type: ignore[operator]
    assert str(path) in str(told.value.title)
    assert "untouched" in str(told.value.message)
    assert "backup" in str(told.value.hint)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE candle(x)")
    before = path.read_bytes()
    for opener in (open_store, open_reader):
        with pytest.raises(StoreError, match="another program"):
            opener(path, False)
    assert path.read_bytes() == before


def test_a_truncated_database_is_told(path: Path) -> None:
    whole = filled(path, 20_000)
    path.write_bytes(whole[: len(whole) // 2])

    def look() -> None:
        with closing(open_store(path, demo=False)) as store, store.errors():
            store.connection.execute("SELECT sum(volume), count(origin) FROM candle").fetchone()

    with pytest.raises(CorruptStore, match="damaged"):
        look()


def test_damage_in_the_middle_is_found(path: Path) -> None:
    whole = bytearray(filled(path, 20_000))
    whole[40_000:60_000] = os.urandom(20_000)
    path.write_bytes(bytes(whole))
    with pytest.raises(CorruptStore), closing(open_store(path, demo=False)) as store:
        raise CorruptStore(store.damage()) if store.damage() else AssertionError("not found")


def test_a_folder_in_the_place_of_the_file(path: Path) -> None:
    path.mkdir()
    for opener in (open_store, open_reader):
        with pytest.raises(StoreError, match="cannot be used"):
            opener(path, False)


def test_no_file_to_read(path: Path) -> None:
    with pytest.raises(StoreError, match="no database") as told:
        open_reader(path, demo=False)
    assert "ohlc-desktop import" in str(told.value.hint)
    assert not path.exists()


@pytest.mark.parametrize("demo", [False, True])
@pytest.mark.parametrize("opener", [open_store, open_reader])
def test_real_and_demo_are_never_mixed(path: Path, demo: bool, opener: object) -> None:
    filled(path, demo=demo)
    with pytest.raises(StoreError, match="DEMO"):
        opener(path, not demo)  # type: ignore[operator]
    opener(path, demo).close()  # type: ignore[operator]


def test_a_reader_cannot_write(path: Path) -> None:
    filled(path)
    with closing(open_reader(path, demo=False)) as store, pytest.raises(StoreError, match="readonly"):
        fill(store, 9)


def test_a_reader_does_not_wait_for_a_writer(path: Path) -> None:
    filled(path)
    with locked(path) as other:
        other.execute("DELETE FROM candle")
        with closing(open_reader(path, demo=False)) as store:
            assert len(rows.read_series(store.connection, 1, M1)) == 3


def test_no_other_program_takes_the_log_away_after_it_was_opened_twice_here(path: Path) -> None:
    """Whoever is the last to close a database takes its log away; a second connection must not make others believe it."""
    filled(path)
    leave = "import sqlite3, sys; other = sqlite3.connect(sys.argv[1]); other.execute('SELECT * FROM meta').fetchall(); other.close()"
    with closing(open_store(path, demo=False)) as first:
        open_store(path, demo=False).close()
        subprocess.run([sys.executable, "-S", "-c", leave, path], check=True)
        fill(first, 5)
        assert count_in(path) == 5


def test_a_lock_of_another_program_is_told_in_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    assert database.BUSY_SECONDS * database.BUSY_TRIES <= 15
    monkeypatch.setattr(database, "BUSY_TRIES", 2)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with locked(path), closing(open_store(path, demo=False)) as store:
        tries: list[str] = []
        store.connection.set_trace_callback(tries.append)
        with pytest.raises(StoreBusy) as told:
            fill(store)
        assert tries == ["BEGIN IMMEDIATE"] * 2
    assert "Another program holds" in str(told.value.title)
    assert "Close the program" in str(told.value.hint)
    with closing(open_store(path, demo=False)) as store:
        fill(store, 5)
    assert count_in(path) == 5


def test_a_lock_that_goes_away_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(database, "BUSY_TRIES", 10_000)  # longer than a test may take
    filled(path)
    with locked(path) as other, closing(open_store(path, demo=False)) as store:
        timer = threading.Timer(0.12, other.execute, ["ROLLBACK"])
        timer.start()
        fill(store, 4)
        timer.join()
    assert count_in(path) == 4


def test_waiting_for_a_lock_ends_on_cancel(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(database, "BUSY_TRIES", 10_000)  # longer than a test may take
    filled(path)
    cancel = threading.Event()
    with locked(path), closing(open_store(path, demo=False)) as store:
        timer = threading.Timer(0.1, cancel.set)
        timer.start()
        with pytest.raises(Cancelled), store.transaction(cancel):
            pass
        timer.join()


def test_a_full_disk_keeps_what_was_stored(path: Path) -> None:
    filled(path)
    with closing(open_store(path, demo=False)) as store:
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count={pages + 2}")
        with pytest.raises(DiskFull) as told:
            fill(store, 50_000)
        assert "Free some space" in str(told.value.hint)
        assert "rolled back" in str(told.value.message)
        assert len(rows.read_series(store.connection, 1, M1)) == 3
        assert rows.blocks_agree(store.connection, 1, M1)
        store.connection.execute("PRAGMA max_page_count=1000000")
        fill(store, 50_000)
        assert store.damage() == ""
    assert count_in(path) == 50_000


def test_many_processes_may_make_the_file_at_once(path: Path) -> None:
    def name(_: int) -> str | None:
        with closing(open_store(path, demo=False)) as store:
            return facts.fact(store.connection, "store")

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(name, range(8)))) == 1


@contextmanager
def without_power_of_root() -> Iterator[None]:
    """As another user, if this is root, whom no permission stops."""
    root = os.geteuid() == 0
    if root:
        os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        if root:
            os.setresuid(0, 0, 0)


if os.name == "posix":

    @pytest.fixture
    def guarded(tmp_path: Path) -> Iterator[Path]:
        """A filled database whose file and folder may only be read."""
        for parent in (tmp_path, *tmp_path.parents[:3]):  # one more where workers share the tests
            if parent.name.startswith(("test_", "popen-", "pytest-")):
                parent.chmod(0o755)
        folder = tmp_path / "guarded"
        folder.mkdir()
        path = folder / "ohlc.sqlite3"
        filled(path)
        path.chmod(0o444)
        folder.chmod(0o555)
        yield path
        folder.chmod(0o755)

    def test_a_read_only_folder_can_be_read(guarded: Path) -> None:
        with without_power_of_root(), closing(open_reader(guarded, demo=False)) as store:
            assert len(rows.read_series(store.connection, 1, M1)) == 3

    def test_a_read_only_file_is_told(guarded: Path) -> None:
        before = guarded.read_bytes()
        with without_power_of_root():
            with pytest.raises(StoreError) as told, closing(open_store(guarded, demo=False)) as store:
                fill(store, 9)
            assert "can be written" in str(told.value.hint)
        assert guarded.read_bytes() == before

    def test_a_file_that_must_not_be_read_is_told(guarded: Path) -> None:
        guarded.chmod(0)
        with without_power_of_root():
            for opener in (open_store, open_reader):
                with pytest.raises(StoreError, match="cannot be used"):
                    opener(guarded, False)

    def test_a_folder_that_must_not_be_entered_is_told(guarded: Path) -> None:
        guarded.parent.chmod(0)
        with without_power_of_root():
            for opener in (open_store, open_reader):
                with pytest.raises(StoreError):
                    opener(guarded, False)


def test_one_candle_is_a_block(store: Store) -> None:
    number = watchlist.instrument_id(store.connection, "ES=F")
    with store.transaction() as connection:
        rows.write(connection, number, M1, make([60], [1], [1], [1], [1], [0]), "yahoo", 1)
    assert store.connection.execute("SELECT length(data) FROM block").fetchall() == [(48,)]

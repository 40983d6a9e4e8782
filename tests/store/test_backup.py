"""Backups and their way back: whole or not there, whatever happens meanwhile."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from ohlc_desktop.core.errors import Cancelled, CorruptStore, DiskFull, NewerSchema, StoreBusy, StoreError
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import schema
from ohlc_desktop.store.backup import backup as module
from ohlc_desktop.store.backup.backup import COMPANIONS, back_up, copy_pages
from ohlc_desktop.store.backup.checking import Contents, Watch, look_into
from ohlc_desktop.store.backup.restore import STAGED, Restored, put_back
from ohlc_desktop.store.database import open_reader, open_store
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.series.candles import rebuild_blocks
from tests.store.databases import unpack
from tests.store.test_database import filled, locked, without_power_of_root
from tests.store.test_migrations import EVERY, as_read_now, contents

#: Pages of a step in these tests: the kept databases have about 75.
STEP = 8
Call = tuple[str, float]


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small steps, and short waits for locks."""
    monkeypatch.setattr(module, "PAGES", STEP)
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_SECONDS", 0.05)


@pytest.fixture
def database(path: Path) -> Path:
    """A database of real imports."""
    return unpack(schema.SCHEMA, path)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where a backup goes, in a folder of its own whose name needs care."""
    folder = tmp_path / "my 'backups' 100%?"
    folder.mkdir()
    return folder / 'it\'s "one" #1.sqlite3'


class Following:
    """Somebody who waits for a copy; at each step, called with its number, something may happen."""

    def __init__(self, happens: Callable[[int, str], object] = lambda _number, _what: None) -> None:
        self.calls: list[Call] = []
        self._happens = happens
        self.watch = Watch(threading.Event(), self._show)

    def _show(self, what: str, share: float) -> None:
        self.calls.append((what, share))
        assert len(self.calls) < 1000, "it never ends"
        self._happens(len(self.calls), what)

    def shares(self, what: str) -> list[float]:
        """How far one thing was."""
        return [share for done, share in self.calls if done == what]


def cancelling(number: int) -> Watch:
    """Somebody who has enough at the step of that number."""
    following = Following(lambda now, _: following.watch.cancel.set() if now >= number else None)
    return following.watch


def with_row(path: Path, key: str) -> None:
    """Another program writes something."""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("INSERT INTO meta VALUES (?, 'x')", (key,))


def wreck(path: Path, at: int = 40_000, size: int = 30_000) -> bytes:
    """Damage a file in the middle; returns what is in it then."""
    content = bytearray(path.read_bytes())
    content[at : at + size] = os.urandom(size)
    path.write_bytes(bytes(content))
    return bytes(content)


def files(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(found.name for found in folder.iterdir())


def beside(database: Path) -> list[str]:
    """What lies beside a database, but for the log that readers leave."""
    own = [database.name + suffix for suffix in ("", *COMPANIONS)]
    return [name for name in files(database.parent) if name not in own]


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """No file can grow beyond so many bytes."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def named(path: Path) -> str | None:
    """The name of a store."""
    with closing(open_reader(path, demo=False)) as store:
        assert store.damage() == ""
        return facts.fact(store.connection, facts.STORE)


def without_name(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Everything in a database but its name."""
    found = contents(path)
    return {**found, "meta": [row for row in found["meta"] if row["key"] != "store"]}


# -- making one ------------------------------------------------------------------------------------------


def test_a_backup_is_one_whole_file(database: Path, target: Path) -> None:
    following = Following()
    found = back_up(database, target, False, following.watch)
    assert files(target.parent) == [target.name]
    assert contents(target) == contents(database)
    assert (found.path, found.schema, found.candles, found.series) == (target, schema.SCHEMA, 1063, 25)
    assert found.bytes == target.stat().st_size
    assert found.differing == ()
    assert look_into(target, False, Watch()) == found
    shares = following.shares("copy")
    assert (len(shares), shares[-1]) == (-(-found.bytes // 4096 // STEP), 1.0)
    with closing(sqlite3.connect(target)) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert files(target.parent) == [target.name]  # nothing is put beside it by who opens it


def test_what_is_in_the_log_only_is_in_the_backup(path: Path, target: Path) -> None:
    with closing(open_store(path, False)) as store:
        store.connection.execute("PRAGMA wal_autocheckpoint=0")
        with store.transaction() as connection:
            facts.keep_fact(connection, "probe", "1")
        back_up(path, target, False, Watch())
    assert {"key": "probe", "value": "1"} in contents(target)["meta"]


def test_an_old_schema_is_copied_as_it_is(path: Path, target: Path) -> None:
    content = unpack(1, path).read_bytes()
    assert back_up(path, target, False, Watch()).schema == 1
    assert contents(target) == contents(path)
    assert path.read_bytes() == content
    assert files(path.parent) == [path.name]


def test_it_does_not_start_over_when_others_write(database: Path, target: Path) -> None:
    before = contents(database)
    following = Following(lambda number, _: with_row(database, f"written {number}"))
    back_up(database, target, False, following.watch)
    shares = following.shares("copy")
    assert shares == sorted(set(shares))  # one page after another, none of them twice
    assert len(following.calls) > 10
    assert contents(target) == before  # all of one moment
    assert len(contents(database)["meta"]) == len(before["meta"]) + len(following.calls)


def test_a_whole_backup_takes_the_place_of_another(database: Path, target: Path) -> None:
    target.write_bytes(b"an earlier backup")
    back_up(database, target, False, Watch())
    assert contents(target) == contents(database)


def _left_log(path: Path, other: Path) -> None:
    """The log of another database of the same pages, in which nothing is left of a table."""
    unpack(schema.SCHEMA, other)
    with closing(sqlite3.connect(other)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("DELETE FROM run_item")
        writer.commit()
        path.write_bytes(other.with_name(f"{other.name}-wal").read_bytes())


@pytest.mark.parametrize("at", ["before", "check"])
def test_a_log_that_was_left_is_not_played_into_a_backup(database: Path, target: Path, tmp_path: Path, at: str) -> None:
    log = target.with_name(f"{target.name}-wal")

    def left(_number: int, what: str) -> None:
        if what == "check":
            _left_log(log, tmp_path / "other.sqlite3")

    watch = Following(left).watch if at == "check" else Watch()
    if at == "before":
        _left_log(log, tmp_path / "other.sqlite3")
    with pytest.raises(StoreError, match="left its log") as told:
        back_up(database, target, False, watch)
    assert "name another file" in str(told.value.hint)
    assert files(target.parent) == [log.name]


def test_an_empty_log_is_taken_away(database: Path, target: Path) -> None:
    back_up(database, target, False, Watch())
    target.with_name(f"{target.name}-wal").touch()
    target.with_name(f"{target.name}-shm").write_bytes(bytes(32_768))
    back_up(database, target, False, Watch())
    assert files(target.parent) == [target.name]


def test_what_a_killed_process_of_the_same_number_left_is_in_nobodys_way(database: Path, target: Path) -> None:
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    for content in (b"something else " * 999, database.read_bytes()[:5_000]):
        part.write_bytes(content)
        part.with_name(f"{part.name}-journal").write_bytes(content)
        back_up(database, target, False, Watch())
        assert files(target.parent) == [target.name]
        assert contents(target) == contents(database)


def test_a_copy_that_is_spoiled_is_not_the_fault_of_the_database(database: Path, target: Path) -> None:
    target.write_bytes(b"something else " * 999)
    with closing(open_reader(database, False)) as source, pytest.raises(StoreError) as told:
        copy_pages(source, target, Watch())
    assert not isinstance(told.value, CorruptStore)
    assert str(target) in str(told.value.title)


@pytest.mark.parametrize("number", [1, 5, 11, 15])
def test_a_cancel_leaves_nothing(database: Path, target: Path, number: int) -> None:
    with pytest.raises(Cancelled):
        back_up(database, target, False, cancelling(number))
    assert files(target.parent) == []


def test_a_cancel_ends_a_check_too(path: Path, target: Path) -> None:
    """One that is set while the copy is read, by two threads."""
    filled(path, 6_000)
    following = Following(lambda _, what: following.watch.cancel.set() if what == "check" else None)
    with pytest.raises(Cancelled):
        back_up(path, target, False, following.watch)
    assert files(target.parent) == []


def test_a_full_disk_leaves_the_earlier_backup(database: Path, target: Path) -> None:
    target.write_bytes(b"an earlier backup")
    with disk_of(100_000), pytest.raises(DiskFull) as told:
        back_up(database, target, False, Watch())
    assert "Free some space" in str(told.value.hint)
    assert "the database is as it was" in str(told.value.message)
    assert files(target.parent) == [target.name]
    assert target.read_bytes() == b"an earlier backup"


def test_damage_of_the_database_is_found(database: Path, target: Path) -> None:
    wreck(database)
    with pytest.raises(CorruptStore) as told:
        back_up(database, target, False, Watch())
    assert str(database) in str(told.value.title)
    assert "ohlc-desktop restore FILE" in str(told.value.hint)
    assert files(target.parent) == []


def _part(target: Path) -> Path:
    (found,) = target.parent.glob("*.part")
    return found


def _wreck_part(target: Path) -> None:
    wreck(_part(target))


def _lose_a_row(target: Path) -> None:
    with closing(sqlite3.connect(_part(target))) as other, other:
        other.execute("DELETE FROM quota")


def _change_a_price(target: Path) -> None:
    with closing(sqlite3.connect(_part(target))) as other, other:
        other.execute("UPDATE candle SET volume=volume+1 WHERE timeframe='4h'")


@pytest.mark.parametrize("spoil", [_wreck_part, _lose_a_row, _change_a_price])
def test_a_copy_that_came_out_wrong_is_not_kept(database: Path, target: Path, spoil: Callable[[Path], None]) -> None:
    before, done = contents(database), []

    def once(_number: int, what: str) -> None:
        if what == "check" and not done:
            done.append(what)
            spoil(target)

    with pytest.raises(StoreError, match="came out wrong") as told:
        back_up(database, target, False, Following(once).watch)
    assert not isinstance(told.value, CorruptStore)  # the database is sound
    assert "disk may be failing" in str(told.value.hint)
    assert files(target.parent) == []
    assert contents(database) == before


def test_blocks_that_differ_in_the_database_are_told(database: Path, target: Path) -> None:
    with closing(sqlite3.connect(database)) as other, other:
        other.execute("UPDATE candle SET volume=volume+1 WHERE timeframe='4h'")
    assert back_up(database, target, False, Watch()).differing == ("ES=F 4h",)
    assert contents(target) == contents(database)


def test_what_cannot_be_backed_up(path: Path, target: Path) -> None:
    with pytest.raises(StoreError, match="no database"):
        back_up(path, target, False, Watch())
    path.touch()
    with pytest.raises(StoreError, match="Nothing is stored"):
        back_up(path, target, False, Watch())
    path.write_bytes(b"something else " * 99)
    with pytest.raises(CorruptStore):
        back_up(path, target, False, Watch())
    assert files(target.parent) == []


if os.name == "posix":

    def test_a_folder_that_must_not_be_written_is_told(database: Path, target: Path) -> None:
        for folder in (*reversed(target.parents), database.parent):
            if folder.name.startswith(("test_", "popen-", "pytest-")):
                folder.chmod(0o755)
        for file in (database, database.parent):
            file.chmod(0o777)
        target.parent.chmod(0o555)
        with without_power_of_root(), pytest.raises(StoreError, match="cannot be written") as told:
            back_up(database, target, False, Watch())
        assert "folder can be written" in str(told.value.hint)
        target.parent.chmod(0o755)
        assert files(target.parent) == []


def test_a_backup_that_somebody_puts_in_its_place_by_hand_works(database: Path, target: Path) -> None:
    back_up(database, target, False, Watch())
    database.write_bytes(target.read_bytes())
    with closing(open_reader(database, False)) as reader, closing(open_store(database, False)) as store:
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        with reader.look() as connection, store.transaction():
            assert connection.execute("SELECT count(*) FROM candle").fetchone() == (1063,)


# -- looking into one ------------------------------------------------------------------------------------


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version=99")


def _demo(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE meta SET value='1' WHERE key='demo'")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE bookmarks(x)")
        other.execute("PRAGMA user_version=2")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:150_000])


@pytest.mark.parametrize(
    ("spoil", "kind", "words"),
    [
        (_newer, NewerSchema, "newer version"), (_demo, StoreError, "DEMO"), (_foreign, StoreError, "another program"),
        (wreck, CorruptStore, "damaged"), (_cut, CorruptStore, "damaged"), (Path.unlink, StoreError, "no file"),
        (lambda path: path.write_bytes(b""), StoreError, "holds nothing"),
        (lambda path: path.write_bytes(b"text"), CorruptStore, "does not begin as one"),
    ],
)  # fmt: skip
def test_what_is_no_backup_of_ours(
    database: Path, tmp_path: Path, spoil: Callable[[Path], object], kind: type[StoreError], words: str
) -> None:
    backup = unpack(schema.SCHEMA, tmp_path / "backup.sqlite3")
    spoil(backup)
    content = backup.read_bytes() if backup.exists() else None
    before = database.read_bytes()
    with pytest.raises(kind, match=words) as told:
        look_into(backup, False, Watch())
    assert str(told.value.hint)
    with pytest.raises(StoreError):
        go_back(backup, database)
    assert (backup.read_bytes() if backup.exists() else None, database.read_bytes()) == (content, before)
    assert files(database.parent) == [database.name]


# -- back ------------------------------------------------------------------------------------------------


def go_back(backup: Path, database: Path, watch: Watch | None = None, seen: Contents | None = None) -> Restored:
    """Put a backup back; what was there goes beside it."""
    before, aside = database.with_name("before.sqlite3"), database.with_name("aside")
    return put_back(backup, database, False, before, aside, watch or Watch(), seen)


@pytest.fixture
def other(database: Path) -> Path:
    """The database, which has changed since the backup was made."""
    with_row(database, "since")
    with closing(sqlite3.connect(database)) as plain, plain:
        plain.execute("DELETE FROM block")
        plain.execute("DELETE FROM candle")
        plain.execute("DELETE FROM drawing")
    return database


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of the present schema."""
    return unpack(schema.SCHEMA, tmp_path / "back up.sqlite3")


@pytest.mark.parametrize("version", EVERY)
def test_a_backup_of_every_version_comes_back(other: Path, tmp_path: Path, version: int) -> None:
    backup = unpack(version, tmp_path / "backup.sqlite3")
    content, before, old_name = backup.read_bytes(), contents(other), named(other)
    done = go_back(backup, other)
    assert (done.before, done.aside) == (other.with_name("before.sqlite3"), None)
    held = 978 if version < 4 else 1013 if version < 9 else 1063  # from 9 on with candles of contracts
    assert (done.now.candles, done.now.schema, done.now.differing) == (held, schema.SCHEMA, ())
    assert contents(done.before) == before
    assert backup.read_bytes() == content
    now = without_name(other)
    for table, held in as_read_now(without_name(backup)).items():
        columns = held[0].keys()
        assert [{name: row[name] for name in columns} for row in now[table]] == held, table
    names = [row["value"] for row in contents(backup)["meta"] if row["key"] == "store"]
    assert named(other) not in (old_name, *names)
    assert beside(other) == ["before.sqlite3"]


@pytest.mark.parametrize("version", [1, schema.SCHEMA])
def test_what_was_looked_into_comes_back_as_it_was_found(other: Path, tmp_path: Path, version: int) -> None:
    backup = unpack(version, tmp_path / "backup.sqlite3")
    seen = look_into(backup, False, Watch())
    done = go_back(backup, other, seen=seen)
    assert done.now == go_back(backup, other).now  # checked anew
    now = without_name(other)
    for table, held in as_read_now(without_name(backup)).items():
        columns = held[0].keys()
        assert [{name: row[name] for name in columns} for row in now[table]] == held, table


def _of_a_price(path: Path) -> None:
    """What no check but a comparison can find: in the row and in the block."""
    with closing(open_store(path, False)) as store, store.transaction() as connection:
        connection.execute("UPDATE candle SET volume=volume+1 WHERE timeframe='4h'")
        number = connection.execute("SELECT instrument_id FROM candle WHERE timeframe='4h'").fetchone()[0]
        rebuild_blocks(connection, number, TIMEFRAMES["4h"], 99)


@pytest.mark.parametrize("spoil", [_of_a_price, wreck])
@pytest.mark.parametrize("which", ["backup", "copy"])
def test_another_file_than_the_one_that_was_looked_into_does_not_come_back(
    other: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object], which: str
) -> None:
    """Somebody changes the backup while its owner thinks about the answer, or a disk fails."""

    def badly(source: Path, part: Path, watch: Watch) -> None:
        copy_file(source, part, watch)
        spoil(part)

    copy_file, seen, before = module.copy_file, look_into(backup, False, Watch()), contents(other)
    if which == "copy":
        monkeypatch.setattr("ohlc_desktop.store.backup.restore.copy_file", badly)
    else:
        spoil(backup)
    with pytest.raises(StoreError, match=r"not the file that was checked|damaged") as told:
        go_back(backup, other, seen=seen)
    assert str(told.value.hint)
    assert contents(other) == before
    assert beside(other) == []


def test_who_has_it_open_goes_on(other: Path, backup: Path) -> None:
    with closing(open_reader(other, False)) as one, closing(open_store(other, False)) as two:
        counted = "SELECT count(*) FROM candle"
        seen: list[int] = []
        following = Following(lambda *_: seen.append(two.connection.execute(counted).fetchone()[0]))
        with one.look() as connection:
            assert connection.execute(counted).fetchone() == (0,)
            go_back(backup, other, following.watch)
            assert connection.execute(counted).fetchone() == (0,)  # what it began to look at
        assert set(seen[:-1]) == {0}
        assert one.connection.execute(counted).fetchone() == (1063,)
        with two.transaction() as connection:
            facts.keep_fact(connection, "after", "1")
    assert contents(other)["meta"][0] == {"key": "after", "value": "1"}
    with closing(sqlite3.connect(other)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_where_there_was_none(path: Path, backup: Path) -> None:
    done = go_back(backup, path)
    assert (done.now.candles, done.before, done.aside) == (1063, None, None)
    assert without_name(path) == without_name(backup)
    assert files(path.parent) == [path.name]
    with closing(open_store(path, False)) as store:
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_log_of_a_database_that_is_gone_is_not_played_into_the_new_one(other: Path, backup: Path) -> None:
    with closing(sqlite3.connect(other)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("DELETE FROM run_item")
        writer.commit()
        log = other.with_name(f"{other.name}-wal")
        left = log.read_bytes()
    other.unlink()
    log.write_bytes(left)
    go_back(backup, other)
    assert without_name(other) == without_name(backup)
    assert other.with_name("aside-wal").read_bytes() == left


def test_an_empty_file_is_filled(path: Path, backup: Path) -> None:
    path.touch()
    assert go_back(backup, path).before is None
    assert without_name(path) == without_name(backup)
    assert files(path.parent) == [path.name]


@pytest.mark.parametrize(
    "spoil",
    [
        wreck, _cut, lambda path: path.write_bytes(b"text"), lambda path: path.write_bytes(bytes(90_000)),
        lambda path: path.write_bytes(path.read_bytes()[:100]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("log", [b"", b"a log"])
def test_a_damaged_one_is_moved_aside(
    other: Path, backup: Path, spoil: Callable[[Path], object], log: bytes
) -> None:
    spoil(other)
    content = other.read_bytes()
    if log:
        other.with_name(f"{other.name}-wal").write_bytes(log)
    done = go_back(backup, other)
    aside = other.with_name("aside")
    assert (done.before, done.aside) == (None, aside)
    assert aside.read_bytes() == content
    assert without_name(other) == without_name(backup)
    assert [name for name in beside(other) if not name.endswith(COMPANIONS)] == ["aside"]


def test_a_link_to_a_database_on_another_disk_stays_one(other: Path, backup: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite3"
    link.symlink_to(other)
    go_back(backup, link)
    wreck(other)
    assert go_back(backup, link).aside == link.with_name("aside")
    assert link.is_symlink()
    assert without_name(other) == without_name(backup)


def test_pages_of_another_size(other: Path, backup: Path, tmp_path: Path) -> None:
    wide = tmp_path / "wide.sqlite3"
    with closing(sqlite3.connect(backup, isolation_level=None)) as plain:
        plain.execute("PRAGMA page_size=16384")
        plain.execute("VACUUM INTO ?", (str(wide),))
    assert go_back(wide, other).now.candles == 1063
    assert without_name(other) == without_name(backup)
    with closing(sqlite3.connect(other)) as plain:
        assert plain.execute("PRAGMA page_size").fetchone() == (4096,)


def test_one_without_a_log_gets_one(other: Path, backup: Path) -> None:
    """As after somebody has copied a backup into its place by hand."""
    with closing(sqlite3.connect(other)) as plain:
        assert plain.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
    assert go_back(backup, other).before is not None
    with closing(sqlite3.connect(other)) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_is_written_meanwhile_is_in_the_backup_of_before(other: Path, backup: Path) -> None:
    def late(_number: int, what: str) -> None:
        if what == "check" and list(other.parent.glob("before.*.part")) and not written:
            written.append(what)
            with_row(other, "at the last moment")

    written: list[str] = []
    done = go_back(backup, other, Following(late).watch)
    assert done.before is not None
    assert {"key": "at the last moment", "value": "x"} in contents(done.before)["meta"]
    assert without_name(other) == without_name(backup)


def test_somebody_who_never_stops_writing(other: Path, backup: Path) -> None:
    def always(number: int, what: str) -> None:
        if what == "check":
            with_row(other, str(number))

    before = contents(other)
    with pytest.raises(StoreBusy, match="keep writing") as told:
        go_back(backup, other, Following(always).watch)
    assert "Close them" in str(told.value.hint)
    assert len(contents(other)["candle"]) == len(before["candle"]) == 0
    assert beside(other) == []


def test_a_database_that_another_program_holds(
    other: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_TRIES", 1)
    before = contents(other)
    with locked(other), pytest.raises(StoreBusy):
        go_back(backup, other)
    assert contents(other) == before
    assert beside(other) == []


@pytest.mark.parametrize("spoil", [_newer, _demo, _foreign])
def test_what_must_not_be_replaced(other: Path, backup: Path, spoil: Callable[[Path], None]) -> None:
    spoil(other)
    content = other.read_bytes()
    with pytest.raises(StoreError) as told:
        go_back(backup, other)
    assert "untouched" in str(told.value.message) or "Nothing was changed" in str(told.value.message)
    assert other.read_bytes() == content
    assert beside(other) == []


def calls_of(other: Path, backup: Path) -> list[Call]:
    """All steps of going back, made on copies."""
    following = Following()
    folder = other.with_name("trial")
    folder.mkdir()
    trial = unpack(schema.SCHEMA, folder / "ohlc.sqlite3")
    go_back(backup, trial, following.watch)
    for left in folder.iterdir():
        left.unlink()
    folder.rmdir()
    return following.calls


def test_a_cancel_at_any_step_leaves_the_old(other: Path, backup: Path) -> None:
    calls = calls_of(other, backup)
    last = max(n for n, (what, share) in enumerate(calls, 1) if what == "replace" and share < 1) - 1
    before = contents(other)
    for number in (1, last // 3, last // 2, last - 3, last):
        with pytest.raises(Cancelled):
            go_back(backup, other, cancelling(number))
        assert contents(other) == before
        assert beside(other) == []
    go_back(backup, other, cancelling(last + 1))
    assert without_name(other) == without_name(backup)  # too late: nobody is told that nothing was changed


def test_a_full_disk_leaves_the_old(other: Path, backup: Path) -> None:
    before = contents(other)
    for size in (50_000, 308_000):  # of the copy beside it; of the log
        with disk_of(size), pytest.raises(DiskFull) as told:
            go_back(backup, other)
        assert "restore again" in str(told.value.hint)
        assert contents(other) == before
        assert beside(other) == []


#: Goes back, and dies at a step.
_DYING = f"""
import os, signal, sys
from pathlib import Path
from ohlc_desktop.store.backup import backup, checking
from ohlc_desktop.store.backup.restore import put_back
backup.PAGES = {STEP}
calls = []
def show(*_):
    calls.append(1)
    if len(calls) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
database = Path(sys.argv[2])
put_back(Path(sys.argv[1]), database, False, database.with_name("before.sqlite3"), database.with_name("aside"),
         checking.Watch(show=show))
"""

if os.name == "posix":

    def test_a_kill_leaves_the_old_or_the_new(other: Path, backup: Path) -> None:
        calls = calls_of(other, backup)
        replacing = [number for number, (what, _) in enumerate(calls, 1) if what == "replace"]
        before = contents(other)
        for number in (replacing[0] // 2, replacing[0], replacing[-1] - 1, replacing[-1]):
            done = subprocess.run([sys.executable, "-c", _DYING, str(backup), str(other), str(number)])
            assert done.returncode == -signal.SIGKILL
            named(other)  # which finds it sound
            new = number == replacing[-1]
            assert without_name(other) == without_name(backup) if new else contents(other) == before
            assert backup.exists()
        go_back(backup, other)  # over what the dead have left
        assert [name for name in beside(other) if not name.endswith(".part")] == ["before.sqlite3"]
        assert not other.with_name(other.name + STAGED).exists()

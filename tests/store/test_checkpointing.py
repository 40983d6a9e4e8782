"""What was committed moves into the database file beside the work of the connection that writes more; nothing hangs on it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.file.checkpointing import checkpoints

#: More than a page each.
_ROWS = [("x" * 5_000,)] * 200


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "ohlc.sqlite3", demo=False)) as opened:
        opened.connection.execute("CREATE TABLE filler(text TEXT)")
        opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield opened


def _commit(store: Store) -> None:
    with store.transaction() as connection:
        connection.executemany("INSERT INTO filler VALUES (?)", _ROWS)


def _log(store: Store) -> int:
    return Path(f"{store.path}-wal").stat().st_size


def _moved(store: Store) -> int:
    """Rows that are in the database file itself."""
    with closing(sqlite3.connect(f"file:{store.path}?immutable=1", uri=True)) as alone:
        return int(alone.execute("SELECT count(*) FROM filler").fetchone()[0])


def test_a_commit_moves_nothing_and_the_end_moves_all_and_gives_the_log_back(store: Store) -> None:
    with checkpoints(store.connection, store.path) as after_commit:
        for _ in range(7):
            _commit(store)
        assert _moved(store) == 0  # some 2,000 pages, of which SQLite moves each 1,000 in a commit
        after_commit()
    assert (_moved(store), _log(store)) == (1_400, 0)
    assert store.connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (1_000,)


def test_the_log_is_begun_anew_each_third_time_while_more_is_written(store: Store) -> None:
    with checkpoints(store.connection, store.path) as after_commit:
        _commit(store)
        one = _log(store)
        after_commit()
        for _ in range(11):
            _commit(store)
            after_commit()
        assert _log(store) < 3.5 * one
    assert _moved(store) == 2_400


def test_who_reads_on_loses_nothing_and_hinders_nobody(store: Store) -> None:
    _commit(store)
    with closing(sqlite3.connect(store.path)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM filler").fetchone() == (200,)
        with checkpoints(store.connection, store.path) as after_commit:
            for _ in range(4):
                _commit(store)
                after_commit()
        assert reader.execute("SELECT count(*) FROM filler").fetchone() == (200,)
        assert _log(store) > 0
    assert store.connection.execute("SELECT count(*) FROM filler").fetchone() == (1_000,)


def test_what_cannot_be_moved_stays_and_is_logged(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    with caplog.at_level(logging.INFO), checkpoints(store.connection, tmp_path / "gone.sqlite3") as after_commit:
        for _ in range(3):
            _commit(store)
            after_commit()
    assert store.connection.execute("SELECT count(*) FROM filler").fetchone() == (600,)
    assert "stays in the write-ahead log" in caplog.text
    assert not (tmp_path / "gone.sqlite3").exists()


def test_a_failure_of_the_work_leaves_the_connection_as_it_was(store: Store) -> None:
    def work() -> None:
        with checkpoints(store.connection, store.path) as after_commit:
            _commit(store)
            after_commit()
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert store.connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (1_000,)
    assert _moved(store) == 200

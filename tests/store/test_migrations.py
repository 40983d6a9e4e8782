"""Databases of every earlier version, brought forward: everything in them is still there, and equal."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ohlc_desktop import cli
from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import drawings, ledger, schema, watchlist
from ohlc_desktop.store.database import Store, open_reader, open_store
from ohlc_desktop.store.evidence import facts
from ohlc_desktop.store.file import migrating
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.sources import precedence
from ohlc_desktop.store.sources.source_rows import rows_of
from tests.store.databases import kept, unpack
from tests.store.test_candles import flat
from tests.store.test_database import count_in, filled
from tests.store.test_revisions import previous

OLD = range(1, schema.SCHEMA)
EVERY = range(1, schema.SCHEMA + 1)
NEXT = schema.SCHEMA + 1
M1 = TIMEFRAMES["1m"]


def contents(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, and of the view for outside readers, by plain SQLite."""
    with closing(sqlite3.connect(path)) as plain:
        plain.row_factory = sqlite3.Row
        names = [row["name"] for row in plain.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        return {name: [dict(row) for row in plain.execute(f"SELECT * FROM {name}")] for name in names}


def as_read_now(held: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """What a file of an earlier version holds as the view of this one shows it: a volume of 0 is not known."""
    candles = [{**row, "volume": row["volume"] or None} for row in held["candles"]]
    return {**held, "candles": candles}


def shape(store: Store) -> list[tuple[str, str]]:
    """Every table, index and view, and how it was made."""
    found = store.connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger' ORDER BY name")
    return [(name, " ".join(re.sub(r"--[^\n]*", "", sql).split())) for name, sql in found]


def version_of(path: Path) -> int:
    """The schema of a file."""
    with closing(sqlite3.connect(path)) as plain:
        return int(plain.execute("PRAGMA user_version").fetchone()[0])


def copy_of(path: Path, version: int) -> Path:
    """The copy that a migration leaves."""
    return path.with_name(f"{path.name}.schema{version}.bak")


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, path: Path) -> tuple[Path, int]:
    """A database as an earlier version left it, and its schema."""
    return unpack(request.param, path), request.param


@pytest.mark.parametrize("version", EVERY)
def test_a_database_of_every_schema_is_kept(version: int, tmp_path: Path) -> None:
    assert kept(version).exists(), "Keep one, made by the code that writes it: python -m tests.store.databases"
    assert kept(version).stat().st_size < 100_000
    path = unpack(version, tmp_path / "kept.sqlite3")
    assert version_of(path) == version
    found = contents(path)
    assert all(found.values()), {name for name, held in found.items() if not held}  # something in every table
    assert len({row["timeframe"] for row in found["candle"]}) >= 17  # later timeframes are not in it
    states = {row["state"] for row in found["run_item"]}
    assert states >= {"WRITTEN", "UNCHANGED", "FAILED"}
    assert sum(row["revised"] for row in found["run"]) > 0


def test_everything_is_still_there(old: tuple[Path, int]) -> None:
    path, version = old
    before = contents(path)
    with closing(open_reader(path, demo=False)) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (schema.SCHEMA,)
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert store.damage() == ""
        assert _differing(store) == []
        with closing(open_store(path.with_name("new.sqlite3"), demo=False)) as new:
            assert shape(store) == shape(new)
    after = contents(path)
    for table, held in as_read_now(before).items():
        columns = held[0].keys()
        assert [{name: row[name] for name in columns} for row in after[table]] == held, table
    assert contents(copy_of(path, version)) == before
    assert version_of(copy_of(path, version)) == version


def _differing(store: Store) -> list[str]:
    """Series whose blocks are not the rows, or whose summary counts others."""
    counted = store.connection.execute(
        "SELECT instrument_id, timeframe, count, (SELECT count(*) FROM candle AS c WHERE c.instrument_id=s.instrument_id"
        " AND c.timeframe=s.timeframe) FROM series AS s"
    ).fetchall()
    return [
        f"{number} {name}"
        for number, name, count, held in counted
        if count != held or not rows.blocks_agree(store.connection, number, TIMEFRAMES[name])
    ]


def test_what_later_versions_brought_works(old: tuple[Path, int]) -> None:
    path, version = old
    with closing(open_store(path, demo=False)) as store, store.transaction() as connection:
        number = watchlist.find_instrument(connection, "ES=F")
        assert number is not None
        newest = rows.read_newest(connection, number, M1, 1)
        ts, was = int(newest.ts[0]), float(newest.close[0])
        rows.write(connection, number, M1, flat(ts, price=1.0), "yahoo", 99, at=5.0)
        assert [candle[5] for candle in previous(connection, number, M1, ts)] == [was]
        if version < 3:
            assert drawings.load(connection, "ES=F") == []
            drawings.save(connection, "ES=F", [("line", "{}")], 6.0)
            assert drawings.load(connection, "ES=F") == [("line", "{}")]
        planned = next(run.planned for run in ledger.newest_runs(connection, 9) if run.planned and run.written)
        assert planned is not None
        assert ledger.attempted(connection)[planned].attempts == 1
        ledger.begin_run(connection, "schedule", planned, 5.0)
        assert ledger.attempted(connection)[planned].attempts == 2


def test_drawings_of_the_third_version_are_understood(path: Path) -> None:
    from ohlc_desktop.core.chart.drawings.drawings import Drawing, DrawingKind

    with closing(open_reader(unpack(3, path), demo=False)) as store:
        found = drawings.load(store.connection, "ES=F")
    kinds = [Drawing.from_json(json.loads(row.data)).kind for row in found[:-1]]
    known = ("horizontal", "trend", "ray", "rectangle", "fibonacci", "measure")  # in the order of that version
    assert kinds == [DrawingKind(name) for name in known]
    assert found[-1].kind == "wave"


@pytest.mark.parametrize("version", range(1, 7))
def test_what_is_stored_is_the_feeds(version: int, path: Path) -> None:
    """Before the seventh schema a file had one source."""
    unpack(version, path)
    with closing(open_reader(path, demo=False)) as store:
        number = watchlist.find_instrument(store.connection, "ES=F")
        assert number is not None
        assert [source.name for source in precedence.read(store.connection).known] == ["yahoo"]
        told = store.connection.execute("SELECT origin, source, count(*) FROM candles GROUP BY 1, 2 ORDER BY 1").fetchall()
        assert {source for _, source, _ in told} == {"yahoo"}
        assert {origin for origin, _, _ in told} <= {"derived", "rescaled", "yahoo"}
        given = rows.read_rows(store.connection, number, M1, -(2**60), 2**60, given=True)
        own = rows_of(store.connection, number, M1, "yahoo", -(2**60), 2**60)
        assert len(given) > 100
        assert [column.tolist() for column in own.columns] == [column.tolist() for column in given.columns]
        assert len(rows_of(store.connection, number, TIMEFRAMES["1h"], "yahoo", -(2**60), 2**60)) == 0


def test_it_is_done_once(old: tuple[Path, int]) -> None:
    path, version = old
    for opener in (open_reader, open_reader, open_store):
        opener(path, False).close()
        if opener is open_reader:
            copy_of(path, version).write_bytes(b"would be written over")
    assert copy_of(path, version).read_bytes() == b"would be written over"
    assert [found.name for found in path.parent.glob("*.bak*")] == [copy_of(path, version).name]


def test_one_that_fails_leaves_the_old_one(old: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> None:
    path, version = old
    before = contents(path)
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE half(x);\nCREATE TABLE run(y);\n"))
        patch.setattr(migrating, "SCHEMA", schema.SCHEMA + 1)
        for opener in (open_reader, open_store):
            with pytest.raises(StoreError):
                opener(path, False)
    assert (version_of(path), contents(path)) == (version, before)
    open_reader(path, demo=False).close()
    assert version_of(path) == schema.SCHEMA


def test_nothing_is_copied_where_another_process_was_faster(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    told = iter([0, schema.SCHEMA])  # made between the two looks
    monkeypatch.setattr(migrating, "schema_of", lambda _: next(told, schema.SCHEMA))
    open_store(path, demo=False).close()
    assert [file.name for file in path.parent.iterdir() if ".bak" in file.name] == []


def test_an_old_schema_is_copied_and_brought_forward(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    script = "ALTER TABLE run ADD COLUMN extra TEXT;\nCREATE TABLE further(\n  x TEXT -- a; b\n);\n"
    monkeypatch.setattr(migrating, "MIGRATIONS", (*schema.MIGRATIONS, script))
    monkeypatch.setattr(migrating, "SCHEMA", NEXT)
    with closing(open_reader(path, demo=False)) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (NEXT,)
        assert store.connection.execute("SELECT extra FROM run").fetchall() == []
        assert store.connection.execute("SELECT x FROM further").fetchall() == []
    copy = path.with_name(f"{path.name}.schema{schema.SCHEMA}.bak")
    assert count_in(copy) == count_in(path) == 3
    with closing(sqlite3.connect(copy)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (schema.SCHEMA,)


def test_a_migration_that_fails_leaves_the_old_schema(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE half(x);\nCREATE TABLE run(y);\n"))
        patch.setattr(migrating, "SCHEMA", NEXT)
        with pytest.raises(StoreError):
            open_store(path, demo=False)
    with closing(open_store(path, demo=False)) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (schema.SCHEMA,)
        assert store.connection.execute("SELECT name FROM sqlite_master WHERE name='half'").fetchone() is None
    assert count_in(path) == 3


def test_a_migration_needs_its_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    path.with_name(f"{path.name}.schema{schema.SCHEMA}.bak").write_bytes(b"an old copy that is no database " * 99)
    monkeypatch.setattr(migrating, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE further(x);\n"))
    monkeypatch.setattr(migrating, "SCHEMA", NEXT)
    open_store(path, demo=False).close()
    assert count_in(path.with_name(f"{path.name}.schema{schema.SCHEMA}.bak")) == 3


def test_a_copy_that_a_full_disk_cuts_short_is_taken_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    filled(path, 20_000)
    monkeypatch.setattr(migrating, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE further(x);\n"))
    monkeypatch.setattr(migrating, "SCHEMA", NEXT)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size // 2, limits[1]))
    try:
        with pytest.raises(StoreError):
            open_store(path, demo=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [found.name for found in path.parent.iterdir() if ".bak" in found.name] == []
    open_store(path, demo=False).close()
    assert count_in(path.with_name(f"{path.name}.schema{schema.SCHEMA}.bak")) == 20_000


#: Opens a database, and dies when all is done but the end of the transaction.
_DYING = """
import os, signal, sys
from pathlib import Path
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.file import migrating
name_all = migrating._statements
def statements(script):
    yield from name_all(script)
    if script is migrating.MIGRATIONS[-1]:
        os.kill(os.getpid(), signal.SIGKILL)
migrating._statements = statements
open_store(Path(sys.argv[1]), False)
"""

if os.name == "posix":

    def test_one_that_is_killed_leaves_the_old_one(path: Path) -> None:
        before = contents(unpack(1, path))
        done = subprocess.run([sys.executable, "-c", _DYING, str(path)])
        assert done.returncode == -signal.SIGKILL
        assert contents(copy_of(path, 1)) == before
        assert (version_of(path), contents(path)) == (1, before)
        open_reader(path, demo=False).close()
        assert version_of(path) == schema.SCHEMA


@pytest.fixture(params=EVERY)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A data folder of every version."""
    unpack(request.param, tmp_path / "ohlc.sqlite3")
    return tmp_path


def say(home: Path, *words: str) -> str:
    """What a command says."""
    with redirect_stdout(StringIO()) as out:
        assert cli.run(["--profile", str(home), *words]) == 0
    return out.getvalue()


def test_the_program_reads_it(home: Path) -> None:
    before = contents(home / "ohlc.sqlite3")
    found = json.loads(say(home, "status", "--json"))
    assert found["database"]["schema"] == schema.SCHEMA
    assert found["last_run"]["planned"] == "2026-11-23T22:05:00Z"
    counts = {(s["symbol"], s["timeframe"]): s["count"] for s in found["series"] if not s["alias_of"] and s["count"]}
    symbols = {row["id"]: row["symbol"] for row in before["instrument"]}
    held = [(symbols[row["instrument_id"]], row["timeframe"]) for row in before["candle"]]
    assert counts == {key: held.count(key) for key in held}
    lines = say(home, "export", "ES", "5m").splitlines()[1:]
    mine = sorted((r["time"], r["close"]) for r in before["candles"] if (r["symbol"], r["timeframe"]) == ("ES=F", "5m"))
    assert [(line.split(",")[0], float(line.split(",")[4])) for line in lines] == mine
    listed = say(home, "watch", "list").split()
    assert [symbol for symbol in ("ES=F", "NQ=F", "AAPL", "CL=F") if symbol in listed] == ["ES=F", "NQ=F", "AAPL", "CL=F"]
    with closing(open_reader(home / "ohlc.sqlite3", demo=False)) as store:
        named = {row["key"]: row["value"] for row in before["meta"]}
        assert facts.fact(store.connection, facts.STORE) == named["store"]

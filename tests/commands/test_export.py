"""``export``: three formats, limits, files that are whole or not there."""

from __future__ import annotations

import csv
import io
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from ohlc_desktop.core.candles import make
from ohlc_desktop.core.timeframes import NAMES, TIMEFRAMES
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.commands.conftest import CommandLine

HEADER = ["time", "open", "high", "low", "close", "volume"]


def stored(shell: CommandLine, timeframe: str) -> list[tuple[object, ...]]:
    """What the view says, by plain SQLite."""
    with closing(sqlite3.connect(shell.database)) as plain:
        statement = (
            "SELECT time, open, high, low, close, volume FROM candles WHERE symbol='ES=F' AND timeframe=? ORDER BY time"
        )
        return plain.execute(statement, ({"60m": "1h"}.get(timeframe, timeframe),)).fetchall()


@pytest.mark.parametrize("timeframe", NAMES)
def test_csv_is_what_is_stored(filled: CommandLine, timeframe: str) -> None:
    answer = filled.run("export", "ES", timeframe)
    assert (answer.code, answer.err) == (0, "")
    header, *lines = csv.reader(io.StringIO(answer.out))
    assert header == HEADER
    shape = re.compile(r"\d{4}-\d\d-\d\d" if TIMEFRAMES.get(timeframe, TIMEFRAMES["1h"]).daily else r".*T\d\d:\d\d:00Z")
    assert all(shape.fullmatch(line[0]) for line in lines)
    assert all(re.fullmatch(r"-?\d+\.(00|25|50|75)", price) for line in lines for price in line[1:5])
    assert [(line[0], *map(float, line[1:5]), int(line[5])) for line in lines] == stored(filled, timeframe)
    assert len(lines) > 0


def test_json_and_parquet_are_the_same(filled: CommandLine, tmp_path: Path) -> None:
    for timeframe in ("4h", "1d"):
        expected = stored(filled, timeframe)
        found = filled.run("export", "ES", timeframe, "--format", "json").json
        assert [list(row) for row in found] == [HEADER] * len(expected)
        assert [tuple(row.values()) for row in found] == expected
        target = tmp_path / f"{timeframe}.parquet"
        answer = filled.run("export", "ES", timeframe, "--format", "parquet", "-o", str(target))
        assert (answer.code, answer.out) == (0, "")
        table = parquet.read_table(target)
        assert table.column_names == HEADER
        assert table.column("close").to_pylist() == [row[4] for row in expected]
        first = table.column("time").to_pylist()[0].isoformat().replace("+00:00", "Z")
        assert first == expected[0][0]


def test_parquet_needs_a_file(filled: CommandLine) -> None:
    answer = filled.run("export", "ES", "1d", "--format", "parquet")
    assert (answer.code, answer.out) == (2, "")
    assert "-o FILE" in answer.err


def times(shell: CommandLine, timeframe: str, *words: str) -> list[str]:
    """The times exported."""
    answer = shell.run("export", "ES", timeframe, *words)
    assert answer.code == 0, answer
    return [line.partition(",")[0] for line in answer.out.splitlines()[1:]]


def test_limits_are_inclusive(filled: CommandLine) -> None:
    hours = [str(row[0]) for row in stored(filled, "1h")]
    first, last = hours[50], hours[200]
    assert times(filled, "1h", "--from", first, "--to", last) == hours[50:201]
    assert times(filled, "1h", "--from", first[:-1], "--to", last.replace("Z", "+00:00")) == hours[50:201]
    days = [str(row[0]) for row in stored(filled, "1d")]
    assert times(filled, "1d", "--from", days[3], "--to", days[9]) == days[3:10]
    assert times(filled, "1h", "--from", first[:10], "--to", first[:10]) == [h for h in hours if h[:10] == first[:10]]
    assert times(filled, "1d", "--from", days[9], "--to", days[3]) == []
    assert times(filled, "1d", "--from", "0001-01-01", "--to", "9999-12-31") == days
    assert times(filled, "1h", "--to", "1999-01-01") == []
    assert filled.run("export", "ES", "1h", "--to", "1999-01-01", "--format", "json").json == []


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "2026-11-23T25:00", "", "20261123T", "0001-01-01T00:00+23:59x"]
)
def test_a_limit_that_is_no_time(filled: CommandLine, text: str) -> None:
    answer = filled.run("export", "ES", "1d", "--from", text)
    assert (answer.code, answer.out) == (2, "")
    assert "neither a date nor a time" in answer.err


def test_prices_have_no_noise(shell: CommandLine) -> None:
    """Each instrument's own decimals, and the shortest number where there is no tick."""
    wanted = {
        "6E=F": (1.08505, "1.08505"), "ZB=F": (115.03125, "115.03125"), "YM=F": (44500.0, "44500"),
        "CL=F": (-37.63, "-37.63"), "AAPL": (float(np.float32(45.34)), "45.34"), "6J=F": (0.0068345, "0.0068345"),
    }  # fmt: skip
    shell.folder.mkdir(parents=True)
    with closing(open_store(shell.database, demo=True)) as store, store.transaction() as connection:
        for symbol, (price, _) in wanted.items():
            number = watchlist.instrument_id(connection, symbol)
            found = make([0], [price], [price], [price], [price], [7])
            change = rows.write(connection, number, TIMEFRAMES["1d"], found, "yahoo", 1)
            series_summary.note_change(connection, number, "1d", change, 1, 0, 0)
    for symbol, (_, text) in wanted.items():
        line = shell.run("export", symbol, "1d").out.splitlines()[1]
        assert line == f"1970-01-01,{text},{text},{text},{text},7"
        (row,) = shell.run("export", symbol, "1d", "--format", "json").json
        assert Decimal(str(row["close"])) == Decimal(text)


def store_some(shell: CommandLine, symbol: str, timeframe: str = "5m") -> None:
    """Five candles, one of each level, best known first; the second and the last without a volume."""
    shell.folder.mkdir(parents=True, exist_ok=True)
    ts = np.arange(5, dtype=np.int64) * TIMEFRAMES[timeframe].seconds
    prices = [[100.0 + n for n in range(5)]] * 4
    candles = make(ts.tolist(), *prices, [7, 0, 8, 9, 0])
    with closing(open_store(shell.database, demo=True)) as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, symbol)
        change = rows.write(connection, number, TIMEFRAMES[timeframe], candles, "yahoo", 1)
        told = CandleConfidence(ts, np.array(list(Confidence), dtype=np.int8))
        levels.write(connection, number, TIMEFRAMES[timeframe], ts, told)
        series_summary.note_change(connection, number, timeframe, change, 1, 0, int(ts[-1]))


WORDS = ["agreed", "single", "chosen", "disputed", "suspect"]


@pytest.mark.parametrize("symbol", ["NQ=F", "^GSPC", "EURUSD=X"])
def test_how_well_a_candle_is_known_is_a_column_on_request(shell: CommandLine, tmp_path: Path, symbol: str) -> None:
    store_some(shell, symbol)
    with closing(sqlite3.connect(shell.database)) as plain:
        assert [row[0] for row in plain.execute("SELECT known FROM candles ORDER BY time")] == WORDS
    header, *lines = csv.reader(io.StringIO(shell.run("export", symbol, "5m", "--known").out))
    assert header == [*HEADER, "known"]
    assert [line[-1] for line in lines] == WORDS
    found = shell.run("export", symbol, "5m", "--known", "--format", "json").json
    assert [list(row) for row in found] == [[*HEADER, "known"]] * 5
    assert [row["known"] for row in found] == WORDS
    target = tmp_path / "known.parquet"
    for words in ([], ["--from", "1970-01-01T00:10", "--to", "1970-01-01T00:15"]):
        assert shell.run("export", symbol, "5m", "--known", "--format", "parquet", "-o", str(target), *words).code == 0
        table = parquet.read_table(target)
        assert table.column_names == [*HEADER, "known"]
        assert table.column("known").to_pylist() == (WORDS[2:4] if words else WORDS)
    assert shell.run("export", symbol, "5m").out.splitlines()[0] == ",".join(HEADER)


@pytest.mark.parametrize("symbol", ["NQ=F", "^GSPC", "EURUSD=X"])
def test_a_volume_that_is_not_known_is_never_a_number(shell: CommandLine, tmp_path: Path, symbol: str) -> None:
    store_some(shell, symbol)
    _, *lines = csv.reader(io.StringIO(shell.run("export", symbol, "5m").out))
    assert [line[5] for line in lines] == ["7", "", "8", "9", ""]
    assert [row["volume"] for row in shell.run("export", symbol, "5m", "--format", "json").json] == [7, None, 8, 9, None]
    target = tmp_path / "volume.parquet"
    assert shell.run("export", symbol, "5m", "--format", "parquet", "-o", str(target)).code == 0
    column = parquet.read_table(target).column("volume")
    assert (str(column.type), column.to_pylist()) == ("int64", [7, None, 8, 9, None])
    with closing(sqlite3.connect(shell.database)) as plain:  # and so says the view
        assert [row[0] for row in plain.execute("SELECT volume FROM candles ORDER BY time")] == [7, None, 8, 9, None]


def test_an_export_with_levels_is_replaced_by_another(shell: CommandLine, tmp_path: Path) -> None:
    store_some(shell, "NQ=F")
    for form in ("csv", "json", "parquet", "csv"):
        answer = shell.run("export", "NQ", "5m", "--known", "--format", form, "-o", str(tmp_path / "nq"))
        assert answer.code == 0, answer


def test_a_file_is_whole_or_not_there(filled: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "out" / "es.csv"
    answer = filled.run("export", "ES", "1d", "-o", str(target))
    assert answer.code == 2
    assert "cannot be written" in answer.err
    assert "Nothing was exported" in answer.err
    target.parent.mkdir()
    target.write_text("time,open,high,low,close,volume\n")
    assert filled.run("export", "NQ", "1d", "-o", str(target)).code == 2
    assert target.read_text() == "time,open,high,low,close,volume\n"
    assert filled.run("export", "ES", "1d", "-o", str(target)).code == 0
    assert target.read_bytes() == filled.run("export", "ES", "1d").out.encode()
    assert [path.name for path in target.parent.iterdir()] == ["es.csv"]


@pytest.mark.parametrize("name", [".", "", "folder"])
def test_a_folder_is_no_file(filled: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    for form in ("csv", "parquet"):
        answer = filled.run("export", "ES", "1d", "--format", form, "-o", name)
        assert answer.code == 2
        assert "cannot be written" in answer.err
        assert filled.run("export", "ES", "1d", "--force", "-o", name).code == 2
    assert list((tmp_path / "folder").iterdir()) == []


# -- what is there already -------------------------------------------------------------------------------


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file with what is in it."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


FORMS = ("csv", "json", "parquet")
OWN = [
    "ohlc.sqlite3", "ohlc.sqlite3-wal", "ohlc.sqlite3-shm", "ohlc.sqlite3-journal", "ohlc.sqlite3.schema2.bak", ".env",
    "settings.toml", "window.ini", "watched-files.json", "import.lock", "import.lock.json", "instance.lock", "instance.lock.json",
    "logs/ohlc-desktop.log", "logs/new.csv", "backups/ohlc-2026-11-23T220500Z.sqlite3", "backups/new.csv", "logs/reports/x",
]  # fmt: skip


@pytest.mark.parametrize(("name", "form"), [*zip(OWN, cycle(FORMS), strict=False)])
def test_nothing_is_written_over_what_belongs_to_the_profile(filled: CommandLine, name: str, form: str) -> None:
    before = contents(filled.folder)
    for force in ((), ("--force",)):
        for path in (filled.folder / name, filled.folder / "logs" / ".." / name):
            answer = filled.run("export", "ES", "1d", "--format", form, "-o", str(path), *force)
            assert (answer.code, answer.out) == (2, "")
            assert "of a profile of this app" in answer.err
            assert "Nothing was exported" in answer.err
            assert "-o FILE" in answer.err
    assert contents(filled.folder) == before


def test_nothing_is_written_over_another_profile(filled: CommandLine, real: CommandLine) -> None:
    """The demo's folder lies inside the real one's."""
    around = CommandLine(filled.home, demo=False)
    around.database.write_bytes(b"SQLite format 3\0")
    real.write("import.lock", "")
    for path in (around.database, around.folder / "settings.toml", real.database, real.folder / "logs" / "new.csv"):
        for force in ((), ("--force",)):
            answer = filled.run("export", "ES", "1d", "-o", str(path), *force)
            assert (answer.code, "of a profile of this app" in answer.err) == (2, True)
    assert not real.database.exists()


FOREIGN = [
    ("a database, as backups are", b"SQLite format 3\0" + bytes(4000)),
    ("a Parquet file of another kind", b"PAR1 PAR1"),
    ("a file of another kind", b"time,open,high,low,close\n1,2,3,4,5\n"),
    ("a file of another kind", b"time,open,high,low,close,volume"),
    ("a file of another kind", b"time,open,high,low,close,volume\n1795384800,1,2,3,4,5\n"),
    ("a file of another kind", b'[\n{"close": 1}\n]\n'),
    ("a file of another kind", b"[1, 2]"),
    ("a file of another kind", b"my notes\n"),
    ("a file of another kind", b"\xff\xfe\x00"),
]


@pytest.mark.parametrize(("kind", "content", "form"), [(*file, form) for file, form in zip(FOREIGN, cycle(FORMS), strict=False)])
def test_a_file_that_no_export_wrote_is_replaced_when_told_so_only(
    filled: CommandLine, tmp_path: Path, kind: str, content: bytes, form: str
) -> None:
    target = tmp_path / "target"
    target.write_bytes(content)
    words = ("export", "ES", "1d", "--format", form, "-o", str(target))
    answer = filled.run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert kind in answer.err
    assert "no earlier export" in answer.err
    assert "Nothing was exported" in answer.err
    assert "--force" in answer.err
    assert target.read_bytes() == content
    assert filled.run(*words, "--force").code == 0
    assert filled.run(*words).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["filled", "target"]


def test_a_backup_is_not_replaced_by_an_export(filled: CommandLine, tmp_path: Path) -> None:
    backup = tmp_path / "mine.sqlite3"
    assert filled.run("backup", str(backup)).code == 0
    before = backup.read_bytes()
    answer = filled.run("export", "ES", "1d", "-o", str(backup))
    assert (answer.code, "a database, as backups are" in answer.err) == (2, True)
    assert backup.read_bytes() == before


@pytest.mark.parametrize("words", [("1d",), ("5m",), ("1h", "--to", "1999-01-01")])
def test_an_earlier_export_of_any_format_is_replaced_by_any_other(
    filled: CommandLine, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Also in the profile's folder: in a container there may be no other that lasts."""
    for target in (tmp_path / "es", filled.folder / "es"):
        target.touch()
        for form in ("csv", "parquet", "json", "csv", "json", "parquet", "csv"):
            answer = filled.run("export", "ES", *words, "--format", form, "-o", str(target))
            assert answer.code == 0, answer
        assert target.read_bytes() == filled.run("export", "ES", *words).out.encode()


def test_an_export_with_further_columns_is_one(filled: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "es"
    for text in ("time,open,high,low,close,volume,state\n2026-11-23,1,2,3,4,5,x\n",
                 '[\n{"time": "2026", "open": 1, "high": 1, "low": 1, "close": 1, "volume": 1, "state": "x"},\n'):  # fmt: skip
        target.write_text(text)
        assert filled.run("export", "ES", "1d", "-o", str(target)).code == 0


if os.name == "posix":

    @pytest.mark.parametrize("link", [os.symlink, os.link])
    def test_a_link_to_what_belongs_to_the_profile_is_no_way_in(
        filled: CommandLine, tmp_path: Path, link: Callable[[Path, Path], None]
    ) -> None:
        before = contents(filled.folder)
        for number, name in enumerate(("ohlc.sqlite3", "logs/ohlc-desktop.log", "import.lock")):
            link(filled.folder / name, tmp_path / f"{number}.csv")
            for force in ((), ("--force",)):
                answer = filled.run("export", "ES", "1d", "-o", str(tmp_path / f"{number}.csv"), *force)
                assert (answer.code, "of a profile of this app" in answer.err) == (2, True)
        assert contents(filled.folder) == before


    def test_a_database_that_lives_elsewhere_belongs_to_the_profile_with_its_log(filled: CommandLine, tmp_path: Path) -> None:
        elsewhere = tmp_path / "large disk"
        elsewhere.mkdir()
        filled.database.rename(elsewhere / "candles.db")
        filled.database.symlink_to(elsewhere / "candles.db")
        for name in ("candles.db", "candles.db-wal"):
            assert filled.run("export", "ES", "1d", "--force", "-o", str(elsewhere / name)).code == 2
        assert filled.run("export", "ES", "1d", "-o", str(elsewhere / "es.csv")).code == 0

    def test_an_output_that_is_no_file_is_written_to(filled: CommandLine, tmp_path: Path) -> None:
        plain = filled.run("export", "ES", "1d").out
        for name in ("/dev/stdout", "/dev/fd/1"):
            answer = filled.call("export", "ES", "1d", "-o", name, CACHE_ENABLED="false")
            assert (answer.code, answer.out) == (0, plain)
        log = tmp_path / "log.txt"
        log.write_text("mine\n")
        with log.open("a") as stream:
            command = [sys.executable, "-m", "ohlc_desktop", *filled.arguments("export", "ES", "1d", "-o", "/dev/stdout")]
            assert subprocess.run(command, stdout=stream, stderr=subprocess.PIPE, timeout=60).returncode == 2
        assert log.read_text() == "mine\n"

    def test_a_link_and_a_device_stay_what_they_are(filled: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
        assert filled.run("export", "ES", "1d", "-o", str(tmp_path / "link.csv")).code == 0
        assert (tmp_path / "link.csv").is_symlink()
        assert (tmp_path / "real.csv").read_text().startswith("time,open")
        assert filled.run("export", "ES", "1d", "-o", os.devnull).code == 0
        assert not Path(os.devnull).is_file()

    def test_a_full_disk_is_told(filled: CommandLine) -> None:
        answer = filled.run("export", "ES", "1d", "-o", "/dev/full")
        assert answer.code == 2
        assert "No space left" in answer.err


def test_what_is_not_there(filled: CommandLine, real: CommandLine) -> None:
    answer = filled.run("export", "NQ", "1d")
    assert answer.code == 2
    assert "No 1d candles of NQ=F are stored." in answer.err
    assert "ohlc-desktop import" in answer.err
    answer = filled.run("export", "ESS", "1d")
    assert answer.code == 2
    assert "ES=F" in answer.err
    answer = filled.run("export", "ES", "7m")
    assert answer.code == 2
    assert "90m" in answer.err
    answer = real.run("export", "ES", "1d")
    assert answer.code == 2
    assert "There is no database" in answer.err
    assert not real.home.exists()

"""``export``: three formats, limits, files that are whole or not there."""

from __future__ import annotations

import csv
import io
import os
import re
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from ohlc_desktop.core.candles import make
from ohlc_desktop.core.timeframes import NAMES, TIMEFRAMES
from ohlc_desktop.store import candles as rows
from ohlc_desktop.store import series, watchlist
from ohlc_desktop.store.database import open_store
from tests.commands.conftest import Desk

HEADER = ["time", "open", "high", "low", "close", "volume"]


def stored(desk: Desk, timeframe: str) -> list[tuple[object, ...]]:
    """What the view says, by plain SQLite."""
    with closing(sqlite3.connect(desk.database)) as plain:
        statement = (
            "SELECT time, open, high, low, close, volume FROM candles WHERE symbol='ES=F' AND timeframe=? ORDER BY time"
        )
        return plain.execute(statement, ({"60m": "1h"}.get(timeframe, timeframe),)).fetchall()


@pytest.mark.parametrize("timeframe", NAMES)
def test_csv_is_what_is_stored(filled: Desk, timeframe: str) -> None:
    answer = filled.run("export", "ES", timeframe)
    assert (answer.code, answer.err) == (0, "")
    header, *lines = csv.reader(io.StringIO(answer.out))
    assert header == HEADER
    shape = re.compile(r"\d{4}-\d\d-\d\d" if TIMEFRAMES.get(timeframe, TIMEFRAMES["1h"]).daily else r".*T\d\d:\d\d:00Z")
    assert all(shape.fullmatch(line[0]) for line in lines)
    assert all(re.fullmatch(r"-?\d+\.(00|25|50|75)", price) for line in lines for price in line[1:5])
    assert [(line[0], *map(float, line[1:5]), int(line[5])) for line in lines] == stored(filled, timeframe)
    assert len(lines) > 0


def test_json_and_parquet_are_the_same(filled: Desk, tmp_path: Path) -> None:
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


def test_parquet_needs_a_file(filled: Desk) -> None:
    answer = filled.run("export", "ES", "1d", "--format", "parquet")
    assert (answer.code, answer.out) == (2, "")
    assert "-o FILE" in answer.err


def times(desk: Desk, timeframe: str, *words: str) -> list[str]:
    """The times exported."""
    answer = desk.run("export", "ES", timeframe, *words)
    assert answer.code == 0, answer
    return [line.partition(",")[0] for line in answer.out.splitlines()[1:]]


def test_limits_are_inclusive(filled: Desk) -> None:
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
def test_a_limit_that_is_no_time(filled: Desk, text: str) -> None:
    answer = filled.run("export", "ES", "1d", "--from", text)
    assert (answer.code, answer.out) == (2, "")
    assert "neither a date nor a time" in answer.err


def test_prices_have_no_noise(desk: Desk) -> None:
    """Each instrument's own decimals, and the shortest number where there is no tick."""
    wanted = {
        "6E=F": (1.08505, "1.08505"), "ZB=F": (115.03125, "115.03125"), "YM=F": (44500.0, "44500"),
        "CL=F": (-37.63, "-37.63"), "AAPL": (float(np.float32(45.34)), "45.34"), "6J=F": (0.0068345, "0.0068345"),
    }  # fmt: skip
    desk.folder.mkdir(parents=True)
    with closing(open_store(desk.database, demo=True)) as store, store.transaction() as connection:
        for symbol, (price, _) in wanted.items():
            number = watchlist.instrument_id(connection, symbol)
            found = make([0], [price], [price], [price], [price], [7])
            change = rows.write(connection, number, TIMEFRAMES["1d"], found, "yahoo", 1)
            series.note_change(connection, number, "1d", change, 1, 0, 0)
    for symbol, (_, text) in wanted.items():
        line = desk.run("export", symbol, "1d").out.splitlines()[1]
        assert line == f"1970-01-01,{text},{text},{text},{text},7"
        (row,) = desk.run("export", symbol, "1d", "--format", "json").json
        assert Decimal(str(row["close"])) == Decimal(text)


def test_a_file_is_whole_or_not_there(filled: Desk, tmp_path: Path) -> None:
    target = tmp_path / "out" / "es.csv"
    answer = filled.run("export", "ES", "1d", "-o", str(target))
    assert answer.code == 2
    assert "cannot be written" in answer.err
    assert "Nothing was exported" in answer.err
    target.parent.mkdir()
    target.write_text("old")
    assert filled.run("export", "NQ", "1d", "-o", str(target)).code == 2
    assert target.read_text() == "old"
    assert filled.run("export", "ES", "1d", "-o", str(target)).code == 0
    assert target.read_bytes() == filled.run("export", "ES", "1d").out.encode()
    assert [path.name for path in target.parent.iterdir()] == ["es.csv"]


@pytest.mark.parametrize("name", [".", "", "folder"])
def test_a_folder_is_no_file(filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    for form in ("csv", "parquet"):
        answer = filled.run("export", "ES", "1d", "--format", form, "-o", name)
        assert answer.code == 2
        assert "cannot be written" in answer.err
    assert list((tmp_path / "folder").iterdir()) == []


if os.name == "posix":

    def test_a_link_and_a_device_stay_what_they_are(filled: Desk, tmp_path: Path) -> None:
        (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
        assert filled.run("export", "ES", "1d", "-o", str(tmp_path / "link.csv")).code == 0
        assert (tmp_path / "link.csv").is_symlink()
        assert (tmp_path / "real.csv").read_text().startswith("time,open")
        assert filled.run("export", "ES", "1d", "-o", os.devnull).code == 0
        assert not Path(os.devnull).is_file()

    def test_a_full_disk_is_told(filled: Desk) -> None:
        answer = filled.run("export", "ES", "1d", "-o", "/dev/full")
        assert answer.code == 2
        assert "No space left" in answer.err


def test_what_is_not_there(filled: Desk, real: Desk) -> None:
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

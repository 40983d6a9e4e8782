"""``export`` for other programs: read back by our own readers, by struct, and by DuckDB, polars and pandas."""

from __future__ import annotations

import signal
import sqlite3
import struct
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas
import polars
import pytest

from ohlc_desktop.commands.export import dataset
from ohlc_desktop.core.candles import make
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import own_exports
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from tests.commands.conftest import CommandLine

Row = tuple[str, float, float, float, float, int]


def stored(shell: CommandLine, timeframe: str, symbol: str = "ES=F") -> list[Row]:
    """What the view says, by plain SQLite."""
    with closing(sqlite3.connect(shell.database)) as plain:
        return plain.execute(
            "SELECT time, open, high, low, close, volume FROM candles WHERE symbol=? AND timeframe=? ORDER BY time",
            (symbol, timeframe),
        ).fetchall()


def store(shell: CommandLine, symbol: str, timeframe: str, block: list[list[float]]) -> None:
    """Candles of a summary, given as columns."""
    shell.folder.mkdir(parents=True, exist_ok=True)
    candles = make(*block)
    with closing(open_store(shell.database, demo=True)) as opened, opened.transaction() as connection:
        number = watchlist.instrument_id(connection, symbol)
        change = rows.write(connection, number, TIMEFRAMES[timeframe], candles, "yahoo", 1)
        series_summary.note_change(connection, number, timeframe, change, 1, int(candles.ts[0]), int(candles.ts[-1]))


def done(shell: CommandLine, *words: str) -> str:
    """What an export that must succeed, and has nothing to warn of, says."""
    answer = shell.run("export", *words)
    assert (answer.code, answer.err) == (0, ""), answer
    return answer.out


def test_our_own_readers_prove_zone_and_stamp_of_every_file(filled: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done(filled, "ES", "1m,1d", "--format", "ninjatrader", "-o", str(out))
    done(filled, "ES", "5m,1h", "--format", "scid", "-o", str(out))
    done(filled, "ES", "1m,1d", "--format", "amibroker", "-o", str(out))
    done(filled, "ES", "5m", "--format", "amibroker", "--timezone", "America/Chicago", "-o", str(out / "ES chicago.csv"))
    expected = {
        "minute/ES ##-##.Last.txt": ("1m", "UTC", "end"), "day/ES ##-##.Last.txt": ("1d", "UTC", "open"),
        "ES_5m.scid": ("5m", "UTC", "open"), "ES_1h.scid": ("1h", "UTC", "open"), "ES_1m.csv": ("1m", "UTC", "open"),
        "ES_1d.csv": ("1d", "UTC", "open"), "ES chicago.csv": ("5m", "America/Chicago", "open"),
    }  # fmt: skip
    found = filled.run("inspect", "--json", *(str(out / name) for name in expected)).json["files"]
    assert {str(Path(each["file"]).relative_to(out)) for each in found} == set(expected)
    for each, (timeframe, zone, stamp) in zip(found, expected.values(), strict=True):
        told = each["stamps"]
        assert (each["symbol"], each["timeframe"], each["problem"]) == ("ES=F", timeframe, "")
        assert (told["proven"], told["zone"], told["stamp"]) == (True, zone, stamp), each
        assert each["refused"]["count"] == 0
        count = len(stored(filled, timeframe))
        assert each["stored"] == {"symbol": "ES=F", "new": 0, "equal": count, "different": 0}


def test_ninjatrader_text(filled: CommandLine, tmp_path: Path) -> None:
    """As its maker's pages show it: the end of a minute in UTC, the date of a day."""
    said = done(filled, "ES", "1m,1d", "--format", "ninjatrader", "-o", str(tmp_path))
    assert "timestamps that represent the end of a bar" in said
    minutes = (tmp_path / "minute" / "ES ##-##.Last.txt").read_text().splitlines()
    for line, (time, *values) in zip(minutes, stored(filled, "1m"), strict=True):
        end = datetime.fromisoformat(time) + timedelta(minutes=1)
        assert line == f"{end:%Y%m%d %H%M%S};{';'.join(f'{price:.2f}' for price in values[:4])};{values[4]}"
    days = (tmp_path / "day" / "ES ##-##.Last.txt").read_text().splitlines()
    assert [line.split(";")[0] for line in days] == [row[0].replace("-", "") for row in stored(filled, "1d")]


def test_scid_records(filled: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "es.scid"
    done(filled, "ES", "5m", "--format", "scid", "-o", str(target))
    data = target.read_bytes()
    assert struct.unpack("<4sIIHHI36s", data[:56]) == (b"SCID", 56, 40, 1, 0, 0, bytes(36))
    epoch = datetime(1899, 12, 30, tzinfo=UTC)
    expected = stored(filled, "5m")
    records = list(struct.iter_unpack("<qffffIIII", data[56:]))
    for record, (time, *values) in zip(records, expected, strict=True):
        assert epoch + timedelta(microseconds=record[0]) == datetime.fromisoformat(time)
        assert record[1:5] == tuple(values[:4])  # quarters of a point are float32
        assert record[6] == values[4]


def test_what_a_format_cannot_hold_is_told(shell: CommandLine, tmp_path: Path) -> None:
    prices = [0.0, -37.63, 300_000.01]
    ts = [1_796_000_400.0 + 60 * n for n in range(3)]
    store(shell, "CL=F", "1m", [ts, prices, [p + 1 for p in prices], prices, prices, [0, 5, 2**33]])
    answer = shell.run("export", "CL", "1m", "--format", "scid", "-o", str(tmp_path))
    assert answer.code == 0
    told = answer.err.splitlines()
    assert told[0] == "CL=F 1m: 1 candle without a known volume: 0 stands there."
    assert told[1] == "CL=F 1m: 1 candle with more volume than 32 bits hold: 4294967295 stands there."
    assert "1 candle with a price that the float32 of .scid does not hold to the tick, the first 300000.01: 300000.00" in told[2]
    records = list(struct.iter_unpack("<qffffIIII", (tmp_path / "CL_1m.scid").read_bytes()[56:]))
    assert 0 < records[0][1] < 1e-20  # zero would mark a trade
    assert records[2][6] == 2**32 - 1
    answer = shell.run("export", "CL", "1m", "--format", "amibroker", "-o", str(tmp_path), "--json")
    (series,) = answer.json["files"][0]["series"]
    assert series["notes"][1] == "2 candles with a price that is not above zero: older versions refuse them."
    assert (tmp_path / "CL_1m.format").read_text().splitlines()[-1] == "$ALLOWNEG 1"


def test_amibroker_is_told_how_to_read_it(filled: CommandLine, tmp_path: Path) -> None:
    """The commands of its importer, as its author published them."""
    for words in ((), ("--timezone", "America/Chicago")):
        done(filled, "ES", "5m,1d", "--format", "amibroker", *words, "-o", str(tmp_path))
    lines = (tmp_path / "ES_5m.format").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "$FORMAT Ticker,Date_YMD,Time,Open,High,Low,Close,Volume", "$SKIPLINES 1", "$SEPARATOR ,", "$CONT 1", "$GROUP 255",
        "$AUTOADD 1", "$DEBUG 1",
    ]  # fmt: skip
    assert lines[1] == "# A time is the OPEN (start) of its candle, zone America/Chicago."
    assert "$FORMAT Ticker,Date_YMD,Open,High,Low,Close,Volume" in (tmp_path / "ES_1d.format").read_text()
    frame = pandas.read_csv(tmp_path / "ES_5m.csv")
    local = pandas.to_datetime(frame["Date"] + " " + frame["Time"]).dt.tz_localize("America/Chicago").dt.tz_convert("UTC")
    assert local.dt.strftime("%Y-%m-%dT%H:%M:%SZ").to_list() == [row[0] for row in stored(filled, "5m")]


def test_a_timeframe_that_a_program_does_not_take(filled: CommandLine, tmp_path: Path) -> None:
    for form, timeframe, name, instead in (
        ("ninjatrader", "5m", "NinjaTrader", "It reads 1m and 1d"), ("scid", "1d", "Sierra Chart", "trade dates"),
        ("amibroker", "90m", "AmiBroker", "base interval"),
    ):  # fmt: skip
        answer = filled.run("export", "ES", timeframe, "--format", form, "-o", str(tmp_path))
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith(f"{name} takes no candles of {timeframe}.\nNothing was exported.\n")
        assert instead in answer.err
    answer = filled.run("export", "ES", "all", "--format", "ninjatrader", "-o", str(tmp_path / "all"))
    assert (answer.code, answer.err.startswith("Left out: 2m, 5m, ")) == (0, True)
    for words in (["--known"], ["--table"], ["--timezone", "Asia/Tokyo"], ["--for", "spreadsheet"], ["--decimal-comma"]):
        answer = filled.run("export", "ES", "1m", "--format", "scid", "-o", str(tmp_path), *words)
        assert (answer.code, f"Leave out {words[0]}" in answer.err) == (2, True)


def test_files_lie_where_and_are_named_as_the_program_wants(
    filled: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for form, name in (("ninjatrader", "ES ##-##.Last.txt"), ("scid", "ES_1m.scid"), ("amibroker", "ES_1m.csv")):
        done(filled, "ES", "1m", "--format", form)
        assert (tmp_path / name).stat().st_size > 100_000
        again = filled.run("export", "ES", "1m", "--format", form)
        if form == "amibroker":  # whose header says that we wrote it
            assert again.code == 0
        else:
            assert (again.code, "does not tell whether an export or another program wrote it" in again.err) == (2, True)
            done(filled, "ES", "1m", "--format", form, "--force")


# -- coming back -----------------------------------------------------------------------------------------


def test_a_file_that_comes_back_is_no_second_source(filled: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it lies by then; not so one that another program has changed."""
    path, moved, changed = tmp_path / "ES ##-##.Last.txt", tmp_path / "elsewhere" / "ES ##-##.Last.txt", tmp_path / "ES.Last.txt"
    done(filled, "ES", "1d", "--format", "ninjatrader", "-o", str(path))
    text = path.read_bytes()
    moved.parent.mkdir()
    path.rename(moved)
    changed.write_bytes(text[:-3] + bytes([text[-3] ^ 1]) + text[-2:])
    told = filled.run("ingest", str(moved), str(changed), "--dry-run").out
    assert told.count(", our own export: no second source\n") == 1
    assert ("ES=F 1d from ohlc-desktop: " in told, "ES=F 1d from ninjatrader: " in told) == (True, True)
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_SECONDS", 0.05)
    monkeypatch.setattr("ohlc_desktop.store.database.BUSY_TRIES", 1)
    with closing(sqlite3.connect(filled.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = filled.run("export", "ES", "1d", "--format", "ninjatrader", "-o", str(changed), "--force")
    assert (answer.code, "Should it be ingested, say so: --source ohlc-desktop" in answer.err) == (0, True)


def test_the_newest_of_many_files_are_known(filled: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_exports, "MOST", 2)
    files = [tmp_path / name for name in "abc"]
    for file in files:
        file.write_text(file.name)
    with closing(open_store(filled.database, demo=True)) as opened, opened.transaction() as connection:
        for file in (files[0], files[1], files[0], files[2]):
            own_exports.note(connection, [file])
        assert [own_exports.is_known(connection, file) for file in files] == [True, False, True]
        assert not own_exports.is_known(connection, tmp_path / "none")


# -- data sets -------------------------------------------------------------------------------------------


def test_a_data_set_is_read_as_one_typed_table(filled: CommandLine, tmp_path: Path) -> None:
    store(filled, "^GSPC", "1d", [[1_796_000_000 // 86_400 * 86_400], [5.5], [6.0], [5.0], [5.75], [0]])
    folder = tmp_path / "set"
    done(filled, "ES,^GSPC", "1d", "--format", "parquet-dataset", "-o", str(folder))
    done(filled, "ES", "1m", "--format", "parquet-dataset", "-o", str(folder))
    expected = {("ES=F", "1d"): stored(filled, "1d"), ("ES=F", "1m"): stored(filled, "1m"), ("^GSPC", "1d"): stored(filled, "1d", "^GSPC")}
    table = duckdb.sql(f"SELECT * FROM '{folder}/**/*.parquet' ORDER BY symbol, timeframe, time")
    kinds = dict(zip(table.columns, map(str, table.types), strict=True))
    assert kinds == {
        "time": "TIMESTAMP WITH TIME ZONE", "open": "DOUBLE", "high": "DOUBLE", "low": "DOUBLE", "close": "DOUBLE",
        "volume": "BIGINT", "symbol": "VARCHAR", "timeframe": "VARCHAR", "year": "BIGINT",
    }  # fmt: skip
    frame = polars.read_parquet(folder)
    assert (frame.schema["time"], frame.schema["symbol"]) == (polars.Datetime("us", "UTC"), polars.String())
    frames = {"duckdb": table.pl().to_pandas(), "polars": frame.to_pandas(), "pandas": pandas.read_parquet(folder)}
    for name, found in frames.items():
        assert str(found["time"].dt.tz) in ("UTC", "Etc/UTC"), name
        assert (found["time"].dt.tz_convert("UTC").dt.year == found["year"].astype(int)).all()
        for (symbol, timeframe), candles in expected.items():
            some = found[(found["symbol"] == symbol) & (found["timeframe"] == timeframe)].sort_values("time")
            style = "%Y-%m-%d" if timeframe == "1d" else "%Y-%m-%dT%H:%M:%SZ"
            assert some["time"].dt.tz_convert("UTC").dt.strftime(style).to_list() == [row[0] for row in candles]
            assert some[["open", "high", "low", "close"]].to_numpy().tolist() == [list(row[1:5]) for row in candles]
            assert np.array_equal(some["volume"].to_numpy(dtype=float), np.array([row[5] for row in candles], dtype=float), equal_nan=True)


def test_a_series_of_a_data_set_is_replaced_as_a_whole(filled: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("ES", "1d,1wk", "--format", "parquet-dataset", "-o", str(tmp_path / "set"))
    done(filled, *words)

    def files() -> dict[str, bytes]:
        return {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.glob("set/**/*") if path.is_file()}

    before = files()
    days = [name for name in before if "timeframe=1d" in name]
    assert len(days) > 1
    monkeypatch.setattr(dataset, "known_words", lambda known: signal.raise_signal(signal.SIGINT) or [""] * len(known))
    for place in (words[-1], str(tmp_path / "new")):
        assert filled.run("export", *words[:-1], place, "--known").code == 130
    assert files() == before
    assert not (tmp_path / "new").exists()
    done(filled, "ES", "1d", *words[2:], "--from", "2026-11-02")
    after = files()
    assert [name for name in after if "timeframe=1d" in name] == [name for name in days if "year=2026" in name]
    assert {name: data for name, data in after.items() if "1wk" in name} == {n: d for n, d in before.items() if "1wk" in n}
    assert not list(tmp_path.glob("set/*/timeframe=1d/year=2025"))
    assert filled.run("export", "ES", "1d", "--format", "parquet-dataset").code == 2

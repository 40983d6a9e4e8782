"""Candles as other programs want them: all of them, typed, of a window, of several symbols, adjusted, of an earlier moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pytest

import ohlc_desktop as od
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.outside.read_only import OlderSchema
from tests.api.conftest import FIRST, SECOND, Imported
from tests.store.databases import unpack

PRICES = ["open", "high", "low", "close"]


def by_sql(home: Path, symbol: str, timeframe: str) -> pd.DataFrame:
    """The same through the view for outside readers, which is another way into the file."""
    query = "SELECT time, open, high, low, close, volume FROM candles WHERE symbol=? AND timeframe=? ORDER BY time"
    with closing(sqlite3.connect(f"file:{home}/ohlc.sqlite3?mode=ro", uri=True)) as database:
        frame = pd.read_sql(query, database, params=(symbol, timeframe))
    frame["time"] = pd.to_datetime(frame["time"], utc=True, format="ISO8601").astype("datetime64[s, UTC]")
    return frame.set_index("time").astype(float)


@pytest.mark.parametrize(("name", "symbol", "timeframe"), [("NQ", "NQ=F", "5m"), ("nq 12-26", "NQZ26.CME", "1d"), ("ES=F", "ES=F", "1wk")])
def test_a_frame_has_every_candle_of_the_view(home: Path, name: str, symbol: str, timeframe: str) -> None:
    found = od.read(name, timeframe)
    pd.testing.assert_frame_equal(found, by_sql(home, symbol, timeframe))
    assert str(found.index.dtype) == "datetime64[s, UTC]"
    assert found.index.is_monotonic_increasing
    assert set(map(str, found.dtypes)) == {"float64"}


def test_every_form_says_the_same(home: Path) -> None:
    data = od.candles("NQ", "5m")
    frame, columns, table = data.pandas(), data.numpy(), data.arrow()
    assert len(data) == len(frame) == table.num_rows > 10_000
    assert (columns["time"] == frame.index.tz_localize(None).to_numpy()).all()
    pd.testing.assert_frame_equal(table.to_pandas().set_index("time").astype("float64"), frame, check_index_type=False)
    assert columns["volume"].dtype == np.int64
    assert str(table.schema.field("time").type) == "timestamp[s, tz=UTC]"


def test_a_volume_that_nobody_gave_is_not_zero(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "ohlc.sqlite3"
    with closing(sqlite3.connect(home / "ohlc.sqlite3")) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
    with closing(open_store(path, False)) as store, store.transaction() as connection:
        from ohlc_desktop.core.candles import make
        from ohlc_desktop.core.timeframes import TIMEFRAMES
        from ohlc_desktop.store.series import candles, series_summary

        number = connection.execute("INSERT INTO instrument(symbol) VALUES ('^VIX')").lastrowid or 0
        rows = make([0, 86400], [1, 1], [1, 1], [1, 1], [1, 1], [0, 7])
        candles.write(connection, number, TIMEFRAMES["1d"], rows, "yahoo", 1)
        series_summary.note_change(connection, number, "1d", candles.Change(2, 0), 1, 0, 86400)
    data = od.Archive(tmp_path).candles("^VIX", "1d")
    assert np.isnan(data.pandas()["volume"].tolist()).tolist() == [True, False]
    assert data.arrow()["volume"].to_pylist() == [None, 7]
    assert data.numpy()["volume"].tolist() == [0, 7]


def test_several_symbols_stand_below_each_other(home: Path) -> None:
    both = od.candles(["NQ", "ES"], "1d")
    frame = both.pandas()
    assert frame.index.names == ["symbol", "time"]
    for symbol in ("NQ=F", "ES=F"):
        pd.testing.assert_frame_equal(frame.loc[symbol], od.read(symbol, "1d"), check_freq=False)
    assert both.numpy()["symbol"].tolist() == both.arrow()["symbol"].to_pylist() == frame.index.get_level_values(0).tolist()
    assert od.read(["NQ"], "1d").index.nlevels == 2, "a list is a list, whatever is in it"


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2026-11-20T15:00", "2026-11-20T15:10", "15:00", "15:10"),
        (datetime(2026, 11, 20, 15, tzinfo=UTC), datetime(2026, 11, 20, 15, 12, 30, tzinfo=UTC), "15:00", "15:10"),
        (datetime(2026, 11, 20, 10, 0, 1, tzinfo=timezone(timedelta(hours=-5))), pd.Timestamp("2026-11-20T15:10Z"), "15:05", "15:10"),
        (date(2026, 11, 20), "2026-11-20", "00:00", "21:55"),
        ("20261120", "2026-W47-5", "00:00", "21:55"),
        ("2026-11-20", "20261120", "00:00", "21:55"),
    ],
)
def test_a_window_has_both_of_its_ends(home: Path, start: object, end: object, first: str, last: str) -> None:
    found = od.read("NQ", "5m", start=start, end=end)  # type: ignore[arg-type]
    assert [f"{time:%H:%M}" for time in found.index[[0, -1]]] == [first, last]
    pd.testing.assert_frame_equal(found, od.read("NQ", "5m").loc[found.index[0] : found.index[-1]])


def test_a_window_without_candles_is_empty(home: Path) -> None:
    found = od.read("NQ", "5m", start="1990-01-01", end="1990-01-02")
    assert found.empty
    assert list(found.columns) == [*PRICES, "volume"]
    assert od.candles("NQ", "5m", end="1990-01-02").arrow().num_rows == 0
    of_none = od.candles([], "5m")
    assert (len(of_none), of_none.numpy()["symbol"].dtype.kind, of_none.pandas().index.names) == (0, "U", ["symbol", "time"])
    assert of_none.arrow().schema.field("symbol").type == pyarrow.dictionary(pyarrow.int32(), pyarrow.string())


def test_what_was_known_is_what_was_stored_then(home: Path, imported: Imported) -> None:
    """The witness is a copy of the file that was made before the second import."""
    then = od.Archive(imported.between)
    for timeframe in ("5m", "1h", "4h", "1d", "1wk"):
        now, before = od.read("NQ", timeframe), then.read("NQ", timeframe)
        for moment in (FIRST, SECOND - timedelta(seconds=1)):
            pd.testing.assert_frame_equal(od.read("NQ", timeframe, as_of=moment), before)
        pd.testing.assert_frame_equal(od.read("NQ", timeframe, as_of=SECOND), now)
        assert len(before) < len(now) or timeframe == "1wk"
    assert od.read("NQ", "5m", as_of=FIRST - timedelta(seconds=1)).empty
    part = od.read("NQ", "5m", start="2026-11-25", as_of=FIRST)
    pd.testing.assert_frame_equal(part, then.read("NQ", "5m", start="2026-11-25"))


@pytest.mark.parametrize(("name", "timeframe"), [("NQ@volume:difference", "1d"), ("NQ@feed", "5m"), ("NQ@expiry-5", "1wk")])
def test_what_was_known_of_a_continuous_series_is_what_was_read_then(
    home: Path, imported: Imported, name: str, timeframe: str
) -> None:
    then, rule = od.Archive(imported.between), name[3:].partition(":")[0]
    for moment in (FIRST, SECOND - timedelta(seconds=1)):
        pd.testing.assert_frame_equal(od.read(name, timeframe, as_of=moment), then.read(name, timeframe))
        assert od.rolls("NQ", rule, timeframe, as_of=moment) == then.rolls("NQ", rule, timeframe)
    pd.testing.assert_frame_equal(od.read(name, timeframe, as_of=SECOND), od.read(name, timeframe))
    assert od.read(name, timeframe, as_of=FIRST - timedelta(seconds=1)).empty
    assert od.rolls("NQ", rule, timeframe, as_of="2020-01-01") == []
    part = od.read(name, timeframe, start="2026-11-02", end="2026-11-23", as_of=FIRST)
    pd.testing.assert_frame_equal(part, then.read(name, timeframe, start="2026-11-02", end="2026-11-23"))


def test_what_nobody_wrote_down_is_not_guessed(tmp_path: Path) -> None:
    open_store(unpack(10, tmp_path / "ohlc.sqlite3"), demo=False).close()
    archive = od.Archive(tmp_path)
    (since,) = [series.known_since for series in archive.series("ES") if series.timeframe == "1d"]
    assert since is not None
    with pytest.raises(od.NotRecorded, match="not recorded"):
        archive.read("ES", "1d", as_of=since - timedelta(seconds=1))
    with pytest.raises(od.NotRecorded, match="not recorded"):
        archive.read("ES@feed", "1d", as_of=since - timedelta(seconds=1))
    for name in ("ES", "ES@feed"):
        pd.testing.assert_frame_equal(archive.read(name, "1d", as_of=since), archive.read(name, "1d"))


def test_a_continuous_series_is_adjusted_by_what_its_ledger_says(home: Path) -> None:
    plain, adjusted = od.read("NQ@volume", "1d"), od.read("NQ@volume", "1d", adjust="difference")
    (roll,) = [roll for roll in od.rolls("NQ") if roll.proof == "proven"]
    older = plain.index < roll.first
    assert older.any()
    assert not older.all()
    assert ((adjusted - plain).loc[older, PRICES] == roll.difference).all(axis=None)
    pd.testing.assert_frame_equal(adjusted[~older], plain[~older])
    pd.testing.assert_frame_equal(adjusted, od.read("nq=f@VOLUME:difference", "1d"))
    assert list(od.read(["NQ@volume"], "1d", adjust="difference").index.levels[0]) == ["NQ@volume:difference"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: od.read("GC", "5m"), 'Run: ohlc-desktop import "GC=F"'),
        (lambda: od.read("NQ", "1m"), "No 1m candles of NQ=F are stored."),
        (lambda: od.read("NQ", "7m"), "'7m' is not a timeframe."),
        (lambda: od.read("NQ!", "5m"), "NQ!"),
        (lambda: od.read("NQ", "5m", start="yesterday"), "'yesterday' is neither a date nor a time."),
        (lambda: od.read("NQ", "5m", as_of=pd.NaT), "NaT is neither a date nor a time."),
        (lambda: od.read("NQ", "5m", start=5), "5 is neither a date nor a time."),  # type: ignore[arg-type]
        (lambda: od.read("NQ", "5m", adjust="difference"), "read a continuous series such as NQ@volume"),
        (lambda: od.read("NQ@volume", "5m", adjust="sideways"), "'sideways' is no way to adjust prices."),
        (lambda: od.read("NQ@volume:ratio", "5m", adjust="difference"), "Leave one of them out."),
        (lambda: od.read("CL@volume", "1d", as_of="2026-11-25"), "Nothing is stored that CL@volume could be made of."),
        (lambda: od.read("CL@volume", "1d"), "Nothing is stored that CL@volume could be made of."),
        (lambda: od.rolls("XXQ"), "'XXQ' is not the root of a future."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(home: Path, call: object, says: str) -> None:
    with pytest.raises(od.OhlcError) as error:
        call()  # type: ignore[operator]
    assert says in str(error.value)


def test_a_moment_before_the_first_candle_is_no_error(home: Path) -> None:
    assert od.read("NQ", "5m", as_of="2020-01-01").empty


def test_pyarrow_is_asked_for_where_it_is_not(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(od.candles("NQ", "1d").arrow(), pyarrow.Table)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(od.OhlcError, match="pyarrow is not installed"):
        od.candles("NQ", "1d").arrow()


def test_nothing_is_written_to_an_archive(home: Path, tmp_path: Path) -> None:
    older = unpack(9, tmp_path / "older" / "ohlc.sqlite3")
    before = older.read_bytes()
    with pytest.raises(OlderSchema, match="ohlc-desktop status"):
        od.Archive(older).read("ES", "1d")
    assert older.read_bytes() == before
    with pytest.raises(od.OhlcError, match="There is no database"):
        od.Archive(tmp_path / "nowhere").series()
    assert not (tmp_path / "nowhere").exists()
    archive = od.Archive(home)
    with pytest.raises(od.OhlcError, match="readonly"), archive._look() as connection:
        connection.execute("DELETE FROM candle")


def test_what_an_import_writes_is_seen_when_it_commits(own: Path) -> None:
    archive = od.Archive(own, demo=True)
    before = archive.read(["NQ", "ES"], "5m")
    with closing(sqlite3.connect(archive.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM block WHERE timeframe='5m' AND chunk=(SELECT max(chunk) FROM block WHERE timeframe='5m')")
        pd.testing.assert_frame_equal(archive.read(["NQ", "ES"], "5m"), before)
        writer.execute("COMMIT")
    assert len(archive.read(["NQ", "ES"], "5m")) < len(before)


def test_a_copy_and_a_demo_are_archives_too(imported: Imported) -> None:
    demo = od.Archive(imported.home, demo=True)
    assert repr(demo) == f"Archive({str(imported.home / 'demo' / 'ohlc.sqlite3')!r})"
    pd.testing.assert_frame_equal(demo.read("NQ", "1d"), od.Archive(demo.path).read("NQ", "1d"))
    with pytest.raises(od.OhlcError, match="holds DEMO candles"):
        od.Archive(imported.home / "demo").read("NQ", "1d")
    with pytest.raises(UsageError, match="is a database file, not a profile"):
        od.Archive(imported.between).import_now()

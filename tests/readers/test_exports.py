"""Exports of several series, in a zone, and as other programs want them; what goes wrong leaves what was there."""

from __future__ import annotations

import csv
import datetime
import io
import signal
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas
import polars
import pyarrow
import pytest
from pyarrow import parquet

from ohlc_desktop import cli
from ohlc_desktop.commands.export import command, formats, series
from tests.commands.conftest import CommandLine
from tests.readers.conftest import EVENING, UNKNOWN

HEADER = ["time", "open", "high", "low", "close", "volume"]
CHICAGO = ZoneInfo("America/Chicago")


def rows(text: str, separator: str = ",") -> list[list[str]]:
    """The rows of CSV, the header too."""
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def table(shell: CommandLine, *words: str) -> list[list[str]]:
    """What an export writes to the terminal."""
    answer = shell.run("export", *words)
    assert (answer.code, answer.err) == (0, ""), answer
    return rows(answer.out)


def opens(count: int) -> list[datetime.datetime]:
    """When the first candles of 5m open."""
    return [datetime.datetime.fromtimestamp(EVENING + n * 300, datetime.UTC) for n in range(count)]


# -- several series --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_several_series_are_a_file_each(made: CommandLine, tmp_path: Path, form: str) -> None:
    answer = made.run("export", "NQ, ES ,NQ=F", "5m,1d", "--format", form, "-o", str(tmp_path / "out"))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"330 candles of 4 series written to {tmp_path / 'out'}\n"
    names = [f"{symbol}_{timeframe}.{form}" for symbol in ("ES=F", "NQ=F") for timeframe in ("1d", "5m")]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    for name in names:
        symbol, timeframe = name.removesuffix(f".{form}").split("_")
        assert made.run("export", symbol, timeframe, "--format", form, "-o", str(tmp_path / "one")).code == 0
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "one").read_bytes()


def test_the_whole_watchlist_names_what_is_not_stored(made: CommandLine, tmp_path: Path) -> None:
    answer = made.run("export", "watchlist", "all", "-o", str(tmp_path / "out"))
    assert (answer.code, answer.err) == (0, "No candles are stored of GC=F.\n")
    names = ["ES=F_1d.csv", "ES=F_5m.csv", "NQ=F_1d.csv", "NQ=F_5m.csv", "^GSPC_1d.csv"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    assert made.run("export", "watchlist", "1h", "-o", str(tmp_path / "hours")).code == 2
    assert not (tmp_path / "hours").exists()


def test_a_series_that_was_named_and_is_not_stored_stops_it(made: CommandLine, tmp_path: Path) -> None:
    answer = made.run("export", "NQ,GC", "5m", "-o", str(tmp_path / "out"))
    assert (answer.code, answer.out) == (2, "")
    assert "No 5m candles of GC=F are stored." in answer.err
    assert not (tmp_path / "out").exists()


def test_one_table_names_each_series(made: CommandLine, tmp_path: Path) -> None:
    header, *lines = table(made, "NQ,ES", "1d,5m", "--table", "--known")
    assert header == ["symbol", "timeframe", *HEADER, "known"]
    groups: dict[tuple[str, str], list[list[str]]] = {}
    for symbol, timeframe, *rest in lines:
        groups.setdefault((symbol, timeframe), []).append(rest)
    assert list(groups) == [("NQ=F", "1d"), ("NQ=F", "5m"), ("ES=F", "1d"), ("ES=F", "5m")]
    for (symbol, timeframe), found in groups.items():
        assert found == table(made, symbol, timeframe, "--known")[1:]
    answer = made.run("export", "NQ,ES", "5m", "--table", "--format", "parquet", "-o", str(tmp_path / "all.parquet"))
    assert (answer.code, answer.err) == (0, "")
    frame = pandas.read_parquet(tmp_path / "all.parquet")
    assert frame.groupby(["symbol", "timeframe"], observed=True).size().to_dict() == {("NQ=F", "5m"): 250, ("ES=F", "5m"): 30}
    assert [row["symbol"] for row in made.run("export", "NQ,ES", "1d", "--table", "--format", "json").json[::30]] == ["NQ=F", "ES=F"]


def test_times_and_trade_dates_share_no_column_of_parquet(made: CommandLine, tmp_path: Path) -> None:
    answer = made.run("export", "NQ", "5m,1d", "--table", "--format", "parquet", "-o", str(tmp_path / "all.parquet"))
    assert (answer.code, list(tmp_path.iterdir())) == (2, [])
    assert "cannot hold times and trade dates" in answer.err


# -- types, zones ----------------------------------------------------------------------------------------


def test_parquet_says_what_it_is(made: CommandLine, tmp_path: Path) -> None:
    for timeframe, kind in (("5m", pyarrow.timestamp("ms", "America/Chicago")), ("1d", pyarrow.date32())):
        target = tmp_path / f"{timeframe}.parquet"
        words = ("--timezone", "America/Chicago", "--format", "parquet", "-o", str(target))
        assert made.run("export", "NQ", timeframe, *words).code == 0
        schema = parquet.read_schema(target)
        assert schema.field("time").type == kind
        assert [str(field.type) for field in schema][1:] == ["double"] * 4 + ["int64"]
        assert schema.metadata == {b"symbol": b"NQ=F", b"timeframe": timeframe.encode()}
        assert polars.read_parquet(target)["time"].dtype in (polars.Datetime("ms", "America/Chicago"), polars.Date())
    times = parquet.read_table(tmp_path / "5m.parquet")["time"].to_pylist()
    assert [time.astimezone(datetime.UTC) for time in times] == opens(250)


def test_times_are_on_the_clock_of_a_zone(made: CommandLine) -> None:
    words = ("NQ", "5m", "--timezone", "America/Chicago")
    times = [line[0] for line in table(made, *words)[1:]]
    assert times == [time.astimezone(CHICAGO).isoformat() for time in opens(250)]
    assert {time[-6:] for time in times} == {"-05:00", "-06:00"}
    assert [row["time"] for row in made.run("export", *words, "--format", "json").json] == times
    limited = [line[0] for line in table(made, *words, "--from", "2026-11-01", "--to", "2026-11-01T01:00")[1:]]
    assert (limited[0], limited[-1]) == ("2026-11-01T00:00:00-05:00", "2026-11-01T01:00:00-05:00")
    assert [line[0] for line in table(made, *words, "--from", "2026-11-01", "--to", "2026-11-01")[1:]] == times[84:]
    days = table(made, "NQ", "1d", "--timezone", "America/Chicago", "--from", "2026-10-06", "--to", "2026-10-07")
    assert [line[0] for line in days] == ["time", "2026-10-06", "2026-10-07"]
    assert table(made, "NQ", "5m", "--timezone", "utc") == table(made, "NQ", "5m")


def test_a_european_spreadsheet(made: CommandLine) -> None:
    words = ("export", "NQ", "5m", "--for", "spreadsheet", "--decimal-comma")
    header, *lines = rows(made.run(*words).out, ";")
    assert header == ["Date", "Open", "High", "Low", "Close", "Volume"]
    assert lines[0] == ["2026-10-31 22:00:00", "19999,75", "20000,50", "19999,25", "20000,00", ""]
    frame = pandas.read_csv(io.StringIO(made.run(*words).out), sep=";", decimal=",", parse_dates=["Date"])
    assert frame["Close"].to_list() == [20000 + n % 16 * 0.25 for n in range(250)]
    assert rows(made.run(*words, "--separator", "tab").out, "\t")[1:] == lines


def test_a_sheet_that_is_too_long_is_told(made: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ohlc_desktop.core import layouts

    short = layouts.ExportLayout(**{**{n: getattr(layouts.LAYOUTS["spreadsheet"], n) for n in layouts.ExportLayout.__slots__}, "rows": 40})
    monkeypatch.setitem(layouts.LAYOUTS, "spreadsheet", short)
    answer = made.run("export", "NQ", "all", "--for", "spreadsheet", "-o", str(tmp_path))
    assert answer.code == 0
    assert answer.err.splitlines() == [
        f"{tmp_path / 'NQ=F_5m.csv'} has 250 rows; a spreadsheet shows the first 40 only."
        " Take fewer with --from and --to, or a longer timeframe."
    ]


@pytest.mark.parametrize("timeframe", ["5m", "1d"])
def test_backtrader_reads_all_of_it(made: CommandLine, tmp_path: Path, timeframe: str) -> None:
    import backtrader  # half a second in every process that collects the tests

    target = tmp_path / "nq.csv"
    assert made.run("export", "NQ", timeframe, "--for", "backtrader", "-o", str(target)).code == 0
    kind = backtrader.TimeFrame.Days if timeframe == "1d" else backtrader.TimeFrame.Minutes
    seen = []

    class Looking(backtrader.Strategy):  # type: ignore[misc]
        def next(self) -> None:
            seen.append((self.data.datetime.datetime(0), self.data.close[0], self.data.volume[0]))

    cerebro = backtrader.Cerebro()
    cerebro.adddata(backtrader.feeds.BacktraderCSVData(dataname=str(target), timeframe=kind))
    cerebro.addstrategy(Looking)
    cerebro.run()
    times, closes, traded = zip(*seen, strict=True)
    if timeframe == "5m":
        assert [time.replace(tzinfo=datetime.UTC) for time in times] == opens(250)
    assert list(closes) == [20000 + n % 16 * 0.25 for n in range(len(seen))]
    unknown = UNKNOWN if timeframe == "5m" else 1
    assert [volume == volume for volume in traded] == [False] * unknown + [True] * (len(seen) - unknown)


# -- what is refused, and what stays ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("NQ,ES", "5m"), "-o FOLDER"),
        (("watchlist", "5m"), "--table"),
        (("NQ", "5m", "--format", "json", "--decimal-comma"), "--decimal-comma is for CSV."),
        (("NQ", "5m", "--format", "json", "--for", "spreadsheet"), "--for spreadsheet is for CSV."),
        (("NQ", "5m", "--decimal-comma", "--separator", "comma"), "--separator semicolon"),
        (("NQ", "5m", "--for", "backtrader", "--known"), "fixed columns"),
        (("NQ", "5m", "--timezone", "America/Chicgo"), "Did you mean America/Chicago"),
        (("NQ", "5m", "--timezone", "../etc"), "is not a time zone"),
        (("NQ", "5m,7m", "-o", "out"), "'7m' is not a timeframe"),
    ],
)
def test_what_does_not_go_together_is_refused(
    made: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = made.run("export", *words)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert list(tmp_path.iterdir()) == []


def test_of_several_files_none_is_replaced_where_one_must_not_be(made: CommandLine, tmp_path: Path) -> None:
    words = ("export", "NQ,ES", "5m", "-o", str(tmp_path))
    (tmp_path / "NQ=F_5m.csv").write_text("my notes\n")
    answer = made.run(*words)
    assert (answer.code, "no earlier export" in answer.err) == (2, True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("NQ=F_5m.csv", "my notes\n")]
    assert made.run(*words, "--force").code == 0
    assert made.run(*words).code == 0
    inside = made.run("export", "NQ,ES", "5m", "-o", str(made.folder / "logs"), "--force")
    assert (inside.code, "of a profile of this app" in inside.err) == (2, True)
    in_the_way = made.run("export", "NQ,ES", "5m", "-o", str(tmp_path / "NQ=F_5m.csv"))
    assert (in_the_way.code, "cannot be written" in in_the_way.err) == (2, True)


LAYOUTS = [
    (), ("--for", "backtesting"), ("--for", "backtrader"), ("--for", "spreadsheet", "--decimal-comma"), ("--separator", "tab"),
    ("--timezone", "Asia/Kolkata"), ("--table",), ("--for", "backtesting", "--format", "json"),
    ("--for", "backtesting", "--format", "parquet", "--table"),
]  # fmt: skip


@pytest.mark.parametrize("timeframe", ["5m", "1d"])
def test_an_earlier_export_of_any_kind_is_known_as_one(made: CommandLine, tmp_path: Path, timeframe: str) -> None:
    for words in [*LAYOUTS, *LAYOUTS[::-1]]:
        answer = made.run("export", "NQ", timeframe, *words, "-o", str(tmp_path / "nq"))
        assert answer.code == 0, (words, answer)


def test_a_cancelled_export_leaves_what_was_there(made: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("export", "NQ,ES", "5m", "-o", str(tmp_path / "out"))
    assert made.run(*words).code == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    known_words = formats.known_words

    def interrupted(*known: object) -> list[str]:
        signal.raise_signal(signal.SIGINT)
        return known_words(*known)  # type: ignore[arg-type]

    monkeypatch.setattr(formats, "known_words", interrupted)
    monkeypatch.setattr(series, "PART", 100)
    for target in ("out", "new"):
        answer = made.run(*words[:-1], str(tmp_path / target), "--known")
        assert (answer.code, answer.out, answer.err) == (130, "", "Cancelled. Nothing was exported.\n")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not (tmp_path / "new").exists()


def test_a_table_that_is_read_slowly_keeps_nobody_from_the_database(profile: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in ``export NQ 5m | less``: whoever restores a backup or stores candles meanwhile needs the file."""
    alone = []

    class Slow(io.StringIO):
        def writelines(self, lines: Iterable[str]) -> None:
            with closing(sqlite3.connect(profile.database, timeout=0)) as other:
                alone.append(other.execute("PRAGMA journal_mode=DELETE").fetchone())  # which only one who is alone may do
            super().writelines(lines)

    monkeypatch.setattr("sys.stdout", Slow())
    assert cli.run(profile.arguments("export", "NQ,ES", "5m", "--table")) == 0
    assert alone == [("delete",)] * 2


def test_a_large_export_shows_how_far_it_is(made: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    screen = Console(file=io.StringIO(), force_terminal=True, width=80)
    monkeypatch.setattr(command, "console", lambda **_: screen)
    monkeypatch.setattr(command, "LARGE", 100)
    assert made.run("export", "NQ", "5m", "-o", str(tmp_path / "nq.csv")).code == 0
    assert "Exporting" in screen.file.getvalue()  # type: ignore[attr-defined]
    assert "100%" in screen.file.getvalue()  # type: ignore[attr-defined]


def test_parts_make_no_difference(made: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = ("csv", "json", "parquet")

    def exported(name: str) -> list[object]:
        for form in forms:
            assert made.run("export", "NQ", "5m", "--known", "--format", form, "-o", str(tmp_path / f"{name}.{form}")).code == 0
        return [*((tmp_path / f"{name}.{form}").read_bytes() for form in forms[:2]), parquet.read_table(tmp_path / f"{name}.parquet")]

    whole = exported("whole")
    monkeypatch.setattr(series, "PART", 7)
    assert exported("parts") == whole



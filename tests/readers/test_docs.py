"""What ``resources/docs/files.md`` and README say of other programs is so: every line of them runs here."""

from __future__ import annotations

import re
import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pytest
from pyarrow import csv as arrow_csv
from pyarrow import json as arrow_json
from pyarrow import parquet

from ohlc_desktop.core.exporting.programs import PROGRAMS
from ohlc_desktop.core.layouts import FORMATS, LAYOUTS
from tests.commands.conftest import CommandLine
from tests.readers.pages import PAGE, README, blocks


def export_all(shell: CommandLine) -> None:
    """What the page exports, into the current folder."""
    (commands,) = [code for language, code in blocks(PAGE) if language == "sh"]
    for line in commands.splitlines():
        answer = shell.run(*shlex.split(line)[1:])
        assert answer.code == 0, (line, answer)


@pytest.fixture
def folder(profile: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: the profile, with the exports of the page in it."""
    monkeypatch.chdir(profile.folder)
    export_all(profile)
    return profile.folder


def carry_out(code: str, names: dict[str, Any]) -> None:
    """Run lines of Python, which go on from the names that others made."""
    exec(compile(code, "an example", "exec"), names)
    if "database" in names:
        names.pop("database").close()


@pytest.mark.filterwarnings("ignore:::backtesting")  # it calls what pandas 3.1 deprecates, and a year's return of a day overflows
def test_every_line_of_the_page_runs(folder: Path, duck: duckdb.DuckDBPyConnection) -> None:
    frames: list[Any] = []
    seen: dict[str, Any] = {}
    for language, code in blocks(PAGE):
        if language == "sql":
            for statement in filter(str.strip, code.split(";")):
                found = duck.execute(statement).fetchall()
                assert found or not statement.strip().startswith("SELECT"), statement
        elif language == "python":
            carry_out(code, seen)
            frames += [seen["frame"]] if code.count("\nframe = ") + code.startswith("frame = ") and "backtesting" not in code else []
    assert len(frames) == 4
    for frame in frames:
        assert len(frame) == 250
        assert ("UTC" in str(frame["time"].dtype), str(frame["volume"].dtype)) == (True, "Int64")
        assert frame["volume"].to_list()[-1] == 349
    assert seen["result"]["# Trades"] == 1
    assert len(seen["strategies"][0].data) == 250
    assert (seen["symbol"], seen["timeframe"]) == ("NQ=F", "5m")


def test_the_lines_of_readme_run(folder: Path, duck: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OHLC_DESKTOP_HOME", str(folder))
    data = README.partition("\n## Your data\n")[2].partition("\n## ")[0]
    found = dict(blocks(data))
    names: dict[str, Any] = {}
    carry_out(found["python"], names)
    frame = names["frame"]
    assert (len(frame), str(frame.index.dtype).endswith(", UTC]")) == (250, True)
    assert frame.equals(names["known"])
    *_, table = [duck.sql(statement) for statement in found["sql"].split(";") if statement.strip()]
    kinds = dict(zip(table.columns, map(str, table.types), strict=True))
    assert kinds == {
        "symbol": "VARCHAR", "timeframe": "VARCHAR", "time": "TIMESTAMP", "open": "DOUBLE", "high": "DOUBLE", "low": "DOUBLE",
        "close": "DOUBLE", "volume": "BIGINT", "origin": "VARCHAR", "known": "VARCHAR",
        "source": "VARCHAR",
    }  # fmt: skip
    assert len(table) == 30


SELECT = "SELECT * FROM candles WHERE symbol = 'NQ=F' AND timeframe = '5m' ORDER BY time"


def view(read: Callable[[str, sqlite3.Connection], Any]) -> Callable[[], Any]:
    """Reads the view by a connection of SQLite."""

    def reading() -> Any:
        with closing(sqlite3.connect("file:ohlc.sqlite3?mode=ro", uri=True)) as database:
            return read(SELECT, database)

    return reading


def ways(duck: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Callable[[], Any] | None]:
    """How each program reads each file without any option; None where it has no way."""
    duck.execute("ATTACH 'ohlc.sqlite3' AS ohlc (TYPE sqlite, READ_ONLY)")
    return {
        ("DuckDB", "view"): lambda: duck.sql(SELECT.replace("candles", "ohlc.candles")),
        ("DuckDB", "csv"): lambda: duck.sql("FROM 'nq.csv'"),
        ("DuckDB", "json"): lambda: duck.sql("FROM 'nq.json'"),
        ("DuckDB", "parquet"): lambda: duck.sql("FROM 'nq.parquet'"),
        ("pandas", "view"): view(pandas.read_sql),
        ("pandas", "csv"): lambda: pandas.read_csv("nq.csv"),
        ("pandas", "json"): lambda: pandas.read_json("nq.json"),
        ("pandas", "parquet"): lambda: pandas.read_parquet("nq.parquet"),
        ("polars", "view"): view(polars.read_database),
        ("polars", "csv"): lambda: polars.read_csv("nq.csv"),
        ("polars", "json"): lambda: polars.read_json("nq.json"),
        ("polars", "parquet"): lambda: polars.read_parquet("nq.parquet"),
        ("pyarrow", "view"): None,
        ("pyarrow", "csv"): lambda: arrow_csv.read_csv("nq.csv"),
        ("pyarrow", "json"): lambda: arrow_json.read_json("nq.json"),
        ("pyarrow", "parquet"): lambda: parquet.read_table("nq.parquet"),
    }


def kinds_of(table: Any) -> tuple[str, str]:
    """The types of time and volume, by any of the libraries."""
    if hasattr(table, "dtypes"):
        named = dict(zip(list(table.columns), table.dtypes, strict=True))
    else:
        named = {field.name: field.type for field in table.schema}
    return str(named["time"]).lower(), str(named["volume"]).lower()


def judged(program: str, read: Callable[[], Any] | None) -> str:
    """What the page calls it."""
    if read is None:
        return "no"
    try:
        time, volume = kinds_of(read())
    except Exception:
        return "needs options" if program == "polars" else "no"
    if not re.match("int|bigint|float|double", volume):
        return "needs options"
    return "typed" if re.match("timestamp|datetime|date", time) else "times as text"


def test_the_table_says_what_loads_where(folder: Path, profile: CommandLine, duck: duckdb.DuckDBPyConnection) -> None:
    assert profile.run("export", "NQ", "5m", "--format", "json", "-o", "nq.json").code == 0
    table = README.partition("| program | view")[2].partition("\n\n")[0]
    told = {}
    for line in table.splitlines()[2:]:
        name, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        told.update({(name.split()[0], form): cell for form, cell in zip(("view", "csv", "json", "parquet"), cells, strict=True)})
    found = {key: judged(key[0], read) for key, read in ways(duck).items()}
    assert {key: cell for key, cell in told.items() if key in found} == found
    others = {re.sub(r".*--for (\w+).*", r"\1", cell) for key, cell in told.items() if key not in found}
    programs = {cell for cell in others if "--format" in cell}
    assert others - programs == {"no", "through pandas", *LAYOUTS}
    assert [set(re.findall(r"`(?:export --format )?(\w+)`", cell)) for cell in programs] == [set(PROGRAMS)]


@pytest.mark.filterwarnings("ignore:::backtesting")
def test_backtesting_gets_what_it_wants_from_parquet_through_pandas(profile: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    from backtesting import Backtest, Strategy  # half a second, which every process would spend that collects the tests

    monkeypatch.chdir(profile.folder)
    assert profile.run("export", "NQ", "5m", "--for", "backtesting", "--format", "parquet", "-o", "b.parquet").code == 0
    frame = pandas.read_parquet("b.parquet").set_index("Date")
    assert list(frame.columns) == ["Open", "High", "Low", "Close", "Volume"]
    assert isinstance(frame.index, pandas.DatetimeIndex)
    assert len(Backtest(frame, Strategy, cash=1e6)._data) == 250


def test_the_page_names_every_kind_of_export() -> None:
    assert set(re.findall(r"--for (\w+)", PAGE)) == set(LAYOUTS)
    assert set(re.findall(r"--format ([\w-]+)", PAGE)) | {"csv", "json"} == set(FORMATS)
    assert set(FORMATS) >= set(PROGRAMS)

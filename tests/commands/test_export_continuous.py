"""``export`` of continuous series: five days, how well each candle is known, and the files of other programs."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import struct
from contextlib import closing
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pytest
from pyarrow import parquet

import ohlc_desktop as od
from ohlc_desktop.core.continuous.spec import parse_spec
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.core.voices.levels import CandleConfidence, Confidence
from ohlc_desktop.store.contracts.continuous_candles import read_table
from ohlc_desktop.store.contracts.roll_ledger import keep_ledger
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.watchlist import find_instrument
from tests.commands.conftest import CommandLine
from tests.core.continuous.paper_market import PaperMarket
from tests.core.helpers import day
from tests.store.contracts.paper_store import fill, put

MOVED = "NQ@volume:difference"
PRICES = ("open", "high", "low", "close")


@cache
def market() -> PaperMarket:
    return PaperMarket("NQ")


@pytest.fixture
def held(real: CommandLine) -> CommandLine:
    """A profile with the contracts of NQ, and hours of two of them around a roll."""
    real.folder.mkdir(parents=True, exist_ok=True)
    fill(real.database, market())
    roll = market().rolls("volume")[-3]
    with closing(open_store(real.database, demo=False)) as store, store.transaction() as connection:
        for each in market().contracts:
            if each.symbol in (roll.old, roll.new):
                put(connection, each.symbol, "1h", market().hourly(each, roll.until - 20, roll.until + 20))
    return real


def table(shell: CommandLine, *words: str) -> list[list[str]]:
    answer = shell.run("export", *words)
    assert (answer.code, answer.err) == (0, ""), answer
    return list(csv.reader(io.StringIO(answer.out)))[1:]


def test_five_days_are_made_of_adjusted_days(held: CommandLine) -> None:
    days = {row[0]: row for row in table(held, MOVED, "1d")}
    dates = [f"{np.datetime64(each, 'D')}" for each in market().calendar.trade_date.tolist()]
    begin = dates.index(min(days))
    while market().calendar.ordinal[begin] % 5:
        begin += 1
    expected = []
    for at in range(begin, dates.index(max(days)) - 3, 5):
        parts = [days[each] for each in dates[at : at + 5] if each in days]
        prices = [[float(part[column]) for part in parts] for column in (1, 2, 3, 4)]
        expected.append((dates[at], prices[0][0], max(prices[1]), min(prices[2]), prices[3][-1], sum(int(p[5]) for p in parts)))
    found = [(row[0], *map(float, row[1:5]), int(row[5])) for row in table(held, MOVED, "5d")]
    assert found[-len(expected) :] == expected
    assert len(found) - len(expected) <= 1  # the first may hold less than its days


def test_weeks_are_adjusted_by_the_rolls_among_them_as_days_are(held: CommandLine) -> None:
    """What lies before --from need not be proven, and what came after --to moves nothing."""
    *_, unknown, earlier, last = market().rolls("volume")
    weeks = {row[0]: row for row in table(held, MOVED, "1wk")}
    with closing(open_store(held.database, demo=False)) as store, store.transaction() as connection:
        number = find_instrument(connection, unknown.old)
        for name in ("candle", "block", "series"):
            connection.execute(f"DELETE FROM {name} WHERE instrument_id=?", (number,))
    start, end = (f"{np.datetime64(each, 'D')}" for each in (unknown.until + 7, earlier.until - 7))
    assert held.run("export", MOVED, "1wk").code != 0
    found = table(held, MOVED, "1wk", "--from", start)
    assert len(found) > 20
    assert [weeks[row[0]] for row in found] == found
    early = table(held, MOVED, "1wk", "--from", start, "--to", end)
    days = {row[0]: row for row in table(held, MOVED, "1d", "--from", start, "--to", end)}
    fridays = [f"{np.datetime64(row[0]) + 4}" for row in early]
    closes = [(row[4], days[friday][4]) for row, friday in zip(early, fridays, strict=True) if friday in days]
    assert len(closes) > 3
    assert all(week == day for week, day in closes)
    moved = round(4 * (float(weeks[early[0][0]][4]) - float(early[0][4])))
    assert moved == earlier.ticks + last.ticks


def test_each_candle_is_as_well_known_as_the_one_that_it_is_taken_from(held: CommandLine) -> None:
    roll = market().rolls("volume")[-3]
    marked = {roll.old: Confidence.DISPUTED, roll.new: Confidence.AGREED}
    stamps = np.arange(roll.until - 3, roll.until + 4) * DAY
    with closing(open_store(held.database, demo=False)) as store, store.transaction() as connection:
        for symbol, level in marked.items():
            told = CandleConfidence(stamps, np.full(len(stamps), level, np.int8))
            levels.write(connection, find_instrument(connection, symbol) or 0, TIMEFRAMES["1d"], stamps, told)
    rows = {row[0]: row[6:] for row in table(held, MOVED, "1d", "--known", "--contract")}
    for stamp in stamps.tolist():
        date = f"{np.datetime64(stamp // DAY, 'D')}"
        if date in rows:
            before = stamp // DAY <= roll.until
            assert rows[date] == (["disputed", roll.old] if before else ["agreed", roll.new])
    assert sum(known != "single" for known, _ in rows.values()) >= 4
    (week,) = (row for row in table(held, MOVED, "1wk", "--known") if day(row[0]) <= roll.until < day(row[0]) + 7)
    assert week[6] == "disputed"  # as well as the least known of its days
    assert not {row[6] for row in table(held, "NQ@expiry", "1d", "--known", "--to", "2025-01-01")} - {"single"}


def test_the_feed_s_candles_are_known_as_the_feed_s_are(held: CommandLine) -> None:
    front = market().daily(market().active[11])
    with closing(open_store(held.database, demo=False)) as store, store.transaction() as connection:
        put(connection, "NQ=F", "1d", front)
        told = CandleConfidence(front.ts, np.full(len(front), Confidence.AGREED, np.int8))
        levels.write(connection, find_instrument(connection, "NQ=F") or 0, TIMEFRAMES["1d"], front.ts, told)
    assert {row[6] for row in table(held, "NQ@feed", "1d", "--known")} == {"agreed"}
    assert {row[6] for row in table(held, "NQ@volume", "1d", "--known")} == {"single"}  # the contracts' own


def test_other_programs_take_them(held: CommandLine, tmp_path: Path) -> None:
    days = table(held, MOVED, "1d")
    answer = held.run("export", MOVED, "1d", "--format", "ninjatrader", "-o", str(tmp_path))
    assert answer.err == f"{MOVED} 1d: Prices before each roll are adjusted by difference, which files of NinjaTrader cannot say.\n"
    lines = (tmp_path / "NQ ##-##.Last.txt").read_text().splitlines()
    assert lines == [";".join((row[0].replace("-", ""), *row[1:6])) for row in days]
    answer = held.run("export", "NQ@volume", "1d", "--format", "ninjatrader", "-o", str(tmp_path / "raw.txt"))
    assert (answer.code, answer.err) == (0, "")

    assert held.run("export", MOVED, "1d", "--format", "amibroker", "-o", str(tmp_path)).err == ""
    _, *lines = (tmp_path / "NQ-volume-difference_1d.csv").read_text().splitlines()
    assert lines == [",".join(("NQ-volume-difference", *row[:6])) for row in days]
    told = (tmp_path / "NQ-volume-difference_1d.format").read_text()
    assert "# Prices before each roll are adjusted by difference.\n" in told

    for adjusting in ("difference", "ratio"):
        spec = f"NQ@volume:{adjusting}"
        answer = held.run("export", spec, "1h", "--format", "scid", "-o", str(tmp_path))
        assert answer.err == f"{spec} 1h: Prices before each roll are adjusted by {adjusting}, which files of Sierra Chart cannot say.\n"
        data = (tmp_path / f"NQ-volume-{adjusting}_1h.scid").read_bytes()
        closes = [record[4] for record in struct.iter_unpack("<qffffIIII", data[56:])]
        assert np.abs(np.array(closes) - [float(row[4]) for row in table(held, spec, "1h")]).max() < 0.01


def test_prices_of_a_ratio_are_written_with_all_their_digits(held: CommandLine, tmp_path: Path) -> None:
    """At 10,000 points and more the finer digits of NQ are no noise of a feed's float32."""
    spec, symbol = "NQ@volume:ratio", "NQ@volume"
    with closing(open_store(held.database, demo=False)) as store, store.look() as connection:
        made = read_table(connection, market().product, parse_spec(spec, {"NQ"}), TIMEFRAMES["1d"]).candles
    true = [list(row) for row in zip(made.open, made.high, made.low, made.close, strict=True)]
    rows = table(held, spec, "1d")
    assert [list(map(float, row[1:5])) for row in rows] == true
    assert rows[-1] == table(held, symbol, "1d")[-1]  # a traded price stays as it is written
    for form in ("json", "parquet", "parquet-dataset", "ninjatrader", "amibroker"):
        assert held.run("export", spec, "1d", "--format", form, "-o", str(tmp_path / form)).code == 0, form
    assert [[row[name] for name in PRICES] for row in json.loads((tmp_path / "json").read_text())] == true
    for path in (tmp_path / "parquet", tmp_path / "parquet-dataset/**/*.parquet"):
        assert duckdb.sql(f"SELECT {', '.join(PRICES)} FROM read_parquet('{path}') ORDER BY time").fetchall() == list(map(tuple, true))
    lines = (tmp_path / "ninjatrader").read_text().splitlines()
    assert [list(map(float, line.split(";")[1:5])) for line in lines] == true
    _, *lines = (tmp_path / "amibroker").read_text().splitlines()
    assert [list(map(float, line.split(",")[2:6])) for line in lines] == true


def test_a_data_set_says_how_they_are_adjusted(held: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "set"
    answer = held.run("export", f"{MOVED},NQ@volume", "1d", "--format", "parquet-dataset", "--known", "-o", str(out))
    assert (answer.code, answer.err) == (0, "")
    rows = duckdb.sql(
        f"SELECT close, known FROM read_parquet('{out}/**/*.parquet', hive_partitioning=true) WHERE symbol='{MOVED}' ORDER BY time"
    ).fetchall()
    assert rows == [(float(row[4]), row[6]) for row in table(held, MOVED, "1d", "--known")]
    told = {}
    for path in out.glob("symbol=*/timeframe=1d/year=2026/*.parquet"):
        metadata = parquet.read_schema(path).metadata
        told[metadata[b"symbol"].decode()] = metadata[b"adjusted"].decode()
    assert told == {MOVED: "difference", "NQ@volume": "none"}


def test_what_is_adjusted_by_estimates_says_so_in_the_file_itself(held: CommandLine, tmp_path: Path) -> None:
    """The settlement of the last full day is missing, and that of the day before tells."""
    old = market().rolls("volume")[-3].old
    roll = next(each for each in market().rolls("expiry") if each.old == old)
    series = "NQ@expiry:difference"
    with closing(sqlite3.connect(held.database)) as plain, plain:
        plain.execute(
            "DELETE FROM candle WHERE ts=? AND timeframe='1d' AND instrument_id=(SELECT id FROM instrument WHERE symbol=?)",
            (roll.priced * DAY, roll.new),
        )
    with closing(open_store(held.database, demo=False)) as store, store.transaction() as connection:
        keep_ledger(connection, market().product)
    pair = f"{roll.old.removesuffix('.CME')} to {roll.new.removesuffix('.CME')}"
    told = f"{series}:estimated 1d: The difference from {roll.old} to {roll.new} is only estimated.\n"

    def export(form: str, *words: str, frame: str = "1d") -> str:
        answer = held.run("export", series, frame, "--estimated", "--format", form, *words)
        assert answer.code == 0, answer
        assert answer.err.startswith(told.replace("1d", frame)), (form, answer.err)
        return answer.out

    header, *rows = csv.reader(io.StringIO(export("csv")))
    assert header == ["time", *PRICES, "volume", "estimated"]
    assert {row[6]: max(r[0] for r in rows if r[6] == row[6]) for row in rows} == {
        "true": f"{np.datetime64(roll.until, 'D')}", "false": rows[-1][0],
    }  # fmt: skip
    assert [row["estimated"] for row in json.loads(export("json"))] == [row[6] == "true" for row in rows]
    weeks = [row for row in csv.reader(io.StringIO(export("csv", frame="1wk"))) if row[6] == "true"]
    assert day(weeks[-1][0]) <= roll.until < day(weeks[-1][0]) + 7

    archive = od.Archive(held.folder)
    frame = archive.read(series, "1d", estimated=True)
    assert frame.attrs == {"estimated": {series: ((roll.old, roll.new),)}}
    assert archive.read("NQ@expiry", "1d", estimated=True).attrs == {}

    export("parquet", "-o", str(tmp_path / "nq"))
    metadata = parquet.read_schema(tmp_path / "nq").metadata
    assert (metadata[b"symbol"].decode(), metadata[b"estimated"].decode()) == (f"{series}:estimated", pair)
    assert parquet.read_table(tmp_path / "nq").column("estimated").to_pylist() == [row[6] == "true" for row in rows]
    export("parquet-dataset", "-o", str(tmp_path / "set"))
    (folder,) = (tmp_path / "set").iterdir()
    assert folder.name == "symbol=NQ%40expiry%3Adifference%3Aestimated"

    for form in ("ninjatrader", "scid", "amibroker"):
        export(form, "-o", str(tmp_path), frame="1h" if form != "ninjatrader" else "1d")
    assert (tmp_path / "estimated/NQ ##-##.Last.txt").exists()
    assert (tmp_path / "NQ-expiry-difference-estimated_1h.scid").exists()
    assert (tmp_path / "NQ-expiry-difference-estimated_1h.csv").read_text().splitlines()[1].startswith("NQ-expiry-difference-estimated,")
    assert f"# Only estimated: {pair}.\n" in (tmp_path / "NQ-expiry-difference-estimated_1h.format").read_text()

    for words in (("--format", "ninjatrader"), ("--for", "backtrader")):
        plain_name = held.run("export", series, "1d", "--estimated", *words, "-o", str(tmp_path / "nq.txt"))
        assert (plain_name.code, (tmp_path / "nq.txt").exists()) == (2, False)
        assert "Say it in the name of the file: -o nq-estimated.txt" in plain_name.err
        assert held.run("export", series, "1d", "--estimated", *words, "-o", str(tmp_path / f"estimated-{words[1]}")).code == 0

    proven = held.run("export", series, "1d", "--estimated", "--from", f"{np.datetime64(roll.until + 1, 'D')}")
    assert (proven.code, proven.err) == (0, "")
    assert {row[6] for row in list(csv.reader(io.StringIO(proven.out)))[1:]} == {"false"}


def test_our_reader_reads_a_file_that_says_which_prices_are_estimated(held: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "NQ_5.csv"
    assert held.run("export", "NQM26.CME", "1d", "--estimated", "--known", "--contract", "-o", str(path)).code == 0
    answer = held.run("inspect", str(path), "--symbol", "NQM26.CME", "--json")
    (file,) = answer.json["files"]
    assert (file["format"], file["problem"]) == ("OHLC Desktop", "")

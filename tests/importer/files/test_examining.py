"""What is said of a file of candles: whose, what its stamps mean, which rows would be refused, what would be new."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, empty
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.files.file_candles import Reading, Stamp
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.importer.files import sample
from ohlc_desktop.importer.files.examining import ExaminingTools, FileWishes, examine
from ohlc_desktop.importer.files.finding import FileFinding
from ohlc_desktop.importer.files.sample import Watching
from ohlc_desktop.sources.files import blocks, scid, text_file
from ohlc_desktop.sources.files.refusals import FileRefused
from tests.core.chart.making import prices
from tests.core.files.test_proof import market
from tests.core.helpers import CATALOGUE, calendar, instrument, utc
from tests.sources.files import writing

NOW = float(utc("2026-12-20 00:00"))


def some(name: str, first: str, days: int) -> Candles:
    """Every candle of some days."""
    start = utc(first)
    return market(name)[1].between(start, start + days * DAY)


def sessions(name: str, first: int, last: int) -> Calendar:
    """The sessions between two day numbers."""
    found = calendar(name)
    return found.take((found.trade_date >= first) & (found.trade_date <= last))


def examined(
    path: Path, stored: dict[tuple[str, str], Candles] | None = None, symbol: Instrument | None = None,
    watching: Watching | None = None,
) -> FileFinding:  # fmt: skip
    """What is said of a file, with these candles stored by symbol and timeframe."""

    def read(name: str, timeframe: Timeframe, start: int, end: int) -> Candles:
        return (stored or {}).get((name, timeframe.name), empty()).between(start, end)

    tools = ExaminingTools(CATALOGUE, read, NOW, sessions)
    return examine(path, FileWishes(symbol), tools, watching or Watching(threading.Event(), lambda _: None))


def file(folder: Path, candles: Candles, name: str = "ES 06-26.Last.txt") -> Path:
    """A file of NinjaTrader."""
    path = folder / name
    path.write_text(writing.ninjatrader(candles))
    return path


def test_a_file_is_known_proven_and_held_against_the_store(tmp_path: Path) -> None:
    candles = some("1m", "2026-05-04 00:00", 5)
    changed = replace(candles, close=candles.close + np.where(np.arange(len(candles)) % 100 == 0, 0.25, 0))
    stored = {("ESM26.CME", "1m"): changed.take(slice(1000, 2000))}
    found = examined(file(tmp_path, candles), stored)
    assert found.instrument == instrument("ESM26.CME")
    assert found.timeframe is not None
    assert (found.timeframe.name, found.rows, found.adjusted) == ("1m", len(candles), False)
    assert found.proof is not None
    assert found.proof.reading == Reading("UTC", Stamp.END)
    assert "990 of 1,000 candles equal the stored ones" in str(found.proof.why)
    assert found.opens == (candles.ts[0], candles.ts[-1])
    assert (found.first, found.last) == (candles.ts[0] + 60, candles.ts[-1] + 60)
    assert found.compared is not None
    assert (found.compared.new, found.compared.equal, found.compared.different) == (len(candles) - 1000, 990, 10)
    assert found.refused.count == 0


def test_refused_rows_are_told_with_their_lines_whole_or_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path, some("1m", "2026-05-04 00:00", 5))
    lines = path.read_text().splitlines()
    lines[500], lines[3000] = "20260504 nonsense", lines[2999]
    lines[4000] = lines[4000].rsplit(";", 5)[0] + ";5000;4999;5001;5000;3"
    path.write_text("\n".join(lines))
    found = examined(path)
    assert [row.line for row in found.refused.rows] == [501, 3001, 4001]
    assert set(found.refused.reasons.values()) == {1}
    monkeypatch.setattr(blocks, "BLOCK", 50_000)
    monkeypatch.setattr(sample, "WHOLE", 0)  # its end is looked at first then
    monkeypatch.setattr(text_file, "SAMPLED", 150_000)
    again = examined(path)
    assert [row.line for row in again.refused.rows] == [501, 3001, 4001]
    assert (again.rows, again.proof_rows < 4000, again.opens) == (found.rows, True, found.opens)
    assert again.compared == found.compared


def test_a_part_of_a_file_may_have_no_candle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one of a busy minute's ticks has none, which ends in a later part."""
    candles = some("1m", "2026-05-04 13:30", 1).take(slice(0, 50))
    writing.scid(tmp_path / "ESM26.scid", candles, True)
    monkeypatch.setattr(scid, "_PART", 2)
    found = examined(tmp_path / "ESM26.scid")
    assert (found.timeframe and found.timeframe.name, found.rows) == ("1m", 50)


def test_a_minute_of_which_ticks_came_out_of_order_is_refused_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    candles = some("1m", "2026-05-04 13:30", 1).take(slice(0, 50))
    rows = [f"{np.datetime64(ts, 's').item():%Y%m%d %H%M%S};{price};{volume}" for ts, price, volume in writing.ticks(candles)]
    rows[41], rows[49] = rows[49], rows[41]
    path = tmp_path / "ES 06-26.Last.txt"
    path.write_text("\n".join(rows))
    found = examined(path)
    assert len(rows) == 200
    assert {(row.ts - int(candles.ts[0])) // 60 for row in found.refused.quarantine} == {10, 11, 12}
    monkeypatch.setattr(blocks, "BLOCK", 40)
    with pytest.raises(FileRefused, match="line 43: older than the row before it"):
        examined(path)


def test_a_contract_is_proven_by_the_front_month_where_that_follows_it(tmp_path: Path) -> None:
    regular = some("1m", "2026-05-04 00:00", 12)
    hours = regular.take((regular.ts // 3600 % 24 >= 14) & (regular.ts // 3600 % 24 < 19))
    path = file(tmp_path, hours)
    assert not examined(path).proven
    found = examined(path, {("ES=F", "1m"): regular})
    assert found.proven
    assert found.compared is not None
    assert (found.compared.symbol, found.compared.equal) == ("ES=F", len(hours))
    other = {("ES=F", "1m"): prices(regular.ts, 4000.0, 0.25, seed=9)}  # it follows another month
    full = examined(file(tmp_path, regular), other)
    assert full.proven
    assert full.compared is not None
    assert full.compared.symbol == "ESM26.CME"


def test_adjusted_prices_are_told(tmp_path: Path) -> None:
    candles = some("1m", "2026-05-04 00:00", 5)
    higher = replace(candles, **{n: getattr(candles, n) + 62.5 for n in ("open", "high", "low", "close")})
    found = examined(file(tmp_path, higher, "ES.txt"), {("ES=F", "1m"): candles})
    assert found.adjusted is True
    assert found.proof is not None
    assert "+62.5" in str(found.proof.why)


def test_what_has_to_be_said_of_a_file_before_anything_can_be_proven(tmp_path: Path) -> None:
    candles = some("1m", "2026-05-04 00:00", 5)
    path = file(tmp_path, candles, "prices.txt")
    nameless = examined(path)
    assert (nameless.instrument, nameless.proof, nameless.opens) == (None, None, None)
    assert "--symbol" in str(nameless.problem)
    assert examined(path, symbol=instrument("ES")).proven
    days = "Date,Open,High,Low,Close\n2026-05-04{0},1,2,1,2\n2026-05-05{0},1,2,1,2\n2026-05-06{0},1,2,1,2\n"
    path.write_text(days.format(" 00:00:00"))
    daily = examined(path, symbol=instrument("ES"))
    assert daily.timeframe is not None
    assert (daily.timeframe.name, daily.proven, daily.refused.count) == ("1d", True, 0)
    path.write_text(days.format(" 00:00:00-04:00"))
    assert "dates alone" in str(examined(path, symbol=instrument("ES")).problem)
    odd = examined(file(tmp_path, candles.take(slice(None, None, 3))))
    assert odd.timeframe is None
    assert "180 seconds" in str(odd.problem)


def test_rows_tell_the_instrument_and_several_are_refused(tmp_path: Path) -> None:
    write, *_ = writing.MINUTES["MetaStock"]
    path = tmp_path / "prices.txt"
    path.write_text(write(some("1m", "2026-05-04 00:00", 5)))
    found = examined(path)
    assert found.instrument == instrument("NQ")
    assert found.proof is not None
    assert found.proof.reading == Reading("America/New_York", Stamp.END)
    path.write_text(path.read_text().replace("\nNQ,", "\nES,", 50))
    with pytest.raises(FileRefused, match="several instruments: ES, NQ"):
        examined(path)


def test_of_two_readings_that_are_one_the_documented_stamp_is_named(tmp_path: Path) -> None:
    """Hours of Chicago at their end are those of New York at their open."""
    path = tmp_path / "ES.txt"
    zone = ZoneInfo("America/Chicago")
    hours = some("1h", "2026-05-04 00:00", 40)
    header = '"Date","Time","Open","High","Low","Close","Up","Down"'
    path.write_text(
        writing.text(hours, lambda r: f"{r[0]:%m/%d/%Y,%H:%M},{r[1]},{r[2]},{r[3]},{r[4]},{r[5]},0", header, zone, 3600)
    )
    proof = examined(path).proof
    assert proof is not None
    assert proof.reading == Reading("America/Chicago", Stamp.END)


def test_the_newest_first_is_refused(tmp_path: Path) -> None:
    candles = some("1m", "2026-05-04 00:00", 2)
    with pytest.raises(FileRefused, match="newest candle first"):
        examined(file(tmp_path, candles.take(slice(None, None, -1))))


def test_it_ends_at_the_next_part_when_it_is_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 10_000)
    cancel, read = threading.Event(), []

    def advance(size: int) -> None:
        read.append(size)
        cancel.set()

    with pytest.raises(Cancelled):
        examined(file(tmp_path, some("1m", "2026-05-04 00:00", 5)), watching=Watching(cancel, advance))
    assert len(read) == 1


def test_a_contract_of_the_files_name_counts_more_than_the_root_in_its_rows(tmp_path: Path) -> None:
    write, *_ = writing.MINUTES["MetaStock"]
    path = tmp_path / "NQZ26.txt"
    path.write_text(write(some("1m", "2026-05-04 00:00", 1)))
    found = examined(path)
    assert found.instrument == instrument("NQZ26.CME")
    assert "rows say NQ" in str(found.naming)
    path.write_text(path.read_text().replace("\nNQ,", "\nNQH27,"))
    other = examined(path)
    assert other.instrument is None
    assert str(other.problem) == "Its rows say NQH27, its name says NQZ26.CME. Name the instrument: --symbol 'NQ 12-26'."
    assert examined(path, symbol=instrument("NQH27.CME")).instrument == instrument("NQH27.CME")


def test_a_file_that_becomes_shorter_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, some("1m", "2026-05-04 00:00", 5))
    half = path.stat().st_size // 2
    with pytest.raises(FileRefused, match="became shorter while it was read"):
        examined(path, watching=Watching(threading.Event(), lambda _: os.truncate(path, half)))


def test_one_candle_does_not_tell_its_timeframe(tmp_path: Path) -> None:
    found = examined(file(tmp_path, some("1m", "2026-05-04 00:00", 5).take(slice(0, 1))))
    assert str(found.problem) == "Candles of one moment do not tell their timeframe. Export a longer time."

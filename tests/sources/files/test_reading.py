"""Files of every format give the candles that were written; what cannot be read is told with its line."""

from __future__ import annotations

import codecs
import dataclasses
import os
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.files.file_candles import FileCandles, Reading, Stamp, joined, opens
from ohlc_desktop.sources.files import blocks, scid
from ohlc_desktop.sources.files.formats import format_of
from ohlc_desktop.sources.files.head_table import head_table
from ohlc_desktop.sources.files.opening import open_candle_file
from ohlc_desktop.sources.files.parts import CandleFile, FileFault
from ohlc_desktop.sources.files.refusals import FileRefused
from ohlc_desktop.sources.files.text_file import shape_at
from tests.sources.files import writing
from tests.sources.files.writing import MINUTES, candles, ninjatrader

WRITTEN = candles()


def whole(file: CandleFile) -> tuple[FileCandles, list[FileFault]]:
    """All candles and faults of a file."""
    parts = list(file.parts())
    return joined(part.candles for part in parts), [fault for part in parts for fault in part.faults]


def read(path: Path, content: str | bytes) -> tuple[FileCandles, list[FileFault]]:
    """A file with this content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return whole(open_candle_file(path))


def assert_same(found: FileCandles, expected: Candles, reading: Reading) -> None:
    """See that a file has these candles."""
    assert np.array_equal(opens(found, reading, 60), expected.ts)
    for name in ("open", "high", "low", "close", "volume"):
        assert np.array_equal(getattr(found, name), getattr(expected, name)), name


@pytest.mark.parametrize("name", MINUTES)
def test_every_text_gives_what_was_written(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once and, with a row that cannot be read, row by row; in one block and in many."""
    write, zone, later = MINUTES[name]
    path, content = tmp_path / "file.txt", write(WRITTEN)
    path.write_text(content)
    file = open_candle_file(path)
    reading = Reading(zone.key if zone else "UTC", Stamp.END if later else Stamp.OPEN)
    assert (file.name.partition(":")[0], file.stamp) == (name, reading.stamp)
    found, faults = whole(file)
    assert_same(found, WRITTEN, reading)
    assert faults == []
    lines = content.splitlines(keepends=True)
    assert_same(read(path, "\n\n" + content)[0], WRITTEN, reading)
    broken, (fault,) = read(path, "".join([*lines[:40], "nonsense\n", *lines[40:]]))
    assert_same(broken, WRITTEN, reading)
    assert (fault.line, fault.text) == (41, "nonsense")
    monkeypatch.setattr(blocks, "BLOCK", 700)
    assert_same(read(path, content)[0], WRITTEN, reading)
    assert np.array_equal(whole(open_candle_file(path))[0].line, found.line)


def test_rows_come_in_the_order_of_the_file_however_their_dates_alternate(tmp_path: Path) -> None:
    ts = WRITTEN.ts + np.random.default_rng(3).integers(0, 3, len(WRITTEN)) * 86_400
    written = dataclasses.replace(WRITTEN, ts=ts)
    found, faults = read(tmp_path / "file.txt", ninjatrader(written))
    assert_same(found, written, Reading("UTC", Stamp.END))
    assert faults == []


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.removesuffix("\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("\n", "\r").encode("utf-16"),
        lambda text: ("\n" + text + "\n\n").encode(),
        lambda text: "".join('"' + line.replace(";", '";"') + '"\n' for line in text.splitlines()).encode(),
    ],
)
def test_encodings_line_ends_and_quotes(encode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(blocks, "BLOCK", 501)
    found, faults = read(tmp_path / "file.txt", encode(ninjatrader(WRITTEN)))
    assert_same(found, WRITTEN, Reading("UTC", Stamp.END))
    assert faults == []


def test_days(tmp_path: Path) -> None:
    days = ["20260301;1;2;0.5;1.5;9", "20260302;1;2;0.5;1.5;9"]
    texts = {
        "NinjaTrader, days": "\n".join(days),
        "FirstRate, days": "2026-03-01,1,2,0.5,1.5,9,0\n2026-03-02,1,2,0.5,1.5,9,0\n",
        "Kibot, days": "03/01/2026,1,2,0.5,1.5,9\n03/02/2026,1,2,0.5,1.5,9\n",
        "Sierra Chart, days": "Date, Open, High, Low, Last, Volume, OpenInterest\n2026/3/1, 1, 2, 0.5, 1.5, 9, 0\n"
        "2026/3/2, 1, 2, 0.5, 1.5, 9, 0\n",
        "TradingView": "time,open,high,low,close\n2026-03-01,1,2,0.5,1.5\n2026-03-02,1,2,0.5,1.5\n",
    }
    for name, content in texts.items():
        path = tmp_path / "file.txt"
        found, faults = read(path, content)
        assert (open_candle_file(path).name, found.dated, faults) == (name, True, [])
        assert (found.stamp // 86400 - 20_513).tolist() == [0, 1]
        assert found.volume.tolist() == [9, 9] if name != "TradingView" else [-1, -1]


@pytest.mark.parametrize("shape", ["{0} {1};{p};{v}", "{0} {1};{p};1;2;{v}", "{0} {1} 0120000;{p};1;2;{v}"])
def test_ticks_become_minutes(shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 600)
    lines = []
    for ts, price, volume in writing.ticks(WRITTEN):
        moment = np.datetime64(ts, "s").item()
        lines.append(shape.format(f"{moment:%Y%m%d}", f"{moment:%H%M%S}", p=price, v=volume))
    found, faults = read(tmp_path / "NQ 12-26.Last.txt", "\n".join(lines))
    assert_same(found, WRITTEN, Reading("UTC", Stamp.OPEN))
    assert faults == []
    assert found.line[:3].tolist() == [1, 5, 9]


@pytest.mark.parametrize("as_ticks", [True, False])
def test_scid(as_ticks: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scid, "_PART", 17)
    path = tmp_path / "NQZ26-CME.scid"
    writing.scid(path, WRITTEN, as_ticks)
    path.write_bytes(path.read_bytes() + b"half a record")
    file = open_candle_file(path)
    assert (file.ticks, file.cut) == (as_ticks, True)
    assert_same(whole(file)[0], WRITTEN, Reading("", Stamp.OPEN))


def test_what_is_wrong_with_a_row_is_told_with_its_line(tmp_path: Path) -> None:
    bad = {
        "20261030 203200;1;2;0.5": "4 values instead of 6",
        "20261030 253200;1;2;0.5;1;1": "no date and time",
        "20261330 203200;1;2;0.5;1;1": "no date and time",
        "20261030 203200;1;abc;0.5;1;1": '"abc" is no number',
        "20261030 203200;1;;0.5;1;1": "price is missing",
        "20261030 203200;1;inf;0.5;1;1": "no number",
        "20261030 203200;1;1_000;0.5;1;1": "no number",
        "20261030 203200;1;2;\0;1;1": "no number",
        "20261030 203200;1;2;0.5;1;1" + "1" * 140_000: "no row of values",
    }
    found, faults = read(tmp_path / "file.txt", ninjatrader(WRITTEN) + "\n".join(bad))
    assert len(found) == len(WRITTEN)
    assert [fault.line for fault in faults] == list(range(61, 61 + len(bad)))
    for fault, why in zip(faults, bad.values(), strict=True):
        assert why in str(fault.why)


def test_what_the_columns_of_a_text_are_taken_for_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Date,Open,High,Low,Close,Adj Close,Volume\n2026-02-17,1,2,1,2,3,4\n")
    assert open_candle_file(path).name == "text with a header: moment,open,high,low,close,skip,volume"
    path.write_text("Tag;Auf;Hoch;Tief;Zu\n2026-02-17;1;2;1;2\n")
    said = ("moment", "open", "high", "low", "close")
    assert open_candle_file(path, said).name == f"text with a header: {','.join(said)}"


def test_days_before_a_contract_trades_have_no_volume_of_its_own(tmp_path: Path) -> None:
    """Sierra Chart writes their settlement, and the volume of all contracts of the product."""
    head = "Date, Open, High, Low, Last, Volume, OpenInterest\r\n"
    flat, traded = "2026/2/17, 60.1, 60.1, 60.1, 60.1, 912345, 7\r\n", "2026/2/18, 60.1, 60.2, 60.1, 60.1, 12, 7\r\n"
    assert read(tmp_path / "CLK26.txt", head + flat + traded)[0].volume.tolist() == [-1, 12]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"Date,Open,High,Low,Close\n", "is empty"),
        (b"hello\nworld\n", "line 1 is 'hello'"),
        (b"\x1f\x8b\x08packed", "Unpack"),
        (b"PK\x03\x04workbook", "Unpack"),
        (b"Date;Open;High;Low;Close\n2026-01-02;1,5;2,5;1,5;2,5\n", 'Line 2 of FILE: "1,5" has a decimal comma'),
        (b"Date,Open,High,Low,Close\n02.01.2026,1,2,1,2\n", 'Line 2 of FILE: "02.01.2026"'),
        (b"20260102 100000;x;2;1;1;1\n", "line 1: \"x\" is no number"),
        (b"time,open,high,low,close\n\xff\xfe\x80,1,2,1,2\n", "Line 2 of FILE"),
        (b"time,open,high,low,close\n1700000000,1,2,1,2\n" + b"1" * 2_200_000, "a million"),
        (b"SCID" + b"\x38\0\0\0" + b"\x30\0\0\0" + b"\0" * 90, "records of 48"),
        (b"SCID" + b"\x38\0\0\0" + b"\x28\0\0\0" + b"\0" * 50, "is empty"),
        (b"SCID", "is empty"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    with pytest.raises(FileRefused) as caught:
        read(path, content)
    assert told in str(caught.value).replace(str(path), "FILE")
    assert caught.value.message
    assert caught.value.hint


def test_two_faults_that_make_up_for_one_another_are_two(tmp_path: Path) -> None:
    lines = ninjatrader(WRITTEN).splitlines()
    lines[20], lines[30] = lines[20][:-3] + lines[20][-3:].replace(";", ""), lines[30] + ";"
    found, faults = read(tmp_path / "file.txt", "\n".join(lines))
    assert (len(found), [fault.line for fault in faults]) == (len(WRITTEN) - 2, [21, 31])


def test_no_file_a_folder_and_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert shape_at(tmp_path / "pipe") == ""
    for path, told in ((tmp_path, "is a folder"), (tmp_path / "none.txt", "No such file"), (tmp_path / "pipe", "no file on a disk")):
        with pytest.raises(FileRefused, match=told):
            open_candle_file(path)


def test_a_file_that_grows_is_read_as_far_as_it_was_whole(tmp_path: Path) -> None:
    path, content = tmp_path / "file.txt", ninjatrader(WRITTEN)
    path.write_text(content[:-10])  # its last row is being written
    file = open_candle_file(path)
    path.write_text(content)
    found, faults = whole(file)
    assert (len(found), faults, file.cut) == (len(WRITTEN) - 1, [], True)


def test_damaged_records_are_told(tmp_path: Path) -> None:
    path = tmp_path / "NQZ26-CME.scid"
    writing.scid(path, WRITTEN, as_ticks=False)
    content = bytearray(path.read_bytes())
    content[56 + 40 * 5 : 56 + 40 * 5 + 8] = b"\xff" * 8
    content[56 + 40 * 9 + 12 : 56 + 40 * 9 + 16] = b"\xff" * 4
    path.write_bytes(content)
    found, faults = whole(open_candle_file(path))
    assert (len(found), [fault.line for fault in faults]) == (len(WRITTEN) - 2, [6, 10])


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_our_own_exports_are_told_from_those_of_others(mark: str) -> None:
    plain = ("time", "open", "high", "low", "close", "volume")
    for more in ((), ("known",), ("contract",), ("known", "contract")):
        found = format_of(mark.join((*plain, *more)))
        assert found is not None
        assert (found.name, found.source) == ("OHLC Desktop", "ohlc-desktop")
    theirs = format_of(",".join((*plain, "RSI")))
    assert theirs is not None
    assert theirs.source == "tradingview"


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("20260504;093000;1;3;0.5;2;9\n" * 3, "date time open high low close volume"),
        ("x\t2026-05-04T09:30:00\t1\t3\t0.5\t2\t9\t7\n", "- moment open high low close volume -"),
        ("1777887000,1,3,0.5,2\r", "moment open high low close"),
        ("05/04/2026,9:30,1,3,0.5,2\n", "date time open high low close"),
        ("When,Bid,High,Low,Last\n2026-05-04,1,3,0.5,2\n", "- - high low close"),
        ("k|m|n|o|c\n2026-05-04|1|3|0.5|2\n", "date open high low close"),
        ("a,b,c\n1,2,3\n", None),
        ("some,words,of,a,text\nand,some,more,of,them\n", None),
        ("1,2,3,4,5\n1,2,3,4\n", None),
        ("\n\n", None),
    ],
)
def test_the_first_rows_of_a_text_whose_columns_nobody_knows(text: str, guess: str | None, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(text.encode())
    found = head_table(path)
    assert (found is None) == (guess is None)
    if found is not None:
        assert " ".join(role or "-" for role in found.guess) == guess
        assert {len(row) for row in found.rows} == {len(found.guess)}

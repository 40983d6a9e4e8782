"""Rows of text to candles: whole blocks at once through pandas; a block with a fault row by row, to name its line."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ohlc_desktop.core.candles import Float64, Int64
from ohlc_desktop.core.files.file_candles import UNKNOWN_VOLUME, FileCandles, no_rows
from ohlc_desktop.core.messages import Message
from ohlc_desktop.sources.files.layout import PRICES, Layout
from ohlc_desktop.sources.files.parts import FileFault
from ohlc_desktop.sources.files.stamps import EARLIEST, LATEST, date_of, time_of, unix_of

if TYPE_CHECKING:
    import pandas as pd

#: So much of a line that cannot be read is kept.
_KEPT = 120
#: No candle has such a volume; larger numbers do not fit into 64 bits.
_MOST_VOLUME = 2.0**62


class Rows(NamedTuple):
    """What a block holds: candles, faults, and what the rows name as their instrument, with the first line of each."""

    candles: FileCandles
    faults: tuple[FileFault, ...] = ()
    tickers: Mapping[str, int] = MappingProxyType({})


class _Fault(Exception):
    """A row, or a block, that cannot be read as it should."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


def read_rows(text: bytes, layout: Layout, line: int) -> Rows:
    """The rows of some whole lines of UTF-8, the first of which has a number; blank lines are passed over."""
    try:
        return _at_once(text, layout, line)
    except (ValueError, OverflowError, _Fault):
        return _one_by_one(text.decode("utf-8"), layout, line)


# -- whole blocks -------------------------------------------------------------------------------------------


def _at_once(text: bytes, layout: Layout, line: int) -> Rows:
    """All rows of a block none of which has a fault.

    Raises:
        ValueError, _Fault: one has, or may have.
    """
    columns = _columns(text, layout)
    count = len(columns["close"])
    prices = {name: columns[name].to_numpy() for name in PRICES if name in columns}
    if not all(np.isfinite(column).all() for column in prices.values()):
        raise ValueError("a price is missing")
    volume = columns["volume"].to_numpy() if "volume" in columns else np.full(count, np.nan)
    volume = volume + columns["more"].to_numpy() if "more" in columns else volume
    lines = np.arange(line, line + count, dtype=np.int64)
    tickers = _first_lines(columns["ticker"], line) if "ticker" in columns else {}
    return Rows(_candles(_stamps(columns, layout), prices, volume, lines, layout), (), tickers)


def _first_lines(column: pd.Series, line: int) -> dict[str, int]:
    """The values of a column with the first line of each; ``line`` is that of the first."""
    codes, first = np.unique(column.cat.codes.to_numpy(), return_index=True)
    names = [str(name).strip() for name in column.cat.categories]
    return {names[code]: line + place for code, place in zip(codes.tolist(), first.tolist(), strict=True) if code >= 0}


def _columns(text: bytes, layout: Layout) -> dict[str, pd.Series]:
    """The columns of a block by what stands in them, a row a line; dates, times and tickers as categories.

    Raises:
        ValueError: a row has too many or too few values, or one that is no number.
    """
    import pandas as pd

    names, plain = _split(layout), _plain(text, layout)
    lines = _lines(plain, layout.separator.encode(), len(names))
    wanted = [at for at, name in enumerate(names) if name]
    spaced = b" " in plain  # to look for blanks where there are none takes a fifth of the time

    def read(gaps: bool) -> pd.DataFrame:
        return pd.read_csv(
            io.BytesIO(plain), sep=layout.separator, header=None, names=range(len(names)), usecols=wanted,
            dtype={at: _kind(names[at], layout) for at in wanted}, skip_blank_lines=False, index_col=False,
            skipinitialspace=spaced, na_filter=gaps, na_values=["", "NaN"] if gaps else None, keep_default_na=False,
            low_memory=False,
        )  # fmt: skip

    try:
        frame = read(gaps=False)  # which is twice as fast
    except ValueError:
        frame = read(gaps=True)
    if len(frame) != lines:
        raise ValueError("not a row a line")
    return {names[at]: frame[at] for at in wanted}


def _lines(text: bytes, separator: bytes, count: int) -> int:
    """How many lines a text has, each of so many values: pandas would cut or fill rows that have others than the first.

    Raises:
        ValueError: one has others, or there is none.
    """
    marks = text.translate(None, bytes(set(range(256)) - {ord(separator), ord("\n")}))
    marks += b"" if text.endswith(b"\n") else b"\n"
    lines = len(marks) // count
    if not text or marks != (separator * (count - 1) + b"\n") * lines:
        raise ValueError("a row has too many or too few values")
    return lines


def _plain(text: bytes, layout: Layout) -> bytes:
    """A block without quotes, and with date and time apart."""
    plain = text.replace(b'"', b"")
    return plain.replace(layout.joint.encode(), layout.separator.encode()) if layout.joint else plain


def _split(layout: Layout) -> tuple[str, ...]:
    """The columns with date, time and fraction apart."""
    if not layout.joint:
        return layout.columns
    at = layout.columns.index("moment")
    parts = ("date", "time", "") if layout.fraction else ("date", "time")
    return (*layout.columns[:at], *parts, *layout.columns[at + 1 :])


def _kind(name: str, layout: Layout) -> np.dtype | pd.CategoricalDtype:
    """The type of a column; a type's name would cost pandas a tenth of the time of reading a block."""
    import pandas as pd

    if layout.compact and name in ("date", "time"):
        return np.dtype(np.int64)
    if name in ("date", "time", "ticker") or (name == "moment" and not layout.unix):
        return pd.CategoricalDtype()
    return np.dtype(np.int64 if name == "moment" else np.float64)


def _stamps(by_name: dict[str, pd.Series], layout: Layout) -> Int64:
    """int64 stamps from the columns of a block."""
    if layout.unix:
        written = by_name["moment"].to_numpy()
        moments = np.where(written >= 10**12, written // 1000, written)
        if ((moments < EARLIEST) | (moments >= LATEST)).any():
            raise ValueError("not a moment")
        return np.asarray(moments)
    if layout.compact:
        return _compact(by_name["date"].to_numpy(), by_name["time"].to_numpy(), layout)
    name = "date" if "date" in by_name else "moment"
    days = _each(by_name[name], lambda text: date_of(text, layout.format.month_first))
    if "time" not in by_name:
        return days
    return days + _each(by_name["time"], lambda text: _seconds(text, layout))


def _each(column: pd.Series, read: Callable[[str], int | None]) -> Int64:
    """A number for each text of a column, by its categories; pandas may have taken digits for numbers."""
    numbers = [read(str(text).strip()) for text in column.cat.categories]
    known = [number for number in numbers if number is not None]
    codes = column.cat.codes.to_numpy()
    if len(known) < len(numbers) or (codes < 0).any():
        raise ValueError("not a date or time")
    return np.array(known, dtype=np.int64)[codes]


def _compact(date: Int64, time: Int64, layout: Layout) -> Int64:
    """Stamps of dates and times that are written in digits alone, read as numbers."""
    begins = np.flatnonzero(np.diff(date, prepend=date[:1] - 1))  # of runs of one date: few, where a file is sorted
    dates, which = np.unique(date[begins], return_inverse=True)
    days = [date_of(str(number), layout.format.month_first) for number in dates.tolist()]
    clock = time if layout.digits == 6 else time * 100
    hours, minutes, seconds = clock // 10_000, clock // 100 % 100, clock % 100
    if None in days or ((clock < 0) | (hours > 23) | (minutes > 59) | (seconds > 59)).any():
        raise ValueError("not a date or time")
    each = np.repeat(np.array(days, dtype=np.int64)[which], np.diff(begins, append=len(date)))
    return each + hours * 3600 + minutes * 60 + seconds


def _seconds(text: str, layout: Layout) -> int | None:
    """Seconds of a time of day, in UTC where it has an offset; None where it is none, or not as in the first row."""
    read = time_of(text.zfill(layout.digits) if text.isdigit() else text)
    if read is None or (read[1] is not None) != layout.absolute:
        return None
    return read[0] - (read[1] or 0)


def _candles(stamps: Int64, prices: dict[str, Float64], volume: Float64, lines: Int64, layout: Layout) -> FileCandles:
    whole = np.where(np.isfinite(volume) & (np.abs(volume) < _MOST_VOLUME), volume, UNKNOWN_VOLUME).astype(np.int64)
    open_, high, low, close = (prices.get(name, prices["close"]) for name in PRICES)
    if layout.format.settled:
        whole = np.where((high == low) & (open_ == close), UNKNOWN_VOLUME, whole)
    return FileCandles(stamps.astype(np.int64), open_, high, low, close, whole, lines, layout.absolute, layout.dated)


# -- row by row ---------------------------------------------------------------------------------------------


def _one_by_one(text: str, layout: Layout, line: int) -> Rows:
    """The rows of a block that can be read, and the faults of the others."""
    names = layout.columns
    values: list[tuple[float, ...]] = []
    lines, faults, tickers = [], [], dict[str, int]()
    for number, written in enumerate(text.split("\n"), line):
        if not written.strip():
            continue
        try:
            cells = _cells(written.strip("\r"), layout)
            values.append(_row(cells, layout))
            lines.append(number)
            if "ticker" in names:
                tickers.setdefault(cells[names.index("ticker")].strip(), number)
        except _Fault as fault:
            faults.append(FileFault(number, fault.why, written.strip()[:_KEPT]))
    if not values:
        return Rows(no_rows(layout.absolute, layout.dated), tuple(faults))
    stamps, *prices, volume = (np.array(column) for column in zip(*values, strict=True))
    named = dict(zip(PRICES, (np.asarray(each, dtype=np.float64) for each in prices), strict=True))
    candles = _candles(stamps, named, np.asarray(volume, dtype=np.float64), np.array(lines, dtype=np.int64), layout)
    return Rows(candles, tuple(faults), tickers)


def _cells(line: str, layout: Layout) -> Sequence[str]:
    """The values of a line.

    Raises:
        _Fault: it is none of values.
    """
    try:
        return next(csv.reader([line], delimiter=layout.separator, skipinitialspace=True))
    except csv.Error:
        raise _Fault(Message("it is no row of values")) from None


def _row(cells: Sequence[str], layout: Layout) -> tuple[float, ...]:
    """Stamp, four prices and volume of a row; NaN for a volume that is not given.

    Raises:
        _Fault: it cannot be read.
    """
    names = layout.columns
    if len(cells) != len(names):
        raise _Fault(Message("it has {count} values instead of {expected}", count=len(cells), expected=len(names)))
    by_name = {name: cell.strip() for name, cell in zip(names, cells, strict=True) if name}
    stamp = _stamp(by_name, layout)
    prices = [_price(by_name.get(name, by_name["close"])) for name in PRICES]
    return stamp, *prices, _volume(by_name.get("volume", "")) + _volume(by_name.get("more", "0"))


def _stamp(by_name: dict[str, str], layout: Layout) -> int:
    text = by_name.get("moment") or by_name.get("date", "")
    if layout.unix:
        found = unix_of(text)
    else:
        day, time = text.partition(layout.joint)[::2] if layout.joint else (text, by_name.get("time", ""))
        time = time.partition(layout.fraction)[0] if layout.fraction else time
        date, seconds = date_of(day, layout.format.month_first), 0 if layout.dated else _seconds(time.strip(), layout)
        found = None if date is None or seconds is None or (layout.dated and time) else date + seconds
    if found is None:
        shown = f"{text} {by_name.get('time', '')}".strip()
        raise _Fault(Message('"{text}" is no date and time as line {line} has them', text=shown, line=layout.first))
    return found


def _price(text: str) -> float:
    if not text or text == "NaN":
        raise _Fault(Message("a price is missing"))
    return _number(text)


def _volume(text: str) -> float:
    return math.nan if not text or text == "NaN" else _number(text)


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or "_" in text:
        raise _Fault(Message('"{text}" is no number', text=text))
    return found

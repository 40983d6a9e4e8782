"""``export``: the candles of one series as CSV, JSON or Parquet."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.export_target import refuse_target
from ohlc_desktop.core.candle_text import HEADER, KNOWN, csv_lines, known_words, times, volumes
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.errors import OhlcError, UsageError, bare
from ohlc_desktop.core.instruments import Instrument
from ohlc_desktop.core.timeframes import DAY, Timeframe, timeframe
from ohlc_desktop.store import levels, series, watchlist
from ohlc_desktop.store.candles import read_series
from ohlc_desktop.store.database import open_reader


def run(
    context: Context, symbol: str, name: str, start: str | None, end: str | None, form: str, output: str | None,
    force: bool = False, known: bool = False,
) -> int:  # fmt: skip
    """Write one series; returns the exit code.

    Args:
        context: Profile and settings.
        symbol: The instrument, in any accepted spelling.
        name: The timeframe.
        start: First time or date (ISO 8601; UTC where no offset is given), or None.
        end: Last time or date, included, or None.
        form: ``csv``, ``json`` or ``parquet``.
        output: A file name; None writes to the terminal.
        force: Replace a file that is no earlier export; never one of the profile's own.
        known: With a column that says how well each candle is known.
    """
    if output is not None:
        refuse_target(context.profile, output, force)
    instrument, chosen = context.instrument(symbol), timeframe(name)
    found = _read(context, instrument, chosen, _bound(start, False), _bound(end, True))
    found = found if known else replace(found, known=None)
    if form == "parquet":
        _write_parquet(found, output)
        return 0
    with _target(output) as stream:
        (_write_json if form == "json" else _write_csv)(found, stream)
    return 0


@dataclass(frozen=True, slots=True)
class _Found:
    """What is written: candles of a series, and how well each is known (values of ``Known``); None to leave that out."""

    candles: Candles
    instrument: Instrument
    timeframe: Timeframe
    known: NDArray[np.int8] | None

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns."""
        return HEADER if self.known is None else (*HEADER, KNOWN)

    @property
    def told(self) -> tuple[list[str], ...]:
        """The column that says how well each is known, if it is wanted."""
        return () if self.known is None else (known_words(self.known),)


def _read(context: Context, instrument: Instrument, chosen: Timeframe, start: int | None, end: int | None) -> _Found:
    store = open_reader(context.profile.database, context.profile.demo)
    try:
        with store.look() as connection:
            number = watchlist.find_instrument(connection, instrument.symbol)
            held = series.summaries(connection, number).get(chosen.name) if number is not None else None
            if number is None or held is None or not held.count:
                raise _nothing_stored(context, instrument, chosen)
            candles = read_series(connection, number, chosen, start, end)
            return _Found(candles, instrument, chosen, levels.read(connection, number, chosen).of(candles.ts))
    finally:
        store.close()


def _nothing_stored(context: Context, instrument: Instrument, chosen: Timeframe) -> OhlcError:
    near = context.catalogue.nearest(instrument.symbol) if not instrument.root else ()
    meant = f" Or did you mean {' or '.join(near)}?" if near else ""
    return OhlcError(
        f"No {chosen.name} candles of {instrument.symbol} are stored.", "Nothing was exported.",
        f'Run: ohlc-desktop import "{instrument.symbol}"{meant}',
    )  # fmt: skip


def _bound(text: str | None, last: bool) -> int | None:
    """A limit as a stamp; a bare date as last limit means the whole day.

    Raises:
        UsageError: it is neither a date nor a time.
    """
    if text is None:
        return None
    try:
        if len(text) == len("2026-11-23"):
            day = date.fromisoformat(text)
            return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + DAY * int(last)
        moment = datetime.fromisoformat(text)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()) + int(last)
    except (ValueError, OverflowError):
        raise UsageError(
            f"'{text}' is neither a date nor a time.", hint="Use 2026-11-23 or 2026-11-23T14:05:00Z."
        ) from None


def _write_csv(found: _Found, stream: TextIO) -> None:
    stream.writelines(csv_lines(found.candles, found.instrument, found.timeframe, found.known))


def _write_json(found: _Found, stream: TextIO) -> None:
    candles = found.candles
    prices = (map(float, found.instrument.format_prices(column)) for column in candles.columns[1:5])
    rows = zip(times(candles, found.timeframe), *prices, volumes(candles), *found.told, strict=True)
    lines = (json.dumps(dict(zip(found.names, row, strict=True))) for row in rows)
    stream.write("[\n" + ",\n".join(lines) + "\n]\n")


def _write_parquet(found: _Found, output: str | None) -> None:
    if output is None:
        raise UsageError("Parquet is a binary format.", hint="Name a file with -o FILE.")
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise _without_parquet() from None
    candles = found.candles
    prices = (np.array(list(map(float, found.instrument.format_prices(c)))) for c in candles.columns[1:5])
    stamps = (
        pyarrow.array((candles.ts // DAY).astype("datetime64[D]"))
        if found.timeframe.daily
        else pyarrow.array(candles.ts * 1000, pyarrow.timestamp("ms", "UTC"))
    )
    volume = pyarrow.array(candles.volume, mask=candles.volume == 0)
    told = (pyarrow.array(words, pyarrow.string()) for words in found.told)
    table = pyarrow.table([stamps, *map(pyarrow.array, prices), volume, *told], names=list(found.names))
    with _whole_file(Path(output)) as partial:
        parquet.write_table(table, partial)


@contextmanager
def _target(output: str | None) -> Iterator[TextIO]:
    """The terminal, or a file that appears only when it is whole."""
    if output is None:
        yield sys.stdout
        return
    with _whole_file(Path(output)) as partial, partial.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream


@contextmanager
def _whole_file(target: Path) -> Iterator[Path]:
    """A name beside the target to write to; it becomes the target when all went well.

    A link stays a link, and a device or pipe is written to as it is.
    """
    given, target = target, Path(os.path.realpath(target))
    special = given.exists() and not given.is_file()
    partial = given if special else target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield partial
        if not special:
            partial.replace(target)
    except OSError as error:
        raise OhlcError(
            f"{target} cannot be written: {bare(error.strerror or error)}.", "Nothing was exported; stored candles are as they were.",
            "Choose another file with -o FILE, or free some space.",
        ) from error  # fmt: skip
    finally:
        if not special:
            partial.unlink(missing_ok=True)


def _without_parquet() -> UsageError:
    packaged = getattr(sys, "frozen", False)
    return UsageError(
        "The packaged program writes no Parquet." if packaged else "Parquet needs the optional package pyarrow.",
        "Nothing was exported.",
        "Use --format csv." if packaged else "Install it with: pip install pyarrow, or use --format csv.",
    )

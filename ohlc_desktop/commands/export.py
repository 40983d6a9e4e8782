"""``export``: the candles of one series as CSV, JSON or Parquet."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

import numpy as np

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.export_target import refuse_target
from ohlc_desktop.core.candle_text import HEADER, csv_lines, times
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.errors import OhlcError, UsageError, bare
from ohlc_desktop.core.instruments import Instrument
from ohlc_desktop.core.sessions import GENERIC
from ohlc_desktop.core.timeframes import DAY, Timeframe, timeframe
from ohlc_desktop.store import series, watchlist
from ohlc_desktop.store.candles import read_series
from ohlc_desktop.store.database import open_reader


def run(
    context: Context, symbol: str, name: str, start: str | None, end: str | None, form: str, output: str | None,
    force: bool = False,
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
    """
    if output is not None:
        refuse_target(context.profile, output, force)
    instrument, chosen = context.instrument(symbol), timeframe(name)
    candles = _read(context, instrument, chosen, _bound(start, False), _bound(end, True))
    if form == "parquet":
        _write_parquet(candles, instrument, chosen, output)
        return 0
    with _target(output) as stream:
        (_write_json if form == "json" else _write_csv)(candles, instrument, chosen, stream)
    return 0


def _read(context: Context, instrument: Instrument, chosen: Timeframe, start: int | None, end: int | None) -> Candles:
    store = open_reader(context.profile.database, context.profile.demo)
    try:
        with store.errors():
            number = watchlist.find_instrument(store.connection, instrument.symbol)
            held = series.summaries(store.connection, number).get(chosen.name) if number is not None else None
            if number is None or held is None or not held.count:
                raise _nothing_stored(context, instrument, chosen)
            return read_series(store.connection, number, chosen, start, end)
    finally:
        store.close()


def _nothing_stored(context: Context, instrument: Instrument, chosen: Timeframe) -> OhlcError:
    near = context.catalogue.nearest(instrument.symbol) if instrument.calendar == GENERIC else ()
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


def _write_csv(candles: Candles, instrument: Instrument, chosen: Timeframe, stream: TextIO) -> None:
    stream.writelines(csv_lines(candles, instrument, chosen))


def _write_json(candles: Candles, instrument: Instrument, chosen: Timeframe, stream: TextIO) -> None:
    prices = (map(float, instrument.format_prices(column)) for column in candles.columns[1:5])
    rows = zip(times(candles, chosen), *prices, candles.volume.tolist(), strict=True)
    lines = (json.dumps(dict(zip(HEADER, row, strict=True))) for row in rows)
    stream.write("[\n" + ",\n".join(lines) + "\n]\n")


def _write_parquet(candles: Candles, instrument: Instrument, chosen: Timeframe, output: str | None) -> None:
    if output is None:
        raise UsageError("Parquet is a binary format.", hint="Name a file with -o FILE.")
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise _without_parquet() from None
    prices = (np.array(list(map(float, instrument.format_prices(c)))) for c in candles.columns[1:5])
    stamps = (
        pyarrow.array((candles.ts // DAY).astype("datetime64[D]"))
        if chosen.daily
        else pyarrow.array(candles.ts * 1000, pyarrow.timestamp("ms", "UTC"))
    )
    table = pyarrow.table([stamps, *map(pyarrow.array, prices), pyarrow.array(candles.volume)], names=list(HEADER))
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

"""The formats of ``export``: each is opened once for a file, and takes its candles part by part."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from ohlc_desktop.commands.export.request import ExportRequest
from ohlc_desktop.commands.export.series import ExportSeries, Part
from ohlc_desktop.core.candle_text import known_words, price_columns, time_columns, volumes
from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.continuous.receipts import roll_names
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.timeframes import DAY

#: Writes some candles.
Write = Callable[[Part], None]


@contextmanager
def csv_table(stream: TextIO, request: ExportRequest, daily: bool) -> Iterator[Write]:
    """CSV, the header first; prices as the instrument writes them."""
    layout, separator = request.layout, request.separator
    stream.write(separator.join(layout.names(daily, *request.columns)) + "\n")

    def write(part: Part) -> None:
        prices = price_columns(part.candles, part.instrument)
        if request.decimal != ".":
            prices = [[text.replace(".", request.decimal) for text in column] for column in prices]
        written = (layout.unknown if volume is None else str(volume) for volume in volumes(part.candles))
        rows = _rows(part, request, [*prices, written], [repeat(value) for _, value in layout.last], ("false", "true"))
        stream.writelines(separator.join(row) + "\n" for row in rows)

    yield write


@contextmanager
def json_table(stream: TextIO, request: ExportRequest, daily: bool) -> Iterator[Write]:
    """A JSON list with one object a line."""
    names = request.layout.names(daily, *request.columns)
    before = "[\n"

    def write(part: Part) -> None:
        nonlocal before
        prices = (map(float, column) for column in price_columns(part.candles, part.instrument))
        for row in _rows(part, request, [*prices, volumes(part.candles)], [], (False, True)):
            stream.write(before + json.dumps(dict(zip(names, row, strict=True))))
            before = ",\n"

    yield write
    stream.write(("[\n" if before == "[\n" else "") + "\n]\n")


def _rows(
    part: Part, request: ExportRequest, values: list[Any], last: list[Any], switch: tuple[Any, Any]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a part: whose they are where that is wanted, times, values, what is told of each."""
    whose = [repeat(part.instrument.symbol), repeat(part.timeframe.name)] if request.table else []
    told = _told(part, request, switch)
    return zip(*whose, *time_columns(part.candles, part.timeframe, request.layout, request.zone), *values, *told, *last)  # noqa: B905


def _told(part: Part, request: ExportRequest, switch: tuple[Any, Any] = (False, True)) -> list[list[Any]]:
    """What is told of each candle, where that is wanted: how well it is known, of which contract, whether by an estimate."""
    known, _, contract, estimated = request.columns
    flags = (part.candles.ts < part.estimated_before).tolist() if estimated else []
    return [
        *([known_words(part.known)] if known else []), *([part.contract_names()] if contract else []),
        *([[switch[flag] for flag in flags]] if estimated else []),
    ]  # fmt: skip


@contextmanager
def parquet_table(path: Path, request: ExportRequest, sources: list[ExportSeries]) -> Iterator[Write]:
    """A Parquet file: times as timestamps, trade dates as dates; in its metadata which series it is, if it is one.

    Raises:
        UsageError: pyarrow is not installed, or times and trade dates would have to share a column.
    """
    pyarrow, parquet = pyarrow_modules()
    kinds = {source.timeframe.daily for source in sources}
    if len(kinds) > 1:
        raise UsageError(
            "A column of Parquet cannot hold times and trade dates.", "Nothing was exported.",
            "Export timeframes below 1d apart from the others, or leave out --table for a file each.",
        )  # fmt: skip
    (daily,) = kinds
    schema = _schema(pyarrow, request, daily)
    if not request.table:
        schema = schema.with_metadata(series_metadata(sources[0]))
    with parquet.ParquetWriter(path, schema) as writer:
        yield lambda part: writer.write_table(_arrow(pyarrow, part, request, schema))


def series_metadata(source: ExportSeries) -> dict[str, str]:
    """What a Parquet file says of its series: symbol, timeframe, and how prices before the rolls of a continuous one are
    adjusted, with the rolls that are only estimated."""
    told = {"symbol": source.instrument.symbol, "timeframe": source.timeframe.name}
    if source.continuous is not None:
        told["adjusted"] = str(source.continuous.adjusting)
    return {**told, "estimated": roll_names(source.estimated)} if source.estimated else told


def _schema(pyarrow: Any, request: ExportRequest, daily: bool) -> Any:
    word = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    stamp = pyarrow.date32() if daily else pyarrow.timestamp("ms", str(request.zone))
    whose = [word, word] if request.table else []
    known, _, contract, estimated = request.columns
    told = [pyarrow.string()] * known + [word] * contract + [pyarrow.bool_()] * estimated
    kinds = [*whose, stamp, *[pyarrow.float64()] * 4, pyarrow.int64(), *told]
    return pyarrow.schema(list(zip(request.layout.names(daily, *request.columns), kinds, strict=True)))


def _arrow(pyarrow: Any, part: Part, request: ExportRequest, schema: Any) -> Any:
    candles, count = part.candles, len(part.candles)
    whose = [[part.instrument.symbol] * count, [part.timeframe.name] * count] if request.table else []
    days = (candles.ts // DAY).astype("datetime64[D]")
    stamps = days if part.timeframe.daily else candles.ts * 1000
    columns = [*whose, stamps, *price_numbers(part), volumes(candles), *_told(part, request)]
    arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def price_numbers(part: Part) -> list[Float64]:
    """The prices of a part as its instrument writes them, float64 without noise of float32."""
    return [np.array(list(map(float, column))) for column in price_columns(part.candles, part.instrument)]


def pyarrow_modules() -> tuple[Any, Any]:
    """The library and its part for Parquet, loaded when they are wanted.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        packaged = getattr(sys, "frozen", False)
        raise UsageError(
            "The packaged program writes no Parquet." if packaged else "Parquet needs the optional package pyarrow.",
            "Nothing was exported.",
            "Use --format csv." if packaged else "Install it with: pip install pyarrow, or use --format csv.",
        ) from None
    return pyarrow, parquet

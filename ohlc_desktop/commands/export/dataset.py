"""A data set of Parquet: a folder for each symbol, timeframe and year, as DuckDB, polars and pandas read it as one table.

In the names of folders a symbol is written as in an address (``symbol=NQ%3DF``): all three read it back so, and DuckDB and
polars fail where an equals sign stands there as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from ohlc_desktop.commands.export.formats import price_numbers, pyarrow_modules, series_metadata
from ohlc_desktop.commands.export.report import Written
from ohlc_desktop.commands.export.request import ExportRequest
from ohlc_desktop.commands.export.series import ExportSeries, Part
from ohlc_desktop.commands.export.target import folder_for, whole_file
from ohlc_desktop.core.candle_text import known_words, volumes
from ohlc_desktop.core.candles import Candles

#: The file in each of the innermost folders.
DATA_FILE = "candles.parquet"
#: Opens the file of a year, when its first candle comes.
OpenYear = Callable[[Path], None]


def series_folder(folder: Path, source: ExportSeries) -> Path:
    """Where the years of a series are."""
    return folder / f"symbol={quote(source.instrument.symbol, safe='')}" / f"timeframe={source.timeframe.name}"


class SeriesWriter:
    """Writes one series of a data set, a file for each year of UTC; trade dates count as 00:00 UTC.

    Attributes:
        folder: Of the series.
        written: What is in which file.

    Args:
        folder: Of the data set.
        source: The series.
        request: What was asked for.
        files: Closed at the end of all: then files become what they are to be, or nothing was written.
        before: Asked before a file is written; may refuse it.
    """

    def __init__(
        self, folder: Path, source: ExportSeries, request: ExportRequest, files: ExitStack, before: OpenYear
    ) -> None:
        self.folder, self._source = series_folder(folder, source), source
        self._request, self._files, self._before = request, files, before
        self._modules = pyarrow_modules()
        self._schema = _schema(self._modules[0], request).with_metadata(series_metadata(source))
        self._year: int | None = None
        self._writer: Any = None
        self.written: dict[Path, Written] = {}

    def write(self, part: Part) -> None:
        """Write candles, in their order."""
        years = part.candles.ts.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
        for year in np.unique(years).tolist():
            which = years == year
            if year != self._year:
                self.close()
                self._open(year)
            piece = Part(part.instrument, part.timeframe, part.candles.take(which), part.known[which])
            self._writer.write_table(_table(self._modules[0], piece, self._request, self._schema))
            self._count(year, piece.candles)

    def _count(self, year: int, candles: Candles) -> None:
        before, last = self.written[self._path(year)], int(candles.ts[-1])
        first = int(candles.ts[0]) if before.first is None else before.first
        self.written[self._path(year)] = Written(self._source, before.candles + len(candles), first, last)

    def note(self, notes: tuple[str, ...]) -> None:
        """Have the first file tell what has to be told of the series."""
        for path in list(self.written)[:1]:
            self.written[path] = replace(self.written[path], notes=notes)

    def close(self) -> None:
        """End the file of the year."""
        if self._writer is not None:
            self._writer.close()
        self._writer = None

    def _path(self, year: int) -> Path:
        return self.folder / f"year={year}" / DATA_FILE

    def _open(self, year: int) -> None:
        path = self._path(year)
        self._before(path)
        for inner in (self.folder.parent, self.folder, path.parent):
            self._files.enter_context(folder_for(str(inner)))
        partial = self._files.enter_context(whole_file(path))
        self._writer = self._modules[1].ParquetWriter(partial, self._schema)
        self._year, self.written[path] = year, Written(self._source, 0, None, None)


def remove_other_years(folder: Path, written: Iterable[Path]) -> None:
    """Remove the files of an earlier export of a series whose years are not in it any more."""
    for path in set(folder.glob(f"year=*/{DATA_FILE}")) - set(written):
        path.unlink()
        with suppress(OSError):  # which something else is in stays
            path.parent.rmdir()


def _schema(pyarrow: Any, request: ExportRequest) -> Any:
    values = [(name, pyarrow.float64()) for name in request.layout.values[:4]]
    told = [("known", pyarrow.string())] if request.known else []
    return pyarrow.schema([("time", pyarrow.timestamp("us", "UTC")), *values, ("volume", pyarrow.int64()), *told])


def _table(pyarrow: Any, part: Part, request: ExportRequest, schema: Any) -> Any:
    told = [known_words(part.known)] if request.known else []
    columns = [part.candles.ts * 1_000_000, *price_numbers(part), volumes(part.candles), *told]
    arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pyarrow.Table.from_arrays(arrays, schema=schema)

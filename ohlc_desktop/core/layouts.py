"""How an export calls its columns and writes its times, so that a program reads it as it is."""

from __future__ import annotations

from dataclasses import dataclass

#: Columns that say of which series a row is, in a table of several.
SERIES = ("symbol", "timeframe")
#: The column, on request, that says how well a candle is known.
KNOWN = "known"
#: The column, on request, that says of which contract a candle of a continuous series is.
CONTRACT = "contract"
#: The column that says, where estimates are allowed, whether a price was adjusted by one.
ESTIMATED = "estimated"
#: Instead of symbols: all that are on the watchlist. Instead of timeframes: all that are stored.
WATCHLIST, ALL = "watchlist", "all"
#: The format of a folder that is read as one table.
DATASET = "parquet-dataset"
#: All formats, as the command line calls them; the last ones are those of programs.
FORMATS = ("csv", "json", "parquet", DATASET, "ninjatrader", "scid", "amibroker")
#: What may stand between the fields of CSV, by the word of the command line.
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class ExportLayout:
    """Names and notation of one kind of export.

    Attributes:
        time: The column of times, or of trade dates for 1d and longer.
        values: The columns of open, high, low, close and volume.
        iso: Times as ``2026-11-23T22:00:00Z``, with their distance from UTC; else as ``2026-11-23 22:00:00``, without.
        clock: A column of its own for the time of the day, in exports that have one; empty where dates and times share one.
        unknown: What stands in CSV for a volume that is not known.
        last: Further columns, each with what stands in every row.
        csv_only: Whether the program reads it from CSV only.
        fixed: Whether the program knows the columns by their place, so that no other may come.
        rows: Most rows that the program reads, without the header; None where there is no limit.
    """

    time: str = "time"
    values: tuple[str, ...] = ("open", "high", "low", "close", "volume")
    iso: bool = True
    clock: str = ""
    unknown: str = ""
    last: tuple[tuple[str, str], ...] = ()
    csv_only: bool = False
    fixed: bool = False
    rows: int | None = None

    def names(
        self, daily: bool, known: bool = False, several: bool = False, contract: bool = False, estimated: bool = False
    ) -> tuple[str, ...]:
        """The columns of an export.

        Args:
            daily: Whether it has trade dates, not times.
            known: Whether it says how well each candle is known.
            several: Whether it has candles of several series.
            contract: Whether it says of which contract each candle is.
            estimated: Whether it says which prices were adjusted by an estimate; fixed columns cannot.
        """
        clock = (self.clock,) if self.clock and not daily else ()
        wanted = ((KNOWN, known), (CONTRACT, contract), (ESTIMATED, estimated and not self.fixed))
        told = [name for name, there in wanted if there]
        return (*(SERIES if several else ()), self.time, *clock, *self.values, *told, *(name for name, _ in self.last))


PLAIN = ExportLayout()
_CAPITALS = ("Open", "High", "Low", "Close", "Volume")

#: By the word of the command line. https://kernc.github.io/backtesting.py wants these names and no text in its index;
#: BacktraderCSVData of https://www.backtrader.com takes its columns by their place; a sheet of Excel and of LibreOffice
#: has 2**20 rows, and takes times for such only without a T and a zone.
LAYOUTS = {
    "backtesting": ExportLayout("Date", _CAPITALS, iso=False),
    "backtrader": ExportLayout(
        "date", iso=False, clock="time", unknown="nan", last=(("openinterest", "0"),), csv_only=True, fixed=True
    ),
    "spreadsheet": ExportLayout("Date", _CAPITALS, iso=False, csv_only=True, rows=2**20 - 1),
}

"""What ``export`` is asked for, and which of its arguments go together."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import UTC, tzinfo
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.exporting.programs import PROGRAMS, ExportProgram
from ohlc_desktop.core.layouts import ALL, DATASET, LAYOUTS, PLAIN, SEPARATORS, WATCHLIST, ExportLayout


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """The arguments of one ``export``.

    Attributes:
        symbols: Instruments in any accepted spelling with commas between, or ``watchlist``.
        timeframes: Their names with commas between, or ``all``.
        start: First time or date (ISO 8601; in ``zone`` where no offset is given), or None.
        end: Last time or date, included, or None.
        form: ``csv``, ``json``, ``parquet``, ``parquet-dataset``, or that of a program, one of ``PROGRAMS``.
        output: A file, or a folder for several series; None writes to the terminal, files for a program into the
            current folder.
        force: Replace files that are no earlier exports; never one of the profile's own.
        known: With a column that says how well each candle is known.
        table: Several series in one table, not in a file each.
        zone: Times of candles below 1d are on its clock.
        layout: Names of columns, and how times are written.
        separator: Between the fields of CSV.
        decimal: In the prices of CSV.
        output_is_folder: ``output`` is a folder that is there.
        contract: With a column that says of which contract each candle is.
        estimated: Adjust by differences that are only estimated as well.
    """

    symbols: str
    timeframes: str
    start: str | None = None
    end: str | None = None
    form: str = "csv"
    output: str | None = None
    force: bool = False
    known: bool = False
    table: bool = False
    zone: tzinfo = UTC
    layout: ExportLayout = PLAIN
    separator: str = ","
    decimal: str = "."
    output_is_folder: bool = False
    contract: bool = False
    estimated: bool = False

    @property
    def columns(self) -> tuple[bool, bool, bool, bool]:
        """Which columns there are beside the usual ones: how well known, of which series, of which contract, estimated."""
        return self.known, self.table, self.contract, self.estimated and not self.layout.fixed

    @property
    def says_estimates(self) -> bool:
        """Whether a file itself says that prices are adjusted by estimates, in a column, a ticker or its metadata."""
        return self.form not in ("ninjatrader", "scid") and not self.layout.fixed

    @property
    def program(self) -> ExportProgram | None:
        """The program that the files are for, by whose rules they are written; None where they are for any."""
        return PROGRAMS.get(self.form)

    @property
    def dataset(self) -> bool:
        """Whether ``output`` is a data set: a folder with folders for each series."""
        return self.form == DATASET

    @property
    def to_terminal(self) -> bool:
        """Whether the candles go to the terminal, not into files."""
        return self.output is None and self.program is None

    @property
    def several(self) -> bool:
        """Whether it asks for more than one series, even if no more than one turns out to be stored."""
        return (
            self.symbols.strip().lower() == WATCHLIST
            or self.timeframes.strip() == ALL
            or "," in self.symbols + self.timeframes
        )

    @property
    def into_folder(self) -> bool:
        """Whether ``output`` is a folder, for a file for each series."""
        named_there = self.program is not None and (self.output is None or self.output_is_folder)
        return self.dataset or named_there or (self.several and not self.table)


def requested(options: argparse.Namespace) -> ExportRequest:
    """What was asked for.

    Raises:
        UsageError: arguments that do not go together, or a time zone that does not exist.
    """
    comma = options.decimal_comma
    separator = SEPARATORS[options.separator or ("semicolon" if comma else "comma")]
    request = ExportRequest(
        options.symbol, options.timeframe, options.start, options.end, options.format, options.output, options.force,
        options.known, options.table, _zone(options.timezone), LAYOUTS.get(options.reader, PLAIN), separator,
        "," if comma else ".", options.output is not None and Path(options.output).is_dir(),
        options.contract, options.estimated,
    )  # fmt: skip
    if request.program is not None or request.dataset:
        _refuse_columns(request, options)
    _refuse_what_clashes(request, options)
    return request


def _refuse_columns(request: ExportRequest, options: argparse.Namespace) -> None:
    """Files of fixed columns take no wishes for them."""
    program = request.program
    clash = {
        "--table": request.table, "--for": options.reader, "--decimal-comma": options.decimal_comma,
        "--separator": options.separator, "--known": request.known and program is not None, "--contract": request.contract,
        "--timezone": request.zone is not UTC and not (program is not None and program.zoned),
    }  # fmt: skip
    clashing = [word for word, wanted in clash.items() if wanted]
    if clashing:
        title = f"--format {request.form} has fixed columns{', in UTC' if '--timezone' in clashing else ''}."
        raise _refusal(title, f"Leave out {' and '.join(clashing)}.")


def _refuse_what_clashes(request: ExportRequest, options: argparse.Namespace) -> None:
    text = options.decimal_comma or options.separator
    if request.form != "csv" and (text or request.layout.csv_only):
        what = (
            f"--for {options.reader}"
            if request.layout.csv_only
            else "--decimal-comma"
            if options.decimal_comma
            else "--separator"
        )
        raise _refusal(f"{what} is for CSV.", "Leave out --format.")
    if request.separator == request.decimal:
        raise _refusal("A comma cannot stand in prices and between them.", "Use --separator semicolon or tab.")
    if request.layout.fixed and (any(request.columns) or text):
        raise _refusal(
            f"--for {options.reader} has fixed columns.",
            "Leave out --known, --contract, --table, --decimal-comma and --separator.",
        )
    if request.into_folder and request.to_terminal:
        raise _refusal(
            "A data set is a folder." if request.dataset else "Several series need a place each.",
            "Name one with -o FOLDER."
            if request.dataset
            else "Name a folder with -o FOLDER, or write them into one table with --table.",
        )
    if options.json and request.to_terminal:
        raise _refusal(
            "With --json stdout tells what was written, and is no place for candles.", "Name a file with -o FILE."
        )
    if request.form == "parquet" and request.output is None:
        raise _refusal("Parquet is a binary format.", "Name a file with -o FILE.")


def _refusal(title: str, hint: str) -> UsageError:
    return UsageError(title, "Nothing was exported.", hint)


def _zone(name: str | None) -> tzinfo:
    """A time zone by its name in the tz database; UTC is always the same object."""
    if name is None or name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = get_close_matches(name, available_timezones(), 3)
        meant = f"Did you mean {' or '.join(near)}?" if near else "Use a name such as America/Chicago or Europe/Berlin."
        raise _refusal(f"'{name}' is not a time zone.", meant) from None

"""What an ``export`` tells when it is done: sentences for people, a JSON document for programs."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ohlc_desktop.commands.export.request import ExportRequest
from ohlc_desktop.commands.export.series import ChosenSeries, ExportSeries
from ohlc_desktop.commands.terminal.documents import stamp


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a series.

    Attributes:
        candles: How many.
        first: The stamp of the first; None without any.
        last: Of the last.
        notes: What the format could not hold of them, in sentences.
    """

    source: ExportSeries
    candles: int
    first: int | None
    last: int | None
    notes: tuple[str, ...] = ()


#: The series in each file that was written, by its name; "" is the terminal.
Files = Mapping[str, Sequence[Written]]


def tell(request: ExportRequest, files: Files, chosen: ChosenSeries, quiet: bool) -> None:
    """Say of several series where they are, and whatever a person should know.

    Args:
        request: What was asked for.
        files: What was written.
        chosen: What it was written of.
        quiet: Whether problems only are told.
    """
    series = [written for file in files.values() for written in file]
    if not quiet:
        _tell_where(request, series)
    most = request.layout.rows
    for name, file in files.items():
        rows = sum(written.candles for written in file)
        if most is not None and rows > most:
            sys.stderr.write(
                f"{name or 'The table'} has {rows:,} rows; a spreadsheet shows the first {most:,} only."
                " Take fewer with --from and --to, or a longer timeframe.\n"
            )
    for written in series:
        for note in written.notes:
            sys.stderr.write(f"{written.source.instrument.symbol} {written.source.timeframe.name}: {note}\n")
    if chosen.left_out and request.program is not None:
        sys.stderr.write(f"Left out: {', '.join(chosen.left_out)}. {request.program.instead}\n")
    if chosen.without:
        sys.stderr.write(f"No candles are stored of {', '.join(chosen.without)}.\n")


def _tell_where(request: ExportRequest, series: Sequence[Written]) -> None:
    """Where the files are, and how a program that they are for reads them."""
    place = request.output or Path.cwd()
    count = len({written.source for written in series})
    if (request.several or request.into_folder or request.program) and not request.to_terminal:
        candles = sum(written.candles for written in series)
        sys.stdout.write(f"{candles:,} candles of {count} series written to {place}\n")
    if request.program is not None:
        sys.stdout.write(f"{request.program.name}: {request.program.reading}\n")


def report(request: ExportRequest, files: Files, chosen: ChosenSeries) -> dict[str, Any]:
    """The same for the JSON document."""
    return {
        "files": [
            {
                "file": str(Path(name).absolute()),
                "format": request.form,
                "bytes": Path(name).stat().st_size,
                "series": [_entry(written) for written in file],
            }
            for name, file in files.items()
        ],
        "without": list(chosen.without),
        "left_out": list(chosen.left_out),
    }


def _entry(written: Written) -> dict[str, Any]:
    timeframe = written.source.timeframe
    return {
        "symbol": written.source.instrument.symbol,
        "timeframe": timeframe.name,
        "candles": written.candles,
        "first": stamp(written.first, timeframe),
        "last": stamp(written.last, timeframe),
        "notes": list(written.notes),
    }

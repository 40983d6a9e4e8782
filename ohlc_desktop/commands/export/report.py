"""What an ``export`` tells when it is done: sentences for people, a JSON document for programs."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ohlc_desktop.commands.export.request import ExportRequest
from ohlc_desktop.commands.export.series import ExportSeries
from ohlc_desktop.commands.terminal.documents import stamp


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a series: how many candles, and the stamps of the first and of the last; None without any."""

    source: ExportSeries
    candles: int
    first: int | None
    last: int | None


#: The series in each file that was written, by its name; "" is the terminal.
Files = Mapping[str, Sequence[Written]]


def tell(request: ExportRequest, files: Files, without: Sequence[str], quiet: bool) -> None:
    """Say of several series where they are, and whatever a person should know.

    Args:
        request: What was asked for.
        files: What was written.
        without: Instruments of which nothing is stored.
        quiet: Whether problems only are told.
    """
    series = [written for file in files.values() for written in file]
    if request.several and request.output is not None and not quiet:
        candles = sum(written.candles for written in series)
        sys.stdout.write(f"{candles:,} candles of {len(series)} series written to {request.output}\n")
    most = request.layout.rows
    for name, file in files.items():
        rows = sum(written.candles for written in file)
        if most is not None and rows > most:
            sys.stderr.write(
                f"{name or 'The table'} has {rows:,} rows; a spreadsheet shows the first {most:,} only."
                " Take fewer with --from and --to, or a longer timeframe.\n"
            )
    if without:
        sys.stderr.write(f"No candles are stored of {', '.join(without)}.\n")


def report(request: ExportRequest, files: Files, without: Sequence[str]) -> dict[str, Any]:
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
        "without": list(without),
    }


def _entry(written: Written) -> dict[str, Any]:
    timeframe = written.source.timeframe
    return {
        "symbol": written.source.instrument.symbol,
        "timeframe": timeframe.name,
        "candles": written.candles,
        "first": stamp(written.first, timeframe),
        "last": stamp(written.last, timeframe),
    }

"""Files for NinjaTrader, Sierra Chart and AmiBroker: each is opened once for a series, and takes its candles part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import combinations
from pathlib import Path

from ohlc_desktop.commands.export.request import ExportRequest
from ohlc_desktop.commands.export.series import ExportSeries, Part
from ohlc_desktop.core.continuous.receipts import roll_names
from ohlc_desktop.core.continuous.spec import Adjusting
from ohlc_desktop.core.errors import UsageError
from ohlc_desktop.core.exporting.losses import ExportLosses
from ohlc_desktop.core.exporting.program_text import (
    amibroker_format,
    amibroker_header,
    amibroker_lines,
    ninjatrader_lines,
    text_losses,
)
from ohlc_desktop.core.exporting.programs import PROGRAMS
from ohlc_desktop.core.exporting.scid_records import SCID_HEADER, scid_records
from ohlc_desktop.core.layouts import ESTIMATED

#: Writes some candles; what was lost of them.
WriteProgram = Callable[[Part], ExportLosses]


def file_names(request: ExportRequest, sources: list[ExportSeries]) -> dict[ExportSeries, Path]:
    """The name of the file of each series as the program wants it, within a folder.

    Raises:
        UsageError: two series have the same: a front month and a continuous series, say.
    """
    program = PROGRAMS[request.form]
    folders = dict(program.folders) if len({source.timeframe for source in sources}) > 1 else {}
    marked = {each for each in sources if each.estimated and program.named_after_root}
    names = {
        each: Path("-".join(filter(None, (folders.get(each.timeframe.name), ESTIMATED if each in marked else ""))))
        / program.named(each.instrument, each.timeframe)
        for each in sources
    }
    for one, other in combinations(sources, 2):
        if names[one] == names[other]:
            raise UsageError(
                f"{one.instrument.symbol} and {other.instrument.symbol} have the same file in {program.name}:"
                f" {names[one].name}.",
                "Nothing was exported.", "Export them one after the other, each into a folder of its own.",
            )  # fmt: skip
    return names


def companion_of(request: ExportRequest, name: Path) -> Path | None:
    """The file beside another, which says how that is read; None where the program wants none."""
    ending = PROGRAMS[request.form].companion
    return name.with_suffix(ending) if ending else None


@contextmanager
def program_table(path: Path, request: ExportRequest, source: ExportSeries) -> Iterator[WriteProgram]:
    """A file of one series, without its companion."""
    with ExitStack() as stack:
        if request.form == "scid":
            binary = stack.enter_context(path.open("wb"))
            binary.write(SCID_HEADER)

            def write_records(part: Part) -> ExportLosses:
                records, lost = scid_records(part.candles, part.instrument)
                binary.write(records)
                return lost

            yield write_records
            return
        stream = stack.enter_context(path.open("w", encoding="ascii", errors="replace", newline="\r\n"))
        ami = request.form == "amibroker"
        stream.write(amibroker_header(source.timeframe) if ami else "")

        def write_lines(part: Part) -> ExportLosses:
            candles, instrument, frame = part.candles, part.instrument, part.timeframe
            lines = amibroker_lines(candles, instrument, frame, request.zone) if ami else None
            stream.writelines(lines or ninjatrader_lines(candles, instrument, frame))
            return text_losses(candles, positive=ami)

        yield write_lines


def write_companion(path: Path, request: ExportRequest, source: ExportSeries, lost: ExportLosses) -> None:
    """The file beside one that was written, when it is known what was lost in that."""
    adjusting = source.continuous.adjusting if source.continuous else Adjusting.NONE
    text = amibroker_format(source.timeframe, request.zone, lost.negative > 0, adjusting, roll_names(source.estimated))
    path.write_text(text, "ascii", newline="\r\n")

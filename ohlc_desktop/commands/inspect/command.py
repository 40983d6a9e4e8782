"""``inspect``: what is in files of candles that other programs wrote. It stores nothing."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.inspect.reading import at_home, is_own, reading_progress, stored_candles
from ohlc_desktop.commands.inspect.report import document, error_lines, lines
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.cancelling import cancelled_by_signals, tell_cancelled
from ohlc_desktop.commands.terminal.display import console
from ohlc_desktop.core.errors import Cancelled, OhlcError
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.importer.files.examining import ExaminingTools, FileWishes, examine
from ohlc_desktop.importer.files.finding import FileFinding
from ohlc_desktop.importer.files.sample import Watching
from ohlc_desktop.sources.files.refusals import FileRefused


@dataclass(frozen=True, slots=True)
class UnusableFile:
    """A file of which nothing can be said but why."""

    path: Path
    error: OhlcError


def run(context: Context, names: Sequence[str], symbol: str | None, as_json: bool = False) -> int:
    """Examine files and tell what is in each; returns the exit code: 2 where one cannot be used as it is.

    Raises:
        UnknownInstrument: there is no such instrument.
        StoreError: the database cannot be read.
    """
    instrument = None if symbol is None else context.instrument(symbol)
    try:
        with cancelled_by_signals() as cancel, ExitStack() as stack:
            stored = stack.enter_context(stored_candles(context))
            tools = ExaminingTools(
                context.catalogue, stored, context.clock.now(), at_home=at_home(context), is_own=is_own(context)
            )
            found = [_examined(context, Path(name), instrument, tools, cancel, as_json) for name in names]
    except Cancelled:
        return tell_cancelled("Nothing was to be stored.", as_json)
    if as_json:
        documents.write(context, document(found))
    else:
        console().print("Nothing was stored.", markup=False)
    return 2 if any(isinstance(each, UnusableFile) or each.problem for each in found) else 0


def _examined(
    context: Context, path: Path, instrument: Instrument | None, tools: ExaminingTools, cancel: threading.Event, as_json: bool
) -> FileFinding | UnusableFile:  # fmt: skip
    """What is in one file; told to a person as soon as it is known."""
    try:
        with reading_progress(context, path, as_json) as advance:
            found = examine(path, FileWishes(instrument), tools, Watching(cancel, advance))
    except FileRefused as error:
        if not as_json:
            console(stderr=True).print(*error_lines(error), sep="\n", markup=False)
        return UnusableFile(path, error)
    if not as_json:
        console().print(*lines(found, context.verbosity > 0), sep="\n", markup=False)
    return found

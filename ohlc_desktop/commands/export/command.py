"""``export``: the candles of one series, or of several, as tables, or as files of other programs."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.export.formats import Write, csv_table, json_table, parquet_table
from ohlc_desktop.commands.export.noting import note_files
from ohlc_desktop.commands.export.report import Files, Written, report, tell
from ohlc_desktop.commands.export.request import ExportRequest
from ohlc_desktop.commands.export.series import ChosenSeries, ExportSeries, Limits, Part, choose, parts
from ohlc_desktop.commands.export.target import folder_for, refuse_target, refuse_unsaid_estimates, whole_file
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.cancelling import cancelled_by_signals, tell_cancelled
from ohlc_desktop.commands.terminal.display import console
from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.exporting.losses import ExportLosses
from ohlc_desktop.store.database import open_reader

#: From so many candles on a terminal shows how far it is.
LARGE = 200_000
#: What a file system may not take in a name.
_UNFIT = re.compile(r"[^\w.=^+-]")

#: Gives the candles of a series, some at a time.
_Read = Callable[[ExportSeries], Iterable[Part]]
#: Told of candles that were written.
_Count = Callable[[int], None]


def run(context: Context, request: ExportRequest, as_json: bool = False) -> int:
    """Write one series, or several as they are at one moment; returns the exit code.

    Every file is whole or not there, and of several none is replaced before all are written.

    Raises:
        UsageError: the file or folder must not be written to, or there is no such timeframe or time.
        OhlcError: nothing is stored of it, or it cannot be written.
    """
    limits = Limits(request.start, request.end, request.zone)
    if request.output is not None and not request.into_folder:
        refuse_target(context.profile, request.output, request.force)
    try:
        with cancelled_by_signals() as cancel:
            written, chosen = _carry_out(context, request, limits, cancel)
            note_files(context, request, written, cancel)
    except Cancelled:
        return tell_cancelled("The table is not whole." if request.to_terminal else "Nothing was exported.", as_json)
    if as_json:
        documents.write(context, report(request, written, chosen))
    else:
        tell(request, written, chosen, context.verbosity < 0)
    return 0


def _carry_out(
    context: Context, request: ExportRequest, limits: Limits, cancel: threading.Event
) -> tuple[Files, ChosenSeries]:
    """Write what was asked for; returns what is in which file, and what was chosen."""
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.look() as connection:
        chosen = choose(context, connection, request, limits)
        refuse_unsaid_estimates(request, chosen.series)
        if not request.to_terminal:
            export = _Export(
                context, request, cancel, lambda source: parts(context, connection, request, source, limits)
            )
            return (export.into_folder if request.into_folder else export.into_one)(chosen.series), chosen
        held = {source: list(parts(context, connection, request, source, limits)) for source in chosen.series}
    # who reads the terminal or a pipe may take hours, and keeps nobody from the database meanwhile
    return _Export(context, request, cancel, held.__getitem__).into_one(chosen.series), chosen


class _Export:
    def __init__(self, context: Context, request: ExportRequest, cancel: threading.Event, read: _Read) -> None:
        self._context, self._request, self._cancel, self._read = context, request, cancel, read

    def into_one(self, sources: list[ExportSeries]) -> Files:
        """Write all into one table, on the terminal or in a file; returns what is in it."""
        if self._request.program is not None:
            return self._for_program({sources[0]: self._request.output or ""})
        with self._progress(sources) as count, self._opened(self._request.output, sources) as write:
            written = [self._copy(source, write, count) for source in sources]
        return {self._request.output or "": written}

    def into_folder(self, sources: list[ExportSeries]) -> Files:
        """Write a file for each; returns what is in which."""
        with folder_for(self._request.output or "") as folder:
            if self._request.dataset:
                return self._into_dataset(folder, sources)
            names = {source: str(folder / name) for source, name in self._names(sources).items()}
            with ExitStack() as inner:
                for place in sorted({Path(name).parent for name in names.values()} - {folder}):
                    inner.enter_context(folder_for(str(place)))
                return (self._into_files if self._request.program is None else self._for_program)(names)

    def _names(self, sources: list[ExportSeries]) -> Mapping[ExportSeries, str | Path]:
        if self._request.program is not None:
            from ohlc_desktop.commands.export.program_files import file_names

            return file_names(self._request, sources)
        form = self._request.form
        return {each: f"{_UNFIT.sub('_', each.instrument.symbol)}_{each.timeframe.name}.{form}" for each in sources}

    def _into_files(self, names: Mapping[ExportSeries, str]) -> Files:
        written = {}
        with self._progress(list(names)) as count, ExitStack() as files:
            self._refuse(names.values())
            for source, name in names.items():
                partial = files.enter_context(whole_file(Path(name)))
                with self._table(partial, [source]) as write:
                    written[name] = [self._copy(source, write, count)]
        return written

    def _for_program(self, names: Mapping[ExportSeries, str]) -> Files:
        """Write a file for each, as the program reads it."""
        from ohlc_desktop.commands.export.program_files import companion_of, program_table, write_companion

        request, written = self._request, {}
        beside = {source: companion_of(request, Path(name)) for source, name in names.items()}
        self._refuse([*names.values(), *(str(each) for each in beside.values() if each is not None)])
        with self._progress(list(names)) as count, ExitStack() as files:
            for source, name in names.items():
                partial, losses = files.enter_context(whole_file(Path(name))), []
                with program_table(partial, request, source) as write:
                    copied = self._copy(source, lambda part: losses.append(write(part)), count)  # noqa: B023
                lost = sum(losses, ExportLosses())
                written[name] = [replace(copied, notes=(*copied.notes, *lost.sentences()))]
                if (companion := beside[source]) is not None:
                    write_companion(files.enter_context(whole_file(companion)), request, source, lost)
        return written

    def _into_dataset(self, folder: Path, sources: list[ExportSeries]) -> Files:
        """Write the years of each series; those of an earlier export that are not in it go when all are written."""
        from ohlc_desktop.commands.export import dataset

        writers = []
        with self._progress(sources) as count, ExitStack() as files:
            for source in sources:
                writers.append(dataset.SeriesWriter(folder, source, self._request, files, self._refuse_one))
                with closing(writers[-1]):
                    copied = self._copy(source, writers[-1].write, count)
                writers[-1].note(copied.notes)
        for writer in writers:
            dataset.remove_other_years(writer.folder, writer.written)
        return {str(path): [each] for writer in writers for path, each in writer.written.items()}

    def _refuse(self, names: Iterable[str]) -> None:
        for name in names:
            self._refuse_one(Path(name))

    def _refuse_one(self, path: Path) -> None:
        refuse_target(self._context.profile, str(path), self._request.force)

    def _copy(self, source: ExportSeries, write: Write, count: _Count) -> Written:
        """Write one series."""
        stamps: list[int] = []
        written, notes = 0, dict[str, None]()
        for part in self._read(source):
            if self._cancel.is_set():
                raise Cancelled
            write(part)
            count(len(part.candles))
            written += len(part.candles)
            stamps += part.candles.ts[[0, -1]].tolist() if len(part.candles) else []
            notes |= dict.fromkeys(part.notes)
        return Written(source, written, stamps[0] if stamps else None, stamps[-1] if stamps else None, tuple(notes))

    @contextmanager
    def _opened(self, output: str | None, sources: list[ExportSeries]) -> Iterator[Write]:
        """A table on the terminal, or in a file that appears only when it is whole."""
        if output is None:
            with self._text_table(sys.stdout, sources) as write:
                yield write
            return
        with whole_file(Path(output)) as partial, self._table(partial, sources) as write:
            yield write

    @contextmanager
    def _table(self, path: Path, sources: list[ExportSeries]) -> Iterator[Write]:
        if self._request.form == "parquet":
            with parquet_table(path, self._request, sources) as write:
                yield write
            return
        with path.open("w", encoding="utf-8", newline="\n") as stream, self._text_table(stream, sources) as write:
            yield write

    def _text_table(self, stream: TextIO, sources: list[ExportSeries]) -> AbstractContextManager[Write]:
        daily = all(source.timeframe.daily for source in sources)
        return (json_table if self._request.form == "json" else csv_table)(stream, self._request, daily)

    @contextmanager
    def _progress(self, sources: list[ExportSeries]) -> Iterator[_Count]:
        """A bar on the terminal for what takes a while, which is gone in the end; nothing where the table goes there."""
        total, shown = sum(source.count for source in sources), console(stderr=True)
        quiet = self._context.verbosity < 0 or (self._request.to_terminal and sys.stdout.isatty())
        if quiet or total < LARGE or not shown.is_terminal:
            yield lambda _: None
            return
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

        columns = TextColumn("Exporting"), BarColumn(24), TaskProgressColumn()
        with Progress(*columns, console=shown, transient=True) as progress:
            task = progress.add_task("", total=total)
            yield lambda candles: progress.advance(task, candles)

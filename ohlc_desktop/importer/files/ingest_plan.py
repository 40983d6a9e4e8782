"""What an ingest would store of some files: each examined, its sound candles set aside, and held against the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.files.file_candles import Stamp
from ohlc_desktop.core.files.remembered import RememberedFile, letters_of
from ohlc_desktop.core.files.stated import AS_STATED, NOTHING_STATED, Stated
from ohlc_desktop.core.market.contracts import ending
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_of
from ohlc_desktop.core.timeframes import DAY, Timeframe
from ohlc_desktop.importer.files.beside import is_short, is_unproven_piece, read_beside
from ohlc_desktop.importer.files.examining import ExaminingTools, FileWishes, examine
from ohlc_desktop.importer.files.finding import FileFinding
from ohlc_desktop.importer.files.sample import Watching
from ohlc_desktop.importer.files.series_plan import SeriesChange, SeriesFiles, SpooledFile, change_of
from ohlc_desktop.importer.files.spool import Spool
from ohlc_desktop.sources.files import refusals
from ohlc_desktop.sources.files.head_table import HeadTable, head_table
from ohlc_desktop.sources.files.refusals import ColumnsUnknown, FileRefused
from ohlc_desktop.sources.files.text_file import shape_at

#: The rows that a source gave of a series with ``start <= ts < end``: symbol, timeframe, source, start, end.
ReadGiven = Callable[[str, Timeframe, str, int, int], Candles]
#: The sessions of a calendar between two day numbers, both included, as they are to be stored.
ReadSessions = Callable[[str, int, int], Calendar]
#: Whether a person says that the prices of a file are as they were traded.
AskUnadjusted = Callable[[FileFinding], bool]


#: A contract may end so much later than the rule says that knows no holidays.
_LATE = 4 * DAY


@dataclass(frozen=True, slots=True)
class IngestWishes:
    """What a person says of all files.

    Attributes:
        symbol: The instrument that they are of; None to find it out for each.
        stated: What their stamps and prices are.
        source: What their candles are said to come from; empty for what each format says.
        columns: What stands in their columns; empty where each tells it.
        forget: What is remembered of such files does not count any more.
    """

    symbol: Instrument | None = None
    stated: Stated = NOTHING_STATED
    source: str = ""
    columns: tuple[str, ...] = ()
    forget: bool = False


@dataclass(frozen=True, slots=True)
class IngestTools:
    """What a plan is made with.

    Attributes:
        examining: For each file.
        given: Reads what a source gave before.
        sessions: The sessions that candles are stored by.
        folder: Where candles are set aside.
        remembered: What a person said of files of a shape.
        resolve: The instrument of a symbol; None for one that is not known any more.
        is_new: Whether nothing was ever stored of a symbol.
        ask_unadjusted: A person is asked whether the prices of a file are those that were traded, of one contract where it is
            one; False where nobody says so.
    """

    examining: ExaminingTools
    given: ReadGiven
    sessions: ReadSessions
    folder: Path
    remembered: Callable[[str], RememberedFile] = lambda _shape: RememberedFile()
    resolve: Callable[[str], Instrument | None] = lambda _symbol: None
    is_new: Callable[[str], bool] = lambda _symbol: False
    ask_unadjusted: AskUnadjusted = lambda _found: False


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file of which nothing is stored.

    Attributes:
        path: The file.
        error: Why.
        finding: What was found in it, where it could be read.
        table: Its first rows, where its columns have to be named.
    """

    path: Path
    error: OhlcError
    finding: FileFinding | None = None
    table: HeadTable | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PlannedSeries:
    """The files of a series, and what they would change."""

    files: SeriesFiles
    change: SeriesChange


@dataclass(slots=True)
class IngestPlan:
    """What would be stored.

    Attributes:
        files: Those whose candles would be, as they were given.
        unusable: The others.
        series: By series and source.
    """

    files: list[SpooledFile] = field(default_factory=list)
    unusable: list[RefusedFile] = field(default_factory=list)
    series: list[PlannedSeries] = field(default_factory=list)

    @property
    def nothing_new(self) -> bool:
        """All of it was given before, just so."""
        return not any(each.change.todo.any() for each in self.series)

    def close(self) -> None:
        """Give up what was set aside; idempotent."""
        for file in self.files:
            file.spool.close()


def make_plan(
    paths: Iterable[Path], wishes: IngestWishes, tools: IngestTools, watching: Callable[[Path], Watching]
) -> IngestPlan:  # fmt: skip
    """Examine files and say what would be stored of them; the caller closes the plan.

    Args:
        paths: The files.
        wishes: What a person says of them.
        tools: What it is made with.
        watching: Who watches the reading of a file.

    Raises:
        Cancelled: it is not to go on.
        FileRefused: two files of a series have different candles.
    """
    plan, watchers = IngestPlan(), dict[Path, Watching]()
    try:
        for path in paths:
            watchers[path] = watching(path)
            _take(plan, path, wishes, _without_asking(tools), watchers[path])
        _take_short_pieces(plan, wishes, tools, watchers)
        plan.series = [_planned(files, tools) for files in _series(plan.files, wishes, tools)]
    except BaseException:
        plan.close()
        raise
    return plan


def _take(plan: IngestPlan, path: Path, wishes: IngestWishes, tools: IngestTools, watching: Watching) -> None:
    """Examine one file, and set its candles aside."""
    spool, finding = Spool(tools.folder), None
    shape = shape_at(path)
    used = RememberedFile() if wishes.forget or not shape else tools.remembered(shape)
    try:
        finding = examine(path, _of_one(path, wishes, used, spool, tools), tools.examining, watching)
        refuse_unusable(finding, wishes.stated.unadjusted, tools.ask_unadjusted)
        plan.files.append(_indexed(finding, spool, tools, shape, used, learned(finding, wishes, used)))
    except FileRefused as error:
        spool.close()
        named = finding is None and shape and isinstance(error, ColumnsUnknown)
        plan.unusable.append(RefusedFile(path, error, finding, head_table(path) if named else None))
    except BaseException:
        spool.close()
        raise


def _without_asking(tools: IngestTools) -> IngestTools:
    """The same tools, with which nobody is asked of what is too short: a file beside it may tell."""
    ask = tools.examining.ask
    quiet = replace(tools.examining, ask=lambda path, proof: None if is_short(proof) else ask(path, proof))
    return replace(tools, examining=quiet)


def _take_short_pieces(
    plan: IngestPlan, wishes: IngestWishes, tools: IngestTools, watchers: Mapping[Path, Watching]
) -> None:
    """Read what is too short to prove anything as longer files beside it, where those tell; else a person is asked."""
    proven = tuple(plan.files)
    short = [each for each in plan.unusable if each.finding is not None and is_unproven_piece(each.finding)]
    plan.unusable = [each for each in plan.unusable if each not in short]
    for refused in short:
        assert refused.finding is not None
        path, quiet = (
            refused.path,
            replace(watchers[refused.path], advance=lambda _: None),
        )  # its bytes have been counted
        found = read_beside(refused.finding, shape_at(path), proven)
        if found is not None:
            told = replace(wishes, stated=replace(found, unadjusted=wishes.stated.unadjusted))
            before = len(plan.files)
            _take(plan, path, told, tools, quiet)
            if len(plan.files) > before:
                continue
            plan.unusable.pop()
        _take(plan, path, wishes, tools, quiet)
    places = {path: place for place, path in enumerate(watchers)}
    plan.files.sort(key=lambda file: places[file.finding.path])


def _of_one(path: Path, wishes: IngestWishes, used: RememberedFile, spool: Spool, tools: IngestTools) -> FileWishes:
    """What is said of one file, or was of files of its shape."""
    stated = wishes.stated
    if not stated.says_reading and (used.zone or used.stamp):
        stamp = Stamp(used.stamp) if used.stamp else None
        stated = replace(stated, zone=used.zone or None, stamp=stamp, remembered=True)
    symbol = used.symbols.get(letters_of(path.stem))
    instrument = tools.resolve(symbol) if symbol else None
    return FileWishes(wishes.symbol, instrument, wishes.columns or used.columns, stated, spool.add)


def learned(found: FileFinding, wishes: IngestWishes, used: RememberedFile) -> RememberedFile:
    """What is remembered of files with these columns once this one is stored: what a person said of it, and said before."""
    zone, stamp, symbols = used.zone, used.stamp, dict(used.symbols)
    if found.proof is not None and found.proof.why == AS_STATED and found.proof.reading is not None:
        zone, stamp = found.proof.reading.zone or "UTC", found.proof.reading.stamp.value
    if wishes.symbol is not None and found.named is None and not found.naming:
        symbols[letters_of(found.path.stem)] = wishes.symbol.symbol
    return RememberedFile(wishes.columns or used.columns, zone, stamp, symbols)


def refuse_unusable(found: FileFinding, unadjusted: bool, ask: AskUnadjusted) -> None:
    """See that the candles of a file can be stored.

    Raises:
        FileRefused: they cannot.
    """
    path, instrument, timeframe, proof = str(found.path), found.instrument, found.timeframe, found.proof
    if found.problem is not None:
        raise refusals.unusable(path, found.problem)
    assert instrument is not None
    assert timeframe is not None
    assert proof is not None
    if timeframe.seconds > DAY:
        raise refusals.too_long(path, timeframe.name)
    if found.adjusted:
        refuse_scale = refusals.is_adjusted if instrument.root else refusals.on_another_scale
        raise refuse_scale(path, found.why_adjusted)
    if proof.reading is None:
        refuse = refusals.days_not_proven if timeframe.daily else refusals.not_proven
        raise refuse(path, proof.why)
    if found.too_many_refused:
        raise refusals.many_refused(path, found.refused.faulty, *found.first_fault)
    if not found.sound:
        raise refusals.nothing_sound(path)
    end = ending(instrument, None)
    if end is not None and found.opens is not None and found.opens[1] > end.closes + _LATE:
        raise refusals.after_the_end(path, instrument.symbol, day_of(end.day).isoformat())
    if found.step is not None and not (unadjusted or ask(found)):
        raise refusals.may_be_joined(path, found.step.why, found.step.line)
    if found.adjusted is None and instrument.month is None and not (unadjusted or ask(found)):
        raise refusals.may_be_adjusted(path, not instrument.root)


def _indexed(
    finding: FileFinding, spool: Spool, tools: IngestTools, shape: str, used: RememberedFile, learned: RememberedFile
) -> SpooledFile:  # fmt: skip
    assert finding.instrument is not None
    assert finding.timeframe is not None
    assert finding.opens is not None
    days = (finding.opens[0] // DAY, finding.opens[1] // DAY)
    calendar = tools.sessions(finding.instrument.calendar, *days)
    return SpooledFile(finding, spool, spool.index(calendar, finding.timeframe), shape, used, learned)


def _series(files: Sequence[SpooledFile], wishes: IngestWishes, tools: IngestTools) -> Iterator[SeriesFiles]:
    """The files by series and source."""
    groups: dict[tuple[Instrument, Timeframe, str], list[SpooledFile]] = {}
    for file in files:
        found = file.finding
        assert found.instrument is not None
        assert found.timeframe is not None
        groups.setdefault((found.instrument, found.timeframe, wishes.source or found.source), []).append(file)
    for (instrument, timeframe, source), together in groups.items():
        first = min(int(file.index.day[0]) for file in together)
        last = max(int(file.index.day[-1]) for file in together)
        calendar = tools.sessions(instrument.calendar, first, last)
        together.sort(key=lambda file: int(file.index.day[-1]))
        yield SeriesFiles(instrument, timeframe, source, tuple(together), calendar)


def _planned(files: SeriesFiles, tools: IngestTools) -> PlannedSeries:
    symbol, timeframe = files.instrument.symbol, files.timeframe
    change = change_of(
        files,
        lambda start, end: tools.examining.stored(symbol, timeframe, start, end),
        lambda start, end: tools.given(symbol, timeframe, files.source, start, end),
        tools.is_new(symbol),
    )
    return PlannedSeries(files, change)

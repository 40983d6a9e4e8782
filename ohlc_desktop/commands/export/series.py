"""Which series an ``export`` is of, and their candles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.export.request import ExportRequest
from ohlc_desktop.core.candles import Candles, Int64, empty
from ohlc_desktop.core.continuous.ledger import LedgerRoll
from ohlc_desktop.core.continuous.spec import Adjusting, ContinuousSpec, is_spec, parse_spec
from ohlc_desktop.core.errors import OhlcError, UsageError
from ohlc_desktop.core.layouts import ALL, ESTIMATED, WATCHLIST
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import DAY, EVER, TIMEFRAMES, Timeframe, timeframe
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.continuous_candles import ContinuousTable, made_of, read_table
from ohlc_desktop.store.contracts.stored_root import held_of
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.series.candles import read_series

#: Candles that are written at once: what they take as text is small, and a cancel waits for no more.
PART = 50_000


@dataclass(frozen=True, slots=True)
class ExportSeries:
    """A series that is exported.

    Attributes:
        number: Of the instrument in the store.
        count: Stored candles, also outside the limits.
        first: Stamp of the oldest of them.
        last: Of the newest.
        continuous: Which continuous series it is, made of contracts; None for a stored one.
        estimated: Rolls by whose estimated difference its prices are adjusted, oldest first; its symbol says so, too.
    """

    instrument: Instrument
    timeframe: Timeframe
    number: int
    count: int
    first: int
    last: int
    continuous: ContinuousSpec | None = None
    estimated: tuple[LedgerRoll, ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenSeries:
    """What an export is of.

    Attributes:
        series: Those that are stored.
        without: Instruments of which none is.
        left_out: Timeframes that are stored, and that the program does not take.
    """

    series: list[ExportSeries]
    without: list[str]
    left_out: list[str]


@dataclass(frozen=True, slots=True)
class Part:
    """Candles of one summary, sorted, and how well each is known (values of ``Known``).

    Of a continuous series ``contracts`` are its contracts, ``numbers`` says for each candle which of them it is of, and
    ``notes`` is what has to be told of it; candles before the stamp ``estimated_before`` are adjusted by an estimate.
    """

    instrument: Instrument
    timeframe: Timeframe
    candles: Candles
    known: NDArray[np.int8]
    contracts: tuple[str, ...] = ()
    numbers: Int64 | None = None
    notes: tuple[str, ...] = ()
    estimated_before: int = -EVER

    def contract_names(self) -> list[str]:
        """The contract of each candle; of a series of one contract that one, and empty where it is not known."""
        if self.numbers is None:
            return [self.instrument.symbol if self.instrument.month else ""] * len(self.candles)
        return [self.contracts[number] for number in self.numbers.tolist()]


@dataclass(frozen=True, slots=True)
class Limits:
    """From when to when, as the user wrote it; None where there is no limit.

    Raises:
        UsageError: one of them is neither a date nor a time.
    """

    start: str | None
    end: str | None
    zone: tzinfo

    def __post_init__(self) -> None:
        for daily in (True, False):
            self.of(daily)

    def of(self, daily: bool) -> tuple[int | None, int | None]:
        """The limits as stamps, the second one excluded; those of trade dates have no zone."""
        return _stamp(self.start, False, daily, self.zone), _stamp(self.end, True, daily, self.zone)


def _stamp(text: str | None, last: bool, daily: bool, zone: tzinfo) -> int | None:
    """A limit as a stamp; a bare date as last limit means the whole day."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-11-23"):
            return _midnight(date.fromisoformat(text), last, daily, zone)
        moment = datetime.fromisoformat(text)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()) + int(last)
    except (ValueError, OverflowError):
        raise UsageError(
            f"'{text}' is neither a date nor a time.", hint="Use 2026-11-23 or 2026-11-23T14:05:00Z."
        ) from None


def _midnight(day: date, after: bool, daily: bool, zone: tzinfo) -> int:
    """When a day begins, or ends: in the zone for times, in UTC for trade dates."""
    number = day.toordinal() - date(1970, 1, 1).toordinal() + int(after)
    if daily or day.year in (1, 9999):  # at the ends of the calendar there is no day before, or after, to be in a zone
        return number * DAY
    return int(datetime.combine(day + timedelta(days=int(after)), datetime.min.time(), zone).timestamp())


def choose(context: Context, connection: Connection, request: ExportRequest, limits: Limits) -> ChosenSeries:
    """The stored series that were asked for.

    Raises:
        OhlcError: a series that was named has no candles, or none of those meant has.
        UnprovenRoll, NotPositive: a continuous series cannot be adjusted so.
        UnknownInstrument, UsageError: no such instrument or timeframe, or one that the program does not take.
    """
    instruments, frames = _instruments(context, connection, request), _timeframes(request)
    named = request.symbols.strip().lower() != WATCHLIST and request.timeframes.strip() != ALL
    found, without = [], []
    left_out: dict[str, None] = {}
    for instrument in instruments:
        continuous = is_spec(instrument.symbol)
        held = _made(context, connection, instrument, frames) if continuous else _stored(connection, instrument, frames)
        stored = [_named(context, connection, request, source, limits) for source in held]
        missing = [frame for frame in frames if frame not in {source.timeframe for source in stored}]
        if missing and named:
            raise _nothing_stored(context, instrument, missing[0].name)
        without += [] if stored else [instrument.symbol]
        taken = [source for source in stored if _taken(request, source.timeframe)]
        left_out |= dict.fromkeys(source.timeframe.name for source in stored if source not in taken)
        found += taken
    if not found:
        raise _nothing_stored(context, instruments[0], "" if len(frames) > 1 else frames[0].name)
    return ChosenSeries(found, without, list(left_out))


def _taken(request: ExportRequest, frame: Timeframe) -> bool:
    return request.program is None or frame.name in request.program.timeframes


def _instruments(context: Context, connection: Connection, request: ExportRequest) -> list[Instrument]:
    """Those meant, in the order of the watchlist or of the command line, each once."""
    names: Sequence[str] = request.symbols.split(",")
    if request.symbols.strip().lower() == WATCHLIST:
        names = watchlist.watched(connection, context.catalogue.default_watchlist)
        if not names:
            raise OhlcError("The watchlist is empty.", "Nothing was exported.", "Name instruments, such as NQ,ES.")
    return list(dict.fromkeys(_meant(context, name) for name in names))


def _meant(context: Context, name: str) -> Instrument:
    """The instrument that a name means; a continuous series is one whose symbol is the way that it is written."""
    if not is_spec(name):
        return context.instrument(name)
    spec = parse_spec(name, context.catalogue.products)
    return replace(context.catalogue.products[spec.root].continuous(), symbol=str(spec))


def _timeframes(request: ExportRequest) -> list[Timeframe]:
    if request.timeframes.strip() == ALL:
        return list(TIMEFRAMES.values())
    frames = list(dict.fromkeys(timeframe(name) for name in request.timeframes.split(",")))
    left_out = [frame.name for frame in frames if not _taken(request, frame)]
    if left_out and request.program is not None:
        name, instead = request.program.name, request.program.instead
        raise UsageError(f"{name} takes no candles of {', '.join(left_out)}.", "Nothing was exported.", instead)
    return frames


def _made(
    context: Context, connection: Connection, instrument: Instrument, frames: Sequence[Timeframe]
) -> Iterator[ExportSeries]:
    """The timeframes in which a continuous series can be made of what is stored."""
    spec = parse_spec(instrument.symbol, context.catalogue.products)
    product = context.catalogue.products[spec.root]
    for frame in frames:
        count, first, last = held_of(connection, product, made_of(frame).name)
        if first is not None and last is not None:
            yield ExportSeries(instrument, frame, 0, count, first, last, spec)


def _named(
    context: Context, connection: Connection, request: ExportRequest, source: ExportSeries, limits: Limits
) -> ExportSeries:
    """A series under the name that it is exported by: ``NQ@volume:difference:estimated`` where estimates are in it."""
    if not request.estimated or source.continuous is None or source.continuous.adjusting is Adjusting.NONE:
        return source
    rolls = _table(context, connection, request, source, limits).estimated
    instrument = (
        replace(source.instrument, symbol=f"{source.instrument.symbol}:{ESTIMATED}") if rolls else source.instrument
    )
    return replace(source, instrument=instrument, estimated=rolls)


def _stored(connection: Connection, instrument: Instrument, frames: Sequence[Timeframe]) -> Iterator[ExportSeries]:
    number = watchlist.find_instrument(connection, instrument.symbol)
    held = series_summary.summaries(connection, number) if number is not None else {}
    for frame in frames:
        summary = held.get(frame.name)
        if number is not None and summary is not None and summary.first is not None and summary.last is not None:
            yield ExportSeries(instrument, frame, number, summary.count, summary.first, summary.last)


def _nothing_stored(context: Context, instrument: Instrument, name: str) -> OhlcError:
    """Of an instrument in a timeframe, or in any where none is named."""
    if is_spec(instrument.symbol):
        return _nothing_made(instrument)
    near = context.catalogue.nearest(instrument.symbol) if not instrument.root else ()
    meant = f" Or did you mean {' or '.join(near)}?" if near else ""
    return OhlcError(
        f"No {name} candles of {instrument.symbol} are stored." if name else f"No candles of {instrument.symbol} are stored.",
        "Nothing was exported.",
        f'Run: ohlc-desktop import "{instrument.symbol}"{meant}',
    )  # fmt: skip


def _nothing_made(instrument: Instrument) -> OhlcError:
    return OhlcError(
        f"Nothing is stored that {instrument.symbol} could be made of.", "Nothing was exported.",
        f"Import {instrument.root}=F, and contracts such as '{instrument.root} 12-26'.",
    )  # fmt: skip


def _nothing_whole(source: ExportSeries) -> OhlcError:
    return OhlcError(
        f"No {source.timeframe.name} candle of {source.instrument.symbol} has all of its days stored.",
        "Nothing was exported.", "Export 1d, or import contracts of more days.",
    )  # fmt: skip


def parts(
    context: Context, connection: Connection, request: ExportRequest, source: ExportSeries, limits: Limits
) -> Iterator[Part]:
    """The candles of a series within limits, some at a time; one part without any where there are none.

    However long the series is, no more than a stretch of it is in memory; a continuous series is whole.

    Raises:
        UnprovenRoll, NotPositive: a continuous series cannot be adjusted so.
    """
    if source.continuous is not None:
        yield from _continuous_parts(context, connection, request, source, limits)
        return
    frame, told = source.timeframe, False
    for start, end in _stretches(source, limits):
        candles = read_series(connection, source.number, frame, start, end)
        known = levels.read(connection, source.number, frame, start, end).of(candles.ts)
        for first in range(0, len(candles), PART):
            piece, told = slice(first, first + PART), True
            yield Part(source.instrument, frame, candles.take(piece), known[piece])
    if not told:
        yield Part(source.instrument, frame, empty(), np.empty(0, dtype=np.int8))


def _continuous_parts(
    context: Context, connection: Connection, request: ExportRequest, source: ExportSeries, limits: Limits
) -> Iterator[Part]:
    table = _table(context, connection, request, source, limits)
    if not len(table.candles) and request.start is None and request.end is None:
        raise (
            _nothing_whole(source)
            if made_of(source.timeframe) is not source.timeframe
            else _nothing_made(source.instrument)
        )
    notes = tuple(_notes(request, source, table))
    for first in range(0, max(len(table.candles), 1), PART):
        piece = slice(first, first + PART)
        yield Part(
            source.instrument, source.timeframe, table.candles.take(piece), table.known[piece], table.contracts,
            table.numbers[piece], notes, table.estimated[-1].ts if table.estimated else -EVER,
        )  # fmt: skip


def _table(
    context: Context, connection: Connection, request: ExportRequest, source: ExportSeries, limits: Limits
) -> ContinuousTable:
    assert source.continuous is not None
    return read_table(
        connection, context.catalogue.products[source.instrument.root], source.continuous, source.timeframe,
        *limits.of(source.timeframe.daily), estimated=request.estimated, known=request.known,
    )  # fmt: skip


def _notes(request: ExportRequest, source: ExportSeries, table: ContinuousTable) -> Iterator[str]:
    """What has to be told of a continuous series."""
    spec = source.continuous
    for each in table.estimated:
        yield f"The difference from {each.old} to {each.new} is only estimated."
    if table.guessed and request.contract:
        first, last = table.guessed[0], table.guessed[-1]
        yield (
            f"No candle tells when the feed went over at {len(table.guessed)} of its rolls ({first.old} to {last.new}):"
            " around these the contract is the one by its last trading day."
        )
    if (
        spec is not None
        and spec.adjusting is not Adjusting.NONE
        and request.program is not None
        and not request.program.companion
    ):
        yield (
            f"Prices before each roll are adjusted by {spec.adjusting}, which files of {request.program.name} cannot say."
        )


def _stretches(source: ExportSeries, limits: Limits) -> Iterator[tuple[int, int]]:
    """Stretches of time that are read at once, each no longer than ``PART`` candles are."""
    start, end = limits.of(source.timeframe.daily)
    first = source.first if start is None else max(start, source.first)
    last = source.last + 1 if end is None else min(end, source.last + 1)
    step = source.timeframe.seconds * PART
    for begin in range(first, last, step):
        yield begin, min(begin + step, last)

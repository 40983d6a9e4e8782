"""The functions of ``import ohlc_desktop as od``: each is the method of the same name of the usual :class:`Archive`.

That is the profile which the app uses on this machine, or the one that ``OHLC_DESKTOP_HOME`` names. The examples below are
run by the tests on an archive of the simulated market.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ohlc_desktop.api.answers import (
    ContractRoll,
    ImportOutcome,
    MissingStretch,
    PastRun,
    StoredSeries,
    TradingSession,
)
from ohlc_desktop.api.archive import Archive
from ohlc_desktop.api.candle_data import CandleData
from ohlc_desktop.api.choosing import Symbols
from ohlc_desktop.api.moments import Moment
from ohlc_desktop.api.watching import CommitWatch

if TYPE_CHECKING:
    import pandas


def read(
    symbols: Symbols, timeframe: str, *, start: Moment | None = None, end: Moment | None = None, adjust: str | None = None,
    estimated: bool = False, as_of: Moment | None = None,
) -> pandas.DataFrame:  # fmt: skip
    """The candles of a series as a pandas DataFrame, oldest first.

    The index is ``time``, the open of each candle in UTC (for 1d and longer 00:00 UTC of the trade date); the columns
    ``open``, ``high``, ``low``, ``close`` and ``volume`` are float64, ``volume`` NaN where the source gave none. Of a list of
    symbols the index is ``symbol`` and ``time``. See :func:`candles` for numpy and Arrow.

    >>> import ohlc_desktop as od
    >>> od.read("NQ", "5m", start="2026-11-20T15:00", end="2026-11-20T15:10")
                                   open      high       low    close  volume
    time
    2026-11-20 15:00:00+00:00  21413.25  21425.75  21412.00  21422.5  7117.0
    2026-11-20 15:05:00+00:00  21422.75  21436.50  21414.25  21415.5  7131.0
    2026-11-20 15:10:00+00:00  21414.50  21421.00  21411.25  21419.0  7158.0
    >>> od.read(["NQ", "ES"], "1d", start="2026-11-24").loc["ES=F", "close"].tolist()
    [6316.5, 6317.0, 6288.0]
    >>> len(od.read("NQ", "5m")), len(od.read("NQ", "5m", as_of="2026-11-26"))
    (12096, 11868)

    Args:
        symbols: As the feed or NinjaTrader writes it, or the root of a future: ``NQ``, ``NQ=F``, ``MNQ 12-26``, ``AAPL``; a continuous
            series: ``NQ@volume``, ``NQ@expiry-5:ratio``; or several in a list.
        timeframe: ``1m``, ``5m``, ``1h``, ``1d``, ``1wk``, …
        start: The first time or date that is wanted.
        end: The last one, included; a date is meant whole. A time that names no zone is UTC.
        adjust: How a continuous series is adjusted: ``none``, ``difference`` or ``ratio``. Its name may say so as well.
        estimated: Adjust also by differences of contracts that are only estimated; ``attrs["estimated"]`` names the rolls.
        as_of: Candles as they were stored at this moment: those that came later are absent, and those that were corrected
            later have their former values. A date is its beginning, 00:00 UTC. A continuous series follows the contracts, and
            is adjusted by the differences, that were known then.

    Raises:
        OhlcError: no such instrument, timeframe, time or adjustment, or nothing is stored of it; a continuous series cannot be
            adjusted so; the archive cannot be read. Its text says what to do.
        NotRecorded: an older version of the app imported the candles, so nobody knows what was known at that moment.
    """
    return Archive().read(symbols, timeframe, start=start, end=end, adjust=adjust, estimated=estimated, as_of=as_of)


def candles(
    symbols: Symbols, timeframe: str, *, start: Moment | None = None, end: Moment | None = None, adjust: str | None = None,
    estimated: bool = False, as_of: Moment | None = None,
) -> CandleData:  # fmt: skip
    """What :func:`read` reads, without pandas: ``.numpy()`` is a dict of arrays, ``.arrow()`` a table, ``.pandas()`` a DataFrame.

    >>> import ohlc_desktop as od
    >>> found = od.candles("NQ", "1d")
    >>> {name: str(column.dtype) for name, column in found.numpy().items()}
    {'time': 'datetime64[s]', 'open': 'float64', 'high': 'float64', 'low': 'float64', 'close': 'float64', 'volume': 'int64'}
    >>> found.arrow().schema.field("time").type
    TimestampType(timestamp[s, tz=UTC])

    Arguments and errors are those of :func:`read`.
    """
    return Archive().candles(symbols, timeframe, start=start, end=end, adjust=adjust, estimated=estimated, as_of=as_of)


def series(symbols: Symbols | None = None) -> list[StoredSeries]:
    """What is stored, and how complete it is; of some symbols also timeframes without candles.

    >>> import ohlc_desktop as od
    >>> [(found.timeframe, found.count, found.state) for found in od.series("NQ") if found.count][:2]
    [('5m', 12096, 'complete'), ('15m', 4032, 'complete')]

    Raises:
        OhlcError: no such instrument, or the archive cannot be read.
    """
    return Archive().series(symbols)


def missing(symbol: str, timeframe: str) -> list[MissingStretch]:
    """Where expected candles are missing, oldest first; nothing where no calendar rules.

    >>> import ohlc_desktop as od
    >>> od.missing("NQ", "1d")
    []

    Raises:
        OhlcError: no such instrument or timeframe, or the archive cannot be read.
    """
    return Archive().missing(symbol, timeframe)


def sessions(symbol: str, start: Moment | None = None, end: Moment | None = None) -> list[TradingSession]:
    """The trading sessions of an instrument that reach into a window, oldest first; nothing before the first import.

    >>> import ohlc_desktop as od
    >>> (session,) = od.sessions("NQ", "2026-11-27", "2026-11-27T12:00")
    >>> session.trade_date.isoformat(), session.early, f"{session.open:%a %H:%M}", f"{session.close:%a %H:%M}"
    ('2026-11-27', True, 'Thu 23:00', 'Fri 18:15')

    Raises:
        OhlcError: no such instrument, or the archive cannot be read.
    """
    return Archive().sessions(symbol, start, end)


def rolls(root: str, rule: str = "volume", timeframe: str = "1d", *, as_of: Moment | None = None) -> list[ContractRoll]:
    """When a future went over from contract to contract by a rule, and by how much, oldest first.

    Daily and shorter candles of a feed's own front month roll on days of their own (rule ``feed``): ``timeframe`` says which are meant.
    With ``as_of`` these are the rolls that were known at that moment.

    >>> import ohlc_desktop as od
    >>> roll = od.rolls("NQ", "expiry")[-1]
    >>> roll.old, roll.new, roll.last_day.isoformat(), roll.difference, roll.proof
    ('NQU26.CME', 'NQZ26.CME', '2026-09-18', 235.75, 'proven')

    Raises:
        OhlcError: no such root or rule, or the archive cannot be read.
        NotRecorded: nobody knows what was known at that moment.
    """
    return Archive().rolls(root, rule, timeframe, as_of=as_of)


def runs(count: int = 20) -> list[PastRun]:
    """The newest imports, and import times at which none took place, newest first; ``count`` at most.

    >>> import ohlc_desktop as od
    >>> [(run.trigger, run.state, run.written) for run in od.runs()]
    [('manual', 'DONE', 798), ('manual', 'DONE', 42032), ('manual', 'DONE', 685)]

    Raises:
        OhlcError: ``count`` is no whole number, or negative; or the archive cannot be read.
    """
    return Archive().runs(count)


def watch(symbols: Symbols | None = None, timeframe: str | None = None, *, every: float = 1.0) -> CommitWatch:
    """An iterator that yields what each commit of an import changes, from now on: a tuple of :class:`SeriesCommit`.

    >>> import ohlc_desktop as od
    >>> for changed in od.watch("NQ", "5m"):  # doctest: +SKIP
    ...     print(changed, od.read("NQ", "5m").iloc[-1])

    Args:
        symbols: Only these instruments; None for all.
        timeframe: Only this one; None for all.
        every: Seconds between two looks. A commit is told once, at the next look.

    Raises:
        OhlcError: no such instrument or timeframe, ``every`` is no time, or the archive cannot be read.
    """
    return Archive().watch(symbols, timeframe, every=every)


def import_now(
    symbols: Symbols | None = None, timeframes: Iterable[str] = (),
    progress: Callable[[Mapping[str, Any]], object] | None = None,
) -> ImportOutcome:  # fmt: skip
    """Import now, in a process of its own, and wait for it; Ctrl+C cancels it, and what is complete stays stored.

    >>> import ohlc_desktop as od
    >>> od.import_now(["NQ"], ["5m", "1d"])  # doctest: +SKIP
    ImportOutcome(state='DONE', exit_code=0, message='…', written=12, revised=0, quarantined=0, failed=())

    Args:
        symbols: Instruments; None for the watchlist.
        timeframes: Only these; without, those of the settings.
        progress: Called with each event of ``ohlc-desktop import --json``, as ``resources/docs/json.md`` describes them.

    Raises:
        OhlcError: another process imports into the profile, the list of instruments is empty, or the import could not start.
    """
    return Archive().import_now(symbols, timeframes, progress)

"""What the API answers beside candles. Times are aware, in UTC; ``pandas.DataFrame(rows)`` makes a table of a list of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class StoredSeries:
    """A series that is stored, or that should be.

    Attributes:
        symbol: As the archive names it: ``NQ=F``, ``NQZ26.CME``.
        timeframe: ``5m``, ``1d``.
        count: Stored candles.
        first: Open of the oldest; None without any. For 1d and longer 00:00 UTC of the trade date.
        last: Of the newest.
        expected: Candles that the calendar expects within the reach of the feed; None where no calendar rules.
        missing: Those of them that are neither stored nor explained; None likewise.
        state: ``complete``, ``partial``, ``stale``, ``empty`` or ``failed``, as ``ohlc-desktop status`` says it.
        watched: Whether the instrument is imported every day.
        known_since: From when on ``as_of`` is answered; None where that is from the first candle on.
    """

    symbol: str
    timeframe: str
    count: int
    first: datetime | None
    last: datetime | None
    expected: int | None
    missing: int | None
    state: str
    watched: bool
    known_since: datetime | None


@dataclass(frozen=True, slots=True)
class MissingStretch:
    """A stretch in which expected candles are missing: from the open of the first to the end of the last one."""

    symbol: str
    timeframe: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class TradingSession:
    """A session of an instrument.

    Attributes:
        trade_date: The day that it counts for; one that begins on Sunday evening is Monday's.
        open: When trading begins.
        close: When it ends.
        early: Whether that is before the usual time.
        break_start: When a pause within it begins; None without one.
        break_end: When that ends.
    """

    trade_date: date
    open: datetime
    close: datetime
    early: bool
    break_start: datetime | None
    break_end: datetime | None


@dataclass(frozen=True, slots=True)
class ContractRoll:
    """A change of a future from one contract to the next.

    Attributes:
        root: Of the future: ``NQ``.
        old: Symbol of the contract before it.
        new: Of the one after.
        last_day: Last trade date of the old one.
        first: Open of the first candle of the new one.
        difference: By how much the new one is higher, in points; None where that is not known.
        ratio: The new price in units of the old one; None likewise.
        proof: ``proven``, ``estimated`` or ``unknown``: how well the difference is known.
        old_close: The prices that it is made of; None where they are not known.
        new_close: Likewise.
        old_volume: Contracts traded on the day of these prices; None where not known.
        new_volume: Likewise.
        source: Who gave the prices.
    """

    root: str
    old: str
    new: str
    last_day: date
    first: datetime
    difference: float | None
    ratio: float | None
    proof: str
    old_close: float | None
    new_close: float | None
    old_volume: int | None
    new_volume: int | None
    source: str


@dataclass(frozen=True, slots=True)
class PastRun:
    """An import, or an import time at which none took place.

    Attributes:
        number: Of the run.
        trigger: ``manual``, ``schedule``, ``follow-up``, ``repair`` or ``ingest``.
        planned: The import time that it was for; None for none.
        started: When it began.
        ended: When it ended; None while it is under way.
        state: ``RUNNING``, ``DONE``, ``PARTIAL``, ``FAILED``, ``CANCELLED``, ``INTERRUPTED`` or ``SKIPPED``.
        reason: Why, in a sentence; may be empty.
        written: Candles that were new.
        revised: Candles that were corrected.
        quarantined: Rows that could not be candles.
    """

    number: int
    trigger: str
    planned: datetime | None
    started: datetime
    ended: datetime | None
    state: str
    reason: str
    written: int
    revised: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class SeriesCommit:
    """A series that an import has just changed.

    Attributes:
        symbol: As the archive names it.
        timeframe: ``5m``.
        count: Stored candles now.
        last: Open of the newest; None without any.
    """

    symbol: str
    timeframe: str
    count: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did.

    Attributes:
        state: ``DONE``, ``PARTIAL``, ``FAILED`` or ``CANCELLED``.
        exit_code: That of ``ohlc-desktop import``: 0 all done, 1 some series failed or were deferred, 3 nothing could be
            fetched, 130 cancelled.
        message: What happened, in a sentence.
        written: Candles that were new.
        revised: Candles that were corrected.
        quarantined: Rows that could not be candles.
        failed: Symbol and timeframe of what failed or was deferred, with the reason.
    """

    state: str
    exit_code: int
    message: str
    written: int
    revised: int
    quarantined: int
    failed: tuple[tuple[str, str, str], ...] = ()

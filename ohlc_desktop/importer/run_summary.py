"""What a run says of itself: its state, exit code and closing sentence, and its log lines."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from ohlc_desktop.core.clock import iso
from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.messages import Message, sentences
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.importer.fetching import NOT_SHARED
from ohlc_desktop.importer.ingest import Contribution
from ohlc_desktop.importer.run_items import Items
from ohlc_desktop.sources.source import Fault

_log = logging.getLogger(__name__)
_KEPT = Message("Stored candles are as they were; the next import asks for what is missing.")
CANCELLED = Message("Cancelled. What had been answered is stored; the next import asks for the rest.")
_GIVEN_BACK = Message("Ended with the program. What had been answered is stored; the next import asks for the rest.")


@dataclass(frozen=True, slots=True)
class RunVerdict:
    """How a run ended: its state in the ledger, the exit code, and a sentence for a person."""

    state: RunState
    exit_code: int
    message: Message


def verdict(
    items: Items, cancelled: bool, failure: StoreError | None, completes: int | None, given_back: bool = False
) -> RunVerdict:
    """Judge a run that is over.

    Args:
        items: What became of each instrument and timeframe.
        cancelled: The user cancelled.
        failure: The fault of the database that ended the run.
        given_back: It ended because the program or the session did; the schedule is to try again.
        completes: Number of an interrupted run of which this one did what was left.
    """
    if failure is not None:
        state = RunState.PARTIAL if items.answered else RunState.FAILED
        return RunVerdict(state, failure.exit_code, failure.text)
    if cancelled:
        state, text = (RunState.INTERRUPTED, _GIVEN_BACK) if given_back else (RunState.CANCELLED, CANCELLED)
        return RunVerdict(state, 130, text)
    counts = items.counts()
    missed = counts[ItemState.FAILED] + counts[ItemState.DEFERRED]
    if missed:
        why = with_hope(*items.first_failure(), _KEPT)
        text = Message("{count} series could not be brought up to date. {why}", count=missed, why=why)
        return RunVerdict(RunState.PARTIAL, 1, text) if items.answered else RunVerdict(RunState.FAILED, 3, text)
    left = sum(item.cause == NOT_SHARED for item in items.all())
    text = _not_shared(left) if left else _completeness(*items.missing())
    if completes is not None:
        text = Message("Completes run {run}, which was interrupted. {rest}", run=completes, rest=text)
    return RunVerdict(RunState.DONE, 0, text)


def with_hope(cause: str, message: Message, kept: Message) -> Message:
    """A failure, and that candles are ``kept`` and asked for again; of a symbol that is not found that is said already."""
    return message if cause == Fault.NOT_FOUND else sentences(message, kept)


def _not_shared(count: int) -> Message:
    return Message(
        "{count} series are not shared by another machine any more; the next import asks for them.", count=count
    )


def _completeness(missing: int, in_series: int) -> Message:
    if not missing:
        return Message("Everything that was asked for is up to date.")
    return Message(
        "Every request was answered, but {missing:,} expected candles in {series} series are missing."
        " Later imports ask for them again while the feed has them; see: ohlc-desktop status",
        missing=missing, series=in_series,
    )  # fmt: skip


def log_start(request: FetchRequest, feed: FeedSpec) -> None:
    """The log line at the start of a request; a backfill is plainly told from a normal sync."""
    symbol, name = request.instrument.symbol, request.timeframe
    window = f"{_shown(request.start, name)} to {_shown(request.end, name)}"
    if request.purpose is Purpose.BACKFILL:
        days = feed.limits[name].backfill
        _log.info("Backfilling %d days for %s %s: no candles stored, window %s", days, symbol, name, window)
    elif request.purpose is Purpose.REPAIR:
        _log.info("Filling gaps of %s %s: window %s", symbol, name, window)
    else:
        _log.info("Syncing %s %s: window %s", symbol, name, window)


def log_end(request: FetchRequest, contributions: Sequence[Contribution]) -> None:
    """The log line after an answer has been committed, with what was written and what is missing."""
    symbol, name = request.instrument.symbol, request.timeframe
    own, *others = contributions
    derived = ", ".join(f"{part.timeframe} {part.added}" for part in others if part.added)
    refused = f", {own.quarantined} rows quarantined" if own.quarantined else ""
    missing = f", {own.missing} expected ones missing" if own.missing else ""
    words = {Purpose.BACKFILL: "Backfilled", Purpose.REPAIR: "Filled gaps of"}.get(request.purpose, "Synced")
    _log.info(
        "%s %s %s: %d candles stored, %d revised%s%s%s", words, symbol, name, own.added, own.revised, refused, missing,
        f"; derived {derived}" if derived else "",
    )  # fmt: skip


def _shown(seconds: int, timeframe: str) -> str:
    return day_of(seconds // DAY).isoformat() if TIMEFRAMES[timeframe].daily else iso(seconds)
